/** A bot with the helpdesk adapter, and a customer's site on another origin that shows its widget. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createHelpdesk, type Helpdesk } from '../../../adapters/helpdesk/index.ts'
import type { HelpdeskSettings } from '../../../adapters/helpdesk/settings.ts'
import { startTestBot, type TestBot, type TestBotOptions } from '../../support/bot.ts'

export interface SitePage {
  /** Inside `body`, in front of the script. */
  body?: string
  head?: string
  lang?: string
  /** The widget's `data-` attributes, as written. */
  attributes?: string
  /** `{bot}` stands for the bot's origin. */
  policy?: string
}

export interface Site {
  bot: TestBot
  helpdesk: Helpdesk
  /** The bot's address. */
  botUrl: string
  /** The site's origin; `page` says what is there. */
  url: string
  page: SitePage
  /** Every request that the site's server got, by path. */
  requests: string[]
  close(): Promise<void>
}

export interface SiteOptions {
  settings?: HelpdeskSettings
  bot?: TestBotOptions
  /** Whether the site is named in WIDGET_ORIGINS; it is, if not said. */
  allowed?: boolean
}

export async function startSite({
  settings = {},
  bot: botOptions,
  allowed = true,
}: SiteOptions = {}): Promise<Site> {
  const requests: string[] = []
  let page: SitePage = {}
  let botUrl = ''
  const server = createServer((request, response) => {
    requests.push(request.url ?? '')
    const policy = page.policy?.replaceAll('{bot}', botUrl)
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      ...(policy ? { 'content-security-policy': policy } : {}),
    })
    response.end(
      `<!doctype html><html lang="${page.lang ?? 'en'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>A site</title>${page.head ?? ''}<script src="${botUrl}/widget.js" async ${page.attributes ?? ''}></script></head><body>${page.body ?? '<main><h1>A site</h1><p>Our mail plans.</p></main>'}</body></html>`,
    )
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const bot = await startTestBot(botOptions)
  const helpdesk = createHelpdesk(
    { ...settings, ...(allowed ? { WIDGET_ORIGINS: url } : {}) },
    await bot.host('helpdesk'),
  )
  botUrl = await bot.listen()
  await helpdesk.start()
  return {
    bot,
    helpdesk,
    botUrl,
    url,
    get page() {
      return page
    },
    set page(next) {
      page = next
    },
    requests,
    async close() {
      await helpdesk.stop()
      await bot.close()
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

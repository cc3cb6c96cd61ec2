/** A customer's site on an origin of its own, which shows the widget of a bot. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createHelpdesk, type Helpdesk } from '../../../adapters/helpdesk/index.ts'
import type { HelpdeskSettings } from '../../../adapters/helpdesk/settings.ts'
import type { Instance, World } from '../../support/world.ts'

export interface SitePage {
  /** Inside `body`. */
  body?: string
  head?: string
  lang?: string
  /** The widget's `data-` attributes, as written. */
  attributes?: string
  /** The page's Content-Security-Policy; `{bot}` stands for the bot's origin. */
  policy?: string
}

export interface Site {
  bot: Instance<Helpdesk>
  url: string
  /** What the site shows next. */
  page: SitePage
  /** Paths that were asked of the site's own server. */
  requests: string[]
  close(): Promise<void>
}

/** `allowed` false leaves the site out of WIDGET_ORIGINS. */
export async function startSite(
  world: World,
  settings: HelpdeskSettings = {},
  allowed = true,
): Promise<Site> {
  const site: Site = { page: {}, requests: [] as string[] } as Site
  const server = createServer((request, response) => {
    site.requests.push(request.url ?? '')
    const { body, head = '', lang = 'en', attributes = '', policy } = site.page
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      ...(policy ? { 'content-security-policy': policy.replaceAll('{bot}', site.bot.url) } : {}),
    })
    response.end(
      `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>A site</title>${head}<script src="${site.bot.url}/widget.js" async ${attributes}></script></head><body>${body ?? '<main><h1>A site</h1><p>Our mail plans.</p></main>'}</body></html>`,
    )
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  site.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  site.bot = await world.serve('helpdesk', (host) =>
    createHelpdesk({ ...settings, ...(allowed ? { WIDGET_ORIGINS: site.url } : {}) }, host),
  )
  site.close = async () => {
    await site.bot.close()
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  }
  return site
}

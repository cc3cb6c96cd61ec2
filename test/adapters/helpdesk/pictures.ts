/** Pictures of the widget for the eye: `npm run pictures:widget` writes them to test/output/widget/. */
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { REPORT } from '../../diagnosis/messages.ts'
import { createWorld } from '../../support/world.ts'
import { CHROMIUM, launch, WHY_SKIPPED } from './browser.ts'
import { startSite } from './site.ts'
import { startWhmcs } from './whmcs.ts'

const OUTPUT = fileURLToPath(new URL('../../output/widget/', import.meta.url))

const DESKTOP: BrowserContextOptions = { viewport: { width: 1180, height: 860 } }
const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
}
const SMALL_PHONE: BrowserContextOptions = { ...PHONE, viewport: { width: 320, height: 640 } }

const BODY = `<style>body{font:16px/1.6 Georgia,serif;margin:0;background:#fbfaf7;color:#222}header{background:#24405f;color:#fff;padding:24px 48px;font:600 20px sans-serif}main{max-width:680px;margin:40px 48px}@media(max-width:500px){header{padding:18px}main{margin:24px 18px}}@media(prefers-color-scheme:dark){body{background:#191a1c;color:#ddd}}</style><header>Example Mail</header><main><h1>Mail plans</h1><p>Every plan has ten gigabytes, webmail, and mail for your own domain. Write to us when you would like more.</p><p>Our servers stand in Lyon and Geneva.</p></main>`

type Scene = [name: string, act: (page: Page) => Promise<void>]

const open = async (page: Page) => page.locator('.launcher').click()
async function ask(page: Page, text: string): Promise<void> {
  await page.locator('textarea').fill(text)
  await page.locator('.send').click()
  await page.locator('.turn').last().locator('.answer').waitFor()
}

function scenes(french: boolean): Scene[] {
  return [
    ['1-closed', async () => {}],
    ['2-first-view', open],
    ['3-answer', async (page) => ask(page, french ? 'quel port pour IMAP ?' : 'which port for IMAP?')],
    [
      '4-settings',
      async (page) =>
        ask(
          page,
          french ? 'Je n’arrive pas à envoyer, anna@example.org' : 'I cannot send mail, anna@example.org',
        ),
    ],
    [
      '5-steps',
      async (page) => ask(page, french ? 'comment configurer Outlook ?' : 'how do I set up Outlook?'),
    ],
    [
      '5-steps-end',
      async (page) => {
        await page.locator('.turn').last().locator('.options').scrollIntoViewIfNeeded()
        await page.locator('.turn').last().locator('.settings button').last().click()
      },
    ],
    [
      '6-clarify',
      async (page) => {
        await page.locator('header button').first().click()
        await ask(page, CLARIFY[french ? 'fr' : 'en'])
      },
    ],
    [
      '6-file',
      async (page) => {
        await page.locator('input[type=file]').setInputFiles(message('Undelivered Mail.eml', REPORT))
        await page.locator('.turn').last().locator('.answer').waitFor()
      },
    ],
    [
      '6-file-refused',
      async (page) => {
        await page.locator('input[type=file]').setInputFiles(message('photo.png', '\u0089PNG'))
        await page.locator('.complaint:not(:empty)').waitFor()
      },
    ],
    [
      '6-file-over-the-panel',
      async (page) => {
        const data = await page.evaluateHandle(
          "{ const it = new DataTransfer(); it.items.add(new File(['x'], 'x.eml')); it }",
        )
        await page.locator('dialog.panel').dispatchEvent('dragover', { dataTransfer: data })
        await page.locator('.drop').waitFor()
      },
    ],
    [
      '7-handoff-form',
      async (page) => {
        await page.locator('dialog.panel').dispatchEvent('dragleave')
        await page.locator('footer button').click()
        await page.locator('.card input').first().waitFor()
      },
    ],
    [
      '8-handoff-ticket',
      async (page) => {
        await page.locator('.card input').nth(0).fill('Anna Keller')
        await page.locator('.card input').nth(1).fill('anna@example.org')
        await page.locator('.card button[type=submit]').click()
        await page.locator('.card a').waitFor()
      },
    ],
    [
      '9-error',
      async (page) => {
        await page.context().setOffline(true)
        await page.locator('textarea').fill(french ? 'POP ou IMAP ?' : 'POP or IMAP?')
        await page.locator('.send').click()
        await page.locator('.failure').waitFor()
      },
    ],
  ]
}

const message = (name: string, content: string) => ({
  name,
  mimeType: 'message/rfc822',
  buffer: Buffer.from(content),
})

const CLARIFY = {
  en: 'Thunderbird error with password and port',
  fr: 'erreur de mot de passe et de port dans Thunderbird',
}

if (!CHROMIUM) {
  process.stdout.write(`${WHY_SKIPPED}\n`)
  process.exit(0)
}
mkdirSync(OUTPUT, { recursive: true })
const only = process.argv[2]
const browser = await launch()
const whmcs = await startWhmcs()
const world = await createWorld(new Date())
const site = await startSite(world, whmcs.settings)
site.page = { body: BODY }
const looks: [string, BrowserContextOptions, string, boolean][] = [
  ['desktop-light', DESKTOP, '', false],
  ['desktop-dark', { ...DESKTOP, colorScheme: 'dark' }, '', false],
  ['phone-light', PHONE, '', false],
  ['phone-dark', { ...PHONE, colorScheme: 'dark' }, '', false],
  ['phone-320', SMALL_PHONE, '', false],
  ['french', DESKTOP, 'data-locale="fr" data-color="#b4235a"', true],
]
for (const [look, options, attributes, french] of looks) {
  if (only && !look.includes(only)) continue
  site.page = { body: BODY, attributes, lang: french ? 'fr' : 'en' }
  const context = await browser.newContext({ ...options, reducedMotion: 'reduce' })
  const page = await context.newPage()
  await page.goto(site.url)
  await page.locator('.launcher').waitFor()
  for (const [name, act] of scenes(french)) {
    await act(page)
    await page.screenshot({ path: `${OUTPUT}${look}-${name}.png` })
  }
  await context.close()
}
if (!only || 'page'.includes(only)) {
  for (const [name, options, path] of [
    ['page-light', DESKTOP, '/'],
    ['page-dark', { ...DESKTOP, colorScheme: 'dark' }, '/'],
    ['page-phone', PHONE, '/?lang=fr'],
  ] as const) {
    const context = await browser.newContext(options)
    const page = await context.newPage()
    await page.goto(`${site.bot.url}${path}`)
    await page.locator('.launcher').waitFor()
    await page.screenshot({ path: `${OUTPUT}${name}.png`, fullPage: true })
    await context.close()
  }
}
await browser.close()
await site.close()
await world.close()
await whmcs.close()
process.stdout.write(`Pictures are in ${OUTPUT}\n`)

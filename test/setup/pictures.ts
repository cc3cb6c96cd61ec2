/** Pictures of /setup for the eye: `npm run pictures:setup` writes them to test/output/setup/. */
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { CHROMIUM, launch, WHY_SKIPPED } from '../adapters/helpdesk/browser.ts'
import { startSetupBot } from './setup-bot.ts'

const OUTPUT = fileURLToPath(new URL('../output/setup/', import.meta.url))
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1'
const WINDOWS =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Safari/537.36'
const DESKTOP: BrowserContextOptions = { viewport: { width: 1180, height: 860 }, userAgent: WINDOWS }
const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
  userAgent: IPHONE,
}

const choose = async (page: Page, program: string) => {
  const tile = page.locator(`.tile[value="${program}"]`).first()
  const platform = page.locator('details.platform', { has: tile })
  if ((await platform.count()) > 0 && !(await tile.isVisible()))
    await platform.first().locator('summary').click()
  await tile.click()
  await page.locator('.values').waitFor()
}
const back = async (page: Page) => {
  await page.locator('.whose button').click()
  await page.locator('.tile').first().waitFor()
}

type Scene = [name: string, act: (page: Page) => Promise<void>]
const scenes: Scene[] = [
  ['1-address', async () => {}],
  [
    '2-wrong',
    async (page) => {
      await page.locator('#address').fill('anna@acme')
      await page.locator('.start').click()
    },
  ],
  [
    '3-programs',
    async (page) => {
      await page.locator('#address').fill('anna@acme.example')
      await page.locator('.start').click()
      await page.locator('.tile').first().waitFor()
    },
  ],
  ['4-thunderbird', (page) => choose(page, 'thunderbird')],
  [
    '5-unlike',
    async (page) => {
      await page.locator('.stepping .next').click()
      await page.locator('.unlike summary').first().click()
      await page.locator('.copy').first().click()
    },
  ],
  [
    '6-outlook-new',
    async (page) => {
      await back(page)
      await choose(page, 'outlook-new')
    },
  ],
  [
    '7-iphone',
    async (page) => {
      await back(page)
      await choose(page, 'iphone')
    },
  ],
  [
    '8-more',
    async (page) => {
      await page.locator('.values summary').click()
      await page.locator('.else > summary').click()
    },
  ],
]

if (!CHROMIUM) {
  process.stdout.write(`${WHY_SKIPPED}\n`)
  process.exit(0)
}
mkdirSync(OUTPUT, { recursive: true })
const only = process.argv[2]
const browser = await launch()
const bot = await startSetupBot()
const looks: [string, BrowserContextOptions, string][] = [
  ['desktop-light', DESKTOP, 'en'],
  ['desktop-dark', { ...DESKTOP, colorScheme: 'dark' }, 'en'],
  ['phone-light', PHONE, 'en'],
  ['phone-dark', { ...PHONE, colorScheme: 'dark' }, 'fr'],
  ['phone-320', { ...PHONE, viewport: { width: 320, height: 640 } }, 'fr'],
]
for (const [look, options, lang] of looks) {
  if (only && !look.includes(only)) continue
  const context = await browser.newContext({ ...options, reducedMotion: 'reduce' })
  context.setDefaultTimeout(8_000)
  const page = await context.newPage()
  await page.goto(`${bot.url}/setup?lang=${lang}`)
  for (const [name, act] of scenes) {
    await act(page)
    await page.screenshot({ path: `${OUTPUT}${look}-${name}.png`, fullPage: true })
  }
  await context.close()
}
await browser.close()
await bot.close()
process.stdout.write(`Pictures are in ${OUTPUT}\n`)

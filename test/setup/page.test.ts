/** /setup in a browser, on a phone and on a desktop, with and without its script. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import fc from 'fast-check'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { readAddress } from '../../src/setup/address.ts'
import { guideFor } from '../../src/setup/page/guide.ts'
import { PLATFORMS, platformOf, programsFor } from '../../src/setup/page/programs.ts'
import { CHROMIUM, launch, WHY_SKIPPED } from '../adapters/helpdesk/browser.ts'
import { knowledgeOf } from '../support/bot.ts'
import { anyProvider } from './providers.ts'
import { type SetupBot, startSetupBot } from './setup-bot.ts'

if (!CHROMIUM) process.stdout.write(`${WHY_SKIPPED.replace('the widget', '/setup')}\n`)
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const AGENTS = {
  windows:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Safari/537.36',
  mac: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
  ios: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
  android:
    'Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Mobile Safari/537.36',
  linux: 'Mozilla/5.0 (X11; Linux x86_64; rv:149.0) Gecko/20100101 Firefox/149.0',
}

describe('which programs are offered', () => {
  const knowledge = knowledgeOf()

  test.each(Object.entries(AGENTS))('a browser on %s is known by its header', (platform, agent) => {
    expect(platformOf(agent)).toBe(platform)
  })

  test.each([undefined, '', 'curl/8', '\0', 'x'.repeat(10_000)])('another is not guessed at', (agent) => {
    expect(platformOf(agent)).toBeUndefined()
  })

  test.each(PLATFORMS)(
    'on %s: those that set themselves up first, any other last, none that stands for several',
    (platform) => {
      const programs = programsFor(knowledge, platform)
      const ways = programs.slice(0, -1).map(({ finds }) => (finds ? 0 : 1))
      expect(ways).toEqual([...ways].sort())
      expect(programs.at(-1)!.id).toBe('other')
      expect(programs.every(({ variants, manualSettings }) => variants.length === 0 && manualSettings)).toBe(
        true,
      )
    },
  )

  test('the four kinds of Outlook are among them', () => {
    const all = new Set(PLATFORMS.flatMap((platform) => programsFor(knowledge, platform).map(({ id }) => id)))
    for (const id of ['outlook-classic', 'outlook-new', 'outlook-mac', 'outlook-mobile'])
      expect(all).toContain(id)
  })

  test('who finds its settings by itself says how, in every language that answers', () => {
    for (const { id, finds } of knowledge.clients.values())
      for (const locale of knowledge.answersIn)
        expect([id, Boolean(knowledge.languages.get(locale)!.clients.get(id)?.find)]).toEqual([
          id,
          Boolean(finds),
        ])
  })
})

test('whatever the provider has, a guide holds its settings alone, for every program that is offered', () => {
  const knowledge = knowledgeOf()
  const asker = readAddress('ana@acme.example')!
  fc.assert(
    fc.property(
      anyProvider,
      fc.constantFrom(...PLATFORMS),
      fc.constantFrom('en', 'fr'),
      (provider, platform, locale) => {
        const own = { ...knowledge, provider }
        const ports = new Set(provider.ports.map(({ port }) => String(port)))
        for (const { id } of programsFor(own, platform)) {
          const guide = guideFor(own, locale, id, asker)
          const text = JSON.stringify([guide.find, guide.byHand, guide.settings])
          expect(text).not.toMatch(/\{[a-z.]+\}|undefined/)
          for (const [, port] of text.matchAll(/"(\d{2,5})"/g)) expect(ports).toContain(port)
          if (guide.way !== 'by-hand') expect(guide.settings.length).toBe(2)
        }
      },
    ),
    { numRuns: 60 },
  )
})

describe('without a browser', () => {
  let bot: SetupBot
  beforeAll(async () => {
    bot = await startSetupBot()
  })
  afterAll(() => bot.close())

  const post = (form: Record<string, string>, headers: Record<string, string> = {}) =>
    fetch(`${bot.url}/setup`, { method: 'POST', body: new URLSearchParams(form), headers })

  test('no inline script or style, and nothing from elsewhere', async () => {
    for (const form of [
      {},
      { address: 'ana@acme.example' },
      { address: 'ana@acme.example', program: 'iphone' },
    ]) {
      const response = await post(form)
      const page = await response.text()
      expect(response.headers.get('content-security-policy')).toMatch(/default-src 'none'.*script-src 'self'/)
      expect(page).not.toMatch(/ style=|<style|\son\w+=|<script(?! src="\/)/)
      for (const [, address] of page.matchAll(/(?:src|href|action)="([^"]+)"/g))
        expect(address).toMatch(/^(\/|https:\/\/)/)
      for (const [, address] of page.matchAll(/(?:<script[^>]*src|<link[^>]*href|<img[^>]*src)="([^"]+)"/g)) {
        expect(address).toMatch(/^\//)
        expect((await fetch(`${bot.url}${address}`)).status).toBe(200)
      }
    }
  })

  test.each(Object.keys(Object.fromEntries(knowledgeOf().clients)))(
    'a page for %s in each language, without a hole',
    async (program) => {
      for (const lang of ['en', 'fr']) {
        const response = await post({ address: 'ana@acme.example', program }, { 'accept-language': lang })
        const page = await response.text()
        expect(response.status).toBe(200)
        expect(page).toContain(`<html lang="${lang}"`)
        expect(page).not.toMatch(/\{[a-z.]+\}|undefined|\[object/)
        if (knowledgeOf().clients.get(program)!.manualSettings) expect(page).toContain('993')
      }
    },
  )

  test('what is typed can be no markup, and a wrong address gets a 400 with its words', async () => {
    for (const address of ['<script>alert(1)</script>', '"><img src=x>', 'ana@acme', '']) {
      const response = await post({ address })
      const page = await response.text()
      expect(response.status).toBe(400)
      expect(page).toContain('aria-invalid="true"')
      expect(page).not.toContain('<script>alert')
      expect(page).not.toContain('<img src=x')
    }
    expect((await post({ address: 'ana@acme.example', program: '../etc', device: '<b>' })).status).toBe(200)
  })

  test('another body is refused, and no log holds an address', async () => {
    const json = await fetch(`${bot.url}/setup`, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    })
    expect(json.status).toBe(415)
    expect((await post({ address: 'x'.repeat(70_000) })).status).toBe(413)
    expect(bot.lines.join('\n')).not.toContain('acme.example')
  })

  test('a domain that the provider does not serve is said', async () => {
    const listed = await startSetupBot({ settings: { SETUP_DOMAINS: 'listed' } })
    const response = await fetch(`${listed.url}/setup`, {
      method: 'POST',
      body: new URLSearchParams({ address: 'ana@acme.example' }),
    })
    expect([response.status, (await response.text()).includes('no mail for acme.example')]).toEqual([
      400,
      true,
    ])
    await listed.close()
  })
})

describe.skipIf(!CHROMIUM)('in Chromium', () => {
  let bot: SetupBot
  let browser: Browser
  const pages: Page[] = []
  beforeAll(async () => {
    bot = await startSetupBot()
    browser = await launch()
  })
  afterEach(async () => {
    await Promise.all(pages.splice(0).map((page) => page.context().close()))
  })
  afterAll(async () => {
    await browser?.close()
    await bot?.close()
  })

  const DESKTOP = { viewport: { width: 1180, height: 860 }, userAgent: AGENTS.windows }
  const PHONE = {
    viewport: { width: 320, height: 640 },
    deviceScaleFactor: 2,
    hasTouch: true,
    isMobile: true,
    userAgent: AGENTS.ios,
  }

  async function visit(options: BrowserContextOptions = {}, path = '/setup'): Promise<Page> {
    const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
    context.setDefaultTimeout(8_000)
    const page = await context.newPage()
    pages.push(page)
    await page.goto(`${bot.url}${path}`)
    return page
  }
  async function toPrograms(page: Page): Promise<void> {
    await page.locator('#address').fill('ana@acme.example')
    await page.locator('#address').press('Enter')
    await page.locator('.tile').first().waitFor()
  }
  async function choose(page: Page, program: string): Promise<void> {
    const tile = page.locator(`.tile[value="${program}"]`).first()
    if (!(await tile.isVisible()))
      await page.locator('details.platform', { has: tile }).first().locator('summary').click()
    await tile.click()
    await page.locator('.values').waitFor()
  }
  async function axe(page: Page): Promise<unknown> {
    await page.evaluate(AXE)
    return page.evaluate(
      `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then((found) => found.violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)]))`,
    )
  }
  /** Elements that reach over the edge of the screen. A phone would zoom out, so its own word is not asked. */
  const wide = (page: Page) =>
    page.evaluate<string[]>(
      `[...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > ${page.viewportSize()!.width} + 1 && !element.closest('svg')).map((element) => element.outerHTML.slice(0, 120))`,
    )

  test.each([
    ['a desktop', DESKTOP, 'light'],
    ['a desktop in the dark', DESKTOP, 'dark'],
    ['a phone of 320 points', PHONE, 'light'],
    ['the same in French', { ...PHONE, locale: 'fr-FR' }, 'light'],
  ] as const)('axe finds nothing, and nothing is cut off: %s', async (_what, options, colorScheme) => {
    const page = await visit({ ...options, colorScheme })
    const look = async () => {
      expect(await axe(page)).toEqual([])
      expect(await wide(page)).toEqual([])
    }
    await look()
    await page.locator('#address').fill('ana@acme')
    await page.locator('.start').click()
    await look()
    await toPrograms(page)
    await page.evaluate(`for (const one of document.querySelectorAll('details')) one.open = true`)
    await look()
    for (const program of ['thunderbird', 'iphone', 'outlook-new']) {
      await choose(page, program)
      await page.evaluate(`for (const one of document.querySelectorAll('details')) one.open = true`)
      await look()
      await page.locator('.whose button').click()
      await page.locator('.tile').first().waitFor()
    }
  })

  test('with the keyboard alone, from the address to the last step', async () => {
    const page = await visit(DESKTOP)
    const press = (...keys: string[]) =>
      keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve())
    for (
      let presses = 0;
      presses < 10 && (await page.evaluate(`document.activeElement.id`)) !== 'address';
      presses++
    )
      await press('Tab')
    await page.keyboard.type('ana@acme.example')
    await press('Enter')
    await page.locator('.tile').first().waitFor()
    for (
      let presses = 0;
      presses < 10 && (await page.evaluate(`document.activeElement.value`)) !== 'thunderbird';
      presses++
    )
      await press('Tab')
    await press('Enter')
    await page.locator('.values').waitFor()
    await page.locator('.stepping .next').focus()
    for (let step = 2; step <= 4; step++) {
      await page.locator('.stepping .next').focus()
      await press('Enter')
      // The step that came is what a screen reader reads next.
      expect(await page.evaluate(`document.activeElement.textContent`)).toBe(`Step ${step} of 4`)
    }
    expect(await page.locator('.stepping .next').getAttribute('aria-disabled')).toBe('true')
    await page.locator('.stepping .link').press('Enter')
    expect(await page.locator('[data-steps] .do:visible').count()).toBe(4)
  })

  test('values are copied, and a screen reader is told', async () => {
    const page = await visit({ ...DESKTOP, permissions: ['clipboard-read', 'clipboard-write'] })
    await toPrograms(page)
    await choose(page, 'outlook-classic')
    await page.getByRole('button', { name: 'Copy: Server' }).first().click()
    await page.getByRole('status').filter({ hasText: 'Copied' }).waitFor()
    expect(await page.evaluate(`navigator.clipboard.readText()`)).toBe('mail.acme.example')
    expect(await page.getByRole('button', { name: /Copy: Password/ }).count()).toBe(0)
  })

  test('on an iPhone a profile is one tap away, on a desktop its code is shown', async () => {
    const phone = await visit(PHONE)
    await toPrograms(phone)
    await phone.locator('.tile[value=iphone]').tap()
    await phone.locator('.values').waitFor()
    expect(await phone.locator('svg.code').count()).toBe(0)
    const href = await phone.locator('.get').getAttribute('href')
    const profile = await fetch(`${bot.url}${href}`)
    expect(profile.headers.get('content-type')).toBe('application/x-apple-aspen-config')

    const desktop = await visit(DESKTOP)
    await toPrograms(desktop)
    await choose(desktop, 'iphone')
    expect(await desktop.getByRole('img', { name: 'A code that leads to your profile' }).count()).toBe(1)
    expect(await desktop.locator('.get').count()).toBe(0)
  })

  test('new Outlook says whose servers fetch the mail, classic Outlook does not', async () => {
    const page = await visit(DESKTOP)
    await toPrograms(page)
    await choose(page, 'outlook-new')
    expect(await page.locator('.notice').first().textContent()).toContain('Microsoft fetches your mail')
    await page.locator('.whose button').click()
    await choose(page, 'outlook-classic')
    expect(await page.locator('main > .notice').count()).toBe(0)
  })

  test('a link with the address behind # goes straight on, and the address reaches no address bar or log', async () => {
    const page = await visit(DESKTOP, '/setup#ana@acme.example')
    await page.locator('.tile').first().waitFor()
    expect(page.url()).not.toContain('ana')
    expect(await page.locator('.whose').textContent()).toContain('ana@acme.example')
    expect(bot.lines.join('\n')).not.toContain('acme.example')
  })

  test('an iPad, which calls itself a Mac, is told by its touch screen', async () => {
    const page = await visit({ ...DESKTOP, hasTouch: true, userAgent: AGENTS.mac })
    await toPrograms(page)
    expect(await page.locator('#here').textContent()).toBe('On this iPhone or iPad')
  })

  test('without a script all steps and values are there', async () => {
    const page = await visit({ ...DESKTOP, javaScriptEnabled: false })
    await toPrograms(page)
    await choose(page, 'thunderbird')
    expect(await page.locator('.ways > .steps .do:visible').count()).toBe(4)
    expect(await page.locator('.copy:visible').count()).toBe(0)
    expect(await page.locator('.values').textContent()).toContain('mail.acme.example')
  })

  test('French is French to the end', async () => {
    const page = await visit({ ...DESKTOP, locale: 'fr-FR' })
    await toPrograms(page)
    await choose(page, 'thunderbird')
    expect(await page.locator('.count').first().textContent()).toBe('Étape 1 sur 4')
    expect(await page.locator('html').getAttribute('lang')).toBe('fr')
  })
})

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { WidgetWords } from '../../../adapters/helpdesk/site/words.ts'
import { CHROMIUM, WHY_SKIPPED } from './browser.ts'
import { answered, ask, inside, open, PHONE, send, styleOf, useVisits } from './visit.ts'

if (!CHROMIUM) process.stdout.write(`${WHY_SKIPPED}\n`)

/** What the guide asks of a site with a strict policy, word for word. */
const POLICY_IN_GUIDE = /```\nContent-Security-Policy: (.*)\n```/.exec(
  readFileSync(new URL('../../../docs/helpdesk.md', import.meta.url), 'utf8'),
)?.[1]
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

describe.skipIf(!CHROMIUM)('how the widget looks in Chromium', () => {
  const w = useVisits()

  test('fills a phone of 320 points, keeps the page behind out of reach, and scrolls one way only', async () => {
    const page = await w.visit({ body: '<main><h1>A site</h1><a href="#first">First link</a></main>' }, PHONE)
    await page.locator('.launcher').tap()
    expect(await page.locator('dialog').boundingBox()).toEqual({ x: 0, y: 0, width: 320, height: 640 })
    expect(
      await page.evaluate(`(document.querySelector('a').focus(), document.activeElement.tagName)`),
    ).not.toBe('A')
    await ask(page, 'which port for IMAP?')
    await ask(
      page,
      'how do I add my account to Thunderbird? anna.with.a.rather.long.name@a-rather-long-domain.example',
    )
    const wide = await page.evaluate(
      `(() => {
        const root = document.querySelector('mailsherpa-widget').shadowRoot
        return [...root.querySelectorAll('.log, .log *')].filter((element) => element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== 'inline' && !element.closest('.hidden, thead, svg')).map((element) => element.className || element.tagName)
      })()`,
    )
    expect(wide).toEqual([])
    // The table keeps its roles although its rows stand below each other.
    expect(await page.locator('.turn').first().getByRole('row').count()).toBe(3)
    expect(await page.locator('.turn').first().getByRole('cell').first().boundingBox()).toMatchObject({
      width: expect.any(Number),
    })
    // WCAG 2.2, 2.5.8: 24 by 24 points.
    const small = await inside<string[]>(
      page,
      `[...root.querySelectorAll('dialog button, summary')].filter((element) => { const { width, height } = element.getBoundingClientRect(); return width > 0 && (width < 24 || height < 24) }).map((element) => element.outerHTML)`,
    )
    expect(small).toEqual([])
    await page.getByRole('button', { name: 'Close' }).tap()
    expect(await page.locator('.launcher').isVisible()).toBe(true)
  })

  test('is dark when the system is, unless the site says otherwise', async () => {
    const ground = async (attributes: string, colorScheme: 'dark' | 'light') => {
      const page = await w.visit({ attributes }, { colorScheme })
      await open(page)
      return styleOf(page, 'dialog', 'backgroundColor')
    }
    expect(await ground('', 'light')).toBe('rgb(255, 255, 255)')
    expect(await ground('', 'dark')).toBe('rgb(22, 25, 29)')
    expect(await ground('data-theme="light"', 'dark')).toBe('rgb(255, 255, 255)')
  })

  test('works under the strict policy of the guide, with trusted types, and breaks no rule of it', async () => {
    expect(POLICY_IN_GUIDE).toBeDefined()
    const policy = `${POLICY_IN_GUIDE!.replaceAll('https://help.example.com', '{bot}')}; require-trusted-types-for 'script'; trusted-types 'none'`
    expect(policy).not.toContain('unsafe')
    const page = await w.visit({ policy, attributes: 'data-color="#b4235a"' })
    const complaints: string[] = []
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
    await page.reload()
    await page.locator('.launcher').waitFor()
    await open(page)
    await ask(page, 'server settings for anna@firma.example')
    await page.locator('footer button').click()
    await page.locator('.card').waitFor()
    expect(complaints).toEqual([])
    expect(await styleOf(page, '.lead', 'fontWeight')).toBe('600')
    expect(await styleOf(page, '.launcher', 'backgroundColor')).toBe('rgb(180, 35, 90)')
  })

  test('looks the same, to the pixel, on a page with hostile styles, and leaves that page as it is', async () => {
    const hostile = `<style>
      html { font-size: 40px; direction: rtl; }
      body { transform: rotate(4deg) scale(0.5); filter: invert(1); opacity: 0.3; overflow: hidden; line-height: 4; letter-spacing: 9px; text-transform: uppercase; text-align: center; }
      * { color: red !important; font: 31px cursive !important; box-sizing: content-box !important; margin: 7px !important; }
      body > * { display: none !important; visibility: hidden !important; opacity: 0 !important; transform: scale(0.1) !important; }
      mailsherpa-widget { display: none !important; position: static !important; z-index: -1 !important; width: 10px !important; overflow: hidden !important; pointer-events: none !important; zoom: 3 !important; clip-path: inset(50%) !important; mask: linear-gradient(transparent, transparent) !important; writing-mode: vertical-rl !important; color-scheme: dark !important; user-select: none !important; }
      dialog, button, textarea, section, .panel, .launcher, .root { all: unset !important; background: lime !important; }
      [popover] { display: none !important; }
      ::backdrop { display: none !important; }
    </style>`
    const look = async (head: string) => {
      const page = await w.visit({ head })
      await open(page)
      await ask(page, 'which port for IMAP?')
      await inside(page, `root.querySelector('textarea').blur()`)
      const parts: Buffer[] = []
      for (const part of ['header', '.log', '.composer', 'footer']) {
        parts.push(
          await page
            .locator(`mailsherpa-widget ${part}`)
            .screenshot({ animations: 'disabled', caret: 'hide' }),
        )
      }
      return { page, parts }
    }
    const calm = await look('')
    const wild = await look(hostile)
    for (const [index, part] of calm.parts.entries())
      expect(wild.parts[index]!.equals(part), `part ${index}`).toBe(true)
    // Nothing leaks out: no style sheet, no global, nothing in the page but the one element.
    expect(await calm.page.evaluate('document.adoptedStyleSheets.length + document.styleSheets.length')).toBe(
      0,
    )
    expect(
      await calm.page.evaluate(`document.querySelectorAll('mailsherpa-widget, mailsherpa-widget *').length`),
    ).toBe(1)
    const globals = 'Object.getOwnPropertyNames(window)'
    const clean = await calm.page.context().newPage()
    await clean.route('**/widget.js', (route) => route.abort())
    await clean.goto(w.site.url)
    const [before, after] = [
      await clean.evaluate<string[]>(globals),
      await calm.page.evaluate<string[]>(globals),
    ]
    expect(after.filter((name) => !before.includes(name))).toEqual([])
  })

  test.each([
    ['light', {}],
    ['dark', { colorScheme: 'dark' as const }],
    ['a phone', PHONE],
  ])('axe finds nothing in any state: %s', async (_look, options) => {
    const page = await w.visit({ attributes: 'data-color="#ffe14d"' }, options, w.withTickets)
    await page.evaluate(AXE)
    const check = async (state: string) => {
      const found = await page.evaluate<{ id: string; nodes: { html: string; failureSummary: string }[] }[]>(
        `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then(({ violations }) => violations)`,
      )
      const told = found.map(
        ({ id, nodes }) =>
          `${id}: ${nodes.map((node) => `${node.html.slice(0, 120)} ${node.failureSummary}`).join('; ')}`,
      )
      expect(told, state).toEqual([])
    }
    await check('closed')
    await open(page)
    await check('first view')
    await ask(page, 'which port for IMAP?')
    await page.locator('summary').click()
    await page.getByRole('button', { name: 'No', exact: true }).click()
    await ask(page, 'how do I add my account to Thunderbird?')
    await check('a table, a warning, sources, a vote, steps and settings')
    await ask(page, 'it still does not work')
    await check('a question back')
    await page.locator('footer button').click()
    await page.locator('.card input').first().waitFor()
    await page.locator('.card button[type=submit]').click()
    await check('a form that is wrong')
    await page.context().setOffline(true)
    await send(page, 'POP or IMAP?')
    await page.locator('.failure').waitFor()
    await check('an error')
  })

  test('is mirrored for a language that is written from right to left', async () => {
    const page = await w.browser.newPage()
    await page.route('**/widget/words*', async (route) => {
      const words = (await (await route.fetch()).json()) as WidgetWords
      await route.fulfill({ json: { ...words, dir: 'rtl', locale: 'ar' } })
    })
    w.site.page = {}
    await page.goto(w.site.url)
    await open(page)
    const { width } = page.viewportSize()!
    const box = (await page.locator('dialog').boundingBox())!
    expect(box.x).toBeLessThan(width - box.x - box.width)
    const [mark, close] = [
      await page.locator('.mark').boundingBox(),
      await page.locator('header .icon').last().boundingBox(),
    ]
    expect(mark!.x).toBeGreaterThan(close!.x)
    await page.close()
  })

  test('stands at the other side when the line says so', async () => {
    const page = await w.visit({ attributes: 'data-side="start"' })
    expect((await page.locator('.launcher').boundingBox())!.x).toBeLessThan(40)
  })

  test('moves nothing for somebody who asked for less motion, and does for others', async () => {
    const moving = async (reducedMotion: 'reduce' | 'no-preference') => {
      const page = await w.visit({}, { reducedMotion })
      await open(page)
      return inside<number>(page, `root.querySelector('dialog').getAnimations({ subtree: true }).length`)
    }
    expect(await moving('reduce')).toBe(0)
    expect(await moving('no-preference')).toBeGreaterThan(0)
  })

  test('takes any colour of a site and stays readable, and no colour that is none', async () => {
    for (const colour of ['yellow', '#fff', 'oklch(0.9 0.2 110)']) {
      const page = await w.visit({ attributes: `data-color="${colour}"` })
      expect(await contrastOf(page, '.launcher'), colour).toBeGreaterThanOrEqual(4.5)
      await page.context().close()
    }
    const page = await w.visit({ attributes: `data-color="url(https://evil.example/x)"` })
    expect(await styleOf(page, '.launcher', 'backgroundColor')).toBe('rgb(11, 104, 114)')
  })

  const contrastOf = (page: Page, selector: string) =>
    inside<number>(
      page,
      `{
        const light = (colour) => { const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).map((part) => part / 255).map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b }
        const style = getComputedStyle(root.querySelector('${selector}'))
        const [high, low] = [light(style.color), light(style.backgroundColor)].sort((a, b) => b - a)
        return (high + 0.05) / (low + 0.05)
      }`,
    )

  test('the bot’s own page shows it, asks through it, and copies the line', async () => {
    const context = await w.profile({ permissions: ['clipboard-read', 'clipboard-write'] })
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('console', (message) => complaints.push(message.text()))
    await page.goto(w.site.bot.url)
    await page.locator('.launcher').waitFor()
    await page.evaluate(AXE).catch(() => {})
    await page.getByRole('button', { name: 'I cannot send mail' }).first().click()
    await answered(page)
    await page.getByRole('button', { name: 'Copy the line' }).click()
    await page.getByRole('button', { name: 'Copied' }).waitFor()
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(
      `<script src="${w.site.bot.url}/widget.js" async></script>`,
    )
    expect(complaints).toEqual([])
  })
})

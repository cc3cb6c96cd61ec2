import { describe, expect, test } from 'vitest'
import type { WidgetAnswer } from '../../../adapters/helpdesk/site/routes.ts'
import { CHROMIUM, WHY_SKIPPED } from './browser.ts'
import { startSite } from './site.ts'
import { answered, ask, inside, open, send, useVisits } from './visit.ts'

if (!CHROMIUM) process.stdout.write(`${WHY_SKIPPED}\n`)

describe.skipIf(!CHROMIUM)('the widget in Chromium, when something is wrong', () => {
  const w = useVisits()

  test('keeps a question when there is no connection, and sends it when asked to', async () => {
    const page = await w.visit()
    await open(page)
    await page.context().setOffline(true)
    await send(page, 'which port for IMAP?')
    await page.getByText('You are offline. Your question is kept.').waitFor()
    await page.context().setOffline(false)
    await page.getByRole('button', { name: 'Send again' }).click()
    await answered(page)
    expect(await page.locator('.turn').count()).toBe(1)
    expect(await page.locator('.failure').count()).toBe(0)
  })

  test.each([
    ['fails', { status: 500, body: '<h1>Oops</h1>' }, 'That did not get through'],
    ['answers nonsense', { status: 200, body: 'nonsense' }, 'That did not get through'],
    [
      'has too much to do',
      { status: 429, headers: { 'retry-after': '17', 'access-control-expose-headers': 'retry-after' } },
      'Wait 17 seconds',
    ],
  ])('keeps a question when the bot %s, also on the next page', async (_what, response, told) => {
    const page = await w.visit()
    await open(page)
    await page.route('**/widget/ask', (route) =>
      route.request().method() === 'OPTIONS'
        ? route.continue()
        : route.fulfill({
            ...response,
            headers: {
              'access-control-allow-origin': '*',
              ...('headers' in response ? response.headers : {}),
            },
          }),
    )
    await send(page, 'which port for IMAP?')
    await page.getByText(told).waitFor()
    await page.unroute('**/widget/ask')
    await page.goto(`${w.site.url}/another`)
    await page.getByRole('button', { name: 'Send again' }).click()
    await answered(page)
    expect(await page.locator('.question').textContent()).toContain('which port for IMAP?')
  })

  test('keeps the question that was on its way when the page was left', async () => {
    const page = await w.visit()
    await open(page)
    const held = page.waitForRequest('**/widget/ask')
    await page.route('**/widget/ask', () => {})
    await send(page, 'which port for IMAP?')
    await held
    await page.goto(`${w.site.url}/another`)
    await page.getByRole('button', { name: 'Send again' }).waitFor()
    await page.unroute('**/widget/ask')
    await page.getByRole('button', { name: 'Send again' }).click()
    await answered(page)
  })

  test('works where the page has no storage', async () => {
    const context = await w.profile()
    await context.addInitScript(
      `Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('no', 'SecurityError') } })`,
    )
    const page = await context.newPage()
    await page.goto(w.site.url)
    await open(page)
    await ask(page, 'which port for IMAP?')
    expect(await page.locator('.lead').textContent()).toContain('993')
  })

  test('runs no markup of a question', async () => {
    const page = await w.visit()
    const dialogs: string[] = []
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message())
      void dialog.dismiss()
    })
    await open(page)
    const markup = '<img src=x onerror=alert(1)><script>alert(2)</script> which port for IMAP?'
    await ask(page, markup)
    expect(await page.locator('.question').textContent()).toBe(`You: ${markup}`)
    expect(await page.locator('mailsherpa-widget img, mailsherpa-widget script').count()).toBe(0)
    await page.reload()
    await page.locator('.answer').waitFor()
    expect(dialogs).toEqual([])
  })

  test('runs no markup or script of an answer, whatever field it stands in', async () => {
    const page = await w.visit()
    const dialogs: string[] = []
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message())
      void dialog.dismiss()
    })
    const evil = '<img src=x onerror=alert(1)><a href="javascript:alert(2)">x</a>'
    const text = [
      { text: evil },
      { text: evil, style: 'code' as const },
      { text: evil, style: 'strong' as const },
    ]
    const answer: WidgetAnswer = {
      id: evil,
      locale: 'en',
      dir: 'ltr',
      outcome: 'answer',
      blocks: [
        { kind: 'lead', text },
        {
          kind: 'paragraph',
          text: [{ text: 'see javascript:alert(3) and https://example.com/?a="><script>alert(4)</script>' }],
        },
        { kind: 'settings', title: evil, rows: [{ label: evil, value: 'javascript:alert(5)' }] },
        { kind: 'table', title: evil, columns: [evil, evil], rows: [[evil, evil]] },
        { kind: 'steps', title: evil, items: [text] },
        { kind: 'list', title: evil, items: [text] },
        { kind: 'warning', code: evil, text },
        { kind: 'hint', text },
        { kind: 'note', text },
      ],
      options: [{ label: evil, text: evil }],
      sources: [
        { title: evil, url: 'javascript:alert(6)' },
        { title: evil, url: 'data:text/html,<script>alert(7)</script>' },
        { title: 'fine', url: 'https://example.com/' },
      ],
    }
    await page.route('**/widget/ask', (route) =>
      route.request().method() === 'OPTIONS'
        ? route.continue()
        : route.fulfill({ json: answer, headers: { 'access-control-allow-origin': w.site.url } }),
    )
    await open(page)
    await ask(page, 'which port for IMAP?')
    await page.locator('summary').click()
    expect(
      await page.locator('mailsherpa-widget img, mailsherpa-widget script, mailsherpa-widget iframe').count(),
    ).toBe(0)
    const links = await inside<string[]>(page, `[...root.querySelectorAll('a')].map((link) => link.href)`)
    expect(links.every((link) => link.startsWith('https://example.com/'))).toBe(true)
    expect(await page.locator('.lead').textContent()).toContain(evil)
    expect(dialogs).toEqual([])
  })

  test('does not show itself on a site that is not in WIDGET_ORIGINS', async () => {
    const other = await startSite(w.world, {}, false)
    const page = await w.browser.newPage()
    const refused = page.waitForEvent('requestfailed', (request) => request.url().includes('/widget/words'))
    await page.goto(other.url)
    await refused
    expect(await page.locator('.launcher').count()).toBe(0)
    await page.close()
    await other.close()
  })
})

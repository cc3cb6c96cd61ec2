/** A returned message as a file in the widget: chosen, dropped, refused, and kept nowhere. */
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { LARGEST_FILE } from '../../../src/message.ts'
import { HEAD, REPORT } from '../../diagnosis/messages.ts'
import { CHROMIUM, WHY_SKIPPED } from './browser.ts'
import { answered, last, open, useVisits } from './visit.ts'

if (!CHROMIUM) process.stdout.write(`${WHY_SKIPPED}\n`)

const file = (name: string, content: string) => ({
  name,
  mimeType: 'message/rfc822',
  buffer: Buffer.from(content),
})
const choose = (page: Page, name: string, content: string) =>
  page.locator('input[type=file]').setInputFiles(file(name, content))

/** As a hand drops it: over the panel, then let go. */
async function drop(page: Page, name: string, content: string): Promise<void> {
  const made = `new File([${JSON.stringify(content)}], ${JSON.stringify(name)}, { type: 'message/rfc822' })`
  const data = await page.evaluateHandle(`{ const it = new DataTransfer(); it.items.add(${made}); it }`)
  const panel = page.locator('dialog.panel')
  await panel.dispatchEvent('dragover', { dataTransfer: data })
  await page.locator('.drop').waitFor()
  await panel.dispatchEvent('drop', { dataTransfer: data })
}

describe.skipIf(!CHROMIUM)('a returned message as a file', () => {
  const w = useVisits()

  test('is chosen with the button and asked about: its name stands for it, its words are the question', async () => {
    const page = await w.visit()
    await open(page)
    const asked = page.waitForRequest(
      (request) => request.url().endsWith('/widget/ask') && request.method() === 'POST',
    )
    await choose(page, 'returned.eml', REPORT)
    await answered(page)
    expect(await last(page).locator('.question').textContent()).toBe('You: returned.eml')
    const { text } = (await asked).postDataJSON() as { text: string }
    expect(text).toContain('Diagnostic-Code: smtp; 552 5.2.2 Mailbox full')
    expect(text).not.toContain('Private words')
  })

  test('is answered in the language of the panel, whatever its own', async () => {
    const page = await w.visit({ attributes: 'data-locale="fr"' })
    await open(page)
    await choose(page, 'returned.eml', REPORT)
    await answered(page)
    expect(await page.locator('.answer').getAttribute('lang')).toBe('fr')
  })

  test('is dropped anywhere on the panel', async () => {
    const page = await w.visit()
    await open(page)
    await drop(page, 'returned.eml', REPORT)
    await answered(page)
    expect(await page.locator('.drop').isVisible()).toBe(false)
    expect(await last(page).locator('.question').textContent()).toContain('returned.eml')
  })

  test('the reader is loaded when the first file comes, not before', async () => {
    const page = await w.visit()
    const loaded: string[] = []
    page.on('request', (request) => loaded.push(new URL(request.url()).pathname))
    await open(page)
    expect(loaded).not.toContain('/widget-file.js')
    await choose(page, 'returned.eml', REPORT)
    await answered(page)
    expect(loaded).toContain('/widget-file.js')
  })

  test('is kept nowhere: the tab remembers its name and the answer alone', async () => {
    const page = await w.visit()
    await open(page)
    await choose(page, 'returned.eml', REPORT)
    await answered(page)
    const kept = await page.evaluate('JSON.stringify({ ...sessionStorage, ...localStorage })')
    expect(kept).toContain('returned.eml')
    expect(kept).not.toContain('Diagnostic-Code')
    expect(kept).not.toContain('Undelivered Mail')
    await page.reload()
    await page.locator('.answer').waitFor()
    expect(await last(page).locator('.question').textContent()).toBe('You: returned.eml')
  })

  test('goes once more after a failure, while the page lasts; after a reload there is nothing to send', async () => {
    const page = await w.visit()
    await open(page)
    await choose(page, 'first.eml', REPORT)
    await answered(page)
    await page.context().setOffline(true)
    await choose(page, 'returned.eml', REPORT)
    await page.locator('.failure').waitFor()
    await page.context().setOffline(false)
    await page.locator('.failure button').click()
    await answered(page)
    await page.context().setOffline(true)
    await choose(page, 'third.eml', REPORT)
    await page.locator('.failure').waitFor()
    await page.context().setOffline(false)
    await page.reload()
    await page.locator('.answer').first().waitFor()
    expect(await page.locator('.turn').count()).toBe(2)
  })

  test.each([
    [
      'no message',
      'picture.png',
      '\u0089PNG',
      'That file holds no email message. Paste the text of the error here instead.',
    ],
    [
      'too large',
      'large.eml',
      `${HEAD}\n\n${'x'.repeat(LARGEST_FILE)}`,
      'That file is larger than 1 MB. Paste the text of the message here instead.',
    ],
    [
      'hostile',
      'endless.eml',
      `${HEAD}\nX: ${'a '.repeat(200_000)}`,
      'That message cannot be read. Paste its text here instead.',
    ],
  ])('%s gets one clear line, and none is asked about', async (_what, name, content, line) => {
    const page = await w.visit()
    await open(page)
    await choose(page, name, content)
    await page.locator('.complaint').getByText(line).waitFor()
    expect(await page.locator('.turn').count()).toBe(0)
    await page.locator('textarea').fill('which')
    expect(await page.locator('.complaint').textContent()).toBe('')
  })

  test('works on a page that allows scripts of the bot alone', async () => {
    const page = await w.visit({
      policy:
        "default-src 'none'; script-src {bot}; connect-src {bot}; style-src 'unsafe-inline'; require-trusted-types-for 'script'",
    })
    await open(page)
    await choose(page, 'returned.eml', REPORT)
    await answered(page)
  })
})

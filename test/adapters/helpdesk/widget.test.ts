import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { CHROMIUM, WHY_SKIPPED } from './browser.ts'
import { answered, ask, focused, last, open, useVisits } from './visit.ts'

if (!CHROMIUM) process.stdout.write(`${WHY_SKIPPED}\n`)

describe.skipIf(!CHROMIUM)('the widget in Chromium', () => {
  const w = useVisits()

  test('stands on any page with one line, asks nobody but the bot, and leaves no cookie', async () => {
    const page = await w.visit()
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).origin))
    await open(page)
    await ask(page, 'which port for IMAP?')
    await page.reload()
    await page.locator('.answer').waitFor()
    expect(new Set(asked)).toEqual(new Set([w.site.url, w.site.bot.url]))
    expect(await page.context().cookies()).toEqual([])
    expect(await page.evaluate('Object.keys(localStorage)')).toEqual([])
  })

  test('answers with the first line, a table, a warning, sources and what to ask next', async () => {
    const page = await w.visit()
    await open(page)
    await ask(page, 'which port for IMAP?')
    const answer = page.getByRole('article', { name: 'Answer' })
    expect(await answer.locator('.lead').textContent()).toBe('IMAP uses port 993 with SSL/TLS.')
    expect(await answer.getByRole('cell').allTextContents()).toEqual(
      expect.arrayContaining(['IMAP', '993', 'SSL/TLS', 'recommended']),
    )
    expect(await answer.getByRole('columnheader').count()).toBe(4)
    expect(await answer.getByRole('note').textContent()).toContain('Careful:')
    await answer.getByText('Where this comes from').click()
    expect(await answer.getByRole('link').first().getAttribute('rel')).toBe('noopener noreferrer')
    expect(await last(page).locator('.options button').count()).toBeGreaterThan(1)
  })

  test('starts with quick questions, goes on with buttons, and offers them for the last answer only', async () => {
    const page = await w.visit()
    await open(page)
    await page.getByRole('button', { name: 'Which port to use' }).click()
    await answered(page)
    expect(await page.locator('.intro').isVisible()).toBe(false)
    await page.getByRole('button', { name: 'Server settings' }).click()
    await page.locator('.turn').nth(1).locator('.answer').waitFor()
    expect(await page.locator('.turn').first().locator('.options').count()).toBe(0)
    // The button that had the focus is gone; reading goes on at the answer.
    expect(await focused(page)).toBe('answer')
  })

  test('asks back with buttons, and takes the choice', async () => {
    const page = await w.visit()
    await open(page)
    await ask(page, 'which port for IMAP?')
    await ask(page, 'it still does not work')
    const choices = page.getByRole('group', { name: 'Choose one' })
    expect(await choices.getByRole('button').count()).toBeGreaterThan(1)
    expect(await last(page).locator('.answer .list').count()).toBe(0)
    const label = (await choices.getByRole('button').first().textContent())!
    await choices.getByRole('button').first().click()
    await page.locator('.turn').nth(2).locator('.answer').waitFor()
    expect(await page.locator('.choose').count()).toBe(0)
    expect(label).not.toBe('')
  })

  test('copies a setting, says so, and offers no copy of words that are no value', async () => {
    const page = await w.visit()
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: w.site.url })
    await open(page)
    await ask(page, 'server settings for anna@firma.example')
    await page.getByRole('button', { name: 'Copy Server mail.firma.example' }).first().click()
    await page.getByRole('status').getByText('Copied').waitFor({ state: 'attached' })
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe('mail.firma.example')
    expect(await page.getByRole('button', { name: /password of your mailbox/ }).count()).toBe(0)
  })

  test('copies without the newer clipboard too, and keeps the focus', async () => {
    const page = await w.visit()
    await page.evaluate(`Object.defineProperty(navigator, 'clipboard', { value: undefined })`)
    await open(page)
    await ask(page, 'server settings for anna@firma.example')
    const button = page.getByRole('button', { name: 'Copy Port 993' }).first()
    await button.focus()
    await button.press('Enter')
    await page.locator('.icon.done').waitFor()
    expect(await focused(page)).toContain('icon')
    await page.locator('textarea').focus()
    await page.keyboard.press('Control+V')
    expect(await page.locator('textarea').inputValue()).toBe('993')
  })

  test('is used with the keyboard alone', async () => {
    const page = await w.visit({ body: '<main><h1>A site</h1><a href="#first">First link</a></main>' })
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    expect(await focused(page)).toContain('launcher')
    expect(await ring(page)).toBe(true)
    await page.keyboard.press('Enter')
    expect(await focused(page)).toBe('input')
    await page.keyboard.type('which port')
    await page.keyboard.press('Shift+Enter')
    await page.keyboard.type('for IMAP?')
    await page.keyboard.press('Enter')
    await answered(page)
    expect(await page.locator('.question').textContent()).toBe('You: which port\nfor IMAP?')
    expect(await focused(page)).toBe('input')
    // Back through the choices, the vote and the sources; every stop shows where it is.
    const stops: string[] = []
    for (let step = 0; step < 9; step++) {
      await page.keyboard.press('Shift+Tab')
      stops.push(await focused(page))
      expect(await ring(page), stops.at(-1)).toBe(true)
    }
    expect(stops).toEqual(expect.arrayContaining(['BUTTON', 'vote', 'vote no', 'SUMMARY', 'log']))
    await page.keyboard.press('Escape')
    expect(await page.locator('dialog').isVisible()).toBe(false)
    expect(await focused(page)).toContain('launcher')
    expect(await page.locator('.launcher').getAttribute('aria-expanded')).toBe('false')
  })

  /** Whether what has the focus is outlined, or what it stands in. */
  const ring = (page: Page) =>
    page.evaluate<boolean>(
      `(() => {
        const at = document.querySelector('mailsherpa-widget').shadowRoot.activeElement
        const drawn = (element) => { const style = getComputedStyle(element); return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || (element.matches('.composer') && style.boxShadow !== 'none') }
        return drawn(at) || drawn(at.parentElement)
      })()`,
    )

  test('lets the keyboard go on to the page beside it', async () => {
    const page = await w.visit({ body: '<main><h1>A site</h1><a href="#first">First link</a></main>' })
    await open(page)
    await page.getByRole('link', { name: 'First link' }).focus()
    expect(await page.evaluate('document.activeElement.textContent')).toBe('First link')
    expect(await page.locator('dialog').isVisible()).toBe(true)
  })

  test('speaks French on a French page, and says in which language each answer is', async () => {
    const page = await w.visit({ lang: 'fr-CA' })
    await page.getByRole('button', { name: 'Aide e-mail' }).click()
    expect(await page.locator('.root').getAttribute('lang')).toBe('fr')
    expect(await page.getByRole('button', { name: 'Parler à quelqu’un' }).isVisible()).toBe(true)
    await ask(page, 'which port for IMAP?')
    expect(await page.locator('.answer').getAttribute('lang')).toBe('en')
    await ask(page, 'et le port SMTP ?')
    expect(await last(page).locator('.answer').getAttribute('lang')).toBe('fr')
  })

  test('speaks the language that the line asks for', async () => {
    const page = await w.visit({ lang: 'en', attributes: 'data-locale="fr"' })
    expect(await page.locator('.launcher').textContent()).toBe('Aide e-mail')
  })

  test('keeps the conversation in the tab, shows it to no other, and forgets it when it is cleared', async () => {
    const page = await w.visit()
    await open(page)
    await ask(page, 'which port for IMAP?')
    await page.goto(`${w.site.url}/another`)
    expect(await page.locator('dialog').isVisible()).toBe(true)
    await ask(page, 'and for POP3?')
    expect(await last(page).textContent()).toContain('995')
    const other = await page.context().newPage()
    await other.goto(w.site.url)
    await other.locator('.launcher').click()
    expect(await other.locator('.turn').count()).toBe(0)
    const idOf = `JSON.parse(Object.entries(sessionStorage).find(([, value]) => value.includes('turns'))[1]).id`
    const before = await page.evaluate(idOf)
    await page.getByRole('button', { name: 'Start a new chat' }).click()
    expect(await page.locator('.turn').count()).toBe(0)
    expect(await page.locator('.greeting').isVisible()).toBe(true)
    expect(await page.evaluate(idOf)).not.toBe(before)
    expect(await page.evaluate('JSON.stringify(sessionStorage)')).not.toContain('IMAP?')
  })

  test('records a vote and offers a person to whom it did not help', async () => {
    const page = await w.visit()
    await open(page)
    await ask(page, 'which port for IMAP?')
    const voted = page.waitForResponse(
      (response) => response.url().endsWith('/widget/feedback') && response.status() === 204,
    )
    await page.getByRole('button', { name: 'No', exact: true }).click()
    await voted
    expect((await w.world.bot.store.feedback.since(new Date(0))).some(({ helpful }) => !helpful)).toBe(true)
    await last(page).getByRole('button', { name: 'Talk to a person' }).waitFor()
    await page.reload()
    await page.locator('.answer').waitFor()
    expect(await page.getByRole('button', { name: 'No', exact: true }).count()).toBe(0)
  })

  test('opens a ticket for a visitor who says who they are, and shows its number', async () => {
    const page = await w.visit({}, {}, w.withTickets)
    await open(page)
    await ask(page, 'I cannot send mail')
    await ask(page, 'I want to talk to a person')
    const form = last(page).locator('form')
    await form.waitFor()
    await form.getByRole('button', { name: 'Ask for a person' }).click()
    expect(await form.getByLabel('Your name').getAttribute('aria-invalid')).toBe('true')
    await form.getByText('Write your name').waitFor()
    await form.getByLabel('Your name').fill('Anna Keller')
    await form.getByLabel('Your email address').fill('anna@example.org')
    await page.keyboard.press('Enter')
    const number = page.getByText(/^Your ticket is \d+$/)
    await number.waitFor()
    expect(await number.textContent()).toContain(w.whmcs.tickets.at(-1)!.tid)
    expect(await page.getByRole('link', { name: 'Open the ticket' }).getAttribute('href')).toContain(
      `tid=${w.whmcs.tickets.at(-1)!.tid}`,
    )
    expect(await focused(page)).toBe('card')
    // Asked again, it is still the same ticket; what was typed into the form is kept nowhere.
    const tickets = w.whmcs.tickets.length
    await page.locator('footer button').click()
    await page.reload()
    await number.waitFor()
    expect(w.whmcs.tickets).toHaveLength(tickets)
    expect(await page.evaluate('JSON.stringify(sessionStorage)')).not.toContain('anna@example.org')
  })

  test('shows the ticket’s number as soon as there is one', async () => {
    const page = await w.visit({}, {}, w.withTickets)
    await page.clock.install()
    w.whmcs.fault = 'down'
    await open(page)
    await page.locator('footer button').click()
    await page.getByLabel('Your name').fill('Anna Keller')
    await page.getByLabel('Your email address').fill('anna@example.org')
    await page.getByRole('button', { name: 'Ask for a person' }).click()
    await page.getByText('Your request is kept').waitFor()
    w.whmcs.fault = undefined
    w.world.forward(120)
    await w.withTickets.bot.adapter.deliverDue()
    await page.clock.runFor(6_000)
    await page.getByText(`Your ticket is ${w.whmcs.tickets.at(-1)!.tid}`).waitFor()
  })

  test('keeps what was typed into the form when it cannot be sent', async () => {
    const page = await w.visit({}, {}, w.withTickets)
    await open(page)
    await page.locator('footer button').click()
    await page.getByLabel('Your name').fill('Anna Keller')
    await page.getByLabel('Your email address').fill('anna@example.org')
    await page.context().setOffline(true)
    await page.getByRole('button', { name: 'Ask for a person' }).click()
    await page.locator('.card').getByText('You are offline').waitFor()
    expect(await page.getByLabel('Your name').inputValue()).toBe('Anna Keller')
    await page.context().setOffline(false)
    await page.getByRole('button', { name: 'Ask for a person' }).click()
    await page.getByText(/^Your ticket is/).waitFor()
  })

  test('says how to reach the provider where there is nobody to tell', async () => {
    const page = await w.visit()
    await open(page)
    await page.getByRole('button', { name: 'Talk to a person' }).click()
    await page.locator('.card').getByRole('link', { name: 'https://example.com/support' }).waitFor()
    expect(
      await page.locator('.card').getByRole('link', { name: 'support@example.com' }).getAttribute('href'),
    ).toBe('mailto:support@example.com')
  })
})

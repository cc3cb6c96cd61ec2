import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { type Diagnosis, diagnose, entryOf } from '../../src/diagnosis/diagnosis.ts'
import { explain } from '../../src/diagnosis/explain.ts'
import { readCases } from './measure.ts'
import { knowledge } from './read.ts'

const cases = readCases(fileURLToPath(new URL('cases.jsonl', import.meta.url)))
const languages = knowledge.answersIn

/** Filled in with what the composer has at hand as well. */
function told(diagnosis: Diagnosis, language: string) {
  const pack = knowledge.languages.get(language)!
  const entry = entryOf(diagnosis, knowledge)
  const explanation = explain(diagnosis, entry, {
    diagnosis: pack.diagnosis!,
    code: entry && pack.codes.get(entry.id),
  })
  const values: Record<string, string> = {
    ...explanation.values,
    provider: 'P',
    support: 'S',
    user: 'U',
    webmail: 'W',
  }
  const fill = (text: string) =>
    text.replace(/\{([\w.-]+)\}/g, (whole, name: string) => values[name] ?? whole)
  const { lead, who, again, steps, delivered, others } = explanation
  return {
    ...explanation,
    lead: fill(lead),
    who: fill(who),
    again: again && fill(again),
    steps: steps.map(fill),
    delivered: delivered && fill(delivered),
    others: others && fill(others),
  }
}

const of = (text: string, own: string[] = []) => diagnose(text, knowledge, { own })!

describe('the first line says who refused, whom, and why', () => {
  const said = (words: string) =>
    of(`<anna@partner.example>: host mx1.partner.example[203.0.113.10] said: ${words}`)

  test.each([
    [
      '550 5.1.1 User unknown',
      'en',
      'The server of partner.example refused your message to anna@partner.example: that mailbox does not exist there.',
    ],
    [
      '550 5.1.1 User unknown',
      'fr',
      'Le serveur du domaine partner.example a refusé votre message à anna@partner.example : cette boîte n’existe pas chez lui.',
    ],
    [
      '552 5.2.2 Mailbox full',
      'en',
      'The server of partner.example refused your message to anna@partner.example: the mailbox there is full.',
    ],
    [
      '554 5.7.1 Client host [203.0.113.7] blocked using zen.spamhaus.org',
      'en',
      'The server of partner.example refused your message to anna@partner.example: it blocks the server that the message came from.',
    ],
    [
      '451 4.7.1 Greylisted, try again later',
      'en',
      'The server of partner.example has not taken your message to anna@partner.example yet: it puts unknown senders off for a short time.',
    ],
  ])('%s (%s)', (words, language, lead) => {
    expect(told(said(words), language).lead).toBe(lead)
  })
})

describe('what follows fits who must act', () => {
  test('while a server still tries, nobody sends it again', () => {
    const { who, again } = told(
      of('<anna@partner.example>: host mx.partner.example said: 451 4.7.1 Greylisted'),
      'en',
    )
    expect(who).toBe('You need not do anything now.')
    expect(again).toContain('Do not send it again')
  })

  test('an error of a program speaks of no message', () => {
    const { again } = told(of('Roundcube says: SMTP Error (250): Authentication failed'), 'en')
    expect(again).toBeUndefined()
  })

  test('who else did not get it, and who did', () => {
    const report = `Reporting-MTA: dns; out.acorn-press.example

Final-Recipient: rfc822; anna@partner.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 User unknown

Final-Recipient: rfc822; bea@partner.example
Action: failed
Status: 5.2.2

Final-Recipient: rfc822; carl@partner.example
Action: delivered
Status: 2.0.0`
    const { delivered, others } = told(of(report), 'en')
    expect(delivered).toContain('carl@partner.example')
    expect(others).toContain('bea@partner.example')
  })
})

describe.each(languages)('every explanation in %s', (language) => {
  const explained = cases.flatMap(({ text, id }) => {
    const diagnosis = diagnose(text, knowledge)
    return diagnosis ? [{ id, diagnosis, ...told(diagnosis, language) }] : []
  })

  test('fills its first line and leaves no placeholder of its own open', () => {
    expect(explained.length).toBeGreaterThan(400)
    const open = explained.filter(({ lead, who, again, steps, delivered, others }) =>
      [lead, who, again, ...steps, delivered, others].some((text) => text && /\{(?!limit\.)/.test(text)),
    )
    expect(open.map(({ id }) => id)).toEqual([])
  })

  test('is one line, who must act, and one to four steps', () => {
    const odd = explained.filter(
      ({ lead, who, steps }) => !lead || lead.includes('\n') || !who || steps.length < 1 || steps.length > 4,
    )
    expect(odd.map(({ id }) => id)).toEqual([])
  })

  test('never says that nobody has to do anything when it was not delivered', () => {
    const { nobody } = knowledge.languages.get(language)!.diagnosis!.who
    const wrong = explained.filter(
      ({ who, diagnosis }) => who === nobody && diagnosis.permanent && diagnosis.recipients.length > 0,
    )
    expect(wrong.map(({ id }) => id)).toEqual([])
  })

  test('names the recipient, never the asker in their place', () => {
    const named = explained.filter(
      ({ lead, diagnosis }) => diagnosis.recipients[0] && !diagnosis.own && lead.includes('@'),
    )
    expect(named.length).toBeGreaterThan(100)
    for (const { lead, diagnosis } of named) expect(lead).toContain(diagnosis.recipients[0])
  })
})

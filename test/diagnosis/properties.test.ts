import '../support/fast-check.ts'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { diagnose } from '../../src/diagnosis/diagnosis.ts'
import { LONGEST_QUESTION } from '../../src/message.ts'
import { readCases } from './measure.ts'
import { knowledge, vocabulary } from './read.ts'

const cases = readCases(fileURLToPath(new URL('cases.jsonl', import.meta.url)))
const reports = cases.filter(
  ({ text, expect: { diagnosis } }) => diagnosis && diagnose(text, knowledge)?.report,
)
const lines = [...new Set(cases.flatMap(({ text }) => text.split('\n')))]

const line = fc.constantFrom(...lines)
const report = fc.constantFrom(...reports.map(({ text }) => text))
const word = fc.constantFrom(...vocabulary)
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 2_000 }),
  fc.array(line, { maxLength: 60 }).map((parts) => parts.join('\n')),
  fc.array(fc.oneof(word, fc.string({ maxLength: 8 })), { maxLength: 300 }).map((parts) => parts.join(' ')),
)

const essence = (text: string) => {
  const found = diagnose(text, knowledge)
  return found && { reason: found.reason, actor: found.actor, permanent: found.permanent }
}

/** Steps of the search in a text. */
function steps(text: string): number {
  let taken = 0
  diagnose(text, knowledge, { count: () => taken++ })
  return taken
}

describe('any text is read', () => {
  test('without an error, and what is said about it holds together', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const found = diagnose(text, knowledge)
        if (!found) return
        expect(found.words.length).toBeLessThanOrEqual(300)
        for (const address of [...found.recipients, ...found.delivered]) expect(text).toContain(address)
        if (found.server !== null) expect(text).toContain(found.server)
        for (const { text: shown } of found.evidence) expect(shown.length).toBeLessThanOrEqual(120)
        // Somebody has to do something when it was not delivered.
        if (found.actor === 'nobody' && found.permanent) expect(found.recipients).toEqual([])
      }),
      { numRuns: 400 },
    )
  })

  test('in time that grows with its length', () => {
    const most = (text: string) => text.slice(0, LONGEST_QUESTION / 2)
    const part = fc.oneof(
      fc.array(word, { minLength: 1, maxLength: 40 }).map((words) => `${words.join(' ')} `),
      line.map((text) => `${text}\n`),
    )
    fc.assert(
      fc.property(part, (text) => {
        const half = most(text.repeat(Math.ceil(LONGEST_QUESTION / 2 / text.length)))
        // Measured: 35 steps a character where every word begins a hundred phrases; 4 in reports.
        expect(steps(half)).toBeLessThan(60 * half.length)
        expect(steps(half + half)).toBeLessThan(2.2 * steps(half) + 1_000)
      }),
      { numRuns: 60 },
    )
  })

  test('what is longer than the limit is read so far', () => {
    const [first] = reports
    expect(essence(`${first!.text}\n${'x '.repeat(LONGEST_QUESTION)}`)).toEqual(essence(first!.text))
  })
})

describe('how it was pasted does not matter', () => {
  test('with line feeds of Windows', () => {
    fc.assert(
      fc.property(report, (text) => {
        expect(essence(text.replaceAll('\n', '\r\n'))).toEqual(essence(text))
      }),
    )
  })

  test('quoted as a whole', () => {
    fc.assert(
      fc.property(report, (text) => {
        expect(essence(text.replace(/^/gm, '> '))).toEqual(essence(text))
      }),
    )
  })

  test('with whatever message was returned below it', () => {
    const original = fc.tuple(
      fc.constantFrom(
        '------ This is a copy of the message, including all the headers. ------',
        '--- Below this line is a copy of the message.',
        'Content-Type: message/rfc822',
        '----- Original message -----',
      ),
      fc.array(line, { maxLength: 30 }),
    )
    fc.assert(
      fc.property(report, original, (text, [mark, body]) => {
        const message = body
          .filter((part) => !/^(Final-Recipient|Reporting-MTA|Diagnostic-Code)/i.test(part))
          .join('\n')
        const returned = `Received: from anna.example by out.example\nSubject: 550 user unknown\n\n${message}`
        expect(essence(`${text}\n\n${mark}\n\n${returned}`)).toEqual(essence(text))
      }),
      { numRuns: 200 },
    )
  })
})

describe('the asker’s own address', () => {
  test('is never called a recipient while others are named, and its own report is told as one', () => {
    fc.assert(
      fc.property(report, (text) => {
        const before = diagnose(text, knowledge)!
        const [first] = before.recipients
        if (!first) return
        const after = diagnose(text, knowledge, { own: [first.toUpperCase()] })!
        expect(after.own).toBe(after.recipients[0]?.toLowerCase() === first.toLowerCase())
      }),
    )
  })
})

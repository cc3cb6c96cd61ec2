/** Question in, answer out: language, personal answers, passwords, and what is never thrown. */
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Answerer, createAnswerer } from '../src/answerer.ts'
import type { State } from '../src/conversation/state.ts'
import { parseState } from '../src/conversation/state.ts'
import { OUTCOMES } from '../src/message.ts'
import { holdsPassword, redact } from '../src/privacy/redact.ts'
import { knowledgeOf } from './support/bot.ts'

let answerer: Answerer
beforeAll(() => {
  answerer = createAnswerer(knowledgeOf(), { holdsPassword, redact: (text) => redact(text).text })
})
const ask = (text: string, locale?: string) =>
  answerer.answer({ text, ...(locale ? { locale } : {}) }, null).answer

describe('the language of the answer', () => {
  test.each([
    ['which port do I use for incoming mail?', undefined, 'en'],
    ['quel port faut-il pour recevoir mes messages ?', undefined, 'fr'],
    ['which port do I use for incoming mail?', 'fr', 'fr'],
    ['quel port pour IMAP ?', 'en-GB', 'en'],
    ['quel port pour IMAP ?', 'fr-CA', 'fr'],
    ['quel port pour IMAP ?', 'ja', 'fr'],
    ['993', undefined, 'en'],
  ])('%j asked with %s is answered in %s', (text, locale, expected) => {
    expect(ask(text, locale).locale).toBe(expected)
  })

  test('a message that tells none is answered in that of the conversation, else of the platform', () => {
    const { state } = answerer.answer({ text: 'quel port pour IMAP ?' }, null)
    expect(answerer.answer({ text: '993 ?' }, state).answer.locale).toBe('fr')
    expect(answerer.answer({ text: '993 ?', localeHint: 'fr' }, null).answer.locale).toBe('fr')
    expect(
      answerer.answer({ text: 'which port do I use for mail?', localeHint: 'fr' }, null).answer.locale,
    ).toBe('en')
  })

  test('a language that is only understood is answered in another, and that is said once', () => {
    const text = 'ich kann keine Mails mehr empfangen, was ist da los?'
    const { answer, state } = answerer.answer({ text }, null)
    expect(answer.locale).toBe('en')
    expect(answer.topic).toBe('cannot-receive')
    const said = (blocks: typeof answer.blocks) => blocks.filter((block) => block.kind === 'note')
    expect(JSON.stringify(said(answer.blocks))).toContain('Deutsch')
    expect(JSON.stringify(said(answerer.answer({ text }, state).answer.blocks))).not.toContain('Deutsch')
  })
})

describe('an address makes the answer personal', () => {
  test('with its hosts and user name', () => {
    const { text } = ask('what are the server settings for anna.muster@example.org?')
    expect(text).toContain('mail.example.org')
    expect(text).toContain('anna.muster@example.org')
  })

  test('and of it only the domain is remembered', () => {
    const { state } = answerer.answer({ text: 'server settings for anna.muster@example.org please' }, null)
    expect(state.domain).toBe('example.org')
    expect(JSON.stringify(state)).not.toContain('anna.muster')
    const next = answerer.answer({ text: 'and for POP3?' }, state)
    expect(next.answer.text).toContain('mail.example.org')
    expect(next.answer.text).not.toContain('anna.muster')
  })
})

describe('a password in a question', () => {
  const secret = 'Kx7!vbQ92z'
  test.each([
    `my password is ${secret} and the login fails`,
    `which port for IMAP? password: ${secret}`,
    `mon mot de passe est ${secret}, je ne peux pas me connecter`,
  ])('%s', (text) => {
    const { answer, state } = answerer.answer({ text }, null)
    expect(answer.warnings.map((warning) => warning.code)).toContain('password-shared')
    expect(answer.blocks[1]).toMatchObject({ kind: 'warning', code: 'password-shared' })
    expect(JSON.stringify([answer, state])).not.toContain(secret)
  })

  test('the word alone is no password', () => {
    expect(ask('my password is not accepted').warnings).toEqual([])
    expect(ask('j’ai oublié mon mot de passe').warnings).toEqual([])
  })
})

describe('every answer', () => {
  const texts = fc.oneof(
    { arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 16_000 }), weight: 3 },
    { arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1_000 }), weight: 2 },
    {
      arbitrary: fc
        .tuple(
          fc.constantFrom(
            ...[
              'port ',
              'IMAP',
              '\u200b',
              '\u202e',
              '🙂',
              '\u0000',
              '<b>',
              '**',
              '`',
              '{user}',
              '{{7*7}}',
              '\n',
              '((((',
              '.',
              '@',
            ],
            ...[
              'a@b.c',
              '5.1.1',
              '0x',
              '\ud800',
              '\u0301',
              'é',
              '\t',
              '|',
              '\\',
              '__proto__ ',
              'constructor ',
              'ﷺ',
              '1'.repeat(50),
            ],
          ),
          fc.nat(16_000),
        )
        .map(([piece, count]) => piece.repeat(count).slice(0, 16_000) || piece),
      weight: 3,
    },
    {
      arbitrary: fc
        .array(
          fc.constantFrom(
            ...[
              'which port',
              'IMAP',
              'constructor',
              'toString',
              '__proto__',
              'hasOwnProperty',
              '5.999.999',
              '0xZZ',
              '𝕀𝕄𝔸ℙ',
            ],
            ...[
              'cannot send',
              '\u2066',
              '%s',
              '<script>',
              '../../etc/passwd',
              'NaN',
              '-1',
              '99999999999',
              '❤️‍🔥',
            ],
          ),
          { minLength: 1, maxLength: 200 },
        )
        .map((words) => words.join(' ').slice(0, 16_000)),
      weight: 2,
    },
  )

  test('to 16,000 odd characters is whole, and nothing is thrown', { timeout: 60_000 }, () => {
    let state: State | null = null
    fc.assert(
      fc.property(texts, fc.boolean(), (text, goesOn) => {
        const { answer, state: next } = answerer.answer({ text }, goesOn ? state : null)
        state = next
        expect(OUTCOMES).toContain(answer.outcome)
        expect(answer.blocks[0]?.kind).toBe('lead')
        expect(answer.text.length).toBeGreaterThan(0)
        expect(answer.markdown.length).toBeGreaterThan(0)
        expect(answer.confidence).toBeGreaterThanOrEqual(0)
        expect(answer.confidence).toBeLessThanOrEqual(1)
        expect(answer.topic === null).toBe(answer.outcome === 'unknown')
        for (const { label, text: sent } of answer.options) {
          expect(label.length).toBeLessThanOrEqual(75)
          expect(sent.length).toBeGreaterThan(0)
        }
        expect(parseState(JSON.parse(JSON.stringify(next)))).toEqual(next)
      }),
      { numRuns: 200 },
    )
  })

  test('is the same for the same question and conversation', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        expect(JSON.stringify(ask(`port ${text}`))).toBe(JSON.stringify(ask(`port ${text}`)))
      }),
      { numRuns: 50 },
    )
  })

  test('names its sources when it states facts', () => {
    for (const text of ['which port for IMAP?', 'what are the server settings?', 'is STARTTLS supported?'])
      expect(ask(text).sources.length).toBeGreaterThan(0)
  })

  test('that is not understood says what the bot can do and offers a person', () => {
    const answer = ask('what is the capital of France?')
    expect(answer).toMatchObject({ outcome: 'unknown', topic: null, facts: [] })
    expect(answer.text).toContain('email')
    expect(answer.options[0]!.text).toMatch(/person/)
  })
})

/** Whatever is asked of a provider: an answer states nothing that its file does not hold. */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Answerer, createAnswerer } from '../../src/answerer.ts'
import type { State } from '../../src/conversation/state.ts'
import { checkRules } from '../../src/knowledge/check.ts'
import type { Knowledge } from '../../src/knowledge/knowledge.ts'
import { knowledgeOf } from '../support/bot.ts'
import { strayFacts } from '../support/facts.ts'
import { QUESTIONS } from './provider-questions.ts'

const PROVIDERS = ['default', 'starttls']
const FOLDER = fileURLToPath(new URL('providers/', import.meta.url))
/** Six more, each with something that those do not do; `provider-table.ts` shows what they make of questions. */
const FILES = readdirSync(FOLDER).map((file) => join(FOLDER, file))
const answererOf = (knowledge: Knowledge) =>
  createAnswerer(knowledge, { holdsPassword: () => false, redact: (text) => text })
const made = new Map<string, Answerer>()
const answererFor = (provider: string) => {
  const answerer = made.get(provider) ?? answererOf(knowledgeOf(provider))
  made.set(provider, answerer)
  return answerer
}

/** Asks one conversation, and says what its answers state beyond the provider's file. */
function ask(provider: string, texts: string[], locale?: string): string[] {
  const knowledge = knowledgeOf(provider)
  let state: State | null = null
  return texts.flatMap((text) => {
    const { answer, state: next } = answererFor(provider).answer(
      { text, ...(locale ? { locale } : {}) },
      state,
    )
    state = next
    return strayFacts(answer, knowledge, answer.locale, next.domain)
  })
}

describe('what the check itself finds', () => {
  const [knowledge] = [knowledgeOf()]
  const lead = (text: string) => ({
    blocks: [{ kind: 'lead' as const, text: [{ text }] }],
    facts: [],
    slots: {},
  })

  test.each([
    'Use port 587.',
    'Use port 587 for sending. It is not hard.',
    'Type smtp.gmail.com as the server.',
  ])('something wrong in: %s', (text) => {
    expect(strayFacts(lead(text), knowledge, 'en', 'example.org')).toHaveLength(1)
  })

  test.each([
    'Port 587 is not offered.',
    'Le port 587 n’est pas proposé.',
    'Use port 993.',
    'Type mail.example.org as the server.',
    'A message may have 25 MB.',
  ])('nothing wrong in: %s', (text) => {
    expect(strayFacts(lead(text), knowledge, 'en', 'example.org')).toEqual([])
  })

  test('a row, a fact or a server of somebody else', () => {
    const stated = {
      blocks: [
        { kind: 'table' as const, columns: [], rows: [['IMAP', '993', 'STARTTLS', 'recommended']] },
        {
          kind: 'settings' as const,
          title: 'Incoming mail (IMAP)',
          rows: [{ label: 'Server', value: 'imap.example.org' }],
        },
      ],
      facts: [
        {
          protocol: 'smtp' as const,
          port: 587,
          security: 'starttls' as const,
          status: 'recommended' as const,
        },
      ],
      slots: {},
    }
    expect(strayFacts(stated, knowledge, 'en', 'example.org')).toHaveLength(3)
  })
})

describe.each(PROVIDERS)('with the provider %s', (provider) => {
  test.each(['en', 'fr'])('ten questions in %s state what its file holds', (locale) => {
    const questions = [
      'which port for IMAP?',
      'which port for POP3 without encryption?',
      'SMTP port with STARTTLS',
      'is port 587 offered?',
      'what are the server settings for anna@example.org?',
      'my provider blocks port 25',
      'SSL or TLS?',
      'set up Thunderbird with POP3',
      'I cannot send mail',
      'does sending need a login?',
    ]
    for (const question of questions) expect(ask(provider, [question], locale)).toEqual([])
  })

  test('so does every third of the own cases', { timeout: 60_000 }, () => {
    const folder = new URL('../questions/', import.meta.url)
    const cases = readdirSync(folder)
      .flatMap((file) => readFileSync(new URL(file, folder), 'utf8').split('\n'))
      .filter((line) => line.trim())
      .map((line) => JSON.parse(line) as { text: string; turns?: string[] })
    const stray = cases
      .filter((_one, index) => index % 3 === 0)
      .flatMap(({ text, turns }) => ask(provider, [...(turns ?? []), text]))
    expect(stray).toEqual([])
  })

  test('so does anything made of the words of mail', { timeout: 60_000 }, () => {
    const word = fc.constantFrom(
      ...[
        'port',
        'which',
        'IMAP',
        'POP3',
        'SMTP',
        'SSL',
        'TLS',
        'STARTTLS',
        'without encryption',
        'server',
        'settings',
      ],
      ...[
        'not',
        'instead of',
        'and',
        'or',
        'blocked',
        'cannot send',
        'cannot receive',
        'Outlook',
        'Thunderbird',
        'iPhone',
      ],
      ...[
        'quel port',
        'sans SSL',
        'serveur',
        'sortant',
        'entrant',
        'bloqué',
        'pas',
        'what is',
        'error',
        'bounce',
        '550 5.7.1',
      ],
      ...[
        'smtp.gmail.com',
        'imap.free.fr:143',
        'anna@example.org',
        'password',
        'webmail',
        'still not',
        'the second one',
      ],
    )
    const port = fc
      .oneof(fc.constantFrom(25, 26, 110, 143, 465, 587, 993, 995, 2525), fc.nat(65_535))
      .map((n) => `port ${n}`)
    const message = fc.array(fc.oneof({ arbitrary: word, weight: 5 }, { arbitrary: port, weight: 1 }), {
      minLength: 1,
      maxLength: 7,
    })
    const conversation = fc.array(
      message.map((words) => words.join(' ')),
      { minLength: 1, maxLength: 3 },
    )
    fc.assert(
      fc.property(conversation, fc.constantFrom(undefined, 'en', 'fr'), (texts, locale) => {
        expect(ask(provider, texts, locale)).toEqual([])
      }),
      { numRuns: 300 },
    )
  })
})

describe.each(FILES.map((file) => [basename(file, '.yaml'), file]))(
  'with the provider file %s',
  (_name, file) => {
    test('the check finds nothing wrong', () => {
      expect(checkRules(knowledgeOf(file))).toEqual([])
    })

    test.each(Object.entries(QUESTIONS))(
      'the questions of the table in %s state what it holds',
      (locale, questions) => {
        for (const question of questions) expect(ask(file, [question], locale)).toEqual([])
      },
    )
  },
)

test('eight providers answer the same question each in their own way', () => {
  const leads = [...PROVIDERS, ...FILES].map((provider) => {
    const { answer } = answererFor(provider).answer({ text: 'which port for POP3?', locale: 'en' }, null)
    return [basename(provider, '.yaml'), answer.text.split('\n')[0]]
  })
  expect(Object.fromEntries(leads)).toEqual({
    default: 'POP3 uses port 995 with SSL/TLS.',
    starttls: 'POP3 uses port 995 with SSL/TLS.',
    'imap-only': 'Imap Only does not offer POP3. Use IMAP instead.',
    intranet: 'POP3 uses port 10110 without encryption.',
    mixed: 'Mixed Mail does not offer POP3. Use IMAP instead.',
    'pop3-only': 'POP3 uses port 995 with SSL/TLS.',
    'read-only': 'POP3 uses port 995 with SSL/TLS.',
    relay: 'Relay Only does not offer POP3. It takes mail for sending only, so there is no mailbox to read.',
  })
})

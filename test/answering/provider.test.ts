/** Whatever is asked, and whatever a provider offers: an answer states nothing that its file does not hold. */
import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createAnswerer } from '../../src/answerer.ts'
import { compose } from '../../src/answering/compose.ts'
import type { State } from '../../src/conversation/state.ts'
import type { Knowledge } from '../../src/knowledge/knowledge.ts'
import type { Provider } from '../../src/knowledge/schema.ts'
import { PROTOCOLS, SECURITIES, type Slots } from '../../src/message.ts'
import { knowledgeOf } from '../support/bot.ts'
import { strayFacts } from '../support/facts.ts'

const PROVIDERS = ['default', 'starttls']
const answererOf = (knowledge: Knowledge) =>
  createAnswerer(knowledge, { holdsPassword: () => false, redact: (text) => text })
const answerers = new Map(PROVIDERS.map((provider) => [provider, answererOf(knowledgeOf(provider))]))

/** Asks one conversation, and says what its answers state beyond the provider's file. */
function ask(provider: string, texts: string[], locale?: string): string[] {
  const knowledge = knowledgeOf(provider)
  let state: State | null = null
  return texts.flatMap((text) => {
    const { answer, state: next } = answerers
      .get(provider)!
      .answer({ text, ...(locale ? { locale } : {}) }, state)
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

describe('with a provider that nobody has thought of', () => {
  const base = knowledgeOf()
  const port = (protocol: (typeof PROTOCOLS)[number]) =>
    fc.record({
      protocol: fc.constant(protocol),
      port: fc.constantFrom(25, 110, 143, 465, 587, 993, 995, 2525, 10_025),
      security: fc.constantFrom(...SECURITIES),
      status: fc.constantFrom('recommended' as const, 'supported' as const),
    })
  const provider: fc.Arbitrary<Provider> = fc
    .record({
      ports: fc.tuple(
        ...PROTOCOLS.map((protocol) => fc.array(port(protocol), { minLength: 1, maxLength: 3 })),
      ),
      alternate: fc.boolean(),
      smtpLogin: fc.boolean(),
      oauth2: fc.boolean(),
      appPasswords: fc.boolean(),
      user: fc.constantFrom('address' as const, 'local-part' as const),
      needsSettings: fc.boolean(),
    })
    .map(({ ports, alternate, smtpLogin, oauth2, appPasswords, user, needsSettings }) => ({
      ...base.provider,
      name: 'Somebody’s Mail',
      hosts: { imap: 'in.{domain}', pop3: 'pop.{domain}', smtp: 'out.{domain}' },
      user,
      ports: ports
        .flat()
        .map((entry) =>
          alternate && entry.port === 10_025 ? { ...entry, use: 'alternate' as const } : entry,
        ),
      notOffered: [],
      authentication: { smtp: smtpLogin, password: true, oauth2, appPasswords },
      webmail: { url: 'https://web.{domain}', needsSettings },
    }))
  const slots: fc.Arbitrary<Slots> = fc.record(
    {
      protocol: fc.oneof(
        fc.constantFrom(...PROTOCOLS),
        fc.uniqueArray(fc.constantFrom(...PROTOCOLS), { minLength: 2 }),
      ),
      security: fc.constantFrom(...SECURITIES),
      port: fc.constantFrom(25, 110, 143, 465, 587, 993, 995, 2525, 10_025, 12_345),
      client: fc.constantFrom(...base.clients.keys(), 'nix'),
      code: fc.constantFrom('550', '5.1.1', '5.7.999', '0x800CCC0F', '999'),
      term: fc.constantFrom(...base.terms.map((term) => term.id), 'nix'),
      email: fc.constant('anna@example.org'),
      devices: fc.constantFrom('one' as const, 'several' as const),
    },
    { requiredKeys: [] },
  )

  test('every topic answers, beginning with its first line, and warns where it names an unencrypted port', () => {
    fc.assert(
      fc.property(
        provider,
        fc.constantFrom(...base.topics.keys()),
        slots,
        fc.constantFrom(undefined, 'incoming' as const, 'outgoing' as const),
        fc.uniqueArray(
          fc.constantFrom(
            'settings',
            'refuse',
            'app-password',
            'oauth',
            'phone',
            'computer',
            'to-pop',
            'webmail',
          ),
        ),
        fc.constantFrom(...base.answersIn),
        (facts, topic, asked, direction, meanings, locale) => {
          const knowledge = { ...base, provider: facts }
          const domain = asked.email === undefined ? undefined : 'example.org'
          const { draft } = compose(knowledge, locale, {
            topic,
            slots: asked,
            has: (meaning) => (meanings as string[]).includes(meaning),
            cause: 0,
            messages: [],
            ...(domain ? { domain } : {}),
            ...(direction ? { direction } : {}),
          })
          expect(draft.blocks[0]?.kind).toBe('lead')
          expect(
            strayFacts({ blocks: draft.blocks, facts: draft.facts, slots: asked }, knowledge, locale, domain),
          ).toEqual([])
          const shown = draft.blocks.some((block) => block.kind === 'table' || block.kind === 'settings')
          if (shown && draft.facts.some((fact) => fact.security === 'none'))
            expect(draft.warnings.map((warning) => warning.code)).toContain('unencrypted')
        },
      ),
      { numRuns: 1_500 },
    )
  })
})

/** Whatever a provider offers, whatever is asked: an answer, and nothing in it that the provider's file does not hold. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Composed, compose } from '../../src/answering/compose.ts'
import type { Ask } from '../../src/answering/draft.ts'
import { providerFacts } from '../../src/answering/facts.ts'
import type { Knowledge } from '../../src/knowledge/knowledge.ts'
import { providerPorts } from '../../src/knowledge/rules/provider-ports.ts'
import { providerTexts } from '../../src/knowledge/rules/provider-texts.ts'
import { providerValues } from '../../src/knowledge/rules/provider-values.ts'
import { type Fact, PROTOCOLS, type Protocol, SECURITIES, type Slots } from '../../src/message.ts'
import { falseDenials, falsePairs, leftOver, namesAbsent } from '../support/answer-checks.ts'
import { knowledgeOf } from '../support/bot.ts'
import { strayFacts } from '../support/facts.ts'
import { anyProvider } from '../support/provider-files.ts'

const base = knowledgeOf()
/** Milliseconds: no verdict, only an end, on a machine that is busy with others. */
const BUSY = 120_000
const PORTS = [25, 110, 143, 465, 587, 993, 995, 2525, 4190, 10_000, 10_002, 12_345]
const CODES = base.codes
  .filter((code) => code.kind !== 'message')
  .flatMap((code) => code.match.map((match) => match.replace(/^X/, '5')))
/** Explanations may name what is not offered, as long as they say so. */
const EXPLAINS = ['define', 'error-code', 'bounce']
/** Meanings that some answer looks at: those of causes, and those that choose a case. */
const MEANINGS = [
  ...new Set([...base.topics.values()].flatMap((topic) => topic.causes.flatMap((cause) => cause.when))),
  ...[
    'webmail',
    'browser',
    'incoming',
    'outgoing',
    'find-out',
    'computer',
    'offline',
    'storage-local',
    'full',
  ],
  ...['refuse', 'app-password', 'oauth', 'to-pop', 'provider', 'new-computer', 'settings', 'set-up', 'send'],
]

type Asked = Omit<Ask, 'cause'>

const slots: fc.Arbitrary<Slots> = fc.record(
  {
    protocol: fc.oneof(
      fc.constantFrom(...PROTOCOLS),
      fc.uniqueArray(fc.constantFrom(...PROTOCOLS), { minLength: 2 }),
    ),
    security: fc.constantFrom(...SECURITIES),
    port: fc.constantFrom(...PORTS),
    client: fc.constantFrom(...base.clients.keys(), 'nix'),
    code: fc.constantFrom(...CODES, '999'),
    term: fc.constantFrom(...base.terms.map((term) => term.id), 'nix'),
    email: fc.constant('anna@example.org'),
    devices: fc.constantFrom('one' as const, 'several' as const),
  },
  { requiredKeys: [] },
)

const anything: fc.Arbitrary<Asked> = fc
  .record({
    topic: fc.constantFrom(...base.topics.keys()),
    slots,
    direction: fc.constantFrom(undefined, undefined, 'incoming' as const, 'outgoing' as const),
    meanings: fc.subarray(MEANINGS, { maxLength: 4 }),
    ports: fc.subarray(PORTS, { maxLength: 3 }),
    messages: fc.oneof(
      { arbitrary: fc.constant<string[]>([]), weight: 4 },
      { arbitrary: fc.constantFrom(...base.codes.map((code) => [code.id])), weight: 1 },
    ),
  })
  .map(({ topic, slots: asked, direction, meanings, ports, messages }) => ({
    topic,
    slots: asked,
    has: (meaning) => meanings.includes(meaning),
    messages,
    ports,
    ...(direction ? { direction } : {}),
    ...(asked.email ? { domain: 'example.org' } : {}),
  }))

/** Questions about ports and encryption, with no more than a protocol, a kind of security and a port in them. */
const portQuestion: fc.Arbitrary<Asked> = fc
  .record({
    topic: fc.constantFrom('ports', 'port-meaning', 'port-blocked', 'encryption', 'server-settings'),
    protocol: fc.constantFrom(undefined, undefined, ...PROTOCOLS),
    security: fc.constantFrom(undefined, ...SECURITIES),
    port: fc.constantFrom(undefined, ...PORTS),
    direction: fc.constantFrom(undefined, undefined, 'incoming' as const, 'outgoing' as const),
  })
  .map(({ topic, protocol, security, port, direction }) => ({
    topic,
    slots: {
      ...(protocol ? { protocol } : {}),
      ...(security ? { security } : {}),
      ...(port ? { port } : {}),
    },
    has: () => false,
    messages: [],
    ...(direction && !protocol ? { direction } : {}),
  }))

/** The answer, and for trouble the answers to "still does not work" after it. */
function answersTo(knowledge: Knowledge, locale: string, asked: Asked): Composed[] {
  const first = compose(knowledge, locale, { ...asked, cause: 0 })
  const others = first.causes.slice(1).map((_cause, index) => index + 1)
  return [first, ...others.map((cause) => compose(knowledge, locale, { ...asked, cause }, first.causes))]
}

/**
 * Settings of another protocol or direction than the one asked about. Where what is asked about is not offered, the
 * same direction serves.
 */
function crossings(knowledge: Knowledge, asked: Asked, facts: Fact[]): string[] {
  const provider = providerFacts(knowledge)
  const serving = (protocol: Protocol) =>
    provider.best(protocol) ? [protocol] : provider.offered(provider.direction(protocol))
  const { topic, slots: said, direction } = asked
  const topicNeeds = knowledge.topics.get(topic)!.needs
  // A code, a second port or a word about sending widens the question.
  const wide =
    said.code ||
    asked.messages.length > 0 ||
    (asked.ports ?? []).length > 0 ||
    ['outgoing', 'outgoing-server', 'send'].some(asked.has)
  if (wide) return []
  const named = [said.protocol ?? []].flat()
  const owner = said.port === undefined ? undefined : provider.protocolOf(said.port)
  const allowed = (() => {
    if (topic === 'port-meaning' && named.length === 0) return owner ? serving(owner) : []
    if (['ports', 'encryption'].includes(topic)) {
      const ofPort = owner ? serving(owner) : []
      if (named.length > 0) return [...named.flatMap(serving), ...ofPort]
      return direction ? [...provider.protocols(direction), ...ofPort] : [...PROTOCOLS]
    }
    if (topic === 'port-blocked' && (owner || named.length > 0))
      return owner ? serving(owner) : named.flatMap(serving)
    if (topicNeeds.includes('outgoing')) return ['smtp']
    if (topic === 'imap-sync') return serving('imap')
    if (topic === 'switch-to-imap') return ['imap', 'pop3']
    return [...PROTOCOLS]
  })()
  return facts
    .filter((fact) => !(allowed as Protocol[]).includes(fact.protocol))
    .map((fact) => `crosses over to ${fact.protocol} ${fact.port}`)
}

/** An unencrypted port brings its warning; that nobody may choose STARTTLS is said only where nothing has it. */
function falseWarnings(knowledge: Knowledge, { facts, warnings }: Composed['draft']): string[] {
  const codes = warnings.map((warning) => warning.code)
  const offered = knowledge.provider.ports.some((entry) => entry.security === 'starttls')
  return [
    ...(facts.some((fact) => fact.security === 'none') && !codes.includes('unencrypted')
      ? ['no warning']
      : []),
    ...(offered && codes.includes('starttls-not-offered') ? ['warns of STARTTLS, which is offered'] : []),
  ]
}

/** Every kind of wrong thing in an answer, in words. */
function wrong(knowledge: Knowledge, locale: string, asked: Asked, { draft, picks }: Composed): string[] {
  const shown = { blocks: draft.blocks, facts: draft.facts, slots: asked.slots }
  const explains =
    EXPLAINS.includes(asked.topic) || asked.messages.length > 0 || asked.slots.code !== undefined
  return [
    ...(draft.blocks[0]?.kind === 'lead' ? [] : ['no first line']),
    ...strayFacts(shown, knowledge, locale, asked.domain),
    ...namesAbsent(shown, knowledge, explains),
    ...falseDenials(shown, knowledge, locale),
    ...falsePairs(shown, knowledge, locale),
    ...crossings(knowledge, asked, draft.facts),
    ...leftOver(shown, knowledge, locale, asked.domain),
    ...falseWarnings(knowledge, draft),
    ...picks
      .filter((pick) => !pick.label || !pick.text)
      .map((pick) => `a button without words: ${pick.topic}`),
  ]
}

/**
 * The knowledge with any provider, in any of the languages that answer, its texts in these alone; programs may know one
 * way to receive, or both.
 */
const anyKnowledge = fc
  .tuple(
    fc.oneof(
      ...[base.answersIn, ...base.answersIn.map((language) => [language])].map((answersIn) =>
        anyProvider({ ...base, answersIn }).map((provider) => ({ answersIn, provider })),
      ),
    ),
    fc.constantFrom<('imap' | 'pop3')[]>(['imap', 'pop3'], ['imap'], ['pop3']),
  )
  .map(([{ answersIn, provider }, incoming]): Knowledge => {
    const clients = [...base.clients.values()].map((client) => ({
      ...client,
      incoming: client.incoming.filter((one) => incoming.includes(one)),
    }))
    return { ...base, answersIn, provider, clients: new Map(clients.map((client) => [client.id, client])) }
  })

/** Every answer, in every language, and those after it. */
function askAll(asks: fc.Arbitrary<Asked>, numRuns: number): void {
  fc.assert(
    fc.property(anyKnowledge, asks, (knowledge, asked) => {
      for (const locale of knowledge.answersIn)
        for (const answer of answersTo(knowledge, locale, asked))
          expect(wrong(knowledge, locale, asked, answer)).toEqual([])
    }),
    { numRuns },
  )
}

test('the check accepts every one of these files', () => {
  fc.assert(
    fc.property(anyKnowledge, (knowledge) => {
      expect([providerPorts, providerTexts, providerValues].flatMap((rule) => rule.check(knowledge))).toEqual(
        [],
      )
    }),
    { numRuns: 1_000 },
  )
})

// A run takes half a millisecond; FC_SEED tries others.
test('no question is left without an answer, and no answer says what the file does not hold', {
  timeout: BUSY,
}, () => {
  askAll(anything, 2_500)
})

test('what to use instead serves the same protocol, or else the same direction', { timeout: BUSY }, () => {
  askAll(portQuestion, 2_000)
})

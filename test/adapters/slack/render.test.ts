import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { load as parse } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { renderCard } from '../../../adapters/slack/card.ts'
import { renderHome } from '../../../adapters/slack/home.ts'
import { LIMITS } from '../../../adapters/slack/limits.ts'
import { renderCopy } from '../../../adapters/slack/modal.ts'
import { toPlain } from '../../../adapters/slack/plain.ts'
import { type Message, renderAnswer } from '../../../adapters/slack/render.ts'
import type { Host, Words } from '../../../src/adapter.ts'
import { fill } from '../../../src/answering/text.ts'
import { interfaceWord } from '../../../src/answering/values.ts'
import type { InterfaceWords } from '../../../src/knowledge/schema.ts'
import type { Answer, Block } from '../../../src/message.ts'
import { violations, words as wordsOf } from './check-payload.ts'

const english = Object.fromEntries(
  ['common', 'slack'].map((area) => [
    area,
    parse(
      readFileSync(
        new URL(`../../../knowledge/languages/en/interface/${area}.yaml`, import.meta.url),
        'utf8',
      ),
    ) as InterfaceWords,
  ]),
)
const words: Words = (key, values = {}) => fill(interfaceWord(english, key), values)

const base: Answer = {
  id: 'a1',
  conversationId: 'T0MAILTEAM:C0GENERAL1:1.0',
  locale: 'en',
  outcome: 'answer',
  topic: 'ports',
  slots: {},
  confidence: 0.9,
  blocks: [{ kind: 'lead', text: [{ text: 'IMAP uses port 993.' }] }],
  text: 'IMAP uses port 993.',
  markdown: '',
  facts: [],
  warnings: [],
  options: [],
  sources: [],
}
const answer = (more: Partial<Answer>): Answer => ({ ...base, ...more })
const thread = (more: Partial<Answer>): Message[] => renderAnswer(answer(more), { words, to: 'thread' })
const types = (message: Message | undefined) => message?.blocks.map((block) => block.type)
const sent = (messages: Message[]) =>
  messages.flatMap((message) => violations('chat.postMessage', { ...message }))
const read = (messages: Message[]) => messages.map((message) => wordsOf(message.blocks)).join('')

describe('An answer', () => {
  test('begins with the answer, and has sources, choices and thumbs under it', () => {
    const [message] = thread({
      sources: [{ title: 'RFC 9051', url: 'https://www.rfc-editor.org/rfc/rfc9051' }],
      options: [{ label: 'Server settings', text: 'What are the server settings?' }],
    })
    expect(types(message)).toEqual(['rich_text', 'context', 'actions', 'context_actions'])
    expect(wordsOf(message?.blocks[0])).toBe('IMAP uses port 993.')
    expect(message?.text).toBe('IMAP uses port 993.')
  })

  test('sets the settings of two servers side by side in one table', () => {
    const settings = (title: string, port: string): Block => ({
      kind: 'settings',
      title,
      rows: [
        { label: 'Server', value: 'mail.example.com' },
        { label: 'Port', value: port },
      ],
    })
    const [message] = thread({
      blocks: [...base.blocks, settings('Incoming (IMAP)', '993'), settings('Outgoing (SMTP)', '465')],
    })
    const table = message?.blocks.find((block) => block.type === 'table')
    expect(table?.type === 'table' && table.rows.map((row) => row.map(wordsOf))).toEqual([
      ['Setting', 'Incoming (IMAP)', 'Outgoing (SMTP)'],
      ['Server', 'mail.example.com', 'mail.example.com'],
      ['Port', '993', '465'],
    ])
  })

  test('has one table at most: further settings are pairs, a further table is text', () => {
    const messages = thread({
      blocks: [
        ...base.blocks,
        { kind: 'table', columns: ['Protocol', 'Port'], rows: [['IMAP', '993']] },
        {
          kind: 'settings',
          title: 'Webmail',
          rows: [{ label: 'Address', value: 'https://webmail.example.com' }],
        },
        { kind: 'table', title: 'Others', columns: ['A', 'B'], rows: [['1', '2']] },
      ],
    })
    expect(messages).toHaveLength(1)
    expect(sent(messages)).toEqual([])
    expect(read(messages)).toContain('https://webmail.example.com')
  })

  test('makes a warning stand out, and keeps steps in order', () => {
    const [message] = thread({
      blocks: [
        ...base.blocks,
        { kind: 'warning', code: 'x', text: [{ text: 'Change it now.' }] },
        { kind: 'steps', items: [[{ text: 'one' }], [{ text: 'two' }]] },
      ],
    })
    expect(JSON.stringify(message?.blocks)).toContain(
      '"rich_text_quote","elements":[{"type":"emoji","name":"warning"}',
    )
    expect(JSON.stringify(message?.blocks)).toContain('"style":"ordered"')
  })

  test('to clarify offers its choices as buttons that carry the words to send back', () => {
    const options = [
      { label: 'Sending', text: 'I cannot send mail' },
      { label: 'Receiving', text: 'I get no mail' },
    ]
    const list = { kind: 'list' as const, items: options.map(({ label }) => [{ text: label }]) }
    const [message] = thread({ outcome: 'clarify', options, blocks: [...base.blocks, list] })
    expect(types(message)).toEqual(['rich_text', 'actions', 'context_actions'])
    const row = message?.blocks.find((block) => block.type === 'actions')
    const values =
      row?.type === 'actions'
        ? row.elements.map((element) => JSON.parse((element as { value: string }).value))
        : []
    expect(values).toMatchObject([
      { t: 'I cannot send mail', c: base.conversationId },
      { t: 'I get no mail' },
      { l: 'en' },
    ])
  })

  test('that is passed on takes no questions', () => {
    const [message] = renderAnswer(answer({ options: [{ label: 'A', text: 'a' }] }), {
      words,
      to: 'shared',
      heading: '<@U0ASKER01> shared this answer.',
    })
    expect(types(message)).toEqual(['context', 'rich_text', 'context_actions'])
  })

  test('says nothing to anybody but its reader, whatever was smuggled into it', () => {
    const smuggled = '<!channel> <@U0VICTIM1> <https://evil.example|click> *bold*'
    const messages = thread({
      text: smuggled,
      blocks: [
        { kind: 'lead', text: [{ text: smuggled }, { text: smuggled, style: 'code' }] },
        { kind: 'note', text: [{ text: smuggled }] },
        { kind: 'settings', title: smuggled, rows: [{ label: smuggled, value: smuggled }] },
        { kind: 'table', columns: [smuggled], rows: [[smuggled]] },
        { kind: 'table', columns: [smuggled], rows: [[smuggled]] },
      ],
      sources: [{ title: smuggled, url: 'https://example.com/' }],
      options: [{ label: smuggled, text: smuggled }],
    })
    for (const message of [...messages, ...messages.map((one) => toPlain(one))]) {
      const parsed = markup({ text: message.text, blocks: message.blocks })
      expect(parsed.filter((text) => /<[!@]|<https:\/\/evil/.test(text))).toEqual([])
    }
  })
})

/** Every text that Slack reads markup in: mrkdwn objects and the fallback. */
function markup(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(markup)
  if (typeof value !== 'object' || value === null) return []
  const one = value as Record<string, unknown>
  const own =
    one.type === 'mrkdwn' || (one.type === undefined && typeof one.text === 'string')
      ? [String(one.text)]
      : []
  return [...own, ...Object.values(one).flatMap(markup)]
}

/** What failed, without the megabytes that it failed with. */
function brief<Ts>(run: fc.RunDetails<Ts>): void {
  if (run.failed)
    throw new Error(
      `fails for seed ${run.seed}, path ${run.counterexamplePath}: ${String(run.errorInstance).slice(0, 500)}`,
    )
}

describe('Slack’s limits', () => {
  const text = (most: number) => fc.string({ unit: 'grapheme', minLength: 1, maxLength: most })
  const rich = fc.array(fc.record({ text: text(400) }), { minLength: 1, maxLength: 3 })
  const long = fc
    .tuple(fc.integer({ min: 1, max: 9_000 }), fc.constantFrom('word ', 'verylongword', '&<>', '"\\\n'))
    .map(([length, piece]) => [{ text: piece.repeat(Math.ceil(length / piece.length)).slice(0, length) }])
  const block: fc.Arbitrary<Block> = fc.oneof(
    fc.record({ kind: fc.constant('paragraph' as const), text: fc.oneof(rich, long) }),
    fc.record({ kind: fc.constantFrom('warning' as const), code: fc.constant('x'), text: rich }),
    fc.record({ kind: fc.constantFrom('hint' as const, 'note' as const), text: rich }),
    fc.record({
      kind: fc.constantFrom('steps' as const, 'list' as const),
      title: text(80),
      items: fc.array(rich, { minLength: 1, maxLength: 40 }),
    }),
    fc.record({
      kind: fc.constant('settings' as const),
      title: text(80),
      rows: fc.array(fc.record({ label: text(40), value: fc.string({ maxLength: 300 }) }), {
        minLength: 1,
        maxLength: 25,
      }),
    }),
    fc.integer({ min: 1, max: 25 }).chain((columns) =>
      fc.record({
        kind: fc.constant('table' as const),
        columns: fc.array(text(40), { minLength: columns, maxLength: columns }),
        rows: fc.array(fc.array(fc.string({ maxLength: 60 }), { minLength: columns, maxLength: columns }), {
          minLength: 1,
          maxLength: 130,
        }),
      }),
    ),
  )
  const anyAnswer = fc.record({
    blocks: fc.array(block, { maxLength: 30 }).map((blocks): Block[] => [...base.blocks, ...blocks]),
    text: text(20_000),
    options: fc.array(
      fc.record({
        label: text(200),
        text: fc.integer({ min: 1, max: 3_000 }).map((length) => 'x'.repeat(length)),
      }),
      { maxLength: 40 },
    ),
    sources: fc.array(fc.record({ title: text(300), url: fc.webUrl() }), { maxLength: 20 }),
  })

  test('hold for every answer, however long, in every place', () => {
    fc.assert(
      fc.property(
        anyAnswer,
        fc.constantFrom('thread' as const, 'private' as const, 'agent' as const, 'shared' as const),
        (more, to) => {
          const messages = renderAnswer(answer(more), {
            words,
            to,
            at: { kind: 'agent', channel: 'C0GENERAL1', thread: '1.0' },
          })
          expect(sent(messages)).toEqual([])
          expect(
            messages.flatMap((message) =>
              [toPlain(message), toPlain(message, true)].flatMap((plain) =>
                violations('chat.postMessage', { ...plain }),
              ),
            ),
          ).toEqual([])
        },
      ),
      { numRuns: 60, seed: 4, reporter: brief },
    )
  }, 20_000)

  test('a long answer loses nothing by being split', () => {
    const items = Array.from({ length: 120 }, (_, index) => [
      { text: `step number ${index + 1} ${'x'.repeat(150)}` },
    ])
    const rows = Array.from({ length: 150 }, (_, index) => [`row ${index + 1}`, String(index)])
    const messages = thread({
      blocks: [...base.blocks, { kind: 'steps', items }, { kind: 'table', columns: ['A', 'B'], rows }],
    })
    expect(messages.length).toBeGreaterThan(2)
    expect(sent(messages)).toEqual([])
    const all = read(messages)
    for (let index = 1; index <= 120; index++) expect(all).toContain(`step number ${index} `)
    for (let index = 1; index <= 150; index++) expect(all).toContain(`row ${index}`)
    // The numbering goes on where Slack would begin anew.
    expect(all).toContain('100. step number 100 ')
  })

  test('leave room for a button that leads to the rest', () => {
    const messages = thread({
      blocks: Array.from({ length: 120 }, () => ({ kind: 'paragraph' as const, text: [{ text: 'x' }] })),
    })
    for (const message of messages) {
      expect(message.blocks.length).toBeLessThan(LIMITS.blocksPerMessage)
      expect(JSON.stringify(message.blocks).length).toBeLessThanOrEqual(LIMITS.messageJson - 2_000)
    }
  })

  test('hold for a card, the home tab and the window for copying', () => {
    const turn = {
      question: 'q '.repeat(3_000),
      outcome: 'answer' as const,
      topic: 'ports',
      answered: 'a '.repeat(2_000),
    }
    const card = renderCard({
      words,
      handoff: {
        id: 'h1',
        conversation: 'slack/x',
        frontEnd: 'slack',
        locale: 'en',
        openedAt: new Date(0),
        state: 'open',
        history: Array.from({ length: 12 }, () => turn),
      },
      user: 'U0ASKER01',
      place: 'thread',
      permalink: `https://mailteam.slack.com/archives/C0GENERAL1/p1?${'x'.repeat(500)}`,
      language: 'English',
    })
    expect(violations('chat.postMessage', { ...card })).toEqual([])
    const provider: ReturnType<Host['provider']> = {
      name: 'P'.repeat(400),
      support: 's'.repeat(4_000),
      hours: 'always',
      ports: Array.from({ length: 60 }, (_, index) => ({
        protocol: `P${index % 12}`,
        port: index,
        security: 'x'.repeat(200),
        status: 'recommended' as const,
      })),
    }
    const home = renderHome({ words, provider, starters: [{ label: 'l'.repeat(90), text: 't' }] })
    expect(violations('views.publish', { view: home })).toEqual([])
    expect(violations('views.open', { view: renderCopy('answer '.repeat(2_000), words) })).toEqual([])
  })
})

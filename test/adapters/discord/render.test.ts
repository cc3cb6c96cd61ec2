import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { controls } from '../../../adapters/discord/controls.ts'
import { isComponents, marked, shared } from '../../../adapters/discord/copy.ts'
import { createCustomIds } from '../../../adapters/discord/custom-id.ts'
import { COLOURS, type Message } from '../../../adapters/discord/message.ts'
import type { Pressed } from '../../../adapters/discord/parse.ts'
import { renderComponents, renderEmbeds } from '../../../adapters/discord/render.ts'
import type { Answer, Block } from '../../../src/message.ts'
import { type Body, messageProblems } from './limits-check.ts'
import { pressables, textOf } from './reading.ts'
import { checkRequest } from './spec.ts'
import { interfaceWords } from './words.ts'

const words = interfaceWords.words('en')
const ids = createCustomIds('a token')
const given = (answer: Partial<Answer>): Answer => ({
  id: '18d39463-35a4-4251-b53e-6b5aad542f4f',
  conversationId: '1.2',
  locale: 'en',
  outcome: 'answer',
  topic: 'ports',
  slots: {},
  confidence: 0.9,
  blocks: [{ kind: 'lead', text: [{ text: 'IMAP uses port 993.' }] }],
  text: '',
  markdown: '',
  facts: [],
  warnings: [],
  options: [],
  sources: [],
  ...answer,
})
const render = (answer: Answer, form: 'components' | 'embeds' = 'components') => {
  const options = {
    words,
    controls: controls(answer, { ids, bearer: 'user:2', words, reply: true, share: true }),
  }
  return form === 'components' ? renderComponents(answer, options) : renderEmbeds(answer, options)
}
const problems = (message: Message) => [
  ...messageProblems(message as Body),
  ...checkRequest('POST', '/channels/1/messages', message),
  ...checkRequest('POST', '/interactions/1/token/callback', { type: 4, data: message }),
]
const seen = (message: Message) => textOf({ components: message.components, embeds: message.embeds ?? [] })

/** Texts that try what they can. */
const text = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.constantFrom(
    '@everyone',
    '<@1>',
    '```',
    '[a](https://b.example)',
    '# x',
    '-# y',
    '\\',
    '||',
    'ok',
    '',
    ' ',
    '\n\n',
  ),
  fc.integer({ min: 500, max: 9_000 }).map((length) => 'wörd '.repeat(length / 5)),
)
const rich = fc.array(
  fc.record({ text, style: fc.constantFrom('code' as const, 'strong' as const) }, { requiredKeys: ['text'] }),
  { minLength: 1, maxLength: 4 },
)
const block: fc.Arbitrary<Block> = fc.oneof(
  rich.map((text) => ({ kind: 'paragraph' as const, text })),
  rich.map((text) => ({ kind: 'hint' as const, text })),
  rich.map((text) => ({ kind: 'note' as const, text })),
  rich.map((text) => ({ kind: 'warning' as const, code: 'x', text })),
  fc.array(rich, { maxLength: 12 }).map((items) => ({ kind: 'steps' as const, title: 'Steps', items })),
  fc.array(rich, { maxLength: 12 }).map((items) => ({ kind: 'list' as const, items })),
  fc
    .array(fc.record({ label: text, value: text }), { maxLength: 6 })
    .map((rows) => ({ kind: 'settings' as const, title: 'Incoming', rows })),
  fc
    .array(fc.tuple(text, text, text), { maxLength: 8 })
    .map((rows) => ({ kind: 'table' as const, columns: ['a', 'b', 'c'], rows })),
)
const anyAnswer = fc
  .record({
    outcome: fc.constantFrom('answer' as const, 'clarify' as const, 'smalltalk' as const, 'unknown' as const),
    blocks: fc.array(block, { maxLength: 30 }),
    options: fc.array(
      fc.record({
        label: fc.string({ minLength: 1, maxLength: 75 }).filter((label) => label.trim() !== ''),
        text: fc.constant('x'),
      }),
      { maxLength: 30 },
    ),
    sources: fc.array(
      fc.record({
        title: text.filter((title) => title.trim() !== ''),
        url: fc.constantFrom('https://example.com/a', 'no address'),
      }),
      { maxLength: 5 },
    ),
  })
  .map((parts) => given({ ...parts, blocks: [{ kind: 'lead', text: [{ text: 'Lead.' }] }, ...parts.blocks] }))

describe('an answer in Discord', () => {
  it('stays within the limits and Discord’s own schema, whatever is in it', () => {
    fc.assert(
      fc.property(anyAnswer, (answer) => {
        for (const form of ['components', 'embeds'] as const)
          for (const message of render(answer, form)) expect(problems(message)).toEqual([])
      }),
      { numRuns: 40 },
    )
  }, 30_000)

  it('shows every block in order, and says everything in both forms', () => {
    const blocks: Block[] = [
      { kind: 'lead', text: [{ text: 'First this.' }] },
      {
        kind: 'steps',
        title: 'Then these',
        items: [
          [{ text: 'Open ' }, { text: 'Tools', style: 'strong' }],
          [{ text: 'Type ' }, { text: 'mail.x.example', style: 'code' }],
        ],
      },
      {
        kind: 'settings',
        title: 'Incoming',
        rows: [
          { label: 'Server', value: 'mail.x.example' },
          { label: 'User', value: 'your full address' },
        ],
      },
      { kind: 'table', columns: ['Protocol', 'Port'], rows: [['IMAP', '993']] },
      { kind: 'warning', code: 'w', text: [{ text: 'Careful.' }] },
      { kind: 'hint', text: [{ text: 'Else try that.' }] },
      { kind: 'note', text: [{ text: 'By the way.' }] },
    ]
    const answer = given({ blocks, sources: [{ title: 'The handbook', url: 'https://example.com' }] })
    for (const form of ['components', 'embeds'] as const) {
      const [message] = render(answer, form)
      const order = [
        'First this',
        'Then these',
        'Tools',
        'mail.x.example',
        'Incoming',
        'your full address',
        '993',
        'Careful',
        'Else',
        'By the way',
        'The handbook',
      ]
      const places = order.map((part) => seen(message!).indexOf(part))
      expect(places).toEqual([...places].sort((a, b) => a - b))
      expect(places).not.toContain(-1)
    }
  })

  it('sets a warning off with its own colour', () => {
    const answer = given({
      blocks: [
        { kind: 'lead', text: [{ text: 'a' }] },
        { kind: 'warning', code: 'w', text: [{ text: 'b' }] },
      ],
    })
    const [message] = render(answer)
    expect(message!.components.slice(0, 2)).toMatchObject([
      { accent_color: COLOURS.answer },
      { accent_color: COLOURS.warning },
    ])
    expect(render(answer, 'embeds')[0]!.embeds).toMatchObject([
      { color: COLOURS.answer },
      { color: COLOURS.warning },
    ])
  })

  it('offers up to five choices as buttons and more as a menu', () => {
    const options = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ label: `Choice ${index}`, text: `x${index}` }))
    const five = pressables(render(given({ options: options(5) }))[0]!)
    expect(
      five.filter(({ label }) => label.startsWith('Choice')).every(({ value }) => value === undefined),
    ).toBe(true)
    const six = pressables(render(given({ options: options(6) }))[0]!)
    expect(six.filter(({ label }) => label.startsWith('Choice')).map(({ value }) => value)).toEqual([
      '0',
      '1',
      '2',
      '3',
      '4',
      '5',
    ])
  })

  it('does not list in the text what the buttons say', () => {
    const options = [
      { label: 'This', text: 'a' },
      { label: 'That', text: 'b' },
    ]
    const list: Block = { kind: 'list', items: [[{ text: 'This' }], [{ text: 'That' }]] }
    const [message] = render(
      given({ outcome: 'clarify', options, blocks: [{ kind: 'lead', text: [{ text: 'Which?' }] }, list] }),
    )
    expect(seen(message!)).toBe('Which?')
  })

  it('goes on in a second message when it is too long for one, losing nothing, with the buttons under the last', () => {
    const items = Array.from({ length: 60 }, (_, index) => [
      { text: `Step number ${index + 1} is ${'long '.repeat(16)}.` },
    ])
    const answer = given({
      blocks: [
        { kind: 'lead', text: [{ text: 'Do this.' }] },
        { kind: 'steps', items },
      ],
    })
    for (const form of ['components', 'embeds'] as const) {
      const messages = render(answer, form)
      expect(messages).toHaveLength(2)
      expect(
        messages
          .map(seen)
          .join('\n')
          .match(/Step number/g),
      ).toHaveLength(60)
      expect(messages.map((message) => pressables(message).length > 0)).toEqual([false, true])
    }
  })

  it('is cut after three messages, and says so', () => {
    const answer = given({
      blocks: [
        { kind: 'lead', text: [{ text: 'a' }] },
        { kind: 'paragraph', text: [{ text: 'word '.repeat(5_000) }] },
      ],
    })
    const messages = render(answer)
    expect(messages).toHaveLength(3)
    expect(seen(messages.at(-1)!)).toContain(words('discord.shortened'))
    for (const message of messages) expect(problems(message)).toEqual([])
  })
})

describe('a message that comes back with a pressed button', () => {
  const back = (message: Message): Pressed => ({
    id: '1',
    flags: message.flags ?? 0,
    components: message.components,
    embeds: message.embeds ?? [],
  })
  const answer = given({
    options: [{ label: 'More', text: 'm' }],
    sources: [{ title: 'The handbook', url: 'https://example.com' }],
  })

  it.each(['components', 'embeds'] as const)(
    'is shared with all its words and none of its buttons (%s)',
    (form) => {
      const [message] = render(answer, form)
      const copy = shared(back(message!), '-# Shared by <@2>')
      expect(problems(copy)).toEqual([])
      expect(seen(copy)).toContain('IMAP uses port 993.')
      expect(seen(copy)).toContain('The handbook')
      expect(seen(copy)).toContain('Shared by <@2>')
      expect(pressables(copy)).toEqual([])
    },
  )

  it.each(['components', 'embeds'] as const)(
    'keeps everything and marks the vote; a second vote moves the mark (%s)',
    (form) => {
      const [message] = render(answer, form)
      const [yes, no] = ['Helpful', 'Not helpful'].map(
        (label) => pressables(message!).find((one) => one.label === label)!.customId,
      )
      const once = marked(
        back(message!),
        yes!,
        new Map([
          [yes!, 'Thank you'],
          [no!, 'Not helpful'],
        ]),
      )
      expect(problems(once)).toEqual([])
      expect(pressables(once).map(({ customId }) => customId)).toEqual(
        pressables(message!).map(({ customId }) => customId),
      )
      expect(pressables(once).find(({ customId }) => customId === yes)!.label).toBe('Thank you')
      const twice = marked(
        { ...back(once), flags: message!.flags ?? 0 },
        no!,
        new Map([
          [yes!, 'Helpful'],
          [no!, 'Noted'],
        ]),
      )
      expect(
        pressables(twice)
          .filter(({ customId }) => customId === yes || customId === no)
          .map(({ label }) => label),
      ).toEqual(['Helpful', 'Noted'])
      expect(JSON.stringify(twice.components).match(/"style":3/g)).toHaveLength(1)
      if (isComponents(back(message!))) expect(seen(once)).toBe(seen(message!))
    },
  )

  it('never passes on a kind of component that this bot does not send', () => {
    const strange = {
      id: '1',
      flags: 1 << 15,
      embeds: [],
      components: [
        { type: 13, file: { url: 'attachment://x' } },
        { type: 99 },
        { type: 10, content: 'kept' },
      ],
    }
    expect(shared(strange, 'below').components).toEqual([
      { type: 10, content: 'kept' },
      { type: 10, content: 'below' },
    ])
  })
})

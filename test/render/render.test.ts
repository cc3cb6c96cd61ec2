/** An answer as plain text and as CommonMark. */
import { describe, expect, test } from 'vitest'
import type { Block } from '../../src/message.ts'
import { escapeMarkdown, renderMarkdown } from '../../src/render/markdown.ts'
import { renderPlain } from '../../src/render/plain.ts'

const words = (key: string, values: Record<string, string> = {}) =>
  key === 'answer.labelled' ? `${values.label}:` : key === 'answer.sources' ? 'Sources' : 'Steps'
const sources = [{ title: 'RFC [8314]', url: 'https://www.rfc-editor.org/rfc/rfc8314' }]
const one = (block: Block) => ({ blocks: [block], sources: [] })
const hostile = '**bold** [x](https://evil.example) <script> `code` # | ~'

const BLOCKS: [Block, string, string][] = [
  [{ kind: 'lead', text: [{ text: 'Use port 993.' }] }, 'Use port 993.', '**Use port 993.**'],
  [
    {
      kind: 'paragraph',
      text: [{ text: 'Open ' }, { text: 'File > Account', style: 'strong' }, { text: '.' }],
    },
    'Open File > Account.',
    'Open **File \\> Account**.',
  ],
  [
    { kind: 'settings', title: 'Incoming', rows: [{ label: 'Server', value: 'mail.example.org' }] },
    'Incoming:\n  Server: mail.example.org',
    '**Incoming**\n\n- Server: `mail.example.org`',
  ],
  [
    { kind: 'steps', items: [[{ text: 'First.' }], [{ text: 'Second.' }]] },
    'Steps:\n1. First.\n2. Second.',
    'Steps:\n\n1. First.\n2. Second.',
  ],
  [{ kind: 'list', title: 'Choose', items: [[{ text: 'One' }]] }, 'Choose:\n- One', 'Choose:\n\n- One'],
  [{ kind: 'warning', code: 'x', text: [{ text: 'Careful.' }] }, '⚠ Careful.', '> ⚠️ Careful.'],
  [{ kind: 'hint', text: [{ text: 'Try this.' }] }, 'Try this.', 'Try this.'],
  [{ kind: 'note', text: [{ text: 'By the way.' }] }, 'By the way.', '*By the way.*'],
]

describe.each(BLOCKS)('a block of the kind $kind', (block, plain, markdown) => {
  test('as plain text', () => {
    expect(renderPlain(one(block), words)).toBe(plain)
  })

  test('as CommonMark', () => {
    expect(renderMarkdown(one(block), words)).toBe(markdown)
  })
})

test('a table has its columns below each other as plain text', () => {
  const table: Block = {
    kind: 'table',
    columns: ['Protocol', 'Port'],
    rows: [
      ['IMAP', '993'],
      ['SMTP', '2525'],
    ],
  }
  const lines = renderPlain(one(table), words).split('\n')
  expect(lines).toEqual(['Protocol  Port', 'IMAP      993', 'SMTP      2525'])
  for (const cell of ['IMAP', '993', 'SMTP', '2525'])
    expect(renderMarkdown(one(table), words)).toContain(cell)
})

test('sources are linked, whatever stands in their titles', () => {
  const markdown = renderMarkdown({ blocks: [], sources }, words)
  expect(markdown).toBe('*Sources:* [RFC \\[8314\\]](<https://www.rfc-editor.org/rfc/rfc8314>)')
})

describe('text brings no markup of its own', () => {
  const kinds: Block[] = [
    { kind: 'lead', text: [{ text: hostile }] },
    { kind: 'paragraph', text: [{ text: hostile }] },
    { kind: 'note', text: [{ text: hostile }] },
    { kind: 'warning', code: 'x', text: [{ text: hostile }] },
    { kind: 'list', title: hostile, items: [[{ text: hostile }]] },
    { kind: 'steps', title: hostile, items: [[{ text: hostile }]] },
    { kind: 'settings', title: hostile, rows: [{ label: hostile, value: 'x' }] },
    { kind: 'table', columns: [], rows: [[hostile, hostile, hostile]] },
  ]

  test.each(kinds)('in a block of the kind $kind', (block) => {
    const markdown = renderMarkdown(one(block), words)
    expect(markdown).not.toMatch(/(?<!\\)\[x/)
    expect(markdown).not.toMatch(/(?<!\\)<script/)
    expect(markdown).not.toMatch(/(?<!\\)`code/)
  })

  test('a value to copy stays as it is, however many backticks it holds', () => {
    const value = '``a`b'
    expect(
      renderMarkdown(one({ kind: 'settings', title: 'x', rows: [{ label: 'y', value }] }), words),
    ).toContain('``` ``a`b ```')
  })

  test.each([
    ['- item', '\\- item'],
    ['1. item', '1\\. item'],
    ['a_b*c', 'a\\_b\\*c'],
    ['993', '993'],
  ])('%j is %j', (text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped)
  })
})

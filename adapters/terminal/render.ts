/** An answer as it stands on the screen. Pure: the same answer, width and paint give the same text. */
import { stripVTControlCharacters } from 'node:util'
import type { Words } from '../../src/adapter.ts'
import type { Answer, Block, RichText, Setting } from '../../src/message.ts'
import { pad, table, wrap } from './table.ts'

export type Look = 'lead' | 'strong' | 'code' | 'warning' | 'heading' | 'faint' | 'number'

export interface Style {
  /** Cells in a line; `Infinity` where lines are not to be broken. */
  width: number
  /** Gives a text its look; the text itself where there are no colours. */
  paint(look: Look, text: string): string
}

/** The blocks, then the sources, then what can be asked next, numbered as `parse` counts them. */
export function render(
  answer: Pick<Answer, 'blocks' | 'options' | 'sources'>,
  style: Style,
  words: Words,
): string {
  const parts = [renderBlocks(answer.blocks, style, words)]
  if (answer.sources.length > 0) {
    const sources = answer.sources.map(({ title, url }) =>
      wrap(`- ${clean(title)} ${clean(url)}`, style.width, 2),
    )
    parts.push(style.paint('faint', [words('terminal.sources'), ...sources].join('\n')))
  }
  if (answer.options.length > 0) {
    const digits = String(answer.options.length).length
    const options = answer.options.map(({ label }, index) => {
      const number = style.paint('number', String(index + 1).padStart(digits))
      return `  ${wrap(`${number}  ${clean(label)}`, style.width, digits + 4)}`
    })
    parts.push([style.paint('heading', words('terminal.next')), ...options].join('\n'))
  }
  return parts.join('\n\n')
}

/** Blocks alone, with an empty line between two. */
export function renderBlocks(blocks: Block[], style: Style, words: Words): string {
  return blocks.map((block) => renderBlock(block, style, words)).join('\n\n')
}

function renderBlock(block: Block, style: Style, words: Words): string {
  const { width, paint } = style
  switch (block.kind) {
    case 'lead':
      return paint('lead', wrap(plain(block.text), width))
    case 'paragraph':
    case 'hint':
      return wrap(rich(block.text, style), width)
    case 'note':
      return paint('faint', wrap(plain(block.text), width))
    case 'warning':
      return paint('warning', wrap(`⚠ ${rich(block.text, style)}`, width, 2))
    case 'steps': {
      const digits = String(block.items.length).length
      const items = block.items.map(
        (item, index) => `${String(index + 1).padStart(digits)}. ${rich(item, style)}`,
      )
      return titled(block.title, items.map((item) => wrap(item, width, digits + 2)).join('\n'), style)
    }
    case 'list':
      return titled(
        block.title,
        block.items.map((item) => wrap(`- ${rich(item, style)}`, width, 2)).join('\n'),
        style,
      )
    case 'settings':
      return titled(block.title, settings(block.rows, style, words), style)
    case 'table': {
      const rows = [block.columns, ...block.rows].map((row) => row.map(clean))
      return titled(
        block.title,
        table(rows, width, (text) => paint('heading', text)),
        style,
      )
    }
  }
}

/** Values stand below each other and unbroken, so that they can be copied. */
function settings(rows: Setting[], { paint }: Style, words: Words): string {
  const labels = rows.map(({ label }) => words('common.answer.labelled', { label: clean(label) }))
  const widest = Math.max(...labels.map((label) => label.length))
  return rows
    .map(({ value }, index) => `  ${pad(labels[index]!, widest)} ${paint('code', clean(value))}`)
    .join('\n')
}

function titled(title: string | undefined, text: string, { paint }: Style): string {
  return title === undefined ? text : `${paint('heading', clean(title))}\n${text}`
}

function rich(text: RichText, { paint }: Style): string {
  return text.map((span) => (span.style ? paint(span.style, clean(span.text)) : clean(span.text))).join('')
}

/** Without looks of its own, for a line that has one as a whole. */
function plain(text: RichText): string {
  return clean(text.map((span) => span.text).join(''))
}

// All controls but the line feed, and the marks that turn the direction of writing: with them a text that
// somebody pasted could rewrite the screen.
const CONTROLS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** A text that can only be read, never obeyed, by a terminal. */
export function clean(text: string): string {
  return stripVTControlCharacters(text).replace(CONTROLS, '')
}

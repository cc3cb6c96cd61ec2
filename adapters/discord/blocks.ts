/** Blocks of an answer as Discord's markdown, for text displays and embeds alike. */
import type { Words } from '../../src/adapter.ts'
import type { Block, RichText, Source } from '../../src/message.ts'
import { code, codeBlock, escapeText, link } from './escape.ts'

/** A phone shows about this many characters of a code block on one line. */
const NARROW = 44
/** A longer lead reads badly as a heading. */
const HEADING = 200

/** One block. Empty when there is nothing to show. */
export function markdown(block: Block, words: Words): string {
  switch (block.kind) {
    case 'lead': {
      const text = rich(block.text)
      return text.length <= HEADING && !text.includes('\n') ? `### ${text}` : text
    }
    case 'paragraph':
    case 'hint':
      return rich(block.text)
    case 'warning':
      return `⚠️ ${rich(block.text)}`
    case 'note':
      return small(rich(block.text))
    case 'steps':
      return titled(
        block.title,
        block.items.map((item, index) => `${index + 1}. ${indent(rich(item))}`),
      )
    case 'list':
      return titled(
        block.title,
        block.items.map((item) => `- ${indent(rich(item))}`),
      )
    case 'settings':
      return titled(
        block.title,
        block.rows.map((row) =>
          words('discord.pair', { label: escapeText(row.label), value: value(row.value) }),
        ),
      )
    case 'table':
      return titled(block.title, [table(block.columns, block.rows)])
  }
}

/** Where the answer comes from, in small print. Empty without sources. */
export function sourcesLine(sources: Source[], label: string): string {
  if (sources.length === 0) return ''
  return small(`${escapeText(label)} ${sources.map((source) => link(source.title, source.url)).join(' · ')}`)
}

/** Small print, on every line. */
export function small(text: string): string {
  return text.replace(/^(?=.)/gm, '-# ')
}

export function rich(text: RichText): string {
  return text
    .map((span) => {
      if (span.style === 'code') return code(span.text)
      if (span.style !== 'strong') return escapeText(span.text)
      // Discord wants no space inside the asterisks.
      const [, before, inner, after] = /^(\s*)(.*?)(\s*)$/s.exec(span.text) as unknown as [
        string,
        string,
        string,
        string,
      ]
      return inner ? `${before}**${escapeText(inner)}**${after}` : span.text
    })
    .join('')
}

/** What is typed as it stands is set apart; what only describes it, such as "your full address", is not. */
function value(text: string): string {
  return /\s/.test(text) ? escapeText(text) : code(text)
}

function titled(title: string | undefined, lines: string[]): string {
  return [...(title ? [`**${escapeText(title)}**`] : []), ...lines].join('\n')
}

/** Further lines of a list item stay in it. */
function indent(text: string): string {
  return text.replace(/\n/g, '\n  ')
}

/** Columns in line where a phone has room for them; else a line for each row. */
function table(columns: string[], rows: string[][]): string {
  const all = [columns, ...rows].map((row) =>
    columns.map((_, column) => codeBlock(row[column] ?? '').replace(/\s+/g, ' ')),
  )
  const widths = columns.map((_, column) => Math.max(...all.map((row) => row[column]!.length)))
  if (widths.reduce((sum, width) => sum + width + 2, -2) <= NARROW) {
    const lines = all.map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    return ['```', ...lines, '```'].join('\n')
  }
  return rows
    .map((row) => {
      const [first = '', second, ...rest] = row
      return `- **${escapeText(first)}** ${[...(second ? [code(second)] : []), ...rest.map(escapeText)].join(' · ')}`
    })
    .join('\n')
}

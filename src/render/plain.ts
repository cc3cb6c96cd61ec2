/** An answer as plain text: what `text` holds, and what a terminal or a ticket shows. */
import { plainText } from '../answering/text.ts'
import type { Block, Source } from '../message.ts'

/** Words of the interface by key, with `{name}` filled in: `answer.step`, `answer.labelled`, `answer.sources`. */
export type RenderWords = (key: string, values?: Record<string, string>) => string

interface Renderable {
  blocks: Block[]
  sources: Source[]
}

/** `words` gives the headings. Lines are not wrapped. */
export function renderPlain({ blocks }: Renderable, words: RenderWords): string {
  return blocks.map((block) => plainBlock(block, words)).join('\n\n')
}

function plainBlock(block: Block, words: RenderWords): string {
  switch (block.kind) {
    case 'lead':
    case 'paragraph':
    case 'hint':
    case 'note':
      return plainText(block.text)
    case 'warning':
      return `⚠ ${plainText(block.text)}`
    case 'steps':
      return [
        words('answer.labelled', { label: block.title ?? words('answer.step') }),
        ...block.items.map((item, index) => `${index + 1}. ${plainText(item)}`),
      ].join('\n')
    case 'list':
      return [
        ...(block.title ? [words('answer.labelled', { label: block.title })] : []),
        ...block.items.map((item) => `- ${plainText(item)}`),
      ].join('\n')
    case 'settings':
      return [
        words('answer.labelled', { label: block.title }),
        ...block.rows.map((row) => `  ${words('answer.labelled', { label: row.label })} ${row.value}`),
      ].join('\n')
    case 'table': {
      const rows = [block.columns, ...block.rows]
      const widths = block.columns.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
      return rows
        .map((row) =>
          row
            .map((cell, column) => cell.padEnd(widths[column]!))
            .join('  ')
            .trimEnd(),
        )
        .join('\n')
    }
  }
}

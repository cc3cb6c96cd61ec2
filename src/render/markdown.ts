/** An answer as CommonMark, with GitHub's tables as lists so that every renderer shows them. */
import type { Block, RichText, Source } from '../message.ts'
import type { RenderWords } from './plain.ts'

interface Renderable {
  blocks: Block[]
  sources: Source[]
}

/** `words` gives the headings. What people or the provider's file wrote can bring no markup of its own. */
export function renderMarkdown({ blocks, sources }: Renderable, words: RenderWords): string {
  const parts = blocks.map((block) => markdownBlock(block, words))
  if (sources.length > 0) {
    const links = sources.map((source) => `[${escapeMarkdown(source.title)}](<${source.url}>)`)
    parts.push(
      `*${escapeMarkdown(words('answer.labelled', { label: words('answer.sources') }))}* ${links.join(', ')}`,
    )
  }
  return parts.join('\n\n')
}

/** Backslashes before everything that CommonMark could read as markup. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_{}[\]<>#|~&!]/g, '\\$&')
    .replace(/^(\s*)([-+])(?=\s)/gm, '$1\\$2')
    .replace(/^(\s*\d+)([.)])(?=\s)/gm, '$1\\$2')
}

function rich(text: RichText): string {
  return text
    .map((span) => {
      if (span.style === 'code') return codeSpan(span.text)
      if (span.style === 'strong') return `**${escapeMarkdown(span.text)}**`
      return escapeMarkdown(span.text)
    })
    .join('')
}

/** A code span whose fence is longer than any run of backticks inside. */
function codeSpan(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map((match) => match[0].length))
  const fence = '`'.repeat(longest + 1)
  const space = text.startsWith('`') || text.endsWith('`') ? ' ' : ''
  return `${fence}${space}${text}${space}${fence}`
}

function markdownBlock(block: Block, words: RenderWords): string {
  switch (block.kind) {
    case 'lead':
      return `**${block.text.map((span) => escapeMarkdown(span.text)).join('')}**`
    case 'paragraph':
      return rich(block.text)
    case 'hint':
      return rich(block.text)
    case 'note':
      return `*${block.text.map((span) => escapeMarkdown(span.text)).join('')}*`
    case 'warning':
      return `> ⚠️ ${rich(block.text)}`
    case 'steps':
      return [
        escapeMarkdown(words('answer.labelled', { label: block.title ?? words('answer.step') })),
        '',
        ...block.items.map((item, index) => `${index + 1}. ${rich(item)}`),
      ].join('\n')
    case 'list':
      return [
        ...(block.title ? [escapeMarkdown(words('answer.labelled', { label: block.title })), ''] : []),
        ...block.items.map((item) => `- ${rich(item)}`),
      ].join('\n')
    case 'settings':
      return [
        `**${escapeMarkdown(block.title)}**`,
        '',
        ...block.rows.map(
          (row) =>
            `- ${escapeMarkdown(words('answer.labelled', { label: row.label }))} ${codeSpan(row.value)}`,
        ),
      ].join('\n')
    case 'table':
      return block.rows
        .map((row) => {
          const label = `**${escapeMarkdown(row.slice(0, 2).join(' '))}**`
          return `- ${words('answer.labelled', { label })} ${escapeMarkdown(row.slice(2).join(', '))}`
        })
        .join('\n')
  }
}

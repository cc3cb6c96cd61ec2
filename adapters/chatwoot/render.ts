/**
 * Answers as Chatwoot messages. Chatwoot shows Markdown in its own widget and the bare text in other channels,
 * so only marks are used that read well either way, and tables become lines. Pure.
 */
import type { Handoff, Words } from '../../src/adapter.ts'
import type { Answer, Block, RichText } from '../../src/message.ts'
import { LIMITS } from './limits.ts'

export interface ChatwootMessage {
  content: string
  content_type: 'text' | 'input_select'
  content_attributes?: { items: { title: string; value: string }[] }
  private?: boolean
}

/** What a vote's choice sends back. */
export const VOTE = /^vote:(yes|no):([\w-]{1,128})$/

/** An answer, with its choices, "talk to a person" and the vote below it. */
export function renderAnswer(answer: Answer, words: Words): ChatwootMessage {
  const choices = answer.options.map(({ label, text }) => ({ title: label, value: text }))
  const human = humanChoice(words)
  if (answer.outcome !== 'handoff' && !choices.some(({ value }) => value === human.value)) choices.push(human)
  if (answer.outcome === 'answer') {
    choices.push(
      { title: words('chatwoot.helped'), value: `vote:yes:${answer.id}` },
      { title: words('chatwoot.not-helped'), value: `vote:no:${answer.id}` },
    )
  }
  const parts = answer.blocks.map((block) => renderBlock(block, words))
  const sources = answer.sources.map(({ title, url }) => `${escapeMarkdown(title)}: ${url}`)
  if (sources.length > 0) parts.push([`${words('common.answer.sources')}:`, ...sources].join('\n'))
  return choosing(parts.join('\n\n'), answer.outcome === 'handoff' ? [] : choices)
}

/** A short message with choices; plain when there are none. */
export function choosing(content: string, choices: { title: string; value: string }[]): ChatwootMessage {
  const cut = content.slice(0, LIMITS.content)
  if (choices.length === 0) return { content: cut, content_type: 'text' }
  return {
    content: cut,
    content_type: 'input_select',
    content_attributes: { items: choices.slice(0, LIMITS.items) },
  }
}

export function humanChoice(words: Words): { title: string; value: string } {
  return { title: words('common.option.human'), value: words('common.option.human-text') }
}

/** For the people who take over: what was understood and tried. `understood` are slots by name. */
export function renderNote(
  handoff: Handoff,
  understood: Record<string, string>,
  words: Words,
): ChatwootMessage {
  const found = Object.entries(understood).map(([name, value]) => `${name} ${value}`)
  const turns = handoff.history.map(({ question, answered, topic }, index) =>
    [
      `${index + 1}. ${words('chatwoot.note.asked', { text: escapeMarkdown(oneLine(question)) })}`,
      `   ${words('chatwoot.note.answered', { text: escapeMarkdown(oneLine(answered)) })}${topic ? ` (${topic})` : ''}`,
    ].join('\n'),
  )
  return {
    content: [
      `**${words('chatwoot.note.title')}**`,
      ...(found.length > 0
        ? [words('chatwoot.note.understood', { found: escapeMarkdown(found.join(', ')) })]
        : []),
      ...(turns.length > 0 ? [`${words('chatwoot.note.tried')}\n${turns.join('\n')}`] : []),
    ]
      .join('\n\n')
      .slice(0, LIMITS.content),
    content_type: 'text',
    private: true,
  }
}

function renderBlock(block: Block, words: Words): string {
  const titled = (title: string | undefined, lines: string[]) =>
    [...(title === undefined ? [] : [`**${escapeMarkdown(title)}**`]), ...lines].join('\n')
  switch (block.kind) {
    case 'lead':
      return `**${escapeMarkdown(block.text.map((span) => span.text).join(''))}**`
    case 'paragraph':
    case 'hint':
      return rich(block.text)
    case 'note':
      return `_${escapeMarkdown(block.text.map((span) => span.text).join(''))}_`
    case 'warning':
      return `⚠️ ${rich(block.text)}`
    case 'steps':
      return titled(
        block.title,
        block.items.map((item, index) => `${index + 1}. ${rich(item)}`),
      )
    case 'list':
      return titled(
        block.title,
        block.items.map((item) => `- ${rich(item)}`),
      )
    case 'settings':
      return titled(
        block.title,
        block.rows.map(
          ({ label, value }) =>
            `${escapeMarkdown(label)}: ${/\s/.test(value) ? escapeMarkdown(value) : code(value)}`,
        ),
      )
    case 'table':
      // One line a row, each cell with its column's name but for the first, which names the row.
      return titled(
        block.title,
        block.rows.map(([first = '', ...cells]) => {
          const rest = cells.map((cell, index) =>
            words('chatwoot.cell', {
              column: escapeMarkdown(block.columns[index + 1] ?? ''),
              value: escapeMarkdown(cell),
            }),
          )
          return `- **${escapeMarkdown(first)}** · ${rest.join(' · ')}`
        }),
      )
  }
}

function rich(text: RichText): string {
  return text
    .map(({ text, style }) => {
      if (style === 'code') return code(text)
      return style === 'strong' ? `**${escapeMarkdown(text)}**` : escapeMarkdown(text)
    })
    .join('')
}

/** CommonMark 6.1: a code span whose own backticks are fewer than its fence. */
function code(text: string): string {
  const fence = '`'.repeat(Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length)) + 1)
  return fence.length > 1 ? `${fence} ${text} ${fence}` : `${fence}${text}${fence}`
}

/** CommonMark 2.4: marks that people or the provider's file wrote stay what they are. Addresses keep their look. */
function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]<>~|]/g, '\\$&').replace(/^(\s*)([#>+-]|\d+[.)])(?=\s)/gm, '$1\\$2')
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

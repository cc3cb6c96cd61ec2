/** The words of a message without its blocks: for when Slack refuses them. Pure. */
import type { KnownBlock } from '@slack/types'
import { mrkdwn, pieces } from './blocks.ts'
import { LIMITS } from './limits.ts'
import { escapeText } from './mrkdwn.ts'
import type { Message } from './render.ts'

/** The same words as sections of text, as many as one message takes, and its buttons unless `bare`. */
export function toPlain(message: Message, bare = false): Message {
  const text = message.blocks.map(wordsOf).filter(Boolean).join('\n')
  const buttons = bare ? [] : message.blocks.filter((block) => block.type === 'actions')
  const room = (LIMITS.messageJson - JSON.stringify(buttons).length) / DENSEST - LIMITS.sectionText / 2
  const words = (text.length > room ? `${text.slice(0, room)}…` : text) || message.text
  return { text: message.text, blocks: [...sections(words), ...buttons] }
}

/** A block that is too large for a message, as plain text in pieces; any other as it is. */
export function fitting(block: KnownBlock): KnownBlock[] {
  return JSON.stringify(block).length > LARGEST_BLOCK ? sections(wordsOf(block)) : [block]
}

/** Characters of JSON that one of text takes at most: a quotation mark or a line break takes two. */
const DENSEST = 2
const LARGEST_BLOCK = LIMITS.messageJson * 0.75

/** Control characters would take six characters of JSON each, and show nothing. */
const visible = (text: string) => text.replace(/[^\P{Cc}\n\t]/gu, ' ')

const sections = (text: string): KnownBlock[] => pieces(visible(text), LIMITS.sectionText).map(mrkdwn)

/** The words of a block in reading order, escaped. */
function wordsOf(block: KnownBlock): string {
  switch (block.type) {
    case 'header':
      return `*${escapeText(block.text.text)}*`
    case 'section':
      return [block.text, ...(block.fields ?? [])]
        .map((one) => one?.text ?? '')
        .filter(Boolean)
        .join('\n')
    case 'context':
      return block.elements
        .map((one) => ('text' in one ? one.text : ''))
        .filter(Boolean)
        .join('\n')
    case 'rich_text':
      return block.elements
        .map((part) =>
          part.type === 'rich_text_list'
            ? part.elements
                .map(
                  (item, index) =>
                    `${part.style === 'ordered' ? `${index + 1}.` : '•'} ${runs(item.elements)}`,
                )
                .join('\n')
            : runs(part.elements),
        )
        .join('\n')
    case 'table':
      return block.rows
        .map((row) =>
          row
            .map((cell) =>
              cell.type === 'rich_text' ? wordsOf(cell) : 'text' in cell ? escapeText(String(cell.text)) : '',
            )
            .join(' · '),
        )
        .join('\n')
    default:
      return ''
  }
}

const runs = (elements: readonly object[]): string =>
  elements.map((one) => ('text' in one && typeof one.text === 'string' ? escapeText(one.text) : '')).join('')

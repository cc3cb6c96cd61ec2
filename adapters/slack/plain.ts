/** The words of a message without its blocks: for when Slack refuses them. Pure. */
import type { KnownBlock } from '@slack/types'
import { pieces } from './blocks.ts'
import { LIMITS } from './limits.ts'
import { escapeText } from './mrkdwn.ts'
import type { Message } from './render.ts'

/** The same words as sections of text, as many as one message takes. Buttons are left out. */
export function toPlain(message: Message): Message {
  const text = message.blocks.map(wordsOf).filter(Boolean).join('\n')
  const room = LIMITS.messageJson - LIMITS.sectionText
  // A quotation mark or a line break takes two characters of JSON.
  const cut = text.length > room / 2 ? `${text.slice(0, room / 2)}…` : text
  return {
    text: message.text,
    blocks: pieces(cut || message.text, LIMITS.sectionText).map((piece) => ({
      type: 'section',
      text: { type: 'mrkdwn', text: piece },
    })),
  }
}

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

/** Small builders of Block Kit blocks. Each holds its own part to Slack's limits. */
import type {
  ActionsBlock,
  Button,
  ContextActionsBlock,
  ContextBlock,
  HeaderBlock,
  KnownBlock,
  RichTextBlock,
  RichTextBlockElement,
  RichTextElement,
  RichTextSection,
  RichTextText,
  SectionBlock,
  TableBlock,
} from '@slack/types'
import type { RichText } from '../../src/message.ts'
import { LIMITS } from './limits.ts'
import { escapeText, shorten } from './mrkdwn.ts'

/** Stands in an empty cell, since Slack refuses empty text. */
const NOTHING = '–'

/** Cut into pieces of at most `most` UTF-16 units, at a line, else at a space, else anywhere. */
export function pieces(text: string, most: number): string[] {
  const found: string[] = []
  let rest = text
  while (rest.length > most) {
    const head = rest.slice(0, most)
    const line = head.lastIndexOf('\n') + 1
    const space = head.lastIndexOf(' ') + 1
    const cut = line > most / 2 ? line : space > most / 2 ? space : most
    found.push(rest.slice(0, cut))
    rest = rest.slice(cut)
  }
  if (rest !== '') found.push(rest)
  return found
}

/** Spans as rich text elements, in which nothing but the element's type has a meaning. */
export function elements(text: RichText, base: { bold?: boolean } = {}): RichTextElement[] {
  return text.flatMap((span) => {
    const style: NonNullable<RichTextText['style']> = {}
    if (span.style === 'code') style.code = true
    else if (span.style === 'strong' || base.bold) style.bold = true
    return pieces(span.text, LIMITS.richTextElement).map(
      (piece): RichTextText => ({
        type: 'text',
        text: piece,
        ...(Object.keys(style).length > 0 ? { style } : {}),
      }),
    )
  })
}

export const section = (...parts: RichTextElement[]): RichTextSection => ({
  type: 'rich_text_section',
  elements: parts,
})

export const richText = (...parts: RichTextBlockElement[]): RichTextBlock => ({
  type: 'rich_text',
  elements: parts,
})

/** One paragraph. */
export const paragraph = (text: RichText, base: { bold?: boolean } = {}): RichTextBlock =>
  richText(section(...elements(text, base)))

/** A message of a few plain words. */
export const plainMessage = (text: string): { text: string; blocks: KnownBlock[] } => ({
  text: escapeText(text),
  blocks: [paragraph([{ text }])],
})

/** Small grey print. `text` is mrkdwn: whoever calls escapes what is not their own. */
export const context = (...texts: string[]): ContextBlock => ({
  type: 'context',
  elements: texts.slice(0, LIMITS.elementsPerContext).map((text) => ({
    type: 'mrkdwn',
    text: shorten(text, LIMITS.textObject),
  })),
})

export const header = (text: string): HeaderBlock => ({
  type: 'header',
  text: { type: 'plain_text', text: shorten(text, LIMITS.headerText), emoji: true },
})

/** Text in mrkdwn: whoever calls escapes what is not their own. */
export const mrkdwn = (text: string): SectionBlock => ({
  type: 'section',
  text: { type: 'mrkdwn', text: shorten(text, LIMITS.sectionText) },
  expand: true,
})

export interface ButtonOptions {
  primary?: boolean
  url?: string
}

/** A button, or null when what it has to send back is more than Slack takes. */
export function button(id: string, label: string, value: object, options: ButtonOptions = {}): Button | null {
  const json = JSON.stringify(value)
  if (json.length > LIMITS.buttonValue) return null
  return {
    type: 'button',
    action_id: id,
    text: { type: 'plain_text', text: shorten(label, LIMITS.buttonText), emoji: true },
    value: json,
    ...(options.primary ? { style: 'primary' as const } : {}),
    ...(options.url === undefined ? {} : { url: options.url }),
  }
}

/** Room for the buttons of a message; those that do not fit are left out, from the end. */
const BUTTONS_JSON = LIMITS.messageJson / 3

/** Rows of buttons; none when there is no button to show. */
export function actions(id: string, buttons: (Button | null)[]): ActionsBlock[] {
  const all = buttons.filter((one) => one !== null)
  while (JSON.stringify(all).length > BUTTONS_JSON) all.pop()
  const rows: ActionsBlock[] = []
  for (let at = 0; at < all.length; at += LIMITS.elementsPerActions) {
    const block_id = at === 0 ? id : `${id}-${at}`
    rows.push({ type: 'actions', block_id, elements: all.slice(at, at + LIMITS.elementsPerActions) })
  }
  return rows
}

/** Slack's own pair of thumbs. */
export function feedback(
  id: string,
  labels: { yes: string; no: string },
  votes: { yes: object; no: object },
): ContextActionsBlock {
  const side = (label: string, value: object) => ({
    text: { type: 'plain_text' as const, text: shorten(label, LIMITS.buttonText) },
    accessibility_label: shorten(label, LIMITS.accessibilityLabel),
    value: JSON.stringify(value),
  })
  return {
    type: 'context_actions',
    elements: [
      {
        type: 'feedback_buttons',
        action_id: id,
        positive_button: side(labels.yes, votes.yes),
        negative_button: side(labels.no, votes.no),
      },
    ],
  }
}

/** A cell of a table. Bold for headings, code for what is to be copied. */
export interface Cell {
  text: string
  style?: 'bold' | 'code'
}

const cell = (content: Cell): RichTextBlock => {
  const text = content.text === '' ? NOTHING : shorten(content.text, LIMITS.richTextElement)
  const style = content.style === undefined || content.text === '' ? {} : { style: { [content.style]: true } }
  return richText(section({ type: 'text', text, ...style }))
}

/** More than a message takes beside its table. */
const TABLE_JSON = LIMITS.messageJson * 0.7

/**
 * Tables of these rows, each within the limits and with the heading repeated. Columns past the limit are left
 * out of a table; no answer has that many.
 */
export function tables(heading: Cell[], rows: Cell[][]): TableBlock[] {
  const wide = (row: Cell[]) => row.slice(0, LIMITS.tableColumns).map(cell)
  const measure = (row: Cell[]) => ({
    json: JSON.stringify(wide(row)).length,
    text: row.reduce((sum, one) => sum + Math.max(1, one.text.length), 0),
  })
  const head = heading.length === 0 ? [] : [heading]
  const base = head.map(measure)[0] ?? { json: 0, text: 0 }
  const found: Cell[][][] = []
  let size = { ...base }
  for (const row of rows) {
    const own = measure(row)
    const last = found.at(-1)
    const fits =
      last !== undefined &&
      last.length < LIMITS.tableRows &&
      size.json + own.json <= TABLE_JSON &&
      size.text + own.text <= LIMITS.tableCharacters
    if (fits) {
      last.push(row)
      size = { json: size.json + own.json, text: size.text + own.text }
    } else {
      found.push([...head, row])
      size = { json: base.json + own.json, text: base.text + own.text }
    }
  }
  return found.map((group) => ({
    type: 'table',
    rows: group.map(wide),
    column_settings: (group[0] ?? []).slice(0, LIMITS.tableColumns).map(() => ({ is_wrapped: true })),
  }))
}

/** Pairs of a label and a value, side by side, for where a table is not allowed. `value` is put in code. */
export function fields(
  pairs: { label: string; value: string }[],
  escapeText: (text: string) => string,
): SectionBlock[] {
  const found: SectionBlock[] = []
  for (let at = 0; at < pairs.length; at += LIMITS.fieldsPerSection) {
    found.push({
      type: 'section',
      fields: pairs.slice(at, at + LIMITS.fieldsPerSection).map(({ label, value }) => ({
        type: 'mrkdwn',
        text: shorten(
          `*${escapeText(label)}*\n\`${escapeText(value).replace(/`/g, "'")}\``,
          LIMITS.fieldText,
        ),
      })),
    })
  }
  return found
}

export type { KnownBlock }

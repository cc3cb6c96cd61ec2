/** An answer as Slack messages. Pure: the same answer and words give the same blocks. */
import type { Button, KnownBlock, RichTextBlock, RichTextSection } from '@slack/types'
import type { Words } from '../../src/adapter.ts'
import type { Answer, Block, RichText } from '../../src/message.ts'
import {
  actions,
  button,
  type Cell,
  context,
  elements,
  feedback,
  fields,
  paragraph,
  richText,
  section,
  tables,
} from './blocks.ts'
import { LIMITS } from './limits.ts'
import { escapeText, link, shorten } from './mrkdwn.ts'
import { paginate } from './pages.ts'
import { fitting } from './plain.ts'
import { ACTIONS, type Whereabouts } from './values.ts'

/** A message as the Web API and a `response_url` take it. */
export interface Message {
  /** Read out by screen readers and shown in notifications; mrkdwn, escaped. */
  text: string
  blocks: KnownBlock[]
}

export interface Showing {
  words: Words
  /**
   * Who sees it: `thread` all in the thread; `private` the asker alone, with a button to share; `agent` the
   * support agent alone, with buttons to post and to copy; `shared` all, passed on by somebody, so that it
   * takes no further questions.
   */
  to: 'thread' | 'private' | 'agent' | 'shared'
  /** Where buttons have to bring the next answer when the message itself does not tell. */
  at?: Whereabouts
  /** Said under the answer, such as that a person comes. */
  note?: string
  /** A line of mrkdwn above the answer, escaped by the caller: who picked or shared what. */
  heading?: string
}

/**
 * The messages of an answer, from the first to the last; at least one. Where one ends and the next begins depends
 * on the answer alone, so that its rest can be shown later.
 */
export function renderAnswer(answer: Answer, showing: Showing): Message[] {
  const { words, heading, note } = showing
  const body = [...renderBlocks(withoutChoices(answer, showing), words), ...sources(answer, words)].flatMap(
    fitting,
  )
  const tail = [...(note === undefined ? [] : [paragraph([{ text: note }])]), ...buttons(answer, showing)]
  const pages = paginate(body, tail)
  if (heading !== undefined) pages[0]?.unshift(context(shorten(heading, LONGEST_HEADING)))
  const spoken = answer.blocks.find((block) => block.kind === 'lead')
  const lead = spoken === undefined ? answer.text : spoken.text.map((span) => span.text).join('')
  return pages.map((blocks, index) => ({
    text: shorten(escapeText(index === 0 ? answer.text : lead), LIMITS.fallbackText),
    blocks,
  }))
}

/** A question is repeated in part, and escaping makes it up to five times longer. */
const LONGEST_HEADING = 900

/** Choices that are buttons need not be listed as well. */
function withoutChoices({ blocks, options }: Answer, { to }: Showing): Block[] {
  const labels = new Set(options.map((option) => option.label))
  const isChoices = (block: Block) =>
    block.kind === 'list' && block.items.every((item) => labels.has(item.map((span) => span.text).join('')))
  return to === 'shared' ? blocks : blocks.filter((block) => !isChoices(block))
}

/** The blocks of an answer without its buttons. One table at most: those after the first become pairs or text. */
export function renderBlocks(blocks: Block[], words: Words): KnownBlock[] {
  const merged = mergeSettings(blocks, words)
  let tableUsed = false
  return merged.flatMap((block): KnownBlock[] => {
    if (block.kind !== 'table' && block.kind !== 'settings') return renderText(block)
    const title = block.title === undefined ? [] : [paragraph([{ text: block.title, style: 'strong' }])]
    const first = !tableUsed
    tableUsed = true
    if (block.kind === 'settings') {
      const rows = block.rows.map(({ label, value }) => styled([label, value]))
      return [...title, ...(first ? tables([], rows) : fields(block.rows, escapeText))]
    }
    const heading = block.columns.map((text): Cell => ({ text, style: 'bold' }))
    return [
      ...title,
      ...(first ? tables(heading, block.rows.map(styled)) : [lines(block.columns, block.rows)]),
    ]
  })
}

function renderText(block: Exclude<Block, { kind: 'table' | 'settings' }>): KnownBlock[] {
  switch (block.kind) {
    case 'lead':
      return [paragraph(block.text, { bold: true })]
    case 'paragraph':
      return [paragraph(block.text)]
    case 'steps':
      return list(block.title, 'ordered', block.items)
    case 'list':
      return list(block.title, 'bullet', block.items)
    case 'warning':
      return [
        richText({
          type: 'rich_text_quote',
          elements: [
            { type: 'emoji', name: 'warning' },
            { type: 'text', text: ' ' },
            ...elements(block.text, { bold: true }),
          ],
        }),
      ]
    case 'hint':
      return [
        richText(
          section({ type: 'emoji', name: 'bulb' }, { type: 'text', text: ' ' }, ...elements(block.text)),
        ),
      ]
    case 'note':
      return [context(...block.text.map(plainSpan).join('').split('\n').filter(Boolean))]
  }
}

const plainSpan = (span: RichText[number]) =>
  span.style === 'strong'
    ? `*${escapeText(span.text)}*`
    : span.style === 'code'
      ? `\`${escapeText(span.text)}\``
      : escapeText(span.text)

/** Room for one list; a longer one goes on in a block of its own, so that a message can end between two items. */
const LIST_JSON = LIMITS.messageJson / 3

function list(title: string | undefined, style: 'ordered' | 'bullet', items: RichText[]): KnownBlock[] {
  const groups: RichTextSection[][] = []
  let size = 0
  for (const item of items) {
    const one = section(...elements(item))
    const own = JSON.stringify(one).length
    const last = groups.at(-1)
    if (last !== undefined && size + own <= LIST_JSON) last.push(one)
    else groups.push([one])
    size = last === groups.at(-1) ? size + own : own
  }
  const heading = title === undefined ? [] : [section(...elements([{ text: title, style: 'strong' }]))]
  let before = 0
  return groups.map((group, index): RichTextBlock => {
    // Slack numbers each list from one, so the steps of a second block carry their own number.
    const numbered = style === 'ordered' && index > 0
    const parts = numbered
      ? group.map((one, at) =>
          section({ type: 'text', text: `${before + at + 1}. ` }, ...one.elements, {
            type: 'text',
            text: '\n',
          }),
        )
      : [{ type: 'rich_text_list' as const, style, elements: group }]
    before += group.length
    return richText(...(index === 0 ? heading : []), ...parts)
  })
}

/** A number, a host or an address is to be copied as it is; anything else is words. */
const styled = (row: string[]): Cell[] =>
  row.map((text, column) => (column > 0 && /^\S*[\d.@]\S*$/.test(text) ? { text, style: 'code' } : { text }))

/** Rows as text in columns, for a second table. */
function lines(columns: string[], rows: string[][]): KnownBlock {
  const all = [columns, ...rows]
  const widths = columns.map((_, at) => Math.max(...all.map((row) => (row[at] ?? '').length)))
  const text = all
    .map((row) =>
      row
        .map((value, at) => value.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
  return richText({
    type: 'rich_text_preformatted',
    elements: [{ type: 'text', text: shorten(text, LIMITS.richTextElement) }],
  })
}

/** Settings of several servers side by side, as one table: the rows are what is to be typed. */
function mergeSettings(blocks: Block[], words: Words): Block[] {
  const all = blocks.filter((block) => block.kind === 'settings')
  if (all.length < 2) return blocks
  const labels = [...new Set(all.flatMap((block) => block.rows.map((row) => row.label)))]
  const table: Block = {
    kind: 'table',
    columns: [words('slack.setting'), ...all.map((block) => block.title)],
    rows: labels.map((label) => [
      label,
      ...all.map((block) => block.rows.find((row) => row.label === label)?.value ?? ''),
    ]),
  }
  const first = blocks.indexOf(all[0]!)
  return blocks.flatMap((block, at) => (block.kind !== 'settings' ? [block] : at === first ? [table] : []))
}

/** As many as one text takes; one cut in the middle would be no link. */
function sources(answer: Answer, words: Words): KnownBlock[] {
  let line = ''
  for (const { title, url } of answer.sources) {
    const next =
      line === ''
        ? `${escapeText(words('slack.sources'))} ${link(url, title)}`
        : `${line} · ${link(url, title)}`
    if (next.length > LIMITS.textObject) break
    line = next
  }
  return line === '' ? [] : [context(line)]
}

/** The buttons under an answer: what to ask next, a person, passing it on, and the thumbs. */
function buttons(answer: Answer, { words, to, at }: Showing): KnownBlock[] {
  const place = at === undefined ? {} : { at }
  const next: (Button | null)[] =
    to === 'shared'
      ? []
      : answer.options.map((option, index) =>
          button(`${ACTIONS.pick}_${index}`, option.label, {
            c: answer.conversationId,
            t: option.text,
            ...place,
          }),
        )
  const offered = answer.options.some((option) => option.label === words('common.option.human'))
  const reachable = (to === 'thread' || to === 'private') && answer.outcome !== 'handoff'
  if (reachable && !offered)
    next.push(
      button(ACTIONS.human, words('common.option.human'), {
        c: answer.conversationId,
        l: answer.locale,
        ...place,
      }),
    )
  const more: (Button | null)[] = []
  if (to === 'private') more.push(button(ACTIONS.share, words('slack.share'), { a: answer.id }))
  if (to === 'agent') {
    more.push(button(ACTIONS.post, words('slack.post'), { a: answer.id, ...place }, { primary: true }))
    more.push(button(ACTIONS.copy, words('slack.copy'), { a: answer.id, ...place }))
  }
  const votes =
    answer.outcome === 'smalltalk' || answer.outcome === 'handoff'
      ? []
      : [
          vote(
            answer,
            words,
            to === 'thread' || to === 'private' ? { c: answer.conversationId, ...place } : {},
          ),
        ]
  return [...actions('next', next), ...actions('more', more), ...votes]
}

/** Who is not helped may want a person, in the same conversation. */
const vote = (answer: Answer, words: Words, back: { c?: string; at?: Whereabouts }): KnownBlock =>
  feedback(
    ACTIONS.feedback,
    { yes: words('slack.feedback.yes'), no: words('slack.feedback.no') },
    {
      yes: { a: answer.id, h: true, l: answer.locale },
      no: { a: answer.id, h: false, l: answer.locale, ...back },
    },
  )

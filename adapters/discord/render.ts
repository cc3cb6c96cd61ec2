/**
 * An answer as Discord messages: Components V2, or embeds for a place that does not take them. Pure. Mostly one
 * message; an answer over Discord's limits goes on in the next, with the buttons under the last.
 */
import {
  type APIEmbed,
  type APIMessageTopLevelComponent,
  type APISeparatorComponent,
  ComponentType,
  SeparatorSpacingSize,
} from 'discord.js'
import type { Words } from '../../src/adapter.ts'
import type { Answer, Block } from '../../src/message.ts'
import { markdown, small, sourcesLine } from './blocks.ts'
import { escapeText } from './escape.ts'
import { LIMITS } from './limits.ts'
import {
  COLOURS,
  componentMessage,
  container,
  countComponents,
  type Message,
  type Row,
  text,
} from './message.ts'

export interface Shown {
  choices: Row[]
  tools: Row[]
}

export interface RenderOptions {
  words: Words
  controls: Shown
  /** Lines above and below the answer, already escaped. */
  above?: string
  below?: string
}

interface Part {
  /** What is said, what to be careful about, and where it comes from: each looks different. */
  kind: 'said' | 'warning' | 'source'
  content: string
  /** Set off from what is above it. */
  apart?: boolean
}

/** At most this many messages; what a longer answer has beyond is in its sources. */
const MOST_MESSAGES = 3

/** Room for the line that says who shared an answer. */
const SHARED_LINE = 100

export function renderComponents(answer: Answer, { words, controls, ...around }: RenderOptions): Message[] {
  const rows = countComponents([...controls.choices, ...controls.tools])
  // Each part may bring a container and a separator of its own.
  const room = {
    parts: Math.floor((LIMITS.components.most - rows - 2) / 3),
    text: LIMITS.components.text - SHARED_LINE,
  }
  const pages = paginate(partsOf(answer, words, around), room, words)
  return pages.map((parts, index) => {
    const last = index === pages.length - 1
    return componentMessage([...boxes(parts, answer), ...(last ? withChoices(controls) : [])])
  })
}

export function renderEmbeds(answer: Answer, { words, controls, ...around }: RenderOptions): Message[] {
  const pages = paginate(partsOf(answer, words, around), { parts: 30, text: LIMITS.embed.description }, words)
  return pages.map((parts, index) => ({
    embeds: runs(parts).map(
      (run): APIEmbed => ({
        ...(run[0]!.kind === 'source' ? {} : { color: colourOf(run[0]!, answer) }),
        description: run.map((part) => part.content).join('\n\n'),
      }),
    ),
    components: index === pages.length - 1 ? withChoices(controls) : [],
    allowed_mentions: { parse: [] },
  }))
}

function withChoices({ choices, tools }: Shown): APIMessageTopLevelComponent[] {
  return [...choices, ...tools]
}

function accentOf(answer: Answer): number {
  if (answer.outcome === 'clarify') return COLOURS.question
  return answer.outcome === 'unknown' ? COLOURS.unknown : COLOURS.answer
}

/** In reading order: the blocks, then where they come from. */
function partsOf(answer: Answer, words: Words, { above, below }: { above?: string; below?: string }): Part[] {
  const sources = sourcesLine(answer.sources, words('discord.sources'))
  return [
    ...(above ? [{ kind: 'said' as const, content: small(above) }] : []),
    ...answer.blocks
      .filter((block) => !isChoiceList(answer, block))
      .map((block) => ({
        kind: block.kind === 'warning' ? ('warning' as const) : ('said' as const),
        content: markdown(block, words),
      }))
      .filter((part) => part.content.trim() !== ''),
    ...(below ? [{ kind: 'said' as const, content: below, apart: true }] : []),
    ...(sources ? [{ kind: 'source' as const, content: sources }] : []),
  ]
}

/** A list of what the buttons underneath say is not shown twice. */
function isChoiceList(answer: Answer, block: Block): boolean {
  return (
    block.kind === 'list' &&
    answer.options.length > 0 &&
    block.items.length === answer.options.length &&
    block.items.every(
      (item, index) => item.map((span) => span.text).join('') === answer.options[index]!.label,
    )
  )
}

/** Parts of one kind that follow each other. */
function runs(parts: Part[]): Part[][] {
  const result: Part[][] = []
  for (const part of parts) {
    const run = result.at(-1)
    if (run && (run[0]!.kind === part.kind || result.length === LIMITS.message.embeds)) run.push(part)
    else result.push([part])
  }
  return result
}

function colourOf(part: Part, answer: Answer): number {
  return part.kind === 'warning' ? COLOURS.warning : accentOf(answer)
}

/** A box for each run; where it comes from stands outside, small. */
function boxes(parts: Part[], answer: Answer): APIMessageTopLevelComponent[] {
  return runs(parts).flatMap((run): APIMessageTopLevelComponent[] => {
    const inside = run.flatMap((part, index) => [
      ...(part.apart && index > 0 ? [separator()] : []),
      text(part.content),
    ])
    return run[0]!.kind === 'source'
      ? run.map((part) => text(part.content))
      : [container(colourOf(run[0]!, answer), inside)]
  })
}

function separator(): APISeparatorComponent {
  return { type: ComponentType.Separator, divider: true, spacing: SeparatorSpacingSize.Small }
}

/** Fills messages with whole parts; a part too long for one is cut between its lines. */
function paginate(parts: Part[], room: { parts: number; text: number }, words: Words): Part[][] {
  const pages: Part[][] = [[]]
  let left: number = room.text
  for (const part of parts.flatMap((part) => pieces(part, room.text))) {
    const page = pages.at(-1)!
    if (page.length > 0 && (page.length >= room.parts || part.content.length + 2 > left)) {
      pages.push([part])
      left = room.text - part.content.length
    } else {
      page.push(part)
      left -= part.content.length + 2
    }
  }
  if (pages.length <= MOST_MESSAGES) return pages
  const kept = pages.slice(0, MOST_MESSAGES)
  const note = { kind: 'source' as const, content: small(escapeText(words('discord.shortened'))) }
  const last = kept.at(-1)!
  const size = () => last.reduce((sum, part) => sum + part.content.length + 2, note.content.length)
  while (last.length > 1 && (size() > room.text || last.length >= room.parts)) last.pop()
  if (size() > room.text) last.pop()
  last.push(note)
  return kept
}

function pieces(part: Part, most: number): Part[] {
  if (part.content.length <= most) return [part]
  const result: string[] = ['']
  for (const line of part.content.split('\n').flatMap((line) => slices(line, most))) {
    const piece = result.at(-1)!
    if (piece && piece.length + 1 + line.length > most) result.push(line)
    else result[result.length - 1] = piece ? `${piece}\n${line}` : line
  }
  return result.map((content) => ({ ...part, content }))
}

function slices(line: string, most: number): string[] {
  if (line.length <= most) return [line]
  const result: string[] = []
  for (let from = 0; from < line.length; ) {
    let to = Math.min(from + most, line.length)
    // Not between a backslash and what it escapes, nor inside a surrogate pair.
    if (to < line.length) while (to > from + 1 && /[\\\uD800-\uDBFF]/.test(line[to - 1]!)) to -= 1
    result.push(line.slice(from, to))
    from = to
  }
  return result
}

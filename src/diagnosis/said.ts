/** Where in a text a server speaks, and what it says. */

import type { Page } from './decide.ts'
import type { Hit, Marked } from './evidence.ts'

/** The most of a server's words that is shown, in characters and in lines before and after what decided. */
const MOST_WORDS = 300
const MOST_LINES = 8
/** Words that may follow "said:" on its line without being what was said: the answer then stands on the next lines. */
const FEW = 2

/**
 * Lines of a recipient's block, of `Diagnostic-Code`, with a code, after "the server said", and those indented under
 * any of these.
 */
export function saidLines({
  layout,
  lines,
  evidence,
  text,
}: Omit<Page, 'said' | 'coded'>): Pick<Page, 'said' | 'coded'> {
  const said = new Set<number>()
  const add = (index: number) => {
    const role = layout.lines[index]?.role
    if (role !== 'human' && role !== 'field') return false
    said.add(index)
    return true
  }
  for (const [index, line] of layout.lines.entries()) if (line.said) add(index)
  for (const { start } of evidence.codes) add(lines.at(start))
  const coded = new Set(said)
  // Up to here the lines under an introduction were added already.
  let done = 0
  for (const mark of [...evidence.marks.reply, ...evidence.marks.submission].sort(
    (a, b) => a.start - b.start,
  )) {
    const line = lines.at(mark.end - 1)
    add(line)
    if (line < done || restOf(mark) > FEW) continue
    let next = line + 1
    if (layout.lines[next]?.role === 'blank') next++
    while (add(next)) next++
    done = next
  }
  for (const { end } of evidence.marks.client)
    if (/^\s?(?::|>|-|–|—)\s/.test(text.slice(end, end + 4))) add(lines.at(end - 1))
  for (const [index] of layout.lines.entries()) {
    if (!said.has(index - 1) || !/^[ \t]/.test(lineAt(index)) || !add(index)) continue
    if (coded.has(index - 1)) coded.add(index)
  }
  return { said, coded }

  /** How many words follow on the same line, as far as that matters. */
  function restOf({ to, end }: Marked): number {
    const line = lines.at(end - 1)
    const rest = evidence.tokens.slice(to + 1, to + 2 + FEW)
    return rest.filter(({ start }) => lines.at(start) === line).length
  }

  function lineAt(index: number): string {
    return text.slice(lines.starts[index], lines.starts[index]! + 1)
  }
}

/** A line of this many words of which this share is printed by servers or programs was pasted, not written. */
const PASTED = { words: 4, share: 0.6 }

/** Lines that hold next to nothing but what servers and programs print. */
export function printedLines({ evidence, lines }: Page): Set<number> {
  const all = new Map<number, number>()
  const printed = new Map<number, number>()
  const covered = new Uint8Array(evidence.tokens.length)
  for (const { from, to } of evidence.hits) if (from >= 0) covered.fill(1, from, to + 1)
  const written = new Set(evidence.marks.own.map(({ start }) => lines.at(start)))
  for (const [index, { start }] of evidence.tokens.entries()) {
    const line = lines.at(start)
    all.set(line, (all.get(line) ?? 0) + 1)
    if (covered[index]) printed.set(line, (printed.get(line) ?? 0) + 1)
  }
  return new Set(
    [...printed]
      .filter(([line, count]) => {
        const words = all.get(line)!
        return words >= PASTED.words && count >= words * PASTED.share && !written.has(line)
      })
      .map(([line]) => line),
  )
}

const QUOTATION =
  /"[^"\n]{3,400}"|“[^”\n]{3,400}”|„[^“”\n]{3,400}[“”]|«[^»\n]{3,400}»|‘[^’\n]{3,400}’|(?<![\p{L}\p{N}])'[^'\n]{3,400}'(?![\p{L}\p{N}])/gu

/** Tells whether a stretch of the text stands in quotation marks. */
export function quotationsIn(text: string): (start: number, end: number) => boolean {
  const quoted = new Uint8Array(text.length)
  for (const { index, 0: whole } of text.matchAll(QUOTATION)) quoted.fill(1, index, index + whole.length)
  return (start, end) => quoted[start] === 1 && quoted[end - 1] === 1
}

/** What the server said around a hit: its lines without what introduces them. */
export function wordsAt({ text, lines, layout, said, evidence }: Page, hit: Hit): string {
  const line = lines.at(hit.start)
  const { recipient, role } = layout.lines[line]!
  // A field ends where the next one begins; the lines of a reply go on until somebody else speaks.
  const together = (index: number) =>
    said.has(index) &&
    layout.lines[index]!.role === role &&
    layout.lines[index]!.recipient === recipient &&
    (role !== 'field' || /^[ \t]/.test(text.slice(lines.starts[index], lines.starts[index]! + 1)))
  let first = line
  let last = line
  while (
    said.has(line) &&
    line - first < MOST_LINES &&
    (role === 'field' ? together(first) : together(first - 1))
  )
    first--
  while (said.has(line) && last - line < MOST_LINES && together(last + 1)) last++
  const from = lines.starts[first]!
  const before = evidence.codes.filter(({ start }) => start >= from && start <= hit.start)
  const code = before.findLast(({ kind }) => kind === 'reply') ?? before[0]
  const introduced = [...evidence.marks.reply, ...evidence.marks.submission].filter(
    ({ start, end }) => start >= from && end <= hit.start,
  )
  return text
    .slice(code?.start ?? introduced.at(-1)?.end ?? from, lines.starts[last + 1] ?? text.length)
    .replace(/^\s*<?[^\s<>@]{1,64}@[^\s<>:]{1,255}>?(?:\.{3})?:?\s/, '')
    .replace(/^(?:Diagnostic-Code|Status)\s{0,2}:\s{0,4}(?:[\w-]{1,20};)?/i, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?\(in reply to [^)]{1,60}\)/g, '')
    .replace(/^[\s:;,.'"“„«<(-]+|[\s'"“”»>]+$/gu, '')
    .slice(0, MOST_WORDS)
}

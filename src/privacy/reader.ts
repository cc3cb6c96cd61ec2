/** Reads words off a folded text, never further than a bounded stretch, so that all work stays linear. */
import type { Folded } from './fold.ts'
import { isJoined, joinedWord, lexicon } from './lexicon.ts'
import { bare } from './looks.ts'
import type { Role } from './tables.ts'

/** How far around a name a value is looked for, in characters. */
export const REACH = 240
/** The longest value taken whole, in characters. */
export const LONGEST_VALUE = 400

/** A stretch of the folded text, `end` exclusive. */
export interface Stretch {
  start: number
  end: number
}

/** Marks that end a value within a run of Han or Kana. */
const JOINED_STOP = /[,.;:!?"'()[\]\s、]/

export class Reader {
  readonly plain: string
  readonly lower: string
  readonly text: Folded
  readonly original: string
  constructor(text: Folded, original: string) {
    this.text = text
    this.plain = text.plain
    this.lower = text.lower
    this.original = original
  }

  /** The first place at or after `at` that is no space or tab; line ends count as something. */
  skipSpace(at: number): number {
    let place = at
    while (place < this.plain.length && (this.plain[place] === ' ' || this.plain[place] === '\t')) place++
    return place
  }

  /** Whether the character at `at` and the one before are of scripts with and without blanks between words. */
  isBoundary(at: number): boolean {
    return isJoined(this.plain, at) || (at > 0 && isJoined(this.plain, at - 1))
  }

  atLineEnd(at: number): boolean {
    return at >= this.plain.length || this.plain[at] === '\n' || this.plain[at] === '\r'
  }

  /** The run of non-blank characters at `at`; of Han and Kana, the word of a table, or all up to the next one. */
  word(at: number): Stretch {
    if (isJoined(this.plain, at)) {
      const run = this.plain.slice(at, at + REACH)
      return { start: at, end: at + joinedWord(run, 0, (text) => lexicon.knows(text)) }
    }
    return this.#run(at, true)
  }

  /** The run of non-blank characters at `at` as a value: in Japanese and Chinese the sentence may go on behind it. */
  value(at: number): Stretch {
    if (!isJoined(this.plain, at)) return this.#run(at, true)
    let end = at
    const limit = Math.min(this.plain.length, at + LONGEST_VALUE)
    while (end < limit && !JOINED_STOP.test(this.plain[end] as string)) {
      if (end > at && isJoined(this.plain, end) && this.#endsJoined(end)) break
      end++
    }
    return { start: at, end }
  }

  #endsJoined(at: number): boolean {
    const run = this.plain.slice(at, at + 12)
    const word = run.slice(
      0,
      joinedWord(run, 0, (text) => lexicon.knows(text)),
    )
    return (['is', 'to', 'as', 'and', 'the'] as const).some((role) => lexicon.is(role, word))
  }

  #run(at: number, stopsAtJoined: boolean): Stretch {
    let end = at
    const limit = Math.min(this.plain.length, at + LONGEST_VALUE)
    while (end < limit && !/\s/.test(this.plain[end] as string)) {
      if (stopsAtJoined && end > at && isJoined(this.plain, end)) break
      end++
    }
    return { start: at, end }
  }

  /** The end of a word that is so long that `word` cut it; the stretch's own end for every other. */
  wordEnd({ start, end }: Stretch): number {
    if (end - start < LONGEST_VALUE / 2) return end
    let place = end
    while (place < this.plain.length && !/\s/.test(this.plain[place] as string)) place++
    return place
  }

  read(stretch: Stretch): string {
    return this.plain.slice(stretch.start, stretch.end)
  }

  /** Without the punctuation around it, in lower case. */
  bare(stretch: Stretch): string {
    return bare(this.read(stretch))
  }

  /** As written, with accents, but without what is invisible. */
  written(stretch: Stretch): string {
    return this.original
      .slice(this.text.origin(stretch.start), this.text.origin(stretch.end))
      .replace(/\p{Cf}/gu, '')
      .normalize('NFC')
  }

  /** Whether the word at the stretch has the role in one of the languages. */
  is(role: Role, stretch: Stretch, languages?: number): boolean {
    const word = this.bare(stretch)
    const written = word.length <= 2 ? this.written(stretch).toLowerCase() : ''
    return lexicon.is(role, word, languages, written)
  }

  /** Up to `most` words that stand before `at` in its clause, the nearest first. */
  wordsBefore(at: number, most: number): Stretch[] {
    const words: Stretch[] = []
    let end = at
    const from = Math.max(0, at - REACH)
    while (words.length < most) {
      while (end > from && /[ \t]/.test(this.plain[end - 1] as string)) end--
      if (end <= from || /[\n\r]/.test(this.plain[end - 1] as string)) return words
      if (words.length > 0 && /[.?;]/.test(this.plain[end - 1] as string)) return words
      let start = end - 1
      if (isJoined(this.plain, start)) start = this.#joinedStart(start, from)
      else
        while (
          start > from &&
          !/\s/.test(this.plain[start - 1] as string) &&
          !isJoined(this.plain, start - 1)
        )
          start--
      words.push({ start, end })
      end = start
    }
    return words
  }

  /** Where the word of a table begins that ends at `last`; else where the run of unknown characters begins. */
  #joinedStart(last: number, from: number): number {
    for (let start = Math.max(from, last - 11); start <= last; start++)
      if (isJoined(this.plain, start) && lexicon.knows(this.lower.slice(start, last + 1))) return start
    let start = last
    while (start > from && isJoined(this.plain, start - 1) && !lexicon.knows(this.plain[start - 1]!)) start--
    return start
  }

  /** The next `mark` at or after `at`, at most `within` characters on; -1 when there is none. */
  find(mark: string, at: number, within: number): number {
    const place = this.plain.slice(at, at + within).indexOf(mark)
    return place < 0 ? -1 : at + place
  }

  /** Where the line that holds `at` begins. Looks back `REACH` characters at most. */
  lineStart(at: number): number {
    const from = Math.max(0, at - REACH)
    return from + this.plain.slice(from, at).lastIndexOf('\n') + 1
  }

  /** True when nothing but marks of a list stands before `at` on its line. */
  startsLine(at: number): boolean {
    return /^[\s>*•\-"'`({[<\d.)]*$/u.test(this.plain.slice(this.lineStart(at), at))
  }
}

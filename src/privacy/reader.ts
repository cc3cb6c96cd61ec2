/** Reads words off a folded text, never further than a bounded stretch, so that all work stays linear. */
import type { Folded } from './fold.ts'

/** How far around a name a value is looked for, in characters. */
export const REACH = 240
/** The longest value taken whole, in characters. */
export const LONGEST_VALUE = 400

/** A stretch of the folded text, `end` exclusive. */
export interface Stretch {
  start: number
  end: number
}

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

  atLineEnd(at: number): boolean {
    return at >= this.plain.length || this.plain[at] === '\n' || this.plain[at] === '\r'
  }

  /** The run of non-blank characters at `at`. */
  word(at: number): Stretch {
    let end = at
    const limit = Math.min(this.plain.length, at + LONGEST_VALUE)
    while (end < limit && !/\s/.test(this.plain[end] as string)) end++
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

  /** As written, with accents, but without what is invisible. */
  written(stretch: Stretch): string {
    return this.original
      .slice(this.text.origin(stretch.start), this.text.origin(stretch.end))
      .replace(/\p{Cf}/gu, '')
      .normalize('NFC')
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

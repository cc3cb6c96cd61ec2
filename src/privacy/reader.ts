/** Reads words off a folded text, never further than a bounded stretch, so that all work stays linear. */
import type { Folded } from './fold.ts'
import { ALL, isJoined, type Languages, lexicon, type Token, wordsIn } from './lexicon.ts'
import { bare } from './looks.ts'
import type { Role } from './tables.ts'

/** How far around a name a value is looked for, in characters. */
export const REACH = 240
/** The longest value taken whole, in characters. */
export const LONGEST_VALUE = 400

/** The same for one written without blanks: a name or a passphrase of Han and Kana is short. */
const LONGEST_JOINED = 40

/** The words that `wordsBefore` reads. */
const MOST_BEFORE = 14

/** Characters read by all readers: a test tells by it, without a clock, that reading is linear. */
export const work = { characters: 0 }

/** A stretch of the folded text, `end` exclusive. */
export interface Stretch {
  start: number
  end: number
}

/** Marks that end a value within a run of Han or Kana. */
const JOINED_STOP = /[,.;:!?"'()[\]\s、]/

/** A word, as it is asked for. */
interface Known {
  end: number
  bare: string
  /** With its accents, where it is so short that they matter. */
  written: string
  roles: Map<Role, Languages>
}

/** Whether a word of Han or Kana ends a value that stands before it: "です", "に". */
function endsValue(word: string): boolean {
  return (['is', 'to', 'as', 'and', 'the'] as const).some((role) => lexicon.is(role, word))
}

export class Reader {
  readonly plain: string
  readonly lower: string
  readonly text: Folded
  readonly original: string
  /** All words of the text, in order. */
  readonly tokens: Token[]
  /** For each character of Han and Kana, the word that it belongs to. */
  readonly #joined = new Map<number, Token>()
  readonly #words = new Map<number, Known>()
  /** What stands before a name is asked for by several, one after the other. */
  #before: { at: number; words: Stretch[] } = { at: -1, words: [] }

  constructor(text: Folded, original: string) {
    this.text = text
    this.plain = text.plain
    this.lower = text.lower
    this.original = original
    this.tokens = wordsIn(text.lower, (word) => lexicon.knows(word))
    for (const token of this.tokens)
      if (isJoined(token.text, 0))
        for (let at = token.start; at < token.end; at++) this.#joined.set(at, token)
  }

  /** The first place at or after `at` that is no space or tab; line ends count as something. */
  skipSpace(at: number): number {
    let place = at
    while (place < this.plain.length && (this.plain[place] === ' ' || this.plain[place] === '\t')) place++
    return place
  }

  /** Whether the character at `at` and the one before are of scripts with and without blanks between words. */
  isBoundary(at: number): boolean {
    return this.#joined.has(at) || this.#joined.has(at - 1)
  }

  atLineEnd(at: number): boolean {
    return at >= this.plain.length || this.plain[at] === '\n' || this.plain[at] === '\r'
  }

  /** The run of non-blank characters at `at`; of Han and Kana, the word of a table, or all up to the next one. */
  word(at: number): Stretch {
    const joined = this.#joined.get(at)
    if (joined) return { start: at, end: joined.end }
    return this.#run(at, true)
  }

  /** The run of non-blank characters at `at` as a value: in Japanese and Chinese the sentence may go on behind it. */
  value(at: number): Stretch {
    if (!this.#joined.has(at)) return this.#run(at, true)
    let end = at
    const limit = Math.min(this.plain.length, at + LONGEST_JOINED)
    while (end < limit && !JOINED_STOP.test(this.plain[end] as string)) {
      const token = this.#joined.get(end)
      if (token && end > at && token.start === end && endsValue(token.text)) break
      end = Math.max(end + 1, token?.end ?? 0)
    }
    work.characters += end - at
    return { start: at, end }
  }

  #run(at: number, stopsAtJoined: boolean): Stretch {
    let end = at
    const limit = Math.min(this.plain.length, at + LONGEST_VALUE)
    while (end < limit && !/\s/.test(this.plain[end] as string)) {
      if (stopsAtJoined && end > at && this.#joined.has(end)) break
      end++
    }
    work.characters += end - at
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
    return this.#known(stretch).bare
  }

  /** What is asked of a word again and again is worked out once. */
  #known(stretch: Stretch): Known {
    const before = this.#words.get(stretch.start)
    if (before?.end === stretch.end) return before
    const word = bare(this.read(stretch))
    const known = {
      end: stretch.end,
      bare: word,
      written: word.length <= 2 ? this.written(stretch).toLowerCase() : '',
      roles: new Map<Role, Languages>(),
    }
    this.#words.set(stretch.start, known)
    return known
  }

  /** As written, with accents, but without what is invisible. */
  written(stretch: Stretch): string {
    return this.original
      .slice(this.text.origin(stretch.start), this.text.origin(stretch.end))
      .replace(/\p{Cf}/gu, '')
      .normalize('NFC')
  }

  /** Whether the word at the stretch has the role in one of the languages. */
  is(role: Role, stretch: Stretch, languages: Languages = ALL): boolean {
    const known = this.#known(stretch)
    let has = known.roles.get(role)
    if (has === undefined) {
      has = lexicon.rolesOf(role, known.bare, known.written)
      known.roles.set(role, has)
    }
    return (has & languages) !== 0
  }

  /** Up to `most` words, 14 at most, that stand before `at` in its clause, the nearest first. */
  wordsBefore(at: number, most: number): Stretch[] {
    if (this.#before.at !== at) this.#before = { at, words: this.#readBefore(at, MOST_BEFORE) }
    return this.#before.words.slice(0, most)
  }

  #readBefore(at: number, most: number): Stretch[] {
    const words: Stretch[] = []
    let end = at
    const from = Math.max(0, at - REACH)
    while (words.length < most) {
      while (end > from && /[ \t]/.test(this.plain[end - 1] as string)) end--
      if (end <= from || /[\n\r]/.test(this.plain[end - 1] as string)) return words
      if (words.length > 0 && /[.?;]/.test(this.plain[end - 1] as string)) return words
      let start = end - 1
      const joined = this.#joined.get(start)
      if (joined) start = Math.max(from, joined.start)
      else
        while (start > from && !/\s/.test(this.plain[start - 1] as string) && !this.#joined.has(start - 1))
          start--
      words.push({ start, end })
      work.characters += end - start
      end = start
    }
    return words
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

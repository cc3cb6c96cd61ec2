/** What each word can be, in which languages: the tables of `knowledge/privacy` made quick to ask. */
import { fold } from './fold.ts'
import { NAMES, type NameKind, ROLES, type Role, readTables, type Table } from './tables.ts'

/** A set of languages, a bit each. */
export type Languages = number
export const ALL: Languages = 0x3fffffff

/** Han, Hiragana, Katakana: written without blanks between words. */
const JOINED = '\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}\\u30fc'
const WORD = new RegExp(`[${JOINED}]+|(?:(?![${JOINED}])[\\p{L}\\p{N}@$])+`, 'gu')
const IS_JOINED = new RegExp(`^[${JOINED}]`, 'u')

/** A name of several words, as the words that follow the first. */
export interface Entry {
  rest: string[]
  kind: NameKind
  languages: Languages
}

/** A word of a text: a run of letters and digits, or a part of a run of Han and Kana that a table holds. */
export interface Token {
  start: number
  end: number
  text: string
}

/** `at` is the place of the first token. Linear in the length of the text. */
export function wordsIn(lower: string, isWord: (text: string) => boolean): Token[] {
  const tokens: Token[] = []
  for (const { index, 0: run } of lower.matchAll(WORD)) {
    if (!IS_JOINED.test(run)) {
      tokens.push({ start: index, end: index + run.length, text: run })
      continue
    }
    for (let at = 0; at < run.length; ) {
      const length = joinedWord(run, at, isWord)
      tokens.push({ start: index + at, end: index + at + length, text: run.slice(at, at + length) })
      at += length
    }
  }
  return tokens
}

/** The longest word in a table, in characters; more would cost time and find nothing. */
const LONGEST_JOINED = 12

/** How long the word at `at` is: the longest that is known, else all up to the next known one. */
export function joinedWord(text: string, at: number, isWord: (text: string) => boolean): number {
  const known = (place: number): number => {
    for (let length = Math.min(LONGEST_JOINED, text.length - place); length > 0; length--)
      if (isWord(text.slice(place, place + length))) return length
    return 0
  }
  const here = known(at)
  if (here > 0) return here
  let end = at + 1
  while (end < text.length && isJoined(text, end) && known(end) === 0) end++
  return end - at
}

/** Whether the character at `at` is of a script without blanks between words. */
export function isJoined(text: string, at: number): boolean {
  return IS_JOINED.test(text[at] ?? '')
}

/** Characters at the end of a word that are looked at first. */
const TAIL = 3

export class Lexicon {
  /** Names by their first word, the longest first. */
  readonly names = new Map<string, Entry[]>()
  /** Names by how a word ends: "e-mailpasswort". */
  readonly #endings = new Map<string, Entry>()
  /** How the endings end: few words do, and only those are compared with each. */
  readonly #tails = new Set<string>()
  /** The single names of passwords that are long enough to be known when misspelt. */
  readonly long: { word: string; frame: string; languages: Languages }[] = []
  readonly firstLetters = new Set<string>()
  readonly #roles: Record<Role, Map<string, Languages>>
  /** Words of one or two letters that mean something else without their accents: "è", "é". */
  readonly #written: Record<Role, Map<string, Languages>>
  readonly #any = new Map<string, Languages>()
  readonly #said: { languages: Languages; plain: RegExp | null; written: RegExp | null }[] = []

  constructor(tables: Table[]) {
    this.#roles = Object.fromEntries(ROLES.map((role) => [role, new Map()])) as Record<
      Role,
      Map<string, Languages>
    >
    this.#written = Object.fromEntries(ROLES.map((role) => [role, new Map()])) as Record<
      Role,
      Map<string, Languages>
    >
    const languages = tables.filter(({ language }) => language !== 'common')
    for (const table of tables) {
      const index = languages.indexOf(table)
      this.#add(table, index < 0 ? ALL : 1 << index)
    }
    for (const entries of this.names.values()) entries.sort((a, b) => b.rest.length - a.rest.length)
  }

  #add({ lists }: Table, mask: Languages): void {
    for (const role of ROLES) for (const word of lists.get(role) ?? []) this.#addWord(role, word, mask)
    for (const kind of NAMES) for (const name of lists.get(kind) ?? []) this.#addName(kind, name, mask)
    const pattern = (list: 'endings' | 'endings-written') => {
      const parts = (lists.get(list) ?? []).map((ending) =>
        (list === 'endings' ? fold(ending).lower : ending).replace('*', '.{2,}'),
      )
      return parts.length > 0 ? new RegExp(`^(?:${parts.join('|')})$`, 'u') : null
    }
    this.#said.push({ languages: mask, plain: pattern('endings'), written: pattern('endings-written') })
  }

  #addWord(role: Role, word: string, mask: Languages): void {
    const plain = fold(word).lower
    const short =
      plain.length <= 2 && /^\p{sc=Latin}/u.test(plain) && word.normalize('NFC').toLowerCase() !== plain
    const map = short ? this.#written[role] : this.#roles[role]
    const key = short ? word.normalize('NFC').toLowerCase() : plain
    map.set(key, (map.get(key) ?? 0) | mask)
    if (!short) this.#any.set(plain, (this.#any.get(plain) ?? 0) | mask)
  }

  #addName(kind: NameKind, name: string, mask: Languages): void {
    const plain = fold(name).lower
    if (plain.startsWith('*')) {
      this.#endings.set(plain.slice(1), { rest: [], kind, languages: mask })
      this.#tails.add(plain.slice(-TAIL))
      return
    }
    const [first, ...rest] = wordsIn(plain, () => false).map(({ text }) => text)
    if (first === undefined) return
    const known = this.names.get(first) ?? []
    const same = known.find((entry) => entry.kind === kind && entry.rest.join(' ') === rest.join(' '))
    if (same) same.languages |= mask
    else if (kind === 'as-password') known.unshift({ rest, kind, languages: mask })
    else known.push({ rest, kind, languages: mask })
    this.names.set(first, known)
    if (kind === 'password' && rest.length === 0 && first.length >= 8 && !isJoined(first, 0))
      this.#addLong(first, mask)
    if (rest.length === 0) this.#any.set(first, (this.#any.get(first) ?? 0) | mask)
  }

  #addLong(word: string, mask: Languages): void {
    this.firstLetters.add(word[0]!)
    const same = this.long.find((entry) => entry.word === word)
    if (same) same.languages |= mask
    else this.long.push({ word, frame: skeleton(word), languages: mask })
  }

  /** Whether a table holds the folded word in any list. */
  knows(word: string): boolean {
    return this.#any.has(word)
  }

  /** The languages in which the folded word stands in any list. */
  languagesOf(word: string): Languages {
    return this.#any.get(word) ?? 0
  }

  /** `word` is folded and bare; `written` is the same with its accents, for words of one or two letters. */
  is(role: Role, word: string, languages: Languages = ALL, written = ''): boolean {
    return (this.rolesOf(role, word, written) & languages) !== 0
  }

  /** The languages in which the word has the role. */
  rolesOf(role: Role, word: string, written = ''): Languages {
    return (this.#roles[role].get(word) ?? 0) | (written === '' ? 0 : (this.#written[role].get(written) ?? 0))
  }

  /** True for a word of everyday language. `strictly` leaves out guesses by the ending. */
  isOrdinary(word: string, written: string, strictly: boolean, languages: Languages = ALL): boolean {
    if (word === '' || (this.languagesOf(word) & languages) !== 0) return true
    if (isJoined(word, 0)) return this.#holdsKnown(word)
    if (word.includes("'")) {
      // "l'ancien", "it's", but "Mary's"
      const [first = '', ...others] = word.split("'")
      return this.#any.has(first) || others.some((part) => part.length > 2 && this.#any.has(part))
    }
    if (/[^\p{L}/-]/u.test(word)) return false
    if (/[/-]/.test(word)) return word.split(/[/-]/).some((part) => this.#any.has(part))
    if (word.endsWith('s') && word.length > 4 && (this.languagesOf(word.slice(0, -1)) & languages) !== 0)
      return true
    return !strictly && this.isSaid(word, written, languages)
  }

  /** Of Han and Kana, which have no blanks: whether a known word of more than one character stands anywhere in it. */
  #holdsKnown(word: string): boolean {
    const tokens = wordsIn(word, (text) => this.knows(text)).filter(({ text }) => this.knows(text))
    const [first] = tokens
    if (!first) return false
    const small = (['is', 'to', 'as', 'and', 'the', 'of'] as const).some((role) => this.is(role, first.text))
    return (
      tokens.some(({ text }) => text.length > 1 || text.length === word.length) ||
      (small && first.start === 0)
    )
  }

  /** Those of `languages` in which the word has the role; all of them where it has it in none. */
  narrowed(role: Role, word: string, written: string, languages: Languages): Languages {
    return languages & this.rolesOf(role, word, written) || languages
  }

  /**
   * True for a word that ends like what is said of a thing: "rejected", "abgelehnt". Where it is not known which
   * language a word is of, its ending says nothing.
   */
  isSaid(word: string, written: string, languages: Languages = ALL): boolean {
    // Said of a thing it is small: names and nouns of German have a capital.
    if (/^\p{Lu}\p{Ll}/u.test(written)) return false
    if (word.length < 5 || (languages !== ALL && count(languages) > MOST_LIKELY)) return false
    const small = written.replace(/[^\p{L}]+$/u, '')
    return this.#said.some(
      (said) =>
        (said.languages & languages) !== 0 &&
        (said.plain?.test(word) === true || said.written?.test(small) === true),
    )
  }

  /** The name that a word ends in: "e-mailpasswort". */
  endingOf(word: string): Entry | undefined {
    if (!this.#tails.has(word.slice(-TAIL))) return undefined
    for (const [ending, entry] of this.#endings) if (word.endsWith(ending)) return entry
    return undefined
  }

  /** True for a name of a password that is one word. */
  isName(word: string): boolean {
    if (this.names.get(word)?.some(({ rest, kind }) => rest.length === 0 && kind === 'password')) return true
    return this.endingOf(word) !== undefined
  }
}

/** The consonants of a word, doubled ones once: what most misspellings leave as it is. */
export function skeleton(word: string): string {
  return word.replace(/[aeiouy]/g, '').replace(/(.)\1+/g, '$1')
}

/** More languages than this are no knowledge of the language. */
const MOST_LIKELY = 2

function count(languages: Languages): number {
  let bits = 0
  for (let rest = languages; rest !== 0; rest &= rest - 1) bits++
  return bits
}

/** Of the shipped tables. */
export const lexicon = new Lexicon(readTables())

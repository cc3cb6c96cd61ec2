/**
 * All words and expressions that mean something, in every language, and how to find them in a row of tokens.
 * Of overlapping expressions in one language the longest counts.
 */

import type { Token } from '../text/tokens.ts'
import { createSpeller, type Speller } from './spelling.ts'
import type { Words } from './words.ts'

/** Where a meaning comes from, for explanations. */
export interface Entry {
  /** A concept id, or `client:thunderbird`, `protocol:imap`, `term:dns`, ... */
  meaning: string
  /** As it stands in the knowledge. */
  words: string
  /**
   * The language whose vocabulary holds it; `*` for names that are the same everywhere, `+` for those that stand
   * beside the words they are made of.
   */
  language: string
}

/** An expression found in a question. */
export interface Hit {
  entry: Entry
  meaning: string
  /** Indexes of the first and the last token. */
  from: number
  to: number
  /** Fewer than 1 when a typing mistake had to be forgiven. */
  strength: number
}

/** A token with the spelling that the lexicon knows it by. */
export interface ReadToken extends Token {
  /** Differs from `text` when a typing mistake was forgiven. */
  known: string
  /** 1 when nothing was forgiven. */
  strength: number
}

/**
 * A place in the tree of expressions. Most have one branch or none, so maps are made when they are needed; and most
 * are never reached by a question, so what lies behind one is built when the first question gets there.
 */
interface Node {
  exact?: Map<string, Node>
  prefixes?: Map<string, Node>
  any?: Node
  entries: Entry[]
  /** Expressions that pass here and are not built further yet. */
  passing?: Passing[]
}

interface Passing {
  entry: Entry
  /** As in `Words.expressions`. */
  words: string
  /** Where in `words` the next one begins. */
  at: number
}

const NONE: Entry[] = []

export interface Lexicon {
  /** Splits run-together words and forgives typing mistakes in words of these languages. */
  read(tokens: Token[], active: ReadonlySet<string>): ReadToken[]
  /** Expressions of the languages in `active`, and names. Those of `own`, the likeliest language, hide others inside. */
  find(tokens: ReadToken[], active: ReadonlySet<string>, own?: string | null): Hit[]
  /** The same for text that holds no mistakes. */
  asWritten(tokens: Token[]): ReadToken[]
  /** The languages in whose vocabulary the word stands, whole or by its stem, and the marks of names. */
  languagesOf(word: string): ReadonlySet<string>
}

const FORGIVEN = 0.85
/** Words in the longest expression. */
const LONGEST = 12

/** Tells which meanings stay visible inside a longer expression, and which hide whatever is inside them. */
export interface Visibility {
  /** Things such as "mail" or "password": "password prompt" still speaks of a password. */
  stands(meaning: string): boolean
  /** Subjects that are not ours: "snail mail" is no mail. */
  hides(meaning: string): boolean
}

const LONGEST_ONLY: Visibility = { stands: () => false, hides: () => false }

/** `words` must be those of the same entries: see `readWords`. */
export function createLexicon(
  entries: Entry[],
  words: Words,
  { stands, hides }: Visibility = LONGEST_ONLY,
): Lexicon {
  const root: Node = { entries: NONE, passing: [] }
  for (const [index, entry] of entries.entries()) {
    const expression = words.expressions[index]!
    if (expression !== '') root.passing!.push({ entry, words: expression, at: 0 })
  }
  const { whole, stems, common } = words
  const speller: Speller = createSpeller(whole)

  function languagesOf(word: string): ReadonlySet<string> {
    const found = [whole.get(word), stems.get(word)]
    for (let end = 3; end < word.length; end++) found.push(stems.get(word.slice(0, end)))
    const sets = found.filter((languages) => languages !== undefined)
    return sets.length === 1 ? sets[0]! : new Set(sets.flatMap((languages) => [...languages]))
  }

  /** Common words included. */
  function knows(word: string): boolean {
    if (whole.has(word) || stems.has(word) || common.has(word)) return true
    for (let end = 3; end < word.length; end++) if (stems.has(word.slice(0, end))) return true
    return false
  }

  function asWritten(tokens: Token[]): ReadToken[] {
    return tokens.map((token) => ({ ...token, known: token.text, strength: 1 }))
  }

  function read(tokens: Token[], active: ReadonlySet<string>): ReadToken[] {
    return tokens.flatMap((token): ReadToken[] => {
      const plain = { ...token, known: token.text, strength: 1 }
      if (token.kind !== 'word' || knows(token.text)) return [plain]
      const parts = speller.split(token.text)
      if (parts) return parts.map((part) => ({ ...token, text: part, known: part, strength: 1 }))
      const correction = speller.correct(token.text, active)
      return [correction ? { ...plain, known: correction.word, strength: FORGIVEN } : plain]
    })
  }

  function find(tokens: ReadToken[], active: ReadonlySet<string>, own: string | null = null): Hit[] {
    const hits: Hit[] = []
    const best = new Map<string, { to: number; entries: Entry[]; strength: number }>()
    const standing = new Map<string, Hit>()
    // The longest expression of each language from each start; shorter ones inside it are dropped after.
    for (let start = 0; start < tokens.length; start++) {
      best.clear()
      standing.clear()
      walk(root, start, 1)
      if (best.size === 0) continue
      for (const [, found] of best)
        for (const entry of found.entries) {
          hits.push({ entry, meaning: entry.meaning, from: start, to: found.to, strength: found.strength })
          standing.delete(`${entry.meaning} ${entry.language}`)
        }
      hits.push(...standing.values())

      function walk(at: Node, index: number, strength: number): void {
        if (at.passing) grow(at)
        if (at.entries.length > 0) {
          for (const entry of at.entries) {
            if (!isName(entry.language) && !active.has(entry.language)) continue
            const before = best.get(entry.language)
            const to = index - 1
            if (stands(entry.meaning))
              standing.set(`${entry.meaning} ${entry.language}`, {
                entry,
                meaning: entry.meaning,
                from: start,
                to,
                strength,
              })
            if (!before || before.to < to) best.set(entry.language, { to, entries: [entry], strength })
            else if (before.to === to) before.entries.push(entry)
          }
        }
        const token = tokens[index]
        if (!token || index - start > LONGEST) return
        // An expression does not reach over the end of a sentence.
        if (index > start && token.sentence !== tokens[start]!.sentence) return
        const word = token.known
        const exact = at.exact?.get(word)
        if (exact) walk(exact, index + 1, strength * token.strength)
        if (token.kind === 'word' && at.prefixes)
          for (let end = 2; end <= word.length; end++) {
            const open = at.prefixes.get(word.slice(0, end))
            if (open) walk(open, index + 1, strength * token.strength)
          }
        if (at.any && index > start) walk(at.any, index + 1, strength)
      }
    }
    return dropInside(hits, { stands, hides }, own)
  }

  return { read, asWritten, find, languagesOf }
}

/** True for entries that are read in every language. */
function isName(language: string): boolean {
  return language === '*' || language === '+'
}

/** Builds the branches of one node, and leaves what lies behind them for later. */
function grow(node: Node): void {
  const passing = node.passing ?? []
  delete node.passing
  for (const { entry, words, at } of passing) {
    const end = words.indexOf(' ', at)
    const next = branch(node, end < 0 ? words.slice(at) : words.slice(at, end))
    if (end >= 0) {
      next.passing ??= []
      next.passing.push({ entry, words, at: end + 1 })
    } else if (next.entries === NONE) next.entries = [entry]
    else next.entries.push(entry)
  }
}

/** Where `part` leads from `node`. */
function branch(node: Node, part: string): Node {
  if (part === '*') {
    node.any ??= { entries: NONE }
    return node.any
  }
  // "keep* asking": a star directly behind a word stands for every ending, alone for any one word.
  const open = part.endsWith('*')
  if (open) node.prefixes ??= new Map()
  else node.exact ??= new Map()
  const branches = (open ? node.prefixes : node.exact)!
  const word = open ? part.slice(0, -1) : part
  let next = branches.get(word)
  if (!next) {
    next = { entries: NONE }
    branches.set(word, next)
  }
  return next
}

/** Drops hits that lie inside a longer one of the same language, or of `*`. Hits come in the order of `from`. */
function dropInside(hits: Hit[], { stands, hides }: Visibility, own: string | null): Hit[] {
  const ordered = [...hits].sort((a, b) => a.from - b.from || b.to - a.to)
  const reach = new Map<string, Hit>()
  return ordered.filter((hit) => {
    const language = hit.entry.language
    const covers = language === '+' ? [reach.get('+')] : [reach.get(language), reach.get('*')]
    const inside = covers.some(
      (cover) =>
        cover &&
        cover.to >= hit.to &&
        cover.to - cover.from > hit.to - hit.from &&
        (!stands(hit.meaning) || cover.entry.language === '*' || hides(cover.meaning)),
    )
    // "arrive" inside "je n'arrive pas à" is no English word.
    const whole =
      own === null || language === own || language === '*' || language === '+' ? undefined : reach.get(own)
    if (whole && whole.to >= hit.to && whole.to - whole.from > hit.to - hit.from) return false
    const before = reach.get(language)
    if (!inside && (!before || hit.to > before.to)) reach.set(language, hit)
    return !inside
  })
}

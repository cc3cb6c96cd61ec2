/**
 * Finds many phrases in a text at once: those that begin with a word are found by that word, so that the time for a text
 * grows with the text and hardly with the number of phrases.
 */
import { ANYTHING, GAP, type Pattern } from './patterns.ts'
import type { Token } from './tokens.ts'

export interface Phrase<Value> {
  pattern: Pattern
  value: Value
}

export interface Found<Value> {
  value: Value
  /** Indexes of the first and the last token. */
  from: number
  to: number
  /** The letters of the phrase's own words: the more, the more it says. */
  letters: number
}

/** A place between two words of a phrase, with what may follow. */
interface Node<Value> {
  /** By the whole word. */
  next: Map<string, Node<Value>[]>
  /** By the beginning of the word, for `word*`, and how long such beginnings are. */
  beginnings: Map<string, Node<Value>[]>
  lengths: Set<number>
  /** After `...`. */
  gaps: Node<Value>[]
  /** What is found here. */
  values: Value[]
}

export interface PhraseIndex<Value> {
  /** Every phrase in the text, in the order of its first word. `count` is called for each step that is taken. */
  find(tokens: Token[], count?: () => void): Found<Value>[]
}

export function indexPhrases<Value>(phrases: Iterable<Phrase<Value>>): PhraseIndex<Value> {
  const root = node<Value>()
  for (const { pattern, value } of phrases) add(root, firstOf(pattern, value))
  return { find: (tokens, count = () => {}) => findAll(root, tokens, count) }
}

/** The node before the first word of a pattern. */
function firstOf<Value>(pattern: Pattern, value: Value): Node<Value> {
  let after = node<Value>()
  after.values.push(value)
  for (const { wordings, optional } of pattern.toReversed()) {
    const before = node<Value>()
    for (const words of wordings) {
      let target = after
      for (const word of words.toReversed().slice(0, -1)) {
        const between = node<Value>()
        lead(between, word, target)
        target = between
      }
      lead(before, words[0]!, target)
    }
    // What may be left out leads on to all that follows it.
    if (optional) add(before, after)
    after = before
  }
  return after
}

function lead<Value>(from: Node<Value>, word: string, to: Node<Value>): void {
  if (word === ANYTHING) from.gaps.push(to)
  else if (word.endsWith('*')) {
    const beginning = word.slice(0, -1)
    from.lengths.add(beginning.length)
    append(from.beginnings, beginning, [to])
  } else append(from.next, word, [to])
}

function add<Value>(to: Node<Value>, from: Node<Value>): void {
  for (const [word, nodes] of from.next) append(to.next, word, nodes)
  for (const [word, nodes] of from.beginnings) append(to.beginnings, word, nodes)
  for (const length of from.lengths) to.lengths.add(length)
  to.gaps.push(...from.gaps)
  to.values.push(...from.values)
}

function append<Value>(lists: Map<string, Value[]>, key: string, values: Value[]): void {
  const list = lists.get(key)
  if (list) list.push(...values)
  else lists.set(key, [...values])
}

function node<Value>(): Node<Value> {
  return { next: new Map(), beginnings: new Map(), lengths: new Set(), gaps: [], values: [] }
}

function findAll<Value>(root: Node<Value>, tokens: Token[], count: () => void): Found<Value>[] {
  const found: Found<Value>[] = []
  for (let from = 0; from < tokens.length; from++) walk(root, from, from, 0)
  return found

  /** Tries to go on with the token at `index`; `letters` were matched so far. */
  function walk(at: Node<Value>, from: number, index: number, letters: number): void {
    count()
    const token = tokens[index]
    if (!token || token.paragraph !== tokens[from]!.paragraph) return
    for (const next of at.next.get(token.text) ?? []) step(next, from, index, letters + token.text.length)
    for (const length of at.lengths)
      if (length <= token.text.length)
        for (const next of at.beginnings.get(token.text.slice(0, length)) ?? [])
          step(next, from, index, letters + length)
  }

  function step(at: Node<Value>, from: number, index: number, letters: number): void {
    for (const value of at.values) found.push({ value, from, to: index, letters })
    if (at.next.size > 0 || at.lengths.size > 0) walk(at, from, index + 1, letters)
    for (const gap of at.gaps)
      for (let skipped = 0; skipped <= GAP; skipped++) {
        const next = tokens[index + 1 + skipped]
        if (!next || next.sentence !== tokens[index]!.sentence) break
        walk(gap, from, index + 1 + skipped, letters)
      }
  }
}

/** The words of all expressions, in the one form that questions are compared in. Plain data, that can be kept. */

import { normalise } from '../text/normalise.ts'
import { tokenise } from '../text/tokens.ts'
import type { Entry } from './lexicon.ts'

export interface Words {
  /** For each entry, in their order, its tokens joined by single spaces, with their stars; `''` when it has none. */
  expressions: string[]
  /** Which languages each whole word stands in. */
  whole: ReadonlyMap<string, ReadonlySet<string>>
  /** The same for what stands before a star. */
  stems: ReadonlyMap<string, ReadonlySet<string>>
  /** Words that say nothing but must not be taken for mistyped ones. */
  common: ReadonlySet<string>
}

/** `common`: very common words of every language, as they stand in the knowledge. */
export function readWords(entries: Pick<Entry, 'words' | 'language'>[], common: Iterable<string>): Words {
  const expressions = plainWords(entries.map((entry) => entry.words))
  const whole = createWordLanguages()
  const stems = createWordLanguages()
  for (const [index, { language }] of entries.entries())
    for (const part of expressions[index]!.split(' ')) {
      if (part === '*' || part === '') continue
      if (part.endsWith('*')) stems.note(part.slice(0, -1), language)
      else whole.note(part, language)
    }
  return {
    expressions,
    whole: whole.words,
    stems: stems.words,
    common: new Set([...common].flatMap((word) => tokenise(word).map((token) => token.text))),
  }
}

interface WordLanguages {
  words: ReadonlyMap<string, ReadonlySet<string>>
  note(word: string, language: string): void
}

/** There are many words and few combinations of languages: words of the same ones share a set. */
function createWordLanguages(): WordLanguages {
  interface Shared {
    set: ReadonlySet<string>
    /** The set with one more language. */
    and: Map<string, Shared>
  }
  const sets = new Map<string, Shared>()
  const none: Shared = { set: new Set(), and: new Map() }
  const shared = new Map<ReadonlySet<string>, Shared>()
  const words = new Map<string, ReadonlySet<string>>()

  function more(from: Shared, language: string): Shared {
    let next = from.and.get(language)
    if (next) return next
    const set = new Set([...from.set, language].sort())
    const key = [...set].join()
    next = sets.get(key) ?? { set, and: new Map() }
    sets.set(key, next)
    shared.set(next.set, next)
    from.and.set(language, next)
    return next
  }

  return {
    words,
    note(word, language) {
      const before = words.get(word)
      if (before?.has(language)) return
      words.set(word, more(before ? shared.get(before)! : none, language).set)
    },
  }
}

/** Letters, and what only separates words. */
const PLAIN = /^[a-z' *-]+$/
/** A star that does not directly follow a letter or stand alone. */
const ODD_STAR = /['-]\*|\*[^ ]/

/**
 * Each expression as its tokens joined by single spaces, stars kept where they stand. Normalising tens of thousands of
 * short texts one by one would take half of the start, so all are normalised as one.
 */
function plainWords(expressions: string[]): string[] {
  const normalised = normalise(expressions.join('\n')).split('\n')
  return expressions.map((words, index) => {
    const plain = normalised[index]!
    if (normalised.length === expressions.length && PLAIN.test(plain) && !ODD_STAR.test(plain))
      return plain
        .split(/[ '-]+/)
        .filter(Boolean)
        .join(' ')
    return partsOf(words).join(' ')
  })
}

/** The words of an expression as tokens, each with its star. */
function partsOf(words: string): string[] {
  return words.split(/\s+/).flatMap((part) => {
    if (part === '*') return ['*']
    const open = part.endsWith('*')
    const tokens = tokenise(open ? part.slice(0, -1) : part)
    return tokens.map((token, index) => (open && index === tokens.length - 1 ? `${token.text}*` : token.text))
  })
}

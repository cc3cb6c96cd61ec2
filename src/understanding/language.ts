/** Tells which language a question is in, from very common words and from the vocabularies. */

import type { Token } from '../reading/text/tokens.ts'
import { createRecent } from '../recent.ts'

export interface LanguageGuess {
  /** The likeliest language, or null when no word tells or two are as likely. */
  language: string | null
  /** The languages whose vocabulary may be used: people mix them. */
  active: Set<string>
  /** Share of the telling words that speak for `language`, 0 to 1. */
  share: number
}

export interface LanguageTeller {
  guess(tokens: Token[]): LanguageGuess
}

/** A vocabulary word tells less than a common one: many are the same in several languages. */
const VOCABULARY_WEIGHT = 0.6
/** Languages this near to the likeliest one are read as well. */
const NEAR = 0.6
/** Words: most of what is asked is said with few. */
const REMEMBERED = 2_000
/** Technical English is mixed into every language. */
const ALWAYS = 'en'

/** `common`: language to its very common words; `languagesOf`: those whose vocabulary holds a word. */
export function createLanguageTeller(
  common: Map<string, Set<string>>,
  languagesOf: (word: string) => ReadonlySet<string>,
): LanguageTeller {
  const remembered = createRecent<[language: string, weight: number][]>(REMEMBERED)

  /** Which languages claim a word, and how much it says for each. */
  function claimsOf(word: string): [language: string, weight: number][] {
    const holding = languagesOf(word)
    const claims: [string, number][] = []
    for (const [language, words] of common) {
      if (words.has(word)) claims.push([language, 1])
      else if (holding.has(language)) claims.push([language, VOCABULARY_WEIGHT])
    }
    return claims
  }

  return {
    guess(tokens) {
      const scores = new Map<string, number>()
      let total = 0
      for (const token of tokens) {
        if (token.kind !== 'word') continue
        const claims = remembered.get(token.text, () => claimsOf(token.text))
        // A word that many languages share says little about any of them.
        for (const [language, weight] of claims) {
          const worth = weight / claims.length
          scores.set(language, (scores.get(language) ?? 0) + worth)
          total += worth
        }
      }
      let language: string | null = null
      let top = 0
      let tie = false
      for (const candidate of common.keys()) {
        const score = scores.get(candidate) ?? 0
        if (score > top + 1e-9) {
          language = candidate
          top = score
          tie = false
        } else if (top > 0 && Math.abs(score - top) <= 1e-9) tie = true
      }
      const active = new Set<string>([ALWAYS])
      for (const [candidate, score] of scores) if (score >= top * NEAR) active.add(candidate)
      return { language: tie ? null : language, active, share: total === 0 ? 0 : top / total }
    },
  }
}

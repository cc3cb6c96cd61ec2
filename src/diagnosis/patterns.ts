/**
 * What servers and programs print, as written in the knowledge: words in their order, where `(a|b c)` is one of
 * several, `(a)?` may be left out, `word*` stands for every ending and `...` for up to `GAP` words of the same sentence.
 */
import { tokenise } from './tokens.ts'

/** Stands for up to `GAP` words. */
export const ANYTHING = '...'
/** So many words may stand where a pattern says `...`: an address, a host, a name and what is around them. */
export const GAP = 8

/** Words of which one wording follows. Each is in lower case without accents, may end in `*`, or is `ANYTHING`. */
export interface Part {
  wordings: string[][]
  optional: boolean
}

export type Pattern = Part[]

/** Something is wrong with a pattern: the message says what to write. */
export class PatternError extends Error {
  override name = 'PatternError'
}

/** Throws `PatternError` for what cannot be read. */
export function parsePattern(text: string): Pattern {
  const pattern: Pattern = []
  for (const [whole, group, optional] of text.matchAll(/\(([^()]*)\)(\??)|[^()\s]+|[()]/gu)) {
    if (whole === '(' || whole === ')') throw new PatternError('a bracket is too many or missing')
    pattern.push({
      wordings: group === undefined ? [wordsOf(whole)] : group.split('|').map(wordsOf),
      optional: optional === '?',
    })
  }
  const firm = pattern.filter(({ optional }) => !optional)
  const bare = ({ wordings }: Part) => wordings.every((words) => words.length === 1 && words[0] === ANYTHING)
  if (firm.every(bare)) throw new PatternError('it stands for no words at all')
  if (pattern.some(({ wordings }) => wordings.some((words) => words.length === 0)))
    throw new PatternError('an alternative is empty: write (...)? for what may be left out')
  if (bare(pattern[0]!) || bare(pattern.at(-1)!)) throw new PatternError('"..." stands between words only')
  return pattern
}

/** A phrase of fixed words, in which brackets and dots mean nothing. */
export function phrasePattern(text: string): Pattern {
  return [{ wordings: [wordsIn(text)], optional: false }]
}

/** The words of a text in the form in which they are compared. */
export function wordsIn(text: string): string[] {
  return tokenise(text).map(({ text }) => text)
}

/** `reject*` keeps its star. */
function wordsOf(text: string): string[] {
  return text
    .split(/\s+/)
    .filter(Boolean)
    .flatMap((word) => {
      if (word === ANYTHING) return [ANYTHING]
      const star = word.endsWith('*')
      const words = wordsIn(star ? word.slice(0, -1) : word)
      if (words.length === 0) throw new PatternError(`"${word}" is no word: a star follows one`)
      if (word.endsWith('?')) throw new PatternError(`write (${word.slice(0, -1)})? for what may be left out`)
      if (!star) return words
      return [...words.slice(0, -1), `${words.at(-1)}*`]
    })
}

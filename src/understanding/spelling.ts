/**
 * Finds the known word that a damaged one was meant to be. fuse.js proposes the likest; a count of typing
 * mistakes (a letter left out, added, changed, or two swapped) decides whether it is like enough.
 */
import Fuse from 'fuse.js'

export interface Correction {
  word: string
  /** fuse.js's score: 0 is the same word, 1 nothing alike. */
  score: number
}

export interface Speller {
  /**
   * The known word of one of these languages, or null when the word is known already, too short, or like none.
   */
  correct(word: string, languages: ReadonlySet<string>): Correction | null
  /** "outgoingserver" as ["outgoing", "server"], or null. */
  split(word: string): [string, string] | null
}

/** Shorter words differ by a letter from too many others. */
const SHORTEST = 4
const REMEMBERED = 2_000

/**
 * `known`: normalised words with the languages they stand in; `*` for names that are the same everywhere.
 * Building costs a few milliseconds; looking up is bounded per distinct word.
 */
export function createSpeller(known: ReadonlyMap<string, ReadonlySet<string>>): Speller {
  const words = known
  // A first letter is seldom mistyped, and comparing within one keeps the search small.
  const shelves = new Map<string, string[]>()
  for (const word of words.keys()) {
    if (word.length < SHORTEST) continue
    const shelf = shelves.get(word[0]!) ?? []
    shelf.push(word)
    shelves.set(word[0]!, shelf)
  }
  const searches = new Map<string, Fuse<string>>()
  const remembered = new Map<string, Correction | null>()

  function find(word: string, languages: ReadonlySet<string>): Correction | null {
    if (words.has(word) || word.length < SHORTEST || word.length > 32) return null
    const first = word[0]!
    // Most unknown words are like none: this is seen much sooner than a search finds nothing.
    const near = (shelves.get(first) ?? []).some(
      (known) =>
        Math.abs(known.length - word.length) <= 2 &&
        typingMistakes(word, known) <= allowedMistakes(word, known),
    )
    if (!near) return null
    let search = searches.get(first)
    if (!search) {
      search = new Fuse(shelves.get(first) ?? [], {
        includeScore: true,
        threshold: 0.6,
        distance: 40,
        minMatchCharLength: 2,
      })
      searches.set(first, search)
    }
    let best: Correction | null = null
    let fewest = Number.POSITIVE_INFINITY
    for (const found of search.search(word, { limit: 12 })) {
      const own = words.get(found.item)!
      if (!own.has('*') && !own.has('+') && ![...own].some((language) => languages.has(language))) continue
      const mistakes = typingMistakes(word, found.item)
      if (mistakes <= allowedMistakes(word, found.item) && mistakes < fewest) {
        fewest = mistakes
        best = { word: found.item, score: found.score ?? 1 }
      }
    }
    return best
  }

  return {
    correct(word, languages) {
      const key = `${word} ${[...languages].sort().join()}`
      const before = remembered.get(key)
      if (before !== undefined) return before
      const found = find(word, languages)
      if (remembered.size >= REMEMBERED) remembered.clear()
      remembered.set(key, found)
      return found
    },
    split(word) {
      if (word.length < 7 || word.length > 32 || words.has(word)) return null
      for (let at = word.length - 3; at >= 3; at--) {
        const left = word.slice(0, at)
        const right = word.slice(at)
        if (words.has(left) && words.has(right)) return [left, right]
      }
      return null
    },
  }
}

/**
 * Short words are one letter away from many others, so there only two swapped letters ("prot") or one too many
 * or too few are forgiven; nobody who writes "love" means "lose".
 */
function allowedMistakes(word: string, known: string): number {
  const shorter = Math.min(word.length, known.length)
  if (shorter >= 9) return 2
  if (shorter >= 6) return 1
  const swapped = word.length === known.length && sorted(word) === sorted(known)
  return swapped || (shorter >= 5 && word.length !== known.length) ? 1 : 0
}

function sorted(word: string): string {
  return [...word].sort().join('')
}

/** Optimal string alignment distance, given up at 3. */
export function typingMistakes(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3
  let before: number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let cost = Math.min(previous[j]! + 1, row[j - 1]! + 1, previous[j - 1]! + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, before[j - 2]! + 1)
      row.push(cost)
    }
    before = previous
    previous = row
  }
  return previous[b.length]!
}

/**
 * Finds the known word that a damaged one was meant to be. A count of typing mistakes (a letter left out, added,
 * changed, or two swapped) says which are like enough; fuse.js says which of them is the likest.
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
/** The most that `allowedMistakes` allows. */
const MOST_MISTAKES = 2

/**
 * `known`: normalised words with the languages they stand in; `*` for names that are the same everywhere.
 * The first look-up costs a few milliseconds more; each is bounded per distinct word.
 */
export function createSpeller(known: ReadonlyMap<string, ReadonlySet<string>>): Speller {
  const words = known
  // A first letter is seldom mistyped, and a length by no more than the mistakes forgiven: few words are compared.
  let shelves: Map<string, Shelved[]> | undefined
  const remembered = new Map<string, Correction | null>()

  function find(word: string, languages: ReadonlySet<string>): Correction | null {
    if (words.has(word) || word.length < SHORTEST || word.length > 32) return null
    shelves ??= shelve(words.keys())
    const own = lettersOf(word)
    const likely: string[] = []
    let fewest = MOST_MISTAKES
    for (let length = word.length - MOST_MISTAKES; length <= word.length + MOST_MISTAKES; length++)
      for (const { word: candidate, letters } of shelves.get(shelfOf(word, length)) ?? []) {
        if (bits(own & ~letters) > fewest || bits(letters & ~own) > fewest) continue
        const mistakes = typingMistakes(word, candidate)
        if (mistakes > fewest || mistakes > allowedMistakes(word, candidate)) continue
        const known = words.get(candidate)!
        if (!known.has('*') && !known.has('+') && ![...known].some((language) => languages.has(language)))
          continue
        if (mistakes < fewest) likely.length = 0
        fewest = mistakes
        likely.push(candidate)
      }
    if (likely.length === 0) return null
    const [best] = new Fuse(likely, { includeScore: true, threshold: 1, distance: 40 }).search(word, {
      limit: 1,
    })
    return { word: best?.item ?? likely[0]!, score: best?.score ?? 1 }
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

interface Shelved {
  word: string
  letters: number
}

function shelve(words: Iterable<string>): Map<string, Shelved[]> {
  const shelves = new Map<string, Shelved[]>()
  for (const word of words) {
    if (word.length < SHORTEST) continue
    const key = shelfOf(word, word.length)
    const shelf = shelves.get(key)
    const shelved = { word, letters: lettersOf(word) }
    if (shelf) shelf.push(shelved)
    else shelves.set(key, [shelved])
  }
  return shelves
}

/** The letters that occur, a bit each: a mistake brings in one at most and takes out one at most. */
function lettersOf(word: string): number {
  let letters = 0
  for (let index = 0; index < word.length; index++) letters |= 1 << (word.charCodeAt(index) & 31)
  return letters
}

/** How many bits are set. */
function bits(set: number): number {
  let count = 0
  for (let left = set; left !== 0; left &= left - 1) count++
  return count
}

/** Words with this first letter that are about this long. */
function shelfOf(word: string, length: number): string {
  return `${word[0]} ${length}`
}

function sorted(word: string): string {
  return [...word].sort().join('')
}

/** Optimal string alignment distance, given up at 3. */
export function typingMistakes(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3
  let [older, previous, row] = rows
  for (let j = 0; j <= b.length; j++) previous![j] = j
  for (let i = 1; i <= a.length; i++) {
    let least = i
    row![0] = i
    const letter = a.charCodeAt(i - 1)
    for (let j = 1; j <= b.length; j++) {
      const other = b.charCodeAt(j - 1)
      let cost = Math.min(previous![j]! + 1, row![j - 1]! + 1, previous![j - 1]! + (letter === other ? 0 : 1))
      if (i > 1 && j > 1 && letter === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === other)
        cost = Math.min(cost, older![j - 2]! + 1)
      row![j] = cost
      if (cost < least) least = cost
    }
    if (least > 2) return 3
    ;[older, previous, row] = [previous, row, older]
  }
  return Math.min(previous![b.length]!, 3)
}

/** Working space: this runs for each known word of a shelf, and making arrays would be most of its work. */
const rows = [new Uint8Array(80), new Uint8Array(80), new Uint8Array(80)] as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
]

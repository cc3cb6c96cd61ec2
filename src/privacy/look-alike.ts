/** Knows a name of a password by its looks: "p@ssw0rd", "passwrd", "раssword" with Cyrillic letters. */
import { type Entry, lexicon, skeleton } from './lexicon.ts'

/** Letters of other scripts, and digits and signs, that are read as Latin ones (Unicode, confusables.txt). */
const ALIKE: Record<string, string> = {
  ...{ '@': 'a', $: 's', 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't', 8: 'b' },
  ...{
    а: 'a',
    е: 'e',
    о: 'o',
    р: 'p',
    с: 'c',
    х: 'x',
    у: 'y',
    і: 'i',
    ѕ: 's',
    ԁ: 'd',
    ԝ: 'w',
    һ: 'h',
    ј: 'j',
    к: 'k',
  },
  ...{ м: 'm', т: 't', н: 'h', в: 'b', г: 'r' },
  ...{ α: 'a', ο: 'o', ρ: 'p', ε: 'e', ι: 'i', κ: 'k', ν: 'v', τ: 't', υ: 'u', ω: 'w', σ: 'o', χ: 'x' },
}

/** Shorter words are too often one letter from another. */
const SHORTEST = 6
const LONGEST = 16

/** The name that the folded word looks like; undefined when it looks like none. */
export function misspelt(word: string): Entry | undefined {
  if (word.length < SHORTEST || word.length > LONGEST) return undefined
  if (!lexicon.firstLetters.has(ALIKE[word[0]!] ?? word[0]!)) return undefined
  const plain = [...word].map((character) => ALIKE[character] ?? character).join('')
  // A number, or letters with a number behind them, is no misspelt word but may well be a password.
  if (plain !== word && !/\p{L}/u.test(word.at(-1)!)) return undefined
  if (plain !== word) {
    const exact = lexicon.names.get(plain)?.find(({ rest, kind }) => rest.length === 0 && kind === 'password')
    if (exact) return exact
  }
  if (!/^[a-z]+$/.test(plain) || lexicon.knows(plain)) return undefined
  let least = MOST_SLIPS + 1
  let languages = 0
  const frame = skeleton(plain)
  for (const name of lexicon.long) {
    if (name.word[0] !== plain[0]) continue
    const count = slipsFrom(plain, frame, name)
    if (count < least) languages = name.languages
    else if (count === least) languages |= name.languages
    least = Math.min(least, count)
  }
  return least > MOST_SLIPS ? undefined : { rest: [], kind: 'password', languages }
}

const MOST_SLIPS = 2

/**
 * How many slips part a word from a name; more than `MOST_SLIPS` when it is another word. Two part them
 * only in vowels and doubled letters: "passport" is no misspelt "password".
 */
function slipsFrom(word: string, frame: string, name: { word: string; frame: string }): number {
  if (Math.abs(word.length - name.word.length) > MOST_SLIPS) return MOST_SLIPS + 1
  const count = slips(word, name.word)
  return count <= 1 || frame === name.frame ? count : MOST_SLIPS + 1
}

/** Letters left out, put in, changed, or two changed about (optimal string alignment). */
function slips(a: string, b: string): number {
  let older: number[] = []
  let before = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let row = 1; row <= a.length; row++) {
    const line = [row]
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1]
      let best = Math.min(before[column]! + 1, line[column - 1]! + 1, before[column - 1]! + (same ? 0 : 1))
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1])
        best = Math.min(best, older[column - 2]! + 1)
      line.push(best)
    }
    older = before
    before = line
  }
  return before[b.length]!
}

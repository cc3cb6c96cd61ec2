/** How the time for one question grows with its length. */
import type { Answerer } from '../../src/answerer.ts'

export interface Growth {
  kind: string
  /** Milliseconds of processor time a question, for each of `LENGTHS`. */
  times: number[]
  /** The exponent of the length that fits the times best: 1 is in proportion, 2 is the square. */
  exponent: number
}

/** Characters: what a question may have at most, and each half of it down to a long sentence. */
export const LENGTHS = [250, 500, 1_000, 2_000, 4_000]
/** Above 1 by what measuring is off. */
export const MOST_EXPONENT = 1.15
/** So many texts are asked in one go, and so much processor time is spent on each length. */
const BATCH = 10
const LEAST_MILLISECONDS = 150
/** A collection of garbage may fall on the longer texts once, but not every time. */
const TRIES = 3

/** Pseudo-random and the same in every run (Lehmer's generator with Park and Miller's factor). */
export function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

type Make = (length: number, next: () => number) => string

/** Texts that are hard in different ways. `sentences` are ordinary questions. */
export function hardTexts(sentences: string[]): Record<string, Make> {
  const strung =
    (piece: (next: () => number) => string): Make =>
    (length, next) => {
      let text = ''
      while (text.length < length) text += piece(next)
      return text.slice(0, length)
    }
  const letters = (next: () => number, count: number) =>
    Array.from({ length: count }, () => String.fromCharCode(97 + Math.floor(next() * 26))).join('')
  return {
    'questions strung together': strung((next) => `${sentences[Math.floor(next() * sentences.length)]} `),
    'one word repeated': strung(() => 'port '),
    'terms repeated': strung(() => 'what is IMAP? what does SSL mean? '),
    'settings repeated': strung(() => 'not POP3, IMAP port 993 in Outlook '),
    'trouble repeated': strung(() => 'it works but I cannot send mail. '),
    'words that nobody knows': strung((next) => `${letters(next, 4 + Math.floor(next() * 8))} `),
    'one endless word': strung((next) => letters(next, 1)),
    'error messages': strung(
      (next) => `550 5.1.${Math.floor(next() * 9)} <${letters(next, 6)}@example.org>: refused\n`,
    ),
    'addresses and dots': strung((next) => `${letters(next, 1)}@a.b.${letters(next, 2)}...`),
  }
}

/** Measures one kind of text in this process; again, up to `TRIES` times, while it seems to grow too fast. */
export function measure(answerer: Answerer, kind: string, make: Make): Growth {
  let growth = measureOnce(answerer, kind, make)
  for (let tries = 1; tries < TRIES && growth.exponent > MOST_EXPONENT; tries++)
    growth = measureOnce(answerer, kind, make)
  return growth
}

function measureOnce(answerer: Answerer, kind: string, make: Make): Growth {
  const next = numbers(LENGTHS.length)
  const spend = (length: number) => {
    let [milliseconds, asked] = [0, 0]
    while (milliseconds < LEAST_MILLISECONDS) {
      const texts = Array.from({ length: BATCH }, () => make(length, next))
      // Time on the processor: on a busy machine the clock on the wall counts other programs as well.
      const started = process.threadCpuUsage()
      for (const text of texts) answerer.answer({ text }, null)
      const { user, system } = process.threadCpuUsage(started)
      milliseconds += (user + system) / 1000
      asked += texts.length
    }
    return milliseconds / asked
  }
  // The first time the program is still being compiled.
  spend(LENGTHS.at(-1)!)
  const times = LENGTHS.map(spend)
  return { kind, times, exponent: slope(LENGTHS.map(Math.log2), times.map(Math.log2)) }
}

/** Of the line through the points that has the least squares. */
function slope(x: number[], y: number[]): number {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [middleX, middleY] = [mean(x), mean(y)]
  const products = x.map((value, index) => (value - middleX) * (y[index]! - middleY))
  return mean(products) / mean(x.map((value) => (value - middleX) ** 2))
}

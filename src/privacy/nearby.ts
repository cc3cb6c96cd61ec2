/**
 * Finds what people make up as passwords in a sentence that speaks of one, whatever else it says: "marmalade77",
 * "Kx82mmQ9". Names of products and of things with numbers look otherwise, or have a label.
 */
import { isLeftOut, isNamed, isOrdinary, isTechnical } from './looks.ts'
import type { Name } from './names.ts'
import type { Reader, Stretch } from './reader.ts'
import { trim } from './values.ts'

/** How far a sentence is followed on each side of the name, in characters. */
const FAR = 160
/** A word that people know, then digits: capital or not, a sign in between or behind. */
const MADE_UP = /^\p{L}?\p{Ll}{3,}[!@#$&*+?_.-]?\d{2,4}[!@#$&*+?_.-]{0,3}$/u
/** Or a word with a sign and a number anywhere. */
const SIGNED = /^(?=\S*\d)(?=\S*\p{Ll})[\p{L}\d]+[!@#$^&*+?][\p{L}\d!@#$^&*+?]*$/u

/** Nothing twice: names that share a sentence are looked around once. Linear in the length of the text. */
export function findNearby(reader: Reader, names: Name[]): Stretch[] {
  const found: Stretch[] = []
  let done = 0
  for (const { start, end } of names) {
    const from = Math.max(done, sentenceStart(reader, start))
    const to = sentenceEnd(reader, end)
    for (let at = from; at < to; ) {
      if (/\s/.test(reader.plain[at]!)) {
        at++
        continue
      }
      const word = reader.value(at)
      const value = trim(reader, unwrapped(reader, word), false)
      if (looksMadeUp(reader.read(value)) && !isLabelled(reader, at)) found.push(value)
      at = Math.max(word.end, at + 1)
    }
    done = Math.max(done, to)
  }
  return found
}

function unwrapped(reader: Reader, { start, end }: Stretch): Stretch {
  const open = /^["'`(]*/.exec(reader.plain.slice(start, end))![0].length
  return { start: start + open, end }
}

function looksMadeUp(word: string): boolean {
  if (word.length < 6 || word.length > 40 || isLeftOut(word) || isNamed(word) || isTechnical(word))
    return false
  if (!MADE_UP.test(word) && !SIGNED.test(word) && !isMixed(word)) return false
  const letters = word.split(/[^\p{L}]+/u).filter((part) => part.length > 2)
  return letters.length === 0 || letters.some((part) => !isOrdinary(part, part, true) && !isTechnical(part))
}

/** Small letters, capitals and digits in no order that a model or a version has. */
function isMixed(word: string): boolean {
  return (
    /^[\p{L}\d]{7,}$/u.test(word) &&
    /\p{Ll}/u.test(word) &&
    /\p{Lu}/u.test(word.slice(1)) &&
    /\p{L}\d+\p{L}/u.test(word)
  )
}

/** "ticket abc123", "user anna85": the word before says what it is. */
function isLabelled(reader: Reader, at: number): boolean {
  const mark = reader.plain[at - 1] ?? ''
  if (/[#@/\\]/.test(mark)) return true
  const before = reader.wordsBefore(at, 1)[0]
  return (
    before !== undefined && (['label', 'error', 'account'] as const).some((role) => reader.is(role, before))
  )
}

function sentenceStart(reader: Reader, at: number): number {
  const from = Math.max(0, at - FAR)
  const before = reader.plain.slice(from, at)
  const stops = [...before.matchAll(/[.!?](?=\s)|\n/g)]
  return from + (stops.length === 0 ? 0 : stops.at(-1)!.index + 1)
}

function sentenceEnd(reader: Reader, at: number): number {
  const after = reader.plain.slice(at, at + FAR)
  const stop = /[.!?](?=\s|$)|\n/.exec(after)
  return at + (stop?.index ?? after.length)
}

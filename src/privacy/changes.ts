/** Finds passwords in "changed it from tulip to crocus" and "set it to crocus", where a password is spoken of nearby. */

import { clauseEnds } from './clauses.ts'
import { lexicon } from './lexicon.ts'
import { isOrdinary, looksSecret } from './looks.ts'
import type { Name } from './names.ts'
import type { Reader, Stretch } from './reader.ts'
import type { Role } from './tables.ts'
import { accept, quotedOr } from './values.ts'

/** How far behind the name of a password "it" may still mean the password, in characters, and before it, in words. */
const FAR = 200
const BEFORE = 14
/** Words between "changed" and "to", and between the first value and "to". */
const MOST_STEPS = 4

/** All that is found near the names of passwords. Linear in the length of the text. */
export function findChanges(reader: Reader, names: Name[]): Stretch[] {
  const found: Stretch[] = []
  let done = 0
  for (const name of names) {
    const limit = Math.min(reader.plain.length, name.end + FAR)
    let at = Math.max(done, reader.wordsBefore(name.start, BEFORE).at(-1)?.start ?? name.start)
    while (at < limit) {
      if (/\s/.test(reader.plain[at]!)) {
        at++
        continue
      }
      const word = reader.word(at)
      found.push(...between(reader, word, name.languages))
      if (reader.is('changed', word)) found.push(...alone(reader, word, name.languages))
      at = Math.max(word.end, at + 1)
    }
    done = Math.max(done, at)
  }
  return found
}

/** The role as a word of its own, or as an ending behind an apostrophe: "Lale11'den". */
function suffix(reader: Reader, word: Stretch, role: Role, languages: number): number | null {
  const place = reader.plain.slice(word.start, word.end).lastIndexOf("'")
  if (place <= 0) return null
  return lexicon.is(role, reader.lower.slice(word.start + place, word.end), languages)
    ? word.start + place
    : null
}

/** "from A to B"; in other languages "A'dan B'ye", "AからBに". */
function between(reader: Reader, from: Stretch, languages: number): Stretch[] {
  const next = (at: number) => {
    const start = reader.skipSpace(at)
    return reader.atLineEnd(start) ? null : start
  }
  const ending = suffix(reader, from, 'from', languages)
  const start = next(from.end)
  if (start === null) return []
  if (ending !== null) {
    const to = reader.word(start)
    const end = suffix(reader, to, 'to', languages)
    return end === null
      ? []
      : both(reader, { start: from.start, end: ending }, { start, end }, languages, true)
  }
  if (!reader.is('from', from, languages)) return []
  const first = quotedOr(reader, reader.value(start))
  // A から B に
  const before = reader.wordsBefore(from.start, 1)[0]
  const behind = next(first.end)
  const isValue = before !== undefined && !lexicon.knows(reader.bare(before))
  if (
    isValue &&
    behind !== null &&
    reader.isBoundary(from.start) &&
    reader.is('to', reader.word(behind), languages)
  )
    return both(reader, before, first, languages, true)
  let at = first.end + (/["'`]/.test(reader.plain[first.end] ?? '') ? 1 : 0)
  for (let step = 0; step < MOST_STEPS; step++) {
    const place = next(at)
    if (place === null || /[.!?;]/.test(reader.plain[at - 1]!)) return []
    const word = reader.word(place)
    const value = next(word.end)
    if (value !== null && reader.is('to', word, languages)) {
      const second = quotedOr(reader, reader.value(skipSmall(reader, value, languages)))
      return both(reader, first, second, languages, isChanged(reader, from, second, languages))
    }
    at = word.end
  }
  return []
}

/** In Chinese a particle may stand between the verb and the value. */
function skipSmall(reader: Reader, at: number, languages: number): number {
  if (!reader.isBoundary(at)) return at
  const word = reader.word(at)
  return reader.is('the', word, languages) ? word.end : at
}

function isChanged(reader: Reader, from: Stretch, to: Stretch, languages: number): boolean {
  if (reader.wordsBefore(from.start, 10).some((word) => reader.is('changed', word, languages))) return true
  let at = to.end
  for (let step = 0; step < MOST_STEPS; step++) {
    at = reader.skipSpace(at)
    if (reader.atLineEnd(at)) return false
    const word = reader.word(at)
    if (reader.is('changed', word, languages)) return true
    at = word.end
  }
  return false
}

/** Two words that are no secrets by their looks count only where something was changed. */
function both(reader: Reader, a: Stretch, b: Stretch, languages: number, changed: boolean): Stretch[] {
  const trust = changed ? 'plain' : 'secret'
  // Ports are changed more often than passwords of so few digits.
  if ([a, b].some((value) => /^\d{1,5}\W*$/.test(reader.read(value)))) return []
  const values = [a, b].map(
    (value) => accept(reader, value, { trust, sign: false, said: changed, languages })[0],
  )
  return values.every((value) => value !== undefined) ? (values as Stretch[]) : []
}

/** "set it to crocus": nothing but a small word may stand between, or something else is what changed. */
function alone(reader: Reader, changed: Stretch, languages: number): Stretch[] {
  let at = changed.end
  for (let step = 0; step < MOST_STEPS; step++) {
    at = reader.skipSpace(at)
    if (reader.atLineEnd(at) || /[.,!?;]/.test(reader.plain[at - 1]!)) return []
    const word = reader.word(at)
    const start = reader.skipSpace(word.end)
    if (reader.is('to', word, languages) && !reader.atLineEnd(start)) {
      const value = quotedOr(reader, reader.value(start))
      const read = reader.read(value).replace(/[.,;:!?]+$/, '')
      const plain = step > 0 && step < 3 && clauseEnds(reader, value.end) && /^\p{Ll}{5,}$/u.test(read)
      if (!looksSecret(read) && !plain) return []
      return accept(reader, value, { trust: 'plain', sign: false, languages }).slice(0, 1)
    }
    if (!isOrdinary(reader.read(word), reader.written(word), true)) return []
    at = word.end
  }
  return []
}

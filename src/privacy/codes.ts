/** Finds API keys, tokens and one-time codes by the name that stands before them. */
import { TAKEN } from './fold.ts'
import { isOrdinary, looksRandom, looksSecret } from './looks.ts'
import type { Name } from './names.ts'
import type { Reader, Stretch } from './reader.ts'
import { trim } from './values.ts'

/** The long and random value after "api key", "token" and their like. */
export function secretAfter(reader: Reader, name: Stretch): Stretch[] {
  const { plain } = reader
  const at = name.end
  const link = /^(?:[\w-]{0,24}["'`*]{0,2}\s{0,3}(?:[:=]{1,2}>?|->|\||>)|["'`]?\s{1,3})\s{0,3}["'`(]?/i.exec(
    plain.slice(at, at + 48),
  )
  if (!link) return []
  let start = at + link[0].length
  const header = /cookie$/.test(reader.lower.slice(name.start, name.end)) && /:/.test(link[0])
  if (header && reader.startsLine(name.start)) {
    const line = plain.indexOf('\n', start)
    const end = line < 0 ? plain.length : line
    return plain.slice(start, end).includes('=') ? [{ start, end }] : []
  }
  if (reader.atLineEnd(start)) return []
  const next = reader.word(start)
  if (reader.is('is', next))
    start = reader.skipSpace(next.end + (/^[:=]/.test(plain.slice(next.end)) ? 1 : 0))
  const word = trim(reader, reader.value(start), /[?&]/.test(plain[name.start - 1] ?? ''))
  const read = reader.read(word)
  return looksRandom(read) || (/[:=]/.test(link[0]) && looksSecret(read)) ? [word] : []
}

/** Four to ten digits that are no part of a longer number, or twice three or four; no Windows socket error (100xx). */
const CODE_VALUE =
  /^(?:[a-z]-)?\d{3,4}[ -]\d{3,4}(?![\d.])|^(?:[a-z]-)?(?!100\d\d\b)\d{4,10}(?![\d.]|[ -]?\d)/i

/**
 * The digits right after "verification code" or after "is" or `:`; six or more also a few words on. Letters with
 * digits count only where the text says that they are the code.
 */
export function codeAfter(reader: Reader, name: Name): Stretch[] {
  const { plain } = reader
  const alone = name.kind === 'code-alone'
  if (alone && !isSomebodys(reader, name)) return []
  const values: Stretch[] = []
  let at = name.end
  const limit = Math.min(plain.length, at + 120)
  for (let step = 0; step < 9 && at < limit; step++) {
    const gap = /^(?:[\s:=,"'`*(>]|-(?!\d))*/.exec(plain.slice(at, at + 24))?.[0] ?? ''
    const says = step === 0 || /[:=]/.test(gap) || isCopula(reader, at)
    at += gap.length
    if (plain[at] === TAKEN || /\n\s*\n/.test(gap) || (step > 0 && gap.includes('\n') && !says)) return values
    const digits = CODE_VALUE.exec(plain.slice(at, at + 24))?.[0]
    const count = (digits ?? '').replace(/\D/g, '').length
    const enough = alone ? says && (count === 6 || count === 8) : says || values.length > 0 || count >= 6
    if (digits && enough && !unitFollows(reader, at + digits.length)) {
      values.push({ start: at, end: at + digits.length })
      at += digits.length
      continue
    }
    const word = trim(reader, reader.word(at), false)
    const read = reader.read(word)
    if (word.end <= at) return values
    if (!alone && (says || values.length > 0) && !digits && looksCode(read) && !/^\//.test(read)) {
      values.push(word)
      at = word.end
      continue
    }
    if (values.length > 0 && !reader.is('and', word)) return values
    if (/[.!?;]/.test(plain[word.end] ?? '') || reader.is('error', word)) return values
    at = Math.max(word.end, at + 1)
  }
  return values
}

/** "it asks for a code, I typed 482913": six or eight digits behind a word such as "typed". */
export function codeTyped(reader: Reader, { end }: Name): Stretch[] {
  let at = end
  for (let step = 0; step < 8; step++) {
    at = reader.skipSpace(at)
    if (reader.atLineEnd(at) || /[.!?]/.test(reader.plain[at - 1]!)) return []
    const word = reader.word(at)
    const digits = /^\d{3}[ -]?\d{3}(?:\d\d)?(?!\d)/.exec(
      reader.plain.slice(reader.skipSpace(word.end), word.end + 12),
    )?.[0]
    if (digits && reader.is('use', word)) {
      const start = reader.skipSpace(word.end)
      return [{ start, end: start + digits.length }]
    }
    at = Math.max(word.end, at + 1)
  }
  return []
}

function unitFollows(reader: Reader, at: number): boolean {
  const next = reader.word(reader.skipSpace(at))
  return reader.bare(next).length > 3 && reader.is('unit', next)
}

/** "is" right before the place, or "is the". */
function isCopula(reader: Reader, at: number): boolean {
  const [word, before] = reader.wordsBefore(at, 2)
  if (word === undefined) return false
  return reader.is('is', word) || (reader.is('the', word) && before !== undefined && reader.is('is', before))
}

/** "my code", "der Code", "they sent me code": no error's, no post's, and nothing that nobody knows. */
function isSomebodys(reader: Reader, { start, languages }: Name): boolean {
  const [before, second] = reader.wordsBefore(start, 2)
  if (before === undefined) return true
  if (reader.is('error', before) || (second !== undefined && reader.is('error', second))) return false
  const own = (['the', 'and', 'adjective', 'gave', 'use'] as const).some((role) =>
    reader.is(role, before, languages),
  )
  return own || isOrdinary(reader.read(before), reader.written(before))
}

/** "482913 is my code": digits that stand before the name. */
export function looksCode(word: string): boolean {
  return /^(?:[a-z]-)?\d{4,10}$/i.test(word) || (word.length >= 6 && looksSecret(word))
}

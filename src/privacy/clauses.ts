/** What stands behind a word of a sentence: whether its clause ends there, or goes on to say that something was changed. */
import { ALL, lexicon } from './lexicon.ts'
import { looksSecret } from './looks.ts'
import type { Reader } from './reader.ts'

/** "and user name", "and my login". */
export function namesUser(reader: Reader, at: number): boolean {
  const first = reader.word(reader.skipSpace(at))
  const second = reader.word(reader.skipSpace(first.end))
  return reader.is('account', first) || (reader.is('the', first) && reader.is('account', second))
}

export function looksLike(reader: Reader, at: number): boolean {
  const start = reader.skipSpace(at)
  return !reader.atLineEnd(start) && looksSecret(reader.read(reader.value(start)).replace(/[.,;:!?]+$/, ''))
}

/** Whether one of the next words of the clause says that something was changed or is used. */
export function changedAfter(reader: Reader, end: number): boolean {
  let at = end
  for (let step = 0; step < 4; step++) {
    if (/[.!?;]/.test(reader.plain[at] ?? '')) return false
    at = reader.skipSpace(at)
    if (reader.atLineEnd(at)) return false
    const word = reader.word(at)
    if (reader.is('changed', word) || reader.is('use', word)) return true
    at = word.end
  }
  return false
}

/** True at the end of a line or clause, and before the next label of pasted settings. */
export function endsOrNames(reader: Reader, at: number): boolean {
  const next = reader.skipSpace(at)
  if (reader.atLineEnd(next) || /[.,;]/.test(reader.plain[at]!) || /[.,;]/.test(reader.plain[at - 1]!))
    return true
  const word = reader.word(next)
  return lexicon.languagesOf(reader.bare(word)) === ALL || reader.is('account', word)
}

/** Whether nothing that belongs to a value follows: the clause ends, or goes on with a small word. */
export function clauseEnds(reader: Reader, end: number): boolean {
  if (/[.,;!?)]/.test(reader.plain[end - 1] ?? '') || /[.,;!?)"']/.test(reader.plain[end] ?? '')) return true
  const at = reader.skipSpace(end)
  if (reader.atLineEnd(at)) return true
  const next = reader.word(at)
  if (['-', '(', '–'].includes(reader.plain[at]!)) return true
  return (['and', 'not', 'of', 'for', 'from', 'to', 'changed', 'use', 'hedge', 'as', 'said'] as const).some(
    (role) => reader.is(role, next),
  )
}

/** The same where nothing but "and", "but" or a stop may follow. */
export function clauseStops(reader: Reader, end: number): boolean {
  if (/[.,;!?)]/.test(reader.plain[end - 1] ?? '') || /[.,;!?)"']/.test(reader.plain[end] ?? '')) return true
  const at = reader.skipSpace(end)
  return reader.atLineEnd(at) || reader.is('and', reader.word(at))
}

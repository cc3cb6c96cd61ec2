/** Finds a value that stands before its name: "hunter2 is my password", "I use hunter2 as password". */
import { isOrdinary, looksSecret } from './looks.ts'
import type { Name } from './names.ts'
import { clauseEnds } from './passwords.ts'
import type { Reader, Stretch } from './reader.ts'
import type { Role } from './tables.ts'
import { accept, trim } from './values.ts'

/** Words read before a name: "hunter2 was used as my new mail password". */
const MOST_WORDS = 7

/**
 * `believable`: whether a word may be the value by its looks. `plain`: a word that looks like nothing counts too, where
 * the text says that it is used as a password.
 */
export function valueBefore(
  reader: Reader,
  name: Name,
  believable: (word: string) => boolean,
  plain: boolean,
): Stretch[] {
  const { languages } = name
  const words = reader.wordsBefore(name.start, MOST_WORDS)
  const has = (word: Stretch | undefined, ...roles: Role[]) =>
    word !== undefined && roles.some((role) => reader.is(role, word, languages))
  const next = reader.skipSpace(name.end)
  const behind = reader.atLineEnd(next) ? undefined : reader.word(next)
  let index = 0
  while (has(words[index], 'the', 'adjective', 'hedge') && !has(words[index], 'is', 'as', 'for')) index++
  const link = words[index]
  // "şifre olarak", "パスワードとして": the link stands behind the name, the value right before it.
  const isBehind = has(behind, 'behind') || name.kind === 'as-password'
  const isLinked = has(link, 'is', 'as', 'for')
  const used = (from: number) =>
    words.slice(from).some((word) => reader.is('use', word) || reader.is('gave', word))
  // "je mets hunter2 en mot de passe"
  const isPut = !isLinked && has(link, 'to', 'of') && !has(link, 'with') && used(index + 1)
  const at = isLinked || isPut ? index + 1 : index
  const isGiven = words.slice(at).some((word) => reader.is('gave', word))
  // "is \"blue giraffe\" a good password?"
  const isAsked = link !== undefined && quotedBefore(reader, link) !== null
  if (!isLinked && !isPut && !isBehind && !isAsked && !(isGiven && index === 0)) return []
  const value = words[at]
  if (!value) return []
  const phrase = quotedBefore(reader, value)
  if (phrase)
    return accept(reader, phrase, { trust: plain ? 'plain' : 'secret', sign: false, languages }).slice(0, 1)
  const word = unquoted(reader, trim(reader, value, false))
  const read = reader.read(word)
  if (believable(read)) return [word]
  if (!plain || isPut || !(isLinked || isBehind) || !/^\p{L}{4,}$/u.test(read)) return []
  if (isOrdinary(read, reader.written(word), false, languages) || has(behind, 'noun-of-it')) return []
  const first = words.length === at + 1
  const isUsed = isBehind || (has(link, 'as') && used(at + 1))
  if (!isUsed && !(first && has(link, 'is', 'as'))) return []
  if (!isBehind && !clauseEnds(reader, name.end)) return []
  return accept(reader, word, { trust: 'plain', sign: false, languages }).slice(0, 1)
}

/** Values in clauses such as "I typed hunter2 and it says wrong password". */
export function typedNear(reader: Reader, name: Name): Stretch[] {
  const words = reader.wordsBefore(name.start, 14)
  return words.flatMap((word, index) => {
    const before = words[index + 1]
    if (!before || !reader.is('use', before)) return []
    const value = unquoted(reader, trim(reader, word, false))
    return looksSecret(reader.read(value)) ? accept(reader, value, { trust: 'secret', sign: false }) : []
  })
}

/** The inside of quotes that hold several words, of which `last` is the last; null when it is in no such quotes. */
function quotedBefore(reader: Reader, last: Stretch): Stretch | null {
  const mark = reader.plain[last.end - 1] ?? ''
  if (!/["'`]/.test(mark)) return null
  const from = Math.max(reader.lineStart(last.start), last.start - 60)
  const open = reader.plain.slice(from, last.start).lastIndexOf(mark)
  if (open < 0 || /[\p{L}\d]/u.test(reader.plain[from + open - 1] ?? '')) return null
  return { start: from + open + 1, end: last.end - 1 }
}

/** Without the quotes or brackets around it. */
export function unquoted(reader: Reader, { start, end }: Stretch): Stretch {
  const open = /^["'`(]/.test(reader.plain[start] ?? '') ? 1 : 0
  const close = open && /["'`)]$/.test(reader.plain.slice(start, end)) && end - start > 2 ? 1 : 0
  return { start: start + open, end: end - close }
}

/** A name of a password, with what is to be known of the text around it. */
import { isOrdinary } from './looks.ts'
import type { Name } from './names.ts'
import type { Reader } from './reader.ts'
import type { Ask } from './values.ts'

/** A word for a password, with what is to be known of the text around it. */
export interface Password extends Name {
  /** The 48 characters before it, in lower case. */
  before: string
  /** It begins its line, as in pasted settings. */
  label: boolean
  /** A word for the user name stands right before it: "user/password". */
  pair: boolean
  plural: boolean
  /** "username john password ...": a user name and its value stand right before it. */
  afterUser: boolean
  /** A common word as well: only a sign says that a password follows. */
  weak: boolean
  /** Somebody gave it: "the password that you sent". */
  given: boolean
  /** Something in its clause was set or changed. */
  changed: boolean
  /** "as password I use ..." */
  as: boolean
  /** Where the next name of a password begins: what stands behind that belongs to it. */
  until: number
}

/** Its words, up to this many before a name, tell whether something was changed. */
const CLAUSE = 7

/** `user`: the last name of a user that stands before it, if one does. */
export function passwordAt(reader: Reader, name: Name, user: Name | undefined, until: number): Password {
  const before = reader.lower.slice(Math.max(0, name.start - 48), name.start)
  const words = reader.wordsBefore(name.start, CLAUSE)
  const first = words.find((stretch) => !reader.is('adjective', stretch, name.languages))
  const own = first !== undefined && reader.is('the', first, name.languages)
  const word = reader.lower.slice(name.start, name.end)
  const between = user && user.end <= name.start ? reader.plain.slice(user.end, name.start) : undefined
  return {
    ...name,
    before,
    until,
    label: reader.startsLine(name.start),
    pair: between !== undefined && isPairing(reader, between, user!.end),
    afterUser: between !== undefined && isUserValue(between),
    plural: /s$/.test(word) && !/ss$|pas$/.test(word),
    weak: name.kind === 'password-weak' && !own,
    given: words.slice(0, 4).some((stretch) => reader.is('gave', stretch)),
    changed: words.some((stretch) => reader.is('changed', stretch)),
    as: words.slice(0, 2).some((stretch) => reader.is('as', stretch, name.languages)),
  }
}

/** "user/password", "login & password", "username and password": nothing but a joint stands in between. */
function isPairing(reader: Reader, between: string, at: number): boolean {
  if (between.length > 10) return false
  const word = between.replace(/[/&+:-]/g, ' ').trim()
  return word === '' ? /[/&+:-]/.test(between) : reader.is('and', { start: at, end: at + between.length })
}

/** One word that nobody says of a user name. */
function isUserValue(between: string): boolean {
  const word = /^[ \t:=]+(\S{3,64}?)[\s,;]*$/.exec(between)?.[1]
  return word !== undefined && (/[@\d]/.test(word) || !isOrdinary(word, word))
}

/** Goes past what belongs to the name: "(s)", a number, the rest of a setting's name, quotes; null for other words. */
export function afterName(
  reader: Reader,
  name: Password,
): { at: number; trust: Ask['trust']; pair: boolean } | null {
  const { plain, lower } = reader
  let at = name.end
  if (/^'s\b/.test(lower.slice(at, at + 3))) return { at: at + 2, trust: 'plain', pair: name.pair }
  const suffix =
    /^(?:\(s\)|[\w-]{1,24}(?=["']?\s?[:=])|\d{1,2}(?=\s))/.exec(lower.slice(at, at + 32))?.[0] ?? ''
  at += suffix.length
  const user = /^\/[\p{L} -]{1,24}(?=\s?[:=])/u.exec(lower.slice(at, at + 32))?.[0] ?? ''
  at += user.length
  const quotes = /^["'`*_\])]{0,4}/.exec(plain.slice(at, at + 4))![0].length
  // In Japanese and Chinese a quoted value follows without a blank.
  const opens = reader.isBoundary(at) && /[\p{L}\d]/u.test(plain[at + quotes] ?? ' ')
  if (!opens) at += quotes
  if (/[\p{L}\d@/_-]/u.test(plain[at] ?? ' ') && !reader.isBoundary(at)) return null
  const numbered = suffix === '' || /^(?:\(s\)|[-_]?\d{1,2})$/.test(suffix)
  return { at, trust: numbered ? 'plain' : 'secret', pair: name.pair || user !== '' }
}

export const isPasswordName = (name: Name) =>
  name.kind === 'password' || name.kind === 'password-weak' || name.kind === 'as-password'

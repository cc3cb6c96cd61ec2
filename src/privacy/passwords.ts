/**
 * Finds passwords, secrets and one-time codes by what people write around them: "my password is ...",
 * "mdp : ...", "... is my verification code". Secrets known by their own shape are in `secrets.ts`.
 */
import { codeAfter, looksCode, secretAfter } from './codes.ts'
import type { Folded } from './fold.ts'
import { bare, isOrdinary, looksSecret } from './looks.ts'
import { LONGEST_VALUE, REACH, Reader, type Stretch } from './reader.ts'
import type { Span } from './spans.ts'
import { type Ask, accept, quotedOr, trim } from './values.ts'
import {
  ACCENTED_IS,
  ACCOUNT,
  CHANGED,
  CODE_NAME,
  HEDGE,
  IS,
  NEEDS_SIGN,
  OF_IT,
  PASSWORD_NAME,
  QUALIFIERS,
  SECRET_NAME,
  SETTING_NAME,
  TO,
} from './words.ts'

/** Finds them all; spans may overlap. Linear in the length of the text. */
export function findPasswords(text: Folded, original: string): Span[] {
  const spans: Span[] = []
  const reader = new Reader(text, original)
  const names = (source: string, pattern: RegExp) =>
    [...source.matchAll(pattern)].map(({ index, 0: word }) => ({ start: index, end: index + word.length }))
  let done = 0
  const found = [...names(text.lower, PASSWORD_NAME), ...names(text.plain, SETTING_NAME)]
  for (const name of found.sort((a, b) => a.start - b.start)) {
    if (name.start < done) continue
    for (const value of passwordAfter(reader, nameAt(reader, name))) {
      const end = reader.wordEnd(value)
      spans.push({ start: value.start, end, kind: 'password' })
      done = Math.max(done, end)
    }
    for (const value of valueBefore(reader, name, looksSecret)) spans.push({ ...value, kind: 'password' })
  }
  for (const name of names(text.lower, SECRET_NAME))
    for (const value of secretAfter(reader, name)) spans.push({ ...value, kind: 'secret' })
  for (const name of names(text.lower, CODE_NAME)) {
    for (const value of codeAfter(reader, name)) spans.push({ ...value, kind: 'secret' })
    for (const value of valueBefore(reader, name, looksCode)) spans.push({ ...value, kind: 'secret' })
  }
  return spans.concat(again(text, spans))
}

/** A word for a password, with what is to be known of the text around it. */
interface Name extends Stretch {
  word: string
  /** The 48 characters before it, in lower case. */
  before: string
  /** It begins its line, as in pasted settings. */
  label: boolean
  /** A word for the user name stands right before it: "user/password". */
  pair: boolean
  plural: boolean
  needsSign: boolean
}

const USER_NAME =
  /(?:user(?:name)?s?|login|id(?:entifiant)?s?|e-?mail|mail|adresse|compte|account|utilisateur|benutzer(?:name)?|utente|usuario|gebruiker)/
const PAIRED = new RegExp(`${USER_NAME.source}\\s?(?:\\/|&|\\+|-|:|and|et|und|e|y)\\s?$`)
/** "username john", with the user name as its group. */
const USER_BEFORE = new RegExp(`(?:^|\\s)${USER_NAME.source}\\s+(\\S{1,64}?)[\\s,;]*$`)

function nameAt(reader: Reader, { start, end }: Stretch): Name {
  const word = reader.lower.slice(start, end)
  const before = reader.lower.slice(Math.max(0, start - 48), start)
  return {
    start,
    end,
    word,
    before,
    label: reader.startsLine(start),
    pair: PAIRED.test(before),
    plural: /s$/.test(word) && !/pas$|pass$/.test(word),
    needsSign: NEEDS_SIGN.has(word),
  }
}

/** "the password **for my account**", "the password **I use**". */
function isOfIt(word: string | undefined): boolean {
  return word !== undefined && (OF_IT.has(bare(word)) || /^(?:d|qu|l)'/.test(word.toLowerCase()))
}

/** "the **temporary Outlook** password", in the order of French: nothing else stands in between. */
function areQualifiers(gap: string[]): boolean {
  return gap.every((word) => QUALIFIERS.has(bare(word)))
}

/**
 * Reads on from a name, word by word, until it comes to what says that a password follows (`:`, "is"), to what
 * looks like one, or to what shows that none is coming.
 */
function passwordAfter(reader: Reader, name: Name): Stretch[] {
  if (name.word === 'pass' && reader.plain[name.start - 1] === '=') return []
  const marked = valueInMarkup(reader, name)
  if (marked) return marked

  const rest = afterName(reader, name)
  if (!rest) return []
  const { pair } = rest
  let { at, trust } = rest
  const limit = Math.min(reader.plain.length, name.end + REACH)
  /** The words between the name and where we are. */
  const gap: string[] = []
  /** "the password I was given is ...": another "is" may follow the first one. */
  let relative = false
  /** "my password, hunter2, ...": what stands after the comma counts as standing beside the name. */
  let aside = false
  for (let step = 0; step < 9 && at < limit; step++) {
    const from = at
    at = reader.skipSpace(at)
    const sign = signAt(reader, at)
    if (sign) return afterSign(reader, { ...name, pair }, gap, at, sign, trust)
    if (reader.atLineEnd(at))
      return gap.length === 0 && name.label ? onNextLine(reader, at, { trust: 'secret', sign: true }) : []
    if (step === 0) {
      const column = inNextColumn(reader, name, from, at)
      if (column) return column
    }
    const stop = /^(?:\.{3}|[.!?;,])(?=\s|$)/.exec(reader.plain.slice(at, at + 4))?.[0]
    if (stop) {
      if (step > 0 || (stop !== ',' && stop !== '...')) return []
      at += stop.length
      aside = true
      continue
    }
    const next = reader.word(at)
    const read = reader.read(next)
    if (isCopula(reader, next)) {
      const values = afterIs(reader, { ...name, pair }, gap, next, relative ? 'secret' : trust)
      if (values.length > 0) return values
      relative ||= gap.length > 0 && isOfIt(gap[0])
      if (!relative) return []
    } else {
      if (areQualifiers(gap) || (aside && step === 1) || (gap.length === 1 && TO.has(bare(gap[0]!)))) {
        const values = beside(reader, name, gap, next)
        if (values) return values
      }
      if (gap.at(-1)?.includes('@') && looksSecret(read.replace(/[.,;:!?]+$/, '')))
        return accept(reader, next, { trust: 'secret', sign: false })
      const close = step === 0 && read.startsWith('(') ? reader.find(')', at, 40) : -1
      if (close >= 0) {
        at = close + 1
        continue
      }
    }
    gap.push(read)
    at = next.end
    trust = trust === 'plain' && gap.length > 6 ? 'secret' : trust
    if (/[:=]$/.test(read) && read.length > 1) at -= 1
    else if (/[.!?;]["')]*$/.test(read)) return []
  }
  return []
}

/** `<password>x</password>`, `<input type="password" value="x">`, `define('SMTP_PASS', 'x')`; null for none of them. */
function valueInMarkup(reader: Reader, name: Name): Stretch[] | null {
  const after = reader.plain.slice(name.end, name.end + 160)
  const ask: Ask = { trust: 'plain', sign: true }
  const value = (offset: number, length: number) =>
    accept(reader, { start: name.end + offset, end: name.end + offset + length }, ask)
  const opening = /<[\w:-]*$/.test(name.before) ? /^(?:\s[^<>]{0,80})?>/.exec(after)?.[0] : undefined
  if (opening) {
    const end = reader.find('<', name.end + opening.length, LONGEST_VALUE)
    return value(opening.length, Math.max(0, end - name.end - opening.length))
  }
  const attribute =
    /^["']\s[^<>]{0,60}?value=["']/.exec(after)?.[0] ??
    (/\(\s?["'][\w.-]*$/.test(name.before) ? /^["']\s?,\s?["']/.exec(after)?.[0] : undefined)
  if (attribute) {
    const end = reader.find(attribute.at(-1)!, name.end + attribute.length, LONGEST_VALUE)
    return value(attribute.length, Math.max(0, end - name.end - attribute.length))
  }
  return null
}

/** Goes past what belongs to the name: "(s)", a number, the rest of a setting's name, quotes; null for other words. */
function afterName(reader: Reader, name: Name): { at: number; trust: Ask['trust']; pair: boolean } | null {
  const { plain, lower } = reader
  let at = name.end
  if (/^'s\b/.test(lower.slice(at, at + 3))) return { at: at + 2, trust: 'plain', pair: name.pair }
  const suffix =
    /^(?:\(s\)|[\w-]{1,24}(?=["']?\s?[:=])|\d{1,2}(?=\s))/.exec(lower.slice(at, at + 32))?.[0] ?? ''
  at += suffix.length
  const user = /^\/[\p{L} -]{1,24}(?=\s?[:=])/u.exec(lower.slice(at, at + 32))?.[0] ?? ''
  at += user.length
  at += /^["'`*_\])]{0,4}/.exec(plain.slice(at, at + 4))![0].length
  if (/[\p{L}\d@/_-]/u.test(plain[at] ?? ' ')) return null
  const numbered = suffix === '' || /^(?:\(s\)|[-_]?\d{1,2})$/.test(suffix)
  return { at, trust: numbered ? 'plain' : 'secret', pair: name.pair || user !== '' }
}

/** `:`, `=`, an arrow, a dash with blanks around it, a table's bar. */
function signAt(reader: Reader, at: number): string | undefined {
  return /^(?::{1,2}=?|={1,2}>?|:?->|-(?=\s)|>|\|)/.exec(reader.plain.slice(at, at + 3))?.[0]
}

function afterSign(
  reader: Reader,
  name: Name,
  gap: string[],
  at: number,
  sign: string,
  given: Ask['trust'],
): Stretch[] {
  let trust = given
  const ofIt = isOfIt(gap[0])
  if (gap.length > 0 && !areQualifiers(gap) && (!ofIt || ACCOUNT.has(bare(gap.at(-1)!)))) trust = 'secret'
  // What "password rejected:" names is an error.
  if (trust === 'secret' && gap.length > 0 && !ofIt && isErrorName(reader, at + sign.length)) return []
  // A dash, an arrow or a bar may as well lead on to something else: "Settings > Password > Change".
  if (['-', '>', '|'].includes(sign)) trust = 'secret'
  const ask: Ask = {
    trust,
    sign: true,
    assigned: sign.startsWith('=') && /[?&;,]\s?[\w.-]*$/.test(name.before),
    label: name.label,
    pair: name.pair,
    plural: name.plural,
  }
  const marks =
    /^[*_`]{1,2}(?=\s)/.exec(reader.plain.slice(at + sign.length, at + sign.length + 3))?.[0] ?? ''
  let start = reader.skipSpace(at + sign.length + marks.length)
  if (reader.atLineEnd(start)) return onNextLine(reader, start, { trust, sign: true })
  if (/^[>=:]\s/.test(reader.plain.slice(start, start + 2))) start = reader.skipSpace(start + 1)
  return pastHedges(reader, start, ask)
}

function isCopula(reader: Reader, word: Stretch): boolean {
  return IS.has(bare(reader.read(word))) || ACCENTED_IS.has(reader.written(word).toLowerCase())
}

function afterIs(reader: Reader, name: Name, gap: string[], copula: Stretch, given: Ask['trust']): Stretch[] {
  const read = reader.read(copula)
  const ofIt = gap.length === 0 || isOfIt(gap[0]) || areQualifiers(gap)
  const denied = /n't$|^isnt$|^n'/.test(bare(read))
  const isQuoted = /^["'`]/.test(reader.plain[reader.skipSpace(copula.end)] ?? '')
  const plainly = ofIt && !denied && (!name.needsSign || isQuoted)
  return pastHedges(reader, copula.end, {
    trust: plainly ? given : 'secret',
    sign: /[:=]$/.test(read),
    pair: name.pair,
    plural: name.plural,
  })
}

/** A label alone on its line, the value alone on the next one or the one after, as copied from a form. */
function onNextLine(reader: Reader, lineEnd: number, ask: Ask): Stretch[] {
  const blank = /^\s{1,8}/.exec(reader.plain.slice(lineEnd, lineEnd + 8))?.[0] ?? ''
  const ends = blank.split('\n').length - 1
  if (ends === 0 || ends > 2) return []
  const word = reader.word(lineEnd + blank.length)
  // Nothing may follow it, and it must not be the next label itself.
  if (!reader.atLineEnd(reader.skipSpace(word.end)) || /[:=]$/.test(reader.read(word))) return []
  return accept(reader, quotedOr(reader, word), ask)
}

/** A label and one word, set apart by a tab or several blanks, alone on their line; null for anything else. */
function inNextColumn(reader: Reader, name: Name, from: number, at: number): Stretch[] | null {
  if (!name.label || name.needsSign || (at - from < 2 && reader.plain[from] !== '\t')) return null
  const only = reader.word(at)
  if (!reader.atLineEnd(reader.skipSpace(only.end)) || isOrdinary(reader.read(only), reader.written(only)))
    return null
  return accept(reader, only, { trust: 'plain', sign: true })
}

/** What stands right beside the name counts when it looks like a secret, and in a few cases a plain word does too. */
function beside(reader: Reader, name: Name, gap: string[], next: Stretch): Stretch[] | null {
  const value = quotedOr(reader, next)
  const values = accept(reader, value, { trust: 'secret', sign: false, plural: name.plural })
  if (values.length > 0) return ['ww', 'clave', 'passe'].includes(name.word) ? [] : values
  const read = reader.read(next)
  const ordinary = isOrdinary(read, reader.written(next))
  const take = (stretch: Stretch, sign: boolean) => accept(reader, stretch, { trust: 'plain', sign })
  // --password hunter
  if (gap.length === 0 && /(?:^|\s)--?[\w-]*$/.test(name.before) && !ordinary) return take(next, true)
  // An app password without its blanks.
  if (/app/.test(name.before + gap.join(' ')) && /^[a-z]{16}[.,;!?]?$/.test(read) && !ordinary)
    return take(next, true)
  // "I changed my password to hunter."
  const ends =
    /[.,;!?]$/.test(read) ||
    /^(?:\s*$|\s*\n|\s(?:and|but|et|mais|und|aber)\s)/.test(reader.plain.slice(next.end, next.end + 5))
  if (
    gap.length === 1 &&
    TO.has(bare(gap[0]!)) &&
    ends &&
    CHANGED.test(name.before) &&
    /^\p{L}+[.,;!?]?$/u.test(read)
  )
    return take(next, false)
  // password "hunter"
  if (gap.length === 0 && value.start > next.start && /^\p{Ll}[\p{Ll}\d]+$/u.test(reader.read(value)))
    return take(value, false)
  // username john password hunter
  const user = gap.length === 0 ? USER_BEFORE.exec(name.before)?.[1] : undefined
  const named = user !== undefined && user.length > 2 && (/[@\d]/.test(user) || !isOrdinary(user, user))
  if (named && !ordinary && /^[\w.-]+$/.test(read) && endsOrNames(reader, next.end)) return take(next, false)
  return null
}

/** True at the end of a line or clause, and before the next label of pasted settings. */
function endsOrNames(reader: Reader, at: number): boolean {
  const after = reader.lower.slice(at, at + 24)
  return /^\s*(?:$|\n|[.,;]|(?:port|server|serveur|host|imap|pop3?|smtp|ssl|on|sur)(?!\p{L}))/u.test(after)
}

const NEGATIVE = /^(?:not|n't|pas|nicht|no|non|nao|niet)$/

/** Reads a value past words such as "still" or "not": after those only what looks like a secret counts. */
function pastHedges(reader: Reader, start: number, ask: Ask): Stretch[] {
  let at = reader.skipSpace(start)
  let { trust } = ask
  if (/^[:=]/.test(reader.plain[at] ?? '')) at = reader.skipSpace(at + 1)
  for (let step = 0; step < 5 && !reader.atLineEnd(at); step++) {
    const next = reader.word(at)
    const values = accept(reader, quotedOr(reader, next), { ...ask, trust })
    if (values.length > 0) return values
    const read = reader.read(next)
    const after = reader.skipSpace(next.end)
    if (!HEDGE.has(bare(read)) && !NEGATIVE.test(bare(read))) {
      // "is correct: hunter2", "is right (hunter2)"
      const aside = /[:,]$/.test(read) || reader.plain[after] === '('
      if (step > 2 || !aside || !isOrdinary(read, reader.written(next)) || isErrorName(reader, after))
        return []
      return accept(reader, quotedOr(reader, reader.word(after)), { ...ask, trust: 'secret' })
    }
    if (/[.!?;]$/.test(read)) return []
    trust = 'secret'
    at = after
  }
  return []
}

/** "AUTH005": what servers and programs call their errors. */
function isErrorName(reader: Reader, at: number): boolean {
  return /^\(?[A-Z][A-Z_-]*\d+\)?[.,]?$/.test(reader.read(reader.word(reader.skipSpace(at))))
}

/** "hunter2 is my password", "I used hunter2 as password", "hunter2 est mon mot de passe". */
function valueBefore(reader: Reader, name: Stretch, believable: (word: string) => boolean): Stretch[] {
  const from = Math.max(0, name.start - 120)
  const before = reader.lower.slice(from, name.start)
  const link =
    /\s(?:(?:is|was|est|etait|ist|war|es|era|e|sono)\s+(?:my|the|our|his|her|your|their|mon|le|notre|son|votre|mein|das|unser|ihr|la|il|mia|mio|mi|tu|su|a|o|minha|mijn|het|un|une)|(?:as|comme|als|come|como|for|pour|fur)(?:\s+(?:my|the|our|a|mon|le|un|mein|das|la|il|mi|minha|mijn))?)\s+(?:[\p{L}-]{1,14}\s+){0,2}$/u.exec(
      before,
    )
  if (!link) return []
  const end = from + link.index
  let start = end
  while (start > from && !/\s/.test(reader.plain[start - 1] as string)) start--
  const value = trim(reader, { start, end }, false)
  const quote = /^["'`(]/.test(reader.plain[value.start] ?? '') ? 1 : 0
  const word = { start: value.start + quote, end: value.end }
  return believable(reader.read(word)) ? [word] : []
}

/** The other places where a value that was found stands in the same text, in whatever case. */
function again(text: Folded, spans: Span[]): Span[] {
  const values = new Map<string, Span['kind']>()
  for (const span of spans) {
    const value = text.plain.slice(span.start, span.end)
    const long = value.length >= 6 || (value.length >= 4 && looksSecret(value))
    if (long && values.size < 50 && value.length <= 100) values.set(value.toLowerCase(), span.kind)
  }
  if (values.size === 0) return []
  const escaped = [...values.keys()]
    .sort((a, b) => b.length - a.length)
    .map((value) => value.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
  const found: Span[] = []
  for (const match of text.plain.matchAll(
    new RegExp(`(?<![\\p{L}\\d])(?:${escaped.join('|')})(?![\\p{L}\\d])`, 'giu'),
  ))
    found.push({
      start: match.index,
      end: match.index + match[0].length,
      kind: values.get(match[0].toLowerCase()) ?? 'password',
    })
  return found
}

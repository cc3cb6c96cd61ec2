/**
 * Finds passwords, secrets and one-time codes by what people write around them: "my password is ...",
 * "mdp : ...", "... is my verification code". Secrets known by their own shape are in `secrets.ts`.
 */
import { type Folded, TAKEN } from './fold.ts'
import { bare, isLeftOut, isNamed, isOrdinary, isTerm, looksRandom, looksSecret } from './looks.ts'
import type { Span } from './spans.ts'
import {
  ACCENTED_IS,
  ACCOUNT,
  CHANGED,
  CODE_NAME,
  FOR_WHAT,
  HEDGE,
  IS,
  NEEDS_SIGN,
  OF_IT,
  PASSWORD_NAME,
  SECRET_NAME,
  TO,
  UNITS,
  VERBS,
} from './words.ts'

/** How far around a name a value is looked for, in characters. Bounds the work for each name. */
const REACH = 240
/** The longest value taken whole, in characters. */
const LONGEST_VALUE = 400

/** A stretch of the folded text. */
interface Stretch {
  start: number
  end: number
}

/** Finds them all; spans may overlap. Linear in the length of the text. */
export function findPasswords(text: Folded, original: string): Span[] {
  const spans: Span[] = []
  const reader = new Reader(text, original)
  let done = 0
  for (const match of text.lower.matchAll(PASSWORD_NAME)) {
    const name = { start: match.index, end: match.index + match[0].length }
    if (name.start < done) continue
    for (const value of passwordAfter(reader, name)) {
      const end = reader.wordEnd(value.end)
      spans.push({ start: value.start, end, kind: 'password' })
      done = Math.max(done, end)
    }
    for (const value of valueBefore(reader, name, looksSecret)) spans.push({ ...value, kind: 'password' })
  }
  for (const match of text.lower.matchAll(SECRET_NAME)) {
    const name = { start: match.index, end: match.index + match[0].length }
    for (const value of secretAfter(reader, name)) spans.push({ ...value, kind: 'secret' })
  }
  for (const match of text.lower.matchAll(CODE_NAME)) {
    const name = { start: match.index, end: match.index + match[0].length }
    for (const value of codeAfter(reader, name)) spans.push({ ...value, kind: 'secret' })
    for (const value of valueBefore(reader, name, looksCode)) spans.push({ ...value, kind: 'secret' })
  }
  return spans.concat(again(text, spans))
}

/** Reads words off a folded text. */
class Reader {
  readonly plain: string
  readonly lower: string
  readonly text: Folded
  readonly original: string
  constructor(text: Folded, original: string) {
    this.text = text
    this.plain = text.plain
    this.lower = text.lower
    this.original = original
  }

  /** The first place at or after `at` that is no space or tab; line ends count as something. */
  skipSpace(at: number): number {
    let place = at
    while (place < this.plain.length && (this.plain[place] === ' ' || this.plain[place] === '\t')) place++
    return place
  }

  atLineEnd(at: number): boolean {
    return at >= this.plain.length || this.plain[at] === '\n' || this.plain[at] === '\r'
  }

  /** The run of non-blank characters at `at`. */
  word(at: number): Stretch {
    let end = at
    const limit = Math.min(this.plain.length, at + LONGEST_VALUE)
    while (end < limit && !/\s/.test(this.plain[end] as string)) end++
    return { start: at, end }
  }

  /** The end of a word that is so long that `word` cut it; `at` itself for every other. */
  wordEnd(at: number): number {
    let end = at
    if (/\S{400}/.test(this.plain.slice(Math.max(0, at - LONGEST_VALUE), at)))
      while (end < this.plain.length && !/\s/.test(this.plain[end] as string)) end++
    return end
  }

  read(stretch: Stretch): string {
    return this.plain.slice(stretch.start, stretch.end)
  }

  /** As written, with accents, but without what is invisible. */
  written(stretch: Stretch): string {
    return this.original
      .slice(this.text.origin(stretch.start), this.text.origin(stretch.end))
      .replace(/\p{Cf}/gu, '')
      .normalize('NFC')
  }

  /** The next `mark` at or after `at`, at most `within` characters on; -1 when there is none. */
  find(mark: string, at: number, within: number): number {
    const place = this.plain.slice(at, at + within).indexOf(mark)
    return place < 0 ? -1 : at + place
  }

  /** Where the line that holds `at` begins. Looks back `REACH` characters at most. */
  lineStart(at: number): number {
    const from = Math.max(0, at - REACH)
    return from + this.plain.slice(from, at).lastIndexOf('\n') + 1
  }

  /** True when nothing but marks of a list stands before `at` on its line. */
  startsLine(at: number): boolean {
    return /^[\s>*•\-"'`({[<\d.)]*$/u.test(this.plain.slice(this.lineStart(at), at))
  }
}

/** What a value is taken from, and how much it takes to be believed. */
interface Ask {
  /** Where to read. */
  at: number
  /** `plain`: any word that is not ordinary; `secret`: only what looks like one. */
  trust: 'plain' | 'secret'
  /** A sign (`:` or `=`) stands before it. */
  sign: boolean
  /** In a link or a settings string: the value ends at `&name=` or `;name=`. */
  assigned?: boolean
  /** The name begins its line, as in pasted settings. */
  label?: boolean
  /** A user name comes first: "user/password: john/..." */
  pair?: boolean
  /** Several passwords are announced. */
  plural?: boolean
}

function passwordAfter(reader: Reader, name: Stretch): Stretch[] {
  const { plain, lower } = reader
  const word = lower.slice(name.start, name.end)
  if (word === 'pass' && plain[name.start - 1] === '=') return []
  const limit = Math.min(plain.length, name.end + REACH)
  const label = reader.startsLine(name.start)
  const before = lower.slice(Math.max(0, name.start - 24), name.start)
  const pair =
    /(?:user(?:name)?s?|login|id(?:entifiant)?s?|e-?mail|mail|adresse|compte|account|utilisateur|benutzer(?:name)?|utente|usuario|gebruiker)\s?(?:\/|&|\+|-|:|and|et|und|e|y)\s?$/.test(
      before,
    )
  const plural = /s$/.test(word) && !/pas$/.test(word)
  const needsSign = NEEDS_SIGN.has(word)
  const option = /(?:^|\s)--?[\w-]*$/.test(before)

  let at = name.end
  const suffix = /^(?:\(s\)|[\w-]{1,24}(?=["']?\s?[:=])|\d{1,2}(?=\s))/.exec(lower.slice(at, at + 32))
  let trust: Ask['trust'] = suffix && !/^(?:\(s\)|[-_]?\d{1,2})$/.test(suffix[0]) ? 'secret' : 'plain'
  if (suffix) at += suffix[0].length
  const beside = /^\/[\p{L} -]{1,24}(?=\s?[:=])/u.exec(lower.slice(at, at + 32))
  if (beside) at += beside[0].length
  const element = plain[at] === '>' && /<[\w:-]*$/.test(before)
  if (element) {
    const end = reader.find('<', at, LONGEST_VALUE)
    return accept(reader, { start: at + 1, end: Math.max(end, at + 1) }, { at, trust: 'plain', sign: true })
  }
  at += /^["'`*_\])]{0,4}/.exec(plain.slice(at, at + 4))?.[0].length ?? 0
  if (/^'s\b/.test(lower.slice(name.end, name.end + 3))) at = name.end + 2
  if (/[\p{L}\d@/_-]/u.test(plain[at] ?? ' ')) return []

  const gap: string[] = []
  let relative = false
  let aside = false
  for (let step = 0; step < 9 && at < limit; step++) {
    const from = at
    at = reader.skipSpace(at)
    const sign = /^(?::{1,2}=?|={1,2}>?|:?->|-(?=\s)|>|\|)/.exec(plain.slice(at, at + 3))?.[0]
    if (sign) {
      const weak = sign === '-' || sign === '>' || sign === '|'
      if (gap.length > 0) {
        const last = bare(gap.at(-1) as string)
        const whose = gap.length === 1 && FOR_WHAT.has(last)
        if (!whose && (!isOfIt(gap[0] as string) || ACCOUNT.has(last))) trust = 'secret'
        if (trust === 'secret' && !isOfIt(gap[0] as string) && isErrorName(reader, at + sign.length))
          return []
      }
      if (weak) trust = 'secret'
      const assigned = sign.startsWith('=') && /[?&;,]\s?[\w.-]*$/.test(before)
      const ask: Ask = {
        at: at + sign.length,
        trust,
        sign: true,
        assigned,
        label,
        pair: pair || beside !== null,
        plural,
      }
      return valueAfterSign(reader, ask)
    }
    if (reader.atLineEnd(at)) {
      if (gap.length > 0 || !label) return []
      return valueOnNextLine(reader, at, 'secret')
    }
    if (step === 0 && (at - from > 1 || plain[from] === '\t') && label && !needsSign) {
      const only = reader.word(at)
      if (
        reader.atLineEnd(reader.skipSpace(only.end)) &&
        !isOrdinary(reader.read(only), reader.written(only))
      )
        return accept(reader, only, { at, trust: 'plain', sign: true })
    }
    if (/^(?:[.!?;,]|\.{3})(?=\s|$)/.test(plain.slice(at, at + 4))) {
      const dots = /^\.{3}\s/.exec(plain.slice(at, at + 4))?.[0]
      if ((plain[at] !== ',' && !dots) || step > 0) return []
      at += dots ? 3 : 1
      aside = true
      continue
    }
    const next = reader.word(at)
    const read = reader.read(next)
    const small = bare(read)
    if (IS.has(small) || ACCENTED_IS.has(reader.written(next).toLowerCase())) {
      const colon = /[:=]$/.test(read)
      const plainly = !needsSign && (gap.length === 0 || isOfIt(gap[0] as string))
      const ask: Ask = {
        at: next.end,
        trust: plainly && !relative ? trust : 'secret',
        sign: colon,
        label: false,
        pair,
        plural,
      }
      const values = valueAfterIs(reader, ask)
      if (values.length > 0) return values
      relative ||= gap.length > 0 && isOfIt(gap[0] as string)
      if (!relative) return []
      at = next.end
      gap.push(read)
      continue
    }
    if (step === 0 || (step === 1 && aside) || (gap.length === 1 && TO.has(bare(gap[0] as string)))) {
      const values = accept(reader, quotedOr(reader, next), { at, trust: 'secret', sign: false, plural })
      if (values.length > 0) return word === 'ww' || word === 'clave' || word === 'passe' ? [] : values
      if (option && step === 0 && !isOrdinary(read, reader.written(next)))
        return accept(reader, next, { at, trust: 'plain', sign: true })
      if (/app/.test(before) || /app/.test(gap.join(' ')))
        if (/^[a-z]{16}[.,;!?]?$/.test(read) && !isOrdinary(read, read))
          return accept(reader, next, { at, trust: 'plain', sign: true })
      if (
        gap.length === 1 &&
        /^(?:[.,;!?]|$|\s(?:and|but|et|mais|und|aber)\s)/.test(
          plain.slice(next.end - 1, next.end + 5).replace(/^[^.,;!?]/, ''),
        )
      )
        if (
          CHANGED.test(lower.slice(Math.max(0, name.start - 48), name.start)) &&
          /^\p{L}+[.,;!?]?$/u.test(read)
        )
          return accept(reader, next, { at, trust: 'plain', sign: false })
      const quoted = quotedOr(reader, next)
      if (step === 0 && quoted.start > next.start && /^\p{Ll}[\p{Ll}\d]+$/u.test(reader.read(quoted)))
        return accept(reader, quoted, { at, trust: 'plain', sign: false })
    }
    if (gap.length > 0 && /@/.test(gap.at(-1) as string) && looksSecret(read.replace(/[.,;:!?]+$/, '')))
      return accept(reader, next, { at, trust: 'secret', sign: false })
    if (step === 0 && /^\(/.test(read)) {
      const close = reader.find(')', at, 40)
      if (close >= 0) {
        at = close + 1
        continue
      }
    }
    gap.push(read)
    at = next.end
    if (/[:=]$/.test(read) && read.length > 1) at -= 1
    else if (/[.!?;]["')]*$/.test(read)) return []
  }
  return []
}

function isOfIt(word: string): boolean {
  return OF_IT.has(bare(word)) || /^(?:d|qu|l)'/.test(word.toLowerCase())
}

/** "AUTH005": what servers and programs call their errors. */
function isErrorName(reader: Reader, at: number): boolean {
  return /^\(?[A-Z][A-Z_-]*\d+\)?[.,]?$/.test(reader.read(reader.word(reader.skipSpace(at))))
}

function valueAfterSign(reader: Reader, ask: Ask): Stretch[] {
  let at = reader.skipSpace(
    ask.at + (/^[*_`]{1,2}(?=\s)/.exec(reader.plain.slice(ask.at, ask.at + 3))?.[0].length ?? 0),
  )
  if (reader.atLineEnd(at)) return valueOnNextLine(reader, at, ask.trust)
  if (/^[>=:]\s/.test(reader.plain.slice(at, at + 2))) at = reader.skipSpace(at + 1)
  return valueAfterIs(reader, { ...ask, at, sign: true })
}

/** A label alone on its line, the value alone on the next one, as copied from a form. */
function valueOnNextLine(reader: Reader, lineEnd: number, trust: Ask['trust']): Stretch[] {
  const { plain } = reader
  let at = lineEnd
  let ends = 0
  while (at < plain.length && ends < 3 && /\s/.test(plain[at] as string)) {
    if (plain[at] === '\n') ends++
    at++
  }
  if (ends === 0 || ends > 2) return []
  const word = reader.word(at)
  if (!reader.atLineEnd(reader.skipSpace(word.end))) return []
  return accept(reader, quotedOr(reader, word), { at, trust, sign: true })
}

/** Reads a value, past words such as "still" or "not": after those only what looks like a secret counts. */
function valueAfterIs(reader: Reader, ask: Ask): Stretch[] {
  let at = reader.skipSpace(ask.at)
  let trust = ask.trust
  if (/^[:=]/.test(reader.plain[at] ?? '')) at = reader.skipSpace(at + 1)
  for (let step = 0; step < 5 && !reader.atLineEnd(at); step++) {
    const next = reader.word(at)
    const quoted = quotedOr(reader, next)
    const values = accept(reader, quoted, { ...ask, at, trust })
    if (values.length > 0) return values
    const read = reader.read(next)
    const small = bare(read)
    if (!HEDGE.has(small) && !/^(?:not|n't|pas|nicht|no|non|nao|niet)$/.test(small)) {
      const aside = /[:,]$/.test(read) || reader.plain[reader.skipSpace(next.end)] === '('
      if (step > 2 || !aside || !isOrdinary(read, reader.written(next))) return []
      const last = reader.word(reader.skipSpace(next.end))
      const value = accept(reader, quotedOr(reader, last), { ...ask, trust: 'secret' })
      return isErrorName(reader, last.start) ? [] : value
    }
    if (/[.!?;]$/.test(read)) return []
    trust = 'secret'
    at = reader.skipSpace(next.end)
  }
  return []
}

/** The inside of the quotes that a word opens, or the word itself. */
function quotedOr(reader: Reader, word: Stretch): Stretch {
  const { plain } = reader
  const open = /^[([{*_]{0,2}(["'`])/.exec(plain.slice(word.start, word.start + 3))
  if (!open) return word
  const start = word.start + open[0].length
  const end = reader.find(open[1] as string, start, 120)
  const line = reader.find('\n', start, 120)
  if (end <= start || (line >= 0 && line < end)) return { start, end: Math.max(start, word.end) }
  return { start, end }
}

/** The value in `stretch` if it may be one, with those that follow it in a list; nothing otherwise. */
function accept(reader: Reader, stretch: Stretch, ask: Ask): Stretch[] {
  const quoted =
    /["'`]/.test(reader.plain[stretch.start - 1] ?? '') && /["'`]/.test(reader.plain[stretch.end] ?? '')
  const value = quoted ? stretch : trim(reader, stretch, ask.assigned ?? false)
  const read = reader.read(value)
  if (read === '' || isLeftOut(read)) return []
  const parts = read.split(/\s+/)
  const secret = looksSecret(read) || (quoted && parts.some((part) => looksSecret(part)))
  if (!secret) {
    if (ask.trust === 'secret') return []
    if (!/[\p{L}\d]/u.test(read) && new Set(read).size < 3) return []
    if (isNamed(read) || isNamed(bare(read)) || isTerm(bare(read))) return []
    const after = reader.word(reader.skipSpace(value.end))
    const follows = bare(reader.read(after))
    if (/^\d+(?:[-/]\d+)?$/.test(read)) {
      if (UNITS.has(follows) || /^\d\.\d{1,3}\.\d{1,3}/.test(follows)) return []
      if (!ask.sign && read.length < 3) return []
    }
    if (quoted && parts.length > 1) {
      if (parts.every((part) => isOrdinary(part, part))) return []
    } else if (isOrdinary(read, reader.written(value))) {
      const phrase = passphrase(reader, value)
      return phrase ? [phrase] : []
    } else if (!quoted && VERBS.has(follows)) return []
    if (!ask.sign && /^[([]/.test(read)) return []
    if (reader.plain[value.end] === ':' && /\S/.test(reader.plain[value.end + 1] ?? '') === false && ask.sign)
      return []
  }
  const values: Stretch[] = [value]
  if (!quoted) {
    const plainWord = !secret && /^[\p{L}'-]+$/u.test(read)
    if (plainWord || (ask.label && ask.sign)) value.end = extended(reader, value, plainWord)
    if (ask.pair && ask.sign) values.push(...partner(reader, value))
  }
  values.push(...listed(reader, values.at(-1) as Stretch, !secret && (ask.plural ?? false)))
  return values
}

/** Takes a bracket or a stop off the end, and what does not belong to the value in a link or a settings string. */
function trim(reader: Reader, stretch: Stretch, assigned: boolean): Stretch {
  let { start, end } = stretch
  start += /^<[a-z]{1,10}>/i.exec(reader.plain.slice(start, start + 12))?.[0].length ?? 0
  const read = reader.plain.slice(start, end)
  const cut = (
    assigned ? /[&;,](?=[\w.%-]{1,40}=)|&|<\//.exec(read) : /[;,](?=[a-z_ ]{1,20}[=:])|<\/|<br/i.exec(read)
  )?.index
  if (cut !== undefined && cut > 0) end = start + cut
  if (/^[([{<*_`"']/.test(read) && end - start > 1) {
    const pair: Record<string, string> = { '(': ')', '[': ']', '{': '}', '<': '>' }
    const open = reader.plain[start] as string
    const close = pair[open] ?? open
    if (close !== ')' || reader.plain.slice(start, end).includes(close) || !/\)/.test(read)) {
      const inner = reader.plain.slice(start + 1, end)
      const place = inner.lastIndexOf(close)
      if (place >= 0 || open === '(' || open === '"' || open === "'") start += 1
      if (place > 0) end = start + place
    }
  }
  while (end > start) {
    const last = reader.plain[end - 1] as string
    const inside = reader.plain.slice(start, end - 1)
    if (/[.,;:"'`]/.test(last) || (last === '?' && end - start > 1)) end--
    else if (last === ')' && !inside.includes('(')) end--
    else if (last === ']' && !inside.includes('[')) end--
    else if (last === '}' && !inside.includes('{')) end--
    else if (last === '*' && inside.endsWith('*')) end -= 2
    else break
  }
  return { start, end: Math.max(start, end) }
}

/** A passphrase that begins with an ordinary word: three or more others, none of them ordinary, end the clause. */
function passphrase(reader: Reader, first: Stretch): Stretch | null {
  const { plain } = reader
  let end = first.end
  let count = 0
  while (count < 8) {
    if (/[.,;:!?)]/.test(plain[end] ?? '')) break
    const at = reader.skipSpace(end)
    if (reader.atLineEnd(at)) break
    const word = reader.word(at)
    const read = reader.read(word)
    if (!/^\p{Ll}{3,}[.,;!?]?$/u.test(read) || isOrdinary(read, reader.written(word))) return null
    end = word.end
    count++
  }
  return count >= 3 ? { start: first.start, end } : null
}

/** Where a value of several words ends: before the first ordinary word, stop or technical term. */
function extended(reader: Reader, value: Stretch, plainWord: boolean): number {
  let end = value.end
  const limit = plainWord ? 6 : 3
  for (let count = 0; count < limit; count++) {
    if (/[.,;:!?)\]}"'`|/]/.test(reader.plain[end] ?? '')) return end
    const at = reader.skipSpace(end)
    if (reader.atLineEnd(at)) return end
    const word = reader.word(at)
    const read = reader.read(word)
    if (!/^[\p{L}\d]/u.test(read) || /[:=@/]/.test(read)) return plainWord ? end : value.end
    if (isOrdinary(read, reader.written(word)) || isNamed(bare(read))) return plainWord ? end : value.end
    end = trim(reader, word, false).end
  }
  return plainWord || reader.atLineEnd(reader.skipSpace(end)) ? end : value.end
}

/** The second half of "user / password: john / hunter2". */
function partner(reader: Reader, first: Stretch): Stretch[] {
  const match = /^\s{0,2}[/|,;:+-]?\s{0,2}(?=\S)/.exec(reader.plain.slice(first.end, first.end + 6))
  if (!match || match[0] === '' || /\n/.test(match[0])) return []
  const word = trim(reader, reader.word(first.end + match[0].length), false)
  const read = reader.read(word)
  const separated = /[/|,;:+-]/.test(match[0])
  if (read === '' || isLeftOut(read)) return []
  if (
    looksSecret(read) ||
    (!isOrdinary(read, reader.written(word)) && (separated || reader.atLineEnd(word.end)))
  )
    return [word]
  return []
}

/** Further values in a list: "hunter2, hunter3 and hunter4". */
function listed(reader: Reader, first: Stretch, plural: boolean): Stretch[] {
  const values: Stretch[] = []
  let end = first.end
  while (values.length < 20) {
    const link =
      /^["'`)]?\s?(?:(?:[,;/|+&]|->)\s{0,2}(?:(?:and|or|then|et|ou|puis|und|oder|y|o|e|en|of)\s)?|\s(?:and|or|then|et|ou|puis|und|oder|y|o|e|en|of|to|vers|en|zu)\s)["'`(]?/i.exec(
        reader.plain.slice(end, end + 16),
      )
    if (!link) return values
    const word = trim(reader, reader.word(end + link[0].length), false)
    const read = reader.read(word)
    const plain = plural && read.length > 2 && !isOrdinary(read, reader.written(word)) && !isNamed(read)
    if (!looksSecret(read) && !plain) return values
    values.push(word)
    end = word.end
  }
  return values
}

/** "hunter2 is my password", "I used hunter2 as password", "hunter2 est mon mot de passe". */
function valueBefore(reader: Reader, name: Stretch, believable: (word: string) => boolean): Stretch[] {
  const from = Math.max(0, name.start - 120)
  const before = reader.lower.slice(from, name.start)
  const link =
    /\s(?:(?:is|was|est|etait|ist|war|es|era|e|sono)\s+(?:my|the|our|his|her|your|their|mon|le|notre|son|votre|mein|das|unser|ihr|la|il|mia|mio|mi|tu|su|a|o|minha|mijn|het|un|une)|(?:as|comme|als|come|como)(?:\s+(?:my|the|our|a|mon|le|un|mein|das|la|il|mi|minha|mijn))?)\s+(?:[\p{L}-]{1,14}\s+){0,2}$/u.exec(
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

function secretAfter(reader: Reader, name: Stretch): Stretch[] {
  const { plain } = reader
  const at = name.end
  const link =
    /^(?:[\w-]{0,24}["'`*]{0,2}\s{0,3}(?:[:=]{1,2}>?|->|\||>)|["'`]?\s{1,3}(?:(?:is|was|est|ist|es|sono|luidt)\s*:?\s)?)\s{0,3}["'`(]?/i.exec(
      plain.slice(at, at + 48),
    )
  if (!link) return []
  const start = at + link[0].length
  const header = /cookie$/.test(reader.lower.slice(name.start, name.end)) && /:/.test(link[0])
  if (header && reader.startsLine(name.start)) {
    const line = plain.indexOf('\n', start)
    return [{ start, end: line < 0 ? plain.length : line }]
  }
  const word = trim(reader, reader.word(start), /[?&]/.test(plain[name.start - 1] ?? ''))
  const read = reader.read(word)
  return looksRandom(read) || (/[:=]/.test(link[0]) && looksSecret(read)) ? [word] : []
}

const CODE_VALUE =
  /^(?:[a-z]-)?\d{3,4}[ -]\d{3,4}(?![\d.])|^(?:[a-z]-)?(?!100\d\d\b)\d{4,10}(?![\d.]|[ -]?\d)/i

function looksCode(word: string): boolean {
  return /^(?:[a-z]-)?\d{4,10}$/i.test(word) || (word.length >= 6 && looksSecret(word))
}

/**
 * The digits right after "verification code" or after "is" or `:`; six or more also a few words on. Letters with
 * digits count only where the text says that they are the code.
 */
function codeAfter(reader: Reader, name: Stretch): Stretch[] {
  const { plain } = reader
  const values: Stretch[] = []
  let at = name.end
  const limit = Math.min(plain.length, at + 120)
  for (let step = 0; step < 9 && at < limit; step++) {
    const gap = /^(?:[\s:=,"'`*(>]|-(?!\d))*/.exec(plain.slice(at, at + 24))?.[0] ?? ''
    const says = step === 0 || /[:=]/.test(gap) || IS.has(lastWord(plain, at))
    at += gap.length
    if (plain[at] === TAKEN || /\n\s*\n/.test(gap) || (step > 0 && gap.includes('\n') && !says)) return values
    const digits = CODE_VALUE.exec(plain.slice(at, at + 24))?.[0]
    const enough = says || values.length > 0 || (digits ?? '').replace(/\D/g, '').length >= 6
    if (digits && enough && !unitFollows(reader, at + digits.length)) {
      values.push({ start: at, end: at + digits.length })
      at += digits.length
      continue
    }
    const word = trim(reader, reader.word(at), false)
    const read = reader.read(word)
    if (word.end <= at) return values
    if ((says || values.length > 0) && !digits && looksCode(read)) {
      values.push(word)
      at = word.end
      continue
    }
    if (values.length > 0 && !/^(?:and|or|et|ou|und|y|e)$/i.test(read)) return values
    if (/[.!?;]/.test(plain[word.end] ?? '') || /^(?:error|erreur|port|ports|code)$/i.test(read))
      return values
    at = Math.max(word.end, at + 1)
  }
  return values
}

function unitFollows(reader: Reader, at: number): boolean {
  const follows = bare(reader.read(reader.word(reader.skipSpace(at))))
  return follows.length > 3 && UNITS.has(follows)
}

function lastWord(plain: string, at: number): string {
  return bare(/(\S+)\s*$/.exec(plain.slice(Math.max(0, at - 20), at))?.[1] ?? '')
}

/** The other places where a value that was found stands in the same text. */
function again(text: Folded, spans: Span[]): Span[] {
  const values = new Map<string, Span['kind']>()
  for (const span of spans) {
    const value = text.plain.slice(span.start, span.end)
    const long = value.length >= 6 || (value.length >= 4 && looksSecret(value))
    if (long && values.size < 50 && value.length <= 100) values.set(value, span.kind)
  }
  if (values.size === 0) return []
  const escaped = [...values.keys()]
    .sort((a, b) => b.length - a.length)
    .map((value) => value.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
  const found: Span[] = []
  for (const match of text.plain.matchAll(
    new RegExp(`(?<![\\p{L}\\d])(?:${escaped.join('|')})(?![\\p{L}\\d])`, 'gu'),
  ))
    found.push({
      start: match.index,
      end: match.index + match[0].length,
      kind: values.get(match[0]) ?? 'password',
    })
  return found
}

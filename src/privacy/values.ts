/** Decides whether what stands at a place may be a password, and how far it goes. */
import { isJoined, type Languages, lexicon } from './lexicon.ts'
import { bare, isLeftOut, isNamed, isOrdinary, isTerm, looksSecret } from './looks.ts'
import type { Reader, Stretch } from './reader.ts'

/** What stands before a value, and how much it takes to be believed. */
export interface Ask {
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
  /** What follows has been looked at: it says that the value became the password. */
  said?: boolean
  /** Those of the name: an ordinary word of another language may well be a password. */
  languages?: Languages
}

/** The inside of the quotes that a word opens, or the word itself. */
export function quotedOr(reader: Reader, word: Stretch): Stretch {
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
export function accept(reader: Reader, stretch: Stretch, ask: Ask): Stretch[] {
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
    if (isNamed(read) || isNamed(bare(read)) || isTerm(bare(read)) || isName(read)) return []
    if (/^@|@$/.test(read)) return []
    const after = reader.word(reader.skipSpace(value.end))
    const ended = /[.,;:!?)<]/.test(reader.plain[value.end] ?? '')
    const follows = ended ? '' : bare(reader.read(after))
    if (/^\d+(?:[-/]\d+)?$/.test(read)) {
      if (lexicon.is('unit', follows) || /^\d\.\d{1,3}\.\d{1,3}/.test(follows)) return []
      if (!ask.sign && read.length < 3) return []
    }
    if (quoted && parts.length > 1) {
      if (parts.every((part) => isOrdinary(part, part))) return []
    } else if (isOrdinary(read, reader.written(value), false, ask.languages)) {
      const phrase = passphrase(reader, value)
      return phrase ? [phrase] : []
    } else if (!quoted && (goesOn(reader, after, follows, ask) || isSentence(reader, value, follows, ask)))
      return []
    if (!ask.sign && /^[([]/.test(read)) return []
    // The next label, not the value of this one.
    if (ask.sign && reader.plain[value.end] === ':' && !/\S/.test(reader.plain[value.end + 1] ?? ''))
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

/** True when the next word shows a plain word to be no password: "Outlook keeps asking", "company managed". */
function goesOn(reader: Reader, after: Stretch, follows: string, { languages, sign }: Ask): boolean {
  if (lexicon.is('changed', follows, languages) || lexicon.is('use', follows, languages)) return false
  if (lexicon.is('verb', follows, languages) || lexicon.isName(follows)) return true
  return !sign && lexicon.isSaid(follows, reader.written(after), languages)
}

/** "Choose a new one", "是真实的": what stands at the place is the beginning of something said, and no word alone. */
function isSentence(
  reader: Reader,
  value: Stretch,
  follows: string,
  { languages, sign, said }: Ask,
): boolean {
  const first = reader.plain[value.start]!
  if (isJoined(first, 0)) return !said && follows !== '' && !lexicon.is('is', follows, languages)
  return sign && /\p{Lu}/u.test(first) && lexicon.is('the', follows, languages)
}

/** True when the word is itself a name of a password: "the SMTP password = the IMAP password". */
function isName(word: string): boolean {
  return lexicon.isName(word.toLowerCase()) || lexicon.names.has(word.toLowerCase())
}

/** Takes a bracket or a stop off the end, and what does not belong to the value in a link or a settings string. */
export function trim(reader: Reader, stretch: Stretch, assigned: boolean): Stretch {
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
    const word = reader.value(at)
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
  const word = trim(reader, reader.value(first.end + match[0].length), false)
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
    const start = linkEnd(reader, end)
    if (start === null) return values
    const word = trim(reader, quotedOr(reader, reader.value(start)), false)
    const read = reader.read(word)
    const plain = plural && read.length > 2 && !isOrdinary(read, reader.written(word)) && !isNamed(read)
    if (!looksSecret(read) && !plain) return values
    values.push(word)
    end = word.end
  }
  return values
}

/** Where the next value of a list begins: past a comma or a slash, an "and", "not", "to"; null when there is none. */
function linkEnd(reader: Reader, end: number): number | null {
  const mark = /^["'`)]?\s?(?:[,;/|+&]|->)?\s{0,2}/.exec(reader.plain.slice(end, end + 8))![0]
  let at = end + mark.length
  let linked = /[,;/|+&>]/.test(mark)
  if (!linked && !/\s/.test(mark) && !mark) return null
  for (let step = 0; step < 2 && !reader.atLineEnd(at); step++) {
    const word = reader.word(at)
    if (!(['and', 'not', 'to', 'hedge', 'with'] as const).some((role) => reader.is(role, word))) break
    linked ||= (['and', 'not', 'to'] as const).some((role) => reader.is(role, word))
    at = reader.skipSpace(word.end)
  }
  return linked && !reader.atLineEnd(at) ? at : null
}

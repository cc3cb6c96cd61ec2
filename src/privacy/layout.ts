/** Finds a value by the layout of what was pasted: markup, a sign, the next line of a form. */
import { LONGEST_VALUE, type Reader, type Stretch } from './reader.ts'
import { type Ask, accept, quotedOr } from './values.ts'

/** `<password>x</password>`, `<input type="password" value="x">`, `define('SMTP_PASS', 'x')`; null for none of them. */
export function valueInMarkup(
  reader: Reader,
  name: Stretch & { before: string; languages: number },
): Stretch[] | null {
  const after = reader.plain.slice(name.end, name.end + 160)
  const ask: Ask = { trust: 'plain', sign: true, languages: name.languages }
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

/** `:`, `=`, an arrow, a dash with blanks around it, a table's bar. */
export function signAt(reader: Reader, at: number): string | undefined {
  return /^(?::{1,2}=?|={1,2}>?|:?->|-(?=\s)|>|\|)/.exec(reader.plain.slice(at, at + 3))?.[0]
}

/** A label alone on its line, the value alone on the next one or the one after, as copied from a form. */
export function onNextLine(reader: Reader, lineEnd: number, ask: Ask): Stretch[] {
  const blank = /^\s{1,8}/.exec(reader.plain.slice(lineEnd, lineEnd + 8))?.[0] ?? ''
  const ends = blank.split('\n').length - 1
  if (ends === 0 || ends > 2) return []
  const word = reader.value(lineEnd + blank.length)
  // Nothing may follow it, and it must not be the next label itself.
  if (!reader.atLineEnd(reader.skipSpace(word.end)) || /[:=]$/.test(reader.read(word))) return []
  return accept(reader, quotedOr(reader, word), ask)
}

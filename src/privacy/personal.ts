/** Finds what belongs to a person by its own shape: e-mail addresses, phone numbers, numbers of cards, accounts and taxes. */
import { findAccounts } from './accounts.ts'
import type { Folded } from './fold.ts'
import { findPhones } from './phones.ts'
import type { Span } from './spans.ts'

/** Finds them all; spans may overlap. Linear in the length of the text. */
export function findPersonal(text: Folded): Span[] {
  return [...addresses(text), ...findAccounts(text), ...findPhones(text)]
}

const LOCAL = /[\p{L}\d.!#$%&'*+/=?^_`{|}~-]/u
const MESSAGE_ID =
  /(?<!\p{L})(?:message[- ]?id|references|in-reply-to|resent-message-id|msgid)\s{0,3}[:=]\s{0,3}[^\n]{0,80}<$/u
/** "john (at) example (dot) com", "john at example dot com", "jean arobase example point fr", "john.doe @ example.com" */
const SPELLED = new RegExp(
  `(?<![\\p{L}\\d._%+-])[\\p{L}\\d](?:[\\p{L}\\d._%+-]{0,62}[\\p{L}\\d])?(?=${[
    '\\s?[([{]\\s?(?:at|a|arobase|arobas|chiocciola|arroba|@)\\s?[)\\]}]\\s?[\\p{L}\\d-]{1,63}\\s?(?:\\.|[([{]\\s?(?:dot|point|punkt|punto|ponto|punt)\\s?[)\\]}]|\\s(?:dot|point|punkt|punto|ponto)\\s)',
    '\\sat\\s[\\p{L}\\d-]{1,63}\\sdot\\s\\p{L}{2}',
    '\\s(?:arobase|arobas|chiocciola|arroba)\\s[\\p{L}\\d-]{1,63}\\s(?:point|punto|ponto)\\s\\p{L}{2}',
    '%40[\\p{L}\\d-]{1,63}\\.',
  ].join(
    '|',
  )})|(?<![\\p{L}\\d._%+-])[\\p{L}\\d]{1,30}[._\\d][\\p{L}\\d._]{1,30}(?= @ [\\p{L}\\d-]{1,63}\\.\\p{L}{2})`,
  'gu',
)

/** The part before `@`; RFC 5321 allows it 64 characters. */
function addresses(text: Folded): Span[] {
  const { plain, lower } = text
  const spans: Span[] = []
  for (let at = plain.indexOf('@'); at >= 0; at = plain.indexOf('@', at + 1)) {
    if (!/[\p{L}\d[]/u.test(plain[at + 1] ?? '')) continue
    let start = at
    if (plain[at - 1] === '"') {
      const open = plain.slice(Math.max(0, at - 66), at - 1).lastIndexOf('"')
      if (open < 0) continue
      start = Math.max(0, at - 66) + open
    } else {
      const ascii = /[a-z\d._+-]/i.test(plain[at - 1] ?? '')
      const limit = Math.max(0, at - 128)
      while (start > limit && LOCAL.test(plain[start - 1] as string)) {
        if (ascii && (plain.codePointAt(start - 1) as number) > 0x24f) break
        start--
      }
      const local = plain.slice(start, at)
      const glued = local.search(/[^=/|'`]*$/)
      start += /[=/|'`]/.test(local) ? glued : 0
      while (start < at && /[^\p{L}\d_+]/u.test(plain[start] as string)) start++
    }
    if (start >= at || /^p@ss/.test(lower.slice(start, at + 3))) continue
    // The greeting of a POP3 server (RFC 1939, section 7) and identifiers made of digits alone.
    if (plain[start - 1] === '<' && /^\d+\.\d+$/.test(plain.slice(start, at))) continue
    if (/^\[[a-z]+\]$/.test(plain.slice(start, at))) continue
    const before = lower.slice(Math.max(0, start - 100), start)
    if (before.endsWith('<') && MESSAGE_ID.test(before.slice(before.lastIndexOf('\n') + 1))) continue
    spans.push({ start, end: at, kind: 'address' })
  }
  for (const match of lower.matchAll(SPELLED))
    if (!/^(?:look|arrive|stuck|fails?|error|is|it|mail|me|us)$/.test(match[0]))
      spans.push({ start: match.index, end: match.index + match[0].length, kind: 'address' })
  return spans
}

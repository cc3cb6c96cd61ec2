/**
 * Finds e-mail addresses, phone numbers and card numbers. Ports, codes, dates, sizes, versions and host
 * addresses are made of the same characters and must stay, so each number is taken by its form and not by its
 * length alone.
 */
import type { Folded } from './fold.ts'
import type { Span } from './spans.ts'

/** Finds them all; spans may overlap. Linear in the length of the text. */
export function findPersonal(text: Folded): Span[] {
  return [...addresses(text), ...cards(text), ...phones(text)]
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

const CARD = /(?<![\p{L}\d_@#.+-])(?:[3-6]|2[2-7])\d{2,3}(?:[ -]?\d{2,6}){2,4}(?![\p{L}\d_@])(?![.-]\d)/gu

/** 13 to 19 digits in the groups of a card that pass the check of ISO/IEC 7812 (Luhn). */
function cards(text: Folded): Span[] {
  const spans: Span[] = []
  for (const match of text.plain.matchAll(CARD)) {
    const digits = match[0].replace(/\D/g, '')
    const groups = match[0].split(/[ -]/).map((group) => group.length)
    const shaped =
      groups.length === 1 ||
      (groups.slice(0, -1).every((size) => size === 4) && (groups.at(-1) as number) <= 4) ||
      groups.join() === '4,6,5' ||
      groups.join() === '4,6,4'
    if (digits.length >= 13 && digits.length <= 19 && shaped && luhn(digits))
      spans.push({ start: match.index, end: match.index + match[0].length, kind: 'card' })
  }
  return spans
}

function luhn(digits: string): boolean {
  let sum = 0
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits[digits.length - 1 - index])
    sum += index % 2 === 0 ? digit : digit < 5 ? digit * 2 : digit * 2 - 9
  }
  return sum % 10 === 0
}

const BEFORE = '(?<![\\p{L}\\d_@#=<]|\\d[.,:/-])'
const AFTER = '(?![\\p{L}\\d_@]|[.,:/-]\\d)'
/** A run of digit groups as people write numbers, at most 22 digits; `+` and brackets where they belong. */
const RUN = new RegExp(`${BEFORE}(?:\\+|\\()?\\(?\\d(?:[ .()/-]{0,3}\\d){6,21}${AFTER}`, 'gu')
const GROUPED = new RegExp(
  `${BEFORE}(?:${[
    // international: +33 6 12 34 56 78, +44 (0)20 7946 0958
    '\\+[1-9](?:[ ./()-]{0,3}\\d){6,14}',
    // 0033 6 12 34 56 78
    '00[1-9](?:[ ./()-]{0,3}\\d){7,13}',
    // national with a leading zero: 06 12 34 56 78, 020 7946 0958, 030/123456, (0121) 496 0123
    '\\(?0[1-9]\\d{0,4}\\)?[ ./-]{1,2}\\d{2,8}(?:[ .-]\\d{2,5}){0,4}',
    '0[1-9]\\d{8,9}',
    '\\(0\\) ?[1-9](?:[ ./-]{0,2}\\d){7,10}',
    // North America: (555) 123-4567, 1-800-555-0199
    '(?:1[ .-])?(?:\\([2-9]\\d{2}\\) ?\\d{3}|[2-9]\\d{2}-\\d{3}|[2-9]\\d{2}[ .][2-9]\\d{2})[ .-]\\d{4}',
    // Spain, Portugal: 612 345 678, 612 34 56 78
    '[6-9]\\d{2} \\d{3} \\d{3}|[6-9]\\d{2} \\d{2} \\d{2} \\d{2}',
  ].join('|')})${AFTER}`,
  'gu',
)
const CALLED =
  /(?<!\p{L})(?:tel|telephone|phone(?: number)?|mobile|cell|cellphone|fax|gsm|handy|telefon|telefono|telefoon|portable|fixe|whatsapp|numero(?: de telephone)?|call(?: me)?(?: back)?(?: at| on)?|ring(?: me)?(?: on| at)?|text me(?: at| on)?|reach me(?: at| on)?|appel(?:ez|er)(?:-moi)?(?: au)?|joignable au|rappel(?:ez|er)(?:-moi)?(?: au)?)(?!\p{L})(?:\s(?:is|est|au|at|on|number|no|nr|de))?\s?[.:°#]?\s{0,2}$/u
const SIZE =
  /^\s?(?:octets?|bytes?|[kmgt]?i?[bo]|bits?|messages?|mails?|e-?mails?|files?|fichiers?|items?|ms|seconds?|secondes?)(?!\p{L})/u
/** Ports of mail and the web: a list of them is no phone number. */
const PORTS = new Set([
  '25',
  '26',
  '80',
  '110',
  '143',
  '443',
  '465',
  '587',
  '993',
  '995',
  '2525',
  '2095',
  '2096',
  '8080',
  '8443',
])
const DATE =
  /^(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d{2}|(?:19|20)\d{2}[./-](?:0?[1-9]|1[0-2])[./-](?:0?[1-9]|[12]\d|3[01]))(?![./-]?\d)/

function phones(text: Folded): Span[] {
  const { plain, lower } = text
  const spans: Span[] = []
  const add = (match: RegExpExecArray, least: number) => {
    const number = match[0]
    const digits = number.replace(/\D/g, '')
    const groups = number.split(/\D+/).filter(Boolean)
    if (digits.length < least || digits.length > 16 || DATE.test(number)) return
    if (/^[2-9]/.test(number) && groups.filter((group) => PORTS.has(group)).length >= 2) return
    if (/\d{4,5}[ -](?:19|20)\d{2}[./-]/.test(number) || SIZE.test(lower.slice(match.index + number.length)))
      return
    if (
      number.startsWith('0') &&
      groups.length > 1 &&
      !/^0[1-9]/.test(digits.startsWith('00') ? '01' : digits)
    )
      return
    spans.push({ start: match.index, end: match.index + number.length, kind: 'phone' })
  }
  for (const match of plain.matchAll(GROUPED)) add(match, match[0].startsWith('+') ? 8 : 9)
  for (const match of plain.matchAll(RUN))
    if (CALLED.test(lower.slice(Math.max(0, match.index - 40), match.index))) add(match, 7)
  return spans
}

/**
 * Finds phone numbers by how people group them, whether or not anybody has the number: ports, codes, dates, sizes,
 * versions and host addresses are made of the same characters and must stay. Numbers behind a word such as "phone" are
 * found by `numbers.ts`.
 */
import type { Folded } from './fold.ts'
import type { Span } from './spans.ts'

const BEFORE = '(?<![\\d_@#=<]|(?![\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}])\\p{L}|\\d[.,:/-])'
/** Han and Kana may follow right behind. */
const AFTER = '(?![\\d_@]|(?![\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}])\\p{L}|[.,:/-]\\d)'
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
    // Spain, Portugal, Poland, Czechia: 612 345 678, 612 34 56 78, 612-345-678
    '[5-9]\\d{2}([ -])\\d{3}\\1\\d{3}|[6-9]\\d{2} \\d{2} \\d{2} \\d{2}',
    // Italy: 347 1234567
    '3[2-9]\\d[ -]\\d{6,7}',
    // Brazil: (11) 91234-5678
    '\\(\\d{2}\\) ?9?\\d{4}-\\d{4}',
    // Russia: 8 (912) 345-67-89
    '8 ?\\(\\d{3}\\) ?\\d{3}-\\d{2}-\\d{2}',
    // China, India: 138 1234 5678, 98765 43210
    '1[3-9]\\d([ -])\\d{4}\\2\\d{4}|[6-9]\\d{4} \\d{5}',
  ].join('|')})${AFTER}`,
  'gu',
)
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

/** Finds them all; spans may overlap. Linear in the length of the text. */
export function findPhones(text: Folded): Span[] {
  const { plain, lower } = text
  const spans: Span[] = []
  const add = (match: RegExpExecArray, least: number) => {
    const number = match[0]
    const digits = number.replace(/\D/g, '')
    const groups = number.split(/\D+/).filter(Boolean)
    if (digits.length < least || digits.length > 16 || DATE.test(number)) return
    // A ZIP code of the United States.
    if (/^\d{5}-\d{4}$/.test(number)) return
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
  return spans
}

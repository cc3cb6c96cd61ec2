/** Finds numbers of cards, bank accounts, taxes and persons by their shape, and by their check digits where they have some. */
import type { Folded } from './fold.ts'
import type { Span } from './spans.ts'

/** Finds them all; spans may overlap. Linear in the length of the text. */
export function findAccounts(text: Folded): Span[] {
  return [...cards(text), ...ibans(text), ...persons(text)]
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

/** ISO 13616: country, two check digits, then up to 30 letters and digits, in groups of four or as they come. */
const IBAN = /(?<![\p{L}\d])[A-Z]{2}\d{2}(?:[ -]?[A-Z\d]){11,30}(?![\p{L}\d])/giu
/** How long an IBAN is by country: SWIFT, IBAN Registry, release 99. */
const LENGTHS = new Map(
  `AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27
  GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27
  MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23
  TN24 TR26 UA29 VA22 VG24 XK20`
    .split(/\s+/)
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))] as const),
)

/** Of a run of letters and digits, what is as long as its country's, if the check digits are right. */
function ibans(text: Folded): Span[] {
  const spans: Span[] = []
  for (const match of text.plain.matchAll(IBAN)) {
    const written = match[0].replace(/[ -]/g, '')
    const length = LENGTHS.get(written.slice(0, 2).toUpperCase()) ?? Number.POSITIVE_INFINITY
    if (written.length < length || !checks97(written.slice(0, length))) continue
    const place = placeOf(match[0], length)
    // Not in the middle of a word that goes on.
    if (/^[\p{L}\d]/u.test(match[0].slice(place)) || !isGrouped(match[0].slice(0, place))) continue
    spans.push({ start: match.index, end: match.index + place, kind: 'iban' })
  }
  return spans
}

/** Groups of four but for the last one, or none at all: words with blanks between are no number. */
function isGrouped(written: string): boolean {
  const groups = written.split(/[ -]/)
  return groups.length === 1
    ? /\d{4}/.test(written)
    : groups.slice(0, -1).every((group) => group.length === 4)
}

/** How much of a text holds so many characters that are no blank and no hyphen. */
function placeOf(text: string, count: number): number {
  let seen = 0
  for (let place = 0; place < text.length; place++) {
    if (!/[ -]/.test(text[place]!)) seen++
    if (seen === count) return place + 1
  }
  return text.length
}

/** ISO 7064, MOD 97-10. */
function checks97(iban: string): boolean {
  let rest = 0
  for (const character of (iban.slice(4) + iban.slice(0, 4)).toUpperCase()) {
    const value = Number.parseInt(character, 36)
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return rest === 1
}

/** The letter that a Spanish number ends in: Ministerio del Interior, "Cálculo del dígito de control del NIF-NIE". */
const NIF_LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE'
/** The last character of a Finnish identity code: Digital and Population Data Services Agency. */
const HETU_LETTERS = '0123456789ABCDEFHJKLMNPRSTUVWXY'

const digitsOf = (text: string) => text.replace(/\D/g, '')
const weighted = (digits: string, weights: number[]) =>
  weights.reduce((sum, weight, index) => sum + weight * Number(digits[index]), 0)

/** Numbers of persons and taxes whose shape nothing else has. `checks` where the shape alone is not enough. */
const PERSONS: { shape: string; checks?: (written: string) => boolean }[] = [
  // Italy, codice fiscale
  { shape: '[A-Z]{6}\\d{2}[A-EHLMPRST]\\d{2}[A-Z]\\d{3}[A-Z]' },
  // Mexico, RFC and the beginning of CURP
  { shape: '[A-ZÑ&]{3,4}\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])[A-Z\\d]{3}' },
  // Spain, NIF and NIE
  {
    shape: '[XYZ]?-?\\d{7,8}-?[A-Z]',
    checks: (written) => {
      const plain = written
        .toUpperCase()
        .replace(/-/g, '')
        .replace('X', '0')
        .replace('Y', '1')
        .replace('Z', '2')
      const digits = written.toUpperCase().match(/^[XYZ]/) ? plain.slice(0, 8) : plain.slice(0, -1)
      return digits.length === 8 && NIF_LETTERS[Number(digits) % 23] === written.at(-1)!.toUpperCase()
    },
  },
  // Finland, henkilötunnus
  {
    shape: '\\d{6}[-+A-FU-Y]\\d{3}[0-9A-FHJ-NPR-Y]',
    checks: (written) => {
      const digits = written.slice(0, 6) + written.slice(7, 10)
      return HETU_LETTERS[Number(digits) % 31] === written.at(-1)!.toUpperCase()
    },
  },
  // Sweden, personnummer
  { shape: '(?:19|20)?\\d{6}[-+]\\d{4}', checks: (written) => luhn(digitsOf(written).slice(-10)) },
  // United Kingdom, National Insurance
  { shape: '[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\\d{2} ?\\d{2} ?\\d{2} ?[A-D]' },
  // United States, Social Security
  { shape: '(?!000|666|9)\\d{3}-(?!00)\\d{2}-(?!0000)\\d{4}' },
  // Brazil, CPF and CNPJ
  { shape: '\\d{3}\\.\\d{3}\\.\\d{3}-\\d{2}|\\d{2}\\.\\d{3}\\.\\d{3}/\\d{4}-\\d{2}' },
  // China, resident identity number
  {
    shape: '[1-9]\\d{5}(?:19|20)\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])\\d{3}[\\dX]',
    checks: (written) => {
      const sum = weighted(written, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
      return '10X98765432'[sum % 11] === written.at(-1)!.toUpperCase()
    },
  },
  // France, NIR: sex, year, month, department, commune, order and key, in groups
  { shape: '[12] ?\\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\\d) ?(?:\\d{2}|2[AB]) ?\\d{3} ?\\d{3}(?: ?\\d{2})' },
  // Denmark, Czechia and Slovakia are told by a word before them (`knowledge/privacy`): their shape is a date's or a path's.
]

const PERSON = new RegExp(
  `(?<![\\p{L}\\d_@#/.+-])(?:${PERSONS.map(({ shape }) => `(${shape})`).join('|')})(?![\\p{L}\\d_@/]|[.-]\\d)`,
  'giu',
)

function persons(text: Folded): Span[] {
  const spans: Span[] = []
  for (const match of text.plain.matchAll(PERSON)) {
    const which = match.slice(1).findIndex((group) => group !== undefined)
    if (PERSONS[which]?.checks?.(match[0]) ?? true)
      spans.push({ start: match.index, end: match.index + match[0].length, kind: 'id' })
  }
  return spans
}

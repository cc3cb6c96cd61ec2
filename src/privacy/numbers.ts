/** Finds what stands behind its name: tax numbers, a card's code, account and phone numbers, answers to secret questions. */
import { isLeftOut, isOrdinary, looksSecret } from './looks.ts'
import type { Name } from './names.ts'
import type { Reader, Stretch } from './reader.ts'
import { quotedOr, trim } from './values.ts'

/** What a number of each kind is made of: the least digits and the most, and whether letters belong to it. */
const SHAPES: Partial<Record<Name['kind'], { least: number; most: number; pattern: RegExp }>> = {
  tax: {
    least: 6,
    most: 18,
    pattern: /^(?=.*\d)[a-z]{0,6}[ .:/-]?\d(?:[a-z\d]|[ ./-]{1,2}(?=[a-z]?\d|[a-z](?![a-z]))){4,24}/i,
  },
  'card-code': { least: 3, most: 4, pattern: /^\d{3,4}(?![\d.,])/ },
  card: { least: 12, most: 19, pattern: /^\d(?:[ -]?\d){11,18}(?!\d)/ },
  bank: {
    least: 7,
    most: 34,
    pattern: /^(?:[a-z]{2}\d{2}(?:[ -]?[a-z\d]){8,30}|\d(?:[ ./-]?\d){6,25})(?![a-z\d])/i,
  },
  phone: { least: 6, most: 16, pattern: /^(?:\+|\()?\d(?:[ .()/-]{0,3}\d){5,15}(?!\d)/ },
}

/** Words between the name and its number: "my card number on file is ...". */
const MOST_STEPS = 5

/** The number behind the name; nothing when none is there. */
export function numberAfter(reader: Reader, name: Name): Stretch[] {
  const shape = SHAPES[name.kind]
  if (!shape) return []
  let at = name.end
  for (let step = 0; step < MOST_STEPS; step++) {
    at += /^[ \t:=,.#°º"'`*()|>]{0,6}(?:\n[ \t]*)?/.exec(reader.plain.slice(at, at + 16))![0].length
    const found = shape.pattern.exec(reader.plain.slice(at, at + 60))?.[0].trimEnd()
    if (found) {
      const digits = found.replace(/\D/g, '').length
      const enough = digits >= shape.least && digits <= shape.most && !isAddressOrDate(found)
      return enough ? [{ start: at, end: at + found.length }] : []
    }
    if (at >= reader.plain.length || reader.atLineEnd(at)) return []
    const word = reader.word(at)
    const small = (['is', 'the', 'of', 'adjective', 'hedge', 'for', 'account', 'said'] as const).some(
      (role) => reader.is(role, word),
    )
    if (!small || /[.!?;]$/.test(reader.read(word)) || word.end <= at) return []
    at = word.end
  }
  return []
}

function isAddressOrDate(found: string): boolean {
  return /^(?:\d{1,3}\.){3}\d{1,3}$|^\d{4}-\d\d-\d\d|^\d\d[./]\d\d[./]\d{4}$/.test(found)
}

/** Words of an answer at most: "Rex der Zweite". */
const MOST_WORDS = 3

/** The answer behind "security answer", "maiden name": any word that is not said of an answer. */
export function answerAfter(reader: Reader, name: Name, question: boolean): Stretch[] {
  const { plain } = reader
  if (name.kind === 'reply' && !question) return []
  // "my first pet (security question): Rex"
  if (name.kind === 'question' && !/^\)?[ \t]?:/.test(plain.slice(name.end, name.end + 3))) return []
  let at = name.end
  let says = false
  for (let step = 0; step < 6; step++) {
    const gap = /^\)?[ \t]*(?:[:=]|->)?[ \t]*/.exec(plain.slice(at, at + 8))![0]
    says ||= /[:=>]/.test(gap)
    at += gap.length
    if (reader.atLineEnd(at)) return []
    const word = reader.word(at)
    if (reader.is('is', word, name.languages)) {
      says = true
      at = word.end
      continue
    }
    // "güvenlik sorusunun cevabı Karabaş": a name right behind.
    const named = step === 0 && /^\p{Lu}\p{Ll}/u.test(plain.slice(at, at + 3))
    const values = says || named ? answerAt(reader, at, name) : []
    if (values.length > 0) return values
    const read = reader.read(word)
    if (/[.!?;,]$/.test(read) || (!says && step > 4)) return []
    if (says && !reader.is('hedge', word) && !reader.is('the', word)) return []
    at = Math.max(word.end, at + 1)
  }
  return []
}

function answerAt(reader: Reader, at: number, { languages }: Name): Stretch[] {
  const first = quotedOr(reader, reader.value(at))
  const value = trim(reader, first, false)
  const read = reader.read(value)
  if (read === '' || isLeftOut(read) || !/[\p{L}\d]/u.test(read)) return []
  if (first.start !== at) return [value]
  const proper = /['’]\p{Lu}/u.test(read)
  if (
    !looksSecret(read) &&
    !proper &&
    (isOrdinary(read, reader.written(value), false, languages) || read.length < 2)
  )
    return []
  let { end } = value
  for (let count = 1; count < MOST_WORDS && !/[,;!?)]/.test(reader.plain[end] ?? ''); count++) {
    // "St. Mary's"
    const abbreviated = reader.plain[end] === '.' && end - value.start <= 3
    if (reader.plain[end] === '.' && !abbreviated) break
    const next = reader.skipSpace(end + (abbreviated ? 1 : 0))
    if (reader.atLineEnd(next)) break
    const word = reader.value(next)
    // "Van Dyke", "blue bicycle"
    const read = reader.read(word)
    if (!/^\p{L}/u.test(read) || isOrdinary(read, reader.written(word), false, languages)) break
    end = trim(reader, word, false).end
  }
  return [{ start: value.start, end }]
}

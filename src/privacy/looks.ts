/** Tells by its looks alone whether a word may be a password, a code, or plain prose. */
import { TAKEN } from './fold.ts'
import { ALL, type Languages, lexicon } from './lexicon.ts'
import { PRODUCT, TECHNICAL } from './terms.ts'

const MASK = /^([*•●∙·.xX_\-#?■])\1{2,}$/u
const PLACEHOLDER =
  /^(?:%[-.*\d]*\$?[a-z]{1,3}|<[^<>]*>|\[[^[\]]*\]|\{+[^{}]*\}+|\$\{[a-z_]+\}|\$pass\w*|\$pwd|%[a-z_]+%|(?:your|my|votre|mon|ihr|dein)[-_][a-z_-]+)$/
const URL_OR_HOST =
  /^(?:[a-z][a-z\d+.-]*:\/\/.*|(?:[a-z\d_-]+\.)+(?:[a-z]{2,24})(?::\d{1,5})?(?:\/.*)?|(?:\d{1,3}\.){3}\d{1,3}(?::\d{1,5})?)$/
const ADDRESS = /^[^@]{1,64}@(?:[^@.]+\.)+[^@.]{2,}$/
/** 0x800CCC0F, 5.7.1, 535-5.7.8, 99%: never a password, wherever they stand. */
const CODE =
  /^(?:#?\d{3}[ -]?\d\.\d{1,3}\.\d{1,3}|#?\d\.\d{1,3}\.\d{1,3}|0x[\da-f]+|(?=\d*[a-f])8[\da-f]{7}x?|aadsts\d+|\d{1,3}%)$/
/** #535, 10060, 20:15, 2025-03-01, 1/2/2025, 8-12: not a password right after the bare word. */
const NUMBER =
  /^(?:#\d+|100\d\d|err(?:or)?[-_]?\d+|\d{1,2}:\d{2}(?::\d{2})?|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,3}-\d{1,3})$/
const FILE =
  /^[\p{L}\d_-]+\.(?:txt|pdf|docx?|xlsx?|csv|php|html?|png|jpe?g|json|xml|ya?ml|js|ts|exe|msi|dmg|zip|log|db|pst|ost|eml|mbox|cfg|ini|conf|reg|msf)$/u
const INNER_SYMBOL = /[\p{L}\d][!@#$%^&*+=?~|\\<>{}[\];€£§][!@#$%^&*+=?~|\\<>{}[\];€£§_.-]*[\p{L}\d]/u
const LAST_SYMBOL = /[\p{L}\d][@#$%^&~€£§]{1,4}$/u
const EDGES = /^[\s"'`*_()[\]{}<>.,;:!?…-]+|[\s"'`*_()[\]{}<>.,;:!?…-]+$/gu

/** Longer words than this are judged by their beginning, to bound the work. */
const LONGEST = 200

/** A word without the punctuation around it, in lower case; empty when it is nothing but punctuation. */
export function bare(word: string): string {
  return word.slice(0, LONGEST).replace(EDGES, '').toLowerCase()
}

/** Dots, stars, `[hidden]`, `<password>`, `$PASSWORD`: a value that its writer left out. */
export function isLeftOut(word: string): boolean {
  if (word.includes(TAKEN) && !/[\p{L}\d]/u.test(word)) return true
  return MASK.test(word) || (PLACEHOLDER.test(word.toLowerCase()) && !/\d/.test(word))
}

/** A link, a host name, an error code, a file: things that have a name of their own. */
export function isNamed(word: string): boolean {
  const lower = word.toLowerCase()
  return CODE.test(lower) || URL_OR_HOST.test(lower) || FILE.test(lower)
}

/** A protocol, an algorithm, a version: never a password. */
export function isTerm(word: string): boolean {
  return TECHNICAL.test(word.toLowerCase())
}

/** A term of e-mail, a version, a product: never a password right after the word "password". */
export function isTechnical(word: string): boolean {
  const lower = word.toLowerCase()
  return TECHNICAL.test(lower) || PRODUCT.test(lower) || lexicon.languagesOf(lower) === ALL
}

/**
 * True for a word of everyday language: "wrong", "l'ancien", "case-sensitive". `written` is the word with its
 * accents. `strictly` leaves out guesses by the ending.
 */
export function isOrdinary(word: string, written: string, strictly = false, languages?: Languages): boolean {
  return lexicon.isOrdinary(bare(word), written, strictly, languages)
}

/**
 * True for a word that looks like a secret by itself: letters with digits or with symbols inside, capitals in
 * the middle, six digits or more. `hunter2` does, `sunshine`, `IMAP4`, `Outlook2019` and `5.7.1` do not.
 */
export function looksSecret(word: string): boolean {
  if (word.length < 4 || word.length > LONGEST || /\s/.test(word)) return false
  if (isLeftOut(word) || isNamed(word) || /%[-.*\d]*\$?[sdiluzu](?![\p{L}\d])/u.test(word)) return false
  // Names in a list, and words in markup.
  if (/^[;,]|^(?:\p{L}+;){2}/u.test(word)) return false
  if (word.includes('/') && word.split('/').every((part) => isOrdinary(part, part) || isTechnical(part)))
    return false
  if (/<\/?[a-z]/i.test(word)) {
    const inside = word.replace(/<[^<>]*>?/g, '')
    return inside.length < word.length && looksSecret(inside)
  }
  if (ADDRESS.test(word) || /^[\p{L}.-]+@$/u.test(word)) return false
  const core = word.replace(EDGES, '')
  if (
    core.length < 4 ||
    isNamed(core) ||
    NUMBER.test(core.toLowerCase()) ||
    isTechnical(core) ||
    isTechnical(word)
  )
    return false
  if (/^\d+$/.test(core)) return core.length >= 6 && core.length <= 20
  const letters = /\p{L}/u.test(core)
  const digits = /\d/.test(core)
  if (!letters)
    return digits && INNER_SYMBOL.test(core) && core.length >= 5 && !/^[\d.,:/+%€$£=-]+$/.test(core)
  if (/^[@#]\p{L}+$/u.test(word) || /^<.*>$/.test(word)) return false
  const numbered = /^(\p{L}{4,})-\d{1,2}$/u.exec(core)?.[1]?.toLowerCase()
  // "Windows-11", "page-12", but "Tulip-44".
  const named = numbered !== undefined && (isOrdinary(numbered, numbered) || core.length < 8)
  if (digits && core.length >= 5 && !named && !/^\d+-\p{L}+$/u.test(core)) return true
  if (INNER_SYMBOL.test(word) || LAST_SYMBOL.test(word)) return true
  return core.length >= 8 && (core.match(/\p{Ll}\p{Lu}/gu)?.length ?? 0) >= 2 && !/[/'-]/.test(core)
}

/** True for a word long and mixed enough to have been made by a machine. */
export function looksRandom(word: string): boolean {
  if (word.length < 8 || !/^[\w+/=.~:%-]+$/.test(word) || isLeftOut(word) || isNamed(word)) return false
  const digits = word.match(/\d/g)?.length ?? 0
  const letters = word.match(/[a-z]/gi)?.length ?? 0
  if (letters === 0) return digits >= 10
  return digits > 0 ? !isTechnical(word) : word.length >= 20 && /[a-z][A-Z]|[A-Z][a-z]+[A-Z]/.test(word)
}

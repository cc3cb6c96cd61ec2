/**
 * A plain twin of a text, to search in: full-width and decorated letters become plain ones, accents go,
 * invisible characters vanish, every space is a space. Each place in the twin knows its place in the text,
 * so that what is found can be cut out of the text itself and the rest stays as it was.
 */

/** `plain` keeps case, `lower` does not; both have the same length. */
export interface Folded {
  plain: string
  lower: string
  /** The place in the original text of `plain[index]`; `plain.length` gives the text's length. */
  origin(index: number): number
}

/** Plain ASCII without a bracket that might open a placeholder and an ampersand that might begin an entity. */
const SIMPLE = /^[\t\n\r\x20-\x25\x27-\x5a\x5c-\x7e]*$/

/** What NFKD (UAX 15) leaves as it is and people type for one another. */
const ALIKE: Record<string, string> = {
  ß: 'ss',
  ẞ: 'SS',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  ı: 'i',
  '‘': "'",
  '’': "'",
  '‚': "'",
  '‛': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '‟': '"',
  '«': '"',
  '»': '"',
  '‹': '"',
  '›': '"',
  '「': '"',
  '」': '"',
  '『': '"',
  '』': '"',
  '【': '[',
  '】': ']',
  '、': ',',
  '‐': '-',
  '‑': '-',
  '‒': '-',
  '–': '-',
  '—': '-',
  '−': '-',
  '→': '>',
  '⇒': '>',
  '。': '.',
  '\u0085': '\n',
  '\u2028': '\n',
  '\u2029': '\n',
}

/** The zeros of the decimal digits in use today beside 0 to 9 (Unicode, general category Nd). */
const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50]

/** Stands for a placeholder such as `[password]`: a Unicode noncharacter, so that no text of a person's has it. */
export const TAKEN = '\ufdd0'
const PLACEHOLDER = /^\[(?:password|secret|address|phone|card|iban|id|body)\]/

/** The entities of HTML that are pasted along with text. */
const ENTITY = /^&(?:nbsp|quot|amp|lt|gt|apos|commat|colon|#\d{2,5}|#x[\da-f]{2,4});/i
const ENTITIES: Record<string, string> = {
  nbsp: ' ',
  quot: '"',
  amp: '&',
  lt: '<',
  gt: '>',
  apos: "'",
  commat: '@',
  colon: ':',
}

const INVISIBLE = /^[\p{Cf}\p{M}\p{Cc}\u115f\u1160\u3164\uffa0\ufdd0]$/u
const MARKS = /\p{M}/gu

/** Folds any text, lone surrogates included; never throws. Time and memory are linear in its length. */
export function fold(text: string): Folded {
  if (SIMPLE.test(text)) return { plain: text, lower: text.toLowerCase(), origin: (index) => index }
  const parts: string[] = []
  const lowered: string[] = []
  const origins: number[] = []
  let place = 0
  while (place < text.length) {
    const start = text[place]
    const taken = start === '[' ? PLACEHOLDER.exec(text.slice(place, place + 12))?.[0] : undefined
    const entity = start === '&' ? ENTITY.exec(text.slice(place, place + 9))?.[0] : undefined
    const character = taken ?? entity ?? String.fromCodePoint(text.codePointAt(place) as number)
    const folded = taken ? TAKEN : foldCharacter(entity ? entityCharacter(entity) : character)
    if (folded) {
      const small = folded.toLowerCase()
      parts.push(folded)
      lowered.push(small.length === folded.length ? small : folded)
      for (let unit = 0; unit < folded.length; unit++) origins.push(place)
    }
    place += character.length
  }
  origins.push(text.length)
  return { plain: parts.join(''), lower: lowered.join(''), origin: (index) => origins[index] as number }
}

function entityCharacter(entity: string): string {
  const name = entity.slice(1, -1).toLowerCase()
  if (!name.startsWith('#')) return ENTITIES[name] as string
  const code = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
  return String.fromCodePoint(code)
}

function foldCharacter(character: string): string {
  const code = character.codePointAt(0) as number
  if ((code >= 0x20 && code < 0x7f) || code === 9 || code === 10 || code === 13) return character
  const alike = ALIKE[character]
  if (alike !== undefined) return alike
  if (INVISIBLE.test(character)) return ''
  for (const zero of ZEROS) if (code >= zero && code < zero + 10) return String(code - zero)
  const folded = character.normalize('NFKD').replace(MARKS, '')
  return folded === '' ? '' : (ALIKE[folded] ?? folded.replace(/\s/gu, ' '))
}

/**
 * Splits a returned message into words that can be compared with those of the knowledge. Offsets into the text are
 * kept, so that the server's own words can be shown.
 */

export interface Token {
  /** Lower case, without accents. An address, a host, a number with dots is one token. */
  text: string
  start: number
  /** Exclusive. */
  end: number
  /** Counts up at each sentence end and each blank line: a gap in a pattern never reaches over it. */
  sentence: number
  /** Counts up at each blank line: no phrase reaches over it. */
  paragraph: number
}

// Bounded everywhere, so that any text is read in linear time. `stop` is what ends a sentence.
const TOKEN =
  /(?<![\d.])(?<code>[245]\d\d[- ]#?[245]\.\d{1,3}\.\d{1,3}(?![\d.]))|(?<whole>https?:\/\/[^\s<>"']{1,300}|[\p{L}\p{N}._%+=#-]{1,64}@[\p{L}\p{N}.-]{1,255}|[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}|(?:[\da-f]{1,4}:){3,7}:?[\da-f]{0,4})|(?<word>[\p{L}\p{N}\p{M}]{1,64})|(?<blank>\n[ \t\r>]*\n)|(?<stop>[.!?;](?=\s|$))/giu

/** The same letters whatever their case and accents: `ÉCHEC` and `echec`. */
export function fold(word: string): string {
  const lower = word.toLowerCase()
  return isAscii(lower) ? lower : lower.normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss')
}

const isAscii = (text: string) => /^[\x20-\x7e]*$/.test(text)

/** Linear in the length of the text. */
export function tokenise(text: string): Token[] {
  const tokens: Token[] = []
  let sentence = 0
  let paragraph = 0
  const codes = new Set<string>()
  const add = (found: string, start: number) =>
    tokens.push({ text: fold(found), start, end: start + found.length, sentence, paragraph })
  for (const match of text.matchAll(TOKEN)) {
    const { code, whole, word, blank } = match.groups!
    const found = whole ?? word
    if (code !== undefined) {
      // A reply of several lines repeats its code in the middle of a sentence.
      const known = code.replace(/[- #]+/, ' ')
      if (!codes.has(known)) {
        add(code.slice(0, 3), match.index)
        add(code.slice(4), match.index + 4)
      }
      codes.add(known)
    } else if (found !== undefined) add(found, match.index)
    else {
      sentence++
      if (blank !== undefined) paragraph++
    }
  }
  return tokens
}

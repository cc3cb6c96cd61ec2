/**
 * Splits normalised text into words, numbers and the things that are taken whole: addresses, web addresses,
 * host names, hexadecimal and enhanced status codes.
 */
import { normalise } from './normalise.ts'

export type TokenKind = 'word' | 'number' | 'email' | 'url' | 'host' | 'hex' | 'enhanced'

export interface Token {
  kind: TokenKind
  /** Normalised. */
  text: string
  /**
   * Where it stands for measuring distance: words count 1, a comma 2 more, a contrast or the end of a
   * sentence `SENTENCE` more, so that words of one thought are near each other.
   */
  position: number
  /** Counts up at each sentence end or line break. */
  sentence: number
  /** Counts up at each sentence end and at each contrast ("but", "mais"). */
  clause: number
  /** In a sentence that ends in a question mark. */
  asked: boolean
}

/** The distance that a sentence end adds. */
export const SENTENCE = 12

// Bounded repetition everywhere: pasted text must be read in linear time.
const TOKEN =
  /(?<url>https?:\/\/[^\s<>"]{1,300})|(?<email>[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8})|(?<hex>0x[0-9a-f]{4,16}\b)|(?<enhanced>\b[245x]\.\d{1,3}\.\d{1,3}(?![\d.]\d|\d))|(?<version>\b\d{1,4}(?:\.\d{1,5}){1,4}(?![\d]))|(?<host>(?<![\p{L}\p{N}.-])(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,5}[a-z]{2,12}(?![\p{L}\p{N}]))|(?<number>\d{1,12})|(?<word>\p{L}(?:[\p{L}\p{N}_]){0,63})|(?<stop>[.!?…;]+(?=\s|$)|\n+|[()])|(?<comma>[,:]|(?<=\s)-+(?=\s))/gu

/** At most this many tokens are read: over 4,000 characters hold no more than that. */
const MOST_TOKENS = 4_000

/** `contrast` tells the words that oppose two clauses ("but"). Text in any form; linear in its length. */
export function tokenise(text: string, contrast: (word: string) => boolean = () => false): Token[] {
  const tokens: Token[] = []
  let position = 0
  let sentence = 0
  let clause = 0
  for (const match of normalise(text).matchAll(TOKEN)) {
    const groups = match.groups ?? {}
    if (groups.stop !== undefined) {
      if (groups.stop.includes('?'))
        for (let index = tokens.length - 1; index >= 0 && tokens[index]!.sentence === sentence; index--)
          tokens[index]!.asked = true
      // Brackets and repeated stops end a thought once.
      if (tokens.length > 0 && tokens[tokens.length - 1]!.sentence === sentence) {
        position += SENTENCE
        sentence++
        clause++
      }
      continue
    }
    // A version or an IP address means nothing here, and its numbers are no ports.
    if (groups.version !== undefined) {
      position++
      continue
    }
    if (groups.comma !== undefined) {
      position += 2
      continue
    }
    const kind = (['url', 'email', 'hex', 'enhanced', 'host', 'number', 'word'] as const).find(
      (name) => groups[name] !== undefined,
    )
    if (!kind) continue
    for (const part of kind === 'word' ? splitGlued(groups.word!) : [groups[kind]!]) {
      if (kind === 'word' && contrast(part)) {
        position += SENTENCE
        clause++
      }
      tokens.push({
        kind: kind === 'word' && /^\d+$/.test(part) ? 'number' : kind,
        text: part,
        position: position++,
        sentence,
        clause,
        asked: false,
      })
    }
    if (tokens.length >= MOST_TOKENS) break
  }
  return tokens
}

/** "port993" is "port 993"; "pop3", "imap4" and "oauth2" stay whole. */
function splitGlued(word: string): string[] {
  const glued = /^([\p{L}_]{2,})(\d{2,5})$/u.exec(word)
  if (!glued) return word.includes('_') ? word.split(/_+/).filter(Boolean) : [word]
  return [glued[1]!, glued[2]!]
}

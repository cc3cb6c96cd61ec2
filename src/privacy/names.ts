/** Finds in a text the names of what is secret or personal: "password", "mot de passe", "codice fiscale". */
import { type Entry, isJoined, type Languages, lexicon, type Token } from './lexicon.ts'
import { misspelt } from './look-alike.ts'
import type { Reader, Stretch } from './reader.ts'
import type { NameKind } from './tables.ts'

export interface Name extends Stretch {
  kind: NameKind
  /** Those in which it is a name, and of these the ones that the text seems to be in. */
  languages: Languages
}

/** What may stand between the words of one name. */
const JOINT = /^[ \t_.'’/-]{1,2}$/
/** "smtpPass", "imapPwd": the short names inside a name of a setting. Looked for with case. */
const SETTING = /(?<=[a-z\d])(?:Pass|Pwd|PWD|Pw|PW)(?=["'\]]{0,2}\s?[:=])/g

/** All names in the order in which they stand; none overlap. Linear in the length of the text. */
export function findNames({ plain, lower, tokens }: Pick<Reader, 'plain' | 'lower' | 'tokens'>): Name[] {
  const votes = languagesOf(tokens)
  const names: Name[] = []
  for (let index = 0; index < tokens.length; ) {
    const { entry, count } = entryAt(tokens, index, lower)
    if (entry) {
      const { start } = tokens[index]!
      const last = tokens[index + count - 1]!
      // "p.w.", "m.d.p."
      const abbreviated =
        entry.rest.length > 0 && lower[tokens[index]!.end] === '.' && lower[last.end] === '.'
      const end = last.end + (abbreviated ? 1 : 0)
      names.push({
        start,
        end,
        kind: entry.kind,
        languages: narrowed(entry.languages, around(tokens, index, lower), votes),
      })
    }
    index += Math.max(1, count)
  }
  for (const { index, 0: word } of plain.matchAll(SETTING)) {
    const end = index + word.length
    if (!names.some((name) => name.start < end && index < name.end))
      names.push({ start: index, end, kind: 'password', languages: ~0 >>> 1 })
  }
  return names.sort((a, b) => a.start - b.start)
}

function entryAt(tokens: Token[], index: number, lower: string): { entry?: Entry; count: number } {
  const { text } = tokens[index]!
  if (text.length === 1) {
    const spaced = spacedAt(tokens, index, lower)
    if (spaced) return spaced
  }
  for (const entry of lexicon.names.get(text) ?? lexicon.names.get(single(text)) ?? [])
    if (fits(tokens, index, entry, lower)) return { entry, count: entry.rest.length + 1 }
  if (isJoined(text, 0) || text.length < 4) return { count: 1 }
  const numbered = /\d$/.test(text) ? /^(\p{L}{2,})\d{1,2}$/u.exec(text)?.[1] : undefined
  const plain = numbered && lexicon.names.get(numbered)?.find(({ rest }) => rest.length === 0)
  const entry =
    plain || lexicon.endingOf(numbered ?? text) || (lexicon.knows(text) ? undefined : misspelt(text))
  return { ...(entry ? { entry } : {}), count: 1 }
}

/** Whether the words of a name follow its first one, with no more than a joint in between. */
function fits(tokens: Token[], index: number, { rest }: Entry, lower: string): boolean {
  return rest.every((word, step) => {
    const next = tokens[index + step + 1]
    const before = tokens[index + step]!
    if (!next || (next.text !== word && single(next.text) !== word)) return false
    const between = lower.slice(before.end, next.start)
    return between === ''
      ? isJoined(lower, next.start) || isJoined(lower, before.end - 1)
      : JOINT.test(between)
  })
}

/** "p a s s w o r d": single letters with a blank between each. */
function spacedAt(
  tokens: Token[],
  index: number,
  lower: string,
): { entry: Entry; count: number } | undefined {
  let word = ''
  for (let step = index; step < tokens.length && tokens[step]!.text.length === 1; step++) {
    if (step > index && !/^[ .-]$/.test(lower.slice(tokens[step - 1]!.end, tokens[step]!.start))) break
    word += tokens[step]!.text
    if (word.length > LONGEST_SPACED) break
  }
  for (let length = word.length; length >= SHORTEST_SPACED; length--) {
    const entry = lexicon.names.get(word.slice(0, length))?.find(({ rest }) => rest.length === 0)
    if (entry) return { entry, count: length }
  }
  return undefined
}

/** Fewer letters are initials. */
const SHORTEST_SPACED = 5
const LONGEST_SPACED = 16

/** A letter is never written three times in a row: "passse". */
function single(text: string): string {
  return text.replace(/(.)\1{2,}/g, '$1$1')
}

/** How many words on each side of a name tell its language. */
const NEAR = 8

/** The votes of the words around a name on its line: a text may be in one language and what it quotes in another. */
function around(tokens: Token[], index: number, lower: string): number[] {
  const apart = (a: Token, b: Token) => lower.slice(a.end, b.start).includes('\n')
  let first = index
  while (first > 0 && index - first < NEAR && !apart(tokens[first - 1]!, tokens[first]!)) first--
  let last = index
  while (last + 1 < tokens.length && last - index < NEAR && !apart(tokens[last]!, tokens[last + 1]!)) last++
  return languagesOf(tokens.slice(first, last + 1))
}

/** How many different words of the text each language has in its table. */
function languagesOf(tokens: Token[]): number[] {
  const votes: number[] = []
  for (const text of new Set(tokens.map((token) => token.text))) {
    const languages = lexicon.languagesOf(text)
    for (let bit = 0; bit < 30; bit++) if (languages & (1 << bit)) votes[bit] = (votes[bit] ?? 0) + 1
  }
  return votes
}

/** A language with fewer than this share of the best one's words is not what the text is written in. */
const LIKELY = 0.6

/** Of a name that several languages share, those that the words around it speak for, else those of the whole text. */
function narrowed(languages: Languages, near: number[], whole: number[]): Languages {
  if ((languages & (languages - 1)) === 0) return languages
  const votes = near.some((count, bit) => languages & (1 << bit) && count > 1) ? near : whole
  const best = Math.max(0, ...votes.filter((_, bit) => languages & (1 << bit)))
  if (best === 0) return languages
  let likely = 0
  for (let bit = 0; bit < 30; bit++)
    if (languages & (1 << bit) && (votes[bit] ?? 0) >= LIKELY * best) likely |= 1 << bit
  return likely
}

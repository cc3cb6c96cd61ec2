/**
 * Takes out of a text what must never reach a log, a database or a report (contract, section 6): passwords and
 * secrets, addresses, phone and card numbers, bodies of mail. Everything that is written down passes here.
 */
import { BODY, cutBodies } from './body.ts'
import { type Folded, fold, TAKEN } from './fold.ts'
import { findNamed } from './named.ts'
import { findPersonal } from './personal.ts'
import { findInPrograms } from './programs.ts'
import { findSecrets } from './secrets.ts'
import { KINDS, type Kind, merge, type Span } from './spans.ts'

export type { Kind } from './spans.ts'

/** What a cut may bring to light is looked for again, this often at most. */
const MOST_PASSES = 6

/**
 * Returns the text with `[password]`, `[secret]`, `[address]`, `[phone]`, `[card]`, `[iban]`, `[id]` and `[body]` in place of
 * what was found, and which kinds were found, in that order. Of an address the domain stays: `[address]@example.com`.
 * The rest stays as it was, but texts over 1,200 characters keep their first 600 and the lines that tell of an
 * error. Pure and deterministic; never throws; what it returned comes back unchanged. Time and length of the
 * result are linear in the length of the text.
 *
 * No heuristic finds every secret. A password that is an ordinary word ("my password is wrong") is not found.
 */
export function redact(text: string): { text: string; found: Kind[] } {
  const found = new Set<Kind>()
  let current = text
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const next = once(current, found)
    if (next === current) return { text: current, found: KINDS.filter((kind) => found.has(kind)) }
    current = next
  }
  found.add('body')
  return { text: BODY, found: KINDS.filter((kind) => found.has(kind)) }
}

/** True when the text holds a password or another secret, so that its writer should change it. */
export function holdsPassword(text: string): boolean {
  const { folded, spans } = inspect(text)
  return spans.some((span) => (span.kind === 'password' || span.kind === 'secret') && isContent(span, folded))
}

/**
 * The text for whoever must understand it and may repeat what it says: `\u2022\u2022\u2022` stands in place of all
 * that `redact` takes out but for addresses and bodies, which an answer needs. Returns the text itself where nothing
 * was found. What is read from the result cannot hold a password, a code or a number of a person.
 */
export function withoutSecrets(text: string): string {
  let current = text
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const next = replace(current, (kind) => (kind === 'address' ? undefined : HIDDEN))
    if (next === current) break
    current = next
  }
  return current
}

const HIDDEN = '\u2022\u2022\u2022'

function once(text: string, found: Set<Kind>): string {
  const replaced = replace(text, (kind) => {
    found.add(kind)
    return `[${kind}]`
  })
  const cut = cutBodies(replaced)
  if (cut.cut) found.add('body')
  return cut.text
}

/** False for a stretch that holds nothing but a placeholder and punctuation. */
function isContent(span: Span, folded: Folded): boolean {
  const held = folded.plain.slice(span.start, span.end)
  return /[\p{L}\p{N}]/u.test(held) || !(held.includes(TAKEN) || held.includes(HIDDEN))
}

interface Inspected {
  text: string
  folded: Folded
  spans: Span[]
}

/** One question is redacted, searched for a password and read: what was found in it is found once. */
let last: Inspected | undefined

function inspect(text: string): Inspected {
  if (last?.text === text) return last
  const folded = fold(text)
  const spans = [
    ...findNamed(folded, text),
    ...findSecrets(folded),
    ...findInPrograms(folded),
    ...findPersonal(folded),
  ]
  last = { text, folded, spans }
  return last
}

/** `instead`: what stands in place of a kind; undefined leaves it as it is. */
function replace(text: string, instead: (kind: Span['kind']) => string | undefined): string {
  const { folded, spans } = inspect(text)
  const merged = merge(spans.filter((span) => isContent(span, folded)))
  const parts: string[] = []
  let place = 0
  for (const { start, end, kind } of merged) {
    const mark = instead(kind)
    if (mark === undefined) continue
    parts.push(text.slice(place, folded.origin(start)), mark)
    place = folded.origin(end)
  }
  parts.push(text.slice(place))
  return parts.join('')
}

/**
 * Of words that were found in a text, those that still stand in its redacted form: what was taken out of the
 * text must not be kept word by word either. Compares without case and accents.
 */
export function wordsKept(words: string[], redacted: string): string[] {
  const plain = (text: string) => new Set(fold(text).lower.match(/[\p{L}\p{N}]+/gu) ?? [])
  const kept = plain(redacted)
  return words.filter((word) => {
    const parts = plain(word)
    return parts.size > 0 && [...parts].every((part) => kept.has(part)) && redact(word).text === word
  })
}

/** What the bot needs of this module, with texts in and texts out. */
export const privacy = {
  redact: (text: string) => redact(text).text,
  holdsPassword,
  withoutSecrets,
  wordsKept,
}

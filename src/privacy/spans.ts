/** What was found in a folded text: a stretch of it, and what it is. */

/** The kinds of what is replaced, in the order in which `redact` names them. */
export const KINDS = ['password', 'secret', 'address', 'phone', 'card', 'iban', 'id', 'body'] as const
export type Kind = (typeof KINDS)[number]

/** `start` and `end` (exclusive) count in the folded text. */
export interface Span {
  start: number
  end: number
  kind: Exclude<Kind, 'body'>
}

const RANK: Record<Span['kind'], number> = {
  password: 0,
  secret: 1,
  card: 2,
  iban: 3,
  id: 4,
  phone: 5,
  address: 6,
}

/** Puts spans in order and joins those that overlap; the joined one is of the gravest kind. */
export function merge(spans: Span[]): Span[] {
  const sorted = spans
    .filter((span) => span.end > span.start)
    .sort((a, b) => a.start - b.start || b.end - a.end || RANK[a.kind] - RANK[b.kind])
  const merged: Span[] = []
  for (const span of sorted) {
    const last = merged.at(-1)
    if (!last || span.start >= last.end) {
      merged.push({ ...span })
      continue
    }
    last.end = Math.max(last.end, span.end)
    if (RANK[span.kind] < RANK[last.kind]) last.kind = span.kind
  }
  return merged
}

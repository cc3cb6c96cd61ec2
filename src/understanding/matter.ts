/**
 * Tells what of a question is its matter: counts sentences from the first that says something, and leaves out
 * what is said to work and what is denied.
 */
import type { Hit, ReadToken } from '../reading/meanings/lexicon.ts'

/** Openings that are not yet the matter. */
export const OPENING = new Set(['hello', 'thank', 'yes', 'no', 'also', 'ability', 'contrast'])

/** Counts sentences from the first one that says something: "Hello. Sorry to bother you." is no first sentence. */
export function fromTheMatter(tokens: ReadToken[], hits: Hit[]): ReadToken[] {
  const matter = hits.find((hit) => !OPENING.has(hit.meaning))
  const first = matter ? tokens[matter.from]!.sentence : 0
  return first === 0
    ? tokens
    : tokens.map((token) => ({ ...token, sentence: Math.max(0, token.sentence - first) }))
}

/** Ways that a question can say that something is in order, with what may be in order. */
const IN_ORDER = ['works']
const MAY_WORK = new Set([
  'send',
  'outgoing',
  'outgoing-server',
  'receive',
  'incoming',
  'incoming-server',
  'download',
  'arrive',
  'log-in',
  'webmail',
])
const TROUBLE = new Set(['cannot', 'not', 'fail', 'problem', 'error', 'refuse'])
/** So many words may stand between "works" and what works. */
const WORKS_NEAR = 3

/** "I can receive but not send" is no trouble with receiving: what is said to work is left out. */
export function withoutWhatWorks(hits: Hit[], tokens: ReadToken[]): Hit[] {
  const works = hits.filter((hit) => IN_ORDER.includes(hit.meaning))
  if (works.length === 0) return hits
  const trouble = hits.filter((hit) => TROUBLE.has(hit.meaning))
  // Without trouble anywhere, "I can" is how a question begins.
  if (trouble.length === 0) return hits
  const fine = new Set<Hit>()
  for (const one of works) {
    const inClause = (hit: Hit) => tokens[hit.from]!.clause === tokens[one.from]!.clause
    const gap = (hit: Hit) => (hit.from > one.to ? hit.from - one.to - 1 : one.from - hit.to - 1)
    const negated = trouble.some(
      (hit) => inClause(hit) && ((hit.from <= one.from && hit.to >= one.from) || Math.abs(gap(hit)) <= 1),
    )
    if (negated) continue
    const nearest = hits
      .filter((hit) => MAY_WORK.has(hit.meaning) && inClause(hit) && gap(hit) >= 0 && gap(hit) <= WORKS_NEAR)
      .sort((a, b) => gap(a) - gap(b))[0]
    if (nearest)
      for (const hit of hits) if (hit.from === nearest.from && MAY_WORK.has(hit.meaning)) fine.add(hit)
  }
  // When all is said to work, nothing is left to ask about: then the words count after all.
  const left = hits.filter((hit) => MAY_WORK.has(hit.meaning) && !fine.has(hit))
  return left.length === 0 ? hits : hits.filter((hit) => !fine.has(hit))
}

/** States that are not the matter when "not" stands right before them: "the mailbox is not full". */
const DENIABLE = new Set([
  'forgot',
  'full',
  'hacked',
  'expired',
  'delay',
  'duplicate',
  'too-large',
  'spam',
  'forgot-password',
  'reset-password',
])

/** Leaves out what is said not to be so: "not a forgotten password, I know it". */
export function withoutWhatIsDenied(hits: Hit[], tokens: ReadToken[]): Hit[] {
  const negations = hits.filter((hit) => hit.meaning === 'not')
  if (negations.length === 0) return hits
  return hits.filter(
    (hit) =>
      !DENIABLE.has(hit.meaning) ||
      !negations.some(
        (negation) =>
          tokens[negation.to]!.clause === tokens[hit.from]!.clause &&
          (hit.from - negation.to === 1 ||
            (hit.from - negation.to === 2 && tokens[negation.to + 1]!.text.length <= 2)),
      ),
  )
}

/**
 * Signs: which meanings together speak for which topic. An expression such as `cannot|fail send -webmail`
 * names what must stand near each other (`|` between alternatives) and, with `-`, what must be absent. `only`
 * in front: the question says nothing else.
 */
import type { Hit, ReadToken } from '../reading/meanings/lexicon.ts'

/** An expression, ready to be matched. */
export interface Sign {
  topic: string
  expression: string
  /** 0 to 1: how sure one is of the topic when this sign is all there is. */
  weight: number
  needs: string[][]
  absent: string[]
  /** True when what is needed must be all that the question says. */
  only: boolean
}

/** A sign that was found in a question. */
export interface FoundSign {
  sign: Sign
  /** The weight after distance, typing mistakes and place in the text. */
  score: number
  hits: Hit[]
}

/** In front of an expression: nothing else is said. */
export const ONLY = 'only'

/** What speaks of subjects that are not ours. */
export interface Foreign {
  hits: Hit[]
  /** The one with which the text begins, if it begins with one. */
  lead?: Hit
}

/** Words within this distance count fully. */
const NEAR = 7
/** At this distance and beyond, only `FAR_FACTOR` of the weight is left. */
const FAR = 40
const FAR_FACTOR = 0.35
/** The first sentence says what it is about, later ones tell the story: each counts this much less, to a floor. */
const PER_SENTENCE = 0.15
const LATE_SENTENCE = 0.5
/** A question says what is wanted wherever it stands. */
const ASKED_SENTENCE = 0.75
/** Trouble belongs to what stands nearest: nearer to something that is not ours, it says less about ours. */
const TROUBLE = new Set(['cannot', 'fail', 'not', 'problem', 'error', 'vanish'])
const TAKEN = 0.72
/** Directly beside a word for something that is not ours, ours only tells which: "message filter", "reply button". */
const COMPOUND = 0.8
/** What a title names first it is about: when that is not ours, what follows says less about ours. */
const LEADING = 0.86
/** These come in windows and boxes of their own: "password window" is about the password. */
const PROMPTED = new Set([
  'password',
  'log-in',
  'authenticate',
  'certificate',
  'any-message',
  'any-code',
  'outbox',
])
/** A bare "not" belongs to the word beside it; farther away it denies something else. */
const NEGATION_REACH = 3
const NEGATION_FAR = 0.7

/**
 * Parses `expression`; names in `groups` stand for their alternatives. Throws `Error` naming the word that is
 * neither a concept nor a group.
 */
export function parseSign(
  topic: string,
  expression: string,
  weight: number,
  groups: ReadonlyMap<string, string[]>,
  isMeaning: (name: string) => boolean,
): Sign {
  const expand = (name: string): string[] => {
    const group = groups.get(name)
    if (group) return group
    if (!isMeaning(name)) throw new Error(`"${name}" is neither a concept nor a group`)
    return [name]
  }
  const needs: string[][] = []
  const absent: string[] = []
  let only = false
  for (const part of expression.trim().split(/\s+/)) {
    if (part === ONLY) only = true
    else if (part.startsWith('-')) absent.push(...part.slice(1).split('|').flatMap(expand))
    else needs.push(part.split('|').flatMap(expand))
  }
  if (needs.length === 0) throw new Error('a sign needs at least one concept')
  return { topic, expression, weight, needs, absent, only }
}

/** Hits by meaning, in the order of the text. */
export function byMeaning(hits: Hit[]): Map<string, Hit[]> {
  const map = new Map<string, Hit[]>()
  for (const hit of hits) {
    const list = map.get(hit.meaning)
    if (list) list.push(hit)
    else map.set(hit.meaning, [hit])
  }
  return map
}

/**
 * The best place where all that `sign` needs stands together, or null. `foreign`: what speaks of subjects that
 * are not ours; `content`: the indexes of the tokens that say something.
 */
export function findSign(
  sign: Sign,
  hits: Map<string, Hit[]>,
  tokens: ReadToken[],
  foreign: Foreign = { hits: [] },
  content: readonly number[] = [],
): FoundSign | null {
  if (sign.only && !coversAll(sign, hits, content)) return null
  if (sign.absent.some((meaning) => hits.has(meaning))) return null
  const lists: Hit[][] = []
  for (const alternatives of sign.needs) {
    const list: Hit[] = []
    for (const meaning of alternatives) list.push(...(hits.get(meaning) ?? []))
    if (list.length === 0) return null
    if (alternatives.length > 1) list.sort((a, b) => a.from - b.from)
    lists.push(list)
  }
  return bestWindow(sign, lists, tokens, foreign)
}

function coversAll(sign: Sign, hits: Map<string, Hit[]>, content: readonly number[]): boolean {
  const own = sign.needs.flat().flatMap((meaning) => hits.get(meaning) ?? [])
  return content.every((index) => own.some((hit) => hit.from <= index && hit.to >= index))
}

/** Slides over the lists at once, always moving the hindmost: each hit is looked at once. */
function bestWindow(sign: Sign, lists: Hit[][], tokens: ReadToken[], foreign: Foreign): FoundSign | null {
  const at = lists.map(() => 0)
  let best: FoundSign | null = null
  for (;;) {
    const chosen = lists.map((list, index) => list[at[index]!]!)
    const score =
      specific(sign, chosen) * windowFactor(chosen, tokens) * foreignFactor(chosen, tokens, foreign)
    if (score > 0 && (!best || score > best.score)) best = { sign, score, hits: chosen }
    let hindmost = -1
    for (let index = 0; index < lists.length; index++) {
      if (at[index]! + 1 >= lists[index]!.length) continue
      if (hindmost < 0 || chosen[index]!.from < chosen[hindmost]!.from) hindmost = index
    }
    if (hindmost < 0) return best
    at[hindmost]!++
  }
}

/** How much what starts at this token counts, by the sentence that it is in: 1 to `LATE_SENTENCE`. */
export function placeFactor(first: ReadToken): number {
  return Math.max(first.asked ? ASKED_SENTENCE : LATE_SENTENCE, 1 - PER_SENTENCE * first.sentence)
}

/** An expression of several words means one thing only: alone it says more than a single word. */
function specific(sign: Sign, chosen: Hit[]): number {
  if (chosen.length > 1) return sign.weight
  const words = chosen[0]!.to - chosen[0]!.from + 1
  return 1 - (1 - sign.weight) * (words >= 3 ? 0.5 : words === 2 ? 0.85 : 1)
}

function windowFactor(chosen: Hit[], tokens: ReadToken[]): number {
  // One word cannot be two of the things needed; "not getting" and "getting mail" each have words of their own.
  for (let i = 0; i < chosen.length; i++)
    for (let j = i + 1; j < chosen.length; j++)
      if (isWithin(chosen[i]!, chosen[j]!) || isWithin(chosen[j]!, chosen[i]!)) return 0
  const ordered = [...chosen].sort((a, b) => a.from - b.from)
  let gap = 0
  // "..., it is POP3" tells how the account is read, wherever in the sentence it stands.
  const near = chosen.filter((hit) => !isContext(hit, ordered, tokens)).sort((a, b) => a.from - b.from)
  for (let i = 1; i < near.length; i++)
    gap += Math.max(0, tokens[near[i]!.from]!.position - tokens[near[i - 1]!.to]!.position - 1)
  const distance =
    gap <= NEAR
      ? 1 - gap * 0.012
      : Math.max(FAR_FACTOR, 1 - NEAR * 0.012 - ((gap - NEAR) / (FAR - NEAR)) * (1 - FAR_FACTOR))
  const first = tokens[ordered[0]!.from]!
  const place = placeFactor(first)
  const spelling = Math.min(...chosen.map((hit) => hit.strength))
  return distance * place * spelling * negationFactor(ordered)
}

/** True for POP3 named before or after what vanished, in the same sentence. */
function isContext(hit: Hit, ordered: Hit[], tokens: ReadToken[]): boolean {
  const [first, last] = [ordered[0]!, ordered.at(-1)!]
  return (
    hit.meaning === 'protocol:pop3' &&
    ordered.length > 2 &&
    ordered.some((other) => other.meaning === 'vanish') &&
    (hit === first || hit === last) &&
    tokens[first.from]!.sentence === tokens[last.from]!.sentence
  )
}

function isWithin(inner: Hit, outer: Hit): boolean {
  return inner.from >= outer.from && inner.to <= outer.to
}

/** Words between two hits; 0 when they touch. */
function gapOf(a: Hit, b: Hit): number {
  return Math.max(0, Math.max(a.from, b.from) - Math.min(a.to, b.to) - 1)
}

function foreignFactor(chosen: Hit[], tokens: ReadToken[], foreign: Foreign): number {
  let factor = 1
  const { lead } = foreign
  if (
    lead &&
    chosen.every((hit) => hit.from > lead.to && tokens[hit.from]!.clause === tokens[lead.from]!.clause)
  )
    factor = LEADING
  for (const other of foreign.hits) {
    const clause = tokens[other.from]!.clause
    if (chosen.some((hit) => hit.from <= other.to && hit.to >= other.from)) continue
    for (const hit of chosen) {
      if (tokens[hit.from]!.clause !== clause) continue
      if (!TROUBLE.has(hit.meaning)) {
        if (gapOf(hit, other) === 0 && !PROMPTED.has(hit.meaning)) factor = Math.min(factor, COMPOUND)
        continue
      }
      const own = Math.min(...chosen.flatMap((one) => (one === hit ? [] : [gapOf(hit, one)])))
      if (gapOf(hit, other) < own) factor = Math.min(factor, TAKEN)
    }
  }
  return factor
}

function negationFactor(ordered: Hit[]): number {
  const at = ordered.findIndex((hit) => hit.meaning === 'not')
  if (at < 0 || ordered.length < 2) return 1
  const gaps = [ordered[at - 1], ordered[at + 1]].flatMap((other) =>
    other ? [Math.max(ordered[at]!.from - other.to, other.from - ordered[at]!.to) - 1] : [],
  )
  return Math.min(...gaps) < NEGATION_REACH ? 1 : NEGATION_FAR
}

/**
 * What several signs of one topic say together: the strongest, and a part of what it leaves open for each of
 * the next ones, less each time, since signs overlap.
 */
export function combine(scores: number[]): number {
  let total = 0
  let share = 1
  for (const score of [...scores].sort((a, b) => b - a).slice(0, 4)) {
    total += (1 - total) * score * share
    share *= 0.3
  }
  return total
}

/**
 * Chooses between the readings of a question. Thresholds are named here, with what they were measured on;
 * confidence says how often answers of this kind were right.
 */
import type { Candidate, Reading } from './understand.ts'

export type Decision =
  | { kind: 'topic'; candidate: Candidate; runnerUp?: Candidate; confidence: number }
  | { kind: 'clarify'; candidates: Candidate[]; confidence: number }
  /** `neighbour`: the subject of `elsewhere` that fits best, if one does. */
  | { kind: 'unknown'; neighbour?: string; nearest: Candidate[]; confidence: number }

/** Below this score the bot does not answer: on the own cases, more answers below it are wrong than right. */
export const ANSWER_AT = 0.5
/** Two topics nearer to each other than this are asked about, unless one goes with the other. */
export const CLARIFY_MARGIN = 0.015
/** A neighbouring subject wins against a topic that is not this much better. */
export const NEIGHBOUR_MARGIN = 0
/** A greeting or thanks is the whole message, give or take this many other words. */
const TALK_REST = 2
/** With fewer of its words known than this, a question is not understood. */
export const COVERAGE_FLOOR = 0.34

const TALK = new Set(['greeting', 'thanks', 'goodbye', 'capabilities'])

/** Topics of which either answers both: asking which would only annoy. */
const TOGETHER: readonly (readonly string[])[] = [
  ['cannot-send', 'cannot-receive', 'cannot-connect', 'login-failed', 'outgoing-auth', 'sign-in-method'],
  ['missing-mail', 'imap-sync', 'pop-leave-copy', 'pop-vs-imap'],
  ['server-settings', 'client-setup', 'ports', 'port-meaning', 'encryption'],
  ['bounce', 'error-code', 'cannot-send', 'marked-as-spam', 'message-too-large', 'mailbox-full'],
  ['switch-to-imap', 'move-mail', 'pop-vs-imap'],
  ['cannot-receive', 'delayed-mail', 'cannot-connect', 'duplicate-mail'],
  ['password-reset', 'login-failed', 'account-compromised'],
  ['certificate-warning', 'cannot-connect', 'encryption', 'cannot-send', 'cannot-receive', 'error-code'],
  ['port-blocked', 'cannot-send', 'ports', 'port-meaning', 'cannot-connect'],
  ['junk-mail', 'marked-as-spam', 'missing-mail'],
  ['webmail', 'client-setup', 'server-settings', 'email-overview', 'define'],
  ['sending-identity', 'cannot-send', 'server-settings'],
]

export function decide(reading: Reading): Decision {
  const scored = reading.candidates.filter(
    (candidate) => candidate.elsewhere || !TALK.has(candidate.topic) || isAllTalk(reading, candidate),
  )
  // Small talk is only what is meant when nothing else is.
  const serious = scored.filter((candidate) => !candidate.elsewhere && !TALK.has(candidate.topic))
  const ours =
    (serious[0]?.score ?? 0) >= ANSWER_AT ? serious : scored.filter((candidate) => !candidate.elsewhere)
  const neighbour = scored.find((candidate) => candidate.elsewhere)
  const [first, second] = ours
  const rival = Math.max(second?.score ?? 0, neighbour?.score ?? 0)

  if (!first || first.score < ANSWER_AT || reading.coverage < COVERAGE_FLOOR)
    return unknown(reading, ours, neighbour)
  if (neighbour && neighbour.score >= first.score - NEIGHBOUR_MARGIN && !isSameWords(first, neighbour))
    return unknown(reading, ours, neighbour)
  if (
    second &&
    second.score >= ANSWER_AT &&
    first.score - second.score < CLARIFY_MARGIN &&
    !TALK.has(first.topic) &&
    !TOGETHER.some((group) => group.includes(first.topic) && group.includes(second.topic))
  ) {
    const near = ours.filter(
      (candidate) => candidate.score >= ANSWER_AT && first.score - candidate.score < CLARIFY_MARGIN * 3,
    )
    return { kind: 'clarify', candidates: near.slice(0, 4), confidence: confidenceOf(first.score, rival) }
  }
  return {
    kind: 'topic',
    candidate: first,
    confidence: confidenceOf(first.score, rival),
    ...(second ? { runnerUp: second } : {}),
  }
}

function unknown(reading: Reading, ours: Candidate[], neighbour: Candidate | undefined): Decision {
  return {
    kind: 'unknown',
    nearest: ours.slice(0, 3),
    confidence: Math.round(100 * (1 - confidenceOf(ours[0]?.score ?? 0, neighbour?.score ?? 0))) / 100,
    ...(neighbour && neighbour.score >= (ours[0]?.score ?? 0) && reading.coverage >= COVERAGE_FLOOR
      ? { neighbour: neighbour.topic }
      : {}),
  }
}

/** True when small talk and neighbour stand on the same words: "menu". */
function isSameWords(first: Candidate, neighbour: Candidate): boolean {
  const words = (candidate: Candidate) => candidate.signs.flatMap((sign) => sign.hits)
  return (
    TALK.has(first.topic) &&
    words(neighbour).every((hit) =>
      words(first).some((other) => other.from <= hit.from && other.to >= hit.to),
    )
  )
}

/** True when the message holds little besides the small talk itself. */
function isAllTalk(reading: Reading, candidate: Candidate): boolean {
  const own = new Set<number>()
  for (const sign of candidate.signs)
    for (const hit of reading.hits)
      if (sign.hits.some((part) => part.meaning === hit.meaning) || TALK_MEANINGS.has(hit.meaning))
        for (let index = hit.from; index <= hit.to; index++) own.add(index)
  const rest = reading.tokens.filter((token, index) => !own.has(index) && !reading.isCommon(token.text))
  // "menu" or "help" alone asks what the bot can do; among other words it is one of them.
  const expressed =
    candidate.topic !== 'capabilities' ||
    candidate.phrase ||
    candidate.signs.some((sign) => sign.hits.some((hit) => hit.to > hit.from))
  return rest.length <= (expressed ? TALK_REST : 0) && reading.tokens.length - own.size <= 8
}

const TALK_MEANINGS = new Set(['hello', 'thank', 'bye', 'ability'])

// Logistic regression over 1,310 answers to the project's own English and French cases and 251 to real questions,
// the two sets weighing the same (November 2026). `npm run eval -- --calibrate` prints how well it holds.
const CONFIDENCE_BASE = -3.01
const CONFIDENCE_PER_SCORE = 5.95
const CONFIDENCE_PER_LEAD = 2.03
/** A rival that is further ahead than this says nothing more. */
const LEAST_LEAD = -0.5

/** The share of answers of this score, and this far before the next likely one, that are right: 0 to 1. */
export function confidenceOf(score: number, rival: number): number {
  const lead = Math.max(LEAST_LEAD, score - rival)
  const value =
    1 / (1 + Math.exp(-(CONFIDENCE_BASE + CONFIDENCE_PER_SCORE * score + CONFIDENCE_PER_LEAD * lead)))
  return Math.round(value * 100) / 100
}

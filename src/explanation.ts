/** Why a question was answered as it was: what its words matched, which topics fitted, and why the next best lost. */
import type { Answered } from './answerer.ts'
import type { Outcome, Slots } from './message.ts'
import { ANSWER_AT, CLARIFY_MARGIN, COVERAGE_FLOOR } from './understanding/decide.ts'
import type { FoundSign } from './understanding/signs.ts'
import type { Candidate, Reading } from './understanding/understand.ts'

/** A word of the question with the entries of the knowledge that it is part of. */
export interface ExplainedWord {
  text: string
  /** The known word that it was read as, when a typing mistake was forgiven. */
  readAs?: string
  matches: { meaning: string; entry: string; language: string; strength: number }[]
  /** In no vocabulary and not very common. */
  unknown: boolean
}

export interface ExplainedCandidate {
  topic: string
  /** A neighbouring subject that the bot has no answers for. */
  elsewhere: boolean
  score: number
  /** `score` is the weight after distance, place and spelling. */
  signs: { expression: string; weight: number; score: number; words: string[] }[]
  phrase?: { text: string; likeness: number }
}

/**
 * What settled it. `conversation`: the messages before; `lower`: the runner-up scores less; `together`: about as
 * likely, but either answers both; `clarify`: about as likely, so the bot asks; `asked`: the same, but it was asked
 * just before; `neighbour`: a subject elsewhere fits better; `low`: nothing reaches the threshold; `words`: too few
 * words are known; `talk`: small talk counts only when nothing else is said; `alone`: nothing else fits.
 */
export type Reason =
  | 'conversation'
  | 'lower'
  | 'together'
  | 'clarify'
  | 'asked'
  | 'neighbour'
  | 'low'
  | 'words'
  | 'talk'
  | 'alone'

export interface Explanation {
  question: string
  outcome: Outcome
  topic: string | null
  confidence: number
  slots: Slots
  /** The language that the question is in, null when nothing tells, and the share of words that speak for it. */
  language: { id: string | null; share: number }
  words: ExplainedWord[]
  /** Share of the words that are known or very common. */
  coverage: number
  /** Best first. */
  candidates: ExplainedCandidate[]
  /** `winner` is missing when nothing fits, `runnerUp` when nothing else does. */
  verdict: {
    reason: Reason
    winner?: ExplainedCandidate
    runnerUp?: ExplainedCandidate
    /** The figure that `reason` compares with. */
    threshold?: number
    /** For `conversation`: `pick`, `again`, `still-not`, `accept` or `decline`. */
    via?: string
  }
}

/** Candidates further down say nothing about why the first one won. */
const MOST_CANDIDATES = 5

/** Pure. `answered` is what the answerer made of `question`. */
export function explain(question: string, answered: Answered): Explanation {
  const { answer, reading } = answered
  const candidates = reading.candidates.map(candidateOf)
  return {
    question,
    outcome: answer.outcome,
    topic: answer.topic,
    confidence: answer.confidence,
    slots: answer.slots,
    language: { id: reading.guess.language, share: reading.guess.share },
    words: wordsOf(reading),
    coverage: reading.coverage,
    candidates: candidates.slice(0, MOST_CANDIDATES),
    verdict: verdictOf(answered, candidates),
  }
}

function wordsOf(reading: Reading): ExplainedWord[] {
  return reading.tokens.map((token, index) => ({
    text: token.text,
    ...(token.known === token.text ? {} : { readAs: token.known }),
    matches: reading.hits
      .filter((hit) => hit.from <= index && index <= hit.to)
      .map(({ meaning, entry, strength }) => ({
        meaning,
        entry: entry.words,
        language: entry.language,
        strength,
      })),
    unknown: reading.unknownWords.includes(token.text),
  }))
}

function candidateOf({ topic, elsewhere, score, signs, phrase }: Candidate): ExplainedCandidate {
  return {
    topic,
    elsewhere,
    score,
    signs: signs.map(signOf),
    ...(phrase ? { phrase: { text: phrase.phrase, likeness: phrase.likeness } } : {}),
  }
}

function signOf({ sign, score, hits }: FoundSign) {
  return {
    expression: sign.expression,
    weight: sign.weight,
    score,
    words: hits.map((hit) => hit.entry.words),
  }
}

function verdictOf(
  { answer, decision, via }: Answered,
  candidates: ExplainedCandidate[],
): Explanation['verdict'] {
  const named = (topic: string) => candidates.find((candidate) => candidate.topic === topic)
  const best = named(winnerOf(decision) ?? candidates.find((candidate) => !candidate.elsewhere)?.topic ?? '')
  const runnerUp = candidates.find((candidate) => candidate !== best)
  const both = { ...(best ? { winner: best } : {}), ...(runnerUp ? { runnerUp } : {}) }
  if (via) return { reason: 'conversation', via, ...both }
  if (decision.kind === 'clarify')
    return { reason: answer.outcome === 'clarify' ? 'clarify' : 'asked', threshold: CLARIFY_MARGIN, ...both }
  if (decision.kind === 'unknown') {
    const neighbour = decision.neighbour === undefined ? undefined : named(decision.neighbour)
    if (neighbour) return { reason: 'neighbour', winner: neighbour, ...(best ? { runnerUp: best } : {}) }
    if (!best || best.score < ANSWER_AT) return { reason: 'low', threshold: ANSWER_AT, ...both }
    return { reason: 'words', threshold: COVERAGE_FLOOR, ...both }
  }
  if (!best || !runnerUp) return { reason: 'alone', ...both }
  if (runnerUp.score > best.score) return { reason: 'talk', ...both }
  const near = best.score - runnerUp.score < CLARIFY_MARGIN && runnerUp.score >= ANSWER_AT
  return near && !runnerUp.elsewhere
    ? { reason: 'together', threshold: CLARIFY_MARGIN, ...both }
    : { reason: 'lower', ...both }
}

function winnerOf(decision: Answered['decision']): string | undefined {
  if (decision.kind === 'topic') return decision.candidate.topic
  return decision.kind === 'clarify' ? decision.candidates[0]?.topic : undefined
}

/** Two messages that each say too little, read as one: "My mail does not work." "Sending." */
import type { Knowledge } from '../knowledge/knowledge.ts'
import { type Decision, decide } from '../understanding/decide.ts'
import type { Reading, Understanding } from '../understanding/understand.ts'
import { isElsewhere, SMALL_WORDS } from './shape.ts'
import type { State } from './state.ts'

/** Words in each of two messages that are read as one: longer ones say enough themselves. */
const MOST_TOGETHER = 8
/** Two messages read as one must say a topic this surely. */
const TOGETHER_AT = 0.66

/** A message that was not understood, and one that goes on from it, read as one; null when that says no more. */
export function together(
  text: string,
  alone: Reading,
  state: State,
  understanding: Understanding,
  knowledge: Knowledge,
): { reading: Reading; decision: Decision } | null {
  const before = state.turns.at(-1)
  if (before?.outcome !== 'unknown' || alone.unknownWords.length > SMALL_WORDS) return null
  const first = understanding.read(before.question)
  if (
    first.tokens.length > MOST_TOGETHER ||
    alone.tokens.length > MOST_TOGETHER ||
    first.unknownWords.length > 0 ||
    isElsewhere(first) ||
    isElsewhere(alone)
  )
    return null
  const reading = understanding.read(`${before.question.replace(/[\s.!?…]+$/u, '')} ${text}`)
  const decision = decide(reading)
  const talk = decision.kind === 'topic' && knowledge.topics.get(decision.candidate.topic)?.kind === 'talk'
  return decision.kind === 'topic' && !talk && decision.candidate.score >= TOGETHER_AT
    ? { reading, decision }
    : null
}

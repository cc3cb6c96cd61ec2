/** What a message means in the light of the one before: a choice, a yes, "and for POP3?", "still not". */
import type { Pick } from '../answering/compose.ts'
import type { Knowledge } from '../knowledge/knowledge.ts'
import type { Slots } from '../message.ts'
import { normalise } from '../reading/text/normalise.ts'
import { ANSWER_AT, type Decision } from '../understanding/decide.ts'
import { variantOn } from '../understanding/slots.ts'
import type { Reading } from '../understanding/understand.ts'
import { asks, NAMED_ALONE, onlySlots, SHORT, waysOf, without } from './shape.ts'
import type { KeptSlots, State } from './state.ts'
import { explains, unfinished } from './unfinished.ts'

export type FollowUp =
  | { kind: 'pick'; pick: State['picks'][number] }
  /** The last topic again, with other slots. */
  | { kind: 'again'; topic: string; slots: Slots }
  | { kind: 'still-not' }
  | { kind: 'accept' }
  | { kind: 'decline' }

/** A topic this sure is a new question, however short. */
const SURE = 0.72
/** This sure, and of so many words, it needs nothing from the message before. */
const PLAIN = 0.8
const WHOLE = 4

/** A message of so few words is nothing but its slot. */
const BARE = 4
/** Topics that answer what people go on to ask, with the topics that the same words would mean alone. */
const STAYS: Record<string, readonly string[]> = {
  'switch-to-imap': ['missing-mail', 'pop-leave-copy', 'imap-sync'],
  'move-mail': ['missing-mail'],
  webmail: ['server-settings'],
  'port-meaning': ['email-overview'],
}

/** Null when the message stands on its own. */
export function followUp(
  text: string,
  reading: Reading,
  decision: Decision,
  state: State,
  knowledge: Knowledge,
): FollowUp | null {
  const wanted = normalise(text).trim()
  const picked = state.picks.find(
    (pick) => normalise(pick.text).trim() === wanted || normalise(pick.label).trim() === wanted,
  )
  if (picked) return { kind: 'pick', pick: picked }

  const words = reading.tokens.length
  const best = reading.candidates.find((candidate) => !candidate.elsewhere)
  const sure = decision.kind === 'topic' && decision.candidate.score >= SURE
  const talk = decision.kind === 'topic' && knowledge.topics.get(decision.candidate.topic)?.kind === 'talk'

  if (words <= SHORT) {
    const ordinal = ordinalOf(reading, state.picks.length, words)
    if (ordinal !== undefined && state.picks[ordinal] && !sure)
      return { kind: 'pick', pick: state.picks[ordinal]! }
    const byWords = pickByWords(reading, state.picks)
    if (byWords && state.outcome === 'clarify') return { kind: 'pick', pick: byWords }
  }
  if (state.offered && words <= 5) {
    if (reading.has('no') || (words <= 2 && reading.has('not'))) return { kind: 'decline' }
    if (reading.has('yes')) return { kind: 'accept' }
  }
  if (reading.has('still-not') && words <= 16 && state.topic && !(sure && !sameTrouble(decision, state)))
    return { kind: 'still-not' }

  const said = keptSlots(reading.said.slots)
  const names = (Object.keys(said) as (keyof KeptSlots)[]).filter(
    (name) => name !== 'term' || state.topic === 'define',
  )
  if (!state.topic || state.outcome === 'unknown' || (talk && names.length === 0)) return null
  // "and will my old messages be lost?" is still about moving them.
  if (
    words <= SHORT &&
    decision.kind === 'topic' &&
    STAYS[state.topic]?.includes(decision.candidate.topic) &&
    names.length === 0
  )
    return { kind: 'again', topic: state.topic, slots: state.slots }
  // "Should I choose POP3 or IMAP?" says all by itself, though it is made of slots and small words.
  if (
    decision.kind === 'topic' &&
    decision.candidate.score >= PLAIN &&
    decision.candidate.topic !== state.topic &&
    words >= WHOLE &&
    !reading.has('also') &&
    !Object.values(HOME).includes(decision.candidate.topic)
  )
    return null
  const bare = words <= SHORT && onlySlots(reading, NAMED_ALONE)
  const directed =
    ['incoming', 'outgoing', 'incoming-server', 'outgoing-server'].some(reading.has) ||
    (bare && waysOf(reading).length === 1)
  const slots: Slots = { ...state.slots, ...said }
  const before = { topic: state.topic, slots: state.slots }
  const rest =
    decision.kind === 'unknown' && decision.neighbour === undefined
      ? unfinished(reading, said, before, knowledge)
      : null
  if (rest) return rest === 'still-not' ? { kind: 'still-not' } : { kind: 'again', ...rest }
  const trouble = knowledge.topics.get(state.topic)?.kind === 'trouble'
  const why = trouble && sure ? explains(reading, said, before) : null
  if (why) return { kind: 'again', ...why }
  // "with encryption please": the one that is recommended.
  if (
    names.length === 0 &&
    reading.has('encryption') &&
    words <= SHORT &&
    onlySlots(reading) &&
    !reading.has('unencrypted')
  ) {
    if (knowledge.topics.get(state.topic)?.slots.includes('security'))
      return { kind: 'again', topic: state.topic, slots: { ...state.slots, security: 'ssl' } }
  }
  // "which one do I take instead?" asks the same again.
  if (
    names.length === 0 &&
    !directed &&
    decision.kind === 'unknown' &&
    words <= SHORT &&
    reading.has('which') &&
    onlySlots(reading)
  )
    return { kind: 'again', topic: state.topic, slots: state.slots }
  if (words > SHORT || (names.length === 0 && !directed)) return null
  // A code or another port names its own topic; a sign stronger than what the slot alone gives is a new question.
  if (sure && !reading.has('also') && best && best.topic !== state.topic && !onlySlots(reading)) return null
  if (
    decision.kind === 'topic' &&
    !talk &&
    decision.candidate.score >= ANSWER_AT &&
    !onlySlots(reading) &&
    decision.candidate.topic !== state.topic
  )
    return null

  const merged: Slots = { ...slots }
  // "I meant the one on my Mac" is the same program; "and on my Mac?" another one.
  if (said.client && state.slots.client && !reading.has('also') && !asks(reading))
    merged.client = variantOn(knowledge, state.slots.client, said.client, said.client)
  if (said.security === undefined && state.topic !== 'encryption' && said.protocol) delete merged.security
  // "and for SMTP?" after one port: the port of the other protocol.
  if (state.topic === 'port-meaning' && said.port === undefined && (directed || said.protocol)) {
    const wanted = directed && !said.protocol ? without(merged, 'protocol', 'port') : without(merged, 'port')
    return { kind: 'again', topic: 'ports', slots: wanted }
  }
  const takes = knowledge.topics.get(state.topic)?.slots ?? []
  if (names.some((name) => (takes as string[]).includes(name)) || (directed && takes.includes('protocol'))) {
    if (directed && !said.protocol) delete merged.protocol
    return { kind: 'again', topic: state.topic, slots: merged }
  }
  // The last topic has no use for it, but another one is all about it.
  // "and do I do that with IMAP?" stays with what it is about; a bare "and IMAP?" wants its settings.
  if (names.every((name) => name === 'protocol' || name === 'security' || name === 'devices') && words > BARE)
    return { kind: 'again', topic: state.topic, slots: merged }
  const home = (['client', 'port', 'code', 'protocol', 'security'] as const).find(
    (name) => said[name] !== undefined,
  )
  const topic = home && HOME[home]
  return topic ? { kind: 'again', topic, slots: merged } : null
}

/** The topic that a bare slot belongs to. */
const HOME = {
  client: 'client-setup',
  port: 'port-meaning',
  code: 'error-code',
  protocol: 'server-settings',
  security: 'encryption',
}

/** Slots that may be remembered: all but the address. */
export function keptSlots(slots: Slots): KeptSlots {
  const { email: _email, ...kept } = slots
  return kept
}

function sameTrouble(decision: Decision, state: State): boolean {
  return decision.kind === 'topic' && decision.candidate.topic === state.topic
}

function ordinalOf(reading: Reading, count: number, words: number): number | undefined {
  if (count === 0) return undefined
  for (const [index, meaning] of ['ordinal-1', 'ordinal-2', 'ordinal-3', 'ordinal-4'].entries())
    if (reading.has(meaning)) return index
  if (reading.has('ordinal-last')) return count - 1
  const number = words <= 2 ? reading.tokens.find((token) => token.kind === 'number') : undefined
  const value = number ? Number(number.text) : 0
  return value >= 1 && value <= count ? value - 1 : undefined
}

/** After "which one do you mean?", a word of one label is enough when no other label has it. */
function pickByWords(reading: Reading, picks: Pick[]): Pick | undefined {
  const known = new Set(
    reading.tokens.filter((token) => !reading.isCommon(token.text)).map((token) => token.text),
  )
  const fitting = picks.filter((pick) =>
    normalise(`${pick.label} ${pick.topic}`)
      .split(/[^\p{L}\p{N}]+/u)
      .some((word) => known.has(word)),
  )
  return fitting.length === 1 ? fitting[0] : undefined
}

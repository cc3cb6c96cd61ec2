/** Of what a message left behind, what may be kept: nothing that its redacted form does not say any more. */
import type { Slots } from '../message.ts'
import type { KeptSlots, State } from './state.ts'

/** A word that holds a digit: a code, a number, a part of an address. */
const NUMBERED = /[\p{L}\p{N}@][\p{L}\p{N}@._:/+-]*[\p{L}\p{N}]|\p{N}/gu

/**
 * `slots` without those that repeat words of the message which redaction took out. What was known `before` was checked
 * then. Ids of the knowledge ("outlook") are no words of the message.
 */
export function keptOf(slots: Slots, text: string, redacted: string, before: KeptSlots = {}): KeptSlots {
  const { email: _email, ...others } = slots
  const kept = Object.entries(others).filter(
    ([name, value]) => before[name as keyof KeptSlots] === value || !wasTaken(String(value), text, redacted),
  )
  return Object.fromEntries(kept) as KeptSlots
}

/** True for words that the message held and its redacted form does not. */
function wasTaken(words: string, text: string, redacted: string): boolean {
  return holds(text, words) && !holds(redacted, words)
}

function holds(text: string, words: string): boolean {
  return text.toLowerCase().includes(words.toLowerCase())
}

/** A line of an answer without what it repeats of the message and redaction took out of that. */
function keptLine(line: string, text: string, redacted: string): string {
  return line.replace(NUMBERED, (word) =>
    /\p{N}/u.test(word) && wasTaken(word, text, redacted) && !isShort(word) ? '…' : word,
  )
}

/** Numbers so short stand in every text: 25 is in 2025. */
function isShort(word: string): boolean {
  return word.length < 3
}

/** The state after a message, as it may be stored. `before` is the state that was stored last. */
export function keptState(state: State, text: string, redacted: string, before: State | null): State {
  if (text === redacted) return state
  const slots = keptOf(state.slots, text, redacted, before?.slots)
  const turns = state.turns.map((turn, index) =>
    index < state.turns.length - 1 ? turn : { ...turn, answered: keptLine(turn.answered, text, redacted) },
  )
  const picks = state.picks.flatMap((pick) => {
    const own = keptOf(pick.slots, text, redacted, before?.slots)
    const whole = Object.keys(own).length === Object.keys(pick.slots).length
    return whole && !wasTaken(pick.text, text, redacted) ? [pick] : []
  })
  return { ...state, slots, turns, picks }
}

/** What a message that says too little alone means after the answer before it: "sorry, receiving", "and the user name?". */
import type { Knowledge } from '../knowledge/knowledge.ts'
import type { Slots } from '../message.ts'
import type { Reading } from '../understanding/understand.ts'
import {
  asks,
  isElsewhere,
  NAMED_ALONE,
  onlySlots,
  onlyTrouble,
  SHORT,
  SMALL_WORDS,
  type Way,
  waysOf,
  without,
} from './shape.ts'
import type { KeptSlots } from './state.ts'

/** Sending fails, or receiving: the other way is the other topic. */
const WAYS: Record<Way, string> = { incoming: 'cannot-receive', outgoing: 'cannot-send' }
/** Troubles that become one of `WAYS` when the way is told. */
const NO_WAY_YET = ['cannot-send', 'cannot-receive', 'cannot-connect']
/** What somebody may ask for by its name alone after any answer. */
const PARTS = [
  ['user-name', 'server-settings'],
  ['incoming-server', 'server-settings'],
  ['outgoing-server', 'server-settings'],
  ['server', 'server-settings'],
  ['settings', 'server-settings'],
  ['port', 'ports'],
] as const
/** "and if it is blocked?" after a port was named. */
const OF_PORTS = ['ports', 'port-meaning', 'encryption']
/** "I use POP3" tells why messages are missing. */
const WHY: Record<string, Partial<Record<string, string>>> = {
  'missing-mail': { pop3: 'pop-leave-copy', imap: 'imap-sync' },
}
/** Topics whose answer holds what is typed into a program, the password's line among it. */
const TYPED = [
  'server-settings',
  'client-setup',
  'ports',
  'port-meaning',
  'encryption',
  'cannot-send',
  'cannot-receive',
  'cannot-connect',
]
/** "How do I change that?" */
const DOING = /^(change|how|which|use|find-out|set-up|need|also|meaning)$/
const PASSWORD = /^(password|also|which|meaning|need|any-term|term.*)$/

/** The answer before: its topic, and what was said about it. */
interface Before {
  topic: string
  slots: KeptSlots
}

/**
 * `said` are the slots of a message that was not understood alone; only short ones are looked at. Null when it
 * says nothing about the answer before either.
 */
export function unfinished(
  reading: Reading,
  said: KeptSlots,
  before: Before,
  knowledge: Knowledge,
): { topic: string; slots: Slots } | 'still-not' | null {
  if (reading.tokens.length > SHORT) return null
  const names = Object.keys(said).filter((name) => name !== 'term')
  const slots: Slots = { ...before.slots, ...said }
  if (before.topic !== 'define') delete slots.term
  const bare = onlySlots(reading, NAMED_ALONE)
  const ways = waysOf(reading)
  const turned = ways.length === 1
  const all = (meanings: RegExp) =>
    reading.hits.length > 0 && reading.hits.every((hit) => meanings.test(hit.meaning))
  const known = reading.unknownWords.length === 0

  // "sorry, receiving" after an answer about sending.
  if (bare && turned && names.every((name) => name === 'client') && NO_WAY_YET.includes(before.topic))
    return { topic: WAYS[ways[0]!], slots: without(slots, 'protocol', 'code') }
  // "and if it is blocked?"
  if (OF_PORTS.includes(before.topic) && onlyTrouble(reading) && (reading.has('also') || asks(reading)))
    return { topic: 'port-blocked', slots }
  // "it is just refused", "but it is the right one": what was tried did not help.
  if (knowledge.topics.get(before.topic)?.kind === 'trouble' && names.length === 0)
    if (onlyTrouble(reading) || (known && reading.has('contrast') && all(/^(contrast|which)$/)))
      return 'still-not'
  // "and the user name?"
  const part = bare ? PARTS.find(([meaning]) => reading.has(meaning)) : undefined
  if (part) return { topic: part[1], slots: turned ? without(slots, 'protocol', 'port') : slots }
  if (names.length > 0 || isElsewhere(reading)) return null
  // "how do I change that?", "and the password?": the steps and the values to type.
  if (known && TYPED.includes(before.topic)) {
    const does = ['change', 'how', 'set-up', 'find-out'].some(reading.has)
    if ((does && all(DOING)) || (reading.has('password') && all(PASSWORD)))
      return { topic: 'server-settings', slots }
  }
  // "I changed the password, and now?"
  const few = reading.unknownWords.length <= SMALL_WORDS
  return few && ways.length === 0 && reading.has('also') && asks(reading)
    ? { topic: before.topic, slots: before.slots }
    : null
}

/** What explains the trouble before, when a message only tells more about it: "I use POP3 on two computers". */
export function explains(
  reading: Reading,
  said: KeptSlots,
  before: Before,
): { topic: string; slots: Slots } | null {
  if (reading.tokens.length > SHORT || asks(reading) || !onlySlots(reading, NAMED_ALONE)) return null
  const why = typeof said.protocol === 'string' ? WHY[before.topic]?.[said.protocol] : undefined
  const slots: Slots = { ...before.slots, ...said }
  if (why) return { topic: why, slots }
  return said.devices ? { topic: before.topic, slots } : null
}

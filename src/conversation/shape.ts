/** What a message of a conversation is made of: bare names, trouble, a question, a way. */
import type { Slots } from '../message.ts'
import type { Reading } from '../understanding/understand.ts'

/** Longer messages speak for themselves. */
export const SHORT = 9
/** What a message may name besides slots and still be nothing but a name. */
export const NAMED_ALONE = /^(send|receive|to-pop|to-imap|user-name|server|settings)$/

/** "the one for smtp": a word that no vocabulary holds may be among them. */
export const SMALL_WORDS = 1

/** True when the message is nothing but slots and small words: "and for POP3?", "on my iPhone". */
export function onlySlots(reading: Reading, besides?: RegExp): boolean {
  const carriers =
    /^(protocol|security|client|term|any-)|^(also|instead-of|not|unencrypted|incoming|outgoing|phone|computer|device|ordinal|contrast|or|use|which|works|yes|need|several-devices|one-device|port$|encryption|meaning|difference|instead|thank|how)/
  return (
    reading.hits.every((hit) => carriers.test(hit.meaning) || besides?.test(hit.meaning)) &&
    reading.unknownWords.length <= SMALL_WORDS
  )
}

/** True for a question: a mark at its end, or a word that asks. */
export function asks(reading: Reading): boolean {
  return (
    reading.tokens.some((token) => token.asked) || ['which', 'difference', 'meaning', 'how'].some(reading.has)
  )
}

/** True when every meaning of the message says that something goes wrong, and something does say so. */
export function onlyTrouble(reading: Reading): boolean {
  const troubles = /^(not|no|fail|cannot|refuse|blocked|block-port|still-not|problem|error|ask-again|again)$/
  const around = /^(also|contrast|forgot|password|reset|any-term|term)/
  return (
    reading.hits.some((hit) => troubles.test(hit.meaning)) &&
    reading.hits.every((hit) => troubles.test(hit.meaning) || around.test(hit.meaning)) &&
    reading.unknownWords.length <= SMALL_WORDS
  )
}

/** True when a subject beside e-mail may be meant. */
export function isElsewhere(reading: Reading): boolean {
  return reading.candidates.some((candidate) => candidate.elsewhere)
}

export type Way = 'incoming' | 'outgoing'

/** Which ways the message names: incoming, outgoing or both. */
export function waysOf(reading: Reading): Way[] {
  const incoming = ['incoming', 'incoming-server', 'receive'].some(reading.has)
  const outgoing = ['outgoing', 'outgoing-server', 'send'].some(reading.has)
  return [...(incoming ? ['incoming' as const] : []), ...(outgoing ? ['outgoing' as const] : [])]
}

/** A copy that lacks these. */
export function without(slots: Slots, ...names: (keyof Slots)[]): Slots {
  return Object.fromEntries(
    Object.entries(slots).filter(([name]) => !names.includes(name as keyof Slots)),
  ) as Slots
}

/** What our own buttons carry: their ids, and the JSON in their values. */
import { z } from 'zod'

/** Ids of buttons and of the message shortcut, as they come back. A number may follow `pick` and `ask`. */
export const ACTIONS = {
  pick: 'pick',
  ask: 'ask',
  feedback: 'feedback',
  human: 'human',
  share: 'share',
  more: 'more',
  post: 'post',
  copy: 'copy',
  claim: 'claim',
  done: 'done',
} as const
export type ActionName = (typeof ACTIONS)[keyof typeof ACTIONS]

export const SHORTCUT = 'answer_this'
export const COMMAND = '/mailhelp'

/**
 * Where an answer is shown: in a `thread`; to the asker alone, in a channel (`private`); or to the support agent
 * alone who took up a message of a thread (`agent`).
 */
export const whereabouts = z.object({
  kind: z.enum(['thread', 'private', 'agent']),
  channel: z.string().min(1).max(64),
  thread: z.string().max(64).optional(),
})
export type Whereabouts = z.infer<typeof whereabouts>

/** The value of any of our buttons. Letters, since a button holds at most 2,000 characters. */
export const buttonValue = z.object({
  /** Conversation. */
  c: z.string().max(128).optional(),
  /** Text to ask. */
  t: z.string().max(4_000).optional(),
  /** Answer. */
  a: z.string().max(128).optional(),
  /** Helpful. */
  h: z.boolean().optional(),
  /** Locale. */
  l: z.string().max(40).optional(),
  /** Page of a long answer. */
  p: z.number().int().nonnegative().optional(),
  /** Handoff. */
  o: z.string().max(128).optional(),
  /** Where the next answer goes. Absent: the thread of the message that the button is on. */
  at: whereabouts.optional(),
})
export type ButtonValue = z.infer<typeof buttonValue>

/** What is remembered between two messages of a conversation: no address, no password, no message text. */
import { z } from 'zod'
import { OUTCOMES, PROTOCOLS, SECURITIES } from '../message.ts'

const slots = z.object({
  protocol: z.union([z.enum(PROTOCOLS), z.array(z.enum(PROTOCOLS))]).exactOptional(),
  security: z.enum(SECURITIES).exactOptional(),
  port: z.number().exactOptional(),
  client: z.string().exactOptional(),
  code: z.string().exactOptional(),
  term: z.string().exactOptional(),
  devices: z.enum(['one', 'several']).exactOptional(),
})

const pick = z.object({ label: z.string(), text: z.string(), topic: z.string(), slots })

const turn = z.object({
  question: z.string(),
  outcome: z.enum(OUTCOMES),
  topic: z.string().nullable(),
  answered: z.string(),
})

/** Stored as JSON. A state of another shape, from an older program, is dropped. */
export const stateSchema = z.object({
  version: z.literal(1),
  locale: z.string(),
  /** The domain of an address that was given: enough to keep host names personal. */
  domain: z.string().exactOptional(),
  /** The last topic answered, and what was said about it. */
  topic: z.string().nullable(),
  slots,
  outcome: z.enum(OUTCOMES),
  /** What the last answer offered to pick. */
  picks: z.array(pick),
  /** For a trouble: its causes in order, and the one shown last. */
  causes: z.array(z.string()),
  cause: z.number().int(),
  /** A person was offered: "yes" takes the offer. */
  offered: z.boolean(),
  /** How often in a row nothing was understood. */
  lost: z.number().int(),
  /** Redacted, oldest first. */
  turns: z.array(turn),
})

export type State = z.infer<typeof stateSchema>
/** Slots without the address. */
export type KeptSlots = State['slots']

/** Handoffs show this many exchanges. */
export const MOST_TURNS = 12

/** Null for anything that is no state. */
export function parseState(value: unknown): State | null {
  const parsed = stateSchema.safeParse(value)
  return parsed.success ? parsed.data : null
}

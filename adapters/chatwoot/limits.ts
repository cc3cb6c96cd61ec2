/** Every number that this adapter keeps to, with where it comes from. */
import { LONGEST_QUESTION } from '../../src/message.ts'

export const LIMITS = {
  /** Ours, as for the other webhooks: how old or how far ahead a delivery may be, in seconds. */
  toleranceSeconds: 5 * 60,
  /** Chatwoot `lib/webhooks/trigger.rb`: a delivery is given up after 5 s. */
  ackMilliseconds: 5_000,
  /** Chatwoot `app/models/message.rb`: the longest content. */
  content: 150_000,
  /** WhatsApp lists, the tightest channel that shows choices: ten rows. */
  items: 10,
  text: LONGEST_QUESTION,
  /** Chatwoot tries a refused delivery three times within seconds; a captured one could come again for minutes. */
  deliveryKeptMinutes: 60,
  /** How long it is remembered that a person took over, and what was offered last. */
  rememberedMinutes: 7 * 24 * 60,
  /** One call to Chatwoot, in milliseconds. */
  callTimeout: 10_000,
} as const

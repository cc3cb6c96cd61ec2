/** Posts to `HELPDESK_REPLY_URL`: answers and handoffs, signed, kept until they arrive. */
import { createDeliveries, type Deliveries, type Host, post, withoutAddresses } from '../../src/adapter.ts'
import { LIMITS } from './limits.ts'
import { createSeal } from './seal.ts'
import { signedHeaders } from './signature.ts'
import type { AnsweredEvent, HandoffEvent } from './webhook/events.ts'
import type { Contact } from './webhook/parse.ts'

export const REPLIES_CHANNEL = 'helpdesk-replies'

/** As it lies in the outbox. `sealed` is the contact of a handoff. */
interface Stored {
  event: AnsweredEvent | HandoffEvent
  sealed?: string
}

export interface Replies {
  /** `question` is what was asked: an address in it does not stay in the outbox. `conversationId` is the bot's. */
  answered(event: AnsweredEvent, question: string, conversationId: string): Promise<void>
  /** `conversation` is the handoff's. */
  handoff(event: HandoffEvent, conversation: string): Promise<void>
  deliveries: Deliveries
}

export function createReplies(
  host: Host,
  { secrets, url, timeout = LIMITS.replyTimeout }: { secrets: string[]; url: string; timeout?: number },
): Replies {
  const seals = secrets.map((secret) => createSeal(secret, 'HELPDESK_WEBHOOK_SECRET'))
  const deliveries = createDeliveries({
    channel: REPLIES_CHANNEL,
    outbox: host.outbox,
    now: host.now,
    log: host.log,
    async send(body, { id }) {
      const { event, sealed } = JSON.parse(body) as Stored
      if (sealed !== undefined && event.type === 'handoff.requested')
        event.data.contact = openAny(sealed) as Contact
      const text = JSON.stringify(event)
      await post('the helpdesk', url, {
        headers: signedHeaders(secrets, id, text, host.now()),
        body: text,
        timeout,
      })
    },
  })

  /** While a secret is changed, what waits may be sealed with the other one. */
  function openAny(sealed: string): unknown {
    for (const seal of seals.slice(0, -1)) {
      try {
        return seal.open(sealed)
      } catch {
        // The next one may fit.
      }
    }
    return seals.at(-1)!.open(sealed)
  }

  return {
    deliveries,
    async answered(event, question, conversationId) {
      const { email: _email, ...slots } = event.data.answer.slots
      const instead = host.words(event.data.answer.locale)('common.user.address')
      const kept: AnsweredEvent = {
        ...event,
        data: { ...event.data, answer: { ...event.data.answer, slots } },
      }
      await deliveries.deliver(
        JSON.stringify({ event: withoutAddresses(kept, question, instead) } satisfies Stored),
        { whole: JSON.stringify({ event } satisfies Stored), conversation: `helpdesk/${conversationId}` },
      )
    },
    async handoff(event, conversation) {
      const { contact } = event.data
      const stored: Stored = contact
        ? { event: { ...event, data: { ...event.data, contact: null } }, sealed: seals[0]!.seal(contact) }
        : { event }
      await deliveries.deliver(JSON.stringify(stored), { conversation })
    },
  }
}

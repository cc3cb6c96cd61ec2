/** "Talk to a person" in the widget: a WHMCS ticket, an event for the helpdesk, or how to reach the provider. */
import { createHmac } from 'node:crypto'
import type { Handoff, Host } from '../../src/adapter.ts'
import { LIMITS } from './limits.ts'
import type { Replies } from './replies.ts'
import { handoffEvent } from './webhook/events.ts'
import type { Requester } from './whmcs/api.ts'
import { TICKET_REFERENCE, type Tickets } from './whmcs/tickets.ts'

/** What the person is told. */
export type HandoffState =
  /** Nobody can be told: here is how to reach the provider. */
  | { state: 'reach-us' }
  /** Ask for name and address first. */
  | { state: 'contact-needed' }
  | { state: 'ticket'; number: string; url?: string }
  /** Kept; the ticket's number comes later. */
  | { state: 'waiting' }
  /** The helpdesk has it, or gets it as soon as it can be reached. */
  | { state: 'sent' }

export interface HandoffRequest {
  conversationId: string
  locale: string
  /** A WHMCS client, or what somebody typed into the form. */
  requester?: Requester
  /** Who calls, for the limit. */
  caller: string
}

export interface WidgetHandoffs {
  /** May be called again for the same conversation: it then tells how things stand. A number: seconds to wait. */
  request(request: HandoffRequest): Promise<HandoffState | number>
}

/** The reference of a handoff that was passed on and has no ticket number. */
const PASSED_ON = 'passed-on'

export function createWidgetHandoffs(
  host: Host,
  { tickets, replies }: { tickets: Tickets | undefined; replies: Replies | undefined },
): WidgetHandoffs {
  const unreachable = !tickets && !replies

  function standing(handoff: Handoff): HandoffState {
    if (unreachable) return { state: 'reach-us' }
    const { reference } = handoff
    if (reference === undefined) return { state: 'contact-needed' }
    if (reference.startsWith(TICKET_REFERENCE))
      return { state: 'ticket', number: reference.slice(TICKET_REFERENCE.length) }
    return { state: tickets ? 'waiting' : 'sent' }
  }

  /** Whether this caller may ask for one more person in this hour. */
  async function withinLimit(caller: string): Promise<boolean> {
    const hour = Math.floor(host.now().getTime() / 3_600_000)
    const who = createHmac('sha256', String(hour)).update(caller).digest('base64url').slice(0, 16)
    for (let slot = 1; slot <= LIMITS.handoffsPerHour; slot++) {
      if (await host.firstDelivery(`handoff-slot:${who}:${slot}`, 60)) return true
    }
    return false
  }

  return {
    async request({ conversationId, locale, requester, caller }) {
      const { handoff } = await host.handoffs.open(conversationId, locale)
      if (unreachable || handoff.reference !== undefined || !requester) return standing(handoff)
      // Two tabs, or two presses: the first passes it on.
      const once = `handoff:${handoff.id}`
      if (!(await host.firstDelivery(once, LIMITS.deliveryKeptMinutes)))
        return { state: tickets ? 'waiting' : 'sent' }
      try {
        if (!(await withinLimit(caller))) {
          await host.releaseDelivery(once)
          return 3_600
        }
        await host.belongsTo(
          conversationId,
          'clientId' in requester ? String(requester.clientId) : requester.email,
        )
        await replies?.handoff(
          handoffEvent(handoff, {
            conversationId: null,
            channel: 'widget',
            contact: 'clientId' in requester ? { clientId: requester.clientId } : requester,
          }),
          handoff.conversation,
        )
        await host.handoffs.setReference(handoff.id, PASSED_ON)
        if (!tickets) return { state: 'sent' }
        const opened = await tickets.open(handoff, requester)
        return opened ? { state: 'ticket', ...opened } : { state: 'waiting' }
      } catch (error) {
        await host.releaseDelivery(once)
        throw error
      }
    },
  }
}

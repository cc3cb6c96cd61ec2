/** Opens a WHMCS ticket for a handoff, now or as soon as WHMCS is back, and never a second one. */
import {
  createDeliveries,
  type Deliveries,
  DeliveryFailure,
  type Handoff,
  type Host,
} from '../../../src/adapter.ts'
import { LIMITS } from '../limits.ts'
import { createSeal } from '../seal.ts'
import type { WhmcsSettings } from '../settings.ts'
import { createWhmcsApi, type Opened, type Requester } from './api.ts'
import { markOf, ticketOf } from './ticket.ts'

export const TICKETS_CHANNEL = 'helpdesk-whmcs'

/** In front of a ticket's number in a handoff's reference. */
export const TICKET_REFERENCE = 'ticket:'

/** As it lies in the outbox: what is to be said stands in the handoff, who says it is sealed. */
interface Stored {
  handoff: string
  sealed: string
}

export interface Tickets {
  /** Resolves with the ticket, or with null when it has to wait; it is kept then. Rejects with `StoreError`. */
  open(handoff: Handoff, requester: Requester): Promise<Opened | null>
  deliveries: Deliveries
}

export function createTickets(
  host: Host,
  settings: WhmcsSettings,
  timeout: number = LIMITS.ticketTimeout,
): Tickets {
  const api = createWhmcsApi(settings, timeout)
  const seal = createSeal(settings.secret, 'WHMCS_SECRET')
  /** Tickets opened on the first try, for the person who waits for the number. */
  const justOpened = new Map<string, Opened>()

  const deliveries = createDeliveries({
    channel: TICKETS_CHANNEL,
    outbox: host.outbox,
    now: host.now,
    log: host.log,
    async send(body, { attempts }) {
      const { handoff: handoffId, sealed } = JSON.parse(body) as Stored
      const handoff = await host.handoffs.get(handoffId)
      if (!handoff) throw new DeliveryFailure('the handoff is not kept any more', 'never')
      const requester = seal.open(sealed) as Requester
      // WHMCS may have opened it before the connection broke.
      const known = attempts > 0 ? await api.findTicket(markOf(handoffId), requester) : null
      const opened = known ?? (await api.openTicket(ticketOf(handoff, host.words(handoff.locale)), requester))
      await host.handoffs.setReference(handoffId, `${TICKET_REFERENCE}${opened.number}`)
      if (attempts === 0) justOpened.set(handoffId, opened)
    },
  })

  return {
    deliveries,
    async open({ id, conversation }, requester) {
      const { firstTry } = await deliveries.deliver(
        JSON.stringify({ handoff: id, sealed: seal.seal(requester) } satisfies Stored),
        { conversation },
      )
      await firstTry
      const opened = justOpened.get(id) ?? null
      justOpened.delete(id)
      return opened
    },
  }
}

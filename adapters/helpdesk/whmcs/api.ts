/** The two calls to WHMCS's API that a handoff needs. Sources: developers.whmcs.com/api-reference. */
import { z } from 'zod'
import { DeliveryFailure, post } from '../../../src/adapter.ts'
import type { WhmcsSettings } from '../settings.ts'
import type { Ticket } from './ticket.ts'

/** A client by number, or somebody who is not logged in. */
export type Requester = { clientId: number } | { name: string; email: string }

export interface Opened {
  /** The number that people see. */
  number: string
  /** The page of the ticket, with its access key. */
  url: string
}

export interface WhmcsApi {
  openTicket(ticket: Ticket, requester: Requester): Promise<Opened>
  /** A ticket whose subject holds `mark`; null when there is none or it may not be looked for. */
  findTicket(mark: string, requester: Requester): Promise<Opened | null>
}

const ticketShape = z.object({ tid: z.coerce.string().min(1), c: z.string().optional() })
const foundShape = z.object({
  tickets: z.object({ ticket: z.array(ticketShape.extend({ subject: z.string() })) }).optional(),
})

/** All methods reject with `DeliveryFailure`. */
export function createWhmcsApi(settings: WhmcsSettings, timeout: number): WhmcsApi {
  async function call(action: string, parameters: Record<string, string>): Promise<Record<string, unknown>> {
    const body = new URLSearchParams({
      identifier: settings.identifier,
      secret: settings.secret,
      action,
      responsetype: 'json',
      ...parameters,
    })
    const { text } = await post('WHMCS', `${settings.url}/includes/api.php`, {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: body.toString(),
      timeout,
    }).catch((error) => {
      if (error instanceof DeliveryFailure && error.status === 403) {
        throw new DeliveryFailure(
          'WHMCS refused the request (403): check WHMCS_IDENTIFIER and WHMCS_SECRET, that its role may OpenTicket and GetTickets, and that this server’s address may use the API',
          'later',
          { status: 403 },
        )
      }
      throw error
    })
    const answer = parse(text)
    if (answer?.result === 'success') return answer
    throw new DeliveryFailure(
      answer
        ? `WHMCS did not take ${action}: ${reason(answer)}`
        : 'WHMCS did not answer with JSON: check WHMCS_URL',
      'later',
    )
  }

  const opened = ({ tid, c }: z.infer<typeof ticketShape>): Opened => ({
    number: tid,
    url: `${settings.url}/viewticket.php?${new URLSearchParams({ tid, ...(c ? { c } : {}) })}`,
  })

  return {
    async openTicket(ticket, requester) {
      const answer = await call('OpenTicket', {
        deptid: String(settings.department),
        subject: ticket.subject,
        message: ticket.message,
        priority: ticket.priority,
        ...('clientId' in requester
          ? { clientid: String(requester.clientId) }
          : { name: requester.name, email: requester.email }),
      })
      const parsed = ticketShape.safeParse(answer)
      if (!parsed.success) throw new DeliveryFailure('WHMCS opened a ticket without a number', 'later')
      return opened(parsed.data)
    },
    async findTicket(mark, requester) {
      const answer = await call('GetTickets', {
        subject: mark,
        limitnum: '10',
        ignore_dept_assignments: 'true',
        ...('clientId' in requester ? { clientid: String(requester.clientId) } : { email: requester.email }),
      }).catch((error) => {
        // Without the right to look, a second ticket is better than none.
        if (error instanceof DeliveryFailure && error.again === 'later') return {}
        throw error
      })
      const parsed = foundShape.safeParse(answer)
      const ticket = parsed.data?.tickets?.ticket.find(({ subject }) => subject.includes(mark))
      return ticket ? opened(ticket) : null
    },
  }
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}

/** WHMCS's own words, short and without anything that could be an address. */
function reason(answer: Record<string, unknown>): string {
  const message = typeof answer.message === 'string' ? answer.message : 'no reason given'
  return message.replace(/\S*@\S*/g, '…').slice(0, 120)
}

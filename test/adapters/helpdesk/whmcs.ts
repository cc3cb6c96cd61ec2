/**
 * A WHMCS of the tests: `/includes/api.php` with the two calls that a handoff needs, as
 * developers.whmcs.com/api-reference describes them, and with faults on demand.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface WhmcsTicket {
  tid: string
  c: string
  subject: string
  message: string
  priority: string
  deptid: string
  clientid?: string
  name?: string
  email?: string
}

/** What goes wrong with the next calls. `opened-then-cut`: the ticket is there, but the answer never comes. */
export type WhmcsFault =
  | 'down'
  | 'cut'
  | 'opened-then-cut'
  | 'forbidden'
  | 'wrong-department'
  | 'no-json'
  | 'no-search'

export interface Whmcs {
  settings: { WHMCS_URL: string; WHMCS_IDENTIFIER: string; WHMCS_SECRET: string; WHMCS_DEPARTMENT: number }
  tickets: WhmcsTicket[]
  /** Actions in the order they were called. */
  calls: string[]
  fault: WhmcsFault | undefined
  close(): Promise<void>
}

const IDENTIFIER = 'identifier-of-the-tests'
const SECRET = 'secret-of-the-tests'
const DEPARTMENT = 3

export async function startWhmcs(): Promise<Whmcs> {
  const tickets: WhmcsTicket[] = []
  const calls: string[] = []
  let fault: WhmcsFault | undefined
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const say = (body: object, status = 200) => {
        response.writeHead(status, { 'content-type': 'application/json' })
        response.end(JSON.stringify(body))
      }
      const error = (message: string, status = 200) => say({ result: 'error', message }, status)
      const form = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()))
      const { action } = form
      calls.push(action ?? '')
      if (request.url !== '/includes/api.php' || request.method !== 'POST') return error('Not Found', 404)
      if (fault === 'down') return error('Service Unavailable', 503)
      if (fault === 'cut') return request.socket.destroy()
      if (fault === 'no-json') return response.writeHead(200).end('<html>Down for maintenance</html>')
      if (fault === 'forbidden') return error('Invalid IP 192.0.2.1', 403)
      if (form.identifier !== IDENTIFIER || form.secret !== SECRET) return error('Authentication Failed', 403)
      if (form.responsetype !== 'json') return response.writeHead(200).end('result=error;')
      if (action === 'GetTickets') {
        if (fault === 'no-search')
          return error('Invalid Permissions: API action "gettickets" is not allowed', 403)
        const found = tickets.filter(
          (ticket) =>
            (form.clientid === undefined || ticket.clientid === form.clientid) &&
            (form.email === undefined || ticket.email === form.email) &&
            // "uses approximate string matching"
            ticket.subject.includes((form.subject ?? '').slice(0, 4)),
        )
        return say({ result: 'success', totalresults: found.length, tickets: { ticket: found } })
      }
      if (action !== 'OpenTicket') return error('Command Not Found')
      if (fault === 'wrong-department' || form.deptid !== String(DEPARTMENT))
        return error('Department ID not found')
      if (!form.clientid && !(form.name && form.email)) return error('Name and email address are required')
      if (!form.subject) return error('Subject is required')
      if (!form.message) return error('Message is required')
      if (!['Low', 'Medium', 'High'].includes(form.priority ?? '')) return error('Invalid priority')
      const ticket: WhmcsTicket = {
        tid: String(482_913 + tickets.length),
        c: `Acc3ss${tickets.length}`,
        subject: form.subject,
        message: form.message,
        priority: form.priority!,
        deptid: form.deptid,
        ...(form.clientid ? { clientid: form.clientid } : { name: form.name!, email: form.email! }),
      }
      tickets.push(ticket)
      if (fault === 'opened-then-cut') {
        fault = undefined
        return request.socket.destroy()
      }
      say({ result: 'success', id: tickets.length, tid: ticket.tid, c: ticket.c })
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return {
    settings: {
      WHMCS_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      WHMCS_IDENTIFIER: IDENTIFIER,
      WHMCS_SECRET: SECRET,
      WHMCS_DEPARTMENT: DEPARTMENT,
    },
    tickets,
    calls,
    get fault() {
      return fault
    },
    set fault(next) {
      fault = next
    },
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

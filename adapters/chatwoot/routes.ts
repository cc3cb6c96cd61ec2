/** `POST /webhooks/chatwoot`: checked, understood, answered into the outbox and acknowledged, well within 5 s. */
import type { Host } from '../../src/adapter.ts'
import type { Conversations } from './conversations.ts'
import { LIMITS } from './limits.ts'
import { type ChatwootEvent, conversationIdOf, parse } from './parse.ts'
import { verify } from './signature.ts'

export function registerWebhook(host: Host, secret: string, conversations: Conversations): void {
  host.http.post('/webhooks/chatwoot', async (request, reply) => {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
    const verified = verify(secret, request.headers, body, host.now())
    if (!verified.ok) {
      return reply
        .code(401)
        .type('application/problem+json')
        .send(
          JSON.stringify({ type: 'about:blank', title: 'Not authorised', status: 401, detail: verified.why }),
        )
    }
    const event = parse(body, Number(request.headers['x-chatwoot-timestamp']) * 1000)
    if (!event) return reply.code(204).send()
    const key = keyOf(event)
    if (key !== undefined && !(await host.firstDelivery(key, LIMITS.deliveryKeptMinutes)))
      return reply.code(204).send()
    try {
      await conversations.handle(event)
    } catch (error) {
      // Chatwoot tries a 500 again, and opens the conversation for people when that does not help.
      if (key !== undefined) await host.releaseDelivery(key)
      throw error
    }
    return reply.code(204).send()
  })
}

/** What must happen once only; a message's id, and for a click also what was clicked. */
function keyOf(event: ChatwootEvent): string | undefined {
  if (event.kind === 'message') return `${conversationIdOf(event)}:${event.id}`
  if (event.kind === 'click') return `${conversationIdOf(event)}:${event.id}:${event.value.slice(0, 80)}`
  return undefined
}

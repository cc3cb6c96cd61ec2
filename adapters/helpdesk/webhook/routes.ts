/** `POST /webhooks/helpdesk`: a message comes in signed, its answer goes out in the response and to the reply URL. */
import type { Host } from '../../../src/adapter.ts'
import { LIMITS } from '../limits.ts'
import { problem } from '../problem.ts'
import type { Replies } from '../replies.ts'
import { verify } from '../signature.ts'
import { type AnsweredEvent, answeredEvent, handoffEvent } from './events.ts'
import { type HelpdeskMessage, parse } from './parse.ts'

export function registerWebhook(host: Host, secrets: string[], replies: Replies | undefined): void {
  host.http.post('/webhooks/helpdesk', async (request, reply) => {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
    const verified = verify(secrets, request.headers, body, host.now())
    if (!verified.ok) return problem(reply, 401, verified.why)
    const parsed = parse(body)
    if (parsed.kind === 'wrong') return problem(reply, 400, parsed.detail, parsed.errors)
    if (parsed.kind === 'other') return reply.code(204).send()
    const { message } = parsed
    // A helpdesk that reports the bot's own replies as messages would go on for ever.
    const allowed = await host.limit(message.conversationId)
    if (allowed !== true) {
      reply.header('retry-after', String(allowed))
      return problem(reply, 429, `Wait ${allowed} seconds before the next message of this conversation.`)
    }
    const delivery = `webhook:${verified.id}`
    if (!(await host.firstDelivery(delivery, LIMITS.deliveryKeptMinutes)))
      return reply.send({ duplicate: true })
    try {
      return reply.send(await answer(message))
    } catch (error) {
      await host.releaseDelivery(delivery)
      throw error
    }
  })

  async function answer(message: HelpdeskMessage): Promise<AnsweredEvent> {
    const { conversationId, theirConversation, text, locale, contact } = message
    const found = await host.ask({
      text,
      conversationId,
      frontEnd: 'helpdesk',
      ...(locale ? { locale } : {}),
    })
    if (contact?.email) await host.belongsTo(conversationId, contact.email)
    const opened =
      found.outcome === 'handoff' ? await host.handoffs.open(conversationId, found.locale) : undefined
    const handoff = opened && { id: opened.handoff.id, isNew: opened.isNew }
    const event = answeredEvent(theirConversation, found, handoff, host.now())
    await replies?.answered(event, text, conversationId)
    if (opened?.isNew) {
      await replies?.handoff(
        handoffEvent(opened.handoff, {
          conversationId: theirConversation,
          channel: 'webhook',
          contact: contact ?? null,
        }),
        opened.handoff.conversation,
      )
    }
    return event
  }
}

/** `/v1/ask` and `/v1/feedback`. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Bot } from '../bot.ts'
import { sendProblem } from './problem.ts'
import { askRequest, feedbackRequest } from './schemas.ts'

export const FRONT_END = 'http'

export function registerV1(app: FastifyInstance, bot: Bot): void {
  app.post('/v1/ask', async (request, reply) => {
    if (await tooMany(bot, request, reply)) return reply
    const asked = parse(askRequest, request.body, reply)
    if (!asked) return reply
    const { text, locale, conversationId } = asked
    const answer = await bot.ask({
      text,
      frontEnd: FRONT_END,
      ...(locale ? { locale } : {}),
      ...(conversationId ? { conversationId } : {}),
    })
    const { blocks: _blocks, ...shown } = answer
    return reply.send(shown)
  })

  app.post('/v1/feedback', async (request, reply) => {
    if (await tooMany(bot, request, reply)) return reply
    const vote = parse(feedbackRequest, request.body, reply)
    if (!vote) return reply
    const { answerId, helpful, comment } = vote
    const known = await bot.feedback(FRONT_END, {
      answerId,
      helpful,
      ...(comment === undefined ? {} : { comment }),
    })
    if (!known)
      return sendProblem(
        reply,
        404,
        'No answer with this answerId is known. Send the id of an answer of this bot.',
      )
    return reply.code(204).send()
  })
}

async function tooMany(bot: Bot, request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
  const allowed = await bot.limit(`${FRONT_END}:${request.ip}`)
  if (allowed === true) return false
  reply.header('retry-after', String(allowed))
  sendProblem(reply, 429, `Wait ${allowed} seconds before the next request.`)
  return true
}

/** The checked body, or undefined after a problem document was sent. */
function parse<Schema extends z.ZodType>(
  schema: Schema,
  body: unknown,
  reply: FastifyReply,
): z.infer<Schema> | undefined {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const errors = parsed.error.issues.map((issue) => ({
    field: issue.path.join('.') || '(body)',
    message: issue.message,
  }))
  sendProblem(
    reply,
    400,
    `Correct ${errors.map((error) => error.field).join(', ')} and send the request again.`,
    errors,
  )
  return undefined
}

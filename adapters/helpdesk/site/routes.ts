/** What the widget calls: its scripts, its words, questions, votes, and "talk to a person". */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Host } from '../../../src/adapter.ts'
import type { Answer } from '../../../src/message.ts'
import type { WidgetHandoffs } from '../handoffs.ts'
import { LIMITS } from '../limits.ts'
import { isAllowed } from '../origins.ts'
import { problem } from '../problem.ts'
import type { Requester } from '../whmcs/api.ts'
import type { Scripts } from './bundle.ts'
import { directionOf, widgetWords } from './words.ts'

export interface WidgetRoutes {
  host: Host
  /** The sites that may call, besides the bot's own. */
  origins: string[]
  scripts: () => Promise<Scripts>
  handoffs: WidgetHandoffs
  /** The WHMCS client in a token that the hook file signed; null when it does not hold. */
  clientOf: (token: string) => number | null
}

/** What a conversation is called by the browser: a random UUID, which nobody guesses. */
const conversationId = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
const locale = z.string().max(64).optional()

const askSchema = z.object({
  text: z.string().trim().min(1).max(LIMITS.text),
  conversationId,
  locale,
  /** The text was read out of a message file: a server's words, not the asker's. */
  file: z.boolean().optional(),
})
const voteSchema = z.object({ answerId: z.string().min(1).max(128), helpful: z.boolean() })
const handoffSchema = z.object({
  conversationId,
  locale,
  client: z.string().max(200).optional(),
  contact: z
    .object({
      name: z.string().trim().min(1).max(LIMITS.name),
      email: z
        .string()
        .trim()
        .max(LIMITS.email)
        .regex(/^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+$/),
    })
    .optional(),
})

/** An answer as the widget shows it: what it does not show stays here. */
export type WidgetAnswer = Pick<Answer, 'id' | 'locale' | 'outcome' | 'blocks' | 'options' | 'sources'> & {
  dir: 'ltr' | 'rtl'
}

const DAY = 24 * 60 * 60

export function registerWidget({ host, origins, scripts, handoffs, clientOf }: WidgetRoutes): void {
  const app = host.http
  const ownOrigin = host.publicUrl ? new URL(host.publicUrl).origin : undefined

  for (const [path, name] of [
    ['/widget.js', 'widget'],
    ['/widget-file.js', 'file'],
  ] as const)
    app.get(path, async (request, reply) => sendScript((await scripts())[name], request, reply))

  function sendScript(
    { plain, gzip, brotli, etag }: Scripts[keyof Scripts],
    request: FastifyRequest,
    reply: FastifyReply,
  ): FastifyReply {
    reply
      .header('cache-control', `public, max-age=300, stale-while-revalidate=${DAY}`)
      // A module is asked for with an origin; there is nothing in it that not everybody may see.
      .header('access-control-allow-origin', '*')
      .header('cross-origin-resource-policy', 'cross-origin')
      .header('x-content-type-options', 'nosniff')
      .header('vary', 'accept-encoding')
      .header('etag', etag)
      .type('text/javascript; charset=utf-8')
    if (request.headers['if-none-match'] === etag) return reply.code(304).send()
    const accepted = String(request.headers['accept-encoding'] ?? '')
    if (/\bbr\b/.test(accepted)) return reply.header('content-encoding', 'br').send(brotli)
    if (/\bgzip\b/.test(accepted)) return reply.header('content-encoding', 'gzip').send(gzip)
    return reply.send(plain)
  }

  /** Answers the browser's question whether this site may call, and refuses what comes from another. */
  async function guard(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    reply.header('vary', 'origin').header('x-content-type-options', 'nosniff')
    const { origin } = request.headers
    // A browser sends no origin with a GET to the page's own server.
    if (origin === undefined && request.method === 'GET') return
    const own = origin === ownOrigin || origin === `${request.protocol}://${request.host}`
    if (origin === undefined || !(own || isAllowed(origin, origins))) {
      await problem(reply, 403, 'This site may not show the widget. Add its origin to WIDGET_ORIGINS.')
      return
    }
    reply.header('access-control-allow-origin', origin).header('access-control-expose-headers', 'retry-after')
  }

  for (const path of ['words', 'ask', 'feedback', 'handoff']) {
    app.options(`/widget/${path}`, { onRequest: guard }, async (_request, reply) =>
      reply
        .header('access-control-allow-methods', 'GET, POST')
        .header('access-control-allow-headers', 'content-type')
        .header('access-control-max-age', '7200')
        .code(204)
        .send(),
    )
  }

  app.get('/widget/words', { onRequest: guard }, async (request, reply) => {
    const { locale: tag } = request.query as { locale?: unknown }
    return reply
      .header('cache-control', 'public, max-age=300')
      .send(widgetWords(host, typeof tag === 'string' ? tag.slice(0, 64) : undefined))
  })

  const guarded = { onRequest: guard, bodyLimit: LIMITS.widgetBodyBytes }

  app.post('/widget/ask', guarded, async (request, reply) => {
    const asked = await read(request, reply, askSchema)
    if (!asked) return reply
    const hint = host.matchLocale(asked.locale)
    const answer = await host.ask({
      text: asked.text,
      conversationId: own(asked.conversationId),
      frontEnd: 'helpdesk',
      ...(hint ? { [asked.file ? 'locale' : 'localeHint']: hint } : {}),
    })
    return reply.send(shown(answer))
  })

  app.post('/widget/feedback', guarded, async (request, reply) => {
    const vote = await read(request, reply, voteSchema)
    if (!vote) return reply
    if (await host.feedback(vote)) return reply.code(204).send()
    return problem(reply, 404, 'No answer with this answerId is known (any more).')
  })

  app.post('/widget/handoff', guarded, async (request, reply) => {
    const asked = await read(request, reply, handoffSchema)
    if (!asked) return reply
    const client = asked.client === undefined ? null : clientOf(asked.client)
    const requester: Requester | undefined = client === null ? asked.contact : { clientId: client }
    const state = await handoffs.request({
      conversationId: own(asked.conversationId),
      locale: host.matchLocale(asked.locale) ?? host.locales[0]!,
      caller: request.ip,
      ...(requester ? { requester } : {}),
    })
    if (typeof state === 'number') return tooMany(reply, state)
    return reply.send(state)
  })

  /** Checked body within the rate limit, or undefined after a problem document was sent. */
  async function read<Schema extends z.ZodType>(
    request: FastifyRequest,
    reply: FastifyReply,
    schema: Schema,
  ): Promise<z.infer<Schema> | undefined> {
    const allowed = await host.limit(request.ip)
    if (allowed !== true) {
      tooMany(reply, allowed)
      return undefined
    }
    // Another type would let a foreign page's form send without the browser asking first.
    if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) {
      problem(reply, 415, 'Send the body as application/json.')
      return undefined
    }
    let body: unknown
    try {
      body = JSON.parse(String(request.body))
    } catch {
      problem(reply, 400, 'The body is not valid JSON.')
      return undefined
    }
    const parsed = schema.safeParse(body)
    if (parsed.success) return parsed.data
    const errors = parsed.error.issues.map((issue) => ({
      field: issue.path.join('.') || '(body)',
      message: issue.message,
    }))
    problem(reply, 400, `Correct ${errors.map((error) => error.field).join(', ')} and send it again.`, errors)
    return undefined
  }
}

function tooMany(reply: FastifyReply, seconds: number): FastifyReply {
  reply.header('retry-after', String(seconds))
  return problem(reply, 429, `Wait ${seconds} seconds before the next request.`)
}

/** Keeps the widget's conversations apart from those of the webhook. */
function own(conversation: string): string {
  return `widget:${conversation}`
}

function shown({ id, locale, outcome, blocks, options, sources }: Answer): WidgetAnswer {
  return { id, locale, dir: directionOf(locale), outcome, blocks, options, sources }
}

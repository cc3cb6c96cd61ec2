/** The bot's one HTTP server. Adapters get scopes of their own on it. */
import { randomUUID } from 'node:crypto'
import Fastify, { type FastifyError, type FastifyInstance, LogController } from 'fastify'
import type { Logger } from 'pino'
import type { Bot } from '../bot.ts'
import { inServedCase } from '../setup/asked.ts'
import { openApiDocument } from './openapi.ts'
import { registerPage } from './page.ts'
import { sendProblem } from './problem.ts'
import { registerSite } from './site.ts'
import { registerV1 } from './v1.ts'

export interface ServerSettings {
  bot: Bot
  log: Logger
  version: string
  trustProxy?: string | undefined
  /** What is wrong, by part; empty when all is ready. */
  troubles: () => Promise<Record<string, string>>
  /** Prometheus' text format. */
  metrics?: () => Promise<{ type: string; body: string }>
}

const KIB = 1024
const LARGEST_BODY = 64 * KIB

/** Limits on slow clients, in milliseconds: whole request, idle connection, how often both are looked at. */
const SLOW = { request: 10_000, idle: 30_000, look: 1_000 }

export function createServer({
  bot,
  log,
  version,
  trustProxy,
  troubles,
  metrics,
}: ServerSettings): FastifyInstance {
  const app = Fastify({
    loggerInstance: log as Logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: LARGEST_BODY,
    trustProxy: trustProxyOf(trustProxy),
    requestTimeout: SLOW.request,
    connectionTimeout: SLOW.idle,
    keepAliveTimeout: SLOW.idle,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    genReqId: () => randomUUID(),
    // Mail programs write their paths in several letter cases.
    rewriteUrl: (request) => inServedCase(request.url ?? '/'),
    http: { headersTimeout: SLOW.request, connectionsCheckingInterval: SLOW.look },
  }) as unknown as FastifyInstance

  // Only JSON: Fastify would take plain text as well.
  app.removeContentTypeParser('text/plain')
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const status = error.statusCode ?? 500
    const known = DETAILS[error.code] ?? (status < 500 ? DETAILS[String(status)] : undefined)
    if (known) return sendProblem(reply, status, known)
    request.log.error({ cause: error.message, code: error.code, request: request.id }, 'a request failed')
    if (error.name === 'StoreError')
      return sendProblem(
        reply,
        503,
        'The store cannot be reached, so this was not recorded. Try again in a minute.',
      )
    return sendProblem(reply, 500, `Something went wrong here. It is logged as ${request.id}.`)
  })
  app.setNotFoundHandler((_request, reply) =>
    sendProblem(reply, 404, 'There is nothing at this path and method. /openapi.json lists what there is.'),
  )
  app.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id)
    reply.header('x-content-type-options', 'nosniff')
  })

  app.get('/healthz', async () => ({ status: 'ok' }))
  app.get('/readyz', async (_request, reply) => {
    const wrong = await troubles()
    const ready = Object.keys(wrong).length === 0
    return reply
      .code(ready ? 200 : 503)
      .send(
        ready
          ? { status: 'ready', knowledge: bot.knowledge.version }
          : { status: 'not ready', troubles: wrong },
      )
  })
  if (metrics)
    app.get('/metrics', async (_request, reply) => {
      const { type, body } = await metrics()
      return reply.type(type).send(body)
    })
  const document = openApiDocument(version)
  app.get('/openapi.json', async () => document)
  registerSite(app)
  registerV1(app, bot)
  return app
}

/** The plain page at `/`, unless a front end has taken the path. */
export function registerPageIfFree(app: FastifyInstance, bot: Bot): void {
  if (!app.hasRoute({ method: 'GET', url: '/' })) registerPage(app, bot)
}

/** A scope for an adapter: bodies arrive as they came, so that signatures can be checked. */
export async function adapterScope(app: FastifyInstance): Promise<FastifyInstance> {
  let scope: FastifyInstance | undefined
  await app.register(async (child) => {
    child.removeAllContentTypeParsers()
    child.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    // Fastify's instances are thenable and resolve with the root: awaited as it is, the scope would be lost.
    // biome-ignore lint/suspicious/noThenProperty: this takes a `then` away.
    scope = Object.create(child, { then: { value: undefined } }) as FastifyInstance
  })
  return scope!
}

const DETAILS: Record<string, string> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'The body may have at most 64 KiB.',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'Send the body as application/json.',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'The body is empty. Send JSON such as {"text": "which port for IMAP?"}.',
  FST_ERR_CTP_INVALID_JSON_BODY: 'The body is not valid JSON.',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'The body is not as long as its Content-Length says.',
  '400': 'The request does not parse.',
  '408': 'The request took too long to arrive.',
  '413': 'The body may have at most 64 KiB.',
  '415': 'Send the body as application/json.',
}

/** A number trusts that many proxies in front; anything else is a list of their addresses. */
function trustProxyOf(
  setting: string | undefined,
): boolean | string | ((address: string, hop: number) => boolean) {
  if (!setting) return false
  if (!/^\d+$/.test(setting)) return setting
  const proxies = Number(setting)
  return (_address, hop) => hop < proxies
}

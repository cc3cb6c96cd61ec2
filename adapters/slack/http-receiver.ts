/** Bolt's receiver over the bot's own HTTP server: one port for all front ends. */
import type { App, Receiver } from '@slack/bolt'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Host } from '../../src/adapter.ts'
import type { Intake } from './intake.ts'
import { EVENTS_PATH } from './paths.ts'
import { type Verdict, verify } from './verify.ts'

/** An interaction brings the message that the button is on, twice encoded. */
const LARGEST_BODY = 1024 * 1024

const QUIET_MILLISECONDS = 60_000

const WHY: Record<Exclude<Verdict, 'genuine'> | 'replayed', string> = {
  unsigned: 'The request has no Slack signature.',
  stale: 'The request is more than five minutes old or from the future. Check the clock of this machine.',
  forged: 'The signature does not match. Check SLACK_SIGNING_SECRET.',
  replayed: 'This very request was received before.',
}

export function createHttpReceiver({
  host,
  intake,
  signingSecret,
}: {
  host: Host
  intake: Intake
  signingSecret: string
}): Receiver {
  let app: App | undefined
  let open = false
  /** Anybody can send what is refused, and must not fill the log with it. */
  const quietUntil = new Map<string, number>()

  async function receive(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    if (!open || !app)
      return problem(reply.header('retry-after', '5'), 503, 'Unavailable', 'The bot is starting or stopping.')
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
    // Slack's check of the certificate is unsigned, and an empty answer tells nobody anything.
    if (/^ssl_check=1(&token=\w*)?$/.test(body.toString('latin1', 0, 200))) return reply.code(200).send()
    const signature = header(request, 'x-slack-signature')
    const verdict = verify({
      signingSecret,
      signature,
      timestamp: header(request, 'x-slack-request-timestamp'),
      body,
      now: host.now(),
    })
    if (verdict !== 'genuine') return refuse(reply, verdict)
    const payload = decode(body, request.headers['content-type'] ?? '')
    if (payload === null)
      return problem(reply, 400, 'Bad request', 'The body is neither JSON nor a form that Slack sends.')
    if ('challenge' in payload && 'type' in payload && payload.type === 'url_verification')
      return reply.code(200).send({ challenge: String(payload.challenge) })

    const retry = header(request, 'x-slack-retry-num')
    const retryNum = retry === undefined ? undefined : Number(retry)
    const admitted = await intake.admit(app, payload, { signature, retryNum }).catch((cause: unknown) => {
      host.log.warn(
        { cause: cause instanceof Error ? cause.message : 'unknown' },
        'Slack: not acknowledged, so that it is sent again',
      )
      return null
    })
    if (admitted === null)
      return problem(reply, 503, 'Unavailable', 'The store cannot be reached. Send this again.')
    if (admitted === 'replayed' && retry === undefined) return refuse(reply, 'replayed')
    // Acknowledged before anything is worked on: Slack waits three seconds, and asks again then.
    void reply.code(200).send()
    if (typeof admitted === 'function') admitted()
    return reply
  }

  function refuse(reply: FastifyReply, why: keyof typeof WHY): FastifyReply {
    const now = host.now().getTime()
    if (now >= (quietUntil.get(why) ?? 0)) {
      quietUntil.set(why, now + QUIET_MILLISECONDS)
      host.log.warn({ why }, `Slack: request refused. ${WHY[why]}`)
    }
    return problem(reply, 401, 'Unauthorized', WHY[why])
  }

  host.http.post(EVENTS_PATH, { bodyLimit: LARGEST_BODY }, receive)
  return {
    init(bolt) {
      app = bolt
    },
    async start() {
      open = true
    },
    async stop() {
      open = false
    },
  }
}

function problem(reply: FastifyReply, status: number, title: string, detail: string): FastifyReply {
  return reply
    .code(status)
    .type('application/problem+json')
    .send({ type: 'about:blank', title, status, detail })
}

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name]
  return typeof value === 'string' ? value : undefined
}

/** JSON, a form (a command), or JSON inside a form (an interaction); with or without `charset` in the type. */
function decode(body: Buffer, contentType: string): object | null {
  try {
    const text = body.toString('utf8')
    const type = contentType.split(';')[0]?.trim().toLowerCase()
    if (type !== 'application/x-www-form-urlencoded') return objectOf(JSON.parse(text))
    const fields = Object.fromEntries(new URLSearchParams(text))
    return fields.payload === undefined ? fields : objectOf(JSON.parse(fields.payload))
  } catch {
    return null
  }
}

const objectOf = (value: unknown): object | null =>
  typeof value === 'object' && value !== null ? value : null

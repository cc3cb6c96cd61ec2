/** A Slack of the tests, on loopback: the Web API, `response_url` and Socket Mode; signed requests go out from it. */
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import { type Json, violations } from './check-payload.ts'
import { BOT, BOT_ID, nextTs, TEAM } from './shapes.ts'

export interface Call {
  /** A method of the Web API, or `response_url`. */
  method: string
  /** Arguments with their JSON opened. */
  args: Json
  token: string
  /** Which answer it got: `true` when Slack took it. */
  taken: boolean
}

/** What an answer to a call is to be, instead of success. */
export interface Trouble {
  status?: number
  headers?: Record<string, string>
  body?: Json
  /** Takes the call, and then fails nevertheless. */
  taken?: boolean
  /** Says nothing and cuts the connection. */
  cut?: boolean
}

export interface Acknowledged {
  status: number
  /** Until the answer was whole. */
  milliseconds: number
  text: string
}

export const SIGNING_SECRET = 'a signing secret of the tests'
export const BOT_TOKEN = 'xoxb-111-222-tokenOfTheTests'

/** `now` is what Slack's own clock shows. */
export async function startLocalSlack(now: () => Date = () => new Date()) {
  const calls: Call[] = []
  const broken: string[] = []
  const locales = new Map<string, string>()
  const waiting = new Set<() => void>()
  const seen = new Set<Call>()
  const planned: { method: string; when: (args: Json) => boolean; trouble: Trouble }[] = []
  const links = new Set<WebSocket>()
  const acks = new Map<string, () => void>()
  let delay: (call: Call) => Promise<void> = async () => {}
  let envelopes = 0
  let urls = 0

  const server = createServer((request, response) => void receive(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const origin = `http://127.0.0.1:${port}`
  const sockets = new WebSocketServer({ server, path: '/link' })
  sockets.on('connection', (socket) => {
    links.add(socket)
    socket.on('close', () => {
      links.delete(socket)
      for (const wake of waiting) wake()
    })
    socket.on('message', (data) => {
      const { envelope_id } = JSON.parse(String(data))
      acks.get(envelope_id)?.()
    })
    socket.send(
      JSON.stringify({ type: 'hello', num_connections: 1, connection_info: { app_id: 'A0MAILSHER' } }),
    )
    for (const wake of waiting) wake()
  })

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const text = Buffer.concat(chunks).toString('utf8')
    const path = request.url ?? ''
    const api = path.startsWith('/api/')
    const call: Call = {
      method: api ? path.slice('/api/'.length) : 'response_url',
      args: api ? openForm(text) : { ...JSON.parse(text), responseUrl: `${origin}${path}` },
      token: (request.headers.authorization ?? '').replace('Bearer ', ''),
      taken: true,
    }
    await delay(call)
    const index = planned.findIndex((one) => one.method === call.method && one.when(call.args))
    const trouble = index < 0 ? undefined : planned.splice(index, 1)[0]!.trouble
    const refused = violations(call.method, call.args)
    broken.push(...refused)
    call.taken = trouble === undefined ? refused.length === 0 : trouble.taken === true
    const success = call.taken ? take(call) : {}
    calls.push(call)
    if (trouble?.cut) request.socket.destroy()
    else if (trouble) send(response, trouble.status ?? 200, trouble.body ?? {}, trouble.headers)
    else send(response, 200, refused.length > 0 ? { ok: false, error: 'invalid_blocks' } : success)
    for (const wake of waiting) wake()
  }

  /** What Slack answers when all is well. */
  function take(call: Call): Json {
    const { args } = call
    switch (call.method) {
      case 'auth.test':
        return {
          ok: true,
          url: 'https://mailteam.slack.com/',
          team: 'Mail team',
          team_id: TEAM,
          user: 'mailsherpa',
          user_id: BOT,
          bot_id: BOT_ID,
        }
      case 'users.info':
        return { ok: true, user: { id: args.user, team_id: TEAM, locale: locales.get(args.user) ?? 'en-US' } }
      case 'chat.postMessage': {
        const channel = String(args.channel).startsWith('U')
          ? `D${String(args.channel).slice(1)}`
          : args.channel
        const ts = nextTs()
        Object.assign(args, { postedAs: ts, postedTo: channel })
        return { ok: true, channel, ts, message: { type: 'message', text: args.text, ts } }
      }
      case 'conversations.replies':
      case 'conversations.history': {
        const messages = calls
          .filter(
            (one) => one.method === 'chat.postMessage' && one.taken && one.args.postedTo === args.channel,
          )
          .map((one) => ({ type: 'message', user: BOT, ts: one.args.postedAs, metadata: one.args.metadata }))
        return { ok: true, messages, has_more: false }
      }
      case 'chat.getPermalink':
        return {
          ok: true,
          channel: args.channel,
          permalink: `https://mailteam.slack.com/archives/${args.channel}/p${String(args.message_ts).replace('.', '')}`,
        }
      case 'apps.connections.open':
        return { ok: true, url: `ws://127.0.0.1:${port}/link?ticket=not-for-the-log` }
      case 'oauth.v2.access':
        return {
          ok: true,
          app_id: 'A0MAILSHER',
          authed_user: { id: 'U0INSTALL1' },
          scope: 'chat:write,commands',
          token_type: 'bot',
          access_token: 'xoxb-999-installedByOAuth',
          bot_user_id: BOT,
          team: { id: 'T0SECOND01', name: 'Second & team' },
          enterprise: null,
          is_enterprise_install: false,
        }
      default:
        return { ok: true }
    }
  }

  return {
    origin,
    apiUrl: `${origin}/api/`,
    calls,
    /** Limits that any payload broke. To be empty at the end of every test. */
    broken,
    /** The language that a person uses Slack in; en-US if not set. */
    locales,

    /** The next call like this that no earlier `next` has returned; waits for it. */
    async next(method: string, matches: (args: Json) => boolean = () => true): Promise<Call> {
      for (;;) {
        const call = calls.find((one) => one.method === method && !seen.has(one) && matches(one.args))
        if (call) {
          seen.add(call)
          return call
        }
        await woken()
      }
    },
    /** Resolves when the condition holds; looked at after every call and connection. */
    async until(condition: () => boolean): Promise<void> {
      while (!condition()) await woken()
    },
    /** Messages that Slack took in a channel or thread, in order. */
    posted: (channel?: string, thread?: string) =>
      calls.filter(
        (one) =>
          one.method === 'chat.postMessage' &&
          one.taken &&
          (channel === undefined || one.args.postedTo === channel) &&
          (thread === undefined || one.args.thread_ts === thread),
      ),
    /** Forgets what was called so far. */
    forget(): void {
      calls.length = 0
      locales.clear()
    },
    /** Lets the next call like this fail. */
    fail(method: string, trouble: Trouble, when: (args: Json) => boolean = () => true): void {
      planned.push({ method, when, trouble })
    },
    /** Makes calls slow. */
    slow(wait: (call: Call) => Promise<void>): void {
      delay = wait
    },
    responseUrl: () => `${origin}/actions/T0MAILTEAM/${++urls}/secretOfTheUrl`,

    /** Sends what Slack sends over HTTP; `form` for commands, `payload` for interactions, else JSON. */
    async deliver(baseUrl: string, body: object, options: Delivered = {}): Promise<Acknowledged> {
      const raw = encode(body)
      const timestamp = options.timestamp ?? Math.floor(now().getTime() / 1000)
      const started = performance.now()
      const response = await fetch(`${baseUrl}/slack/events`, {
        method: 'POST',
        headers: {
          'content-type': raw.type,
          ...(options.unsigned
            ? {}
            : {
                'x-slack-request-timestamp': String(timestamp),
                'x-slack-signature': options.signature ?? sign(raw.text, timestamp, options.secret),
              }),
          ...(options.retry === undefined
            ? {}
            : { 'x-slack-retry-num': String(options.retry), 'x-slack-retry-reason': 'http_timeout' }),
        },
        body: raw.text,
      })
      const text = await response.text()
      return { status: response.status, milliseconds: performance.now() - started, text }
    },

    /** Sends it over Socket Mode, and resolves when it is acknowledged. */
    async deliverBySocket(body: Json, retry = 0): Promise<void> {
      const envelope_id = `envelope-${++envelopes}`
      const type = 'event' in body ? 'events_api' : 'command' in body ? 'slash_commands' : 'interactive'
      // The one that connected last.
      const link = [...links].at(-1)
      if (!link) throw new Error('nobody is connected')
      const acknowledged = new Promise<void>((resolve) => acks.set(envelope_id, resolve))
      link.send(
        JSON.stringify({
          envelope_id,
          type,
          payload: body,
          accepts_response_payload: type !== 'events_api',
          retry_attempt: retry,
          retry_reason: retry ? 'timeout' : '',
        }),
      )
      await acknowledged
    },
    connected: () => links.size,
    /** As Slack does it when a server of its own is renewed. */
    recycle(): void {
      for (const link of links) link.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }))
    },
    async stop(): Promise<void> {
      for (const link of links) link.terminate()
      sockets.close()
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }

  async function woken(): Promise<void> {
    await new Promise<void>((resolve) => {
      const wake = () => {
        waiting.delete(wake)
        resolve()
      }
      waiting.add(wake)
    })
  }
}

export type LocalSlack = Awaited<ReturnType<typeof startLocalSlack>>

export interface Delivered {
  timestamp?: number
  secret?: string
  signature?: string
  unsigned?: boolean
  retry?: number
}

export function sign(text: string, timestamp: number, secret = SIGNING_SECRET): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${text}`).digest('hex')}`
}

/** Commands come as a form, interactions as JSON in a form, events as JSON. */
export function encode(body: object): { type: string; text: string } {
  if ('command' in body)
    return {
      type: 'application/x-www-form-urlencoded; charset=UTF-8',
      text: new URLSearchParams(body as Record<string, string>).toString(),
    }
  if ('type' in body && (body.type === 'block_actions' || body.type === 'message_action'))
    return {
      type: 'application/x-www-form-urlencoded',
      text: new URLSearchParams({ payload: JSON.stringify(body) }).toString(),
    }
  return { type: 'application/json', text: JSON.stringify(body) }
}

const OPENED = ['blocks', 'view', 'prompts', 'metadata', 'attachments']

function openForm(text: string): Json {
  const args: Json = Object.fromEntries(new URLSearchParams(text))
  for (const name of OPENED) if (typeof args[name] === 'string') args[name] = JSON.parse(args[name])
  return args
}

function send(
  response: ServerResponse,
  status: number,
  body: Json,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}

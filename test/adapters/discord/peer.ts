/**
 * A Discord of the tests on loopback: REST, gateway, and interactions posted to the bot over HTTP. It keeps what
 * people would see, refuses what Discord refuses, and checks everything that goes out.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Body, messageProblems, responseProblems } from './limits-check.ts'
import {
  APPLICATION,
  type Keys,
  type MessageOnScreen,
  newKeys,
  type RawInteraction,
  signedHeaders,
  snowflake,
} from './people.ts'
import { type GatewayPeer, openGateway } from './socket.ts'
import { checkRequest } from './spec.ts'

export const TOKEN = 'MTEwMDAwMDAwMDAwMDAwMDAwMQ.tests.not-a-real-token'

export interface Call {
  method: string
  /** Without `/api/v10` and query. */
  path: string
  // biome-ignore lint/suspicious/noExplicitAny: any JSON
  body: any
  authorization: string | undefined
}

export interface FirstResponse {
  type: number
  // biome-ignore lint/suspicious/noExplicitAny: any JSON
  data?: any
}

export interface Posted extends MessageOnScreen {
  /** Who alone sees it. */
  only?: string
  replyTo?: string
  body: Body
}

export interface Fault {
  method: string
  path: RegExp
  status: number
  body?: object
  headers?: Record<string, string>
  /** Does what was asked and then answers with the fault, as a proxy that loses the reply. */
  done?: boolean
}

interface Known {
  raw: RawInteraction
  responses: FirstResponse[]
  original?: Posted
  followUps: Posted[]
  edits: number
  waiters: (() => void)[]
}

export interface Peer {
  mode: 'gateway' | 'http'
  apiUrl: string
  keys: Keys
  gateway: GatewayPeer
  calls: Call[]
  /** What is wrong with what went out, a line each. Tests end with none. */
  readonly problems: string[]
  screen: Posted[]
  threads: Map<string, { name: string; members: string[] }>
  commands: Map<string, unknown[]>
  /** The next call that matches is answered so. */
  fault(fault: Fault): void
  clearFaults(): void
  /** The calls so far that match. */
  callsTo(method: string, path: RegExp): Call[]
  /** Resolves when so many calls match. */
  called(method: string, path: RegExp, count?: number): Promise<Call>
  /** Resolves when a message that replies to this one has been posted. */
  repliedTo(messageId: string): Promise<Posted>
  /** Where the bot listens: interactions go there in `http` mode. */
  botAt(baseUrl: string): void
  /** Hands an interaction to the bot. Over HTTP the status; over the gateway 0. */
  deliver(raw: RawInteraction): Promise<number>
  /** Delivers, and resolves with the first response when it is there. */
  respond(raw: RawInteraction): Promise<FirstResponse>
  /** Delivers, and resolves with all that was shown, once the answer itself is: not only that one has to wait. */
  show(raw: RawInteraction): Promise<Posted[]>
  /** Resolves when the answer to an interaction is there: not only that one has to wait. */
  settled(id: string): Promise<void>
  /** Resolves when an interaction that was delivered has its first response. */
  firstOf(id: string): Promise<void>
  /** What has been said to an interaction so far. */
  known(id: string): { responses: FirstResponse[]; original?: Posted; followUps: Posted[]; edits: number }
  close(): Promise<void>
}

export interface PeerOptions {
  mode: 'gateway' | 'http'
  now?: () => Date
  /** Milliseconds that the token of an interaction lives. */
  tokenMs?: number
}

const EPHEMERAL = 1 << 6

export async function startPeer({
  mode,
  now = () => new Date(),
  tokenMs = 15 * 60_000,
}: PeerOptions): Promise<Peer> {
  const keys = newKeys()
  const calls: Call[] = []
  const found: string[] = []
  /** Checked when the problems are looked at, since that takes time which tests measure. */
  const unchecked: Parameters<typeof checkRequest>[] = []
  const screen: Posted[] = []
  const threads: Peer['threads'] = new Map()
  const commands: Peer['commands'] = new Map()
  const faults: Fault[] = []
  const interactions = new Map<string, Known>()
  const nonces = new Map<string, Posted>()
  const awaited = new Map<string, (posted: Posted) => void>()
  const watchers: { method: string; path: RegExp; count: number; resolve: (call: Call) => void }[] = []
  let botUrl = ''

  const server = createServer((request, response) => void handle(request, response))
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  const gateway = openGateway(server, TOKEN)
  const callsTo = (method: string, path: RegExp) =>
    calls.filter((call) => call.method === method && path.test(call.path))

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const text = Buffer.concat(chunks).toString('utf8')
    const path = new URL(request.url!, 'http://discord').pathname.replace(/^\/api\/v10/, '')
    const call: Call = {
      method: request.method!,
      path,
      body: text ? JSON.parse(text) : undefined,
      authorization: request.headers.authorization,
    }
    calls.push(call)
    unchecked.push([call.method, path, call.body])
    const at = faults.findIndex((fault) => fault.method === call.method && fault.path.test(path))
    const [fault] = at === -1 ? [] : faults.splice(at, 1)
    const result = fault && !fault.done ? null : serve(call)
    const { status, body } = fault
      ? { status: fault.status, body: fault.body ?? { message: 'a fault of the tests', code: 0 } }
      : { status: result!.status, body: result!.body }
    response.writeHead(status, {
      ...(status === 204 ? {} : { 'content-type': 'application/json' }),
      ...fault?.headers,
    })
    response.end(status === 204 ? undefined : JSON.stringify(body))
    for (const watcher of watchers)
      if (callsTo(watcher.method, watcher.path).length >= watcher.count) watcher.resolve(call)
  }

  interface Result {
    status: number
    body?: unknown
  }
  const error = (status: number, code: number, message: string): Result => ({
    status,
    body: { code, message },
  })

  function serve({ method, path, body, authorization }: Call): Result {
    const [, callback] = /^\/interactions\/(\d+)\/[^/]+\/callback$/.exec(path) ?? []
    if (callback) return acceptFirst(callback, body)
    const [, token, original] = /^\/webhooks\/\d+\/([^/]+)(\/messages\/@original)?$/.exec(path) ?? []
    if (token) return viaToken(decodeURIComponent(token), original !== undefined, body)
    // The rest is the bot's own.
    if (authorization !== `Bot ${TOKEN}`) return error(401, 0, '401: Unauthorized')
    if (path === '/gateway/bot')
      return {
        status: 200,
        body: {
          url: `ws://127.0.0.1:${port}`,
          shards: 1,
          session_start_limit: { total: 1000, remaining: 1000, reset_after: 0, max_concurrency: 1 },
        },
      }
    if (path === '/applications/@me')
      return { status: 200, body: { id: APPLICATION, name: 'mail-helper', verify_key: keys.publicKey } }
    if (/^\/applications\/\d+\/(guilds\/\d+\/)?commands$/.test(path)) return registered(method, path, body)
    const [, channelId, messageId, rest] =
      /^\/channels\/(\d+)\/(?:messages(?:\/(\d+))?)(\/threads)?$/.exec(path) ?? []
    if (channelId && rest) return openThread(messageId!, body)
    if (channelId && method === 'POST') return post(channelId, body)
    const [, threadId, member] = /^\/channels\/(\d+)\/thread-members\/(\d+)$/.exec(path) ?? []
    if (threadId) {
      threads.get(threadId)?.members.push(member!)
      return { status: 204 }
    }
    return error(404, 0, '404: Not Found')
  }

  function acceptFirst(id: string, response: FirstResponse): Result {
    const known = interactions.get(id)
    if (!known) return error(404, 10062, 'Unknown interaction')
    found.push(...responseProblems(response))
    known.responses.push(response)
    if (known.responses.length > 1) return error(400, 40060, 'Interaction has already been acknowledged.')
    const { raw } = known
    const pressed = raw.message as MessageOnScreen | undefined
    if (response.type === 4) known.original = appear(raw, response.data)
    if (response.type === 7 && pressed) known.original = change(pressed.id, response.data)
    if (response.type === 6 && pressed) {
      const there = screen.find(({ id }) => id === pressed.id)
      if (there) known.original = there
    }
    for (const waiter of known.waiters) waiter()
    return { status: 204 }
  }

  function viaToken(token: string, original: boolean, body: Body): Result {
    const known = [...interactions.values()].find(({ raw }) => raw.token === token)
    if (!known || known.responses.length === 0) return error(404, 10015, 'Unknown Webhook')
    const [first] = known.responses
    const made = Number((BigInt(known.raw.id) >> 22n) + 1_420_070_400_000n)
    if (now().getTime() - made > tokenMs) {
      found.push('a token was used after its life')
      return error(401, 50027, 'Invalid Webhook Token')
    }
    found.push(...messageProblems(body))
    let shown: Posted
    if (original) {
      // The flag for "only you see this" cannot be changed any more.
      const ephemeral = first!.type === 5 && ((first!.data?.flags ?? 0) & EPHEMERAL) !== 0
      if (known.original) shown = change(known.original.id, body)!
      else shown = appear(known.raw, { ...body, flags: (body.flags ?? 0) | (ephemeral ? EPHEMERAL : 0) })
      known.original = shown
      known.edits += 1
    } else {
      shown = appear(known.raw, body)
      known.followUps.push(shown)
    }
    for (const waiter of known.waiters) waiter()
    return { status: 200, body: { id: shown.id } }
  }

  function appear(raw: RawInteraction, body: Body & { flags?: number }): Posted {
    const flags = body.flags ?? 0
    const person = (raw.member as { user: { id: string } } | undefined)?.user ?? (raw.user as { id: string })
    const posted: Posted = {
      id: snowflake(now()),
      channelId: String(raw.channel_id),
      flags,
      components: body.components ?? [],
      embeds: body.embeds ?? [],
      body,
      ...(flags & EPHEMERAL ? { only: person.id } : {}),
    }
    screen.push(posted)
    return posted
  }

  function change(id: string, body: Body): Posted {
    const posted = screen.find((message) => message.id === id)!
    posted.components = body.components ?? posted.components
    posted.embeds = body.embeds ?? posted.embeds
    posted.flags |= body.flags ?? 0
    posted.body = body
    return posted
  }

  function post(
    channelId: string,
    body: Body & { nonce: string; enforce_nonce?: boolean; message_reference?: { message_id: string } },
  ): Result {
    found.push(...messageProblems(body))
    const key = `${channelId}/${body.nonce}`
    const before = nonces.get(key)
    if (before && body.enforce_nonce) return { status: 200, body: { id: before.id } }
    const posted: Posted = {
      id: snowflake(now()),
      channelId,
      flags: body.flags ?? 0,
      components: body.components ?? [],
      embeds: body.embeds ?? [],
      body,
      ...(body.message_reference ? { replyTo: body.message_reference.message_id } : {}),
    }
    nonces.set(key, posted)
    screen.push(posted)
    awaited.get(posted.replyTo ?? '')?.(posted)
    return { status: 200, body: { id: posted.id } }
  }

  function openThread(messageId: string, body: { name: string }): Result {
    if (threads.has(messageId))
      return error(400, 160004, 'A thread has already been created for this message')
    threads.set(messageId, { name: body.name, members: [] })
    return { status: 201, body: { id: messageId, name: body.name, type: 11 } }
  }

  function registered(method: string, path: string, body: unknown[]): Result {
    if (method === 'PUT')
      commands.set(
        path,
        body.map((command) => asKept(command as Record<string, unknown>)),
      )
    return { status: 200, body: commands.get(path) ?? [] }
  }

  async function deliver(raw: RawInteraction): Promise<number> {
    if (!interactions.has(raw.id))
      interactions.set(raw.id, { raw, responses: [], followUps: [], edits: 0, waiters: [] })
    if (mode === 'gateway') {
      gateway.dispatch('INTERACTION_CREATE', raw)
      return 0
    }
    const text = JSON.stringify(raw)
    const answer = await fetch(`${botUrl}/discord/interactions`, {
      method: 'POST',
      body: text,
      headers: signedHeaders(text, keys, now()),
    })
    const body = await answer.text()
    if (answer.status === 200) {
      const response = JSON.parse(body) as FirstResponse
      unchecked.push(['POST', '/interactions/1/token/callback', response])
      acceptFirst(raw.id, response)
    }
    return answer.status
  }

  const isAnswered = ({ responses }: Known) => responses.length > 0
  const isSettled = ({ responses: [first], edits, followUps }: Known) =>
    first !== undefined && ((first.type !== 5 && first.type !== 6) || edits + followUps.length > 0)

  function wait(known: Known, ready: (known: Known) => boolean): Promise<void> {
    if (ready(known)) return Promise.resolve()
    return new Promise((resolve) => known.waiters.push(() => ready(known) && resolve()))
  }

  async function until(raw: RawInteraction, ready: (known: Known) => boolean): Promise<Known> {
    const delivered = deliver(raw)
    const known = interactions.get(raw.id)!
    await wait(known, ready)
    await delivered
    return known
  }

  return {
    mode,
    apiUrl: `http://127.0.0.1:${port}/api`,
    keys,
    gateway,
    calls,
    get problems() {
      for (const request of unchecked.splice(0)) found.push(...checkRequest(...request))
      return found
    },
    screen,
    threads,
    commands,
    fault: (fault) => void faults.push(fault),
    clearFaults: () => void faults.splice(0),
    callsTo,
    repliedTo(messageId) {
      const there = screen.find(({ replyTo }) => replyTo === messageId)
      if (there) return Promise.resolve(there)
      return new Promise((resolve) => awaited.set(messageId, resolve))
    },
    called(method, path, count = 1) {
      const found = callsTo(method, path)
      if (found.length >= count) return Promise.resolve(found[count - 1]!)
      return new Promise((resolve) => watchers.push({ method, path, count, resolve }))
    },
    botAt(baseUrl) {
      botUrl = baseUrl
    },
    deliver,
    async respond(raw) {
      return (await until(raw, isAnswered)).responses[0]!
    },
    async show(raw) {
      const { original, followUps } = await until(raw, isSettled)
      return [...(original ? [original] : []), ...followUps]
    },
    firstOf: (id) => wait(interactions.get(id)!, isAnswered),
    settled: (id) => wait(interactions.get(id)!, isSettled),
    known: (id) => interactions.get(id)!,
    async close() {
      gateway.close()
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

/** Commands come back with ids and defaults, and permissions as text. */
function asKept(command: Record<string, unknown>): Record<string, unknown> {
  return {
    id: snowflake(new Date()),
    application_id: APPLICATION,
    version: snowflake(new Date()),
    dm_permission: true,
    nsfw: false,
    description: '',
    description_localizations: null,
    ...command,
    default_member_permissions:
      command.default_member_permissions === undefined ? null : String(command.default_member_permissions),
  }
}

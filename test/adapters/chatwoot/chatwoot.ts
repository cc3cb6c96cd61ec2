/**
 * A Chatwoot of the tests: contacts write, agent-bot webhooks go out signed and are tried again as Chatwoot does,
 * and the bot's calls change the conversation. Shapes as in `app/listeners/agent_bot_listener.rb`,
 * `lib/webhooks/trigger.rb` and `app/models/message.rb`; ids and names are invented.
 */
import { createHmac, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ChatwootMessage } from '../../../adapters/chatwoot/render.ts'

export const ACCOUNT = 7
const SECRET = 'webhook-secret-of-the-tests'
const TOKEN = 'bot-token-of-the-tests'

export type Status = 'pending' | 'open' | 'resolved'

export interface SentMessage extends ChatwootMessage {
  id: number
  conversation: number
}

/** What is wrong with the API for the next calls. */
export type ChatwootFault = 'down' | 'cut' | 'busy' | 'unauthorised' | 'gone'

export interface Chatwoot {
  settings: { CHATWOOT_URL: string; CHATWOOT_BOT_TOKEN: string; CHATWOOT_WEBHOOK_SECRET: string }
  /** Where webhooks go. Set before anybody writes. */
  webhookUrl: string
  /** What the bot posted, in the order it arrived. */
  sent: SentMessage[]
  /** Calls as `method path`, refused ones too. */
  calls: string[]
  fault: ChatwootFault | undefined
  now: () => Date
  statusOf(conversation: number): Status
  setStatus(conversation: number, status: Status): Promise<number>
  /** A contact writes. Resolves with the webhook's status code. */
  write(conversation: number, content: string | null, more?: object): Promise<number>
  /** A contact clicks a choice of the last message of that conversation that has it. */
  click(conversation: number, title: string): Promise<number>
  /** A person of the team writes. */
  agentWrites(conversation: number, content: string, more?: object): Promise<number>
  /** The last webhook of that conversation again, byte for byte. */
  redeliver(conversation: number): Promise<number>
  /** Any webhook. */
  deliver(conversation: number, payload: object, change?: (request: WebhookRequest) => void): Promise<number>
  /** Resolves when the bot has posted `count` messages, notes and status changes in all to that conversation. */
  reached(conversation: number, count: number): Promise<void>
  /** Resolves when the bot was told of every change of status that it made. */
  told(): Promise<unknown>
  /** Messages, notes and status changes so far. */
  actions(conversation: number): (SentMessage | { open: true })[]
  close(): Promise<void>
}

export interface WebhookRequest {
  headers: Record<string, string>
  body: string
}

export async function startChatwoot(): Promise<Chatwoot> {
  const sent: SentMessage[] = []
  const calls: string[] = []
  const statuses = new Map<number, Status>()
  const actions = new Map<number, (SentMessage | { open: true })[]>()
  const last = new Map<number, WebhookRequest>()
  const telling = new Set<Promise<number>>()
  const waiting: { conversation: number; count: number; done: () => void }[] = []
  let ids = 1_000
  let fault: ChatwootFault | undefined

  function acted(conversation: number, action: SentMessage | { open: true }): void {
    const all = actions.get(conversation) ?? []
    all.push(action)
    actions.set(conversation, all)
    for (const one of [...waiting]) {
      if (one.conversation === conversation && all.length >= one.count) {
        waiting.splice(waiting.indexOf(one), 1)
        one.done()
      }
    }
  }

  async function read(request: IncomingMessage): Promise<Record<string, unknown>> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    return JSON.parse(Buffer.concat(chunks).toString() || '{}') as Record<string, unknown>
  }

  const server = createServer(async (request, response) => {
    const say = (status: number, body: object) => {
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(body))
    }
    calls.push(`${request.method} ${request.url}`)
    const body = await read(request)
    if (fault === 'cut') return request.socket.destroy()
    if (fault === 'down') return say(502, { error: 'Bad Gateway' })
    if (fault === 'busy') {
      response.setHeader('retry-after', '30')
      return say(429, { error: 'Retry later' })
    }
    if (fault === 'unauthorised' || request.headers.api_access_token !== TOKEN)
      return say(401, { error: 'Invalid Access Token' })
    if (fault === 'gone') return say(404, { error: 'Resource could not be found' })
    const path = /^\/api\/v1\/accounts\/7\/conversations\/(\d+)\/(messages|toggle_status)$/.exec(
      request.url ?? '',
    )
    if (!path || request.method !== 'POST') return say(404, { error: 'Resource could not be found' })
    const conversation = Number(path[1])
    if (path[2] === 'toggle_status') {
      if (body.status !== 'open') return say(422, { error: 'Invalid status' })
      say(200, {
        meta: {},
        payload: { success: true, current_status: 'open', conversation_id: conversation },
      })
      statuses.set(conversation, 'open')
      acted(conversation, { open: true })
      // Nobody waits for it; a bot that is gone by then is no fault of Chatwoot.
      const told = statusWebhook(conversation, 'open').catch(() => 0)
      telling.add(told)
      void told.then(() => telling.delete(told))
      return
    }
    const problem = wrongMessage(body)
    if (problem) return say(422, { error: problem })
    const message = { ...(body as unknown as ChatwootMessage), id: ++ids, conversation }
    sent.push(message)
    say(200, { id: message.id, content: message.content, conversation_id: conversation })
    acted(conversation, message)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))

  const chatwoot: Chatwoot = {
    settings: {
      CHATWOOT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
      CHATWOOT_BOT_TOKEN: TOKEN,
      CHATWOOT_WEBHOOK_SECRET: SECRET,
    },
    webhookUrl: '',
    sent,
    calls,
    now: () => new Date(),
    get fault() {
      return fault
    },
    set fault(next) {
      fault = next
    },
    statusOf: (conversation) => statuses.get(conversation) ?? 'pending',
    setStatus(conversation, status) {
      statuses.set(conversation, status)
      return statusWebhook(conversation, status)
    },
    write: (conversation, content, more = {}) =>
      chatwoot.deliver(conversation, {
        ...messagePayload(conversation, { content, message_type: 'incoming', sender: CONTACT }),
        event: 'message_created',
        ...more,
      }),
    click(conversation, title) {
      const message = sent.findLast(
        (one) =>
          one.conversation === conversation &&
          one.content_attributes?.items.some((item) => item.title === title),
      )
      if (!message) throw new Error(`nothing in Chatwoot is called "${title}"`)
      const item = message.content_attributes!.items.find((one) => one.title === title)!
      return chatwoot.deliver(conversation, {
        ...messagePayload(conversation, {
          id: message.id,
          content: message.content,
          content_type: 'input_select',
          message_type: 'outgoing',
          content_attributes: { ...message.content_attributes, submitted_values: [item] },
          sender: BOT,
        }),
        event: 'message_updated',
      })
    },
    agentWrites: (conversation, content, more = {}) =>
      chatwoot.deliver(conversation, {
        ...messagePayload(conversation, { content, message_type: 'outgoing', sender: AGENT }),
        event: 'message_created',
        ...more,
      }),
    redeliver: (conversation) => post(last.get(conversation)!),
    async deliver(conversation, payload, change) {
      const request = signed(JSON.stringify(payload), chatwoot.now())
      change?.(request)
      last.set(conversation, request)
      return post(request)
    },
    reached(conversation, count) {
      if ((actions.get(conversation)?.length ?? 0) >= count) return Promise.resolve()
      return new Promise((done) => waiting.push({ conversation, count, done }))
    },
    told: () => Promise.all([...telling]),
    actions: (conversation) => actions.get(conversation) ?? [],
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }

  function messagePayload(conversation: number, message: object): object {
    return {
      account: { id: ACCOUNT, name: 'Example Mail' },
      additional_attributes: {},
      content_attributes: {},
      content_type: 'text',
      id: ++ids,
      inbox: { id: 3, name: 'Website' },
      private: false,
      source_id: null,
      created_at: chatwoot.now().toISOString(),
      conversation: {
        id: conversation,
        status: statuses.get(conversation) ?? 'pending',
        additional_attributes: { browser_language: 'en' },
        meta: { sender: CONTACT, assignee: null },
        updated_at: chatwoot.now().getTime() / 1000,
      },
      ...message,
    }
  }

  function statusWebhook(conversation: number, status: Status): Promise<number> {
    if (status === 'pending') return Promise.resolve(200)
    return chatwoot.deliver(conversation, {
      event: status === 'open' ? 'conversation_opened' : 'conversation_resolved',
      id: conversation,
      status,
      inbox_id: 3,
      messages: [{ account_id: ACCOUNT }],
      meta: { sender: CONTACT, assignee: null },
      updated_at: chatwoot.now().getTime() / 1000,
    })
  }

  /** As `AgentBots::WebhookJob`: 429 and 500 are tried three times; after a failure people get the conversation. */
  async function post(request: WebhookRequest): Promise<number> {
    let status = 0
    for (let attempt = 1; attempt <= 3; attempt++) {
      const response = await fetch(chatwoot.webhookUrl, {
        method: 'POST',
        ...request,
        signal: AbortSignal.timeout(5_000),
      })
      await response.arrayBuffer()
      status = response.status
      if (status !== 429 && status !== 500) break
    }
    if (status >= 400) {
      const { conversation } = JSON.parse(request.body) as { conversation?: { id: number } }
      if (conversation && chatwoot.statusOf(conversation.id) === 'pending')
        statuses.set(conversation.id, 'open')
    }
    return status
  }

  return chatwoot
}

const CONTACT = { id: 41, name: 'Anna Keller', type: 'contact' }
const AGENT = { id: 5, name: 'Luc Martin', type: 'user' }
const BOT = { id: 2, name: 'Mailsherpa', type: 'agent_bot' }

export function signed(body: string, at: Date): WebhookRequest {
  const timestamp = String(Math.floor(at.getTime() / 1000))
  return {
    headers: {
      'content-type': 'application/json',
      'x-chatwoot-delivery': randomUUID(),
      'x-chatwoot-timestamp': timestamp,
      'x-chatwoot-signature': `sha256=${createHmac('sha256', SECRET).update(`${timestamp}.${body}`).digest('hex')}`,
    },
    body,
  }
}

/** What `Message` and `ContentAttributeValidator` refuse. */
function wrongMessage(body: Record<string, unknown>): string | undefined {
  if (typeof body.content !== 'string' || body.content.length > 150_000) return 'Content is too long'
  if (body.message_type !== 'outgoing') return 'Incoming messages are only allowed in Api inboxes'
  if (body.content_type === 'text') return undefined
  if (body.content_type !== 'input_select') return 'Content type is not included in the list'
  const items = (body.content_attributes as { items?: unknown } | undefined)?.items
  if (!Array.isArray(items) || items.length === 0) return 'At least one item is required'
  const wrong = items.some((item: Record<string, unknown>) =>
    Object.keys(item).some((key) => key !== 'title' && key !== 'value'),
  )
  return wrong ? 'contains invalid keys for items' : undefined
}

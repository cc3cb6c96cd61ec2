/** What must reach Slack even when it is away for long or the bot is restarted: cards of handoffs, late answers. */

import type { KnownBlock } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import { z } from 'zod'
import type { Host } from '../../src/adapter.ts'
import { Undelivered } from './delivery.ts'
import { createLanes } from './lanes.ts'
import type { Workspace } from './parse.ts'
import type { Message } from './render.ts'
import type { Web } from './web.ts'

const CHANNEL = 'slack'
/** Longer than the longest delivery, so that no two instances send the same. */
const LEASE_MINUTES = 15
const AT_ONCE = 10
/** Minutes until the next try, by the number of tries before; then it is given up. About a day in all. */
const RETRY_MINUTES = [1, 2, 5, 15, 30, 60, 120, 240, 480, 480]
const LOOK_EVERY = 30_000

const workspace = z.object({ team: z.string(), enterprise: z.string().exactOptional(), org: z.boolean() })
const body = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('card'), handoff: z.string() }),
  z.object({
    kind: z.literal('message'),
    workspace,
    channel: z.string(),
    thread: z.string().exactOptional(),
    key: z.string(),
    since: z.string().exactOptional(),
    text: z.string(),
    blocks: z.array(z.custom<KnownBlock>((value) => typeof value === 'object')),
  }),
])
type Body = z.infer<typeof body>

/** A message for a thread that could not be posted now. */
export interface Late {
  workspace: Workspace
  channel: string
  thread?: string
  key: string
  since?: string
  message: Message
}

export interface Outbox {
  /** Keeps a message until Slack takes it. Nothing personal may be in it. */
  later(late: Late): Promise<void>
  /** Posts the card of a handoff, now or when Slack takes it. */
  card(handoff: string): Promise<void>
  /** Sends what is due. Never rejects. */
  drain(): Promise<void>
  /** Sends what is due now, and looks again from time to time. */
  start(): void
  stop(): void
  idle(): Promise<void>
}

export function createOutbox(options: {
  host: Host
  web: Web
  clientOf: (workspace: Workspace) => Promise<WebClient>
  /** Posts a card; set apart, since only handoffs know how it looks. */
  postCard: (handoff: string) => Promise<void>
}): Outbox {
  const { host, web, clientOf, postCard } = options
  const lanes = createLanes()
  const after = (minutes: number) => new Date(host.now().getTime() + minutes * 60_000)
  let timer: NodeJS.Timeout | undefined

  async function add(id: string, content: Body): Promise<void> {
    const now = host.now()
    await host.outbox.add({
      id: `slack-${id}`,
      channel: CHANNEL,
      body: JSON.stringify(content),
      createdAt: now,
      dueAt: now,
    })
  }

  async function send(content: Body): Promise<void> {
    if (content.kind === 'card') return postCard(content.handoff)
    const { workspace: at, channel, thread, key, since, text, blocks } = content
    await web.post(await clientOf(at), {
      channel,
      key,
      message: { text, blocks },
      ...(thread === undefined ? {} : { thread }),
      ...(since === undefined ? {} : { since }),
    })
  }

  async function sendAll(): Promise<void> {
    for (;;) {
      const entries = await host.outbox.take(CHANNEL, host.now(), after(LEASE_MINUTES), AT_ONCE)
      for (const entry of entries) {
        const content = body.parse(JSON.parse(entry.body))
        try {
          await send(content)
          await host.outbox.sent(entry.id)
        } catch (error) {
          const slack = error instanceof Undelivered
          const code = slack ? error.fault.code : error instanceof Error ? error.name : 'unknown'
          // A card waits for the operator to mend the channel; an answer to a thread that is gone does not.
          const hopeless = slack && !error.passing && content.kind === 'message'
          const minutes = hopeless ? undefined : RETRY_MINUTES[entry.attempts]
          await host.outbox.failed(entry.id, code, minutes === undefined ? null : after(minutes))
          const details = { code, attempts: entry.attempts + 1 }
          if (minutes === undefined)
            host.log.error(details, 'Slack: a message is given up; it stays in the outbox as dead')
          else host.log.warn(details, 'Slack: a message has to wait')
        }
      }
      if (entries.length < AT_ONCE) return
    }
  }

  const drain = () =>
    lanes
      .run('outbox', sendAll)
      .catch((cause: unknown) =>
        host.log.warn(
          { cause: cause instanceof Error ? cause.message : 'unknown' },
          'Slack: the outbox could not be read',
        ),
      )

  return {
    async later({ message, ...late }) {
      await add(late.key, { kind: 'message', ...late, ...message })
    },
    async card(handoff) {
      await add(`card-${handoff}`, { kind: 'card', handoff })
      void drain()
    },
    drain,
    start() {
      timer ??= setInterval(() => void drain(), LOOK_EVERY)
      timer.unref()
      void drain()
    },
    stop: () => clearInterval(timer),
    idle: () => lanes.idle(),
  }
}

/** The gate that every delivery passes, whichever way it came: is it for the bot, and is it the first of its kind? */
import { createHash } from 'node:crypto'
import type { App } from '@slack/bolt'
import type { Host } from '../../src/adapter.ts'
import type { Lanes } from './lanes.ts'
import { type Asked, type Incoming, type Pressed, parse } from './parse.ts'

/** A delivery that is to be answered. */
export type Admitted = Incoming & {
  /** The conversation it belongs to, for a message or a button in a thread. */
  conversation: string
  /** For a message in a thread: its writer has asked the bot there before, or does so now. */
  asker: boolean
  /** A thread that nobody has asked the bot in before. */
  fresh: boolean
}

/** Bolt's context carries what was admitted under this name. */
export const ADMITTED = 'admitted'

export interface Intake {
  /**
   * Resolves with what begins the work when there is any: it has its place in the order already, and must be begun
   * in any case, best after the acknowledgement. Else why there is none: nothing for the bot, a delivery that came
   * before, or the very same request once more. Rejects when the store cannot tell: the delivery must then not be
   * acknowledged, so that Slack sends it again. `signature` names the request itself, when there is one.
   */
  admit(
    app: App,
    body: object,
    from: { signature?: string | undefined; retryNum?: number | undefined },
  ): Promise<(() => void) | 'not-ours' | 'again' | 'replayed'>
}

/** The bot follows a thread for a week after it was last asked there. */
const THREAD_MINUTES = 7 * 24 * 60
/** Twice the age that a request may have, so that no replay outlives what is remembered of it. */
const SIGNATURE_MINUTES = 11
const MOST_ASKERS = 10

interface Thread {
  conversation: string
  askers: string[]
}

export function createIntake(host: Host, lanes: Lanes): Intake {
  async function place(incoming: Incoming): Promise<Admitted | null> {
    if (incoming.kind !== 'asked')
      return { ...incoming, conversation: conversationOf(incoming), asker: true, fresh: false }
    const thread = await recall(incoming)
    if (incoming.via === 'follow' && !thread) return null
    const me = digest(incoming)
    const conversation = thread?.conversation ?? conversationOf(incoming)
    const asker = incoming.via !== 'follow' || thread?.askers.includes(me) === true
    return { ...incoming, conversation, asker, fresh: incoming.thread !== undefined && thread === null }
  }

  async function recall(asked: Asked): Promise<Thread | null> {
    return asked.thread === undefined
      ? null
      : readThread(await host.memory.get(threadKey(asked.workspace.team, asked.channel, asked.thread)))
  }

  async function remember(asked: Asked, conversation: string): Promise<void> {
    const before = await recall(asked)
    const askers = [...new Set([digest(asked), ...(before?.askers ?? [])])].slice(0, MOST_ASKERS)
    await rememberThread(
      host,
      asked.workspace.team,
      asked.channel,
      asked.thread ?? asked.ts,
      conversation,
      askers,
    )
  }

  async function claim(incoming: Admitted, signature: string | undefined) {
    const keys: string[] = []
    try {
      if (signature !== undefined) {
        const key = `signature:${createHash('sha256').update(signature).digest('base64url')}`
        if (!(await host.firstDelivery(key, SIGNATURE_MINUTES))) return 'replayed' as const
        keys.push(key)
      }
      if (!(await host.firstDelivery(incoming.key))) return 'again' as const
      keys.push(incoming.key)
      if (incoming.kind === 'asked' && incoming.asker) await remember(incoming, incoming.conversation)
      return incoming
    } catch (cause) {
      // Slack will send it again, and then it must not look like a repetition.
      await Promise.allSettled(keys.map((key) => host.releaseDelivery(key)))
      throw cause
    }
  }

  /** Hands it to Bolt. Never rejects. */
  async function work(
    app: App,
    body: object,
    admitted: Admitted,
    retryNum: number | undefined,
  ): Promise<void> {
    try {
      await app.processEvent({
        body,
        // The request is answered already; Bolt's own acknowledgement has nothing left to do.
        ack: async () => {},
        ...(retryNum === undefined ? {} : { retryNum }),
        customProperties: { [ADMITTED]: admitted },
      })
    } catch (error) {
      host.log.error(
        { kind: admitted.kind, error: error instanceof Error ? error.name : 'unknown' },
        'Slack: a delivery could not be worked on',
      )
    }
  }

  return {
    async admit(app, body, { signature, retryNum }) {
      const incoming = parse(body)
      if (incoming === null) return 'not-ours'
      // One after the other within a thread, so that what comes first is also admitted first.
      return lanes.run(`gate ${incoming.lane}`, async () => {
        const placed = await place(incoming)
        const admitted = placed === null ? 'not-ours' : await claim(placed, signature)
        if (typeof admitted === 'string') return admitted
        let begin = () => {}
        const begun = new Promise<void>((resolve) => {
          begin = resolve
        })
        void lanes.run(admitted.lane, () => begun.then(() => work(app, body, admitted, retryNum)))
        return begin
      })
    },
  }
}

/** Makes what is written in this thread from now on belong to the conversation. */
export function rememberThread(
  host: Host,
  team: string,
  channel: string,
  thread: string,
  conversation: string,
  askers: string[] = [],
): Promise<void> {
  return host.memory.put(
    threadKey(team, channel, thread),
    { conversation, askers } satisfies Thread,
    THREAD_MINUTES,
    conversation,
  )
}

const threadKey = (team: string, channel: string, thread: string) => `thread:${team}:${channel}:${thread}`

function readThread(value: unknown): Thread | null {
  const { conversation, askers } = (value ?? {}) as Partial<Thread>
  return typeof conversation === 'string' && Array.isArray(askers) ? { conversation, askers } : null
}

/** Tells people of one thread apart without keeping who they are. */
const digest = ({ workspace, channel, user }: Asked) =>
  createHash('sha256').update(`${workspace.team}:${channel}:${user}`).digest('base64url').slice(0, 12)

/**
 * A thread in a channel is a conversation. So is a direct message as a whole, with the threads under its own
 * messages; a thread that began otherwise, as the older assistant view does it, is one of its own.
 */
function conversationOf(incoming: Incoming): string {
  const { team } = incoming.workspace
  switch (incoming.kind) {
    case 'asked':
      return incoming.via === 'direct' && incoming.thread === undefined
        ? `${team}:${incoming.channel}`
        : `${team}:${incoming.channel}:${incoming.thread ?? incoming.ts}`
    case 'commanded':
      return `${team}:${incoming.channel}:${incoming.user}`
    case 'taken-up':
      return `${team}:${incoming.channel}:${incoming.ts}:${incoming.user}`
    case 'pressed':
      return pressedConversation(incoming)
    default:
      return `${team}:${incoming.user}`
  }
}

function pressedConversation({ workspace, value, place, user }: Pressed): string {
  return value.c ?? `${workspace.team}:${place?.channel ?? user}${place?.thread ? `:${place.thread}` : ''}`
}

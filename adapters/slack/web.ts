/** The calls to Slack that this front end makes, each in its lane and each tried until it arrives. */
import type { HomeView, ModalView } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import type { Log } from '../../src/adapter.ts'
import type { Option } from '../../src/message.ts'
import { type Delivery, Undelivered } from './delivery.ts'
import { faultOf, ResponseUrlError } from './faults.ts'
import { LIMITS } from './limits.ts'
import { shorten } from './mrkdwn.ts'
import { toPlain } from './plain.ts'
import type { Message } from './render.ts'

/** Milliseconds for one call. Slack answers within a second or two, or not at all. */
export const CALL_TIMEOUT = 10_000
const EVENT_TYPE = 'mailsherpa_message'
/** Enough to find one message among those that came after it. */
const LOOK_BACK = 50

export interface Post {
  channel: string
  thread?: string
  message: Message
  /** Names this message among those of the channel, so that it is never posted twice. */
  key: string
  /** The time stamp that it must come after. */
  since?: string
}

export interface Web {
  /** Resolves with where it stands. Rejects with `Undelivered`. */
  post(client: WebClient, post: Post): Promise<{ channel: string; ts: string }>
  update(client: WebClient, at: { channel: string; ts: string }, message: Message): Promise<void>
  /** Shows a message to one person in a channel. */
  whisper(
    client: WebClient,
    to: { channel: string; user: string; thread?: string },
    message: Message,
  ): Promise<void>
  /**
   * Answers a command, a shortcut or a button, to who pressed it alone or to all: at most five times within half
   * an hour of it, and also where the bot is no member.
   */
  respond(url: string, message: Message, to?: { all?: boolean; thread?: string }): Promise<void>
  publishHome(client: WebClient, user: string, view: HomeView): Promise<void>
  /** Rejects when Slack does not take it at once: what opens it is good for three seconds only. */
  openModal(client: WebClient, triggerId: string, view: ModalView): Promise<void>
  suggest(
    client: WebClient,
    at: { channel: string; thread?: string },
    title: string,
    prompts: Option[],
  ): Promise<void>
  /** Shows that the bot is at work. Never rejects: an answer is worth more than its announcement. */
  status(client: WebClient, at: { channel: string; thread: string }, status: string): Promise<void>
  title(client: WebClient, at: { channel: string; thread: string }, title: string): Promise<void>
  permalink(client: WebClient, channel: string, ts: string): Promise<string | undefined>
}

export function createWeb({ delivery, log }: { delivery: Delivery; log: Log }): Web {
  /** For calls that only make things nicer. */
  const quietly = async (what: string, work: Promise<unknown>): Promise<void> => {
    await work.catch((error: unknown) => log.debug({ what, code: faultOf(error).code }, 'Slack: left out'))
  }

  /** After a call without an answer: did it arrive after all? */
  async function posted(
    client: WebClient,
    { channel, thread, key, since }: Post,
  ): Promise<{ channel: string; ts: string } | null> {
    try {
      const range = {
        channel,
        limit: LOOK_BACK,
        include_all_metadata: true,
        ...(since ? { oldest: since } : {}),
      }
      const page = thread
        ? await client.conversations.replies({ ...range, ts: thread })
        : await client.conversations.history(range)
      const found = page.messages?.find(
        (one) => (one.metadata?.event_payload as { key?: unknown } | undefined)?.key === key,
      )
      return found?.ts ? { channel, ts: found.ts } : null
    } catch (error) {
      // Twice is better than never.
      log.debug({ code: faultOf(error).code }, 'Slack: cannot see whether a message arrived')
      return null
    }
  }

  return {
    async post(client, post) {
      const send = (message: Message) =>
        delivery.send(post.channel, async (uncertain) => {
          const before = uncertain ? await posted(client, post) : null
          if (before) return before
          const result = await client.chat.postMessage({
            channel: post.channel,
            ...(post.thread ? { thread_ts: post.thread } : {}),
            ...message,
            unfurl_links: false,
            unfurl_media: false,
            metadata: { event_type: EVENT_TYPE, event_payload: { key: post.key } },
          })
          return { channel: result.channel ?? post.channel, ts: result.ts ?? '' }
        })
      return orPlain(send, post.message)
    },
    async update(client, { channel, ts }, message) {
      await delivery.send(channel, () => client.chat.update({ channel, ts, ...message }))
    },
    async whisper(client, { channel, user, thread }, message) {
      await delivery.send(channel, () =>
        client.chat.postEphemeral({ channel, user, ...message, ...(thread ? { thread_ts: thread } : {}) }),
      )
    },
    async respond(url, message, { all = false, thread } = {}) {
      const how = {
        response_type: all ? 'in_channel' : 'ephemeral',
        replace_original: false,
        ...(thread === undefined ? {} : { thread_ts: thread }),
      }
      await orPlain((shown) => delivery.send(url, () => postJson(url, { ...shown, ...how })), message)
    },
    async publishHome(client, user, view) {
      await delivery.send(user, () => client.views.publish({ user_id: user, view }))
    },
    async openModal(client, triggerId, view) {
      await client.views.open({ trigger_id: triggerId, view })
    },
    suggest: (client, { channel, thread }, title, prompts) =>
      quietly(
        'suggested prompts',
        client.assistant.threads.setSuggestedPrompts({
          channel_id: channel,
          // The agent view ignores the whole call when a thread is named; the older view needs it.
          ...(thread ? { thread_ts: thread } : {}),
          title,
          prompts: prompts
            .slice(0, LIMITS.prompts)
            .map(({ label, text }) => ({ title: label, message: text })),
        }),
      ),
    status: (client, { channel, thread }, status) =>
      quietly(
        'status',
        client.assistant.threads.setStatus({ channel_id: channel, thread_ts: thread, status }),
      ),
    title: (client, { channel, thread }, title) =>
      quietly(
        'title',
        client.assistant.threads.setTitle({
          channel_id: channel,
          thread_ts: thread,
          title: shorten(title, 80),
        }),
      ),
    async permalink(client, channel, ts) {
      try {
        return (await client.chat.getPermalink({ channel, message_ts: ts })).permalink
      } catch (error) {
        log.debug({ code: faultOf(error).code }, 'Slack: no link to the thread')
        return undefined
      }
    },
  }

  /** An answer that Slack refuses for its looks is still an answer: with less and less to refuse. */
  async function orPlain<T>(
    send: (message: Message) => Promise<T>,
    message: Message,
    simpler = [toPlain(message), toPlain(message, true)],
  ): Promise<T> {
    try {
      return await send(message)
    } catch (error) {
      const [next, ...rest] = simpler
      if (!next || !(error instanceof Undelivered) || error.fault.kind !== 'refused') throw error
      log.warn({ code: error.fault.code }, 'Slack refused the blocks of a message; it goes out as plain text')
      return orPlain(send, next, rest)
    }
  }
}

async function postJson(url: string, body: object): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    redirect: 'error',
    signal: AbortSignal.timeout(CALL_TIMEOUT),
  })
  const text = await response.text()
  const code = /\b[a-z]+(?:_[a-z]+)+\b/.exec(text)?.[0]
  // Slack answers `ok`, or JSON; some refusals come with the status of success.
  if (response.ok && !/"ok"\s*:\s*false/.test(text)) return
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  throw new ResponseUrlError(response.status, code, Number.isFinite(seconds) ? seconds : undefined)
}

/** From a question to what is shown of its answer, and the answers that buttons come back to. */
import type { WebClient } from '@slack/web-api'
import type { Host } from '../../src/adapter.ts'
import { type Answer, LONGEST_QUESTION } from '../../src/message.ts'
import { actions, button } from './blocks.ts'
import { Undelivered } from './delivery.ts'
import type { Asker } from './handoffs.ts'
import type { Outbox } from './outbox.ts'
import { type Message, renderAnswer, type Showing } from './render.ts'
import { ACTIONS } from './values.ts'
import type { Web } from './web.ts'

/** Who asks, and how to reach them. */
export interface Recipient extends Asker {
  /** For places that one person alone sees. */
  responseUrl?: string
  /** Names what is being answered, so that nothing is posted twice. */
  key: string
  /** The time stamp of what is being answered. */
  since?: string
}

export interface Answers {
  /** A question of at most 4,000 characters, whatever its length was. */
  ask(
    text: string,
    who: Pick<Recipient, 'conversation' | 'user'>,
    localeHint: string | undefined,
  ): Promise<Answer>
  /** Shows an answer, or the rest of one from page `from`. */
  show(
    client: WebClient,
    to: Recipient,
    answer: Answer,
    more?: { heading?: string; note?: string; from?: number },
  ): Promise<void>
  /** The same for a few words of the bot's own. */
  say(client: WebClient, to: Recipient, message: Message): Promise<void>
  /** An answer shown in the last hour, without the asker's address; null when it is gone. */
  recall(id: string): Promise<Answer | null>
}

/** host.ask takes so much; of a longer text, a pasted error or report, the end tells as much as the beginning. */
const HEAD = 12_000
/** Messages of one answer in a thread; the rest waits behind a button. */
const MOST_MESSAGES = 3
const KEPT_MINUTES = 60

export function createAnswers(options: {
  host: Host
  web: Web
  outbox: Outbox
  turn: <T>(work: () => Promise<T>) => Promise<T>
}): Answers {
  const { host, web, outbox, turn } = options

  async function deliver(
    client: WebClient,
    to: Recipient,
    messages: Message[],
    safe: () => Message[],
  ): Promise<void> {
    const { place, responseUrl, workspace, key, since } = to
    if (place.kind !== 'thread') {
      if (responseUrl === undefined) throw new Error('no response_url for an answer to one person')
      for (const message of messages) await web.respond(responseUrl, message)
      return
    }
    const at = {
      channel: place.channel,
      ...(place.thread ? { thread: place.thread } : {}),
      ...(since ? { since } : {}),
    }
    for (let index = 0; index < messages.length; index++) {
      try {
        await web.post(client, { ...at, message: messages[index]!, key: `${key}-${index}` })
      } catch (error) {
        if (!(error instanceof Undelivered) || !error.passing) throw error
        host.log.warn({ code: error.fault.code }, 'Slack: an answer has to wait in the outbox')
        const rest = safe().slice(index)
        for (const [offset, message] of rest.entries())
          await outbox.later({ ...at, workspace, message, key: `${key}-${index + offset}` })
        return
      }
    }
  }

  return {
    async ask(text, { conversation, user }, localeHint) {
      const whole =
        text.length <= LONGEST_QUESTION
          ? text
          : `${text.slice(0, HEAD)}\n${text.slice(HEAD + 1 - LONGEST_QUESTION)}`
      return turn(() =>
        host.ask({
          text: whole,
          frontEnd: 'slack',
          conversationId: conversation,
          asker: user,
          ...(localeHint === undefined ? {} : { localeHint }),
        }),
      )
    },

    async show(client, to, answer, { heading, note, from = 0 } = {}) {
      const words = host.words(answer.locale)
      const showing: Showing = {
        words,
        to: to.place.kind,
        ...(to.place.kind === 'thread' ? {} : { at: to.place }),
        ...(heading === undefined ? {} : { heading }),
        ...(note === undefined ? {} : { note }),
      }
      const most = to.place.kind === 'thread' ? MOST_MESSAGES : 1
      const cut = (pages: Message[]) => {
        const shown = pages.slice(from, from + most)
        const next = from + most
        const last = shown.at(-1)
        if (next < pages.length && last)
          last.blocks.push(
            ...actions('rest', [
              button(ACTIONS.more, words('slack.more'), {
                a: answer.id,
                p: next,
                c: to.conversation,
                at: to.place,
              }),
            ]),
          )
        return shown
      }
      const safe = withoutAddress(answer, words('common.user.address'))
      const whole = renderAnswer(answer, showing)
      // The rest is shown from what is kept, so its beginning is as well: they must end and begin at one place.
      const pages = whole.length > most ? renderAnswer(safe, showing) : whole
      if (to.place.kind !== 'thread' || pages.length > from + most)
        await host.memory.put(`answer:${answer.id}`, safe, KEPT_MINUTES, answer.conversationId)
      await deliver(client, to, cut(pages), () => cut(renderAnswer(safe, showing)))
    },

    say: (client, to, message) => deliver(client, to, [message], () => [message]),

    async recall(id) {
      return (await host.memory.get(`answer:${id}`)) as Answer | null
    },
  }
}

/** The same answer with words where the asker's own address was: it may be kept, and others may see it. */
function withoutAddress(answer: Answer, instead: string): Answer {
  const { email, ...slots } = answer.slots
  if (email === undefined) return answer
  const replace = (value: unknown): unknown => {
    if (typeof value === 'string') return value.replaceAll(email, instead)
    if (Array.isArray(value)) return value.map(replace)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, replace(one)]))
  }
  return replace({ ...answer, slots }) as Answer
}

/** What the other buttons do: votes, passing an answer on, and the rest of a long one. */
import type { WebClient } from '@slack/web-api'
import type { Host } from '../../src/adapter.ts'
import type { Answers, Recipient } from './answers.ts'
import { actions, button, plainMessage } from './blocks.ts'
import { mention } from './card.ts'
import { recipientOf } from './conversation.ts'
import { Undelivered } from './delivery.ts'
import { faultOf } from './faults.ts'
import type { Admitted } from './intake.ts'
import { renderCopy } from './modal.ts'
import type { Pressed } from './parse.ts'
import type { People } from './people.ts'
import { type Message, renderAnswer } from './render.ts'
import { ACTIONS } from './values.ts'
import type { Web } from './web.ts'

type Press = (client: WebClient, pressed: Pressed & Admitted) => Promise<void>

export interface Buttons {
  feedback: Press
  share: Press
  post: Press
  copy: Press
  more: Press
}

export function createButtons(options: { host: Host; web: Web; answers: Answers; people: People }): Buttons {
  const { host, web, answers, people } = options

  async function localeOf(client: WebClient, pressed: Pressed): Promise<string> {
    const tag = pressed.value.l ?? (await people.locale(client, pressed.workspace.team, pressed.user))
    return host.matchLocale(tag) ?? host.locales[0]!
  }

  /** A few words to the one who pressed, and nobody else. */
  async function whisper({ responseUrl, place }: Pressed, message: Message): Promise<void> {
    if (responseUrl === undefined) return
    const thread = place?.kind === 'thread' ? place.thread : undefined
    await web.respond(responseUrl, message, thread === undefined ? {} : { thread })
  }

  /** The answer that a button belongs to; when it is gone, the one who pressed is told so. */
  async function answerOf(client: WebClient, pressed: Pressed & Admitted) {
    const answer = pressed.value.a === undefined ? null : await answers.recall(pressed.value.a)
    if (!answer)
      await whisper(pressed, plainMessage(host.words(await localeOf(client, pressed))('slack.too-old')))
    return answer
  }

  return {
    async feedback(client, pressed) {
      const { a: answerId, h: helpful } = pressed.value
      if (answerId === undefined || helpful === undefined) return
      const say = host.words(await localeOf(client, pressed))
      if (!(await host.feedback({ answerId, helpful })))
        return whisper(pressed, plainMessage(say('slack.too-old')))
      const message = plainMessage(say(helpful ? 'slack.feedback.thanks' : 'slack.feedback.sorry'))
      const { place, value } = pressed
      if (!helpful && value.c !== undefined && place)
        message.blocks.push(
          ...actions('more', [
            button(ACTIONS.human, say('common.option.human'), { c: value.c, l: value.l, at: place }),
          ]),
        )
      await whisper(pressed, message)
    },

    async share(client, pressed) {
      const answer = await answerOf(client, pressed)
      if (!answer || pressed.responseUrl === undefined) return
      if (!(await host.firstDelivery(`share:${answer.id}`))) return
      const say = host.words(answer.locale)
      const heading = say('slack.shared', { user: mention(pressed.user) })
      // By response_url, so that it works where the bot is no member of the channel.
      const messages = renderAnswer(answer, { words: say, to: 'shared', heading }).slice(0, SHARED_MESSAGES)
      for (const message of messages) await web.respond(pressed.responseUrl, message, { all: true })
    },

    async post(client, pressed) {
      const answer = await answerOf(client, pressed)
      const { place, responseUrl } = pressed
      if (!answer || !place?.thread || responseUrl === undefined) return
      if (!(await host.firstDelivery(`post:${answer.id}`))) return
      const say = host.words(answer.locale)
      const thread = place.thread
      const messages = renderAnswer(answer, { words: say, to: 'shared' }).slice(0, SHARED_MESSAGES)
      try {
        for (const [index, message] of messages.entries())
          await web.post(client, {
            channel: place.channel,
            thread,
            message,
            key: `post-${answer.id}-${index}`,
            since: thread,
          })
      } catch (error) {
        if (!(error instanceof Undelivered) || error.fault.kind !== 'never') throw error
        // No member of that channel. The address of the press lets the bot in once.
        const posted = await postFromOutside(responseUrl, thread, messages)
        if (!posted) {
          await host.releaseDelivery(`post:${answer.id}`)
          return whisper(pressed, plainMessage(say('slack.not-posted')))
        }
      }
      await whisper(pressed, plainMessage(say('slack.posted')))
    },

    async copy(client, pressed) {
      const answer = await answerOf(client, pressed)
      if (!answer) return
      try {
        await web.openModal(client, pressed.triggerId, renderCopy(answer.text, host.words(answer.locale)))
      } catch (error) {
        host.log.warn({ code: faultOf(error).code }, 'Slack: the window for copying did not open')
        throw error
      }
    },

    async more(client, pressed) {
      const answer = await answerOf(client, pressed)
      const to: Recipient | null = recipientOf(pressed)
      if (answer && to) await answers.show(client, to, answer, { from: pressed.value.p ?? 0 })
    },
  }

  async function postFromOutside(url: string, thread: string, messages: Message[]): Promise<boolean> {
    try {
      for (const message of messages) await web.respond(url, message, { all: true, thread })
      return true
    } catch (error) {
      if (error instanceof Undelivered) return false
      throw error
    }
  }
}

/** A response_url is good for five messages. */
const SHARED_MESSAGES = 3

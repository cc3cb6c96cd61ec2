/** What the bot does when a person asks it something, in each of the ways that Slack has for it. */
import type { WebClient } from '@slack/web-api'
import type { Host } from '../../src/adapter.ts'
import type { Answer } from '../../src/message.ts'
import type { Answers, Recipient } from './answers.ts'
import { actions, button, mrkdwn, paragraph, plainMessage } from './blocks.ts'
import { mention } from './card.ts'
import type { Handoffs } from './handoffs.ts'
import { type Admitted, rememberThread } from './intake.ts'
import { escapeText, shorten } from './mrkdwn.ts'
import type { Asked, Commanded, Pressed, TakenUp } from './parse.ts'
import type { People } from './people.ts'
import type { Message } from './render.ts'
import { ACTIONS, type Whereabouts } from './values.ts'
import type { Web } from './web.ts'

export interface Conversation {
  asked(client: WebClient, asked: Asked & Admitted): Promise<void>
  commanded(client: WebClient, commanded: Commanded & Admitted): Promise<void>
  takenUp(client: WebClient, taken: TakenUp & Admitted): Promise<void>
  /** A choice or a next question under an answer. */
  picked(client: WebClient, pressed: Pressed & Admitted): Promise<void>
  /** "Talk to a person". */
  person(client: WebClient, pressed: Pressed & Admitted): Promise<void>
  /** A quick question of the home tab: asked and answered in the direct message. */
  quick(client: WebClient, pressed: Pressed & Admitted): Promise<void>
}

/** Longest piece of a question that is repeated above its answer. */
const LONGEST_QUOTE = 150

export function createConversation(options: {
  host: Host
  web: Web
  answers: Answers
  handoffs: Handoffs
  people: People
  /** Whether there is a support channel. */
  support: boolean
}): Conversation {
  const { host, web, answers, handoffs, people, support } = options

  const localeOf = async (client: WebClient, { workspace, user }: Pick<Recipient, 'workspace' | 'user'>) =>
    people.locale(client, workspace.team, user)

  /** The language for the bot's own words before there is an answer to follow. */
  const spoken = (hint: string | undefined) => host.matchLocale(hint) ?? host.locales[0]!

  /** False when the asker has to wait; they are told so. */
  async function mayAsk(client: WebClient, to: Recipient, hint: string | undefined): Promise<boolean> {
    const limit = await host.limit(`${to.workspace.team}:${to.user}`)
    if (limit === true) return true
    const notice = plainMessage(host.words(spoken(hint))('slack.limit', { seconds: Math.ceil(limit) }))
    const { place, responseUrl, user } = to
    const thread = place.thread === undefined ? {} : { thread: place.thread }
    if (responseUrl !== undefined) await web.respond(responseUrl, notice)
    else await web.whisper(client, { channel: place.channel, user, ...thread }, notice)
    return false
  }

  /** Shows an answer, and gets a person where the answer is that one comes. */
  async function reply(client: WebClient, to: Recipient, answer: Answer, heading?: string): Promise<void> {
    if (answer.outcome !== 'handoff')
      return answers.show(client, to, answer, heading === undefined ? {} : { heading })
    // Who took up somebody's message is the person whom that message asks for.
    if (to.place.kind === 'agent')
      return answers.say(client, to, plainMessage(host.words(answer.locale)('slack.asks-person')))
    const note = await handoffs.open(client, to, answer.locale)
    // Without a support channel nobody comes, so the answer that says so must not be shown.
    if (!support) return answers.say(client, to, plainMessage(note))
    return answers.show(client, to, answer, { note, ...(heading === undefined ? {} : { heading }) })
  }

  function start(locale: string, to: Recipient, text: 'text' | 'command'): Message {
    const say = host.words(locale)
    const at = to.place.kind === 'thread' ? {} : { at: to.place }
    return {
      text: escapeText(`${say('slack.start.lead')} ${say(`slack.start.${text}`)}`),
      blocks: [
        paragraph([{ text: say('slack.start.lead') }], { bold: true }),
        paragraph([{ text: say(`slack.start.${text}`) }]),
        ...actions(
          'next',
          host
            .starters(locale)
            .map((option, index) =>
              button(`${ACTIONS.pick}_${index}`, option.label, { c: to.conversation, t: option.text, ...at }),
            ),
        ),
      ],
    }
  }

  return {
    async asked(client, asked) {
      const { workspace, user, channel, thread, ts, conversation, via, text, key } = asked
      const place: Whereabouts & { thread: string } = { kind: 'thread', channel, thread: thread ?? ts }
      const to: Recipient = { workspace, user, place, conversation, key, since: ts }
      // A person has been asked for: what is written now is meant for them.
      if (via === 'follow' && (await host.handoffs.current(conversation))) return
      const hint = await localeOf(client, asked)
      if (!(await mayAsk(client, to, hint))) return
      if (text === '') {
        if (via !== 'follow') await answers.say(client, to, start(spoken(hint), to, 'text'))
        return
      }
      const status =
        via === 'direct' ? web.status(client, place, host.words(spoken(hint))('slack.status')) : undefined
      const answer = await answers.ask(text, to, hint)
      // A status that came after the answer would stay for two minutes.
      await status
      // People talk among themselves in a thread: who has not asked the bot is answered, but not asked back.
      if (!asked.asker && answer.outcome !== 'answer' && answer.outcome !== 'handoff') return
      await reply(client, to, answer)
      if (via === 'direct' && asked.fresh && !sharesPassword(answer)) await web.title(client, place, text)
    },

    async commanded(client, commanded) {
      const { workspace, user, channel, conversation, key, responseUrl, text } = commanded
      const to: Recipient = {
        workspace,
        user,
        place: { kind: 'private', channel },
        conversation,
        key,
        responseUrl,
      }
      const hint = await localeOf(client, commanded)
      if (!(await mayAsk(client, to, hint))) return
      if (text === '') return answers.say(client, to, start(spoken(hint), to, 'command'))
      await reply(client, to, await answers.ask(text, to, hint))
    },

    async takenUp(client, taken) {
      const { workspace, user, channel, thread, conversation, key, responseUrl, text } = taken
      const to: Recipient = {
        workspace,
        user,
        place: { kind: 'agent', channel, thread },
        conversation,
        key,
        responseUrl,
      }
      const hint = await localeOf(client, taken)
      if (!(await mayAsk(client, to, hint))) return
      if (text === '') return answers.say(client, to, plainMessage(host.words(spoken(hint))('slack.no-text')))
      const answer = await answers.ask(text, to, hint)
      const words = host.words(answer.locale)
      const question = escapeText(shorten(text.replace(/\s+/g, ' '), LONGEST_QUOTE))
      await reply(
        client,
        to,
        answer,
        sharesPassword(answer) ? undefined : words('slack.taken-up', { question }),
      )
    },

    async picked(client, pressed) {
      const to = recipientOf(pressed)
      const { t: text } = pressed.value
      if (!to || text === undefined) return
      // Two clicks in a row are one.
      if (!(await host.firstDelivery(`pick:${pressed.messageTs}:${pressed.user}:${text}`, 1))) return
      const hint = await localeOf(client, pressed)
      if (!(await mayAsk(client, to, hint))) return
      const answer = await answers.ask(text, to, hint)
      const heading = host.words(answer.locale)('slack.picked', {
        user: mention(pressed.user),
        label: escapeText(pressed.label),
      })
      await reply(client, to, answer, to.place.kind === 'thread' ? heading : undefined)
    },

    async person(client, pressed) {
      const to = recipientOf(pressed)
      if (!to) return
      const locale = spoken(pressed.value.l ?? (await localeOf(client, pressed)))
      await answers.say(client, to, plainMessage(await handoffs.open(client, to, locale)))
    },

    async quick(client, pressed) {
      const { workspace, user, key, value } = pressed
      if (value.t === undefined) return
      const hint = await localeOf(client, pressed)
      const question = host.words(spoken(hint))('slack.asked', {
        user: mention(user),
        question: escapeText(value.t),
      })
      // Posting to a person opens the direct message with them.
      const opened = await web.post(client, {
        channel: user,
        message: { text: question, blocks: [mrkdwn(question)] },
        key: `${key}-question`,
      })
      const conversation = `${workspace.team}:${opened.channel}`
      const place: Whereabouts = { kind: 'thread', channel: opened.channel, thread: opened.ts }
      await rememberThread(host, workspace.team, opened.channel, opened.ts, conversation)
      const to: Recipient = { workspace, user, place, conversation, key, since: opened.ts }
      if (await mayAsk(client, to, hint)) await reply(client, to, await answers.ask(value.t, to, hint))
    },
  }
}

/** What holds a password is not repeated anywhere. */
const sharesPassword = (answer: Answer) => answer.warnings.some(({ code }) => code === 'password-shared')

/** Where the answer to a press goes; null where the message that was pressed cannot be found. */
export function recipientOf(pressed: Pressed & Admitted): Recipient | null {
  const { workspace, user, place, conversation, key, responseUrl, messageTs } = pressed
  if (!place) return null
  return {
    workspace,
    user,
    place,
    conversation,
    key,
    ...(responseUrl === undefined ? {} : { responseUrl }),
    ...(messageTs === undefined || place.kind !== 'thread' ? {} : { since: messageTs }),
  }
}

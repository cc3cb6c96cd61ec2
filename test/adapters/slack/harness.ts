/** Slack for the shared suite: each person writes to the bot in a direct message, by signed requests over HTTP. */

import { adapter } from '../../../adapters/slack/index.ts'
import { escapeText } from '../../../adapters/slack/mrkdwn.ts'
import { createSlack } from '../../../adapters/slack/slack.ts'
import type { HarnessModule, Shown } from '../../support/adapter-harness.ts'
import { BOT_TOKEN, type Call, SIGNING_SECRET, startLocalSlack } from './local-slack.ts'
import { message } from './shapes.ts'
import { buttonsOf, labelOf, pressed, readingOf, SUPPORT } from './world.ts'

interface Person {
  user: string
  channel: string
  /** The last delivery, and what was shown last. */
  delivery: object
  shown: Call[]
}

export const harness: HarnessModule = {
  adapter,
  async start(host, baseUrl) {
    const slack = await startLocalSlack()
    const bot = createSlack(
      {
        SLACK_BOT_TOKEN: BOT_TOKEN,
        SLACK_SIGNING_SECRET: SIGNING_SECRET,
        SLACK_API_URL: slack.apiUrl,
        SLACK_SUPPORT_CHANNEL: SUPPORT,
      },
      host,
    )
    await bot.start()
    const people = new Map<string, Person>()
    let stopped: Promise<void> | undefined

    function personOf(conversation: string): Person {
      const known = people.get(conversation)
      if (known) return known
      const number = people.size + 1
      const person = { user: `U0PERSON${number}`, channel: `D0PERSON${number}`, delivery: {}, shown: [] }
      people.set(conversation, person)
      return person
    }

    /** Delivers, lets the bot do what it does, and resolves with what the person was shown by it. */
    async function deliver(person: Person, delivery: object, retry?: number): Promise<Shown> {
      const before = new Set(slack.calls)
      const { status } = await slack.deliver(baseUrl, delivery, retry === undefined ? {} : { retry })
      if (status !== 200) throw new Error(`not acknowledged: ${status}`)
      await bot.idle()
      if (slack.broken.length > 0) throw new Error(`over Slack's limits: ${slack.broken.join('; ')}`)
      const shown = slack.posted(person.channel).filter((call) => !before.has(call))
      person.delivery = delivery
      if (shown.length > 0) person.shown = shown
      return {
        text: shown.map(readingOf).join('\n'),
        options: shown
          .flatMap(buttonsOf)
          .filter((one) => one.type === 'button')
          .map(labelOf),
        payloads: shown.map((call) => call.args),
      }
    }

    async function press(
      conversation: string,
      isMeant: (one: ReturnType<typeof buttonsOf>[number]) => boolean,
    ): Promise<Shown> {
      const person = personOf(conversation)
      for (const call of person.shown) {
        const element = buttonsOf(call).find(isMeant)
        if (element) return deliver(person, pressed(call, element, person.user, slack.responseUrl()))
      }
      throw new Error('there is no such button')
    }

    return {
      async ask(conversation, text, locale) {
        const person = personOf(conversation)
        if (locale !== undefined) slack.locales.set(person.user, locale)
        // Slack escapes what people type.
        return deliver(
          person,
          message({ user: person.user, channel: person.channel, text: escapeText(text) }),
        )
      },
      press: (conversation, label) => press(conversation, (one) => labelOf(one) === label),
      async vote(conversation, helpful) {
        await press(
          conversation,
          (one) => one.type === 'feedback_buttons' && JSON.parse(one.value ?? '').h === helpful,
        )
      },
      async redeliver(conversation) {
        const person = personOf(conversation)
        return (await deliver(person, person.delivery, 1)).payloads.length
      },
      stop: () =>
        (stopped ??= (async () => {
          await bot.stop()
          await slack.stop()
        })()),
    }
  },
}

/**
 * What each interaction asks for: how it is answered, known at once so that Discord can be told to wait, and the
 * work itself.
 */
import type { Host } from '../../src/adapter.ts'
import {
  type Answers,
  type AskRequest,
  localeFor,
  type Rules,
  type Visibility,
  visibilityOf,
  wordsFor,
} from './answers.ts'
import { createButtons } from './buttons.ts'
import { questionOf } from './commands.ts'
import { isComponents } from './copy.ts'
import type { CustomId, CustomIds } from './custom-id.ts'
import type { Exchange, Manner } from './exchange.ts'
import type { Handoffs } from './handoffs.ts'
import { notice } from './message.ts'
import type { Asked, Asker, Interaction } from './parse.ts'
import { conversationOf, type Places } from './places.ts'

export interface Plan {
  /** Null for what cannot be put off, such as opening a dialogue. */
  manner: Manner | null
  /** Put it off at once: the message's own id is needed. */
  later?: boolean
  run(exchange: Exchange): Promise<unknown>
}

export interface PlanSettings {
  host: Host
  ids: CustomIds
  places: Places
  handoffs: Handoffs
  answers: Answers
  rules: Rules
}

const PRIVATE: Manner = { kind: 'new', ephemeral: true }
const PUBLIC: Manner = { kind: 'new', ephemeral: false }
const IN_PLACE: Manner = { kind: 'update', ephemeral: false }

/** `asked` is anything but a suggestion. */
export function createPlanner({ host, ids, places, handoffs, answers, rules }: PlanSettings) {
  const buttons = createButtons({ host, ids, places })

  function plan({ asker, asked }: Interaction): Plan {
    const seen = visibilityOf(asker, rules)
    const words = wordsFor(host, asker.locale)
    const names = { ask: words('discord.commands.ask.name') }
    const say = (key: string): Plan => ({
      manner: PRIVATE,
      run: (exchange) => exchange.show(PRIVATE, notice(words(`discord.notice.${key}`, names))),
    })

    switch (asked.kind) {
      case 'command': {
        if (asked.name === 'human') return human(asker, seen)
        const text = questionOf(asked.name, asked.values, words)
        if (text === null) return say('command')
        if (asked.name === 'ask')
          return asking(asker, seen, {
            text,
            locale: localeFor(host, asker.locale),
            conversation: seen.opensThread ? 'own' : 'here',
          })
        // It names all that it is about, so nothing said before may add to it.
        return asking(asker, seen, {
          text,
          locale: { locale: host.matchLocale(asker.locale) ?? host.locales[0]! },
          conversation: seen.opensThread ? 'own' : 'new',
        })
      }
      case 'answer-this': {
        if (asked.text.trim() === '') return say('message')
        const target = `https://discord.com/channels/${asker.guildId ?? '@me'}/${asker.channelId}/${asked.messageId}`
        return asking(
          asker,
          { ...seen, opensThread: false, reply: true },
          {
            text: asked.text,
            // It is for whoever wrote the message, so the message's own language goes first.
            locale: { localeHint: host.matchLocale(asker.locale) ?? host.locales[0]! },
            conversation: 'own',
            above: words('discord.answering', { message: target }),
          },
        )
      }
      case 'press':
      case 'modal': {
        const own = ids.read(asked.customId, `user:${asker.userId}`)
        if (asked.kind === 'modal')
          return own?.action === 'modal' ? onward(asker, seen, own, asked) : say('button')
        const id = own ?? ids.read(asked.customId, `channel:${asker.channelId}`)
        return (id && pressed(asker, seen, id, asked)) ?? say('button')
      }
      default:
        return say('command')
    }
  }

  function pressed(
    asker: Asker,
    seen: Visibility,
    id: CustomId,
    asked: Extract<Asked, { kind: 'press' }>,
  ): Plan | null {
    const words = wordsFor(host, asker.locale)
    const staff = asker.channelId === rules.supportChannel
    switch (id.action) {
      case 'choice':
      case 'option':
        return onward(asker, seen, id, asked)
      case 'reply':
        return {
          manner: null,
          run: (exchange) => exchange.respond(buttons.dialogue(id.ref, asker)),
        }
      case 'vote':
        return { manner: IN_PLACE, run: (exchange) => buttons.vote(exchange, asker, id, asked) }
      case 'human':
        return human(asker, seen, { answerId: id.ref, messageId: asked.message.id })
      case 'share':
        return { manner: PUBLIC, run: (exchange) => buttons.share(exchange, asker, id, asked.message) }
      case 'claim':
        return staff
          ? { manner: IN_PLACE, run: (exchange) => handoffs.claim(exchange, id.ref, asker.userId, words) }
          : null
      case 'done':
        return staff
          ? { manner: IN_PLACE, run: (exchange) => handoffs.done(exchange, id.ref, asker.userId, words) }
          : null
      default:
        return null
    }
  }

  interface Wanted extends Pick<AskRequest, 'text' | 'locale'> {
    /** What it belongs to: what was said here before, nothing, or nothing and what is said next belongs to it. */
    conversation: 'here' | 'own' | 'new'
    above?: string
  }

  /** A question of its own. */
  function asking(asker: Asker, seen: Visibility, { text, locale, conversation, above }: Wanted): Plan {
    const manner = { kind: 'new', ephemeral: seen.ephemeral } as const
    return {
      manner,
      later: seen.opensThread,
      async run(exchange) {
        const { channelId, userId, interactionId } = asker
        const conversationId =
          conversation === 'own'
            ? conversationOf(channelId, userId, interactionId)
            : conversation === 'new'
              ? await places.begin(channelId, userId, interactionId)
              : await places.here(channelId, userId)
        const { forms, answer } = await answers.ask({
          ...asker,
          text,
          locale,
          conversationId,
          visibility: seen,
          ...(above ? { above } : {}),
        })
        const id = await exchange.show(manner, forms)
        if (seen.opensThread && id && answer) await answers.openThread(asker, id, answer)
      },
    }
  }

  /** The conversation of an answer goes on: one of its choices, or words written in its dialogue. */
  function onward(
    asker: Asker,
    seen: Visibility,
    id: CustomId,
    asked: Extract<Asked, { kind: 'press' | 'modal' }>,
  ): Plan {
    // A choice takes the question's place. In a help channel the rest belongs into the thread under the message.
    const inPlace = id.action === 'choice' && asked.message !== undefined && isComponents(asked.message)
    const below = seen.opensThread && !inPlace && asked.message !== undefined
    const manner = inPlace || below ? IN_PLACE : { kind: 'new' as const, ephemeral: seen.ephemeral }
    return {
      manner,
      later: below,
      async run(exchange) {
        const state = await places.answer(id.ref, asker.userId)
        const text =
          asked.kind === 'modal'
            ? asked.text
            : state?.options[asked.value === undefined ? (id.arg ?? -1) : Number(asked.value)]
        if (!state || text === undefined) return buttons.old(exchange, asker, manner)
        // A thread has the id of the message that it hangs under.
        const threadId =
          below && asked.message && (await places.thread(asked.message.id)) ? asked.message.id : null
        const { forms } = await answers.ask({
          ...asker,
          text,
          locale: asked.kind === 'modal' ? { localeHint: state.locale } : { locale: state.locale },
          conversationId: state.conversationId,
          ...(threadId ? { channelId: threadId } : {}),
          visibility: threadId
            ? { ...seen, opensThread: false, inThread: true, reply: !rules.reads.threads }
            : seen,
        })
        if (threadId) return answers.post(threadId, forms, asker.interactionId)
        return below ? exchange.add(false, forms) : exchange.show(manner, forms)
      },
    }
  }

  /** From the command, or from the button of an answer. */
  function human(asker: Asker, seen: Visibility, from?: { answerId: string; messageId: string }): Plan {
    const manner = { kind: 'new', ephemeral: !asker.direct } as const
    return {
      manner,
      async run(exchange) {
        const state = from ? await places.answer(from.answerId, asker.userId) : null
        if (from && !state) return buttons.old(exchange, asker, manner)
        const locale = state?.locale ?? host.matchLocale(asker.locale) ?? host.locales[0]!
        const conversationId = state?.conversationId ?? (await places.here(asker.channelId, asker.userId))
        const threadId =
          from && seen.opensThread && (await places.thread(from.messageId)) ? from.messageId : null
        const { coming, contact } = await handoffs.request({
          ...asker,
          conversationId,
          locale,
          thread: seen.inThread || threadId !== null,
          ...(threadId ? { channelId: threadId } : {}),
        })
        return exchange.show(manner, notice(coming ? `${coming}\n${contact}` : contact))
      },
    }
  }

  return plan
}

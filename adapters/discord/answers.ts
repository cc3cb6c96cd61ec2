/** Asking the bot, and how its answer is shown in each kind of place. */
import { ChannelType } from 'discord.js'
import type { Host, Words } from '../../src/adapter.ts'
import type { Answer } from '../../src/message.ts'
import { type Api, causeOf, isRefusedForm } from './api.ts'
import { controls } from './controls.ts'
import type { CustomIds } from './custom-id.ts'
import { plain } from './escape.ts'
import type { Forms } from './exchange.ts'
import type { Handoffs } from './handoffs.ts'
import type { Lane } from './lane.ts'
import { clip, LIMITS } from './limits.ts'
import { type Message, notice } from './message.ts'
import type { Asker } from './parse.ts'
import type { Places } from './places.ts'
import { renderComponents, renderEmbeds } from './render.ts'

/** What the operator has set. */
export interface Rules {
  supportChannel: string | undefined
  /** Channels where answers are for all. */
  helpChannels: ReadonlySet<string>
  /** Messages arrive from threads, and from direct conversations: no reply button needed. */
  reads: { threads: boolean; direct: boolean }
}

/** How answers are shown somewhere. */
export interface Visibility {
  ephemeral: boolean
  /** A help channel itself: the answer opens a thread. */
  opensThread: boolean
  /** A thread of a help channel. */
  inThread: boolean
  reply: boolean
  share: boolean
}

export function visibilityOf(
  asker: Pick<Asker, 'channelId' | 'parentId' | 'channelType' | 'direct'>,
  rules: Rules,
): Visibility {
  const none = { ephemeral: false, opensThread: false, inThread: false, share: false }
  if (asker.direct) return { ...none, reply: !rules.reads.direct }
  if (asker.parentId && rules.helpChannels.has(asker.parentId))
    return { ...none, inThread: true, reply: !rules.reads.threads }
  if (rules.helpChannels.has(asker.channelId)) {
    const threads =
      asker.channelType === ChannelType.GuildText || asker.channelType === ChannelType.GuildAnnouncement
    return { ...none, opensThread: threads, reply: !rules.reads.threads || !threads }
  }
  return { ...none, ephemeral: true, reply: true, share: true }
}

export interface AskRequest {
  text: string
  userId: string
  channelId: string
  direct: boolean
  conversationId: string
  locale: { locale?: string; localeHint?: string }
  visibility: Visibility
  /** Escaped. */
  above?: string
}

export interface Answers {
  /** What to show: an answer, or why there is none. `answer` is undefined when the bot was not asked. */
  ask(request: AskRequest): Promise<{ forms: Forms | Message; answer?: Answer }>
  /** Posts by the bot's own token; the nonce keeps a repetition from showing twice. */
  post(channelId: string, forms: Forms | Message, nonce: string, replyTo?: string): Promise<void>
  /** A thread under a message of a help channel. False, with a line in the log, when that is not allowed. */
  openThread(asker: Asker, messageId: string, answer: Answer): Promise<void>
}

export interface AnswersSettings {
  host: Host
  api: Api
  ids: CustomIds
  places: Places
  handoffs: Handoffs
  lane: Lane
}

const LONGEST_QUESTION = 4_000

export function createAnswers({ host, api, ids, places, handoffs, lane }: AnswersSettings): Answers {
  function show(answer: Answer, request: AskRequest, below?: string): Forms {
    const words = host.words(answer.locale)
    const { userId, visibility, above } = request
    const options = {
      words,
      controls: controls(answer, { ids, bearer: `user:${userId}`, words, ...visibility }),
      ...(above ? { above } : {}),
      ...(below ? { below } : {}),
    }
    return { components: renderComponents(answer, options), embeds: renderEmbeds(answer, options) }
  }

  return {
    async ask(request) {
      const { locale, localeHint } = request.locale
      const words = host.words(locale ?? localeHint ?? host.locales[0]!)
      const text = request.text.trim()
      if (text === '') return { forms: notice(words('discord.notice.empty')) }
      if (text.length > LONGEST_QUESTION) return { forms: notice(words('discord.notice.long')) }
      const allowed = await host.limit(request.userId)
      if (allowed !== true)
        return { forms: notice(words('discord.notice.wait', { seconds: Math.ceil(allowed) })) }
      const { conversationId } = request
      const answer = await lane(() =>
        host.ask({ text, conversationId, asker: request.userId, frontEnd: 'discord', ...request.locale }),
      )
      await places.rememberAnswer(answer)
      if (answer.outcome !== 'handoff') return { forms: show(answer, request), answer }
      const { userId, channelId, direct } = request
      const thread = request.visibility.inThread
      const handoff = await handoffs.request({
        conversationId,
        locale: answer.locale,
        userId,
        channelId,
        direct,
        thread,
      })
      // With nobody to ask, the answer must not say that somebody comes.
      return {
        forms: handoff.coming ? show(answer, request, handoff.coming) : notice(handoff.contact),
        answer,
      }
    },

    async post(channelId, forms, nonce, replyTo) {
      const send = async (pages: Message[]) => {
        for (const [page, message] of pages.entries())
          await api.post(
            channelId,
            message,
            page === 0 ? nonce : `${nonce}-${page}`,
            page === 0 ? replyTo : undefined,
          )
      }
      if ('allowed_mentions' in forms) return send([forms])
      try {
        await send(forms.components)
      } catch (error) {
        if (!isRefusedForm(error)) throw error
        await send(forms.embeds)
      }
    },

    async openThread(asker, messageId, answer) {
      const words = host.words(answer.locale)
      try {
        const name = clip(words('discord.thread', { name: plain(asker.name) }), LIMITS.thread.name)
        const thread = await api.startThread(asker.channelId, messageId, name)
        await places.rememberThread(thread.id, {
          conversationId: answer.conversationId,
          locale: answer.locale,
        })
        await api.addToThread(thread.id, asker.userId)
      } catch (error) {
        host.log.warn(
          { cause: causeOf(error), channel: asker.channelId },
          'no thread for an answer: in that help channel, allow the bot to view it, create public threads and send messages in threads',
        )
      }
    },
  }
}

/**
 * The language of an answer. A Discord that is set to another language than the bot's first was set so by the
 * person, so that language is used; the first one is Discord's own default and only a hint.
 */
export function localeFor(
  host: Pick<Host, 'matchLocale' | 'locales'>,
  tag: string,
): { locale?: string; localeHint?: string } {
  const locale = host.matchLocale(tag)
  if (locale === undefined) return {}
  return locale === host.locales[0] ? { localeHint: locale } : { locale }
}

/** The words of a person's own language. */
export function wordsFor(host: Pick<Host, 'matchLocale' | 'locales' | 'words'>, tag: string): Words {
  return host.words(host.matchLocale(tag) ?? host.locales[0]!)
}

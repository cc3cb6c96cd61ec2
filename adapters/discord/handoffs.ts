/** Asking for a person: the card in the support channel, who takes it, and telling the one who asked. */
import type { Handoff, Host, Words } from '../../src/adapter.ts'
import { type Api, causeOf } from './api.ts'
import { card } from './card.ts'
import type { CustomIds } from './custom-id.ts'
import { escapeText, plain } from './escape.ts'
import type { Exchange } from './exchange.ts'
import { LIMITS } from './limits.ts'
import { notice } from './message.ts'
import { placeOf } from './places.ts'

export interface HandoffRequest {
  conversationId: string
  locale: string
  userId: string
  channelId: string
  /** A direct conversation with the bot. */
  direct: boolean
  /** A thread of this bot: people can write to the asker there. */
  thread: boolean
}

export interface Handoffs {
  /** The one that this person asked for here and that is not done, in whichever conversation. */
  current(asker: Pick<HandoffRequest, 'conversationId' | 'channelId' | 'userId'>): Promise<Handoff | null>
  /**
   * What to tell the asker, escaped: who comes when, and how else to reach people. `coming` is null when nobody
   * could be asked.
   */
  request(request: HandoffRequest): Promise<{ coming: string | null; contact: string }>
  claim(exchange: Exchange, id: string, userId: string, words: Words): Promise<unknown>
  done(exchange: Exchange, id: string, userId: string, words: Words): Promise<unknown>
}

export interface HandoffSettings {
  host: Host
  api: Api
  ids: CustomIds
  supportChannel: string | undefined
}

/** The asker may come back for as long as a card stands. */
const CARD_MINUTES = 30 * 24 * 60
const IN_PLACE = { kind: 'update', ephemeral: false } as const

export function createHandoffs({ host, api, ids, supportChannel }: HandoffSettings): Handoffs {
  const cardWords = host.words(host.locales[0]!)
  const languages = new Intl.DisplayNames([host.locales[0]!], { type: 'language' })

  const cardOf = (handoff: Handoff, where: { userId: string; channelId: string | null }, doneBy?: string) =>
    card(handoff, {
      words: cardWords,
      ids,
      supportChannel: supportChannel!,
      ...where,
      language: languages.of(handoff.locale) ?? handoff.locale,
      ...(doneBy ? { doneBy } : {}),
    })

  /** One card for a handoff, on any instance, even when the first attempt failed. */
  async function post(handoff: Handoff, request: HandoffRequest): Promise<boolean> {
    const key = `card/${handoff.id}`
    if (handoff.reference !== undefined || !(await host.firstDelivery(key, CARD_MINUTES))) return true
    const channelId = request.direct ? null : request.channelId
    let posted: { id: string }
    try {
      posted = await api.post(
        supportChannel!,
        cardOf(handoff, { userId: request.userId, channelId }),
        nonceOf(handoff.id),
      )
    } catch (error) {
      await host.releaseDelivery(key)
      host.log.error(
        { cause: causeOf(error) },
        'the card for the support team was not posted: let the bot see and write in the channel of DISCORD_SUPPORT_CHANNEL',
      )
      return false
    }
    await host.handoffs.setReference(
      handoff.id,
      referenceOf({
        card: posted.id,
        userId: request.userId,
        channelId,
        tell: request.direct || request.thread ? request.channelId : null,
      }),
    )
    return true
  }

  /** Tells the asker, once, where they read along: in the thread or the direct conversation. */
  async function tell(handoff: Handoff, key: 'claimed' | 'done', userId: string): Promise<void> {
    const channelId = readReference(handoff)?.tell
    if (!channelId || !(await host.firstDelivery(`told/${handoff.id}/${key}`, CARD_MINUTES))) return
    const words = host.words(handoff.locale)
    const text = words(`discord.handoff.${key}`, {
      person: `<@${userId}>`,
      human: words('discord.commands.human.name'),
    })
    try {
      await api.post(channelId, notice(text), nonceOf(`${key}${handoff.id}`))
    } catch (error) {
      host.log.warn(
        { cause: causeOf(error) },
        'the person who asked could not be told that somebody takes care',
      )
    }
  }

  const key = ({ channelId, userId }: Pick<HandoffRequest, 'channelId' | 'userId'>) =>
    `asked/${channelId}.${userId}`

  const current: Handoffs['current'] = async (asker) => {
    // A command begins a new conversation, and that must not bring a second card.
    const earlier = await host.memory.get(key(asker))
    const before = typeof earlier === 'string' ? await host.handoffs.current(earlier) : null
    return before ?? host.handoffs.current(asker.conversationId)
  }

  async function open(request: HandoffRequest): Promise<{ handoff: Handoff; isNew: boolean }> {
    const before = await current(request)
    if (before) return { handoff: before, isNew: false }
    const opened = await host.handoffs.open(request.conversationId, request.locale)
    const { conversationId } = request
    await host.memory.put(key(request), conversationId, CARD_MINUTES, conversationId)
    return opened
  }

  return {
    current,

    async request(request) {
      const words = host.words(request.locale)
      const { name: provider, support, hours } = host.provider(request.locale)
      const none = { coming: null, contact: escapeText(words('discord.handoff.none', { provider, support })) }
      if (!supportChannel) return none
      const { handoff, isNew } = await open(request)
      if (!(await post(handoff, request))) return none
      const text = isNew ? (request.thread ? 'opened' : 'direct') : 'already'
      const coming = [
        words(`discord.handoff.${text}`, { provider }),
        ...(hours ? [words('discord.handoff.hours', { hours })] : []),
      ]
      return {
        coming: escapeText(coming.join('\n')),
        contact: escapeText(words('discord.handoff.contact', { support })),
      }
    },

    async claim(exchange, id, userId, words) {
      const handoff = await host.handoffs.claim(id, userId)
      const where = handoff && readReference(handoff)
      if (!handoff || !where) return exchange.tell(notice(words('discord.card.gone')), IN_PLACE)
      if (handoff.state === 'claimed' && handoff.claimedBy !== userId) {
        const taken = words('discord.card.taken', { person: `<@${handoff.claimedBy ?? ''}>` })
        return exchange.tell(notice(taken), IN_PLACE)
      }
      await exchange.show(IN_PLACE, cardOf(handoff, where))
      if (handoff.state === 'claimed') return tell(handoff, 'claimed', userId)
    },

    async done(exchange, id, userId, words) {
      const handoff = await host.handoffs.done(id, userId)
      const where = handoff && readReference(handoff)
      if (!handoff || !where) return exchange.tell(notice(words('discord.card.gone')), IN_PLACE)
      await exchange.show(IN_PLACE, cardOf(handoff, where, userId))
      return tell(handoff, 'done', userId)
    },
  }
}

interface Reference {
  card: string
  userId: string
  channelId: string | null
  /** Where the asker can be told something later. */
  tell: string | null
}

function referenceOf({ card, userId, channelId, tell }: Reference): string {
  return [card, userId, channelId ?? '', tell ?? ''].join('/')
}

/** Where the asker is, from the reference, or from the conversation when the reference was never written. */
function readReference(handoff: Handoff): Reference | null {
  const [card = '', userId, channelId, tell] = (handoff.reference ?? '').split('/')
  if (userId) return { card, userId, channelId: channelId || null, tell: tell || null }
  const place = placeOf(handoff.conversation)
  return place && { card: '', userId: place.userId, channelId: place.channelId, tell: null }
}

/** Discord's nonces are short; ids are random enough to be cut. */
function nonceOf(id: string): string {
  return plain(id).replace(/[^\w]/g, '').slice(0, LIMITS.message.nonce)
}

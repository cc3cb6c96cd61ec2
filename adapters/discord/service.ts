/**
 * What happens with each interaction and message, however they arrive: once, with the first response in time and
 * no error left to itself.
 */
import {
  type APIInteraction,
  type APIInteractionResponse,
  InteractionResponseType,
  InteractionType,
} from 'discord.js'
import type { Host } from '../../src/adapter.ts'
import { createAnswers, type Rules, wordsFor } from './answers.ts'
import { type Api, causeOf, isUnknownInteraction } from './api.ts'
import { suggestions } from './commands.ts'
import type { CustomIds } from './custom-id.ts'
import { createdAt, createExchange, type Exchange, type Manner, TokenOver } from './exchange.ts'
import { createHandoffs } from './handoffs.ts'
import { createLane } from './lane.ts'
import { LIMITS } from './limits.ts'
import { notice } from './message.ts'
import { type Interaction, parse, parseMessage, type RawMessage, type Written } from './parse.ts'
import { createPlaces, placeOf } from './places.ts'
import { createPlanner, type Plan } from './plans.ts'

export interface Service {
  /** Never rejects. `transmit` hands the first response over, once. */
  interaction(raw: APIInteraction, transmit: Transmit): Promise<void>
  /** Never rejects. */
  message(raw: RawMessage): Promise<void>
  /** Takes no more, and resolves when all that was taken is done. */
  close(): Promise<void>
}

export type Transmit = (body: APIInteractionResponse, signal: AbortSignal) => Promise<void>

export interface ServiceSettings {
  host: Host
  api: Api
  ids: CustomIds
  rules: Rules
  /** Milliseconds after which Discord is told to wait for the answer. */
  patience?: number
}

/** Leaves half of the 3 s for the way there and back. */
const PATIENCE_MS = 1_500
/** An answer takes a few milliseconds of the processor; with more at a time, first responses would wait. */
const AT_ONCE = 4
/** Channels that are no threads of ours are looked up again after this. */
const STRANGE_MS = 60_000

export function createService({ host, api, ids, rules, patience = PATIENCE_MS }: ServiceSettings): Service {
  const places = createPlaces(host.memory)
  const handoffs = createHandoffs({ host, api, ids, supportChannel: rules.supportChannel })
  const lane = createLane(AT_ONCE)
  const answers = createAnswers({ host, api, ids, places, handoffs, lane })
  const plan = createPlanner({ host, ids, places, handoffs, answers, rules })
  const underWay = new Set<Promise<void>>()
  let closing = false
  /** Interactions that are not answered yet. */
  let inHand = 0

  async function take(work: () => Promise<void>): Promise<void> {
    if (closing) return
    // Not in this call: whoever delivers must not see it throw.
    const running = Promise.resolve().then(work)
    underWay.add(running)
    try {
      await running
    } catch (error) {
      // What arrived has a shape that nobody foresaw. Nothing of it may end the process.
      host.log.error({ cause: causeOf(error) }, 'something from Discord was not understood')
    } finally {
      underWay.delete(running)
    }
  }

  async function interaction(raw: APIInteraction, transmit: Transmit): Promise<void> {
    if (raw.type === InteractionType.Ping)
      return transmit({ type: InteractionResponseType.Pong }, AbortSignal.timeout(patience))
    const parsed = parse(raw)
    if (!parsed) return
    const { asker, asked } = parsed
    const exchange = createExchange({ api, interaction: asker, transmit, now: host.now })
    if (asked.kind !== 'suggest') return carryOut(parsed, exchange, plan(parsed))
    try {
      if (!(await host.firstDelivery(asker.interactionId, TOKEN_MINUTES))) return
      const locale = host.matchLocale(asker.locale) ?? host.locales[0]!
      const choices = suggestions(host, asked.option, asked.typed, locale)
      await exchange.respond({
        type: InteractionResponseType.ApplicationCommandAutocompleteResult,
        data: { choices },
      })
    } catch (error) {
      host.log.warn({ cause: causeOf(error) }, 'no suggestions were shown while somebody typed')
    }
  }

  async function carryOut(
    { asker }: Interaction,
    exchange: Exchange,
    { manner, later, run }: Plan,
  ): Promise<void> {
    const defer = () => {
      // Its failure shows when the answer is sent.
      if (manner) exchange.defer(manner).catch(() => {})
    }
    const timer = setTimeout(defer, patience)
    inHand += 1
    try {
      if (!(await host.firstDelivery(asker.interactionId, TOKEN_MINUTES))) return
      const age = host.now().getTime() - createdAt(asker.interactionId)
      if (later || inHand > AT_ONCE || age > patience) defer()
      await run(exchange)
    } catch (error) {
      await apologise(error, asker, exchange, manner)
    } finally {
      inHand -= 1
      clearTimeout(timer)
    }
  }

  async function apologise(
    error: unknown,
    asker: Interaction['asker'],
    exchange: Exchange,
    manner: Manner | null,
  ): Promise<void> {
    if (error instanceof TokenOver)
      return host.log.warn(
        {},
        'an answer was not shown: its interaction is over 15 minutes old, or the clock of this machine is wrong',
      )
    if (isUnknownInteraction(error))
      return host.log.warn(
        {},
        'an answer was not shown: Discord no longer waited for it, which it does for 3 s',
      )
    host.log.error({ cause: causeOf(error) }, 'an interaction failed')
    try {
      const words = wordsFor(host, asker.locale)
      await exchange.tell(notice(words('discord.notice.failed')), manner ?? { kind: 'new', ephemeral: true })
    } catch {
      // Nobody saw anything, so it may come again.
      await host.releaseDelivery(asker.interactionId).catch(() => {})
    }
  }

  /** Messages of one channel are answered in their order. */
  const queues = new Map<string, Promise<void>>()
  const strange = new Map<string, number>()

  async function message(raw: RawMessage): Promise<void> {
    const written = parseMessage(raw)
    if (!written) return
    const before = queues.get(written.channelId) ?? Promise.resolve()
    const own = before.then(() => answerMessage(written))
    queues.set(written.channelId, own)
    await own
    if (queues.get(written.channelId) === own) queues.delete(written.channelId)
  }

  async function answerMessage(written: Written): Promise<void> {
    const { id, channelId, userId, direct, text } = written
    let taken = false
    try {
      const thread = direct ? null : await threadOf(channelId)
      // In a thread, only the one who asked is answered: the others came to help.
      if (!direct && placeOf(thread?.conversationId ?? '')?.userId !== userId) return
      const conversationId = await places.here(channelId, userId)
      // Once a person has taken over, the bot keeps out of it.
      if ((await handoffs.current({ conversationId, channelId, userId }))?.state === 'claimed') return
      taken = await host.firstDelivery(id)
      if (!taken) return
      const { forms } = await answers.ask({
        text,
        userId,
        channelId,
        direct,
        conversationId,
        locale: thread ? { localeHint: thread.locale } : {},
        visibility: { ephemeral: false, opensThread: false, inThread: !direct, reply: false, share: false },
      })
      await answers.post(channelId, forms, id, id)
    } catch (error) {
      host.log.error({ cause: causeOf(error) }, 'a message was not answered')
      if (taken) await host.releaseDelivery(id).catch(() => {})
    }
  }

  async function threadOf(channelId: string) {
    const now = host.now().getTime()
    if ((strange.get(channelId) ?? 0) > now) return null
    const thread = await places.thread(channelId)
    if (!thread) {
      if (strange.size > 5_000) strange.clear()
      strange.set(channelId, now + STRANGE_MS)
    }
    return thread
  }

  return {
    interaction: (raw, transmit) => take(() => interaction(raw, transmit)),
    message: (raw) => take(() => message(raw)),
    async close() {
      closing = true
      while (underWay.size > 0) await Promise.allSettled(underWay)
    },
  }
}

const TOKEN_MINUTES = LIMITS.interaction.tokenMs / 60_000

/**
 * One interaction and its token: the first response in 3 s, everything later by editing it, nothing once the
 * token has run out.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { type APIInteractionResponse, InteractionResponseType, MessageFlags } from 'discord.js'
import { type Api, isAcknowledged, isRefusedForm, isUnknownInteraction } from './api.ts'
import { LIMITS } from './limits.ts'
import type { Message } from './message.ts'

/** `update` changes the message whose button was pressed; `new` adds one, for the person alone if `ephemeral`. */
export interface Manner {
  kind: 'new' | 'update'
  ephemeral: boolean
}

/** The same answer in both forms; each is one message or more. */
export interface Forms {
  components: Message[]
  embeds: Message[]
}

/** The interaction is older than its token lives. */
export class TokenOver extends Error {
  override name = 'TokenOver'
}

export interface Exchange {
  /** Tells Discord that the answer follows. Does nothing after a first response. */
  defer(manner: Manner): Promise<void>
  /** Shows a message: as the first response, or in its place. The message's id where Discord has told it. */
  show(manner: Manner, forms: Forms | Message): Promise<string | undefined>
  /** A further message, after a first response. */
  add(ephemeral: boolean, forms: Forms | Message): Promise<void>
  /** A notice for the person alone, whatever was planned (and perhaps put off) in this manner. */
  tell(message: Message, manner: Manner): Promise<unknown>
  /** A first response of any other kind. */
  respond(body: APIInteractionResponse): Promise<void>
}

export interface ExchangeSettings {
  api: Pick<Api, 'editResponse' | 'followUp'>
  interaction: { interactionId: string; token: string }
  /** Hands the first response to Discord; resolves when it has been handed over. */
  transmit(body: APIInteractionResponse, signal: AbortSignal): Promise<void>
  now(): Date
}

const DISCORD_EPOCH = 1_420_070_400_000n
/** The last answer must reach Discord before the token ends. */
const MARGIN_MS = 10_000
/** Over HTTP an edit can overtake the first response: Discord then does not know the token yet. */
const RETRY_MS = [100, 300, 900]

/** When Discord made this id (reference: snowflakes), in milliseconds of Unix time. */
export function createdAt(snowflake: string): number {
  return Number((BigInt(snowflake) >> 22n) + DISCORD_EPOCH)
}

export function createExchange({ api, interaction, transmit, now }: ExchangeSettings): Exchange {
  const { token } = interaction
  const end = createdAt(interaction.interactionId) + LIMITS.interaction.tokenMs - MARGIN_MS
  let first: Promise<void> | undefined

  /** Ends requests that wait, for a rate limit say, until the token is over. */
  function alive(): AbortSignal {
    const left = end - now().getTime()
    if (left <= 0) throw new TokenOver('the token of this interaction is over')
    return AbortSignal.timeout(left)
  }

  function respond(body: APIInteractionResponse): Promise<void> {
    first = (async () => {
      try {
        await transmit(
          body,
          AbortSignal.any([alive(), AbortSignal.timeout(LIMITS.interaction.firstResponseMs)]),
        )
      } catch (error) {
        // Ours got there before its confirmation was lost, or another instance was asked to wait: go on by editing.
        if (!isAcknowledged(error)) throw error
      }
    })()
    return first
  }

  let refused = false
  const pagesOf = (forms: Forms | Message) =>
    isForms(forms) ? (refused ? forms.embeds : forms.components) : [forms]

  /** The first page; once more with embeds where components are not taken. */
  async function lead<T>(forms: Forms | Message, send: (message: Message) => Promise<T>): Promise<T> {
    try {
      return await send(pagesOf(forms)[0]!)
    } catch (error) {
      if (refused || !isForms(forms) || !isRefusedForm(error)) throw error
      refused = true
      return send(pagesOf(forms)[0]!)
    }
  }

  async function edit(message: Message): Promise<string> {
    for (const wait of [...RETRY_MS, undefined]) {
      try {
        return (await api.editResponse(token, message, alive())).id
      } catch (error) {
        if (wait === undefined || !isUnknownInteraction(error)) throw error
        await delay(wait)
      }
    }
    throw new TokenOver('the token of this interaction is unknown')
  }

  const follow = (ephemeral: boolean) => (message: Message) =>
    api.followUp(token, hidden(message, ephemeral), alive())

  const exchange: Exchange = {
    respond,
    async defer({ kind, ephemeral }) {
      if (first) return first
      return respond(
        kind === 'update'
          ? { type: InteractionResponseType.DeferredMessageUpdate }
          : {
              type: InteractionResponseType.DeferredChannelMessageWithSource,
              ...(ephemeral ? { data: { flags: MessageFlags.Ephemeral } } : {}),
            },
      )
    },
    async show(manner, forms) {
      let id: string | undefined
      if (first) {
        await first
        id = await lead(forms, edit)
      } else {
        await lead(forms, (message) => respond(firstBody(manner, message)))
      }
      for (const page of pagesOf(forms).slice(1)) await follow(manner.ephemeral)(page)
      return id
    },
    async add(ephemeral, forms) {
      await first
      await lead(forms, follow(ephemeral))
      for (const page of pagesOf(forms).slice(1)) await follow(ephemeral)(page)
    },
    tell(message, manner) {
      if (!first) return exchange.show({ kind: 'new', ephemeral: true }, message)
      return manner.kind === 'update' ? exchange.add(true, message) : exchange.show(manner, message)
    },
  }
  return exchange
}

function isForms(forms: Forms | Message): forms is Forms {
  return !('allowed_mentions' in forms)
}

function firstBody({ kind, ephemeral }: Manner, message: Message): APIInteractionResponse {
  return kind === 'update'
    ? { type: InteractionResponseType.UpdateMessage, data: message }
    : { type: InteractionResponseType.ChannelMessageWithSource, data: hidden(message, ephemeral) }
}

function hidden(message: Message, ephemeral: boolean): Message {
  return ephemeral ? { ...message, flags: (message.flags ?? 0) | MessageFlags.Ephemeral } : message
}

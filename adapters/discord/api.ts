/**
 * Discord's REST API: what an interaction's token allows, and what the bot's own token allows. On discord.js's
 * client, which waits out 429 and tries 5xx again.
 */
import {
  type APIApplication,
  type APIInteractionResponse,
  DiscordAPIError,
  REST,
  RESTJSONErrorCodes,
  type RESTPostAPIChannelMessageJSONBody,
  Routes,
} from 'discord.js'
import type { Message } from './message.ts'

export interface ApiSettings {
  token: string
  applicationId: string
  /** Without version. Default: Discord. */
  url?: string | undefined
  /** Called when Discord does not take the token (any more). */
  onRefused(): void
}

export interface Api {
  /** The first response. `signal` gives up. */
  respond(
    interaction: { id: string; token: string },
    body: APIInteractionResponse,
    signal: AbortSignal,
  ): Promise<void>
  editResponse(token: string, message: Message, signal: AbortSignal): Promise<{ id: string }>
  followUp(token: string, message: Message, signal: AbortSignal): Promise<void>
  /** `nonce` names the message, so that Discord itself drops a second one when a lost reply makes us try again. */
  post(channelId: string, message: Message, nonce: string, replyTo?: string): Promise<{ id: string }>
  edit(channelId: string, messageId: string, message: Message): Promise<void>
  startThread(channelId: string, messageId: string, name: string): Promise<{ id: string }>
  addToThread(threadId: string, userId: string): Promise<void>
  application(): Promise<APIApplication>
  /** The client with the bot's own token, for the gateway. */
  rest: REST
}

/** What to do when the bot's token is refused. */
export const TOKEN_MEND =
  'Copy a new token from Bot > Reset Token in the Developer Portal into DISCORD_TOKEN.'

/** Minutes without a message after which Discord folds a thread away: a day. */
const THREAD_REST = 1440

export function createApi({ token, applicationId, url, onRefused }: ApiSettings): Api {
  const options = url ? { api: url } : {}
  const bot = new REST(options).setToken(token)
  // Interactions do not count for the global limit (topics/rate-limits), so they must not queue behind it.
  const interactions = new REST({ ...options, globalRequestsPerSecond: Number.MAX_SAFE_INTEGER })
  const auth = { auth: false }
  const own = async <T>(work: Promise<unknown>): Promise<T> => {
    try {
      return (await work) as T
    } catch (error) {
      if (isRefusedToken(error)) onRefused()
      throw error
    }
  }
  return {
    rest: bot,
    async respond({ id, token: secret }, body, signal) {
      await interactions.post(Routes.interactionCallback(id, secret), { ...auth, body, signal })
    },
    async editResponse(secret, body, signal) {
      return (await interactions.patch(Routes.webhookMessage(applicationId, secret), {
        ...auth,
        body,
        signal,
      })) as { id: string }
    },
    async followUp(secret, body, signal) {
      await interactions.post(Routes.webhook(applicationId, secret), { ...auth, body, signal })
    },
    async post(channelId, message, nonce, replyTo) {
      const body: RESTPostAPIChannelMessageJSONBody = {
        ...message,
        nonce,
        enforce_nonce: true,
        ...(replyTo ? { message_reference: { message_id: replyTo, fail_if_not_exists: false } } : {}),
      }
      return own(bot.post(Routes.channelMessages(channelId), { body }))
    },
    async edit(channelId, messageId, body) {
      await own(bot.patch(Routes.channelMessage(channelId, messageId), { body }))
    },
    async startThread(channelId, messageId, name) {
      const body = { name, auto_archive_duration: THREAD_REST }
      return own(bot.post(Routes.threads(channelId, messageId), { body }))
    },
    async addToThread(threadId, userId) {
      await own(bot.put(Routes.threadMembers(threadId, userId)))
    },
    async application() {
      return own(bot.get(Routes.currentApplication()))
    },
  }
}

/** The token of the interaction is unknown: too late, or not yet known to Discord. */
export function isUnknownInteraction(error: unknown): boolean {
  return (
    error instanceof DiscordAPIError &&
    (error.code === RESTJSONErrorCodes.UnknownInteraction || error.code === RESTJSONErrorCodes.UnknownWebhook)
  )
}

/** Somebody gave the first response already: another instance, or ourselves before the connection broke. */
export function isAcknowledged(error: unknown): boolean {
  return (
    error instanceof DiscordAPIError &&
    error.code === RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged
  )
}

/** The place or an older server does not take what the message is made of. */
export function isRefusedForm(error: unknown): boolean {
  return (
    error instanceof DiscordAPIError &&
    error.status === 400 &&
    error.code === RESTJSONErrorCodes.InvalidFormBodyOrContentType
  )
}

export function isRefusedToken(error: unknown): boolean {
  return error instanceof DiscordAPIError && error.status === 401
}

/** What went wrong, for the log: never an address, since those hold tokens. */
export function causeOf(error: unknown): string {
  if (error instanceof DiscordAPIError)
    return `${error.status} ${error.rawError && 'message' in error.rawError ? error.rawError.message : error.code}`
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause instanceof Error ? error.cause : error
  const status = 'status' in error ? `${error.status} ` : ''
  const code = 'code' in cause && typeof cause.code === 'string' ? `${cause.code} ` : ''
  return `${status}${code}${cause.name === 'AbortError' ? 'no answer in time' : cause.message}`
}

/** Interactions over Discord's gateway, with discord.js: it connects, beats, resumes and shards by itself. */
import { setTimeout as delay } from 'node:timers/promises'
import {
  type APIInteraction,
  Client,
  Events,
  GatewayCloseCodes,
  GatewayDispatchEvents,
  GatewayIntentBits,
} from 'discord.js'
import { AdapterError, type Log } from '../../src/adapter.ts'
import { causeOf, TOKEN_MEND } from './api.ts'
import type { Service } from './service.ts'

export interface Gateway {
  start(): Promise<void>
  stop(): Promise<void>
  trouble(): string | null
}

export interface GatewaySettings {
  token: string
  url?: string | undefined
  /** Asks for the text of messages in servers, which Discord has to have granted to the application. */
  readsMessages: boolean
  service: Pick<Service, 'interaction' | 'message'>
  /** Gives a first response to Discord. */
  respond: (
    interaction: { id: string; token: string },
    ...rest: Parameters<Parameters<Service['interaction']>[1]>
  ) => Promise<void>
  log: Log
  /** Called when Discord lets this application in no more. */
  onEnd(error: AdapterError): void
}

/** The start of the bot waits this long for Discord. */
const START_MS = 10_000
/** Between attempts to reach a Discord that is away. */
const ATTEMPTS_MS = [1_000, 2_000, 5_000, 10_000, 30_000, 60_000]

const ENDS: Partial<Record<GatewayCloseCodes, [cause: string, mend: string]>> = {
  [GatewayCloseCodes.AuthenticationFailed]: ['Discord refuses the bot token', TOKEN_MEND],
  [GatewayCloseCodes.DisallowedIntents]: [
    'Discord does not allow this application to read messages',
    'Turn on "Message Content Intent" under Bot in the Developer Portal, or take DISCORD_MESSAGE_CONTENT away.',
  ],
  [GatewayCloseCodes.InvalidIntents]: ['Discord knows an intent no more', 'Update Mailsherpa.'],
  [GatewayCloseCodes.InvalidAPIVersion]: [
    'Discord has ended this version of its gateway',
    'Update Mailsherpa.',
  ],
  [GatewayCloseCodes.ShardingRequired]: [
    'Discord wants more shards',
    'Restart Mailsherpa, which takes the number from Discord.',
  ],
  [GatewayCloseCodes.InvalidShard]: [
    'Discord wants another number of shards',
    'Restart Mailsherpa, which takes the number from Discord.',
  ],
}

export function createGateway({
  token,
  url,
  readsMessages,
  service,
  respond,
  log,
  onEnd,
}: GatewaySettings): Gateway {
  let client: Client | undefined
  const stopped = new AbortController()
  let state = 'is not connected to Discord yet' as string | null
  const lost = new Set<number>()
  let started = false

  function newClient(): Client {
    const made = new Client({
      // Direct messages need no approval; the text of messages in servers does.
      intents: [
        GatewayIntentBits.DirectMessages,
        ...(readsMessages ? [GatewayIntentBits.GuildMessages, GatewayIntentBits.MessageContent] : []),
      ],
      shards: 'auto',
      ...(url ? { rest: { api: url } } : {}),
    })
    made.ws.on(GatewayDispatchEvents.InteractionCreate, (raw: APIInteraction) => {
      void service.interaction(raw, (body, signal) => respond(raw, body, signal))
    })
    made.ws.on(GatewayDispatchEvents.MessageCreate, (raw: Parameters<Service['message']>[0]) => {
      if (raw.author.id !== made.user?.id) void service.message(raw)
    })
    made.on(Events.Error, (error) => log.warn({ cause: causeOf(error) }, 'Discord: an error of the client'))
    made.on(Events.ShardError, (error, shard) =>
      log.warn({ shard, cause: causeOf(error) }, 'Discord: an error of the connection'),
    )
    made.on(Events.ShardReady, (shard) => back(shard))
    made.on(Events.ShardResume, (shard) => back(shard))
    made.on(Events.ShardDisconnect, ({ code }) => {
      // Before the log-in is through, that itself fails.
      if (made !== client || !made.isReady()) return
      state = refusal(code).message
      onEnd(refusal(code))
    })
    return made
  }

  /** One line when a connection goes, with the code that it was closed with, and one when it is back. */
  function watch(connected: Client): void {
    for (const shard of connected.ws.shards.values())
      shard.on('close', ({ code }: { code: number }) => {
        if (lost.has(shard.id) || stopped.signal.aborted) return
        lost.add(shard.id)
        state = 'has lost the connection to Discord'
        log.warn(
          { shard: shard.id, code, cause: GatewayCloseCodes[code] ?? 'closed' },
          'Discord: connection lost, reconnecting',
        )
      })
  }

  function back(shard: number): void {
    if (!lost.delete(shard)) return
    if (lost.size === 0) state = null
    log.info({ shard }, 'Discord: connected again')
  }

  async function connect(): Promise<void> {
    for (let attempt = 0; !stopped.signal.aborted; attempt += 1) {
      client = newClient()
      try {
        await client.login(token)
        watch(client)
        state = null
        return
      } catch (error) {
        if (stopped.signal.aborted) return
        const refused = refusalOf(error)
        if (refused) return refuse(refused)
        const wait = ATTEMPTS_MS[Math.min(attempt, ATTEMPTS_MS.length - 1)]!
        log.warn({ cause: causeOf(error), seconds: wait / 1000 }, 'Discord cannot be reached, trying again')
        await delay(wait, undefined, { signal: stopped.signal }).catch(() => {})
      }
    }
  }

  /** Discord lets this application in no more: the start fails, or what was running ends. */
  function refuse(error: AdapterError): void {
    state = error.message
    if (!started) throw error
    onEnd(error)
  }

  return {
    async start() {
      const connected = connect()
      // A Discord that is away must hold up nothing else: the attempts go on, and `trouble` tells.
      const given = new AbortController()
      await Promise.race([connected, delay(START_MS, undefined, { signal: given.signal }).catch(() => {})])
      given.abort()
      started = true
    },
    async stop() {
      stopped.abort()
      await client?.destroy()
      client = undefined
    },
    trouble: () => state,
  }
}

function refusal(code: number): AdapterError {
  const [cause, mend] = ENDS[code as GatewayCloseCodes] ?? [
    `Discord has closed the connection for good (${code})`,
    'Restart Mailsherpa.',
  ]
  return new AdapterError(cause, mend)
}

/** Why a log-in failed for good; undefined for what may pass. */
function refusalOf(error: unknown): AdapterError | undefined {
  if (!(error instanceof Error)) return undefined
  if ('code' in error && error.code === 'TokenInvalid') return refusal(GatewayCloseCodes.AuthenticationFailed)
  // discord.js gives the gateway's refusal of a log-in in words only.
  const said: Record<string, GatewayCloseCodes> = {
    'Authentication failed': GatewayCloseCodes.AuthenticationFailed,
    'Used disallowed intents': GatewayCloseCodes.DisallowedIntents,
    'Used invalid intents': GatewayCloseCodes.InvalidIntents,
    'Used an invalid API version': GatewayCloseCodes.InvalidAPIVersion,
    'Sharding is required': GatewayCloseCodes.ShardingRequired,
    'Invalid shard': GatewayCloseCodes.InvalidShard,
  }
  const code = said[error.message]
  return code === undefined ? undefined : refusal(code)
}

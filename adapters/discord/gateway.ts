/**
 * Interactions over Discord's gateway, with discord.js's own gateway client (`@discordjs/ws`): it connects, beats,
 * resumes and shards by itself. The `Client` above it is left out, since it builds an object of every packet, and
 * a packet of a new shape would end the process in its constructors.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { type SessionInfo, WebSocketManager, WebSocketShardEvents } from '@discordjs/ws'
import {
  type APIInteraction,
  GatewayCloseCodes,
  GatewayDispatchEvents,
  GatewayIntentBits,
  type REST,
} from 'discord.js'
import { AdapterError, type Log } from '../../src/adapter.ts'
import { causeOf, isRefusedToken, TOKEN_MEND } from './api.ts'
import type { RawMessage } from './parse.ts'
import type { Service, Transmit } from './service.ts'

export interface Gateway {
  /** Resolves when connected, or while a Discord that is away is tried again; rejects when it refuses. */
  start(): Promise<void>
  stop(): Promise<void>
  trouble(): string | null
}

export interface GatewaySettings {
  token: string
  /** With the token set. */
  rest: REST
  /** Asks for the text of messages in servers, which Discord has to have granted to the application. */
  readsMessages: boolean
  service: Pick<Service, 'interaction' | 'message'>
  /** Gives a first response to Discord. */
  respond: (interaction: { id: string; token: string }, ...rest: Parameters<Transmit>) => Promise<void>
  log: Log
  /** Called when Discord lets this application in no more. */
  onEnd(error: AdapterError): void
}

/** The start of the bot waits this long for Discord. */
const START_MS = 10_000
/** Between attempts to reach a Discord that is away. */
const ATTEMPTS_MS = [1_000, 2_000, 5_000, 10_000, 30_000, 60_000]

const ENDS: Partial<Record<number, [cause: string, mend: string]>> = {
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

export function createGateway(settings: GatewaySettings): Gateway {
  const { token, rest, readsMessages, service, respond, log, onEnd } = settings
  const stopped = new AbortController()
  const lost = new Set<number>()
  let manager: WebSocketManager | undefined
  let refused: AdapterError | undefined
  let connected = false
  let started = false

  function newManager(): WebSocketManager {
    const sessions = new Map<number, SessionInfo>()
    const made = new WebSocketManager({
      token,
      rest,
      // Direct messages need no approval; the text of messages in servers does.
      intents:
        GatewayIntentBits.DirectMessages |
        (readsMessages ? GatewayIntentBits.GuildMessages | GatewayIntentBits.MessageContent : 0),
      // As many as Discord recommends.
      shardCount: null,
      retrieveSessionInfo: (shard) => sessions.get(shard) ?? null,
      updateSessionInfo(shard, session) {
        if (session) sessions.set(shard, session)
        else sessions.delete(shard)
      },
    })
    made.on(WebSocketShardEvents.Dispatch, ({ data }) => {
      if (data.t === GatewayDispatchEvents.InteractionCreate) {
        const raw = data.d as APIInteraction
        void service.interaction(raw, (body, signal) => respond(raw, body, signal))
      } else if (data.t === GatewayDispatchEvents.MessageCreate) void service.message(data.d as RawMessage)
    })
    made.on(WebSocketShardEvents.Ready, ({ shardId }) => back(shardId))
    made.on(WebSocketShardEvents.Resumed, ({ shardId }) => back(shardId))
    made.on(WebSocketShardEvents.Closed, ({ code, shardId }) => closed(code, shardId))
    // The close that follows is what is logged.
    made.on(WebSocketShardEvents.Error, ({ error }) =>
      log.debug({ cause: causeOf(error) }, 'Discord: socket error'),
    )
    return made
  }

  /** One line when a connection goes, with the code that it was closed with, and one when it is back. */
  function closed(code: number, shard: number): void {
    if (stopped.signal.aborted) return
    const end = ENDS[code]
    if (end) {
      refused = new AdapterError(...end)
      if (started) onEnd(refused)
      return
    }
    if (lost.has(shard)) return
    lost.add(shard)
    log.warn(
      { shard, code, cause: GatewayCloseCodes[code] ?? 'closed' },
      'Discord: connection lost, reconnecting',
    )
  }

  function back(shard: number): void {
    if (lost.delete(shard)) log.info({ shard }, 'Discord: connected again')
  }

  async function connect(): Promise<void> {
    for (let attempt = 0; !stopped.signal.aborted; attempt += 1) {
      manager = newManager()
      try {
        await manager.connect()
        connected = true
        return
      } catch (error) {
        if (stopped.signal.aborted) return
        if (isRefusedToken(error)) refused = new AdapterError('Discord refuses the bot token', TOKEN_MEND)
        if (refused) {
          if (!started) throw refused
          return onEnd(refused)
        }
        const wait = ATTEMPTS_MS[Math.min(attempt, ATTEMPTS_MS.length - 1)]!
        log.warn({ cause: causeOf(error), seconds: wait / 1000 }, 'Discord cannot be reached, trying again')
        await delay(wait, undefined, { signal: stopped.signal }).catch(() => {})
      }
    }
  }

  return {
    async start() {
      // A Discord that is away must hold up nothing else: the attempts go on, and `trouble` tells.
      const enough = new AbortController()
      const timeout = delay(START_MS, undefined, { signal: enough.signal }).catch(() => {})
      await Promise.race([connect(), timeout]).finally(() => enough.abort())
      started = true
    },
    async stop() {
      stopped.abort()
      await manager?.destroy()
      manager = undefined
    },
    trouble() {
      if (refused) return refused.message
      if (!connected) return 'not connected to Discord yet'
      return lost.size > 0 ? 'the connection to Discord is lost' : null
    },
  }
}

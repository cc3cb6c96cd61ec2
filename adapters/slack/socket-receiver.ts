/**
 * Bolt's receiver over Socket Mode: Slack is reached from inside, so that no public address is needed. Instead of
 * Bolt's own, because that one acknowledges before the delivery is known to be new, and because its client ends
 * the whole process when reconnecting fails for good: the rejection of its timer is handled by nobody.
 */
import type { App, Receiver } from '@slack/bolt'
import type { Logger } from '@slack/logger'
import { SocketModeClient } from '@slack/socket-mode'
import type { WebClientOptions } from '@slack/web-api'
import { AdapterError, type Log } from '../../src/adapter.ts'
import { faultOf } from './faults.ts'
import type { Intake } from './intake.ts'
import type { Timing } from './timing.ts'

export interface SocketReceiver extends Receiver {
  /** Why there is no connection now, or null. */
  trouble(): string | null
}

interface SocketEvent {
  ack: () => Promise<void>
  body: object
  retry_num?: number
}

const RECONNECT_SECONDS = [0, 1, 2, 5, 10, 20, 30]
/** Slack's words for a token that cannot be used. docs.slack.dev/reference/methods/apps.connections.open */
const TOKEN_FAULTS = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'not_allowed_token_type',
  'user_removed_from_team',
  'team_disabled',
])

export function createSocketReceiver(options: {
  appToken: string
  intake: Intake
  clientOptions: WebClientOptions
  logger: Logger
  log: Log
  timing: Timing
}): SocketReceiver {
  const { intake, log, timing } = options
  const client = new SocketModeClient({
    appToken: options.appToken,
    logger: options.logger,
    clientOptions: options.clientOptions,
    autoReconnectEnabled: false,
  })
  const stopping = new AbortController()
  let app: App | undefined
  let state: 'closed' | 'connecting' | 'connected' = 'closed'
  let why = 'not connected yet'

  client.on('slack_event', (event: SocketEvent) => void receive(event))
  client.on('disconnected', () => {
    if (state !== 'connected' || stopping.signal.aborted) return
    state = 'closed'
    why = 'the connection was closed'
    void reconnect()
  })

  async function receive({ ack, body, retry_num }: SocketEvent): Promise<void> {
    if (!app || stopping.signal.aborted) return
    try {
      const admitted = await intake.admit(app, body, { retryNum: retry_num })
      await ack().finally(() => typeof admitted === 'function' && admitted())
    } catch (cause) {
      log.warn(
        { cause: cause instanceof Error ? cause.name : 'unknown' },
        'Slack: not acknowledged, so that it is sent again',
      )
    }
  }

  async function connect(): Promise<void> {
    state = 'connecting'
    try {
      await client.start()
      state = 'connected'
    } catch (error) {
      state = 'closed'
      why = error === undefined ? 'the connection was closed' : faultOf(error).code
      throw error
    }
  }

  async function reconnect(): Promise<void> {
    for (let attempt = 0; !stopping.signal.aborted; attempt++) {
      const seconds = RECONNECT_SECONDS[Math.min(attempt, RECONNECT_SECONDS.length - 1)]!
      await timing.wait(seconds * 1000, stopping.signal)
      if (stopping.signal.aborted) return
      try {
        await connect()
        return
      } catch {
        if (attempt === 0 || attempt % 10 === 9)
          log.warn({ why, attempt: attempt + 1 }, 'Slack: Socket Mode does not connect')
      }
    }
  }

  return {
    init(bolt) {
      app = bolt
    },
    async start() {
      try {
        await connect()
      } catch (cause) {
        if (TOKEN_FAULTS.has(why))
          throw new AdapterError(
            `Slack does not accept SLACK_APP_TOKEN (${why}).`,
            'Make an app-level token with the scope connections:write under Basic Information, and set SLACK_APP_TOKEN to it.',
            { cause },
          )
        // Slack may be away now and back in a minute.
        log.warn({ why }, 'Slack: Socket Mode does not connect yet')
        void reconnect()
      }
    },
    async stop() {
      if (stopping.signal.aborted) return
      stopping.abort()
      if (state !== 'closed') await client.disconnect()
      state = 'closed'
    },
    trouble: () => (state === 'connected' ? null : `Socket Mode is not connected: ${why}`),
  }
}

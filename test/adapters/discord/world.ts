/** The real bot, the real adapter and a local Discord, together. */
import assert from 'node:assert/strict'
import { createDiscord } from '../../../adapters/discord/discord.ts'
import type { DiscordSettings } from '../../../adapters/discord/settings.ts'
import type { Adapter, Host } from '../../../src/adapter.ts'
import { startTestBot, type TestBot, type TestBotOptions } from '../../support/bot.ts'
import { type Peer, type PeerOptions, type Posted, startPeer, TOKEN } from './peer.ts'
import { APPLICATION, CHANNELS, command, type Person, type Place, press } from './people.ts'
import { find } from './reading.ts'

export type Mode = PeerOptions['mode']
export const MODES: Mode[] = ['gateway', 'http']
/** Milliseconds that a bot may take to start on a busy machine. */
export const STARTING = 60_000

/** A bot takes a while to start, so the worlds of a test file share one. */
export interface Base {
  bot: TestBot
  /** Log lines as JSON. */
  logged: string[]
  /** The time, which only moves when told to. */
  clock: { now: Date; pass(minutes: number): void }
  close(): Promise<void>
}

export async function startBase(options: TestBotOptions = {}): Promise<Base> {
  const clock = {
    now: new Date('2026-11-23T09:00:00Z'),
    pass(minutes: number) {
      clock.now = new Date(clock.now.getTime() + minutes * 60_000)
    },
  }
  const logged: string[] = []
  const bot = await startTestBot({ now: () => clock.now, logged: (line) => logged.push(line), ...options })
  return { bot, logged, clock, close: () => bot.close() }
}

export interface World extends Base {
  peer: Peer
  host: Host
  adapter: Adapter
  /** `/ask`, in the given place. */
  ask(text: string, person: Person, place: Place): Promise<Posted[]>
  command(name: string, values: Record<string, string>, person: Person, place: Place): Promise<Posted[]>
  press(label: string, on: Posted, person: Person, place: Place): Promise<Posted[]>
  /** Stops the adapter and its Discord, and expects that nothing was wrong with what went out. */
  end(): Promise<void>
}

export interface WorldOptions {
  settings?: Partial<DiscordSettings>
  patience?: number
  /** Changes the host, to make it slow or failing. */
  host?: (host: Host) => Host
  /** Left off for what is tested about the start itself. */
  start?: boolean
  /** Another instance of the bot with the same Discord. */
  peer?: Peer
}

export function settingsFor(peer: Peer, more: Partial<DiscordSettings> = {}): DiscordSettings {
  return {
    DISCORD_TOKEN: TOKEN,
    DISCORD_APPLICATION_ID: APPLICATION,
    DISCORD_API_URL: peer.apiUrl,
    DISCORD_SUPPORT_CHANNEL: CHANNELS.support,
    DISCORD_HELP_CHANNELS: [CHANNELS.help],
    ...(peer.mode === 'http' ? { DISCORD_PUBLIC_KEY: peer.keys.publicKey } : {}),
    ...more,
  }
}

/** In `http` mode, before the base listens: `peer.botAt` is for after. */
export async function startWorld(base: Base, mode: Mode, options: WorldOptions = {}): Promise<World> {
  const { settings, patience, host: changed = (host) => host, start = true } = options
  const now = () => base.clock.now
  const peer = options.peer ?? (await startPeer({ mode, now }))
  // Scopes of the server can only be had before it listens, and the gateway needs none.
  const own =
    mode === 'http' ? await base.bot.host('discord') : base.bot.bot.hostFor('discord', base.bot.server)
  const host = changed(own)
  const adapter = createDiscord(settingsFor(peer, settings), host, patience === undefined ? {} : { patience })
  if (start) await adapter.start()

  return {
    ...base,
    peer,
    host,
    adapter,
    ask: (text, person, place) => peer.show(command('ask', { question: text }, person, place, now())),
    command: (name, values, person, place) => peer.show(command(name, values, person, place, now())),
    press(label, on, person, place) {
      const { customId, value } = find(on, label)
      return peer.show(press(customId, on, person, place, now(), value))
    },
    async end() {
      await adapter.stop()
      if (!options.peer) await peer.close()
      assert.deepEqual(peer.problems, [])
      assert.deepEqual(
        base.logged.filter((line) => line.includes(TOKEN) || line.includes('.secret')),
        [],
      )
    },
  }
}

/** One world of each mode on one bot that listens. */
export async function startBoth(
  base: Base,
  options: Partial<Record<Mode, WorldOptions>> = {},
): Promise<Record<Mode, World>> {
  const gateway = await startWorld(base, 'gateway', options.gateway)
  const http = await startWorld(base, 'http', options.http)
  http.peer.botAt(await base.bot.listen())
  return { gateway, http }
}

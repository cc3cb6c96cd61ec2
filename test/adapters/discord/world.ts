/** The real bot, the real adapter and a local Discord, together. */
import { createDiscord, type DiscordSettings } from '../../../adapters/discord/index.ts'
import type { Adapter, Host } from '../../../src/adapter.ts'
import { startTestBot, type TestBot, type TestBotOptions } from '../../support/bot.ts'
import { type Peer, type PeerOptions, type Posted, startPeer, TOKEN } from './peer.ts'
import { APPLICATION, CHANNELS, command, type Person, type Place, press } from './people.ts'
import { find } from './reading.ts'

export type Mode = PeerOptions['mode']
export const MODES: Mode[] = ['gateway', 'http']

export interface World {
  peer: Peer
  bot: TestBot
  host: Host
  adapter: Adapter
  /** Log lines as JSON. */
  logged: string[]
  /** The time in the world, which only moves when told to. */
  clock: { now: Date; pass(minutes: number): void }
  /** `/ask`, in the given place. */
  ask(text: string, person: Person, place: Place): Promise<Posted[]>
  command(name: string, values: Record<string, string>, person: Person, place: Place): Promise<Posted[]>
  press(label: string, on: Posted, person: Person, place: Place): Promise<Posted[]>
  close(): Promise<void>
}

export interface WorldOptions {
  mode: Mode
  settings?: Partial<DiscordSettings>
  bot?: TestBotOptions
  patience?: number
  /** Changes the host, to make it slow or failing. */
  host?: (host: Host) => Host
  tokenMs?: number
  /** Left off for what is tested about the start itself. */
  start?: boolean
}

export function settingsFor(peer: Peer, mode: Mode, more: Partial<DiscordSettings> = {}): DiscordSettings {
  return {
    DISCORD_TOKEN: TOKEN,
    DISCORD_APPLICATION_ID: APPLICATION,
    DISCORD_API_URL: peer.apiUrl,
    DISCORD_SUPPORT_CHANNEL: CHANNELS.support,
    DISCORD_HELP_CHANNELS: [CHANNELS.help],
    ...(mode === 'http' ? { DISCORD_PUBLIC_KEY: peer.keys.publicKey } : {}),
    ...more,
  }
}

export async function startWorld(options: WorldOptions): Promise<World> {
  const { mode, settings, patience, host: changed = (host) => host, start = true } = options
  const clock = {
    now: new Date('2026-11-23T09:00:00Z'),
    pass(minutes: number) {
      clock.now = new Date(clock.now.getTime() + minutes * 60_000)
    },
  }
  const now = () => clock.now
  const logged: string[] = []
  const peer = await startPeer({ mode, now, ...(options.tokenMs ? { tokenMs: options.tokenMs } : {}) })
  const bot = await startTestBot({ now, logged: (line) => logged.push(line), ...options.bot })
  const host = changed(await bot.host('discord'))
  const adapter = createDiscord(
    settingsFor(peer, mode, settings),
    host,
    patience === undefined ? {} : { patience },
  )
  peer.botAt(await bot.listen())
  if (start) await adapter.start()

  return {
    peer,
    bot,
    host,
    adapter,
    logged,
    clock,
    ask: (text, person, place) => peer.show(command('ask', { question: text }, person, place, now())),
    command: (name, values, person, place) => peer.show(command(name, values, person, place, now())),
    press(label, on, person, place) {
      const { customId, value } = find(on, label)
      return peer.show(press(customId, on, person, place, now(), value))
    },
    async close() {
      await adapter.stop()
      await bot.close()
      await peer.close()
    },
  }
}

/** Discord: slash commands over the gateway, or over HTTP when the application's public key is set. */
import { defineAdapter } from '../../src/adapter.ts'
import { settings } from './settings.ts'

export const adapter = defineAdapter({
  name: 'discord',
  summary: 'slash commands, buttons and help channels in Discord',
  settings,
  complete: [['DISCORD_TOKEN', 'DISCORD_APPLICATION_ID']],
  // discord.js costs start-up time and memory, which a bot without Discord need not pay.
  create: async (values, host) => (await import('./discord.ts')).createDiscord(values, host),
})

/** The Slack front end. */
import { defineAdapter } from '../../src/adapter.ts'
import { settingsSchema } from './settings.ts'

export const adapter = defineAdapter({
  name: 'slack',
  summary: 'answers in channels, direct messages, by /mailhelp and by message shortcut',
  settings: settingsSchema,
  complete: [
    ['SLACK_APP_TOKEN', 'SLACK_BOT_TOKEN'],
    ['SLACK_SIGNING_SECRET', 'SLACK_BOT_TOKEN'],
    ['SLACK_SIGNING_SECRET', 'SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET'],
    ['SLACK_APP_TOKEN', 'SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET'],
  ],
  // Slack's packages cost start-up time and memory, which a bot without Slack need not pay.
  create: async (settings, host) => (await import('./slack.ts')).createSlack(settings, host),
})

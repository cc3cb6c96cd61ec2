/** The settings of the Slack front end. */
import { z } from 'zod'

export const settingsSchema = z
  .object({
    SLACK_SIGNING_SECRET: z
      .string()
      .min(8)
      .describe(
        'Basic Information > App Credentials: proves that requests come from Slack. Not needed with Socket Mode',
      ),
    SLACK_BOT_TOKEN: z
      .string()
      .startsWith('xoxb-')
      .describe('OAuth & Permissions > Bot User OAuth Token, for one workspace'),
    SLACK_CLIENT_ID: z
      .string()
      .min(1)
      .describe('Basic Information > App Credentials, for many workspaces by OAuth'),
    SLACK_CLIENT_SECRET: z.string().min(1).describe('Goes with SLACK_CLIENT_ID'),
    SLACK_APP_TOKEN: z
      .string()
      .startsWith('xapp-')
      .describe('Basic Information > App-Level Tokens, with connections:write: turns on Socket Mode'),
    SLACK_API_URL: z
      .url()
      .describe('Another address of the Web API, for tests; https://slack.com/api/ if unset'),
    SLACK_SUPPORT_CHANNEL: z
      .string()
      .regex(
        /^(?:T[A-Z0-9]+\/)?[CG][A-Z0-9]+$/,
        'must be the id of a channel, such as C012AB3CD, or TEAM/CHANNEL with many workspaces',
      )
      .describe('The id of the channel that handoffs are shown in'),
  })
  .partial()

export type SlackSettings = z.infer<typeof settingsSchema>

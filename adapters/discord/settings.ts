/** The settings of the Discord front end. */
import { z } from 'zod'

const snowflake = z.string().regex(/^\d{17,20}$/, 'must be an id of Discord, 17 to 20 digits')

export const settings = z
  .object({
    DISCORD_TOKEN: z.string().min(1).describe('The bot token, from Bot in the Developer Portal'),
    DISCORD_APPLICATION_ID: snowflake.describe(
      'The application id, from General Information in the Developer Portal',
    ),
    DISCORD_PUBLIC_KEY: z
      .string()
      .regex(/^[0-9a-f]{64}$/i, 'must be 64 hexadecimal digits')
      .describe(
        'The public key of the application: interactions then come over HTTP, to /discord/interactions',
      ),
    DISCORD_API_URL: z.url().describe("Another address of Discord's API, for tests"),
    DISCORD_SUPPORT_CHANNEL: snowflake.describe(
      'The channel where your team is told that somebody asks for a person',
    ),
    DISCORD_HELP_CHANNELS: z
      .string()
      .transform((list) =>
        list
          .split(',')
          .map((id) => id.trim())
          .filter((id) => id !== ''),
      )
      .pipe(z.array(snowflake))
      .describe('Channels, separated by commas, where answers are for all to see and open a thread'),
    DISCORD_MESSAGE_CONTENT: z
      .stringbool()
      .describe(
        'true when the Message Content Intent is granted: what is written in a thread is then answered',
      ),
  })
  .partial()

export type DiscordSettings = z.infer<typeof settings>

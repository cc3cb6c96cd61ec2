/** Discord: slash commands over the gateway, or over HTTP when the application's public key is set. */
import { z } from 'zod'
import { type Adapter, AdapterError, defineAdapter, type Host } from '../../src/adapter.ts'
import { causeOf, createApi, isRefusedToken, TOKEN_MEND } from './api.ts'
import { createCustomIds } from './custom-id.ts'
import { createGateway } from './gateway.ts'
import { readPublicKey, registerInteractions } from './http.ts'
import { createService } from './service.ts'

const snowflake = z.string().regex(/^\d{17,20}$/, 'must be an id of Discord, 17 to 20 digits')

const settings = z
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

export const adapter = defineAdapter({
  name: 'discord',
  summary: 'slash commands, buttons and help channels in Discord',
  settings,
  complete: [['DISCORD_TOKEN', 'DISCORD_APPLICATION_ID']],
  create: (values, host) => createDiscord(values, host),
})

/** `patience` as in the service: tests shorten it. */
export function createDiscord(
  values: DiscordSettings,
  host: Host,
  options: { patience?: number } = {},
): Adapter {
  const token = values.DISCORD_TOKEN!
  const url = values.DISCORD_API_URL?.replace(/\/+$/, '')
  const overHttp = values.DISCORD_PUBLIC_KEY !== undefined
  let ended: AdapterError | undefined

  const api = createApi({
    token,
    applicationId: values.DISCORD_APPLICATION_ID!,
    url,
    onRefused: () => void end(tokenRefused()),
  })
  const readsMessages = !overHttp && values.DISCORD_MESSAGE_CONTENT === true
  const service = createService({
    host,
    api,
    ids: createCustomIds(token),
    rules: {
      supportChannel: values.DISCORD_SUPPORT_CHANNEL,
      helpChannels: new Set(values.DISCORD_HELP_CHANNELS ?? []),
      reads: { threads: readsMessages, direct: !overHttp },
    },
    ...options,
  })
  const gateway = overHttp
    ? undefined
    : createGateway({
        token,
        rest: api.rest,
        readsMessages,
        service,
        respond: api.respond,
        log: host.log,
        onEnd: (error) => void end(error),
      })
  let started = false
  if (overHttp)
    registerInteractions({
      host,
      publicKey: readPublicKey(values.DISCORD_PUBLIC_KEY!),
      service,
      open: () => !ended,
    })

  /** Ends this adapter alone, after it had started. */
  async function end(error: AdapterError): Promise<void> {
    if (ended) return
    ended = error
    if (!started) return
    host.log.error({ mend: error.mend }, error.message)
    await gateway?.stop()
  }

  return {
    async start() {
      if (gateway) await gateway.start()
      else await checkToken()
      started = true
    },
    async stop() {
      await service.close()
      await gateway?.stop()
    },
    trouble: () => ended?.message ?? gateway?.trouble() ?? null,
  }

  /** Over HTTP nothing else would show a wrong token until somebody asks for a person. */
  async function checkToken(): Promise<void> {
    try {
      const { verify_key } = await api.application()
      if (verify_key.toLowerCase() !== values.DISCORD_PUBLIC_KEY!.toLowerCase())
        host.log.warn(
          {},
          'DISCORD_PUBLIC_KEY is not the key of this application: copy it from General Information in the Developer Portal',
        )
    } catch (error) {
      if (isRefusedToken(error)) throw ended ?? tokenRefused()
      host.log.warn(
        { cause: causeOf(error) },
        'Discord did not answer, so the bot token could not be checked',
      )
    }
  }
}

function tokenRefused(): AdapterError {
  return new AdapterError('Discord refuses the bot token', TOKEN_MEND)
}

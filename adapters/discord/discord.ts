/** The parts of the Discord front end, put together. */
import { type Adapter, AdapterError, type Host } from '../../src/adapter.ts'
import { causeOf, createApi, isRefusedToken, TOKEN_MEND } from './api.ts'
import { createCustomIds } from './custom-id.ts'
import { createGateway } from './gateway.ts'
import { readPublicKey, registerInteractions } from './http.ts'
import { createService } from './service.ts'
import type { DiscordSettings } from './settings.ts'

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

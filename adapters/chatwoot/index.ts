/** An agent bot for Chatwoot: it answers pending conversations until a person is wanted or takes over. */
import { z } from 'zod'
import { type Adapter, defineAdapter, type Host } from '../../src/adapter.ts'
import { createChatwootApi } from './api.ts'
import { createConversations } from './conversations.ts'
import { LIMITS } from './limits.ts'
import { createOutgoing } from './outgoing.ts'
import { registerWebhook } from './routes.ts'
import { createTakenOver } from './taken-over.ts'

const settingsSchema = z.object({
  CHATWOOT_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('The address of Chatwoot, such as https://chat.example.com'),
  CHATWOOT_BOT_TOKEN: z.string().optional().describe('Access token of the agent bot'),
  CHATWOOT_WEBHOOK_SECRET: z
    .string()
    .optional()
    .describe('Secret of the agent bot’s webhook, which signs what Chatwoot sends'),
})

export type ChatwootSettings = z.infer<typeof settingsSchema>

/** The adapter with its outgoing deliveries within reach, for whoever drives the clock. */
export interface Chatwoot extends Adapter {
  /** Tries all that waits and is due now. */
  deliverDue(): Promise<void>
}

export function createChatwoot(
  settings: ChatwootSettings,
  host: Host,
  timeout: number = LIMITS.callTimeout,
): Chatwoot {
  const { CHATWOOT_URL: url, CHATWOOT_BOT_TOKEN: token, CHATWOOT_WEBHOOK_SECRET: secret } = settings
  const takenOver = createTakenOver(host)
  const outgoing = createOutgoing(
    host,
    createChatwootApi(url!.replace(/\/+$/, ''), token!, timeout),
    takenOver,
  )
  registerWebhook(host, secret!, createConversations(host, outgoing, takenOver))
  return {
    async start() {
      outgoing.deliveries.start()
    },
    stop: () => outgoing.deliveries.stop(),
    deliverDue: () => outgoing.deliveries.run(),
  }
}

export const adapter = defineAdapter({
  name: 'chatwoot',
  summary: 'an agent bot for Chatwoot inboxes',
  settings: settingsSchema,
  complete: [['CHATWOOT_URL', 'CHATWOOT_BOT_TOKEN', 'CHATWOOT_WEBHOOK_SECRET']],
  create: (settings, host) => createChatwoot(settings, host),
})

/** What a helpdesk sends to `/webhooks/helpdesk`. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { LIMITS } from '../limits.ts'

const name = z.string().trim().max(LIMITS.name)
const email = z.string().trim().max(LIMITS.email)

const messageCreated = z.object({
  type: z.literal('message.created'),
  data: z.object({
    conversationId: z.string().min(1).max(255),
    text: z.string().trim().min(1).max(LIMITS.text),
    locale: z.string().max(64).optional(),
    contact: z.object({ name: name.optional(), email: email.optional() }).optional(),
  }),
})

export interface Contact {
  /** The number of a WHMCS client. */
  clientId?: number
  name?: string | undefined
  email?: string | undefined
}

export interface HelpdeskMessage {
  /** As the helpdesk names it. */
  theirConversation: string
  /** As the bot names it. */
  conversationId: string
  text: string
  locale?: string | undefined
  contact?: Contact | undefined
}

export type Parsed =
  | { kind: 'message'; message: HelpdeskMessage }
  /** Some other event, which is none of ours. */
  | { kind: 'other' }
  | { kind: 'wrong'; detail: string; errors?: { field: string; message: string }[] }

/** Reads a delivery's body. Pure. */
export function parse(body: Buffer): Parsed {
  let json: unknown
  try {
    json = JSON.parse(body.toString('utf8'))
  } catch {
    return { kind: 'wrong', detail: 'The body is not valid JSON.' }
  }
  const type = (json as { type?: unknown } | null)?.type
  if (typeof type === 'string' && type !== 'message.created') return { kind: 'other' }
  const parsed = messageCreated.safeParse(json)
  if (!parsed.success) {
    const errors = parsed.error.issues.map((issue) => ({
      field: issue.path.join('.') || '(body)',
      message: issue.message,
    }))
    return {
      kind: 'wrong',
      detail: `Correct ${errors.map((error) => error.field).join(', ')} and send the message again.`,
      errors,
    }
  }
  const { conversationId, text, locale, contact } = parsed.data.data
  return {
    kind: 'message',
    message: {
      theirConversation: conversationId,
      conversationId: ownId(conversationId),
      text,
      ...(locale ? { locale } : {}),
      ...(contact ? { contact } : {}),
    },
  }
}

/**
 * The bot's id for a helpdesk's conversation. Its prefix keeps it apart from the widget's conversations, so that
 * neither can reach the other's; what has other characters than the bot's ids may have is hashed.
 */
function ownId(theirs: string): string {
  return /^[A-Za-z0-9._:-]{1,100}$/.test(theirs)
    ? `webhook:${theirs}`
    : `webhook:sha256:${createHash('sha256').update(theirs).digest('hex')}`
}

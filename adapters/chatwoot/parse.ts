/** What Chatwoot sends to an agent bot (`app/listeners/agent_bot_listener.rb`). Pure. */
import { z } from 'zod'
import { LIMITS } from './limits.ts'

/** Rails writes a moment as ISO 8601 or as seconds, depending on where it stands. */
const moment = z.union([z.number(), z.string()]).nullish()

const someone = z.object({ type: z.string().nullish() }).nullish()

const conversationShape = z.object({
  id: z.number().int(),
  status: z.string().nullish(),
  updated_at: moment,
  additional_attributes: z.object({ browser_language: z.string().nullish() }).nullish(),
  meta: z.object({ assignee: someone }).nullish(),
})

const messageShape = z.object({
  event: z.enum(['message_created', 'message_updated']),
  id: z.number().int(),
  content: z.string().nullish(),
  content_type: z.string().nullish(),
  content_attributes: z
    .object({
      submitted_values: z.array(z.object({ title: z.string().nullish(), value: z.string() })).nullish(),
    })
    .nullish(),
  message_type: z.string(),
  private: z.boolean().nullish(),
  created_at: moment,
  sender: someone,
  conversation: conversationShape,
  account: z.object({ id: z.number().int() }),
})

const statusShape = conversationShape.extend({
  event: z.enum(['conversation_opened', 'conversation_resolved']),
  account: z.object({ id: z.number().int() }).nullish(),
  account_id: z.number().int().nullish(),
  messages: z.array(z.object({ account_id: z.number().int().nullish() })).nullish(),
})

export interface Place {
  account: number
  /** As people see it; the API takes it too. */
  conversation: number
}

export type ChatwootEvent = Place &
  (
    | {
        kind: 'message'
        id: number
        /** Trimmed; empty when there is an attachment only. */
        text: string
        /** BCP 47, from the visitor's browser. */
        localeHint?: string
        at: number
      }
    /** A choice was clicked: the value that was given with it. */
    | { kind: 'click'; id: number; value: string; localeHint?: string; at: number }
    /** A person wrote, or was given the conversation. */
    | { kind: 'person'; at: number }
    | { kind: 'opened'; at: number }
    | { kind: 'resolved'; at: number }
  )

/** Null for what is none of the bot's business. `at` is in milliseconds by Chatwoot's clock, else `sentAt`. */
export function parse(body: Buffer, sentAt: number): ChatwootEvent | null {
  let json: unknown
  try {
    json = JSON.parse(body.toString('utf8'))
  } catch {
    return null
  }
  const status = statusShape.safeParse(json)
  if (status.success) {
    const { id, event, account, account_id, messages, updated_at } = status.data
    const accountId = account?.id ?? account_id ?? messages?.[0]?.account_id
    if (typeof accountId !== 'number') return null
    return {
      account: accountId,
      conversation: id,
      kind: event === 'conversation_opened' ? 'opened' : 'resolved',
      at: millisecondsOf(updated_at) ?? sentAt,
    }
  }
  const parsed = messageShape.safeParse(json)
  if (!parsed.success) return null
  const message = parsed.data
  const { conversation } = message
  const place: Place = { account: message.account.id, conversation: conversation.id }
  const at = millisecondsOf(message.created_at) ?? sentAt

  if (message.message_type === 'outgoing' && message.event === 'message_created') {
    return message.sender?.type === 'user' && !message.private ? { ...place, kind: 'person', at } : null
  }
  if (conversation.status !== 'pending' || message.private) return null
  if (conversation.meta?.assignee?.type === 'user') return { ...place, kind: 'person', at }
  const localeHint = conversation.additional_attributes?.browser_language
  const hint = localeHint ? { localeHint } : {}

  if (message.event === 'message_created' && message.message_type === 'incoming') {
    const text = (message.content ?? '').trim().slice(0, LIMITS.text)
    return { ...place, kind: 'message', id: message.id, text, at, ...hint }
  }
  const value = message.content_attributes?.submitted_values?.[0]?.value
  if (message.event === 'message_updated' && message.content_type === 'input_select' && value) {
    // The message is the bot's own and older; the click is what has just happened.
    return {
      ...place,
      kind: 'click',
      id: message.id,
      value: value.slice(0, LIMITS.text),
      at: sentAt,
      ...hint,
    }
  }
  return null
}

function millisecondsOf(moment: string | number | null | undefined): number | undefined {
  if (typeof moment === 'number') return moment * 1000
  const parsed = typeof moment === 'string' ? Date.parse(moment) : Number.NaN
  return Number.isNaN(parsed) ? undefined : parsed
}

/** The bot's id for a conversation. */
export function conversationIdOf({ account, conversation }: Place): string {
  return `${account}-${conversation}`
}

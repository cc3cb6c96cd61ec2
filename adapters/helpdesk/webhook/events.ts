/** What goes out to a helpdesk: in the response, and to `HELPDESK_REPLY_URL`. */
import type { Handoff } from '../../../src/adapter.ts'
import type { Answer } from '../../../src/message.ts'
import type { Contact } from './parse.ts'

export interface AnsweredEvent {
  type: 'message.answered'
  timestamp: string
  data: {
    /** The helpdesk's own id of the conversation. */
    conversationId: string
    /** The contract's answer, with the blocks that it is made of. */
    answer: Omit<Answer, 'conversationId'>
    /** Present when the person asked for a human. */
    handoff?: { id: string; isNew: boolean }
  }
}

export interface HandoffEvent {
  type: 'handoff.requested'
  timestamp: string
  data: {
    id: string
    /** The helpdesk's own id; null for a conversation in the widget, which the helpdesk does not know. */
    conversationId: string | null
    from: 'webhook' | 'widget'
    locale: string
    contact: Contact | null
    /** What was asked and answered, oldest first, redacted. */
    conversation: { question: string; answered: string; outcome: string; topic: string | null }[]
  }
}

export function answeredEvent(
  theirConversation: string,
  answer: Answer,
  handoff: { id: string; isNew: boolean } | undefined,
  now: Date,
): AnsweredEvent {
  const { conversationId: _own, ...shown } = answer
  return {
    type: 'message.answered',
    timestamp: now.toISOString(),
    data: { conversationId: theirConversation, answer: shown, ...(handoff ? { handoff } : {}) },
  }
}

export function handoffEvent(
  handoff: Handoff,
  from: { conversationId: string | null; channel: 'webhook' | 'widget'; contact: Contact | null },
): HandoffEvent {
  return {
    type: 'handoff.requested',
    timestamp: handoff.openedAt.toISOString(),
    data: {
      id: handoff.id,
      conversationId: from.conversationId,
      from: from.channel,
      locale: handoff.locale,
      contact: from.contact,
      conversation: handoff.history.map(({ question, answered, outcome, topic }) => ({
        question,
        answered,
        outcome,
        topic,
      })),
    },
  }
}

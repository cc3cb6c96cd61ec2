/**
 * The rows that are kept, and how records become rows and rows records. Every kind of store uses these, so that
 * each gives back the same: dates to the millisecond, and copies instead of the caller's own objects.
 */
import type { Generated, Insertable, Selectable } from 'kysely'
import type { AnswerRecord, FeedbackRecord, Handoff, HandoffState, OutboxEntry } from './store.ts'

/** Moments are milliseconds since 1970 in UTC; lists and objects are JSON. */
export interface Tables {
  /** `about`: the conversation that a small thing remembered by a front end belongs to. */
  conversations: { conversation: string; state: string; expires_at: number; about: string | null }
  answers: {
    /** The order of arrival, which a clock's milliseconds do not tell. */
    seq: Generated<number>
    id: string
    conversation: string
    at: number
    front_end: string
    locale: string
    question: string
    topic: string | null
    outcome: string
    confidence: number
    slots: string
    not_understood: string
    nearest: string
    knowledge: string
  }
  feedback: { answer_id: string; at: number; helpful: number; comment: string | null }
  handoffs: {
    id: string
    conversation: string
    front_end: string
    locale: string
    opened_at: number
    state: HandoffState
    claimed_by: string | null
    reference: string | null
    history: string
  }
  /** `digest`: of the person, under a key that is not here. */
  people: { digest: string; conversation: string; at: number }
  deliveries: { key: string; expires_at: number }
  installations: { key: string; sealed: string }
  outbox: {
    seq: Generated<number>
    id: string
    conversation: string | null
    channel: string
    body: string
    created_at: number
    attempts: number
    due_at: number
    state: OutboxEntry['state']
    error: string | null
  }
}

/**
 * Text as both databases take it: PostgreSQL refuses U+0000, and half a surrogate pair has no UTF-8. Both
 * become U+FFFD. Anything but a string passes unchanged.
 */
export function storable(value: unknown): unknown {
  return typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '\uFFFD') : value
}

/** In the order in which `toAnswerRow` gives them. */
export const ANSWER_COLUMNS = [
  'id',
  'conversation',
  'at',
  'front_end',
  'locale',
  'question',
  'topic',
  'outcome',
  'confidence',
  'slots',
  'not_understood',
  'nearest',
  'knowledge',
] as const

export function toAnswerRow(record: AnswerRecord): Insertable<Tables['answers']> {
  return {
    id: record.id,
    conversation: record.conversation,
    at: record.at.getTime(),
    front_end: record.frontEnd,
    locale: record.locale,
    question: record.question,
    topic: record.topic,
    outcome: record.outcome,
    confidence: record.confidence,
    slots: JSON.stringify(record.slots),
    not_understood: JSON.stringify(record.notUnderstood),
    nearest: JSON.stringify(record.nearest),
    knowledge: record.knowledge,
  }
}

export function fromAnswerRow(row: Omit<Selectable<Tables['answers']>, 'seq'>): AnswerRecord {
  return {
    id: row.id,
    conversation: row.conversation,
    at: new Date(row.at),
    frontEnd: row.front_end,
    locale: row.locale,
    question: row.question,
    topic: row.topic,
    outcome: row.outcome as AnswerRecord['outcome'],
    confidence: row.confidence,
    slots: JSON.parse(row.slots),
    notUnderstood: JSON.parse(row.not_understood),
    nearest: JSON.parse(row.nearest),
    knowledge: row.knowledge,
  }
}

export function toFeedbackRow(record: FeedbackRecord): Tables['feedback'] {
  return {
    answer_id: record.answerId,
    at: record.at.getTime(),
    helpful: record.helpful ? 1 : 0,
    comment: record.comment ?? null,
  }
}

export function fromFeedbackRow(row: Tables['feedback']): FeedbackRecord {
  return {
    answerId: row.answer_id,
    at: new Date(row.at),
    helpful: row.helpful === 1,
    ...(row.comment === null ? {} : { comment: row.comment }),
  }
}

export function toHandoffRow(
  request: Omit<Handoff, 'state' | 'claimedBy' | 'reference'>,
): Tables['handoffs'] {
  return {
    id: request.id,
    conversation: request.conversation,
    front_end: request.frontEnd,
    locale: request.locale,
    opened_at: request.openedAt.getTime(),
    state: 'open',
    claimed_by: null,
    reference: null,
    history: JSON.stringify(request.history),
  }
}

export function fromHandoffRow(row: Tables['handoffs']): Handoff {
  return {
    id: row.id,
    conversation: row.conversation,
    frontEnd: row.front_end,
    locale: row.locale,
    openedAt: new Date(row.opened_at),
    state: row.state,
    ...(row.claimed_by === null ? {} : { claimedBy: row.claimed_by }),
    ...(row.reference === null ? {} : { reference: row.reference }),
    history: JSON.parse(row.history),
  }
}

export function toOutboxRow(
  entry: Pick<OutboxEntry, 'id' | 'channel' | 'body' | 'createdAt' | 'dueAt' | 'conversation'>,
): Omit<Selectable<Tables['outbox']>, 'seq'> {
  return {
    id: entry.id,
    conversation: entry.conversation ?? null,
    channel: entry.channel,
    body: entry.body,
    created_at: entry.createdAt.getTime(),
    attempts: 0,
    due_at: entry.dueAt.getTime(),
    state: 'waiting',
    error: null,
  }
}

export function fromOutboxRow(row: Omit<Selectable<Tables['outbox']>, 'seq'>): OutboxEntry {
  return {
    id: row.id,
    channel: row.channel,
    body: row.body,
    createdAt: new Date(row.created_at),
    attempts: row.attempts,
    dueAt: new Date(row.due_at),
    state: row.state,
    ...(row.error === null ? {} : { error: row.error }),
    ...(row.conversation === null ? {} : { conversation: row.conversation }),
  }
}

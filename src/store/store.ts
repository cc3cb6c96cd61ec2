/**
 * What the bot remembers, and the operations on it. `memory.ts` keeps it in the process, `sql.ts` in SQLite or
 * PostgreSQL. Nothing here is ever given a password, a full address or a message body: callers redact first.
 *
 * Every method that writes resolves only when the write is durable, and rejects with `StoreError` otherwise.
 */
import type { Outcome, Slots } from '../message.ts'

/** Something the store could not do. `message` names the cause, `mend` what to do about it. */
export class StoreError extends Error {
  override name = 'StoreError'
  readonly mend: string
  constructor(message: string, mend: string, options?: ErrorOptions) {
    super(message, options)
    this.mend = mend
  }
}

/** One question and what came of it, without personal data. */
export interface AnswerRecord {
  id: string
  /** The front end's name and the conversation id, joined by `/`. */
  conversation: string
  at: Date
  frontEnd: string
  locale: string
  /** Redacted. */
  question: string
  topic: string | null
  outcome: Outcome
  confidence: number
  /** Without `email`. */
  slots: Slots
  /** Words of the question that matched nothing, redacted, and the nearest topics: for the gap report. */
  notUnderstood: string[]
  nearest: string[]
  /** A digest of the knowledge that answered. */
  knowledge: string
}

export interface FeedbackRecord {
  answerId: string
  at: Date
  helpful: boolean
  /** Redacted. */
  comment?: string
}

export type HandoffState = 'open' | 'claimed' | 'done'

/** A person was asked for. At most one handoff of a conversation is not `done`. */
export interface Handoff {
  id: string
  conversation: string
  frontEnd: string
  locale: string
  openedAt: Date
  state: HandoffState
  /** Who claimed it, as the platform names that person. */
  claimedBy?: string
  /** What the platform needs to find its own card or ticket again. */
  reference?: string
  /** What was asked and tried before, oldest first, redacted. */
  history: Turn[]
}

/** One exchange of a conversation, as support staff see it. */
export interface Turn {
  question: string
  outcome: Outcome
  topic: string | null
  /** The first line of the answer. */
  answered: string
}

/** A message that must reach another server, kept until it did. */
export interface OutboxEntry {
  id: string
  /** Which adapter sends it. */
  channel: string
  /** JSON. */
  body: string
  createdAt: Date
  attempts: number
  /** When to try (again). */
  dueAt: Date
  state: 'waiting' | 'dead'
  /** The last failure, without secrets. */
  error?: string
  /** The conversation it tells of, as in `AnswerRecord`: forgetting that one deletes this. */
  conversation?: string
}

export interface Store {
  /** Opens the store and brings its tables up to date. Rejects when they are newer than this program. */
  open(): Promise<void>
  /** Rejects with the cause when the store cannot be reached now. */
  check(): Promise<void>
  close(): Promise<void>

  conversations: {
    /** The state last put, or null when there is none or it has expired. */
    get(conversation: string): Promise<unknown>
    /** `about`: the conversation it tells of, where it is not that one's own state: forgetting that deletes it. */
    put(conversation: string, state: unknown, expiresAt: Date, about?: string): Promise<void>
  }
  answers: {
    add(record: AnswerRecord): Promise<void>
    since(from: Date): Promise<AnswerRecord[]>
    of(conversation: string): Promise<AnswerRecord[]>
  }
  feedback: {
    /**
     * False when no such answer is known. A second vote on an answer replaces the first. `frontEnd`: only answers that
     * it gave are known to it.
     */
    add(record: FeedbackRecord, frontEnd?: string): Promise<boolean>
    since(from: Date): Promise<FeedbackRecord[]>
  }
  handoffs: {
    /** Opens one, or returns the one that is not done yet with `isNew` false. Atomic across instances. */
    open(
      request: Omit<Handoff, 'state' | 'claimedBy' | 'reference'>,
    ): Promise<{ handoff: Handoff; isNew: boolean }>
    /** The handoff as it stands afterwards, or null when unknown. The first to claim it keeps it. */
    claim(id: string, by: string): Promise<Handoff | null>
    done(id: string, by: string): Promise<Handoff | null>
    setReference(id: string, reference: string): Promise<void>
    get(id: string): Promise<Handoff | null>
    /** The one of this conversation that is not done. */
    current(conversation: string): Promise<Handoff | null>
    /** All of this conversation, oldest first, those that are done too. */
    of(conversation: string): Promise<Handoff[]>
    /** All with this reference, oldest first. */
    withReference(reference: string): Promise<Handoff[]>
  }
  /**
   * Whose a conversation is, so that data can be found when a person asks for it. Of the person, an address or a
   * platform's id, a digest under `SECRETS_KEY` is kept alone; without that key nothing is.
   */
  people: {
    add(who: string, conversation: string, at: Date): Promise<void>
    /** The person's conversations, sorted. Rejects with `StoreError` where there is no key. */
    conversationsOf(who: string): Promise<string[]>
  }
  deliveries: {
    /** True for the first caller with this key, on any instance, until `expiresAt`; false for all others. */
    claim(key: string, expiresAt: Date): Promise<boolean>
    /** Gives a claimed key back, so that a redelivery is handled: for work that failed before it began. */
    release(key: string): Promise<void>
  }
  /** Platform installations and their tokens, encrypted at rest. */
  installations: {
    get(key: string): Promise<unknown>
    put(key: string, value: unknown): Promise<void>
    delete(key: string): Promise<void>
  }
  outbox: {
    add(
      entry: Pick<OutboxEntry, 'id' | 'channel' | 'body' | 'createdAt' | 'dueAt' | 'conversation'>,
    ): Promise<void>
    /** Takes up to `limit` waiting entries that are due and hides them from others until `leaseUntil`. */
    take(channel: string, now: Date, leaseUntil: Date, limit: number): Promise<OutboxEntry[]>
    sent(id: string): Promise<void>
    /** Try again at `dueAt`, or never again when it is null: the entry is then dead. */
    failed(id: string, error: string, dueAt: Date | null): Promise<void>
    list(state: OutboxEntry['state']): Promise<OutboxEntry[]>
    /** Makes a dead entry wait again. False when there is no such entry. */
    replay(id: string, dueAt: Date): Promise<boolean>
  }
  /** When the newest of the answers and handoffs was made; null when there are none. */
  newest(): Promise<Date | null>
  /** Deletes what is older than `before` and what has expired at `now`; returns the rows deleted by table. */
  purge(before: Date, now: Date): Promise<Record<string, number>>
  /** Deletes all of one conversation; returns the rows deleted by table. */
  forget(conversation: string): Promise<Record<string, number>>
}

/**
 * The adapter contract: what a front end gives to the bot, and what it gets from it.
 *
 * An adapter lives in a folder of its own, `adapters/NAME/`, whose `index.ts` exports `adapter`. It may import
 * this file and `src/message.ts` (and `src/render/` for plain text), never another adapter and nothing else of
 * the core. What must reach another server goes through `createDeliveries`, given here too. It does three
 * things: it takes what a person wrote, asks the bot, and shows the answer the way its
 * platform shows things. A complete one:
 *
 * ```ts
 * import { z } from 'zod'
 * import { defineAdapter } from '../../src/adapter.ts'
 *
 * export const adapter = defineAdapter({
 *   name: 'echo',
 *   summary: 'answers on a line-based socket',
 *   settings: z.object({ ECHO_PORT: z.coerce.number().describe('Port to listen on') }).partial(),
 *   complete: [['ECHO_PORT']],
 *   create(settings, host) {
 *     const server = createServer((socket) => {
 *       socket.on('data', async (data) => {
 *         const answer = await host.ask({ text: String(data), frontEnd: 'echo' })
 *         socket.write(`${answer.text}\n`)
 *       })
 *     })
 *     return {
 *       start: () => new Promise((ready) => server.listen(settings.ECHO_PORT, () => ready())),
 *       stop: () => new Promise((done) => server.close(() => done())),
 *     }
 *   },
 * })
 * ```
 *
 * Then add it to the list in `src/start.ts`, and a harness in `test/adapters/NAME/harness.ts`, so that the
 * shared suite (`test/support/adapter-suite.ts`) runs over it.
 */
import type { FastifyInstance } from 'fastify'
import type { z } from 'zod'
import type { Answer, Option, Question } from './message.ts'
import type { Handoff, Store } from './store/store.ts'

export type { Deliveries, FirstTry } from './deliveries.ts'
/** Messages that must reach another server: kept in the outbox, tried again, given up only after days. */
export { createDeliveries, DeliveryFailure } from './deliveries.ts'
export { post } from './post.ts'
export type { Handoff, OutboxEntry } from './store/store.ts'
export { withoutAddresses } from './without-addresses.ts'

/** A running front end. */
export interface Adapter {
  /**
   * Resolves when questions can be asked. A rejection with `AdapterError` ends this adapter alone and is
   * logged once; the rest of the bot goes on.
   */
  start(): Promise<void>
  /** Takes no more questions, finishes those under way, and resolves. Safe to call twice. */
  stop(): Promise<void>
  /** For `/readyz`: what is wrong, in a few words without secrets, or null when all is well. */
  trouble?(): string | null
}

/** Why an adapter cannot run: `message` names the cause, `mend` what the operator should do. */
export class AdapterError extends Error {
  override name = 'AdapterError'
  readonly mend: string
  constructor(message: string, mend: string, options?: ErrorOptions) {
    super(message, options)
    this.mend = mend
  }
}

export interface AdapterModule<Shape extends z.ZodObject = z.ZodObject> {
  /** The folder's name; also `frontEnd` in questions and statistics. */
  name: string
  /** What it gives, in a few words, for the list printed on start. */
  summary: string
  /** Its environment variables, each with a description. All optional; `complete` says which go together. */
  settings: Shape
  /**
   * The sets of variables of which at least one must be whole for the adapter to be on. With none of its
   * variables set it is off; with some but no whole set, the start stops and names what is missing.
   */
  complete: (keyof z.infer<Shape> & string)[][]
  /** On without any of its variables; `create` then decides what its settings turn on. */
  always?: boolean
  create(settings: z.infer<Shape>, host: Host): Adapter | Promise<Adapter>
}

/** Gives a module its types. */
export function defineAdapter<Shape extends z.ZodObject>(module: AdapterModule<Shape>): AdapterModule<Shape> {
  return module
}

/** The words of the interface in one language, by dotted key, with `{name}` filled in from `values`. */
export type Words = (key: string, values?: Record<string, string | number>) => string

export interface Suggestion {
  /** What to show, at most 100 characters. */
  label: string
  /** What to send back as `client` or `code`, or to ask. */
  value: string
}

/** A line for the log: what happened, never what a person wrote, never a secret. */
export interface Log {
  debug(details: object, message: string): void
  info(details: object, message: string): void
  warn(details: object, message: string): void
  error(details: object, message: string): void
}

/** What the bot gives to an adapter. */
export interface Host {
  /** Answers. Rejects only when the text is empty or over `LONGEST_QUESTION` characters (`RangeError`). */
  ask(question: Question): Promise<Answer>
  /** Records a vote on an answer of this front end. False when the answer is not known to it (any more). `comment` is redacted before it is kept. */
  feedback(vote: { answerId: string; helpful: boolean; comment?: string }): Promise<boolean>
  handoffs: {
    /**
     * Asks for a person. `isNew` is false when one is already asked for in this conversation: then show no
     * second card. `conversationId` is the one given to `ask`.
     */
    open(conversationId: string, locale: string): Promise<{ handoff: Handoff; isNew: boolean }>
    claim(id: string, by: string): Promise<Handoff | null>
    done(id: string, by: string): Promise<Handoff | null>
    setReference(id: string, reference: string): Promise<void>
    get(id: string): Promise<Handoff | null>
    /** The handoff of this conversation that is not done yet. */
    current(conversationId: string): Promise<Handoff | null>
  }
  /**
   * Notes whose a conversation is: an address that the person gave, or what the platform calls them. Kept as a keyed
   * digest only, for when they ask for their data. Not needed where `ask` was told the `asker`.
   */
  belongsTo(conversationId: string, who: string): Promise<void>
  /**
   * True for the first caller with this delivery, on any instance and after a restart; false for every other.
   * Keys need to be unique within the adapter only. Kept for `minutes`, 60 if not said.
   */
  firstDelivery(key: string, minutes?: number): Promise<boolean>
  /** Gives a delivery back so that it may come again: for work that failed before a person saw anything. */
  releaseDelivery(key: string): Promise<void>
  /** Small things to remember between two requests, shared by all instances. JSON; no personal data. */
  memory: {
    /** What was last put, or null when there is nothing or its time is over. */
    get(key: string): Promise<unknown>
    /** `conversationId`: the one it belongs to, as given to `ask`; forgetting that conversation deletes it. */
    put(key: string, value: unknown, minutes: number, conversationId: string): Promise<void>
  }
  installations: Store['installations']
  outbox: Store['outbox']
  /**
   * A text as it may be kept, logged or put into a ticket: without passwords, codes, addresses, numbers of persons and
   * pasted mail. For what somebody typed that goes another way than through `ask`.
   */
  redact(text: string): string
  /** True when the caller may ask now; otherwise the seconds to wait. Shared by all instances. */
  limit(caller: string): Promise<true | number>

  /** The languages that answers are given in. The first is used when nothing tells which one. */
  locales: string[]
  /** The best of `locales` for a BCP 47 tag; undefined when none fits. */
  matchLocale(tag: string | null | undefined): string | undefined
  words(locale: string): Words
  /** Questions to start with, as buttons. */
  starters(locale: string): Option[]
  /** The provider's name, ports and how to reach its people, for a home screen. */
  provider(locale: string): {
    name: string
    support: string
    hours?: string
    ports: { protocol: string; port: number; security: string; status: 'supported' | 'recommended' }[]
  }
  /** Programs or codes whose name is like what was typed so far, best first; typing mistakes forgiven. */
  suggest(kind: 'client' | 'code', typed: string, locale: string, most: number): Suggestion[]

  /**
   * A Fastify scope of this adapter's own on the bot's one port. Bodies arrive as they came, as a `Buffer`,
   * so that signatures can be checked; at most 64 KiB unless the route says otherwise.
   */
  http: FastifyInstance
  /** The bot's address as others see it, from `PUBLIC_URL`; undefined when it is not set. */
  publicUrl: string | undefined
  log: Log
  /** The time now. Tests set it. */
  now(): Date
}

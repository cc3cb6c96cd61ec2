/**
 * Messages that must reach another server, whatever happens to it or to this one: each is written to the outbox
 * before it is first tried, tried again with a growing pause, and given up only after days, as a dead letter
 * that can be replayed. One server that is down is asked by one request at a time, not by all that wait.
 */
import { randomUUID } from 'node:crypto'
import type { OutboxEntry, Store } from './store/store.ts'

/**
 * How long to wait and when to give up, in milliseconds. The schedule of the Standard Webhooks specification,
 * "Deliverability and reliability": from seconds to hours, over three days.
 */
export const BACKOFF = {
  first: 5_000,
  factor: 2,
  most: 6 * 60 * 60_000,
  giveUpAfter: 3 * 24 * 60 * 60_000,
  /** Between two looks at a server that does not answer. */
  mostPause: 60_000,
  /** Each pause is up to this part longer or shorter, so that not everything comes back at one moment. */
  jitter: 0.2,
} as const

/** How many are under way at once, and how long one is hidden from other instances meanwhile. */
const AT_ONCE = 8
const LEASE = 2 * 60_000
/** How often the outbox is looked at, in milliseconds. */
const LOOK_EVERY = 5_000
/** How many whole bodies are kept in the process at most, see `deliver`. */
const MOST_WHOLE = 1_000

/** Why a delivery did not arrive. `message` goes to the outbox and to the log: no secret, nothing personal. */
export class DeliveryFailure extends Error {
  override name = 'DeliveryFailure'
  /** `later`: try again. `down`: the same, and let the others wait too. `never`: it will not be taken. */
  readonly again: 'later' | 'down' | 'never'
  /** What the other side asks for, in seconds. */
  readonly retryAfter: number | undefined
  /** The HTTP status, when there was an answer. */
  readonly status: number | undefined
  constructor(
    message: string,
    again: 'later' | 'down' | 'never',
    details: { retryAfter?: number | undefined; status?: number } = {},
  ) {
    super(message)
    this.again = again
    this.retryAfter = details.retryAfter
    this.status = details.status
  }
}

export interface DeliveriesSettings {
  /** The outbox's channel; nobody else may use it. */
  channel: string
  outbox: Store['outbox']
  now: () => Date
  log: { warn(details: object, message: string): void; error(details: object, message: string): void }
  /**
   * Hands one body to the other server and resolves when it is there. Rejects with `DeliveryFailure`. May be
   * called again with the same `id` after it succeeded, when the process ended before that was written.
   * `attempts` counts the tries before this one.
   */
  send(body: string, delivery: { id: string; attempts: number }): Promise<void>
  /** 0 to 1, for the jitter. */
  random?: () => number
}

/** What came of the first try: `waiting` is kept and tried again, `dead` was refused for good. */
export type FirstTry = 'sent' | 'waiting' | 'dead'

export interface About {
  /** The front end's name and the conversation id, joined by `/`: forgetting that one deletes this. */
  conversation?: string
  /** What to send instead of `body` for as long as this process lives: `body` then lacks what must not be stored. */
  whole?: string
}

export interface Deliveries {
  /**
   * Keeps `body` and tries it at once. Resolves as soon as it is durably kept, with its id and the result of the
   * first try to wait for. Rejects with `StoreError` when it cannot be kept; it was not sent then.
   */
  deliver(body: string, about?: About): Promise<{ id: string; firstTry: Promise<FirstTry> }>
  /** Tries all that are due now, and resolves when that, and every first try before it, is done. */
  run(): Promise<void>
  /** Looks at the outbox every few seconds from now on. */
  start(): void
  /** Begins nothing more and resolves when what is under way is done. */
  stop(): Promise<void>
}

export function createDeliveries(settings: DeliveriesSettings): Deliveries {
  const { channel, outbox, now, log, send, random = Math.random } = settings
  const whole = new Map<string, string>()
  const underWay = new Set<Promise<unknown>>()
  let pausedUntil = 0
  let failuresInARow = 0
  let running: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  /** First tries that are being written down. */
  let beginning = 0

  const jittered = (pause: number) => pause * (1 + BACKOFF.jitter * (2 * random() - 1))
  const isPaused = () => now().getTime() < pausedUntil

  function track<T>(work: Promise<T>): Promise<T> {
    underWay.add(work)
    void work.finally(() => underWay.delete(work)).catch(() => {})
    return work
  }

  async function attempt(
    entry: Pick<OutboxEntry, 'id' | 'body' | 'attempts' | 'createdAt'>,
  ): Promise<FirstTry> {
    try {
      await send(whole.get(entry.id) ?? entry.body, { id: entry.id, attempts: entry.attempts })
    } catch (error) {
      return failed(entry, error)
    }
    failuresInARow = 0
    pausedUntil = 0
    whole.delete(entry.id)
    await outbox.sent(entry.id)
    return 'sent'
  }

  async function failed(
    entry: Pick<OutboxEntry, 'id' | 'attempts' | 'createdAt'>,
    error: unknown,
  ): Promise<FirstTry> {
    const known = error instanceof DeliveryFailure
    const message = known ? error.message : `internal error: ${(error as Error).name}`
    const asked = known && error.retryAfter !== undefined ? error.retryAfter * 1000 : 0
    if (known && error.again === 'down') {
      failuresInARow += 1
      const pause = Math.min(BACKOFF.mostPause, BACKOFF.first * BACKOFF.factor ** (failuresInARow - 1))
      pausedUntil = now().getTime() + Math.max(asked, jittered(pause))
    }
    const age = now().getTime() - entry.createdAt.getTime()
    if ((known && error.again === 'never') || age > BACKOFF.giveUpAfter) {
      whole.delete(entry.id)
      await outbox.failed(entry.id, message, null)
      log.error(
        {
          channel,
          delivery: entry.id,
          cause: message,
          mend: 'npm run deliveries shows it and can replay it',
        },
        'a delivery was given up',
      )
      return 'dead'
    }
    const pause = Math.min(BACKOFF.most, BACKOFF.first * BACKOFF.factor ** entry.attempts)
    await outbox.failed(entry.id, message, new Date(now().getTime() + Math.max(asked, jittered(pause))))
    log.warn(
      { channel, delivery: entry.id, attempt: entry.attempts + 1, cause: message },
      'a delivery will be tried again',
    )
    return 'waiting'
  }

  async function drain(): Promise<void> {
    await Promise.allSettled([...underWay])
    while (!stopped && !isPaused()) {
      // One at a time until a server that failed is known to be back.
      const limit = failuresInARow > 0 ? 1 : AT_ONCE - Math.min(AT_ONCE - 1, underWay.size)
      const at = now()
      const due = await outbox.take(channel, at, new Date(at.getTime() + LEASE), limit)
      if (due.length === 0) return
      await Promise.all(due.map((entry) => track(attempt(entry))))
    }
  }

  function run(): Promise<void> {
    running ??= drain().finally(() => {
      running = undefined
    })
    return running
  }

  return {
    run,
    async deliver(body, { conversation, whole: wholeBody } = {}) {
      const id = randomUUID()
      const createdAt = now()
      const room = failuresInARow === 0 ? AT_ONCE : 1
      const tryNow = !stopped && !isPaused() && underWay.size + beginning < room
      // Hidden from other instances while it is tried here.
      const dueAt = tryNow ? new Date(createdAt.getTime() + LEASE) : createdAt
      if (wholeBody !== undefined && whole.size < MOST_WHOLE) whole.set(id, wholeBody)
      if (tryNow) beginning += 1
      await outbox
        .add({ id, channel, body, createdAt, dueAt, ...(conversation ? { conversation } : {}) })
        .catch((error) => {
          whole.delete(id)
          throw error
        })
        .finally(() => {
          if (tryNow) beginning -= 1
        })
      const firstTry = tryNow
        ? track(attempt({ id, body, attempts: 0, createdAt })).catch((error: Error): FirstTry => {
            log.warn({ channel, delivery: id, cause: error.message }, 'the outbox did not answer')
            return 'waiting'
          })
        : Promise.resolve<FirstTry>('waiting')
      return { id, firstTry }
    },
    start() {
      timer ??= setInterval(() => {
        run().catch((error: Error) =>
          log.warn({ channel, cause: error.message }, 'the outbox did not answer'),
        )
      }, LOOK_EVERY)
      timer.unref()
    },
    async stop() {
      stopped = true
      clearInterval(timer)
      await Promise.allSettled([...underWay, running])
    },
  }
}

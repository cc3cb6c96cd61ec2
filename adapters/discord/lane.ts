/** Work in turn: answering takes the processor, and a first response must not wait behind it. */

export interface Lane {
  /** As many jobs run as may at once: whoever comes now has to wait. */
  readonly busy: boolean
  /** Starts at once or in turn. Settles as the job does. */
  run<T>(job: () => Promise<T>): Promise<T>
  /** Something on its way that waiting jobs let pass, such as a first response. */
  letPass(work: Promise<unknown>): void
}

/** A job waits for what goes first no longer than this, lest a steady stream keeps it back for good. */
const LONGEST_WAIT_MS = 250

/** `width` jobs run at a time. Between two, the network gets its turn. */
export function createLane(width: number): Lane {
  let running = 0
  const waiting: (() => void)[] = []
  const passing = new Set<Promise<unknown>>()

  async function othersFirst(): Promise<void> {
    if (passing.size === 0) return
    const { promise: enough, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, LONGEST_WAIT_MS)
    await Promise.race([Promise.allSettled(passing), enough])
    clearTimeout(timer)
  }

  return {
    get busy() {
      return running >= width
    },
    async run(job) {
      if (running >= width) {
        await new Promise<void>((start) => waiting.push(start))
        await othersFirst()
      } else running += 1
      try {
        return await job()
      } finally {
        // The place goes straight to the next, after what has arrived meanwhile was looked at.
        const next = waiting.shift()
        if (next) setImmediate(next)
        else running -= 1
      }
    },
    letPass(work) {
      passing.add(work)
      void work.then(
        () => passing.delete(work),
        () => passing.delete(work),
      )
    },
  }
}

/** Work in turn: answering takes the processor, and a first response must not wait behind it. */

export interface Lane {
  /** As many jobs run as may at once: whoever comes now has to wait. */
  readonly busy: boolean
  /** Starts at once or in turn. Settles as the job does. */
  run<T>(job: () => Promise<T>): Promise<T>
}

/** `width` jobs run at a time. Between two, the network gets a turn. */
export function createLane(width: number): Lane {
  let running = 0
  const waiting: (() => void)[] = []
  return {
    get busy() {
      return running >= width
    },
    async run(job) {
      if (running >= width) await new Promise<void>((start) => waiting.push(start))
      else running += 1
      try {
        return await job()
      } finally {
        // The place goes straight to the next, after what has arrived meanwhile was looked at.
        const next = waiting.shift()
        if (next) setImmediate(next)
        else running -= 1
      }
    },
  }
}

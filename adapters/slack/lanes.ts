/** Work in order: one thing after the other within a lane, lanes beside each other. */

export interface Lanes {
  /** Runs `work` when everything before it in its lane is done, whether that went well or not. */
  run<T>(lane: string, work: () => Promise<T>): Promise<T>
  /** Resolves when all lanes are empty, also of what is added meanwhile. */
  idle(): Promise<void>
}

export function createLanes(): Lanes {
  const last = new Map<string, Promise<unknown>>()
  return {
    run(lane, work) {
      const result = (last.get(lane) ?? Promise.resolve()).then(work)
      const settled = result.then(
        () => {},
        () => {},
      )
      last.set(lane, settled)
      void settled.then(() => {
        if (last.get(lane) === settled) last.delete(lane)
      })
      return result
    },
    async idle() {
      while (last.size > 0) await Promise.all(last.values())
    },
  }
}

/**
 * Lets at most `most` pieces of work run at a time, each started in a turn of the event loop of its own: finding
 * an answer is computing, and a burst of questions must not keep requests from being acknowledged.
 */
export function createTurns(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  let free = most
  const waiting: (() => void)[] = []
  return async (work) => {
    if (free > 0) free -= 1
    else await new Promise<void>((resume) => waiting.push(resume))
    await new Promise<void>((resume) => setImmediate(resume))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free += 1
    }
  }
}

/** Work in turn: answering takes the processor, and a first response must not wait behind it. */
import { setImmediate as turn } from 'node:timers/promises'

/** Runs a job at once or in turn. Settles as the job does. */
export type Lane = <T>(job: () => Promise<T>) => Promise<T>

/**
 * Turns of the event loop between the starts of two jobs. To read what arrives and to send a first response takes
 * several; without work they cost microseconds.
 */
const TURNS = 10

/** `width` jobs run at a time, and no two start without the network in between. */
export function createLane(width: number): Lane {
  const waiting: (() => void)[] = []
  let running = 0
  let starting = false

  async function start(): Promise<void> {
    if (starting) return
    starting = true
    while (waiting.length > 0 && running < width) {
      running += 1
      waiting.shift()!()
      for (let left = TURNS; left > 0; left -= 1) await turn()
    }
    starting = false
  }

  return async (job) => {
    const started = new Promise<void>((go) => waiting.push(go))
    void start()
    await started
    try {
      return await job()
    } finally {
      running -= 1
      void start()
    }
  }
}

/** Waiting, given from outside so that tests need not wait. */
import { setTimeout as sleep } from 'node:timers/promises'

export interface Timing {
  /** Resolves after `milliseconds`, or at once when `signal` is aborted. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>
}

export const realTiming: Timing = {
  async wait(milliseconds, signal) {
    await sleep(milliseconds, undefined, { signal }).catch(() => {})
  },
}

/** Deletes what is older than it may be kept: once at the beginning, then every hour. */
import type { Log } from './adapter.ts'
import type { Store } from './store/store.ts'

const HOUR = 60 * 60 * 1000
const DAY = 24 * HOUR

export interface PurgingSettings {
  store: Pick<Store, 'purge'>
  /** Days after which records are deleted. */
  days: number
  now(): Date
  log: Log
}

/**
 * Begins at once, without keeping the caller waiting: a machine that sleeps before an hour is over deletes too. What
 * fails is logged and tried again in an hour. Returns how to stop; the process may end while it waits.
 */
export function startPurging({ store, days, now, log }: PurgingSettings): () => void {
  async function purge(): Promise<void> {
    const at = now()
    try {
      const deleted = await store.purge(new Date(at.getTime() - days * DAY), at)
      if (Object.values(deleted).some((rows) => rows > 0)) log.info({ deleted }, 'old records were deleted')
    } catch (cause) {
      log.warn(
        { cause: (cause as Error).message },
        'old records could not be deleted; the next try is in an hour',
      )
    }
  }
  void purge()
  const timer = setInterval(() => void purge(), HOUR)
  timer.unref()
  return () => clearInterval(timer)
}

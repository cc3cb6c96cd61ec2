/** Deletes what is older than it may be kept: once at the beginning, then every hour. */
import { z } from 'zod'
import type { Log } from './adapter.ts'
import type { Store } from './store/store.ts'

const HOUR = 60 * 60 * 1000
const DAY = 24 * HOUR

/**
 * A clock that is further ahead of the last deletion, or at first of the newest record, may be wrong: a machine without
 * a battery, a virtual one that was set by hand. It is believed once it has said so for `TRIED`.
 */
const LEAP = 2 * DAY
const TRIED = DAY

/** Where the clock of the last deletion is kept, beside the small things that front ends remember. */
export const CLOCK_KEY = 'purging#clock'
/** Never: it is read at a start after any time. */
const FOREVER = new Date(8_640_000_000_000_000)

/** Milliseconds. `believed`: the time of the last deletion. `doubted`: since when, by its own, a clock is too far ahead. */
const clock = z.object({ believed: z.number(), doubted: z.number().optional() })
type Clock = z.infer<typeof clock>

export interface PurgingSettings {
  store: Pick<Store, 'purge' | 'newest' | 'conversations'>
  /** Days after which records are deleted. */
  days: number
  now(): Date
  log: Log
}

/**
 * Begins at once, without keeping the caller waiting: a machine that sleeps before an hour is over deletes too. What
 * fails is logged and tried again in an hour. A clock that leaps ahead deletes nothing for a day, in which it can be
 * corrected. Returns how to stop; the process may end while it waits.
 */
export function startPurging({ store, days, now, log }: PurgingSettings): () => void {
  async function purge(): Promise<void> {
    try {
      const at = await believedTime(store, now().getTime(), log)
      const deleted = await store.purge(new Date(at - days * DAY), new Date(at))
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

/** The time to delete by: now, or while that is in doubt, when it was last believed. */
async function believedTime(store: PurgingSettings['store'], now: number, log: Log): Promise<number> {
  const known = clock.safeParse(await store.conversations.get(CLOCK_KEY))
  const before: Clock = known.success ? known.data : { believed: (await store.newest())?.getTime() ?? now }
  const next = judged(before, now)
  if (next.doubted !== undefined && next.doubted !== before.doubted)
    log.warn(
      { aheadByDays: Math.round((now - next.believed) / DAY) },
      'the clock is far ahead of the last records: nothing is deleted by it for a day; if it is wrong, correct it',
    )
  await store.conversations.put(CLOCK_KEY, next, FOREVER)
  return Math.min(now, next.believed)
}

/** Pure: what is to be thought of a clock that says `now`. */
export function judged({ believed, doubted }: Clock, now: number): Clock {
  if (now <= believed + LEAP) return { believed: Math.max(believed, now) }
  if (doubted === undefined || now < doubted) return { believed, doubted: now }
  return now >= doubted + TRIED ? { believed: now } : { believed, doubted }
}

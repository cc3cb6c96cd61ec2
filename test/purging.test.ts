/** What is older than it may be kept goes when the bot starts, and every hour after. */
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Log } from '../src/adapter.ts'
import { judged, startPurging } from '../src/purging.ts'
import { createMemoryStore } from '../src/store/memory.ts'
import { StoreError } from '../src/store/store.ts'
import { answer } from './store/records.ts'

const HOUR = 60 * 60 * 1000
const START = new Date('2026-03-01T12:00:00Z')
const later = (hours: number) => new Date(START.getTime() + hours * HOUR)
const now = () => new Date()

beforeEach(() => {
  vi.useFakeTimers({ now: START })
})
afterEach(() => {
  vi.useRealTimers()
})

function begin(days: number) {
  const store = createMemoryStore({ now })
  const said: string[] = []
  const note = (_details: object, message: string) => said.push(message)
  const log = { debug: note, info: note, warn: note, error: note } as unknown as Log
  return { store, said, start: () => startPurging({ store, days, now, log }) }
}

test('a record older than may be kept goes at once, and a younger one as soon as an hour after it is too old', async () => {
  const { store, said, start } = begin(1)
  await store.answers.add(answer('old', { at: later(-25) }))
  await store.answers.add(answer('soon', { at: later(-23.5) }))
  await store.answers.add(answer('young', { at: START }))
  const kept = async () => (await store.answers.since(later(-100))).map(({ id }) => id)
  const stop = start()
  await vi.advanceTimersByTimeAsync(0)
  expect(await kept()).toEqual(['soon', 'young'])
  await vi.advanceTimersByTimeAsync(HOUR)
  expect(await kept()).toEqual(['young'])
  await vi.advanceTimersByTimeAsync(5 * HOUR)
  expect(said).toEqual(['old records were deleted', 'old records were deleted'])
  stop()
  await vi.advanceTimersByTimeAsync(48 * HOUR)
  expect(await kept()).toEqual(['young'])
})

test('when the store is away, it says so and tries again in an hour', async () => {
  const { store, said, start } = begin(1)
  await store.answers.add(answer('old', { at: later(-25) }))
  const { purge } = store
  store.purge = async () => {
    throw new StoreError('PostgreSQL refuses connections.', 'It is tried again by itself.')
  }
  const stop = start()
  await vi.advanceTimersByTimeAsync(0)
  expect(said).toEqual(['old records could not be deleted; the next try is in an hour'])
  store.purge = purge
  await vi.advanceTimersByTimeAsync(HOUR)
  expect(said.at(-1)).toBe('old records were deleted')
  stop()
})

describe('a clock that is wrong', () => {
  const ids = async (store: ReturnType<typeof begin>['store']) =>
    (await store.answers.since(later(-100_000))).map(({ id }) => id)

  test('by 200 days at the start deletes nothing, says so once, and does no harm once it is corrected', async () => {
    const { store, said, start } = begin(90)
    await store.answers.add(answer('yesterday', { at: later(-24) }))
    await store.conversations.put('slack/a', { talking: true }, later(10))
    vi.setSystemTime(later(200 * 24))
    const stop = start()
    await vi.advanceTimersByTimeAsync(3 * HOUR)
    expect(await ids(store)).toEqual(['yesterday'])
    stop()
    vi.setSystemTime(later(4))
    const again = start()
    await vi.advanceTimersByTimeAsync(HOUR)
    expect(await ids(store)).toEqual(['yesterday'])
    expect(await store.conversations.get('slack/a')).toEqual({ talking: true })
    expect(said).toEqual([
      'the clock is far ahead of the last records: nothing is deleted by it for a day; if it is wrong, correct it',
    ])
    again()
  })

  test('is not believed for the records that are written by it', async () => {
    const { store, start } = begin(90)
    await store.answers.add(answer('yesterday', { at: later(-24) }))
    vi.setSystemTime(later(200 * 24))
    const stop = start()
    await vi.advanceTimersByTimeAsync(0)
    await store.answers.add(answer('ahead', { at: now() }))
    await vi.advanceTimersByTimeAsync(20 * HOUR)
    expect(await ids(store)).toEqual(['yesterday', 'ahead'])
    stop()
  })

  test('and one that is right after a long rest are told apart in a day, also by a machine that sleeps', async () => {
    const { store, start } = begin(90)
    await store.answers.add(answer('before the rest', { at: START }))
    for (const hours of [200 * 24, 200 * 24 + 12, 200 * 24 + 25]) {
      expect(await ids(store)).toEqual(['before the rest'])
      vi.setSystemTime(later(hours))
      const stop = start()
      await vi.advanceTimersByTimeAsync(60_000)
      stop()
    }
    expect(await ids(store)).toEqual([])
  })

  test('never makes more than two days too old, whatever it says for less than a day', () => {
    const wrong = fc.record({
      ahead: fc.integer({ min: 0, max: 10_000 }),
      hours: fc.integer({ min: 1, max: 23 }),
    })
    fc.assert(
      fc.property(fc.array(wrong, { maxLength: 12 }), (spells) => {
        let truth = START.getTime()
        let clock = judged({ believed: truth }, truth)
        for (const { ahead, hours } of spells) {
          for (let hour = 0; hour < hours; hour++) {
            truth += HOUR
            clock = judged(clock, truth + ahead * HOUR)
            expect(clock.believed).toBeLessThanOrEqual(truth + 48 * HOUR)
          }
          truth += HOUR
          clock = judged(clock, truth)
        }
      }),
    )
  })
})

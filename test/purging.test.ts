/** What is older than it may be kept goes when the bot starts, and every hour after. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Log } from '../src/adapter.ts'
import { startPurging } from '../src/purging.ts'
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

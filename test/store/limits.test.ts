import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createLimiter } from '../../src/limits.ts'

describe('a caller', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: new Date('2026-03-01T12:00:00Z') })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('may ask so often in a minute, then waits until the minute is over', async () => {
    const limiter = createLimiter({ perMinute: 3 })
    for (let n = 0; n < 3; n++) expect(await limiter.take('203.0.113.5')).toBe(true)
    expect(await limiter.take('203.0.113.5')).toBe(60)
    vi.advanceTimersByTime(59_500)
    expect(await limiter.take('203.0.113.5')).toBe(1)
    vi.advanceTimersByTime(500)
    expect(await limiter.take('203.0.113.5')).toBe(true)
  })

  it('does not use up what another may ask', async () => {
    const limiter = createLimiter({ perMinute: 1 })
    expect(await limiter.take('slack/T1/U1')).toBe(true)
    expect(await limiter.take('slack/T1/U2')).toBe(true)
    expect(await limiter.take('slack/T1/U1')).toBe(60)
  })

  it('is not limited when the limit is 0', async () => {
    const limiter = createLimiter({ perMinute: 0 })
    for (let n = 0; n < 500; n++) expect(await limiter.take('203.0.113.5')).toBe(true)
  })

  it('cannot go on from another address of its own network', async () => {
    const limiter = createLimiter({ perMinute: 1 })
    expect(await limiter.take('2001:db8:1:2::1')).toBe(true)
    for (const same of [
      '2001:db8:1:2:ffff::9',
      '2001:0DB8:0001:0002:0000:0000:0000:0001',
      '2001:db8:1:2::%eth0',
    ]) {
      expect(await limiter.take(same), same).toBe(60)
    }
    expect(await limiter.take('2001:db8:1:3::1')).toBe(true)
    expect(await limiter.take('::1')).toBe(true)
    expect(await limiter.take('203.0.113.5')).toBe(true)
    expect(await limiter.take('::ffff:203.0.113.5')).toBe(60)
    expect(await limiter.take('203.0.113.6')).toBe(true)
  })
})

it('a limit that is no count is refused', () => {
  for (const perMinute of [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => createLimiter({ perMinute })).toThrow(RangeError)
  }
})

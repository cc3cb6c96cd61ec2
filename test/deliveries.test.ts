import { describe, expect, test } from 'vitest'
import { BACKOFF, createDeliveries, type Deliveries, DeliveryFailure } from '../src/deliveries.ts'
import { createMemoryStore } from '../src/store/memory.ts'
import type { Store } from '../src/store/store.ts'

const START = new Date('2026-11-23T09:00:00Z')

interface Setup {
  store: Store
  deliveries: Deliveries
  sent: string[]
  /** What the next tries come to; without one, they arrive. */
  failures: DeliveryFailure[]
  tries: { body: string; at: number }[]
  errors: object[]
  forward(seconds: number): Promise<void>
  another(): Deliveries
}

function setup(always?: () => DeliveryFailure | undefined): Setup {
  let now = START.getTime()
  const clock = () => new Date(now)
  const store = createMemoryStore({ now: clock })
  const sent: string[] = []
  const failures: DeliveryFailure[] = []
  const tries: Setup['tries'] = []
  const errors: object[] = []
  const make = () =>
    createDeliveries({
      channel: 'test',
      outbox: store.outbox,
      now: clock,
      log: { warn() {}, error: (details) => errors.push(details) },
      random: () => 0.5,
      async send(body) {
        tries.push({ body, at: (now - START.getTime()) / 1000 })
        const failure = failures.shift() ?? always?.()
        if (failure) throw failure
        sent.push(body)
      },
    })
  const deliveries = make()
  return {
    store,
    deliveries,
    sent,
    failures,
    tries,
    errors,
    another: make,
    async forward(seconds) {
      now += seconds * 1000
      await deliveries.run()
    },
  }
}

const down = () => new DeliveryFailure('the server answered 503', 'down')

describe('what must reach another server', () => {
  test('is tried at once and leaves nothing behind when it arrives', async () => {
    const { deliveries, store, sent } = setup()
    const { firstTry } = await deliveries.deliver('a')
    expect(await firstTry).toBe('sent')
    expect(sent).toEqual(['a'])
    expect(await store.outbox.list('waiting')).toEqual([])
  })

  test('is tried again with pauses that double, up to a cap', async () => {
    const { deliveries, tries, forward } = setup(down)
    await (await deliveries.deliver('a')).firstTry
    for (let minute = 0; minute < 24 * 60; minute++) await forward(60)
    const pauses = tries.slice(1).map(({ at }, index) => at - tries[index]!.at)
    expect(pauses.length).toBeLessThan(20)
    for (const [index, pause] of pauses.entries()) {
      const least = Math.min(BACKOFF.most, BACKOFF.first * BACKOFF.factor ** index) / 1000
      expect(pause).toBeGreaterThanOrEqual(least)
      expect(pause).toBeLessThan(least + 120)
    }
  })

  test('arrives after the server was down for a night', async () => {
    let isDown = true
    const { deliveries, sent, forward } = setup(() => (isDown ? down() : undefined))
    await (await deliveries.deliver('a')).firstTry
    for (let hour = 0; hour < 9; hour++) await forward(3_600)
    expect(sent).toEqual([])
    isDown = false
    for (let hour = 0; hour < 6; hour++) await forward(3_600)
    expect(sent).toEqual(['a'])
  })

  test('is given up after three days, kept as a dead letter, and arrives when it is replayed', async () => {
    let isDown = true
    const { deliveries, store, sent, errors, forward } = setup(() => (isDown ? down() : undefined))
    const { id } = await deliveries.deliver('a')
    for (let hour = 0; hour < 80; hour++) await forward(3_600)
    expect(await store.outbox.list('waiting')).toEqual([])
    expect(await store.outbox.list('dead')).toMatchObject([{ id, error: 'the server answered 503' }])
    expect(errors).toHaveLength(1)
    isDown = false
    await forward(60)
    expect(sent).toEqual([])
    expect(await store.outbox.replay(id, new Date(START.getTime() + 80 * 3_600_000 + 60_000))).toBe(true)
    await forward(1)
    expect(sent).toEqual(['a'])
  })

  test('is given up at once when the other side will never take it', async () => {
    const { deliveries, store, failures } = setup()
    failures.push(new DeliveryFailure('the server answered 410', 'never'))
    expect(await (await deliveries.deliver('a')).firstTry).toBe('dead')
    expect(await store.outbox.list('dead')).toHaveLength(1)
  })

  test('waits as long as the other side asks', async () => {
    const { deliveries, failures, tries, forward } = setup()
    failures.push(new DeliveryFailure('the server answered 429', 'down', { retryAfter: 600 }))
    await (await deliveries.deliver('a')).firstTry
    for (let second = 0; second < 700; second += 5) await forward(5)
    expect(tries.map(({ at }) => at)).toEqual([0, 600])
  })

  test('is sent by another process when the first ended before it was tried again', async () => {
    const { deliveries, another, failures, sent, forward } = setup()
    failures.push(down())
    await (await deliveries.deliver('a')).firstTry
    await deliveries.stop()
    await forward(120)
    expect(sent).toEqual([])
    await another().run()
    expect(sent).toEqual(['a'])
  })

  test('is sent whole while the process lives, and as it is kept afterwards', async () => {
    const { deliveries, another, failures, sent, store, forward } = setup()
    failures.push(down(), down())
    await (await deliveries.deliver('kept', { whole: 'whole' })).firstTry
    expect((await store.outbox.list('waiting')).map((entry) => entry.body)).toEqual(['kept'])
    await (await deliveries.deliver('kept 2', { whole: 'whole 2' })).firstTry
    await forward(60)
    await forward(60)
    expect(sent.sort()).toEqual(['whole', 'whole 2'])
    failures.push(down())
    await (await deliveries.deliver('kept 3', { whole: 'whole 3' })).firstTry
    await deliveries.stop()
    await forward(60)
    await another().run()
    expect(sent.at(-1)).toBe('kept 3')
  })

  test('does not storm a server that is down: 500 that wait become one request a minute', async () => {
    const { deliveries, store, tries, forward } = setup(down)
    await Promise.all(
      Array.from({ length: 500 }, async (_, index) => (await deliveries.deliver(String(index))).firstTry),
    )
    expect(await store.outbox.list('waiting')).toHaveLength(500)
    expect(tries.length).toBeLessThanOrEqual(8)
    const before = tries.length
    for (let second = 0; second < 3_600; second += 5) await forward(5)
    expect(tries.length - before).toBeLessThanOrEqual(75)
    expect(tries.length - before).toBeGreaterThan(30)
  })

  test('gets all of 500 through once the server is back, each once', async () => {
    let isDown = true
    const { deliveries, sent, store, forward } = setup(() => (isDown ? down() : undefined))
    await Promise.all(
      Array.from({ length: 500 }, async (_, index) => (await deliveries.deliver(String(index))).firstTry),
    )
    isDown = false
    for (let minute = 0; minute < 30; minute++) await forward(60)
    expect(sent).toHaveLength(500)
    expect(new Set(sent).size).toBe(500)
    expect(await store.outbox.list('waiting')).toEqual([])
  })

  test('is not sent twice by two processes that look at the same moment', async () => {
    const { deliveries, another, failures, sent, forward } = setup()
    failures.push(down())
    await (await deliveries.deliver('a')).firstTry
    await deliveries.deliver('b')
    await forward(0)
    const others = [another(), another()]
    await forward(120)
    await Promise.all(others.map((one) => one.run()))
    expect(sent.sort()).toEqual(['a', 'b'])
  })

  test('is forgotten with the conversation that it tells of', async () => {
    const { deliveries, failures, store } = setup()
    failures.push(down())
    await (await deliveries.deliver('a', { conversation: 'test/1' })).firstTry
    await deliveries.deliver('b', { conversation: 'test/2' })
    expect(await store.forget('test/1')).toMatchObject({ outbox: 1 })
    expect((await store.outbox.list('waiting')).map((entry) => entry.body)).toEqual(['b'])
  })

  test('was never sent when it could not be kept', async () => {
    const { deliveries, sent, store } = setup()
    store.outbox.add = async () => {
      throw new Error('the disk is full')
    }
    await expect(deliveries.deliver('a')).rejects.toThrow('the disk is full')
    expect(sent).toEqual([])
  })
})

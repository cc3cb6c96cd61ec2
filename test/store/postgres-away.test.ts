import { type AddressInfo, connect as connectTo, createServer, type Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createLimiter } from '../../src/limits.ts'
import type { PostgresLimits } from '../../src/store/postgres.ts'
import { createStore, type SqlStore } from '../../src/store/sql.ts'
import { StoreError } from '../../src/store/store.ts'
import { noOwnPostgres, startServer, type TestServer } from './postgres-server.ts'
import { answer, minute, START, testClock } from './records.ts'

// Processes are started, which takes a while on a busy machine.
vi.setConfig({ testTimeout: 30_000 })

/** Shorter than the defaults, so that the test is quick; the mechanism is the same. */
const SHORT: PostgresLimits = {
  graceMs: 50,
  connectMs: 250,
  statementMs: 250,
  connections: 4,
  waiting: 20,
  pauseMs: 20,
}

/** A network between the bot and its database that can fall silent, as one does when a cable is cut. */
async function cable(port: number) {
  let silent = false
  let connections = 0
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    connections++
    const far = connectTo(port, '127.0.0.1')
    const pairs = [
      [near, far],
      [far, near],
    ] as const
    for (const [from, to] of pairs) {
      sockets.add(from)
      from.on('data', (data) => {
        if (!silent) to.write(data)
      })
      from.on('error', () => to.destroy())
      from.on('close', () => {
        sockets.delete(from)
        to.destroy()
      })
    }
  })
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  return {
    url: `postgres://postgres@127.0.0.1:${(server.address() as AddressInfo).port}/postgres`,
    connections: () => connections,
    cut() {
      silent = true
    },
    mend() {
      silent = false
    },
    async remove() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

describe.skipIf(noOwnPostgres)(`while PostgreSQL is away${noOwnPostgres}`, () => {
  let server: TestServer
  const open: SqlStore[] = []
  beforeAll(async () => {
    server = await startServer({ durable: true })
  }, 60_000)
  afterAll(() => server?.remove())
  beforeEach(() => server.start())
  afterEach(async () => {
    await Promise.all(open.splice(0).map((store) => store.close()))
  })
  async function opened(databaseUrl: string, now = () => new Date()) {
    const store = createStore({ databaseUrl, dataDir: '/nowhere', now, postgres: SHORT })
    await store.open()
    open.push(store)
    return store
  }

  for (const how of ['fast', 'immediate'] as const) {
    it(`stopped under load (${how}) and started again: all that was acknowledged is there, the rest got a clear error`, async () => {
      const store = await opened(server.url)
      const acknowledged: string[] = []
      const refused = new Map<string, number>()
      let next = 0
      let going = true
      async function worker() {
        while (going) {
          const id = `${how}${next++}`
          try {
            await store.answers.add(answer(id))
            acknowledged.push(id)
          } catch (error) {
            if (!(error instanceof StoreError)) throw error
            refused.set(error.message, (refused.get(error.message) ?? 0) + 1)
            await new Promise(setImmediate)
          }
        }
      }
      const until = async (done: () => boolean) => {
        while (!done()) await new Promise(setImmediate)
      }
      const workers = Array.from({ length: 50 }, worker)
      await until(() => acknowledged.length > 300)
      await server.stop(how)
      const before = acknowledged.length
      await expect(store.check()).rejects.toMatchObject({
        name: 'StoreError',
        message: expect.stringMatching(
          /PostgreSQL (refuses connections|was shut down|is starting or stopping|closed the connection)/,
        ),
        mend: expect.stringContaining('by itself'),
      })
      await until(() => (refused.get('PostgreSQL refuses connections.') ?? 0) > 200)
      await server.start()
      await until(() => acknowledged.length > before + 300)
      going = false
      await Promise.all(workers)

      await store.check()
      const kept = new Set((await store.answers.since(START)).map(({ id }) => id))
      expect(acknowledged.filter((id) => !kept.has(id))).toEqual([])
      for (const cause of refused.keys()) expect(cause).toMatch(/PostgreSQL/)
      for (const cause of refused.keys()) expect(cause).not.toMatch(/unforeseen/)
    }, 30_000)
  }

  it('in silence, every call ends in time, and one too many is turned away at once', async () => {
    const network = await cable(server.port)
    const store = await opened(network.url)
    await store.check()
    network.cut()
    let settled = 0
    const calls = Array.from({ length: 2000 }, (_, n) =>
      store.conversations.get(`web/${n}`).then(
        () => 'answered',
        (error) => {
          settled++
          return error instanceof StoreError ? error.message : `${error}`
        },
      ),
    )
    await new Promise(setImmediate)
    await new Promise(setImmediate)
    // All but those that hold or await a connection.
    expect(settled).toBeGreaterThanOrEqual(2000 - SHORT.connections - SHORT.waiting)
    const causes = await Promise.all(calls)
    expect(causes.filter((cause) => cause.startsWith('Too much is waiting')).length).toBe(
      settled - waited(causes),
    )
    expect(waited(causes)).toBeLessThanOrEqual(SHORT.connections + SHORT.waiting)
    expect(new Set(causes)).not.toContain('answered')
    await expect(store.check()).rejects.toThrow(/PostgreSQL does not answer|No connection/)

    network.mend()
    for (let tries = 0; ; tries++) {
      const error = await store.check().catch((error: StoreError) => error)
      if (!error) break
      expect(tries).toBeLessThan(100_000)
      await new Promise(setImmediate)
    }
    await store.conversations.put('web/one', 1, minute(1e6))
    expect(await store.conversations.get('web/one')).toBe(1)
    await store.close()
    await network.remove()

    function waited(of: string[]) {
      return of.filter((cause) => /does not answer|became free|closed/.test(cause)).length
    }
  }, 30_000)

  it('it is asked again after a pause, by one caller, and not for each call', async () => {
    const clock = testClock()
    const network = await cable(server.port)
    const store = await opened(network.url, clock.now)
    await store.check()
    network.cut()
    await expect(store.check()).rejects.toThrow(/does not answer/)
    const connections = network.connections()
    for (let n = 0; n < 100; n++) await expect(store.check()).rejects.toThrow(/does not answer/)
    expect(network.connections()).toBe(connections)

    clock.pass(1)
    const both = await Promise.allSettled([store.check(), store.check(), store.check()])
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    expect(network.connections()).toBe(connections + 1)

    network.mend()
    clock.pass(1)
    await store.check()
    await store.close()
    await network.remove()
  })

  it('callers are still limited, by each instance for itself', async () => {
    const store = await opened(server.url)
    const limiter = createLimiter({ perMinute: 5, pool: store.limits })
    await server.stop('fast')
    const takes = []
    for (let n = 0; n < 8; n++) takes.push(await limiter.take('slack/U1'))
    expect(takes.filter((taken) => taken === true)).toHaveLength(5)
    await server.start()
  })

  it('the start stops with the cause, and works once it is back', async () => {
    await server.stop('fast')
    const store = createStore({ databaseUrl: server.url, dataDir: '', now: () => START, postgres: SHORT })
    await expect(store.open()).rejects.toMatchObject({
      name: 'StoreError',
      message: 'PostgreSQL refuses connections.',
    })
    await expect(store.check()).rejects.toThrow(/not open/)
    await server.start()
    await store.open()
    await store.check()
    await store.close()
  })
})

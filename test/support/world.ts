/**
 * One bot for a whole test file, since making one takes a second, with as many servers and adapters on it as the
 * tests like: instances of one bot over one store. The clock, the limit and the store's faults are set by the test.
 */
import { pino } from 'pino'
import type { Adapter, Host } from '../../src/adapter.ts'
import { adapterScope, createServer, registerPageIfFree } from '../../src/http/server.ts'
import { startTestBot, type TestBot } from './bot.ts'

export interface World {
  bot: TestBot
  /** What the clock says; tests turn it. */
  now: Date
  forward(seconds: number): void
  /** Null: no limit. */
  limit: ((caller: string) => true | number) | null
  /** Log lines as JSON. */
  logged: string[]
  /** An instance with this adapter, listening; `url` is its address. */
  serve<T extends Adapter>(name: string, make: (host: Host) => T): Promise<Instance<T>>
  close(): Promise<void>
}

export interface Instance<T> {
  url: string
  adapter: T
  host: Host
  close(): Promise<void>
}

export async function createWorld(start = new Date('2026-11-23T09:00:00Z')): Promise<World> {
  const logged: string[] = []
  const instances: Instance<Adapter>[] = []
  const log = pino({ level: 'debug' }, { write: (line: string) => void logged.push(line) })
  const bot = await startTestBot({
    now: () => world.now,
    limit: async (caller) => world.limit?.(caller) ?? true,
    logged: (line) => void logged.push(line),
  })
  const world: World = {
    bot,
    now: start,
    forward(seconds) {
      world.now = new Date(world.now.getTime() + seconds * 1000)
    },
    limit: null,
    logged,
    async serve(name, make) {
      const server = createServer({ bot: bot.bot, log, version: '0.0.0', troubles: async () => ({}) })
      const host = bot.bot.hostFor(name, await adapterScope(server))
      const adapter = make(host)
      registerPageIfFree(server, bot.bot)
      const url = await server.listen({ port: 0, host: '127.0.0.1' })
      await adapter.start()
      let closed = false
      const instance = {
        url,
        adapter,
        host,
        async close() {
          if (closed) return
          closed = true
          await adapter.stop()
          server.server.closeAllConnections()
          await server.close()
        },
      }
      instances.push(instance)
      return instance
    },
    async close() {
      await Promise.all(instances.map((instance) => instance.close()))
      await bot.close()
    },
  }
  return world
}

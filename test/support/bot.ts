/** A whole bot for tests: the real knowledge, answerer and HTTP server, a store in memory, no limits, a clock that can be set. */
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import type { Host } from '../../src/adapter.ts'
import { type Bot, createBot } from '../../src/bot.ts'
import { adapterScope, createServer, registerPageIfFree } from '../../src/http/server.ts'
import type { Knowledge } from '../../src/knowledge/knowledge.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { privacy } from '../../src/privacy/redact.ts'
import { createMemoryStore } from '../../src/store/memory.ts'
import type { Store } from '../../src/store/store.ts'

export const KNOWLEDGE_DIR =
  process.env.TEST_KNOWLEDGE_DIR ?? fileURLToPath(new URL('../../knowledge', import.meta.url))

const loaded = new Map<string, Knowledge>()

/** The knowledge with one provider; loaded once a test file. */
export function knowledgeOf(provider = 'default'): Knowledge {
  const known = loaded.get(provider)
  if (known) return known
  const knowledge = loadKnowledge({ directory: KNOWLEDGE_DIR, provider })
  loaded.set(provider, knowledge)
  return knowledge
}

export interface TestBotOptions {
  provider?: string
  store?: Store
  now?: () => Date
  /** Log lines as JSON, to see that nothing personal is in them. */
  logged?: (line: string) => void
  limit?: (caller: string) => Promise<true | number>
  publicUrl?: string
}

export interface TestBot {
  bot: Bot
  store: Store
  server: FastifyInstance
  /** The host for an adapter, with a scope of its own. Call it before `listen`. */
  host(name: string): Promise<Host>
  /** Listens on loopback and resolves with the base address. */
  listen(): Promise<string>
  close(): Promise<void>
}

export async function startTestBot(options: TestBotOptions = {}): Promise<TestBot> {
  const now = options.now ?? (() => new Date())
  const store = options.store ?? createMemoryStore({ now })
  const log = options.logged ? pino({ level: 'debug' }, { write: options.logged }) : pino({ level: 'silent' })
  await store.open()
  const bot = createBot({
    knowledge: knowledgeOf(options.provider),
    store,
    privacy,
    limit: options.limit ?? (async () => true),
    now,
    log,
    ...(options.publicUrl ? { publicUrl: options.publicUrl } : {}),
  })
  const server = createServer({ bot, log, version: '0.0.0', troubles: async () => ({}) })
  return {
    bot,
    store,
    server,
    host: async (name) => bot.hostFor(name, await adapterScope(server)),
    async listen() {
      registerPageIfFree(server, bot)
      return server.listen({ port: 0, host: '127.0.0.1' })
    },
    async close() {
      await server.close()
      await bot.flush()
      await store.close()
    },
  }
}

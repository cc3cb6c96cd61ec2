/** A bot in this process alone, for programs that ask it directly: it keeps nothing and serves nobody else. */
import Fastify from 'fastify'
import { pino } from 'pino'
import type { Host } from './adapter.ts'
import { createAnswerer } from './answerer.ts'
import { createBot } from './bot.ts'
import { readSettings, settingsSchema } from './config.ts'
import type { State } from './conversation/state.ts'
import { type Explanation, explain } from './explanation.ts'
import { prepareKnowledge } from './prepare.ts'
import { privacy } from './privacy/redact.ts'
import { createMemoryStore } from './store/memory.ts'

export interface LocalBot {
  /** What an adapter of this name gets. Its `http` listens nowhere. */
  host(name: string): Host
  /** Says why the last of these messages of one conversation is answered as it is. At least one message. */
  explain(messages: string[], locale?: string): Explanation
}

/** `provider`: instead of the setting `PROVIDER`. Throws `SettingsError` and `KnowledgeError` with all problems. */
export function createLocalBot({ provider }: { provider?: string | undefined } = {}): LocalBot {
  const settings = readSettings(settingsSchema)
  const { knowledge, prepared } = prepareKnowledge({
    directory: settings.KNOWLEDGE_DIR,
    provider: provider ?? settings.PROVIDER,
  })
  const now = () => new Date()
  const bot = createBot({
    knowledge,
    prepared,
    store: createMemoryStore({ now }),
    privacy,
    limit: async () => true,
    now,
    // Standard output belongs to the answers.
    log: pino({ level: 'warn', base: null }, pino.destination(2)),
  })
  return {
    host: (name) => bot.hostFor(name, Fastify()),
    explain(messages, locale) {
      const answerer = createAnswerer(knowledge, privacy)
      let state: State | null = null
      let explanation: Explanation | undefined
      for (const text of messages) {
        const answered = answerer.answer({ text, ...(locale ? { locale } : {}) }, state)
        state = answered.state
        explanation = explain(text, answered)
      }
      if (!explanation) throw new RangeError('there is no message to explain')
      return explanation
    },
  }
}

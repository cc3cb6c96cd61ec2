/** What goes to Chatwoot: kept until it arrives, in order within a conversation, and never over a person. */
import { createDeliveries, type Deliveries, type Host, withoutAddresses } from '../../src/adapter.ts'
import type { ChatwootApi } from './api.ts'
import { LIMITS } from './limits.ts'
import { conversationIdOf, type Place } from './parse.ts'
import type { ChatwootMessage } from './render.ts'
import type { TakenOver } from './taken-over.ts'

export const CHATWOOT_CHANNEL = 'chatwoot'

/** Done one after the other; what was done is not done again when a later one has to be tried again. */
export type Step = { message: ChatwootMessage } | { open: true }

interface Job extends Place {
  /** When the person wrote, in milliseconds by Chatwoot's clock. */
  at: number
  steps: Step[]
}

export interface Outgoing {
  /** Keeps the steps and begins with them. `question` and `locale` say which address must not lie in the outbox. */
  add(job: Job, question: string, locale: string): Promise<void>
  deliveries: Deliveries
}

export function createOutgoing(host: Host, api: ChatwootApi, takenOver: TakenOver): Outgoing {
  /** The last job of each conversation that is under way. */
  const tails = new Map<string, Promise<void>>()

  async function work(job: Job, id: string): Promise<void> {
    const progress = `done:${id}`
    const done = Number((await host.memory.get(progress)) ?? 0)
    for (const [index, step] of job.steps.entries()) {
      if (index < done) continue
      if (await takenOver.since(job, job.at)) return
      if ('message' in step) await api.send(job, step.message)
      else await api.open(job)
      if (index + 1 < job.steps.length)
        await host.memory.put(progress, index + 1, LIMITS.rememberedMinutes, conversationIdOf(job))
    }
  }

  const deliveries = createDeliveries({
    channel: CHATWOOT_CHANNEL,
    outbox: host.outbox,
    now: host.now,
    log: host.log,
    send(body, { id }) {
      const job = JSON.parse(body) as Job
      const key = conversationIdOf(job)
      const before = tails.get(key) ?? Promise.resolve()
      const mine = before.catch(() => {}).then(() => work(job, id))
      tails.set(key, mine)
      void mine
        .catch(() => {})
        .finally(() => {
          if (tails.get(key) === mine) tails.delete(key)
        })
      return mine
    },
  })
  return {
    deliveries,
    async add(job, question, locale) {
      const instead = host.words(locale)('common.user.address')
      await deliveries.deliver(JSON.stringify(withoutAddresses(job, question, instead)), {
        whole: JSON.stringify(job),
        conversation: `chatwoot/${conversationIdOf(job)}`,
      })
    },
  }
}

/** Who has a conversation: the bot, or a person, whom the bot never talks over. Shared by all instances. */
import type { Host } from '../../src/adapter.ts'
import { LIMITS } from './limits.ts'
import { conversationIdOf, type Place } from './parse.ts'

/** `opened`: until it is pending again. `person`: until it is resolved, pending or not. */
interface Taken {
  by: 'opened' | 'person'
  at: number
}

export interface TakenOver {
  note(place: Place, taken: Taken): Promise<void>
  /** It was resolved: the next message begins anew. */
  clear(place: Place): Promise<void>
  /** Whether a person has it, for something that was written at `at`, while the conversation was pending. */
  since(place: Place, at: number): Promise<boolean>
}

export function createTakenOver(host: Host): TakenOver {
  const key = (place: Place) => `taken:${conversationIdOf(place)}`
  return {
    note: (place, taken) =>
      host.memory.put(key(place), taken, LIMITS.rememberedMinutes, conversationIdOf(place)),
    clear: (place) => host.memory.put(key(place), null, 1, conversationIdOf(place)),
    async since(place, at) {
      const taken = (await host.memory.get(key(place))) as Taken | null
      return taken !== null && (taken.by === 'person' || taken.at >= at)
    },
  }
}

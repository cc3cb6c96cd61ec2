/** Finds the conversations that an id given by an operator means. */
import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Store } from '../store/store.ts'

const ID = /^(?:[a-z0-9-]{1,40}\/)?[A-Za-z0-9._:-]{1,128}$/

/** `frontEnd/conversationId`, or a conversation id alone, which stands for it at every front end. */
export function isConversationId(id: string): boolean {
  return ID.test(id)
}

/**
 * The keys under which the conversation may be kept, sorted. An id alone is looked for at every front end that
 * the bot can have and at each that the store knows of.
 */
export async function conversationKeys(store: Store, id: string): Promise<string[]> {
  if (id.includes('/')) return [id]
  const answered = await store.answers.since(new Date(0))
  const frontEnds = new Set([...frontEndNames(), ...answered.map(({ frontEnd }) => frontEnd)])
  return [...frontEnds].sort().map((frontEnd) => `${frontEnd}/${id}`)
}

function frontEndNames(): string[] {
  const adapters = fileURLToPath(new URL('../../adapters', import.meta.url))
  return ['http', ...(existsSync(adapters) ? readdirSync(adapters) : [])]
}

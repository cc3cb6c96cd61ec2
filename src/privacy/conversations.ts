/** Finds the conversations that an operator means: by their id, by a person, by a ticket. */
import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { UsageError } from '../store/command.ts'
import type { Store } from '../store/store.ts'

const ID = /^(?:[a-z0-9-]{1,40}\/)?[A-Za-z0-9._:-]{1,128}$/
const USER = /^[a-z0-9-]{1,40}\/[A-Za-z0-9._:-]{1,128}$/
const TICKET = /^[A-Za-z0-9._:-]{1,64}$/
const ADDRESS = /^[^\s@]{1,64}@[^\s@]{1,255}$/

/** What the two commands take, for their usage. */
export const WHOSE = `  --conversation ID  what the bot calls it: slack/C123:171.2, or C123:171.2 for every front end
  --user WHO         everything of a front end's user: slack/U012AB3CD, discord/80351110224678912, helpdesk/42 (a WHMCS client)
  --ticket NUMBER    the conversation that a ticket was opened from
  --address ADDRESS  everything of the person who gave this address to be reached`

export interface Meant {
  /** As it was given, for what is said. */
  what: string
  /** The keys under which conversations may be kept, sorted. */
  find(store: Store): Promise<string[]>
}

/** Reads the one option that says whose data is meant. Throws `UsageError` for none, several, or a wrong one. */
export function meantBy(args: string[]): Meant {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args,
    options: { conversation: text, user: text, ticket: text, address: text },
  })
  const given = Object.entries(values)
  if (given.length !== 1) throw new UsageError('Give one of --conversation, --user, --ticket and --address.')
  const [[option, what]] = given as [[keyof typeof values, string]]
  switch (option) {
    case 'conversation':
      if (!ID.test(what)) throw new UsageError('--conversation needs the id of a conversation.')
      return { what, find: (store) => conversationKeys(store, what) }
    case 'user':
      if (!USER.test(what))
        throw new UsageError('--user needs a front end and what it calls the user, as in slack/U012AB3CD.')
      return { what, find: (store) => store.people.conversationsOf(what) }
    case 'address':
      if (!ADDRESS.test(what)) throw new UsageError('--address needs an e-mail address.')
      return { what, find: (store) => store.people.conversationsOf(what) }
    case 'ticket':
      if (!TICKET.test(what)) throw new UsageError('--ticket needs the number of a ticket.')
      return { what: `ticket ${what}`, find: (store) => conversationsOfTicket(store, what) }
  }
}

/** A handoff's reference is the ticket's number, with a word before it (`adapters/helpdesk`). */
async function conversationsOfTicket(store: Store, number: string): Promise<string[]> {
  const references = [number, `ticket:${number}`]
  const handoffs = await Promise.all(references.map((reference) => store.handoffs.withReference(reference)))
  return [...new Set(handoffs.flat().map(({ conversation }) => conversation))].sort()
}

/** An id alone is looked for at every front end that the bot can have and at each that the store knows of. */
async function conversationKeys(store: Store, id: string): Promise<string[]> {
  if (id.includes('/')) return [id]
  const answered = await store.answers.since(new Date(0))
  const frontEnds = new Set([...frontEndNames(), ...answered.map(({ frontEnd }) => frontEnd)])
  return [...frontEnds].sort().map((frontEnd) => `${frontEnd}/${id}`)
}

function frontEndNames(): string[] {
  const adapters = fileURLToPath(new URL('../../adapters', import.meta.url))
  return ['http', ...(existsSync(adapters) ? readdirSync(adapters) : [])]
}

/** All that the page says of one program for one address: steps and values, as the bot answers them. Pure. */
import { compose } from '../../answering/compose.ts'
import { settingValues } from '../../answering/composers/settings.ts'
import { type Ask, Draft } from '../../answering/draft.ts'
import type { Knowledge } from '../../knowledge/knowledge.ts'
import type { Client } from '../../knowledge/schema.ts'
import type { Block, RichText, Setting } from '../../message.ts'
import type { Address } from '../address.ts'
import { type Way, wayOf } from './programs.ts'

export interface Guide {
  client: Client
  /** As it is called in a sentence. */
  name: string
  way: Way
  /** Where the program finds the settings by itself. */
  find: RichText[]
  /** Where they are typed. */
  byHand: RichText[]
  notes: RichText[]
  warnings: RichText[]
  /** One for each server, the incoming first. */
  settings: { title: string; rows: Value[] }[]
  /** Every port of the provider's file. */
  table: { columns: string[]; rows: string[][] }
}

/** A setting to type. The password is the person's own: there is nothing to copy. */
export interface Value extends Setting {
  copied: boolean
}

/** `locale`: one that answers are given in. Throws `Error` for a client that is not known. */
export function guideFor(knowledge: Knowledge, locale: string, clientId: string, asker: Address): Guide {
  const client = knowledge.clients.get(clientId)
  if (!client) throw new Error(`no client "${clientId}"`)
  const ask: Ask = {
    topic: 'client-setup',
    slots: { client: clientId, email: asker.address },
    has: () => false,
    cause: 0,
    domain: asker.domain,
    messages: [],
  }
  const { blocks } = compose(knowledge, locale, ask).draft
  const aside = new Draft(knowledge, locale, ask)
  const words = aside.pack.clients.get(clientId)!
  const { provider } = aside
  const used = [...provider.offered('incoming').slice(0, 1), ...provider.offered('outgoing').slice(0, 1)]
  aside.items('steps', words.find, settingValues(aside, words, used))
  const find = only(aside.blocks, 'steps').flatMap(({ items }) => items)
  const all = new Draft(knowledge, locale, { ...ask, topic: 'ports' })
  all.portTable(provider.offered().flatMap((protocol) => provider.ports(protocol)))
  const table = only(all.blocks, 'table')[0]!
  return {
    client,
    name: clientId === 'other' ? aside.word('any-program') : client.name,
    // Files that set programs up have a server for each way.
    way: find.length > 0 && used.length === 2 ? wayOf(client) : 'by-hand',
    find,
    byHand: only(blocks, 'steps').flatMap(({ items }) => items),
    notes: only(blocks, 'note').map(({ text }) => text),
    warnings: only(all.blocks, 'warning').map(({ text }) => text),
    settings: only(blocks, 'settings').map(({ title, rows }) => ({
      title,
      rows: rows.map((row) => ({ ...row, copied: row.label !== aside.word('table.password') })),
    })),
    table: { columns: table.columns, rows: table.rows },
  }
}

function only<Kind extends Block['kind']>(blocks: Block[], kind: Kind): Extract<Block, { kind: Kind }>[] {
  return blocks.filter((block): block is Extract<Block, { kind: Kind }> => block.kind === kind)
}

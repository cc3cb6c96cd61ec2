/** `server-settings`, `client-setup` and `webmail`: what to type, where, and when there is nothing to type. */
import type { ClientWords } from '../../knowledge/schema.ts'
import type { Protocol } from '../../message.ts'
import type { Draft } from '../draft.ts'
import type { Values } from '../text.ts'
import { remarkPort } from './ports.ts'

function incomingAsked(draft: Draft): Protocol {
  const asked = [draft.ask.slots.protocol ?? []].flat()
  return asked.find((protocol) => protocol !== 'smtp') ?? 'imap'
}

export function composeServerSettings(draft: Draft): void {
  settingsAsked(draft)
  remarkPort(draft)
}

function settingsAsked(draft: Draft): void {
  const { answer, cases } = draft.pack.topics.get('server-settings')!
  const { protocol, security } = draft.ask.slots
  const asked = [protocol ?? []].flat()
  const client = draft.knowledge.clients.get(draft.ask.slots.client ?? '')
  if (client && !client.manualSettings) {
    nothingToType(draft, client.id, 'change')
    return
  }
  const entryOf = (name: Protocol) =>
    (security ? draft.provider.ports(name, security)[0] : undefined) ?? draft.provider.best(name)
  if (asked.length === 1) {
    draft
      .section(cases!.one!, { protocol: draft.protocolName(asked[0]!) }, { hint: false })
      .server(entryOf(asked[0]!))
    // Nobody can use a program with one half of the settings.
    if (asked[0] !== 'smtp' && draft.ask.direction !== 'incoming') draft.server(entryOf('smtp'))
  } else if (asked.length > 1) {
    draft.section(answer!, {}, { hint: false })
    for (const name of asked) draft.server(entryOf(name))
    if (!asked.includes('smtp')) draft.server(entryOf('smtp'))
  } else if (draft.ask.direction === 'incoming') {
    draft.section(cases!.incoming!).server(entryOf('imap')).server(entryOf('pop3'))
    return
  } else if (draft.ask.direction === 'outgoing') {
    draft.section(cases!.outgoing!).servers('outgoing')
    return
  } else {
    draft.section(answer!, {}, { hint: false }).servers('both')
  }
  const hint = (asked.length === 1 ? cases!.one!.hint : answer!.hint) ?? ''
  if (draft.ask.slots.client === undefined && hint)
    draft.blocks.push({ kind: 'hint', text: draft.text(hint) })
  else if (draft.ask.slots.client !== undefined) whereToType(draft, 'change')
  if (security === 'starttls' && !draft.provider.offers('starttls')) draft.warn('starttls-not-offered')
}

export function composeClientSetup(draft: Draft): void {
  const { answer, cases } = draft.pack.topics.get('client-setup')!
  const client = draft.knowledge.clients.get(draft.ask.slots.client ?? '')
  if (!client) {
    draft.section(cases!.which!, {}, { hint: false }).servers('both', incomingAsked(draft))
    if (cases!.which!.hint) draft.blocks.push({ kind: 'hint', text: draft.text(cases!.which!.hint) })
    return
  }
  if (!client.manualSettings) {
    nothingToType(draft, client.id, 'add')
    return
  }
  const incoming = incomingAsked(draft)
  draft.section(answer!)
  whereToType(draft, 'add', incoming)
  draft.servers('both', incoming)
  if (incoming === 'pop3') draft.warn('pop-removes-mail')
}

/** A program that takes no servers: the first of its lines says what to do instead, the others how. */
function nothingToType(draft: Draft, id: string, which: 'add' | 'change'): void {
  const words = draft.pack.clients.get(id)!
  const [lead, ...others] = words[which]
  draft.lead(lead!)
  if (others.length > 0) draft.blocks.push({ kind: 'list', items: others.map((item) => draft.text(item)) })
  if (words.note) draft.blocks.push({ kind: 'note', text: draft.text(words.note) })
  draft.source(...draft.knowledge.clients.get(id)!.sources)
}

/** The steps of the person's program, with the settings in its own words. */
function whereToType(draft: Draft, which: 'add' | 'change', incoming: Protocol = incomingAsked(draft)): void {
  const id = draft.ask.slots.client ?? ''
  const words = draft.pack.clients.get(id)
  const client = draft.knowledge.clients.get(id)
  if (!words || !client) return
  const values = settingValues(draft, words, incoming)
  const items = words[which].map((step) => draft.text(step, values))
  draft.blocks.push(id === 'other' ? { kind: 'steps', items } : { kind: 'steps', title: client.name, items })
  if (words.note) draft.blocks.push({ kind: 'note', text: draft.text(words.note, values) })
  draft.source(...client.sources)
}

export function composeWebmail(draft: Draft): void {
  const { answer, cases } = draft.pack.topics.get('webmail')!
  if (draft.ask.has('settings') || draft.ask.has('set-up') || draft.ask.has('port')) {
    const needed = draft.knowledge.provider.webmail?.needsSettings
    draft.section(cases![needed ? 'settings-needed' : 'settings']!)
    if (needed) draft.servers('both')
  } else draft.section(answer!)
}

/** What the steps of a program may name, in the words of its menus; the ports are noted as stated. */
export function settingValues(draft: Draft, words: ClientWords, incoming: Protocol): Values {
  const receiving = draft.state(draft.provider.best(incoming))
  const sending = draft.state(draft.provider.best('smtp'))
  return {
    'in.protocol': draft.protocolName(incoming),
    'in.host': draft.provider.host(incoming, draft.domain),
    'in.port': receiving.port,
    'in.security': words.labels[receiving.security],
    'out.host': draft.provider.host('smtp', draft.domain),
    'out.port': sending.port,
    'out.security': words.labels[sending.security],
  }
}

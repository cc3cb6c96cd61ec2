/** `server-settings`, `client-setup` and `webmail`: what to type, where, and when there is nothing to type. */
import type { Client, ClientWords, Section } from '../../knowledge/schema.ts'
import type { Protocol } from '../../message.ts'
import type { Draft } from '../draft.ts'
import type { Direction } from '../facts.ts'
import { unmetNeeds } from '../needs.ts'
import type { Values } from '../text.ts'
import { composeAbsent } from './absent.ts'
import { denySecurity, remarkPort } from './ports.ts'

export function composeServerSettings(draft: Draft): void {
  const client = draft.knowledge.clients.get(draft.ask.slots.client ?? '')
  if (client && !client.manualSettings) nothingToType(draft, client, 'change')
  else {
    const { section, protocols } = settingsAsked(draft)
    draft.section(section, { protocol: draft.either(draft.asked.protocols) }, { hint: false })
    showSettings(draft, protocols)
    if (client) whereToType(draft, client, 'change', protocols)
    else draft.aside('hint', section.hint)
  }
  remarkPort(draft)
}

/** The words to begin with, and the protocols to show under them. */
function settingsAsked(draft: Draft): { section: Section; protocols: readonly Protocol[] } {
  const { answer, cases } = draft.pack.topics.get('server-settings')!
  const { slots, direction } = draft.ask
  const { protocols } = draft.asked
  const sending = draft.provider.offered('outgoing')
  if (slots.protocol === undefined) {
    if (direction) return { section: cases![direction]!, protocols }
    return { section: answer!, protocols: [...(draft.incoming ? [draft.incoming] : []), ...sending] }
  }
  // Nobody can use a program with one half of the settings.
  const whole = direction === 'incoming' ? protocols : [...new Set([...protocols, ...sending])]
  return { section: protocols.length === 1 ? cases!.one! : answer!, protocols: whole }
}

/** The settings of each protocol, with the kind of encryption that was asked for where there is one. */
function showSettings(draft: Draft, protocols: readonly Protocol[]): void {
  const { security } = draft.ask.slots
  const lacking = security ? protocols.filter((name) => !draft.provider.offers(security, name)) : []
  if (security && lacking.length > 0) denySecurity(draft, security, lacking)
  for (const name of protocols) {
    const [entry] = draft.provider.ports(name, lacking.includes(name) ? undefined : security)
    if (entry) draft.server(entry)
  }
}

export function composeClientSetup(draft: Draft): void {
  const { answer, cases } = draft.pack.topics.get('client-setup')!
  const client = draft.knowledge.clients.get(draft.ask.slots.client ?? '')
  const receiving = draft.provider.offered('incoming')
  if (client && !client.manualSettings) nothingToType(draft, client, 'add')
  // Every program wants a mailbox to read: a provider that only sends is added to one that is there.
  else if (receiving.length === 0) draft.section(cases!['sending-only']!).servers('outgoing')
  else if (!client) {
    draft.section(cases!.which!, {}, { hint: false }).servers('both').aside('hint', cases!.which!.hint)
  } else {
    const incoming = incomingFor(draft, client)
    if (incoming === undefined) draft.section(cases!['other-protocol']!).servers('both')
    else {
      draft.section(answer!)
      whereToType(draft, client, 'add', [incoming, ...draft.provider.offered('outgoing')])
      draft.servers('both', incoming)
      if (incoming === 'pop3') draft.warn('pop-removes-mail')
    }
  }
}

/** What this program can receive with here: the protocol asked for before the others; undefined for none. */
function incomingFor(draft: Draft, client: Client): Protocol | undefined {
  const able = (protocol: Protocol) => client.incoming.some((one) => one === protocol)
  return [...draft.asked.protocols, ...draft.provider.offered('incoming')].find(able)
}

/** A program that takes no servers: the first of its lines says what to do instead, the others how. */
function nothingToType(draft: Draft, client: Client, which: 'add' | 'change'): void {
  const unmet = unmetNeeds(client.needs, draft.provider, draft.knowledge.provider)
  if (unmet.length > 0) {
    composeAbsent(draft, unmet)
    return
  }
  const words = draft.pack.clients.get(client.id)!
  const [lead, ...others] = words[which]
  draft
    .lead(lead!)
    .items('list', others)
    .aside('note', words.note)
    .source(...client.sources)
}

/** The steps of the person's program, with the settings in its own words: the first of these protocols for each way. */
function whereToType(
  draft: Draft,
  client: Client,
  which: 'add' | 'change',
  protocols: readonly Protocol[],
): void {
  const words = draft.pack.clients.get(client.id)!
  const values = settingValues(draft, words, protocols)
  draft
    .items('steps', words[which], values, client.id === 'other' ? undefined : client.name)
    .aside('note', words.note, values)
    .source(...client.sources)
}

export function composeWebmail(draft: Draft): void {
  const { answer, cases } = draft.pack.topics.get('webmail')!
  if (draft.ask.has('settings') || draft.ask.has('set-up') || draft.ask.has('port')) {
    const needed = draft.knowledge.provider.webmail?.needsSettings
    draft.section(cases![needed ? 'settings-needed' : 'settings']!)
    if (needed) draft.servers('both')
  } else draft.section(answer!)
}

/** What the steps of a program may name, in the words of its menus: the first of these protocols for each way. */
export function settingValues(draft: Draft, words: ClientWords, protocols: readonly Protocol[]): Values {
  const valuesFor = (side: 'in' | 'out', direction: Direction) => {
    const protocol = protocols.find((name) => draft.provider.direction(name) === direction)
    const entry = protocol && draft.provider.best(protocol)
    if (entry) draft.state(entry)
    return {
      [`${side}.protocol`]: entry && draft.protocolName(entry.protocol),
      [`${side}.host`]: entry && draft.provider.host(entry.protocol, draft.domain),
      [`${side}.port`]: entry?.port,
      [`${side}.security`]: entry && words.labels[entry.security],
    }
  }
  return { ...valuesFor('in', 'incoming'), ...valuesFor('out', 'outgoing') }
}

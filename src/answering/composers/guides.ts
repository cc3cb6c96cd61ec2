/** Topics with one answer, some with answers for particular cases. */
import type { Protocol } from '../../message.ts'
import type { Draft } from '../draft.ts'
import type { PortEntry } from '../facts.ts'
import { incomingOf } from '../needs.ts'
import { composePortMeaning, denialOf, denyPort } from './ports.ts'

type ChooseCase = (draft: Draft) => string | undefined

const first = (pairs: [boolean, string][]) => pairs.find(([holds]) => holds)?.[1]

/** Which case of a topic fits the question; undefined for the general answer. */
const CASES: Record<string, ChooseCase> = {
  'email-overview': ({ ask, knowledge }) =>
    first([
      [
        ask.has('webmail') || ask.has('browser'),
        knowledge.provider.webmail ? 'webmail-or-program' : 'no-webmail',
      ],
      [
        ask.has('incoming') ||
          ask.has('outgoing') ||
          ask.has('incoming-server') ||
          ask.has('outgoing-server'),
        'incoming-outgoing',
      ],
    ]),
  'pop-vs-imap': ({ ask }) =>
    first([
      [ask.has('find-out'), 'which-have'],
      [ask.slots.devices === 'several' || (ask.has('phone') && ask.has('computer')), 'several-devices'],
      [ask.slots.devices === 'one', 'one-device'],
      [ask.has('offline'), 'offline'],
      [ask.has('storage-local') || ask.has('full'), 'storage'],
    ]),
  'outgoing-auth': (draft) =>
    first([
      [!draft.knowledge.provider.authentication.smtp, 'not-required'],
      [draft.ask.has('refuse') || draft.ask.messages.length > 0, 'relay'],
    ]),
  'sign-in-method': (draft) => {
    const { oauth2, appPasswords } = draft.knowledge.provider.authentication
    return first([
      [draft.ask.has('app-password'), appPasswords ? 'app-passwords-offered' : 'app-passwords-not-offered'],
      [draft.ask.has('oauth'), oauth2 ? 'oauth2-offered' : 'oauth2-not-offered'],
    ])
  },
  'switch-to-imap': ({ ask }) => (ask.has('to-pop') ? 'to-pop' : undefined),
  'move-mail': ({ ask, provider }) =>
    first([
      // Only with IMAP can old mail be put on the new server.
      [ask.has('provider') && provider.offered().includes('imap'), 'new-provider'],
      [ask.has('new-computer') || ask.has('computer'), 'new-computer'],
    ]),
  handoff: () => undefined,
}

export function composeGuide(draft: Draft): void {
  const words = draft.pack.topics.get(draft.ask.topic)!
  const name = CASES[draft.ask.topic]?.(draft)
  const section = (name ? words.cases?.[name] : undefined) ?? words.answer
  if (!section) throw new Error(`${draft.ask.topic} has no answer in ${draft.pack.id}`)
  draft.section(section)
  const topic = draft.knowledge.topics.get(draft.ask.topic)!
  if (topic.settings) draft.servers(topic.settings, name === 'to-pop' ? 'pop3' : incomingOf(topic.needs))
  for (const code of topic.warnings) draft.warn(code)
}

export function composePortBlocked(draft: Draft): void {
  const { answer, cases } = draft.pack.topics.get('port-blocked')!
  const blocked = draft.ask.slots.port
  const protocol = protocolBlocked(draft)
  if (protocol === undefined) {
    composePortMeaning(draft)
    return
  }
  const open = waysOut(draft, protocol, blocked)
  const [first] = open
  if (!first || (blocked === undefined && open.length === 1)) {
    draft.section(cases!['no-alternate']!)
    for (const entry of draft.provider.bests([protocol])) draft.server(entry)
    denyPort(draft)
    return
  }
  if (blocked === undefined) draft.section(answer!)
  else {
    const denial = draft.provider.withNumber(blocked).length > 0 ? undefined : denialOf(draft, blocked)
    if (denial) draft.lead(denial.text)
    const values = { 'blocked.port': blocked, 'alternate.port': draft.state(first).port }
    draft.section(cases!.alternate!, values, { lead: !denial })
  }
  draft.portTable([...new Set([...open, ...othersToOpen(draft)])])
}

/**
 * Whose port is blocked: that of the number, else the one asked for; mostly it is sending. Undefined for a port of
 * something that is not offered: no other port would help there.
 */
function protocolBlocked(draft: Draft): Protocol | undefined {
  const { port, protocol } = draft.ask.slots
  const [asked] = protocol || draft.ask.direction ? draft.asked.protocols : []
  if (port === undefined) return asked ?? draft.provider.offered('outgoing')[0] ?? draft.provider.offered()[0]
  const owner = draft.provider.protocolOf(port) ?? asked
  return owner && draft.provider.best(owner) ? owner : undefined
}

/** The other ports of the protocol. An unencrypted one is a way out only where the provider says so. */
function waysOut(draft: Draft, protocol: Protocol, blocked: number | undefined): PortEntry[] {
  return draft.provider
    .ports(protocol)
    .filter((entry) => entry.port !== blocked && (entry.security !== 'none' || entry.use === 'alternate'))
}

/** Who opens a firewall for others asks for the ports of both ways. */
function othersToOpen(draft: Draft): PortEntry[] {
  const { port, protocol } = draft.ask.slots
  const one = port !== undefined || protocol !== undefined || draft.ask.direction !== undefined
  return one || draft.ask.has('send') ? [] : draft.provider.bests(draft.provider.offered('incoming'))
}

export function composeDefine(draft: Draft): void {
  const id = draft.ask.slots.term
  const term = id === undefined ? undefined : draft.pack.terms[id]
  if (!term) {
    draft.section(draft.pack.topics.get('define')!.answer!)
    return
  }
  draft.lead(`${term.name}: ${term.means}`)
  const entry = draft.knowledge.terms.find((candidate) => candidate.id === id)
  draft.source(...(entry?.sources ?? []).flatMap((key) => draft.knowledge.sources[key] ?? []))
}

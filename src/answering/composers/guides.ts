/** Topics with one answer, some with answers for particular cases. */
import type { Draft } from '../draft.ts'

type ChooseCase = (draft: Draft) => string | undefined

const first = (pairs: [boolean, string][]) => pairs.find(([holds]) => holds)?.[1]

/** Which case of a topic fits the question; undefined for the general answer. */
const CASES: Record<string, ChooseCase> = {
  'email-overview': ({ ask }) =>
    first([
      [ask.has('webmail') || ask.has('browser'), 'webmail-or-program'],
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
  'move-mail': ({ ask }) =>
    first([
      [ask.has('provider'), 'new-provider'],
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
  if (topic.settings) draft.servers(topic.settings, name === 'to-pop' ? 'pop3' : undefined)
  for (const code of topic.warnings) draft.warn(code)
}

export function composePortBlocked(draft: Draft): void {
  const { answer, cases } = draft.pack.topics.get('port-blocked')!
  const blocked = draft.ask.slots.port
  const known = blocked === undefined ? [] : draft.provider.withNumber(blocked)
  const protocol = known[0]?.protocol ?? 'smtp'
  // An unencrypted port is a way out only where the provider says so.
  const open = draft.provider
    .ports(protocol)
    .filter((entry) => entry.port !== blocked && (entry.security !== 'none' || entry.use === 'alternate'))
  const first = open[0]
  if (!first || (blocked === undefined && open.length === 1)) {
    draft.section(cases!['no-alternate']!).servers(protocol === 'smtp' ? 'outgoing' : 'incoming', protocol)
    return
  }
  if (blocked === undefined) draft.section(answer!)
  else {
    const values = { 'blocked.port': blocked, 'alternate.port': draft.state(first).port }
    const denied = known.length === 0
    if (denied)
      draft.lead(draft.pack.topics.get('port-meaning')!.cases!['not-offered']!.lead, {
        port: blocked,
        protocol: draft.protocolName(protocol),
        'better.port': first.port,
        'better.security': draft.securityName(first.security),
      })
    draft.section(cases!.alternate!, values, { lead: !denied })
  }
  // Who opens a firewall for others asks for the ports of both ways.
  const both = blocked === undefined && draft.ask.slots.protocol === undefined && !draft.ask.direction
  const incoming =
    both && !draft.ask.has('send') ? (['imap', 'pop3'] as const).map((name) => draft.provider.best(name)) : []
  draft.portTable([...open, ...incoming])
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

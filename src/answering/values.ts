/** The placeholders that every text may use, and their values for one answer. */
import type { Knowledge, LanguagePack } from '../knowledge/knowledge.ts'
import type { InterfaceWords, Need } from '../knowledge/schema.ts'
import type { Protocol, Slots } from '../message.ts'
import type { Direction, ProviderFacts } from './facts.ts'
import { fill, type Values } from './text.ts'

/** What every text may name, whichever the provider. */
export const ALWAYS = ['provider', 'support', 'user', 'client']

/** What every text may name and a provider may not have: the sentence is then left out. With the need that it stands for. */
export const PERHAPS: Record<string, Need> = {
  webmail: 'webmail',
  imap: 'imap',
  pop3: 'pop3',
  smtp: 'outgoing',
  incoming: 'incoming',
  outgoing: 'outgoing',
  'limit.message': 'message-limit',
  'limit.mailbox': 'mailbox-limit',
}

/** Looks up a word of the interface by dotted key in a language. Throws `Error` for a key that is missing. */
export function interfaceWord(words: InterfaceWords, key: string): string {
  let at: string | InterfaceWords | undefined = words
  for (const part of key.split('.')) at = typeof at === 'object' ? at[part] : undefined
  if (typeof at !== 'string') throw new Error(`no interface word "${key}"`)
  return at
}

const formats = new Map<string, Intl.NumberFormat>()

/** Making a format takes longer than all the rest of an answer. */
function formatOf(locale: string): Intl.NumberFormat {
  const known = formats.get(locale) ?? new Intl.NumberFormat(locale)
  formats.set(locale, known)
  return known
}

/** "Thunderbird", or "your mail program" for one that is not known by name. */
function clientName(knowledge: Knowledge, pack: LanguagePack, id: string | undefined): string {
  const client = id === undefined || id === 'other' ? undefined : knowledge.clients.get(id)
  return client?.name ?? interfaceWord(pack.interface, 'common.any-program')
}

/**
 * `{imap}`, `{pop3}` and `{smtp}` are the names of those that are offered, `{incoming}` and `{outgoing}` of all that are,
 * as "IMAP or POP3".
 */
function protocolValues(knowledge: Knowledge, facts: ProviderFacts, or: string): Values {
  const name = (protocol: Protocol) => knowledge.protocols.protocols[protocol].name
  const offered = facts.offered()
  const one = (protocol: Protocol) => (offered.includes(protocol) ? name(protocol) : undefined)
  const either = (direction: Direction) => facts.offered(direction).map(name).join(` ${or} `) || undefined
  return {
    imap: one('imap'),
    pop3: one('pop3'),
    smtp: one('smtp'),
    incoming: either('incoming'),
    outgoing: either('outgoing'),
  }
}

/** What the provider does not have is there as `undefined`: a sentence that names it is left out. */
export function baseValues(
  knowledge: Knowledge,
  pack: LanguagePack,
  facts: ProviderFacts,
  ask: { slots: Slots; domain?: string },
): Values {
  const { provider } = knowledge
  const say = (key: string) => interfaceWord(pack.interface, `common.${key}`)
  const domain = ask.domain ?? say('domain')
  const { email } = ask.slots
  const user = email
    ? provider.user === 'address'
      ? email
      : email.split('@')[0]!
    : say(`user.${provider.user}`)
  const { url, email: supportEmail } = provider.support
  const amount = (unit: string, value: number | undefined) =>
    value === undefined ? undefined : fill(say(`unit.${unit}`), { n: formatOf(pack.id).format(value) })
  return {
    ...protocolValues(knowledge, facts, say('or')),
    provider: provider.name,
    support: fill(say(supportEmail ? 'support.both' : 'support.url'), { url, email: supportEmail }),
    webmail: facts.webmail(domain),
    user,
    domain,
    client: clientName(knowledge, pack, ask.slots.client),
    code: ask.slots.code,
    'limit.message': amount('megabytes', provider.limits.messageMegabytes),
    'limit.mailbox': amount('gigabytes', provider.limits.mailboxGigabytes),
  }
}

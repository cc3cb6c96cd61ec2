/** What a topic, a cause or a program needs of the provider, and whether it is there. */
import type { Knowledge } from '../knowledge/knowledge.ts'
import type { Need, Topic } from '../knowledge/schema.ts'
import type { ProviderFacts } from './facts.ts'

type Settings = NonNullable<Topic['settings']>
type Test = (facts: ProviderFacts, provider: Knowledge['provider']) => boolean

const TESTS: Record<Need, Test> = {
  imap: (facts) => facts.offered().includes('imap'),
  pop3: (facts) => facts.offered().includes('pop3'),
  incoming: (facts) => facts.offered('incoming').length > 0,
  outgoing: (facts) => facts.offered('outgoing').length > 0,
  webmail: (_facts, { webmail }) => webmail !== undefined,
  mailbox: (facts, { webmail }) => facts.offered('incoming').length > 0 || webmail !== undefined,
  oauth2: (_facts, { authentication }) => authentication.oauth2,
  'app-passwords': (_facts, { authentication }) => authentication.appPasswords,
  starttls: (facts) => facts.offers('starttls'),
  'message-limit': (_facts, { limits }) => limits.messageMegabytes !== undefined,
  'no-message-limit': (_facts, { limits }) => limits.messageMegabytes === undefined,
  'mailbox-limit': (_facts, { limits }) => limits.mailboxGigabytes !== undefined,
  'alternate-port': (facts) => facts.offered().some((protocol) => facts.alternates(protocol).length > 0),
}

/** Those of `needs` that the provider does not have. */
export function unmetNeeds(needs: Need[], facts: ProviderFacts, provider: Knowledge['provider']): Need[] {
  return needs.filter((need) => !TESTS[need](facts, provider))
}

/** The protocol to receive with that is needed, the first of them. */
export function incomingOf(needs: Need[]): 'imap' | 'pop3' | undefined {
  return needs.find((need) => need === 'imap' || need === 'pop3')
}

/** What showing a settings table takes. */
const SHOWING: Record<Settings, Need[]> = {
  incoming: ['incoming'],
  outgoing: ['outgoing'],
  both: [],
  webmail: ['webmail'],
}

export function settingsNeeds(settings: Settings | undefined): Need[] {
  return settings ? SHOWING[settings] : []
}

/** A cause fits when its needs are met and the settings that it compares with are there. */
export function causeFits(
  { needs, settings }: Topic['causes'][number],
  facts: ProviderFacts,
  provider: Knowledge['provider'],
): boolean {
  return unmetNeeds([...needs, ...settingsNeeds(settings)], facts, provider).length === 0
}

/** `encryption`: SSL, TLS, STARTTLS or none, and what the words mean in menus. Judged protocol by protocol. */
import type { Protocol, Security } from '../../message.ts'
import type { Draft } from '../draft.ts'
import type { PortEntry } from '../facts.ts'
import { askedFor, denyPort, denySecurity, explainSecurity } from './ports.ts'

export function composeEncryption(draft: Draft): void {
  const { security } = draft.ask.slots
  const { protocols } = draft.asked
  const encrypted = draft.provider.bests(protocols).filter((entry) => entry.security !== 'none')
  if (security === 'ssl' || security === 'starttls') offeredOrNot(draft, security, protocols)
  else encryptedOrNot(draft, protocols, encrypted)
  // The general answer lists the words already.
  if (security || encrypted.length === 0)
    draft.paragraph(draft.pack.topics.get('encryption')!.cases!['menu-words']!.lead)
  denyPort(draft)
}

function offeredOrNot(draft: Draft, security: Security, protocols: readonly Protocol[]): void {
  const { cases } = draft.pack.topics.get('encryption')!
  const offered = protocols.flatMap((protocol) => draft.provider.ports(protocol, security))
  const lacking = protocols.filter((protocol) => !draft.provider.offers(security, protocol))
  if (offered.length === 0) {
    draft.section(cases!['not-offered']!, { asked: askedFor(draft, security, protocols) })
    explainSecurity(draft, security, protocols)
    draft.portTable(draft.provider.bests(protocols))
    return
  }
  draft.section(cases![security === 'ssl' ? 'ssl' : 'starttls-offered']!)
  const instead = lacking.length > 0 ? denySecurity(draft, security, lacking) : []
  const recommended = security === 'ssl' ? [] : draft.provider.bests(protocols)
  draft.portTable([...new Set([...offered, ...recommended, ...instead])])
}

/** Which encryption, and what of a connection without: as far as there is an encrypted one. */
function encryptedOrNot(draft: Draft, protocols: readonly Protocol[], encrypted: PortEntry[]): void {
  const { answer, cases } = draft.pack.topics.get('encryption')!
  const bare = protocols.filter((protocol) => !draft.provider.safest(protocol))
  const bareValues = { protocol: draft.list(bare.map((protocol) => draft.protocolName(protocol))) }
  if (encrypted.length > 0) {
    const section = draft.ask.slots.security === 'none' ? cases!.none! : answer!
    draft.section(section, { settings: draft.spoken(encrypted) })
    if (bare.length > 0) draft.paragraph(cases!['none-only']!.lead, bareValues)
  } else draft.section(cases!['none-only']!, bareValues)
  draft.portTable(draft.provider.bests(protocols))
}

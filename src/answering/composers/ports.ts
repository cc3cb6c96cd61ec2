/** `ports` and `port-meaning`: which port to use, and what one port is for. */
import type { Protocol, Security } from '../../message.ts'
import type { Draft } from '../draft.ts'
import type { PortEntry } from '../facts.ts'
import { insteadOf } from './absent.ts'

function words(draft: Draft, topic: string) {
  return draft.pack.topics.get(topic)!
}

/** {protocol}, {port} and {security} of a setting; {encrypted} is the security inside a sentence: "with SSL/TLS". */
function valuesOf(draft: Draft, entry: PortEntry) {
  return {
    protocol: draft.protocolName(entry.protocol),
    port: entry.port,
    security: draft.securityName(entry.security),
    encrypted: draft.word(`encrypted.${entry.security}`),
  }
}

/** The same of what to use instead, as {better.port} and {better.encrypted}. */
function betterValues(draft: Draft, better: PortEntry) {
  return { 'better.port': better.port, 'better.encrypted': draft.word(`encrypted.${better.security}`) }
}

/** "STARTTLS for IMAP"; the security alone where it is asked of all that there is. */
export function askedFor(draft: Draft, security: Security, protocols: readonly Protocol[]): string {
  const all = draft.provider.offered().every((protocol) => protocols.includes(protocol))
  const protocol = draft.list(protocols.map((name) => draft.protocolName(name)))
  if (security === 'none')
    return all && protocols.length > 1 ? draft.word('asked.none') : draft.word('asked.none-of', { protocol })
  const name = draft.securityName(security)
  return all && protocols.length > 1 ? name : draft.word('asked.security-of', { security: name, protocol })
}

/**
 * Says of protocols that they do not have a kind of security, with what to use instead, and notes it.
 * Returns what to show for them.
 */
export function denySecurity(draft: Draft, security: Security, protocols: readonly Protocol[]): PortEntry[] {
  const best = draft.provider.bests(protocols)
  const [first] = best
  if (!first) return []
  const { cases } = words(draft, 'ports')
  const asked = askedFor(draft, security, protocols)
  if (best.length === 1)
    draft.section(cases!['not-offered']!, { ...valuesOf(draft, draft.state(first)), asked })
  else draft.section(cases!['not-offered-several']!, { asked, settings: draft.spoken(best) })
  explainSecurity(draft, security, protocols)
  return best
}

/** Why protocols do not have a kind of security, and the warning where nothing here has it. */
export function explainSecurity(draft: Draft, security: Security, protocols: readonly Protocol[]): void {
  draft.reason({ security, ...(protocols.length === 1 ? { protocol: protocols[0]! } : {}) })
  if (security === 'starttls' && !draft.provider.offers('starttls')) draft.warn('starttls-not-offered')
}

export function composePorts(draft: Draft): void {
  const { security } = draft.ask.slots
  if (security) portsBySecurity(draft, security)
  else portsByProtocol(draft)
  const { port, protocol } = draft.ask.slots
  const [entry] = port === undefined ? [] : draft.provider.withNumber(port)
  // "IMAP on port 110?": a port of another protocol.
  if (entry && protocol && !draft.asked.protocols.includes(entry.protocol))
    draft.second(meaningOf(draft, draft.state(entry)).lead, meaningValues(draft, entry))
  denyPort(draft)
}

function portsBySecurity(draft: Draft, security: Security): void {
  const { protocols } = draft.asked
  const fitting = protocols.flatMap((protocol) => draft.provider.ports(protocol, security))
  const lacking = protocols.filter((protocol) => !draft.provider.offers(security, protocol))
  if (fitting.length > 0) {
    if (security === 'none') draft.portTable([...fitting, ...plainPorts(draft, fitting)])
    else draft.section(...several(draft, fitting)).portTable(fitting)
  }
  if (lacking.length > 0) draft.portTable(denySecurity(draft, security, lacking))
}

/** The first line for unencrypted ports, which names the better ones; returns these. */
function plainPorts(draft: Draft, plain: PortEntry[]): PortEntry[] {
  const { cases } = words(draft, 'ports')
  const safer = [...new Set(plain.flatMap((entry) => draft.provider.safest(entry.protocol) ?? []))]
  const [first] = plain
  const [better] = safer
  if (!better) draft.section(...several(draft, plain))
  else if (plain.length === 1)
    draft.section(cases!.unencrypted!, {
      ...valuesOf(draft, draft.state(first!)),
      ...betterValues(draft, draft.state(better)),
    })
  else
    draft.section(cases!['unencrypted-several']!, {
      plain: draft.spoken(plain),
      settings: draft.spoken(safer),
    })
  return safer
}

/** The section for one setting or for several, with its values. */
function several(draft: Draft, entries: PortEntry[]): Parameters<Draft['section']> {
  const { cases } = words(draft, 'ports')
  return entries.length === 1
    ? [cases!.one!, valuesOf(draft, draft.state(entries[0]!))]
    : [cases!.several!, { settings: draft.spoken(entries) }]
}

function portsByProtocol(draft: Draft): void {
  const { protocols } = draft.asked
  const named = draft.ask.slots.protocol !== undefined || draft.ask.direction !== undefined
  const best = draft.provider.bests(protocols)
  if (named || best.length === 1) draft.section(...several(draft, best))
  else draft.section(words(draft, 'ports').answer!, { settings: draft.spoken(best) })
  draft.portTable(protocols.length === 1 ? draft.provider.ports(protocols[0]!) : best)
}

/** What to say of a port that is not offered. `{better.port}` serves the protocol that the port belongs to. */
export function denialOf(draft: Draft, port: number): { text: string; better: PortEntry[] } {
  const { cases } = words(draft, 'port-meaning')
  if (!draft.knowledge.protocols.knownPorts.includes(port))
    return { text: draft.fill(cases!['not-mail']!.lead, { port }), better: [] }
  const protocol = draft.provider.protocolOf(port)
  if (!protocol) return { text: draft.fill(cases!['not-offered-other']!.lead, { port }), better: [] }
  const better = draft.provider.best(protocol)
  if (better) {
    const values = { ...betterValues(draft, draft.state(better)), ...valuesOf(draft, better), port }
    return { text: draft.fill(cases!['not-offered']!.lead, values), better: [better] }
  }
  draft.denied(protocol)
  const text = draft.fill(cases!['not-offered-protocol']!.lead, {
    port,
    protocol: draft.protocolName(protocol),
  })
  const others = draft.provider.offered(draft.provider.direction(protocol))
  return { text: `${text} ${insteadOf(draft, [protocol])}`.trim(), better: draft.provider.bests(others) }
}

/** A port that was named and is not offered is said to be so, whatever the question is about. */
export function denyPort(draft: Draft): void {
  const { port } = draft.ask.slots
  if (port === undefined || draft.provider.withNumber(port).length > 0) return
  draft.second(denialOf(draft, port).text)
}

/** Says of a port that was named, offered but not the recommended one, what it is and which one is better. */
export function remarkPort(draft: Draft): void {
  const { port } = draft.ask.slots
  const entry = port === undefined ? undefined : draft.provider.withNumber(port)[0]
  if (!entry) denyPort(draft)
  else if (entry.security === 'none' && entry.use !== 'alternate')
    draft.second(meaningOf(draft, draft.state(entry)).lead, meaningValues(draft, entry)).warn('unencrypted')
}

/** The section that says what an offered port is for. */
function meaningOf(draft: Draft, entry: PortEntry) {
  const { cases } = words(draft, 'port-meaning')
  if (entry.use === 'alternate') return cases!['offered-alternate']!
  if (entry.security !== 'none') return cases!.offered!
  return cases![draft.provider.safest(entry.protocol) ? 'offered-plain' : 'offered-plain-only']!
}

function meaningValues(draft: Draft, entry: PortEntry) {
  const better = draft.provider.safest(entry.protocol) ?? entry
  return { ...valuesOf(draft, entry), ...betterValues(draft, better) }
}

export function composePortMeaning(draft: Draft): void {
  const { port } = draft.ask.slots
  if (port === undefined) {
    draft.section(words(draft, 'port-meaning').answer!)
    return
  }
  const asked = [draft.ask.slots.protocol ?? []].flat()
  const entries = draft.provider.withNumber(port)
  const entry = entries.find((candidate) => asked.includes(candidate.protocol)) ?? entries[0]
  const shown = entry ? portOffered(draft, entry) : portNotOffered(draft, port)
  const table = [...new Set([...shown, ...othersNamed(draft, port)])]
  if (table.length > 0) draft.portTable(table)
}

/** What an offered port is for; returns what to show with it. */
function portOffered(draft: Draft, entry: PortEntry): PortEntry[] {
  draft.state(entry)
  draft.section(meaningOf(draft, entry), meaningValues(draft, entry))
  const { security } = draft.ask.slots
  // "Port 995 for IMAP?" and "STARTTLS on 143?" each ask for a pair that may not go together.
  const elsewhere = draft.asked.protocols.filter((protocol) => protocol !== entry.protocol)
  const otherProtocols = draft.ask.slots.protocol === undefined ? [] : draft.provider.bests(elsewhere)
  for (const other of otherProtocols)
    draft.paragraph(words(draft, 'ports').cases!.one!.lead, valuesOf(draft, draft.state(other)))
  const better = draft.provider.safest(entry.protocol) ?? entry
  const shown = [entry, better, ...otherProtocols]
  if (!security || security === entry.security) return shown
  const [paired] = draft.provider.ports(entry.protocol, security)
  if (!paired) return [...shown, ...denySecurity(draft, security, [entry.protocol])]
  draft.paragraph(words(draft, 'ports').cases!.one!.lead, valuesOf(draft, draft.state(paired)))
  return [...shown, paired]
}

/** Says that a port is not offered, and why; returns what to show instead. */
function portNotOffered(draft: Draft, port: number): PortEntry[] {
  const { text, better } = denialOf(draft, port)
  draft.lead(text)
  const protocol = draft.provider.protocolOf(port)
  if (draft.knowledge.protocols.knownPorts.includes(port))
    draft.reason({ port, ...(protocol ? { protocol } : {}) })
  else draft.aside('hint', words(draft, 'port-meaning').cases!['not-mail']!.hint)
  return better
}

/** "110 or 995, and for sending?": the other ports and ways that the question names. */
function othersNamed(draft: Draft, port: number): PortEntry[] {
  const numbers = [...new Set(draft.ask.ports ?? [])].filter((other) => other !== port)
  for (const other of numbers)
    if (draft.provider.withNumber(other).length === 0) draft.paragraph(denialOf(draft, other).text)
  const outgoing = ['outgoing', 'outgoing-server'].some(draft.ask.has)
  const incoming = ['incoming', 'incoming-server'].some(draft.ask.has)
  return [
    ...numbers.flatMap((other) => draft.provider.withNumber(other)),
    ...(outgoing && incoming ? draft.provider.bests(draft.provider.offered('outgoing')) : []),
  ]
}

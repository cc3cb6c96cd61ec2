/** `ports` and `port-meaning`: which port to use, and what one port is for. */
import type { Protocol, Security } from '../../message.ts'
import type { Draft } from '../draft.ts'
import type { PortEntry } from '../facts.ts'

/** The protocols that a question is about: those named, else those of its direction, else all. */
export function protocolsAsked(draft: Draft): Protocol[] {
  const { slots, direction, has } = draft.ask
  if (slots.protocol) {
    const asked = [slots.protocol].flat()
    // "IMAP, and for sending?"
    const sendingToo = !asked.includes('smtp') && ['outgoing', 'outgoing-server', 'send'].some(has)
    return sendingToo ? [...asked, 'smtp'] : asked
  }
  const all: Protocol[] = ['imap', 'pop3', 'smtp']
  if (!direction) return all
  return all.filter((protocol) => draft.knowledge.protocols.protocols[protocol]!.direction === direction)
}

function words(draft: Draft, topic: string) {
  return draft.pack.topics.get(topic)!
}

/** {port}, {protocol}, {security} and, as `better.`, the recommended one. */
function valuesOf(draft: Draft, entry: PortEntry) {
  const better = draft.provider.best(entry.protocol)
  return {
    protocol: draft.protocolName(entry.protocol),
    port: entry.port,
    security: draft.securityName(entry.security),
    'better.port': better.port,
    'better.security': draft.securityName(better.security),
  }
}

function askedFor(draft: Draft, security: Security, protocols: Protocol[]): string {
  const one = protocols.length === 1 ? draft.protocolName(protocols[0]!) : undefined
  if (security === 'none')
    return one ? draft.word('asked.none-of', { protocol: one }) : draft.word('asked.none')
  const name = draft.securityName(security)
  return one ? draft.word('asked.security-of', { security: name, protocol: one }) : name
}

/** A port that was named and is not offered is said to be so, whatever the question is about. */
export function denyPort(draft: Draft): void {
  const { port } = draft.ask.slots
  if (port === undefined || draft.provider.withNumber(port).length > 0) return
  const better = draft.state(
    draft.provider.best(
      draft.knowledge.provider.notOffered.find((item) => item.port === port)?.protocol ?? 'smtp',
    ),
  )
  const known = draft.knowledge.protocols.knownPorts.includes(port)
  const section = words(draft, 'port-meaning').cases![known ? 'not-offered' : 'not-mail']!
  draft.second(section.lead, { ...valuesOf(draft, better), port })
}

/** Says of a port that was named, offered but not the recommended one, what it is and which one is better. */
export function remarkPort(draft: Draft): void {
  const { port } = draft.ask.slots
  const entry = port === undefined ? undefined : draft.provider.withNumber(port)[0]
  if (!entry) {
    denyPort(draft)
    return
  }
  if (entry.security !== 'none' || entry.use === 'alternate') return
  draft.state(entry)
  draft
    .second(words(draft, 'port-meaning').cases!['offered-plain']!.lead, valuesOf(draft, entry))
    .warn('unencrypted')
}

export function composePorts(draft: Draft): void {
  portsBySecurity(draft)
  denyPort(draft)
}

function portsBySecurity(draft: Draft): void {
  const { cases, answer } = words(draft, 'ports')
  const { security } = draft.ask.slots
  const named = draft.ask.slots.protocol !== undefined || draft.ask.direction !== undefined
  const protocols = protocolsAsked(draft)

  if (security) {
    const fitting = protocols.flatMap((protocol) => draft.provider.ports(protocol, security))
    const first = fitting[0]
    if (!first) {
      notOffered(draft, security, protocols)
      return
    }
    if (security === 'none') {
      // The unencrypted port is named together with the better one.
      const better = protocols.map((protocol) => draft.provider.best(protocol))
      if (fitting.length === 1) {
        draft.section(cases!.unencrypted!, valuesOf(draft, draft.state(first)))
        draft.state(better[0]!)
      } else
        draft.section(cases!['unencrypted-several']!, {
          plain: draft.spoken(fitting),
          settings: draft.spoken(better),
        })
      draft.portTable([...fitting, ...better])
      return
    }
    if (fitting.length === 1) draft.section(cases!.one!, valuesOf(draft, draft.state(first)))
    else draft.section(cases!.several!, { settings: draft.spoken(fitting) })
    draft.portTable(fitting)
    return
  }

  const only = protocols.length === 1 ? protocols[0]! : undefined
  if (only) {
    draft.section(cases!.one!, valuesOf(draft, draft.state(draft.provider.best(only))))
    draft.portTable(draft.provider.ports(only))
    return
  }
  const best = protocols.map((protocol) => draft.provider.best(protocol))
  draft.section(named ? cases!.several! : answer!, { settings: draft.spoken(best) })
  draft.portTable(best)
}

function notOffered(draft: Draft, security: Security, protocols: Protocol[]): void {
  const best = protocols.map((protocol) => draft.provider.best(protocol))
  const { cases } = words(draft, 'ports')
  const asked = askedFor(draft, security, protocols)
  if (best.length === 1)
    draft.section(cases!['not-offered']!, { ...valuesOf(draft, draft.state(best[0]!)), asked })
  else draft.section(cases!['not-offered-several']!, { asked, settings: draft.spoken(best) })
  const reason = draft.provider.reason({
    security,
    ...(protocols.length === 1 ? { protocol: protocols[0]! } : {}),
  })
  if (reason) draft.paragraph(reason[draft.pack.id] ?? Object.values(reason)[0]!)
  draft.portTable(best)
  if (security === 'starttls') draft.warn('starttls-not-offered')
}

export function composePortMeaning(draft: Draft): void {
  const { cases, answer } = words(draft, 'port-meaning')
  const { port } = draft.ask.slots
  if (port === undefined) {
    draft.section(answer!)
    return
  }
  const asked = [draft.ask.slots.protocol ?? []].flat()
  const entries = draft.provider.withNumber(port)
  const entry = entries.find((candidate) => asked.includes(candidate.protocol)) ?? entries[0]
  if (entry) {
    draft.state(entry)
    const key =
      entry.use === 'alternate'
        ? 'offered-alternate'
        : entry.security === 'none'
          ? 'offered-plain'
          : 'offered'
    draft.section(cases![key]!, valuesOf(draft, entry))
    const better = draft.provider.best(entry.protocol)
    draft.portTable([...new Set([entry, better, ...othersNamed(draft, port)])])
    denySecurity(draft, entry)
    return
  }
  const known = draft.knowledge.protocols.knownPorts.includes(port)
  const protocol =
    asked[0] ?? draft.knowledge.provider.notOffered.find((item) => item.port === port)?.protocol ?? 'smtp'
  const better = draft.provider.best(protocol)
  if (!known) {
    draft.section(cases!['not-mail']!, { port })
    return
  }
  draft.state(better)
  draft.section(cases!['not-offered']!, {
    port,
    'better.port': better.port,
    'better.security': draft.securityName(better.security),
    protocol: draft.protocolName(protocol),
  })
  const reason = draft.provider.reason({ port, protocol })
  if (reason) draft.paragraph(reason[draft.pack.id] ?? Object.values(reason)[0]!)
  draft.portTable([...new Set([better, ...othersNamed(draft, port)])])
}

/** "110 or 995, and for sending?": the other ports and ways that the question names. */
function othersNamed(draft: Draft, port: number): PortEntry[] {
  const numbers = (draft.ask.ports ?? []).filter((other) => other !== port)
  const outgoing = ['outgoing', 'outgoing-server'].some(draft.ask.has)
  const incoming = ['incoming', 'incoming-server'].some(draft.ask.has)
  return [
    ...numbers.flatMap((other) => draft.provider.withNumber(other)),
    ...(outgoing && incoming ? [draft.provider.best('smtp')] : []),
  ]
}

/** "STARTTLS on 143?": a kind of security that this port does not have. */
function denySecurity(draft: Draft, entry: PortEntry): void {
  const { security } = draft.ask.slots
  if (!security || draft.provider.offers(security, entry.protocol)) return
  const reason = draft.provider.reason({ security, protocol: entry.protocol })
  if (reason) draft.paragraph(reason[draft.pack.id] ?? Object.values(reason)[0]!)
  if (security === 'starttls') draft.warn('starttls-not-offered')
}

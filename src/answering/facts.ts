/** What the chosen provider offers, read from its file. The only place that answers take ports and hosts from. */
import type { Knowledge } from '../knowledge/knowledge.ts'
import type { Provider } from '../knowledge/schema.ts'
import type { Fact, Protocol, Security } from '../message.ts'

export type PortEntry = Provider['ports'][number]
export type Direction = 'incoming' | 'outgoing'

/** The order in which answers name them: what one receives with first. */
const ORDER: Protocol[] = ['imap', 'pop3', 'smtp']

export interface ProviderFacts {
  /** The protocols that programs can connect with, of one direction only when it is given. At least one in all. */
  offered(direction?: Direction): readonly Protocol[]
  /** The same, offered or not. */
  protocols(direction: Direction): Protocol[]
  direction(protocol: Protocol): Direction
  /** The ports of a protocol, the recommended first; of one kind of security only when it is given. */
  ports(protocol: Protocol, security?: Security): readonly PortEntry[]
  /** The first recommended port of a protocol, else its first encrypted one, else its first; none if it is not offered. */
  best(protocol: Protocol): PortEntry | undefined
  /** The best of each that is offered. */
  bests(protocols: readonly Protocol[]): PortEntry[]
  /** The best one that is encrypted. */
  safest(protocol: Protocol): PortEntry | undefined
  /** All entries with this number. */
  withNumber(port: number): PortEntry[]
  /** Which protocol a port belongs to: here, in what the file denies, or everywhere. */
  protocolOf(port: number): Protocol | undefined
  /** The ports of a protocol for networks that block the usual one. */
  alternates(protocol: Protocol): PortEntry[]
  /** True when any port, or any of the protocol, has this kind of security. */
  offers(security: Security, protocol?: Protocol): boolean
  /** Why something is not offered, when the provider's file says so. A protocol alone asks for the protocol itself. */
  reason(asked: {
    protocol?: Protocol
    security?: Security
    port?: number
  }): Record<string, string> | undefined
  /** The host for a protocol that is offered, at the asker's domain. */
  host(protocol: Protocol, domain: string): string
  /** Undefined where there is no webmail. */
  webmail(domain: string): string | undefined
}

/** Recommended, then encrypted, then the rest; where another port stands in for a blocked one, after its equals. */
export function byAdvice(a: PortEntry, b: PortEntry): number {
  const rank = ({ status, security, use }: PortEntry) =>
    (status === 'recommended' ? 0 : security === 'none' ? 2 : 1) + (use ? 0.5 : 0)
  return rank(a) - rank(b)
}

const known = new WeakMap<Provider, ProviderFacts>()

/** Worked out once for a provider's file. */
export function providerFacts(knowledge: Pick<Knowledge, 'provider' | 'protocols'>): ProviderFacts {
  const before = known.get(knowledge.provider)
  if (before) return before
  const facts = readFacts(knowledge)
  known.set(knowledge.provider, facts)
  return facts
}

function readFacts({
  provider,
  protocols: { protocols },
}: Pick<Knowledge, 'provider' | 'protocols'>): ProviderFacts {
  const sorted = [...provider.ports].sort(byAdvice)
  const all = Object.fromEntries(
    ORDER.map((protocol) => [protocol, sorted.filter((entry) => entry.protocol === protocol)]),
  ) as Record<Protocol, PortEntry[]>
  const ports = (protocol: Protocol, security?: Security) =>
    security ? all[protocol].filter((entry) => entry.security === security) : all[protocol]
  const direction = (protocol: Protocol) => protocols[protocol].direction
  const ofDirection = (wanted: Direction) => ORDER.filter((protocol) => direction(protocol) === wanted)
  const isOffered = (protocol: Protocol) => all[protocol].length > 0
  const offered = {
    all: ORDER.filter(isOffered),
    incoming: ofDirection('incoming').filter(isOffered),
    outgoing: ofDirection('outgoing').filter(isOffered),
  }
  const best = (protocol: Protocol) => all[protocol][0]
  const withNumber = (port: number) => sorted.filter((entry) => entry.port === port)
  return {
    offered: (wanted) => offered[wanted ?? 'all'],
    protocols: ofDirection,
    direction,
    ports,
    best,
    bests: (wanted) => wanted.flatMap((protocol) => best(protocol) ?? []),
    safest: (protocol) => all[protocol].find((entry) => entry.security !== 'none'),
    withNumber,
    protocolOf: (port) =>
      withNumber(port)[0]?.protocol ??
      provider.notOffered.find((entry) => entry.port === port && entry.protocol)?.protocol ??
      ORDER.find((protocol) => protocols[protocol].ports[port] !== undefined),
    alternates: (protocol) => all[protocol].filter((entry) => entry.use === 'alternate'),
    offers: (security, protocol) =>
      (protocol ? all[protocol] : sorted).some((entry) => entry.security === security),
    reason: (asked) => {
      const itself = asked.port === undefined && asked.security === undefined
      return provider.notOffered.find(
        (entry) =>
          (entry.port === undefined || entry.port === asked.port) &&
          (entry.security === undefined || entry.security === asked.security) &&
          (entry.protocol === undefined ||
            asked.protocol === undefined ||
            entry.protocol === asked.protocol) &&
          (entry.port === undefined && entry.security === undefined) === itself,
      )?.reason
    },
    host: (protocol, domain) => provider.hosts[protocol]!.replaceAll('{domain}', domain),
    webmail: (domain) => provider.webmail?.url.replaceAll('{domain}', domain),
  }
}

/** As the contract shows it: without what only this program needs. */
export function factOf({ protocol, port, security, status }: PortEntry): Fact {
  return { protocol, port, security, status }
}

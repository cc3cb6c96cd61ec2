/** What the chosen provider offers, read from its file. The only place that answers take ports and hosts from. */
import type { Provider } from '../knowledge/schema.ts'
import type { Fact, Protocol, Security } from '../message.ts'

export type PortEntry = Provider['ports'][number]

export interface ProviderFacts {
  /** The ports of a protocol, the recommended first; of one kind of security only when it is given. */
  ports(protocol: Protocol, security?: Security): PortEntry[]
  /** The first recommended port of a protocol, else its first encrypted one, else its first. */
  best(protocol: Protocol): PortEntry
  /** All entries with this number. */
  withNumber(port: number): PortEntry[]
  /** The outgoing port for networks that block the usual one. */
  alternate(): PortEntry | undefined
  /** True when any port, or any of the protocol, has this kind of security. */
  offers(security: Security, protocol?: Protocol): boolean
  /** Why something is not offered, when the provider's file says so. */
  reason(asked: {
    protocol?: Protocol
    security?: Security
    port?: number
  }): Record<string, string> | undefined
  /** The host for a protocol at the asker's domain. */
  host(protocol: Protocol, domain: string): string
  /** Undefined where there is no webmail. */
  webmail(domain: string): string | undefined
}

export function providerFacts(provider: Provider): ProviderFacts {
  const rank = (entry: PortEntry) =>
    (entry.status === 'recommended' ? 0 : entry.security === 'none' ? 2 : 1) + (entry.use ? 0.5 : 0)
  const sorted = [...provider.ports].sort((a, b) => rank(a) - rank(b))
  const ports = (protocol: Protocol, security?: Security) =>
    sorted.filter((entry) => entry.protocol === protocol && (!security || entry.security === security))
  return {
    ports,
    best: (protocol) => ports(protocol)[0]!,
    withNumber: (port) => sorted.filter((entry) => entry.port === port),
    alternate: () => sorted.find((entry) => entry.use === 'alternate'),
    offers: (security, protocol) =>
      provider.ports.some(
        (entry) => entry.security === security && (!protocol || entry.protocol === protocol),
      ),
    reason: (asked) =>
      provider.notOffered.find(
        (entry) =>
          (entry.port === undefined || entry.port === asked.port) &&
          (entry.security === undefined || entry.security === asked.security) &&
          (entry.protocol === undefined ||
            asked.protocol === undefined ||
            entry.protocol === asked.protocol) &&
          (entry.port !== undefined || entry.security !== undefined),
      )?.reason,
    host: (protocol, domain) => provider.hosts[protocol]!.replaceAll('{domain}', domain),
    webmail: (domain) => provider.webmail?.url.replaceAll('{domain}', domain),
  }
}

/** As the contract shows it: without what only this program needs. */
export function factOf({ protocol, port, security, status }: PortEntry): Fact {
  return { protocol, port, security, status }
}

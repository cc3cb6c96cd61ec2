/** The DNS records with which a customer's domain uses the provider, worked out from the provider's file alone. */
import { isIP } from 'node:net'
import { byAdvice } from '../answering/facts.ts'
import type { Provider } from '../knowledge/provider.ts'
import type { Protocol } from '../message.ts'
import { accountOf } from './account.ts'
import { PACC_HOST, paccDigest, paccFile } from './pacc.ts'

export type RecordData =
  | { type: 'MX'; priority: number; host: string }
  | { type: 'TXT'; text: string }
  | { type: 'CNAME'; target: string }
  | { type: 'A' | 'AAAA'; address: string }
  | { type: 'SRV'; priority: number; weight: number; port: number; target: string }

export type RecordType = RecordData['type']

/** What a record is for. The first four are what others look at when mail comes or goes; the rest helps programs. */
export const PURPOSES = ['mx', 'spf', 'dkim', 'dmarc', 'autoconfig', 'autodiscover', 'srv', 'pacc'] as const
export type Purpose = (typeof PURPOSES)[number]

export type DnsRecord = RecordData & {
  /** The whole name, lower case, without a trailing dot. */
  name: string
  purpose: Purpose
}

/**
 * Every record that the domain needs, in the order of `PURPOSES`; empty when the file has no `dns`. `domain` as
 * `readDomain` gives it. Hosts have no trailing dot; the target `.` of a SRV record says "not offered" (RFC 2782).
 */
export function recordsFor(provider: Provider, domain: string): DnsRecord[] {
  const { dns } = provider
  if (!dns) return []
  const filled = (pattern: string) => pattern.replaceAll('{domain}', domain).replace(/\.$/, '').toLowerCase()
  const at = (purpose: Purpose, label: string, data: RecordData): DnsRecord => ({
    ...data,
    name: label ? `${label}.${domain}` : domain,
    purpose,
  })
  const leadsTo = (host: string): RecordData => {
    const target = filled(host)
    const family = isIP(target)
    return family === 0 ? { type: 'CNAME', target } : { type: family === 4 ? 'A' : 'AAAA', address: target }
  }
  const pacc = dns.autoconfig && paccFile(accountOf(provider, domain))
  return [
    ...dns.mx.map(({ host, priority }) => at('mx', '', { type: 'MX', priority, host: filled(host) })),
    ...(dns.spf
      ? [at('spf', '', { type: 'TXT', text: `v=spf1 include:${filled(dns.spf.include)} ${dns.spf.all}` })]
      : []),
    ...dns.dkim.map((key) =>
      at(
        'dkim',
        `${filled(key.selector)}._domainkey`,
        key.type === 'cname'
          ? { type: 'CNAME', target: filled(key.value) }
          : { type: 'TXT', text: key.value },
      ),
    ),
    ...(dns.dmarc
      ? [at('dmarc', '_dmarc', { type: 'TXT', text: dns.dmarc.replaceAll('{domain}', domain) })]
      : []),
    ...(dns.autoconfig ? [at('autoconfig', 'autoconfig', leadsTo(dns.autoconfig))] : []),
    ...(dns.autodiscover ? [at('autodiscover', 'autodiscover', leadsTo(dns.autodiscover))] : []),
    ...(dns.srv ? services(provider, filled).map(([label, data]) => at('srv', label, data)) : []),
    ...(dns.autoconfig && pacc
      ? [
          at('pacc', PACC_HOST, leadsTo(dns.autoconfig)),
          at('pacc', `_${PACC_HOST}`, { type: 'TXT', text: paccDigest(pacc) }),
        ]
      : []),
  ]
}

/**
 * Names below the domain that mail programs are sent to. Where they lead is not in the provider's file, so no record
 * can be made for them.
 */
export function hostsBelow(provider: Provider, domain: string): string[] {
  const { incoming, outgoing } = accountOf(provider, domain)
  const hosts = [...incoming, ...outgoing].map(({ host }) => host)
  return [...new Set(hosts)].filter((host) => host === domain || host.endsWith(`.${domain}`))
}

/** RFC 6186 and RFC 8314: encrypted from the start, and by STARTTLS. Plain connections have no name of their own. */
const SERVICES: [label: string, protocol: Protocol, security: 'ssl' | 'starttls'][] = [
  ['_imaps._tcp', 'imap', 'ssl'],
  ['_imap._tcp', 'imap', 'starttls'],
  ['_pop3s._tcp', 'pop3', 'ssl'],
  ['_pop3._tcp', 'pop3', 'starttls'],
  ['_submissions._tcp', 'smtp', 'ssl'],
  ['_submission._tcp', 'smtp', 'starttls'],
]
/** Between one entry and the next that is to be tried when it does not answer. */
const STEP = 10

function services(provider: Provider, filled: (pattern: string) => string): [string, RecordData][] {
  return SERVICES.flatMap(([label, protocol, security]): [string, RecordData][] => {
    const entries = provider.ports
      .filter((entry) => entry.protocol === protocol && entry.security === security)
      .sort(byAdvice)
    const target = filled(provider.hosts[protocol] ?? '')
    // An address cannot be the target of such a record, and "not offered" would be wrong.
    if (entries.length > 0 && isIP(target)) return []
    if (entries.length === 0) return [[label, { type: 'SRV', priority: 0, weight: 0, port: 0, target: '.' }]]
    return entries.map(({ port }, index) => [
      label,
      { type: 'SRV', priority: index * STEP, weight: 1, port, target },
    ])
  })
}

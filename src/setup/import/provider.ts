/** Makes a provider's file of what was found, and says what it could not know. */
import { dump } from 'js-yaml'
import { type Provider, provider as schema } from '../../knowledge/provider.ts'
import { domain as domainShape, hostPattern } from '../../knowledge/shapes.ts'
import type { Protocol } from '../../message.ts'
import type { Found, FoundServer } from './found.ts'

export interface Imported {
  provider: Provider
  /** What the source said and the file does not hold. Empty: it was imported whole. */
  lost: string[]
  /** What the file needs and the source did not say, with what was written in its place. */
  unknown: string[]
}

/** Nothing in the source can stand in a provider's file. */
export class NothingToImport extends Error {
  override name = 'NothingToImport'
}

export interface Origin {
  /** Where the source is published; undefined for a file of one's own. */
  url?: string
  /** Records of the domain itself that the DNS holds. */
  dns?: Provider['dns']
}

/** Ports that an outgoing server has anyway; another one beside them is for networks that block these. */
const USUAL_OUTGOING = new Set([25, 465, 587])

/** @throws NothingToImport when there is no server in it. */
export function toProvider(found: Found, { url, dns }: Origin = {}): Imported {
  const lost = [...found.lost]
  const unknown: string[] = []
  const { hosts, kept } = oneHostEach(
    found.servers.filter(({ host }) => fits(hostPattern, host, 'The name of a server is none', lost)),
    lost,
  )
  const domains = found.domains.filter((domain) => fits(domainShape, domain, 'A domain is none', lost))
  if (kept.length === 0)
    throw new NothingToImport(`There is no IMAP, POP3 or SMTP server in it. ${lost.join(' ')}`.trim())
  const name = found.name ?? domains[0] ?? Object.values(hosts)[0]!
  const help = found.help ?? url ?? `https://${domains[0] ?? 'example.com'}/`
  if (!found.help) unknown.push(`support.url: where customers get help. ${help} stands there for now.`)
  if (found.webmail) unknown.push('webmail.needsSettings: false stands there.')
  unknown.push(
    'authentication.appPasswords: false stands there.',
    'limits, customerArea, statusPage, services, notOffered: add what there is.',
  )
  if (!dns) unknown.push('dns: the records of a customer’s domain.')
  const provider = schema.parse({
    name,
    domains,
    hosts,
    user: userOf(kept, lost, unknown),
    ports: portsOf(kept),
    authentication: authenticationOf(kept, lost),
    ...(found.webmail ? { webmail: { url: found.webmail, needsSettings: false } } : {}),
    limits: {},
    support: { url: help },
    ...(dns ? { dns } : {}),
    sources: [{ title: `${name} settings`, url: url ?? help }],
  })
  return { provider, lost: [...new Set(lost)], unknown }
}

function fits(
  shape: { safeParse(value: string): { success: boolean } },
  value: string,
  what: string,
  lost: string[],
) {
  const { success } = shape.safeParse(value)
  if (!success) lost.push(`${what}: ${value.slice(0, 80)} is left out.`)
  return success
}

/** A provider's file has one host for a protocol: the first, which the source prefers. */
function oneHostEach(servers: FoundServer[], lost: string[]) {
  const hosts: Partial<Record<Protocol, string>> = {}
  const kept: FoundServer[] = []
  for (const server of servers) {
    hosts[server.protocol] ??= server.host
    const host = hosts[server.protocol]
    if (host !== server.host)
      lost.push(
        `${server.protocol}: there is a second host, ${server.host}. A provider’s file has one for a protocol; ${host} is kept.`,
      )
    else if (kept.some((other) => other.protocol === server.protocol && other.port === server.port)) {
      if (
        !kept.some(
          (other) =>
            other.protocol === server.protocol &&
            other.port === server.port &&
            other.security === server.security,
        )
      )
        lost.push(
          `${server.protocol} ${server.port}: it is said twice with another security. The first is kept.`,
        )
    } else kept.push(server)
  }
  return { hosts, kept }
}

/** The first encrypted port of a protocol is the one to recommend. */
function portsOf(servers: FoundServer[]): Provider['ports'] {
  const recommended = new Set<Protocol>()
  const hasUsual = servers.some(({ protocol, port }) => protocol === 'smtp' && USUAL_OUTGOING.has(port))
  return servers.map(({ protocol, port, security }) => {
    const alternate = protocol === 'smtp' && hasUsual && !USUAL_OUTGOING.has(port)
    const first = !alternate && security !== 'none' && !recommended.has(protocol)
    if (first) recommended.add(protocol)
    return {
      protocol,
      port,
      security,
      status: first ? 'recommended' : 'supported',
      ...(alternate ? { use: 'alternate' as const } : {}),
    }
  })
}

function userOf(servers: FoundServer[], lost: string[], unknown: string[]): Provider['user'] {
  const users = new Set(servers.flatMap(({ user }) => user ?? []))
  if (users.has('other')) lost.push('The user name has a form that a provider’s file has no word for.')
  if (users.size > 1 && !users.has('other'))
    lost.push('Not all servers take the same form of user name: that of the first is kept.')
  const known = servers.find(({ user }) => user === 'address' || user === 'local-part')?.user
  if (known === undefined) unknown.push('user: what to type as the user name. "address" stands there.')
  return known === 'local-part' ? 'local-part' : 'address'
}

function authenticationOf(servers: FoundServer[], lost: string[]): Provider['authentication'] {
  const plain = new Set(['password-cleartext', 'plain', 'none'])
  for (const { protocol, port, authentication } of servers)
    if (authentication.length > 0 && !authentication.some((method) => plain.has(method)))
      lost.push(
        `${protocol} ${port}: the log-in is ${authentication.join(' or ')} alone. A provider’s file knows the password, and OAuth2 beside it.`,
      )
  const outgoing = servers.filter(({ protocol }) => protocol === 'smtp')
  return {
    smtp: !outgoing.some(({ authentication }) => authentication[0] === 'none'),
    password: true,
    oauth2: servers.some(({ authentication }) => authentication.includes('OAuth2')),
    appPasswords: false,
  }
}

/** As a file of `knowledge/providers/`, with what is to be looked at on top. */
export function providerYaml({ provider, lost, unknown }: Imported, from: string): string {
  const comments = [
    `Imported from ${from}.`,
    ...(lost.length > 0 ? ['Said there, and not in this file:', ...lost.map((line) => `- ${line}`)] : []),
    'Not said there, to be looked at:',
    ...unknown.map((line) => `- ${line}`),
  ]
  const empty = (value: unknown) => Array.isArray(value) && value.length === 0
  const written = Object.fromEntries(Object.entries(provider).filter(([, value]) => !empty(value)))
  return `${comments.map((line) => `# ${line}`).join('\n')}\n${dump(written, { lineWidth: 110 })}`
}

/** Reads an autoconfig file: an entry of the public ISPDB, or what a provider serves. */
import { addressPattern, webAddress } from '../../knowledge/shapes.ts'
import type { Protocol, Security } from '../../message.ts'
import { readDomain } from '../address.ts'
import { all, type ReadElement, textOf } from '../xml.ts'
import type { Found, FoundServer } from './found.ts'

const PROTOCOLS: Record<string, Protocol> = { imap: 'imap', pop3: 'pop3', smtp: 'smtp' }
const SECURITIES: Record<string, Security> = { ssl: 'ssl', starttls: 'starttls', plain: 'none' }
const USERS: Record<string, FoundServer['user']> = {
  '%EMAILADDRESS%': 'address',
  // The domain of an address is the domain: the same in other words.
  '%EMAILLOCALPART%@%EMAILDOMAIN%': 'address',
  '%EMAILLOCALPART%': 'local-part',
}
/** Parts of the format that mail programs of today do without, and that say nothing about servers. */
const BESIDE = new Set([
  'domain',
  'displayName',
  'displayShortName',
  'displayNameShort',
  'identity',
  'incomingServer',
  'outgoingServer',
  'documentation',
  'instruction',
])

/** `root`: the element `clientConfig`. */
export function readAutoconfig(root: ReadElement): Found {
  const provider = all(root, 'emailProvider')[0]
  const lost: string[] = []
  const servers = [...all(provider, 'incomingServer'), ...all(provider, 'outgoingServer')].flatMap(
    (element) => {
      const server = readServer(element)
      if (typeof server !== 'string') return [server]
      lost.push(server)
      return []
    },
  )
  const domains = all(provider, 'domain').flatMap(({ text }) => {
    if (text.includes('%')) return []
    const domain = readDomain(text)
    if (!domain) lost.push('A domain is none: it is left out.')
    return domain ?? []
  })
  for (const { name } of provider?.children ?? [])
    if (!BESIDE.has(name)) lost.push(`The part "${name}" has no place in a provider’s file.`)
  return {
    name: textOf(provider, 'displayName')?.replaceAll('%EMAILDOMAIN%', '').trim() || undefined,
    domains: [...new Set(domains)],
    servers,
    webmail: address(addressPattern, all(all(root, 'webMail')[0], 'loginPage')[0]?.attributes.url),
    help: address(webAddress, all(provider, 'documentation')[0]?.attributes.url),
    lost,
  }
}

const withDomain = (text: string) => text.replaceAll('%EMAILDOMAIN%', '{domain}')

/** An address that a provider's file takes as it is; undefined for another. */
function address(shape: typeof addressPattern, url: string | undefined): string | undefined {
  const filled = withDomain(url?.trim() ?? '')
  return !filled.includes('%EMAIL') && shape.safeParse(filled).success ? filled : undefined
}

/** A sentence where it cannot stand in a provider's file. */
function readServer(element: ReadElement): FoundServer | string {
  const type = element.attributes.type ?? ''
  const protocol = PROTOCOLS[type]
  if (!protocol) return `A server of the type "${type.slice(0, 20)}" has no place in a provider’s file.`
  const host = withDomain(textOf(element, 'hostname') ?? '').toLowerCase()
  const port = Number(textOf(element, 'port'))
  const security = SECURITIES[textOf(element, 'socketType')?.toLowerCase() ?? '']
  if (!host || host.includes('%') || !security || !(port > 0 && port < 65_536))
    return `A server of the type "${type}" lacks a host, a port or a socket type that can be read.`
  const user = textOf(element, 'username')
  return {
    protocol,
    host,
    port,
    security,
    user: user === undefined ? undefined : (USERS[user] ?? 'other'),
    authentication: all(element, 'authentication')
      .map(({ text }) => text)
      .filter(Boolean),
  }
}

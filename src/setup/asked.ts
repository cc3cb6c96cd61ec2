/** Whose set-up file is asked for: by the address in the query, else by the name under which the server was reached. */
import type { Provider } from '../knowledge/provider.ts'
import { readAddress, readDomain } from './address.ts'
import { AUTOCONFIG_PATHS } from './autoconfig.ts'
import { AUTODISCOVER_JSON, AUTODISCOVER_XML } from './autodiscover.ts'
import { PACC_HOST, PACC_PATH } from './pacc.ts'

/** Names that stand in front of a customer's domain for the look-ups of mail programs. */
const MX_STEP = 'autoconfig.'
const PREFIXES = [MX_STEP, 'autodiscover.', `${PACC_HOST}.`]

export interface AskedFor {
  /** Undefined: any domain of the provider. Hosts then keep a stand-in for it. */
  domain: string | undefined
}

/**
 * @param emailAddress as it stands in the query; empty or undefined when it does not. `malformed` for no address.
 * @param host the name of the server in the request, without a port.
 * @param ownHosts names of this program and the provider, which stand for no customer: see `ownHostsOf`.
 */
export function domainAsked(
  emailAddress: string | undefined,
  host: string,
  ownHosts: (domain: string) => boolean,
): AskedFor | 'malformed' {
  if (emailAddress?.trim()) {
    const address = readAddress(emailAddress)
    return address ? { domain: address.domain } : 'malformed'
  }
  const name = readDomain(host)
  if (!name || ownHosts(name)) return { domain: undefined }
  const prefix = PREFIXES.find((one) => name.startsWith(one))
  const domain = readDomain(name.slice(prefix?.length ?? 0))
  const byExchanger = prefix === MX_STEP && domain !== undefined && ownHosts(domain)
  return { domain: byExchanger ? undefined : domain }
}

/**
 * By the MX step of Thunderbird, `autoconfig.` and the domain of the provider's mail exchangers is asked for every
 * customer: such names say nothing about whose address it is.
 */
export function ownHostsOf(provider: Provider, publicUrl: string | undefined): (name: string) => boolean {
  const { dns } = provider
  const exchangers = dns?.mx.map(({ host }) => host.toLowerCase().replace(/\.$/, '')) ?? []
  const exact = new Set(
    [publicUrl && new URL(publicUrl).hostname, dns?.autoconfig, dns?.autodiscover]
      .filter((name) => name !== undefined)
      .map((name) => name.toLowerCase()),
  )
  return (name) =>
    exact.has(name) || exchangers.some((exchanger) => exchanger === name || exchanger.endsWith(`.${name}`))
}

/** The customer's domain in a name under which mail programs look; undefined for another name. */
export function domainOfLookUp(host: string): string | undefined {
  const name = readDomain(host)
  const prefix = PREFIXES.find((one) => name?.startsWith(one))
  return name && prefix ? readDomain(name.slice(prefix.length)) : undefined
}

const IN_ANY_CASE = new Map(
  [...AUTOCONFIG_PATHS, PACC_PATH, AUTODISCOVER_XML, AUTODISCOVER_JSON].map((path) => [
    path.toLowerCase(),
    path,
  ]),
)

/** A request's target with the paths of mail programs in the one letter case that is served; others as they are. */
export function inServedCase(target: string): string {
  const [, path = '', rest = ''] = /^([^?]*)(.*)$/s.exec(target)!
  const lower = path.toLowerCase()
  const served = IN_ANY_CASE.get(lower)
  if (served) return served + rest
  return lower.startsWith(`${AUTODISCOVER_JSON}/`)
    ? AUTODISCOVER_JSON + path.slice(AUTODISCOVER_JSON.length) + rest
    : target
}

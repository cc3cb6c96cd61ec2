/** Where a provider's file can be imported from: a file's text, an address, or all that the DNS says of a domain. */
import type { ProviderDns } from '../../knowledge/provider.ts'
import type { AskDns } from '../ask-dns.ts'
import { foundIn } from '../check/judge.ts'
import { autoconfigLookUps, autodiscoverLookUps, exchangerLookUps } from '../check/steps.ts'
import type { LookUp, LookUpRequest } from '../look-up.ts'
import { readXml, XmlProblem } from '../xml.ts'
import { readAutoconfig } from './autoconfig.ts'
import { readAutodiscover } from './autodiscover.ts'
import type { Found } from './found.ts'
import { readSrv, SRV_SERVICES, srvOfZone } from './srv.ts'

/** The text is none of the kinds that can be imported. */
export class UnknownSource extends Error {
  override name = 'UnknownSource'
}

/** An autoconfig file, an Autodiscover answer, or a zone file with SRV records. Throws `UnknownSource` for another. */
export function readSource(text: string): Found {
  const { records, domain } = srvOfZone(text)
  if (records.length > 0) return readSrv(records, domain)
  let root: ReturnType<typeof readXml>
  try {
    root = readXml(text)
  } catch (cause) {
    if (!(cause instanceof XmlProblem)) throw cause
    throw new UnknownSource(
      `This is no autoconfig file, no Autodiscover answer and no zone file with SRV records. ${cause.message}`,
    )
  }
  if (root.name === 'clientConfig') return readAutoconfig(root)
  if (root.name === 'Autodiscover') return readAutodiscover(root)
  throw new UnknownSource(
    `The XML is neither "clientConfig" nor "Autodiscover", but "${root.name.slice(0, 40)}".`,
  )
}

export interface FoundAt {
  found: Found
  /** The address or the DNS names where it was. */
  from: string
  dns?: ProviderDns
}

/** The first place that knows servers for the domain, in the order of mail programs. Undefined: none does. */
export async function findSource(
  domain: string,
  { lookUp, askDns }: { lookUp: LookUp; askDns: AskDns },
): Promise<FoundAt | undefined> {
  const dns = await dnsOf(domain, askDns)
  const exchanger = dns?.mx[0]?.host
  const requests = [
    ...autoconfigLookUps(domain),
    ...(exchanger ? exchangerLookUps(domain, exchanger) : []),
    ...autodiscoverLookUps(domain),
  ]
  for (const request of requests) {
    const found = await ask(request, lookUp)
    if (found) return { found: withDomain(found, domain), from: request.url, ...(dns ? { dns } : {}) }
  }
  const records = await Promise.all(
    Object.keys(SRV_SERVICES).map(async (service) => {
      const name = `${service}.${domain}`
      const answer = await askDns({ name, type: 'SRV' })
      return 'records' in answer
        ? answer.records.flatMap((r) => (r.type === 'SRV' ? [{ ...r, name }] : []))
        : []
    }),
  )
  const found = readSrv(records.flat(), domain)
  return found.servers.length > 0
    ? { found, from: `the SRV records of ${domain}`, ...(dns ? { dns } : {}) }
    : undefined
}

async function ask(request: LookUpRequest, lookUp: LookUp): Promise<Found | undefined> {
  const found = foundIn(await lookUp(request))
  return 'servers' in found && found.servers && found.servers.length > 0 ? (found as Found) : undefined
}

const withDomain = (found: Found, domain: string): Found => ({
  ...found,
  name: found.name ?? domain,
  domains: found.domains.length > 0 ? found.domains : [domain],
})

/** What the domain's own records say of its provider: exchangers, SPF, and where programs are led. */
async function dnsOf(domain: string, askDns: AskDns): Promise<ProviderDns | undefined> {
  const ask = async (name: string, type: 'MX' | 'TXT' | 'CNAME') => {
    const answer = await askDns({ name, type })
    return 'records' in answer ? answer.records : []
  }
  const target = async (name: string) => {
    const [record] = await ask(`${name}.${domain}`, 'CNAME')
    return record?.type === 'CNAME' ? record.target : undefined
  }
  const mx = (await ask(domain, 'MX'))
    .flatMap((r) => (r.type === 'MX' && r.host ? [{ host: r.host.toLowerCase(), priority: r.priority }] : []))
    .sort((a, b) => a.priority - b.priority)
  if (mx.length === 0) return undefined
  const spf = (await ask(domain, 'TXT')).flatMap((r) =>
    r.type === 'TXT' && /^v=spf1 /i.test(r.text) ? [r.text] : [],
  )
  const [include, ...more] = spf.join(' ').match(/(?<=include:)\S+/gi) ?? []
  const all = /(?<= )[-~?]all/.exec(spf[0] ?? '')?.[0]
  const [autoconfig, autodiscover] = await Promise.all([target('autoconfig'), target('autodiscover')])
  return {
    mx,
    // Several includes: which of them is the provider's cannot be told.
    ...(include && more.length === 0
      ? { spf: { include, all: (all ?? '~all') as '-all' | '~all' | '?all' } }
      : {}),
    dkim: [],
    ...(autoconfig ? { autoconfig } : {}),
    ...(autodiscover ? { autodiscover } : {}),
    srv: false,
  }
}

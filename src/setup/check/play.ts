/** Plays the look-ups of each kind of mail program against a domain, and says of each step what it came to. */
import type { Provider } from '../../knowledge/provider.ts'
import { accountOf, type MailAccount } from '../account.ts'
import type { AskDns } from '../ask-dns.ts'
import { readSrv, SRV_SERVICES } from '../import/srv.ts'
import type { LookUp, LookUpRequest } from '../look-up.ts'
import { PACC_HOST, paccDigest } from '../pacc.ts'
import { type Judged, judgeReply, judgeServers } from './judge.ts'
import type { Program } from './programs.ts'
import { autoconfigLookUps, autodiscoverLookUps, exchangerLookUps, paccLookUp } from './steps.ts'

export interface PlayedStep extends Judged {
  program: Program
  /** What was asked, such as `GET https://…` or `MX example.com`. */
  asked: string
}

export interface Played {
  domain: string
  steps: PlayedStep[]
}

export interface Means {
  provider: Provider
  lookUp: LookUp
  askDns: AskDns
}

/** `domain` as `readDomain` gives it. Never rejects: what fails is a step that says so. */
export async function play(domain: string, { provider, lookUp, askDns }: Means): Promise<Played> {
  const account = accountOf(provider, domain)
  const fetched =
    (program: Program) =>
    async (request: LookUpRequest): Promise<PlayedStep> => ({
      program,
      asked: `${request.body === undefined ? 'GET' : 'POST'} ${request.url}`,
      ...judgeReply(await lookUp(request), account),
    })
  const [thunderbird, exchanger, outlook, srv, pacc] = await Promise.all([
    Promise.all(autoconfigLookUps(domain).map(fetched('thunderbird'))),
    playExchanger(domain, provider, askDns, fetched('thunderbird')),
    playOutlook(domain, askDns, fetched('outlook')),
    playSrv(domain, account, askDns),
    playPacc(domain, account, lookUp, askDns),
  ])
  return { domain, steps: [...thunderbird, ...exchanger, ...outlook, ...srv, ...pacc] }
}

type Fetched = (request: LookUpRequest) => Promise<PlayedStep>

async function playExchanger(
  domain: string,
  provider: Provider,
  askDns: AskDns,
  fetched: Fetched,
): Promise<PlayedStep[]> {
  const answer = await askDns({ name: domain, type: 'MX' })
  const step = (judged: Judged): PlayedStep => ({ program: 'thunderbird', asked: `MX ${domain}`, ...judged })
  if ('failed' in answer)
    return [step({ verdict: 'broken', means: 'dns-failed', values: { code: answer.failed } })]
  const [first] = answer.records
    .flatMap((record) => (record.type === 'MX' && record.host ? [record] : []))
    .sort((a, b) => a.priority - b.priority)
  if (!first) return [step({ verdict: 'broken', means: 'mx-none' })]
  const host = first.host.toLowerCase().replace(/\.$/, '')
  const own = provider.dns?.mx.some(
    (entry) => entry.host.replaceAll('{domain}', domain).toLowerCase() === host,
  )
  return [
    step(
      own === false
        ? { verdict: 'warn', means: 'mx-other', values: { host } }
        : { verdict: 'good', means: 'mx-own', values: { host } },
    ),
    ...(await Promise.all(exchangerLookUps(domain, host).map(fetched))),
  ]
}

async function playOutlook(domain: string, askDns: AskDns, fetched: Fetched): Promise<PlayedStep[]> {
  const direct = Promise.all(autodiscoverLookUps(domain).map(fetched))
  const name = `_autodiscover._tcp.${domain}`
  const answer = await askDns({ name, type: 'SRV' })
  const target = 'records' in answer ? answer.records.find((record) => record.type === 'SRV') : undefined
  const host = target?.type === 'SRV' && target.target !== '.' ? target.target.toLowerCase() : undefined
  return [
    ...(await direct),
    {
      program: 'outlook',
      asked: `SRV ${name}`,
      ...(host
        ? { verdict: 'good', means: 'srv-leads', values: { host } }
        : { verdict: 'pass', means: 'srv-none' }),
    },
    ...(host ? await Promise.all(autodiscoverLookUps(domain, host).map(fetched)) : []),
  ]
}

async function playSrv(domain: string, account: MailAccount, askDns: AskDns): Promise<PlayedStep[]> {
  return Promise.all(
    Object.keys(SRV_SERVICES).map(async (service): Promise<PlayedStep> => {
      const name = `${service}.${domain}`
      const answer = await askDns({ name, type: 'SRV' })
      const step = { program: 'srv' as const, asked: `SRV ${name}` }
      if ('failed' in answer)
        return { ...step, verdict: 'broken', means: 'dns-failed', values: { code: answer.failed } }
      const records = answer.records.flatMap((record) => (record.type === 'SRV' ? [{ name, ...record }] : []))
      const { servers } = readSrv(records, domain)
      if (servers.length > 0) return { ...step, ...judgeServers(servers, account) }
      const { protocol, security } = SRV_SERVICES[service]!
      const offered = [...account.incoming, ...account.outgoing].some(
        (server) => server.protocol === protocol && server.security === security,
      )
      if (!offered) return { ...step, verdict: 'pass', means: 'srv-right' }
      return records.length > 0
        ? { ...step, verdict: 'warn', means: 'srv-denied' }
        : { ...step, verdict: 'pass', means: 'srv-none' }
    }),
  )
}

async function playPacc(
  domain: string,
  account: MailAccount,
  lookUp: LookUp,
  askDns: AskDns,
): Promise<PlayedStep[]> {
  const request = paccLookUp(domain)
  const name = `_${PACC_HOST}.${domain}`
  const [reply, answer] = await Promise.all([lookUp(request), askDns({ name, type: 'TXT' })])
  const texts = 'records' in answer ? answer.records.flatMap((r) => (r.type === 'TXT' ? [r.text] : [])) : []
  const digests = texts.filter((text) => /^v=UAAC1\b/i.test(text))
  const file = { program: 'pacc' as const, asked: `GET ${request.url}` }
  const record = { program: 'pacc' as const, asked: `TXT ${name}` }
  if ('failed' in reply || reply.status !== 200) {
    const judged: Judged =
      'failed' in reply && reply.failed !== 'no-such-name'
        ? { verdict: 'broken', means: reply.failed }
        : { verdict: 'pass', means: 'failed' in reply ? 'no-such-name' : 'not-found' }
    return [
      { ...file, ...judged },
      {
        ...record,
        ...(digests.length > 0
          ? { verdict: 'warn', means: 'digest-alone' }
          : { verdict: 'pass', means: 'digest-none' }),
      },
    ]
  }
  const right = digests.some((text) => digestOf(text) === digestOf(paccDigest(reply.body.toString('utf8'))))
  return [
    { ...file, ...judgePacc(reply.body.toString('utf8'), account) },
    {
      ...record,
      ...(right
        ? { verdict: 'good', means: 'digest-right' }
        : { verdict: 'broken', means: digests.length > 0 ? 'digest-wrong' : 'digest-missing' }),
    },
  ]
}

/** The hosts that the file names beside those of the provider's file. */
function judgePacc(body: string, account: MailAccount): Judged {
  const own = new Set([...account.incoming, ...account.outgoing].map(({ host }) => host))
  let hosts: unknown[]
  try {
    const { protocols } = JSON.parse(body) as { protocols?: Record<string, { host?: unknown }> }
    hosts = Object.values(protocols ?? {}).flatMap(({ host }) => host ?? [])
  } catch {
    return { verdict: 'broken', means: 'no-settings' }
  }
  const strange = hosts.filter((host) => !own.has(String(host)))
  return strange.length > 0
    ? { verdict: 'warn', means: 'differs', values: { servers: strange.join(', ').slice(0, 200) } }
    : { verdict: 'good', means: 'found' }
}

const digestOf = (record: string) => /\bd=([^;\s]+)/.exec(record)?.[1]

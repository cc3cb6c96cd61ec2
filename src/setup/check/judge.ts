/** What an answer to a look-up means. Pure. */
import type { MailAccount } from '../account.ts'
import { readAutoconfig } from '../import/autoconfig.ts'
import { readAutodiscover } from '../import/autodiscover.ts'
import type { Found, FoundServer } from '../import/found.ts'
import type { LookUpReply } from '../look-up.ts'
import { readXml, XmlProblem } from '../xml.ts'

/** `good`: what the program needs. `pass`: nothing there, and the program goes on. `warn`: it stops some or misleads. */
export type Verdict = 'good' | 'pass' | 'warn' | 'broken'

export interface Judged {
  verdict: Verdict
  /** A key under `setup.check.means`, with what to fill in. */
  means: string
  values?: Record<string, string>
  /** The servers that were announced. */
  servers?: FoundServer[]
}

/** The settings in a reply, or why there are none. */
export function foundIn(reply: LookUpReply): Found | Judged {
  if ('failed' in reply)
    return reply.failed === 'no-such-name'
      ? { verdict: 'pass', means: 'no-such-name' }
      : { verdict: 'broken', means: reply.failed }
  const { status, location, body } = reply
  if (status >= 300 && status < 400)
    return { verdict: 'warn', means: 'redirect', values: { location: location?.slice(0, 200) ?? '' } }
  if (status === 404 || status === 410) return { verdict: 'pass', means: 'not-found' }
  if (status !== 200) return { verdict: 'broken', means: 'status', values: { status: String(status) } }
  try {
    const root = readXml(body)
    if (root.name === 'clientConfig') return readAutoconfig(root)
    if (root.name === 'Autodiscover') return readAutodiscover(root)
  } catch (cause) {
    if (!(cause instanceof XmlProblem)) throw cause
  }
  return { verdict: 'broken', means: 'no-settings' }
}

/** A reply beside what the provider's file says. */
export function judgeReply(reply: LookUpReply, account: MailAccount): Judged {
  const found = foundIn(reply)
  if ('verdict' in found) return found
  const { servers, lost } = found
  if (servers.length === 0) return { verdict: 'warn', means: 'no-servers', values: { why: lost.join(' ') } }
  return judgeServers(servers, account)
}

const shown = ({
  protocol,
  host,
  port,
  security,
}: Pick<FoundServer, 'protocol' | 'host' | 'port' | 'security'>) => `${protocol} ${host}:${port} ${security}`

/** Announced servers that the file does not hold are wrong, whatever stands beside them. */
export function judgeServers(servers: FoundServer[], account: MailAccount): Judged {
  const own = new Set([...account.incoming, ...account.outgoing].map(shown))
  const strange = servers
    .map((server) => shown({ ...server, host: server.host.replaceAll('{domain}', account.domain ?? '') }))
    .filter((server) => !own.has(server))
  if (strange.length > 0)
    return { verdict: 'warn', means: 'differs', values: { servers: strange.join(', ') }, servers }
  return { verdict: 'good', means: 'found', servers }
}

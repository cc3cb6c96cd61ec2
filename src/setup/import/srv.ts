/** Reads SRV records (RFC 6186, RFC 8314), from the DNS or from a zone file. */
import type { Protocol, Security } from '../../message.ts'
import { type Found, NOTHING_FOUND } from './found.ts'

export interface SrvRecord {
  /** Such as `_imaps._tcp.example.com`. */
  name: string
  priority: number
  port: number
  target: string
}

/** The names that are looked for, without the domain. */
export const SRV_SERVICES: Record<string, { protocol: Protocol; security: Security }> = {
  '_imaps._tcp': { protocol: 'imap', security: 'ssl' },
  '_imap._tcp': { protocol: 'imap', security: 'starttls' },
  '_pop3s._tcp': { protocol: 'pop3', security: 'ssl' },
  '_pop3._tcp': { protocol: 'pop3', security: 'starttls' },
  '_submissions._tcp': { protocol: 'smtp', security: 'ssl' },
  '_submission._tcp': { protocol: 'smtp', security: 'starttls' },
}

/** The target `.` says that a service is not offered: nothing is made of it. */
export function readSrv(records: SrvRecord[], domain: string | undefined): Found {
  const servers = [...records]
    .sort((a, b) => a.priority - b.priority)
    .flatMap(({ name, port, target }) => {
      const service = SRV_SERVICES[name.toLowerCase().split('.').slice(0, 2).join('.')]
      const host = target.toLowerCase().replace(/\.$/, '')
      return service && host && port > 0
        ? [{ ...service, host, port, user: undefined, authentication: [] }]
        : []
    })
  return { ...NOTHING_FOUND, name: domain, domains: domain ? [domain] : [], servers }
}

/** The SRV records of a zone file, and the domain of its `$ORIGIN`. Other lines are passed over. */
export function srvOfZone(text: string): { records: SrvRecord[]; domain: string | undefined } {
  const domain = /^\$ORIGIN\s+(\S+?)\.?\s*$/im.exec(text)?.[1]?.toLowerCase()
  const line = /^(_\S+)\s+(?:\d+\s+)?(?:IN\s+)?SRV\s+(\d+)\s+\d+\s+(\d+)\s+(\S+)\s*$/gim
  const whole = (name: string) =>
    name.endsWith('.') || !domain ? name.replace(/(?<=.)\.$/, '') : `${name}.${domain}`
  const records = [...text.matchAll(line)].map(([, name, priority, port, target]) => ({
    name: whole(name!),
    priority: Number(priority),
    port: Number(port),
    target: target === '.' ? '.' : whole(target!),
  }))
  return { records, domain }
}

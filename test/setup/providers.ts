/** Provider files made up by chance, as wide as the schema allows. */
import fc from 'fast-check'
import { type Provider, provider } from '../../src/knowledge/provider.ts'
import type { Protocol, Security } from '../../src/message.ts'

const label = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/)
export const domain = fc
  .tuple(label, fc.constantFrom('example', 'test', 'co.example'))
  .map((parts) => parts.join('.'))
const host = fc.tuple(label, fc.oneof(domain, fc.constant('{domain}'))).map((parts) => parts.join('.'))

/** The ports that stand for one protocol and security, and one that stands for neither. */
const PORTS: Record<Protocol, Record<Security, number>> = {
  imap: { ssl: 993, starttls: 143, none: 143 },
  pop3: { ssl: 995, starttls: 110, none: 110 },
  smtp: { ssl: 465, starttls: 587, none: 25 },
}

const port = (protocol: Protocol) =>
  fc
    .record({
      security: fc.constantFrom<Security>('ssl', 'starttls', 'none'),
      other: fc.option(fc.integer({ min: 2000, max: 65_000 })),
    })
    .map(({ security, other }) => ({
      protocol,
      port: other ?? PORTS[protocol][security],
      security,
      other: other !== null,
    }))

type Port = Provider['ports'][number]

/**
 * The first encrypted entry of a protocol is the recommended one, as an order can say it, and an outgoing port that
 * nobody else uses stands in for a blocked one.
 */
function portsOf(
  entries: { protocol: Protocol; port: number; security: Security; other: boolean }[],
): Port[] {
  const seen = new Set<string>()
  const recommended = new Set<Protocol>()
  const usual = entries.some(({ protocol, other }) => protocol === 'smtp' && !other)
  return entries.flatMap(({ protocol, port, security, other }): Port[] => {
    const key = `${protocol} ${port}`
    if (seen.has(key)) return []
    seen.add(key)
    const alternate = protocol === 'smtp' && other && usual
    const first = !alternate && security !== 'none' && !recommended.has(protocol)
    if (first) recommended.add(protocol)
    return [
      {
        protocol,
        port,
        security,
        status: first ? 'recommended' : 'supported',
        ...(alternate ? { use: 'alternate' as const } : {}),
      },
    ]
  })
}

const text = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
  .filter((value) => value.trim() === value && !/[\p{C}]/u.test(value))

export const anyProvider: fc.Arbitrary<Provider> = fc
  .record({
    name: text,
    domains: fc.uniqueArray(domain, { maxLength: 4 }),
    hosts: fc.record({ imap: host, pop3: host, smtp: host }),
    user: fc.constantFrom('address' as const, 'local-part' as const),
    imap: fc.array(port('imap'), { maxLength: 3 }),
    pop3: fc.array(port('pop3'), { maxLength: 3 }),
    smtp: fc.array(port('smtp'), { maxLength: 4 }),
    logIn: fc.boolean(),
    oauth2: fc.boolean(),
    webmail: fc.option(host),
    help: domain,
    mx: fc.uniqueArray(host, { minLength: 1, maxLength: 3 }),
    srv: fc.boolean(),
  })
  .filter(({ imap, pop3, smtp }) => imap.length + pop3.length + smtp.length > 0)
  .map(({ name, domains, hosts, user, imap, pop3, smtp, logIn, oauth2, webmail, help, mx, srv }) => {
    const ports = portsOf([...imap, ...pop3, ...smtp])
    const used = Object.entries(hosts).filter(([protocol]) =>
      ports.some((entry) => entry.protocol === protocol),
    )
    // Where nobody logs in, there is no user name, and no way of logging in.
    const someLogIn = imap.length + pop3.length > 0 || logIn
    return provider.parse({
      name,
      domains,
      hosts: Object.fromEntries(used),
      user: someLogIn ? user : 'address',
      ports,
      authentication: {
        smtp: smtp.length === 0 || logIn,
        password: true,
        oauth2: someLogIn && oauth2,
        appPasswords: false,
      },
      ...(webmail === null ? {} : { webmail: { url: `https://${webmail}/`, needsSettings: false } }),
      limits: {},
      support: { url: `https://${help}/help` },
      dns: {
        mx: mx.map((one, index) => ({ host: one, priority: index * 10 })),
        autoconfig: 'autoconfig.provider.example',
        srv,
      },
      sources: [{ title: 'Made up', url: 'https://provider.example/' }],
    })
  })

/** Provider files that nobody has thought of: any that the check accepts. */
import fc from 'fast-check'
import type { Knowledge } from '../../src/knowledge/knowledge.ts'
import { type Provider, provider as schema } from '../../src/knowledge/provider.ts'
import { PROTOCOLS, type Protocol, SECURITIES, type Security } from '../../src/message.ts'

type Port = Provider['ports'][number]

const ADDRESS = '192.0.2.7'
const HOSTS = ['mail.{domain}', '{domain}', 'in.any.example', 'out.any.example', ADDRESS]
const ADDRESSES = ['https://web.{domain}/', 'https://{domain}:8443/', 'https://web.any.example/mail']

/** Ports of a protocol: its own ones with what is spoken there, and one that is nobody's. */
function portsOf(knowledge: Knowledge, protocol: Protocol, own: number): fc.Arbitrary<Port[]> {
  const standard = Object.entries(knowledge.protocols.protocols[protocol].ports).flatMap(
    ([port, securities]) => securities.map((security) => ({ port: Number(port), security })),
  )
  const place = fc.oneof(
    { arbitrary: fc.constantFrom(...standard), weight: 4 },
    { arbitrary: fc.constantFrom(...SECURITIES).map((security) => ({ port: own, security })), weight: 1 },
  )
  const places = fc.uniqueArray(place, { minLength: 1, maxLength: 3, selector: ({ port }) => port })
  const flags = fc.record({
    recommended: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
    alternate: fc.boolean(),
  })
  return fc.tuple(places, flags).map(([chosen, { recommended, alternate }]) => {
    const encrypted = chosen.some(({ security }) => security !== 'none')
    return chosen.map(({ port, security }, index): Port => {
      // A connection without encryption is recommended by nobody who has another one.
      const best = recommended[index]! && (security !== 'none' || !encrypted)
      return {
        protocol,
        port,
        security,
        status: best ? 'recommended' : 'supported',
        ...(alternate && index > 0 && !best ? { use: 'alternate' as const } : {}),
      }
    })
  })
}

/** What a file with these ports may deny: protocols, ports and kinds of security that it does not have. */
function deniable(knowledge: Knowledge, ports: Port[]): Provider['notOffered'] {
  const reason = Object.fromEntries(knowledge.answersIn.map((language) => [language, 'Nobody asked for it.']))
  const has = (fits: (entry: Port) => boolean) => ports.some(fits)
  const absent = PROTOCOLS.filter((protocol) => !has((entry) => entry.protocol === protocol))
  return [
    ...absent.map((protocol) => ({ protocol, reason })),
    ...SECURITIES.filter((security) => !has((entry) => entry.security === security)).map((security) => ({
      security,
      reason,
    })),
    ...PROTOCOLS.filter((protocol) => !absent.includes(protocol)).flatMap((protocol) =>
      SECURITIES.filter(
        (security) => !has((entry) => entry.protocol === protocol && entry.security === security),
      ).map((security: Security) => ({ protocol, security, reason })),
    ),
    ...PROTOCOLS.flatMap((protocol) =>
      Object.keys(knowledge.protocols.protocols[protocol].ports)
        .map(Number)
        .filter((port) => !has((entry) => entry.port === port))
        .map((port) => ({ protocol, port, reason })),
    ),
  ]
}

/** Fields that may be there or not, as the shipped providers fill them. */
function extras(shipped: Provider): fc.Arbitrary<Partial<Provider>> {
  const optional = ['domains', 'statusPage', 'customerArea', 'abuse', 'dns', 'services'] as const
  return fc
    .subarray([...optional])
    .map((names) => Object.fromEntries(names.map((name) => [name, shipped[name]])) as Partial<Provider>)
}

/** `answersIn` of the knowledge decides in which languages the texts are. */
export function anyProvider(knowledge: Knowledge): fc.Arbitrary<Provider> {
  const ports = fc
    .tuple(
      ...PROTOCOLS.map((name, index) =>
        fc.option(portsOf(knowledge, name, 10_000 + index), { nil: [], freq: 2 }),
      ),
    )
    .map((lists) => lists.flat())
    .filter((list) => list.length > 0)
  const limit = fc.option(fc.constantFrom(5, 25, 150.5), { nil: undefined })
  const parts = fc.record({
    list: ports,
    denied: fc.array(fc.nat(1_000), { maxLength: 3 }),
    hosts: fc.array(fc.constantFrom(...HOSTS), { minLength: 3, maxLength: 3 }),
    user: fc.constantFrom('address' as const, 'local-part' as const),
    login: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
    webmail: fc.option(fc.record({ url: fc.constantFrom(...ADDRESSES), needsSettings: fc.boolean() }), {
      nil: undefined,
    }),
    message: limit,
    mailbox: limit,
    support: fc.subarray(['email', 'phone', 'hours'] as const),
    more: extras(knowledge.provider),
  })
  return parts.map(({ list, denied, hosts, login, webmail, message, mailbox, support, ...rest }) => {
    const offered = PROTOCOLS.filter((protocol) => list.some((entry) => entry.protocol === protocol))
    const candidates = deniable(knowledge, list)
    const notOffered = [...new Set(denied.map((index) => candidates[index % candidates.length]!))]
    return schema.parse({
      ...rest.more,
      // SRV records name hosts, not addresses.
      ...(rest.more.dns ? { dns: { ...rest.more.dns, srv: !hosts.includes(ADDRESS) } } : {}),
      name: 'Anybody’s Mail',
      hosts: Object.fromEntries(offered.map((protocol, index) => [protocol, hosts[index]])),
      user: rest.user,
      ports: list,
      notOffered,
      authentication: { smtp: login[0], password: true, oauth2: login[1], appPasswords: login[2] },
      ...(webmail ? { webmail } : {}),
      limits: {
        ...(message ? { messageMegabytes: message } : {}),
        ...(mailbox ? { mailboxGigabytes: mailbox } : {}),
      },
      support: {
        url: 'https://any.example/help',
        ...Object.fromEntries(support.map((name) => [name, knowledge.provider.support[name]])),
      },
      sources: [{ title: 'Anybody’s Mail', url: 'https://any.example/settings' }],
    })
  })
}

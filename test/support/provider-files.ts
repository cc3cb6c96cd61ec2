/** Provider files that nobody has thought of: any that the check accepts. */
import fc from 'fast-check'
import type { Knowledge } from '../../src/knowledge/knowledge.ts'
import { type Provider, provider as schema } from '../../src/knowledge/provider.ts'
import { PROTOCOLS, type Protocol, SECURITIES, type Security } from '../../src/message.ts'

type Port = Provider['ports'][number]

const HOSTS = ['mail.{domain}', '{domain}', 'in.any.example', 'out.any.example', '192.0.2.7']
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
  const entries = fc.uniqueArray(place, { minLength: 1, maxLength: 3, selector: ({ port }) => port })
  return fc
    .tuple(entries, fc.infiniteStream(fc.boolean()), fc.boolean())
    .map(([places, flips, alternate]) => {
      const encrypted = places.some(({ security }) => security !== 'none')
      return places.map(({ port, security }, index): Port => {
        // A connection without encryption is recommended by nobody who has another one.
        const recommended = flips.next().value && (security !== 'none' || !encrypted)
        return {
          protocol,
          port,
          security,
          status: recommended ? 'recommended' : 'supported',
          ...(alternate && index > 0 && !recommended ? { use: 'alternate' as const } : {}),
        }
      })
    })
}

/** What a file with these ports may deny: protocols, ports and kinds of security that it does not have. */
function denials(knowledge: Knowledge, ports: Port[]): fc.Arbitrary<Provider['notOffered']> {
  const reason = Object.fromEntries(knowledge.answersIn.map((language) => [language, 'Nobody asked for it.']))
  const has = (fits: (entry: Port) => boolean) => ports.some(fits)
  const absent = PROTOCOLS.filter((protocol) => !has((entry) => entry.protocol === protocol))
  const candidates: Provider['notOffered'] = [
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
  return fc.subarray(candidates, { maxLength: 3 })
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
    .subarray([...PROTOCOLS], { minLength: 1 })
    .chain((names) =>
      fc.tuple(...names.map((name) => portsOf(knowledge, name, 10_000 + PROTOCOLS.indexOf(name)))),
    )
    .map((lists) => lists.flat())
  const limit = fc.option(fc.constantFrom(5, 25, 150.5), { nil: undefined })
  const parts = fc.record({
    facts: ports.chain((list) => fc.tuple(fc.constant(list), denials(knowledge, list))),
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
  return parts.map(
    ({ facts: [list, notOffered], hosts, login, webmail, message, mailbox, support, ...rest }) => {
      const offered = PROTOCOLS.filter((protocol) => list.some((entry) => entry.protocol === protocol))
      return schema.parse({
        ...rest.more,
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
    },
  )
}

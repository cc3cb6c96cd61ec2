import type { Protocol, Security } from '../../message.ts'
import type { Knowledge } from '../knowledge.ts'
import type { Path } from '../places.ts'
import type { Problem } from '../problem.ts'
import type { Rule } from './rule.ts'

type Port = Knowledge['provider']['ports'][number]
type Denied = Knowledge['provider']['notOffered'][number]

/** The ports of the provider go together: no port twice, none of another protocol, none offered and denied at once. */
export const providerPorts: Rule = {
  name: 'provider-ports',
  check(knowledge) {
    const { ports, notOffered } = knowledge.provider
    const at =
      (list: string) =>
      (index: number, field?: string) =>
      (message: string, mend: string): Problem => {
        const path: Path = field ? [list, index, field] : [list, index]
        return { file: knowledge.providerFile, path, message, mend }
      }
    return [
      ...ports.flatMap((entry, index) => {
        const before = ports.slice(0, index)
        const say = (field?: string) => at('ports')(index, field)
        return [
          ...ownProtocol(knowledge, entry, say),
          ...fittingSecurity(knowledge, entry, say),
          ...onePlace(knowledge, entry, before, say),
          ...fittingStatus(ports, entry, say),
        ]
      }),
      ...notOffered.flatMap((entry, index) => {
        const say = (field?: string) => at('notOffered')(index, field)
        return [
          ...(entry.protocol && entry.port
            ? ownProtocol(knowledge, { ...entry, port: entry.port, protocol: entry.protocol }, say)
            : []),
          ...notDenied(knowledge, ports, entry, say),
          ...deniedOnce(notOffered.slice(0, index), entry, say),
        ]
      }),
    ]
  },
}

type Say = (field?: string) => (message: string, mend: string) => Problem

const nameOf = (knowledge: Knowledge, protocol: Protocol) => knowledge.protocols.protocols[protocol].name

/** "POP3 on 993": the port of another protocol, everywhere. */
function ownProtocol(
  knowledge: Knowledge,
  { protocol, port }: { protocol: Protocol; port: number },
  say: Say,
): Problem[] {
  const { protocols, otherPorts } = knowledge.protocols
  const owner = (Object.keys(protocols) as Protocol[]).find(
    (name) => protocols[name].ports[port] !== undefined,
  )
  const own = Object.keys(protocols[protocol].ports).join(', ')
  const mend = `Write a port of ${nameOf(knowledge, protocol)}, such as ${own}, or one that is nobody’s.`
  if (otherPorts.includes(port)) return [say('port')(`port ${port} is for no mail program`, mend)]
  if (!owner || owner === protocol) return []
  return [
    say('port')(
      `port ${port} is ${nameOf(knowledge, owner)}’s everywhere, not ${nameOf(knowledge, protocol)}’s`,
      mend,
    ),
  ]
}

/** "none" on 993: a kind of security that is not spoken on this port anywhere. */
function fittingSecurity(knowledge: Knowledge, { protocol, port, security }: Port, say: Say): Problem[] {
  const spoken = knowledge.protocols.protocols[protocol].ports[port]
  if (!spoken || spoken.includes(security)) return []
  return [
    say('security')(
      `"${security}" is not spoken on port ${port}`,
      `Write ${spoken.join(' or ')}, or another port.`,
    ),
  ]
}

/** No port twice, and none for two protocols at one host: only one of them could answer. */
function onePlace({ provider: { hosts } }: Knowledge, entry: Port, before: Port[], say: Say): Problem[] {
  const upgrades = (one: Security, other: Security) => one !== other && one !== 'ssl' && other !== 'ssl'
  const other = before.find(
    ({ port, protocol, security }) =>
      port === entry.port &&
      hosts[protocol] === hosts[entry.protocol] &&
      (protocol !== entry.protocol || !upgrades(security, entry.security)),
  )
  if (!other) return []
  const same = other.protocol === entry.protocol && other.security === entry.security
  return [
    say('port')(
      same
        ? `port ${entry.port} stands for ${entry.protocol} twice`
        : `port ${entry.port} stands for ${other.protocol} with ${other.security} already`,
      'Remove one of them, or correct its number.',
    ),
  ]
}

/** Nobody recommends a plain connection beside an encrypted one, and an alternate is one beside a usual port. */
function fittingStatus(ports: Port[], entry: Port, say: Say): Problem[] {
  const others = ports.filter((one) => one.protocol === entry.protocol && one !== entry)
  const encrypted = others.find((one) => one.security !== 'none')
  return [
    ...(entry.status === 'recommended' && entry.security === 'none' && encrypted
      ? [
          say('status')(
            `port ${entry.port} is recommended without encryption, though ${encrypted.port} has it`,
            'Write supported here, and recommended there.',
          ),
        ]
      : []),
    ...(entry.use === 'alternate' && others.every((one) => one.use === 'alternate')
      ? [
          say('use')(
            `port ${entry.port} is alternate to no other port`,
            `Remove "use", or add the usual port of ${entry.protocol}.`,
          ),
        ]
      : []),
  ]
}

/** A thing is offered or not, never both. */
function notDenied(knowledge: Knowledge, ports: Port[], denied: Denied, say: Say): Problem[] {
  const index = ports.findIndex((entry) => covers(denied, entry))
  if (index < 0) return []
  const { protocol, port, security } = ports[index]!
  return [
    say()(
      `it denies what entry ${index + 1} of ports offers: ${nameOf(knowledge, protocol)} ${port} with ${security}`,
      'Remove one of them, or name here exactly what is not offered.',
    ),
  ]
}

function covers(denied: Denied, entry: Port): boolean {
  return (['protocol', 'port', 'security'] as const).every(
    (field) => denied[field] === undefined || denied[field] === entry[field],
  )
}

function deniedOnce(before: Denied[], denied: Denied, say: Say): Problem[] {
  const index = before.findIndex((other) =>
    (['protocol', 'port', 'security'] as const).every((field) => other[field] === denied[field]),
  )
  return index < 0 ? [] : [say()(`it denies the same as entry ${index + 1}`, 'Remove one of them.')]
}

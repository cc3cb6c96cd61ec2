import type { Knowledge } from '../knowledge.ts'
import type { Path } from '../places.ts'
import type { Problem } from '../problem.ts'
import type { Rule } from './rule.ts'

type Found = { path: Path; message: string; mend: string }

/** The provider's values make sense together: nothing stands twice, no limit is above the one that holds it. */
export const providerValues: Rule = {
  name: 'provider-values',
  check(knowledge) {
    const found = [...twice(knowledge), ...limits(knowledge), ...records(knowledge), ...reachable(knowledge)]
    return found.map((problem): Problem => ({ file: knowledge.providerFile, ...problem }))
  },
}

function twice({ provider: { domains, services, dns } }: Knowledge): Found[] {
  const lists: { list: Path; field?: string; values: string[] }[] = [
    { list: ['domains'], values: domains },
    { list: ['services'], field: 'feature', values: services.map(({ feature }) => feature) },
    { list: ['dns', 'mx'], field: 'host', values: dns?.mx.map(({ host }) => host) ?? [] },
    { list: ['dns', 'dkim'], field: 'selector', values: dns?.dkim.map(({ selector }) => selector) ?? [] },
  ]
  return lists.flatMap(({ list, field, values }) =>
    values.flatMap((value, index) => {
      const first = values.findIndex((other) => other.toLowerCase() === value.toLowerCase())
      if (first === index) return []
      const path = [...list, index, ...(field ? [field] : [])]
      return [{ path, message: `"${value}" is entry ${first + 1} already`, mend: 'Remove one of them.' }]
    }),
  )
}

/** More than any mailbox takes: bytes or kilobytes were written for megabytes. */
const MOST_MEGABYTES = 2_000
const MOST_GIGABYTES = 100_000

function limits({ provider: { limits: named } }: Knowledge): Found[] {
  const { messageMegabytes: message, mailboxGigabytes: mailbox, sending } = named
  const found: Found[] = []
  const say = (path: Path, text: string, mend: string) =>
    found.push({ path: ['limits', ...path], message: text, mend })
  if (message !== undefined && message > MOST_MEGABYTES)
    say(['messageMegabytes'], `${message} MB is more than any message has`, 'Write megabytes, such as 25.')
  else if (message !== undefined && mailbox !== undefined && message > mailbox * 1_000)
    say(
      ['messageMegabytes'],
      `a message of ${message} MB does not fit a mailbox of ${mailbox} GB`,
      'Correct one of them.',
    )
  if (mailbox !== undefined && mailbox > MOST_GIGABYTES)
    say(['mailboxGigabytes'], `${mailbox} GB is more than any mailbox has`, 'Write gigabytes, such as 10.')
  if (sending?.perHour !== undefined && sending.perDay !== undefined && sending.perHour > sending.perDay)
    say(
      ['sending', 'perHour'],
      `${sending.perHour} an hour is more than ${sending.perDay} a day`,
      'Correct one of them.',
    )
  return found
}

/** SRV records name hosts (RFC 2782). */
function records({ provider: { dns, hosts } }: Knowledge): Found[] {
  if (!dns?.srv) return []
  return Object.entries(hosts)
    .filter(([, host]) => /^[\d.]+$|:/.test(host))
    .map(([protocol, host]) => ({
      path: ['hosts', protocol],
      message: `"${host}" is an address, and SRV records point to names`,
      mend: 'Write the name of the host, or "srv: false" under dns.',
    }))
}

/** A phone number has digits. */
function reachable({ provider: { support } }: Knowledge): Found[] {
  if (support.phone === undefined || /^\+?[\d\s()./-]{3,}$/.test(support.phone)) return []
  return [
    {
      path: ['support', 'phone'],
      message: `"${support.phone}" is no phone number`,
      mend: 'Write it as it is dialled, such as +1 202 555 0123.',
    },
  ]
}

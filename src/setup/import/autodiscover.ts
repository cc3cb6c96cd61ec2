/** Reads an Autodiscover answer for Outlook (MS-OXDSCLI). */
import type { Protocol, Security } from '../../message.ts'
import { readAddress } from '../address.ts'
import { all, type ReadElement, textOf } from '../xml.ts'
import { type Found, type FoundServer, NOTHING_FOUND } from './found.ts'

const PROTOCOLS: Record<string, Protocol> = { IMAP: 'imap', POP3: 'pop3', SMTP: 'smtp' }
const ENCRYPTIONS: Record<string, Security> = { ssl: 'ssl', tls: 'starttls', none: 'none' }
/** With `SSL` alone, or `Auto`, the port says which kind of encryption is meant (RFC 8314, 7). */
const FROM_THE_START = new Set([993, 995, 465])

/** `root`: the element `Autodiscover`. An error in it gives nothing, and says so. */
export function readAutodiscover(root: ReadElement): Found {
  const response = all(root, 'Response')[0]
  const account = all(response, 'Account')[0]
  const lost: string[] = []
  const servers = all(account, 'Protocol').flatMap((element) => {
    const server = readServer(element)
    if (typeof server !== 'string') return [server]
    lost.push(server)
    return []
  })
  const code = textOf(all(response, 'Error')[0], 'ErrorCode')
  if (code) lost.push(`The answer is the error ${code.slice(0, 10)}.`)
  return { ...NOTHING_FOUND, servers, lost }
}

function readServer(element: ReadElement): FoundServer | string {
  const type = textOf(element, 'Type') ?? ''
  const protocol = PROTOCOLS[type.toUpperCase()]
  if (!protocol) return `A server of the type "${type.slice(0, 20)}" has no place in a provider’s file.`
  const host = textOf(element, 'Server')?.toLowerCase()
  const port = Number(textOf(element, 'Port'))
  if (!host || !(port > 0 && port < 65_536)) return `A server of the type "${type}" lacks a host or a port.`
  const user = textOf(element, 'LoginName')
  return {
    protocol,
    host,
    port,
    security: securityOf(element, port),
    user: user === undefined ? undefined : readAddress(user) ? 'address' : 'local-part',
    authentication: textOf(element, 'AuthRequired')?.toLowerCase() === 'off' ? ['none'] : [],
  }
}

/** `Encryption` overrides `SSL`, which is on where it is not said. */
function securityOf(element: ReadElement, port: number): Security {
  const encryption = ENCRYPTIONS[textOf(element, 'Encryption')?.toLowerCase() ?? '']
  if (encryption) return encryption
  if (textOf(element, 'SSL')?.toLowerCase() === 'off') return 'none'
  return FROM_THE_START.has(port) ? 'ssl' : 'starttls'
}

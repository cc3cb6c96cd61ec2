/** What Outlook asks for: plain old XML (MS-OXDSCLI) and the JSON that leads to it. */
import type { MailAccount, MailServer } from './account.ts'
import { type Address, readAddress } from './address.ts'
import { element, readXml, textOf, writeXml, XmlProblem } from './xml.ts'

export const AUTODISCOVER_XML = '/autodiscover/autodiscover.xml'
export const AUTODISCOVER_JSON = '/autodiscover/autodiscover.json'

const SCHEMAS = 'http://schemas.microsoft.com/exchange/autodiscover'
const RESPONSE = `${SCHEMAS}/responseschema/2006`
const OUTLOOK_REQUEST = `${SCHEMAS}/outlook/requestschema/2006`
const OUTLOOK_RESPONSE = `${SCHEMAS}/outlook/responseschema/2006a`

/** MS-OXDSCLI 2.2.4.1.1.3.1. None of them says anything about a mailbox, only about the request or the domain. */
export const FAULTS = {
  'not-served': { code: 500, message: 'The Autodiscover service does not serve this domain.' },
  invalid: { code: 600, message: 'Invalid Request' },
  'other-schema': { code: 601, message: 'Provider is not available for the requested schema.' },
} as const
export type Fault = keyof typeof FAULTS

/** The asker, or why there is none. */
export function readAutodiscoverRequest(body: Uint8Array): Address | Fault {
  try {
    const root = readXml(body)
    const request = root.children.find(({ name }) => name === 'Request')
    const address = readAddress(textOf(request, 'EMailAddress') ?? '')
    if (root.name !== 'Autodiscover' || !address) return 'invalid'
    const schema = textOf(request, 'AcceptableResponseSchema') ?? OUTLOOK_RESPONSE
    return schema === OUTLOOK_RESPONSE ? address : 'other-schema'
  } catch (cause) {
    if (cause instanceof XmlProblem) return 'invalid'
    throw cause
  }
}

/** What a mail program sends; `readAutodiscoverRequest` reads it. */
export function autodiscoverRequest(address: string): string {
  return writeXml(
    element(
      'Autodiscover',
      [
        element('Request', [
          element('EMailAddress', address),
          element('AcceptableResponseSchema', OUTLOOK_RESPONSE),
        ]),
      ],
      { xmlns: OUTLOOK_REQUEST },
    ),
  )
}

const TYPES = { imap: 'IMAP', pop3: 'POP3', smtp: 'SMTP' }
const ENCRYPTIONS = { ssl: 'SSL', starttls: 'TLS', none: 'None' }

/**
 * A connection without encryption is left out where the protocol has an encrypted one: Outlook would try it next.
 * Elements stand in the order of the specification. `Encryption` overrides `SSL`, which older programs read.
 */
export function autodiscoverAnswer(account: MailAccount, asker: Address): string {
  const user = account.user === 'address' ? asker.address : asker.localPart
  const protocol = ({ protocol, host, port, security }: MailServer) => {
    const logIn = protocol !== 'smtp' || account.sendingLogIn
    return element('Protocol', [
      element('Type', TYPES[protocol]),
      element('Server', host),
      element('Port', port),
      logIn && element('LoginName', user),
      element('DomainRequired', 'off'),
      element('SPA', 'off'),
      element('SSL', security === 'none' ? 'off' : 'on'),
      element('Encryption', ENCRYPTIONS[security]),
      element('AuthRequired', logIn ? 'on' : 'off'),
      protocol === 'smtp' && element('UsePOPAuth', logIn ? 'on' : 'off'),
      protocol === 'smtp' && element('SMTPLast', 'off'),
    ])
  }
  return response([
    element('Account', [
      element('AccountType', 'email'),
      element('Action', 'settings'),
      ...[...account.incoming, ...account.outgoing].filter(safestOfItsKind).map(protocol),
    ]),
  ])
}

/** False for a plain connection beside an encrypted one of the same protocol. */
function safestOfItsKind({ protocol, security }: MailServer, _index: number, servers: MailServer[]): boolean {
  return (
    security !== 'none' || !servers.some((other) => other.protocol === protocol && other.security !== 'none')
  )
}

/** `now` gives the time of day that the format wants. Nothing of the request is repeated. */
export function autodiscoverFault(fault: Fault, now: Date): string {
  const { code, message } = FAULTS[fault]
  return response([
    element('Error', [element('ErrorCode', code), element('Message', message), element('DebugData', '')], {
      Time: now.toISOString().slice(11, 23),
      Id: '0',
    }),
  ])
}

function response(content: Parameters<typeof element>[1]): string {
  return writeXml(
    element('Autodiscover', [element('Response', content, { xmlns: OUTLOOK_RESPONSE })], { xmlns: RESPONSE }),
  )
}

export type JsonAnswer =
  | { status: 200; body: { Protocol: string; Url: string } }
  | { status: 400; body: { ErrorCode: string; ErrorMessage: string } }

/** `protocol` as the query gives it; `origin` such as `https://autodiscover.example.com`. */
export function autodiscoverJson(protocol: string | undefined, origin: string): JsonAnswer {
  if (protocol?.toLowerCase() === 'autodiscoverv1')
    return { status: 200, body: { Protocol: 'AutodiscoverV1', Url: `${origin}${AUTODISCOVER_XML}` } }
  return {
    status: 400,
    body: protocol
      ? {
          ErrorCode: 'InvalidProtocol',
          ErrorMessage: 'The given protocol value is invalid. Supported values are "AutodiscoverV1".',
        }
      : {
          ErrorCode: 'MandatoryParameterMissing',
          ErrorMessage: 'A valid value must be provided for the query parameter "Protocol".',
        },
  }
}

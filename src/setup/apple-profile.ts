/** The profile that sets up Mail on iPhone, iPad and Mac (payload `com.apple.mail.managed`). It holds no password. */
import { build } from 'plist'
import { v5 } from 'uuid'
import type { MailAccount, MailServer } from './account.ts'
import type { Address } from './address.ts'

export const PROFILE_TYPE = 'application/x-apple-aspen-config'

/** Names every profile of this program: made once, never changed, so that a new download replaces the old one. */
const NAMESPACE = '0b6f1c9e-6a52-4d0e-9a3b-5e8d1f7c2a40'

export interface ProfileWords {
  /** What the list of profiles shows. */
  name: string
  /** What is shown before it is installed. */
  description: string
}

/**
 * An XML property list for this address, the same each time. Undefined where the provider has no incoming or no
 * outgoing server: the format has exactly one of each. IMAP is taken before POP3.
 */
export function appleProfile(
  account: MailAccount,
  { address, localPart, domain }: Address,
  words: ProfileWords,
) {
  const [incoming] = account.incoming
  const [outgoing] = account.outgoing
  if (!incoming || !outgoing) return undefined
  const of = `${address.toLowerCase()} at ${account.provider}`
  const identifier = `${domain.split('.').reverse().join('.')}.mail.${v5(of, NAMESPACE)}`
  const user = account.user === 'address' ? address : localPart
  return build({
    PayloadType: 'Configuration',
    PayloadVersion: 1,
    PayloadIdentifier: identifier,
    PayloadUUID: v5(`profile ${of}`, NAMESPACE).toUpperCase(),
    PayloadDisplayName: words.name,
    PayloadDescription: words.description,
    PayloadOrganization: account.provider,
    PayloadRemovalDisallowed: false,
    PayloadContent: [
      {
        PayloadType: 'com.apple.mail.managed',
        PayloadVersion: 1,
        PayloadIdentifier: `${identifier}.account`,
        PayloadUUID: v5(`account ${of}`, NAMESPACE).toUpperCase(),
        PayloadDisplayName: words.name,
        PayloadDescription: words.description,
        PayloadOrganization: account.provider,
        EmailAccountDescription: account.provider,
        EmailAccountType: incoming.protocol === 'imap' ? 'EmailTypeIMAP' : 'EmailTypePOP',
        EmailAddress: address,
        ...server('Incoming', incoming, user),
        ...server('Outgoing', outgoing, account.sendingLogIn ? user : undefined),
        OutgoingPasswordSameAsIncomingPassword: account.sendingLogIn,
        SMIMEEnabled: false,
      },
    ],
  })
}

/** `UseSSL` is on for STARTTLS too: the device then finds out which of the two the port speaks. */
function server(
  direction: 'Incoming' | 'Outgoing',
  { host, port, security }: MailServer,
  user: string | undefined,
): Record<string, string | number | boolean> {
  const key = `${direction}MailServer`
  return {
    [`${key}HostName`]: host,
    [`${key}PortNumber`]: port,
    [`${key}UseSSL`]: security !== 'none',
    [`${key}Authentication`]: user === undefined ? 'EmailAuthNone' : 'EmailAuthPassword',
    ...(user === undefined ? {} : { [`${key}Username`]: user }),
  }
}

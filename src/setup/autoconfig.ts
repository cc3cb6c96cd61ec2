/**
 * The file that Thunderbird, Evolution and others ask for (draft-ietf-mailmaint-autoconfig, version 1.1, which all of
 * them read). Programs fill in `%EMAILADDRESS%` and its like themselves, so nobody's address is in it.
 */
import type { MailAccount, MailServer } from './account.ts'
import { ANY_DOMAIN } from './account.ts'
import { element, writeXml } from './xml.ts'

export const AUTOCONFIG_PATHS = [
  '/mail/config-v1.1.xml',
  '/.well-known/autoconfig/mail/config-v1.1.xml',
] as const

const SOCKETS = { ssl: 'SSL', starttls: 'STARTTLS', none: 'plain' }
const USERS = { address: '%EMAILADDRESS%', 'local-part': '%EMAILLOCALPART%' }

/** `domains`: those that the provider lists, for a file that is not for one domain. */
export function autoconfigFile(account: MailAccount, domains: string[]): string {
  const own = account.domain !== undefined ? [account.domain] : domains.length > 0 ? domains : [ANY_DOMAIN]
  const server = (name: string, { protocol, host, port, security }: MailServer) => {
    const logIn = protocol !== 'smtp' || account.sendingLogIn
    return element(
      name,
      [
        element('hostname', host),
        element('port', port),
        element('socketType', SOCKETS[security]),
        ...(logIn
          ? [
              element('username', USERS[account.user]),
              element('authentication', 'password-cleartext'),
              // Last: programs take the first that they can, and OAuth2 needs them to know the provider.
              account.oauth2 && element('authentication', 'OAuth2'),
            ]
          : [element('authentication', 'none')]),
      ],
      { type: protocol },
    )
  }
  return writeXml(
    element(
      'clientConfig',
      [
        element(
          'emailProvider',
          [
            ...own.map((domain) => element('domain', domain)),
            element('displayName', account.provider),
            element('displayShortName', account.provider),
            ...account.incoming.map((one) => server('incomingServer', one)),
            ...account.outgoing.map((one) => server('outgoingServer', one)),
            element('documentation', '', { url: account.help }),
          ],
          { id: own[0]! },
        ),
        account.webmail !== undefined &&
          element('webMail', [element('loginPage', '', { url: account.webmail })]),
      ],
      { version: '1.1' },
    ),
  )
}

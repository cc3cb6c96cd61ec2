/** What a mail program has to be set to for one address or domain: the provider's file with the domain filled in. */
import { byAdvice } from '../answering/facts.ts'
import type { Provider } from '../knowledge/provider.ts'
import type { Protocol, Security } from '../message.ts'

export interface MailServer {
  protocol: Protocol
  /** `%EMAILDOMAIN%` stands for the domain while it is not known, as the formats that allow it write it. */
  host: string
  port: number
  security: Security
}

export interface MailAccount {
  provider: string
  /** Undefined while only the provider is known: hosts may then hold `%EMAILDOMAIN%`. */
  domain: string | undefined
  /** IMAP before POP3; of each, the recommended entry first. */
  incoming: MailServer[]
  /** The recommended entry first, those for networks that block the usual port last. Empty: nothing is sent here. */
  outgoing: MailServer[]
  user: Provider['user']
  /** Whether sending needs a log-in. */
  sendingLogIn: boolean
  oauth2: boolean
  webmail: string | undefined
  help: string
}

export const ANY_DOMAIN = '%EMAILDOMAIN%'

/** `domain` as `readDomain` gives it. */
export function accountOf(provider: Provider, domain: string | undefined): MailAccount {
  const filled = (pattern: string) => pattern.replaceAll('{domain}', domain ?? ANY_DOMAIN)
  const servers = (protocol: Protocol) =>
    provider.ports
      .filter((entry) => entry.protocol === protocol)
      .sort(byAdvice)
      .map(
        ({ port, security }): MailServer => ({
          protocol,
          host: filled(provider.hosts[protocol]!),
          port,
          security,
        }),
      )
  return {
    provider: provider.name,
    domain,
    incoming: [...servers('imap'), ...servers('pop3')],
    outgoing: servers('smtp'),
    user: provider.user,
    sendingLogIn: provider.authentication.smtp,
    oauth2: provider.authentication.oauth2,
    webmail: provider.webmail && filled(provider.webmail.url),
    help: provider.support.url,
  }
}

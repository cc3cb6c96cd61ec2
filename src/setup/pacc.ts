/**
 * PACC (draft-ietf-mailmaint-pacc): a JSON file at `ua-auto-config.` and the domain, and a TXT record with its digest.
 * It knows encryption from the start at the registered ports only, so no port is named.
 */
import { createHash } from 'node:crypto'
import type { MailAccount } from './account.ts'

export const PACC_PATH = '/.well-known/user-agent-configuration.json'
export const PACC_HOST = 'ua-auto-config'

/**
 * RFC 8314, 7: IMAPS, POP3S and submissions. Revision 3 of the draft calls sending `submit`, revision 2 called it
 * `smtp`; programs of both are about, and take no notice of a name that they do not know.
 */
const NAMES = { imap: ['imap'], pop3: ['pop3'], smtp: ['submit', 'smtp'] }
const PORTS = { imap: 993, pop3: 995, smtp: 465 }

/**
 * The file, byte for byte as its digest counts it. Undefined where the format cannot say it: no server with encryption
 * from the start at the registered port, or hosts that depend on a domain that is not known.
 */
export function paccFile(account: MailAccount): string | undefined {
  const protocols = [...account.incoming, ...account.outgoing]
    .filter(({ protocol, port, security }) => security === 'ssl' && port === PORTS[protocol])
    .flatMap(({ protocol, host }) => NAMES[protocol].map((name) => [name, { host }]))
  if (protocols.length === 0 || JSON.stringify(protocols).includes('%EMAILDOMAIN%')) return undefined
  return `${JSON.stringify(
    {
      protocols: Object.fromEntries(protocols),
      authentication: { password: true },
      info: { provider: { name: account.provider.slice(0, 60) }, help: { documentation: account.help } },
    },
    null,
    2,
  )}\n`
}

/** The text of the TXT record at `_ua-auto-config.` and the domain. */
export function paccDigest(file: string): string {
  return `v=UAAC1; a=sha256; d=${createHash('sha256').update(file).digest('base64')}`
}

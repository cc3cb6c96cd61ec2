/** Real mail programs, set up from our files and nothing else, log in to a real Dovecot and send by a real Postfix. */
import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { FastifyInstance } from 'fastify'
import { parse as parsePlist } from 'plist'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Provider } from '../../src/knowledge/provider.ts'
import type { Protocol, Security } from '../../src/message.ts'
import { autodiscoverRequest } from '../../src/setup/autodiscover.ts'
import type { FoundServer } from '../../src/setup/import/found.ts'
import { readSource } from '../../src/setup/import/source.ts'
import { zoneSnippet } from '../../src/setup/record-text.ts'
import { recordsFor } from '../../src/setup/records.ts'
import { knowledgeOf } from '../support/bot.ts'
import { type MailServers, NO_MAIL_SERVERS, startMailServers } from '../support/mail-servers.ts'
import { setupFilesOf } from './setup-bot.ts'

const PROGRAMS = ['/usr/bin/mbsync', '/usr/bin/msmtp', '/usr/bin/mpop']
const missing = PROGRAMS.filter((path) => !existsSync(path))
const skipped =
  NO_MAIL_SERVERS ??
  (missing.length > 0
    ? `skipped, because ${missing.join(', ')} is not here (apt-get install isync msmtp mpop)`
    : undefined)
if (skipped) process.stdout.write(`real mail programs: ${skipped}\n`)

/** What a program is set to: a server of each kind, the first that the file names. */
interface Set {
  incoming: Pick<FoundServer, 'host' | 'port' | 'security'>
  outgoing: Pick<FoundServer, 'host' | 'port' | 'security'>
  user: string
}

describe.skipIf(skipped)('mbsync, mpop and msmtp', () => {
  let servers: MailServers
  const folder = mkdtempSync(join(tmpdir(), 'mailsherpa-clients-'))
  const apps = new Map<string, FastifyInstance>()
  const providers = new Map<string, Provider>()

  beforeAll(async () => {
    servers = await startMailServers()
    const { ports } = servers
    for (const security of ['ssl', 'starttls'] as const) {
      const port = (protocol: Protocol, ssl: number, starttls: number): Provider['ports'] =>
        [
          { protocol, port: ssl, security: 'ssl' as Security },
          { protocol, port: starttls, security: 'starttls' as Security },
        ].map((entry) => ({ ...entry, status: entry.security === security ? 'recommended' : 'supported' }))
      const provider: Provider = {
        ...knowledgeOf().provider,
        hosts: { imap: servers.host, pop3: servers.host, smtp: servers.host },
        ports: [
          ...port('imap', ports.imaps, ports.imap),
          ...port('pop3', ports.pop3s, ports.pop3),
          ...port('smtp', ports.submissions, ports.submission),
        ],
      }
      providers.set(security, provider)
      apps.set(security, await setupFilesOf(provider))
    }
  })
  afterAll(async () => {
    await Promise.all([...apps.values()].map((app) => app.close()))
    await servers?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const firstOf = (text: string, protocol: Protocol) =>
    readSource(text).servers.find((server) => server.protocol === protocol)!
  const setFrom = (text: string, incoming: 'imap' | 'pop3', user: string): Set => ({
    incoming: firstOf(text, incoming),
    outgoing: firstOf(text, 'smtp'),
    user,
  })

  /** Each file, asked for as its programs do, and read as they do. */
  const FILES: Record<string, (security: string, incoming: 'imap' | 'pop3') => Promise<Set>> = {
    async autoconfig(security, incoming) {
      const { body } = await apps
        .get(security)!
        .inject(`/mail/config-v1.1.xml?emailaddress=${servers.address}`)
      const user = body.includes('%EMAILADDRESS%') ? servers.address : servers.address.split('@')[0]!
      return setFrom(body, incoming, user)
    },
    async Autodiscover(security, incoming) {
      const { body } = await apps.get(security)!.inject({
        method: 'POST',
        url: '/autodiscover/autodiscover.xml',
        headers: { 'content-type': 'text/xml' },
        payload: autodiscoverRequest(servers.address),
      })
      return setFrom(body, incoming, /<LoginName>([^<]+)/.exec(body)![1]!)
    },
    async 'SRV records'(security, incoming) {
      const domain = servers.address.split('@')[1]!
      const zone = zoneSnippet(recordsFor(providers.get(security)!, domain), domain)
      // RFC 8314, 5.1: encrypted from the start is tried before STARTTLS.
      return setFrom(zone, incoming, servers.address)
    },
    async 'Apple profile'(security) {
      const { body } = await apps
        .get(security)!
        .inject(`/setup/apple.mobileconfig?address=${servers.address}`)
      const { PayloadContent } = parsePlist(body) as { PayloadContent: Record<string, string | number>[] }
      const mail = PayloadContent[0]!
      const side = (name: string) => ({
        host: mail[`${name}MailServerHostName`] as string,
        port: mail[`${name}MailServerPortNumber`] as number,
        // The device finds out which of the two the port speaks.
        security: security as Security,
      })
      return {
        incoming: side('Incoming'),
        outgoing: side('Outgoing'),
        user: String(mail.IncomingMailServerUsername),
      }
    },
  }

  const run = promisify(execFile)
  let sent = 0

  async function send({ outgoing, user }: Set): Promise<string> {
    const subject = `message ${++sent} of a test`
    const config = join(folder, 'msmtprc')
    writeFileSync(
      config,
      `account default\nhost ${outgoing.host}\nport ${outgoing.port}\ntls on\ntls_starttls ${outgoing.security === 'starttls' ? 'on' : 'off'}\ntls_trust_file ${servers.caFile}\nauth on\nuser ${user}\npassword ${servers.password}\nfrom ${servers.address}\n`,
      { mode: 0o600 },
    )
    const sending = run('/usr/bin/msmtp', ['-C', config, servers.address])
    sending.child.stdin!.end(
      `From: ${servers.address}\nTo: ${servers.address}\nSubject: ${subject}\n\nHello.\n`,
    )
    await sending
    return subject
  }

  async function fetchByImap({ incoming, user }: Set): Promise<string[]> {
    const box = mkdtempSync(join(folder, 'imap-'))
    const config = join(box, 'mbsyncrc')
    writeFileSync(
      config,
      `IMAPAccount test\nHost ${incoming.host}\nPort ${incoming.port}\nUser ${user}\nPass "${servers.password}"\nSSLType ${incoming.security === 'starttls' ? 'STARTTLS' : 'IMAPS'}\nCertificateFile ${servers.caFile}\nSystemCertificates no\n\nIMAPStore far\nAccount test\n\nMaildirStore near\nPath ${box}/\nInbox ${box}/INBOX\n\nChannel all\nFar :far:\nNear :near:\nPatterns INBOX\nCreate Near\nSyncState *\n`,
    )
    await run('/usr/bin/mbsync', ['-c', config, '-a'], { env: { HOME: box } })
    return subjectsIn(join(box, 'INBOX'))
  }

  async function fetchByPop({ incoming, user }: Set): Promise<string[]> {
    const box = mkdtempSync(join(folder, 'pop-'))
    for (const name of ['cur', 'new', 'tmp']) mkdirSync(join(box, name))
    const config = join(box, 'mpoprc')
    writeFileSync(
      config,
      `account default\nhost ${incoming.host}\nport ${incoming.port}\ntls on\ntls_starttls ${incoming.security === 'starttls' ? 'on' : 'off'}\ntls_trust_file ${servers.caFile}\nuser ${user}\npassword ${servers.password}\nkeep on\ndelivery maildir ${box}\nuidls_file ${box}/uidls\n`,
      { mode: 0o600 },
    )
    await run('/usr/bin/mpop', ['-C', config, '-q'])
    return subjectsIn(box)
  }

  const subjectsIn = (maildir: string) =>
    ['new', 'cur'].flatMap((name) =>
      existsSync(join(maildir, name))
        ? readdirSync(join(maildir, name)).map(
            (file) => /^Subject: (.*)$/m.exec(readFileSync(join(maildir, name, file), 'utf8'))?.[1] ?? '',
          )
        : [],
    )

  /** Postfix delivers a moment after it has taken the message. */
  async function arrives(subject: string, fetch: () => Promise<string[]>): Promise<void> {
    for (let tries = 0; tries < 40; tries++) if ((await fetch()).includes(subject)) return
    throw new Error(`${subject} did not arrive.\n${servers.log()}`)
  }

  const cases = Object.keys(FILES).flatMap((file) =>
    (['ssl', 'starttls'] as const).flatMap((security) =>
      (['imap', 'pop3'] as const).map((incoming) => ({ file, security, incoming })),
    ),
  )

  test.each(
    // A profile has one incoming server, and IMAP is it.
    cases.filter(({ file, incoming }) => file !== 'Apple profile' || incoming === 'imap'),
  )(
    'from the $file, $security recommended, by $incoming: log in, send, receive',
    async ({ file, security, incoming }) => {
      const set = await FILES[file]!(security, incoming)
      if (file !== 'SRV records')
        expect([set.incoming.security, set.outgoing.security]).toEqual([security, security])
      const subject = await send(set)
      await arrives(subject, () => (incoming === 'imap' ? fetchByImap(set) : fetchByPop(set)))
    },
  )

  test('a wrong password is refused, so a log-in above was one', async () => {
    const set = await FILES.autoconfig!('ssl', 'imap')
    await expect(fetchByImap({ ...set, user: 'nobody@acme.example' })).rejects.toThrow()
    await expect(send({ ...set, user: 'nobody@acme.example' })).rejects.toThrow()
  })
})

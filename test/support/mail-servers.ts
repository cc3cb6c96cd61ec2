/**
 * A Dovecot and a Postfix of the test's own, on loopback, with one mailbox: what a mail program really logs in to. They
 * need Debian's packages and root; without, the tests that use them are skipped.
 */
import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAuthority } from './certificates.ts'

const PROGRAMS = [
  '/usr/sbin/dovecot',
  '/usr/sbin/postfix',
  '/usr/lib/dovecot/imap-login',
  '/usr/lib/dovecot/pop3-login',
]

const missing = PROGRAMS.filter((path) => !existsSync(path))
/** Undefined where the servers can run. */
export const NO_MAIL_SERVERS =
  missing.length > 0
    ? `skipped, because ${missing.join(', ')} is not here (apt-get install dovecot-imapd dovecot-pop3d postfix)`
    : process.getuid?.() !== 0
      ? 'skipped, because Dovecot and Postfix must be started as root'
      : undefined

export interface MailServers {
  /** The name that the certificate is for, which leads to 127.0.0.1. */
  host: string
  ports: Record<'imaps' | 'imap' | 'pop3s' | 'pop3' | 'submissions' | 'submission', number>
  /** PEM of the root that signed the certificate, and the path of it. */
  ca: string
  caFile: string
  address: string
  password: string
  /** What the servers wrote, when a test goes wrong. */
  log(): string
  close(): Promise<void>
}

const HOST = 'localhost'
/** A user of every Debian that owns no process. */
const OWNER = { user: 'mail', uid: 8, gid: 8 }

export async function startMailServers(
  address = 'ana@acme.example',
  password = 'not-a-real-one-17',
): Promise<MailServers> {
  const folder = mkdtempSync(join(tmpdir(), 'mailsherpa-mail-'))
  chmodSync(folder, 0o755)
  const path = (...names: string[]) => join(folder, ...names)
  for (const name of ['run', 'state', 'mail', 'postfix', 'spool', 'data']) mkdirSync(path(name))
  execFileSync('chown', [`${OWNER.uid}:${OWNER.gid}`, path('mail')])
  execFileSync('chown', ['postfix', path('data')])
  const authority = createAuthority(folder, 'Root of the mail servers')
  authority.issue(HOST)
  const [imaps, imap, pop3s, pop3, submissions, submission] = (await freePorts(6)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const ports = { imaps, imap, pop3s, pop3, submissions, submission }
  const [localPart, domain] = address.split('@') as [string, string]

  writeFileSync(path('users'), `${address}:{PLAIN}${password}::::::\n`)
  writeFileSync(path('dovecot.conf'), dovecotConfig(path, ports, localPart))
  writeFileSync(path('postfix', 'main.cf'), mainConfig(path, domain))
  writeFileSync(path('postfix', 'master.cf'), masterConfig(ports))
  writeFileSync(path('mailboxes'), `${address} ${localPart}/\n`)

  const dovecot = spawn('/usr/sbin/dovecot', ['-F', '-c', path('dovecot.conf')], { stdio: 'ignore' })
  const ended = new Promise<void>((done) => dovecot.once('exit', () => done()))
  await listening(ports.imaps)
  // Postfix takes the socket of Dovecot into its own folder.
  execFileSync('/usr/sbin/postfix', ['-c', path('postfix'), 'start'], { stdio: 'ignore' })
  await listening(ports.submissions)
  const log = () =>
    ['dovecot.log', 'postfix.log']
      .map((name) => (existsSync(path(name)) ? readFileSync(path(name), 'utf8') : ''))
      .join('\n')
  return {
    host: HOST,
    ports,
    ca: authority.root,
    caFile: authority.rootFile,
    address,
    password,
    log,
    async close() {
      execFileSync('/usr/sbin/postfix', ['-c', path('postfix'), 'stop'], { stdio: 'ignore' })
      dovecot.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function dovecotConfig(
  path: (...names: string[]) => string,
  ports: MailServers['ports'],
  localPart: string,
): string {
  return `
protocols = imap pop3
listen = 127.0.0.1
base_dir = ${path('run')}
state_dir = ${path('state')}
log_path = ${path('dovecot.log')}
ssl = yes
ssl_cert = <${path(`${HOST}.pem`)}
ssl_key = <${path(`${HOST}.key`)}
auth_mechanisms = plain login
auth_failure_delay = 0
mail_location = maildir:${path('mail', localPart)}
first_valid_uid = 1
passdb {
  driver = passwd-file
  args = ${path('users')}
}
userdb {
  driver = static
  args = uid=${OWNER.uid} gid=${OWNER.gid} home=${path('mail', localPart)}
}
service imap-login {
  inet_listener imap {
    port = ${ports.imap}
  }
  inet_listener imaps {
    port = ${ports.imaps}
    ssl = yes
  }
}
service pop3-login {
  inet_listener pop3 {
    port = ${ports.pop3}
  }
  inet_listener pop3s {
    port = ${ports.pop3s}
    ssl = yes
  }
}
service auth {
  unix_listener ${path('auth')} {
    mode = 0666
  }
}
`
}

function mainConfig(path: (...names: string[]) => string, domain: string): string {
  return `
compatibility_level = 3.6
queue_directory = ${path('spool')}
data_directory = ${path('data')}
mail_owner = postfix
setgid_group = postdrop
maillog_file = ${path('postfix.log')}
maillog_file_prefixes = ${path()}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = ${HOST}
mydestination =
virtual_mailbox_domains = ${domain}
virtual_mailbox_base = ${path('mail')}
virtual_mailbox_maps = texthash:${path('mailboxes')}
virtual_uid_maps = static:${OWNER.uid}
virtual_gid_maps = static:${OWNER.gid}
virtual_minimum_uid = 1
smtpd_tls_cert_file = ${path(`${HOST}.pem`)}
smtpd_tls_key_file = ${path(`${HOST}.key`)}
smtpd_tls_security_level = may
smtpd_sasl_type = dovecot
smtpd_sasl_path = ${path('auth')}
smtpd_sasl_auth_enable = yes
smtpd_tls_auth_only = yes
smtpd_error_sleep_time = 0
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions = permit_sasl_authenticated, reject
default_transport = error:nothing leaves this machine
`
}

function masterConfig(ports: MailServers['ports']): string {
  return `
127.0.0.1:${ports.submissions} inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes
127.0.0.1:${ports.submission} inet n - n - - smtpd
  -o smtpd_tls_security_level=encrypt
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
local unix - n n - - local
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
`
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer()
      await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
      return server
    }),
  )
  const ports = servers.map((server) => (server.address() as { port: number }).port)
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))))
  return ports
}

/** Milliseconds between two tries, and how many: a server that is not there after ten seconds does not come. */
const TRIES = { pause: 50, most: 200 }

async function listening(port: number): Promise<void> {
  for (let tries = 0; tries < TRIES.most; tries++) {
    const open = await new Promise<boolean>((done) => {
      const socket = connect(port, '127.0.0.1')
      socket.once('connect', () => {
        socket.destroy()
        done(true)
      })
      socket.once('error', () => done(false))
    })
    if (open) return
    await new Promise((later) => setTimeout(later, TRIES.pause))
  }
  throw new Error(`no server came up on port ${port}`)
}

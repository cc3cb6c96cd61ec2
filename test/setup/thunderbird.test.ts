/** Thunderbird’s own code finds the settings by itself, and logs in with them. */

import { createServer } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Provider } from '../../src/knowledge/provider.ts'
import { knowledgeOf } from '../support/bot.ts'
import { type MailServers, NO_MAIL_SERVERS, startMailServers } from '../support/mail-servers.ts'
import { NO_THUNDERBIRD, startThunderbird, type Thunderbird } from '../support/thunderbird.ts'
import { setupFilesOf } from './setup-bot.ts'
import { passOn, startWebServer, type WebServer } from './web-server.ts'

/** Where Thunderbird asks, and nowhere else. */
const HTTPS = 443

interface FoundConfig {
  incoming: [type: string, hostname: string, port: number, socketType: number, username: string]
  outgoing: [hostname: string, port: number, socketType: number, username: string]
  alternatives: number
  name: string
}

/** `nsMsgSocketType` of Thunderbird. */
const SSL = 3

const FIND = `
  const { FetchConfig } = ChromeUtils.importESModule('resource:///modules/accountcreation/FetchConfig.sys.mjs')
  const { AccountConfig } = ChromeUtils.importESModule('resource:///modules/accountcreation/AccountConfig.sys.mjs')
  const [domain, address, password] = args
  const config = await FetchConfig.fromISP(domain, address, new AbortController().signal)
  AccountConfig.replaceVariables(config, 'Ana', address, password)
  const { incoming, outgoing } = config
`
const SHOW = `
  return {
    incoming: [incoming.type, incoming.hostname, incoming.port, incoming.socketType, incoming.username],
    outgoing: [outgoing.hostname, outgoing.port, outgoing.socketType, outgoing.username],
    alternatives: config.incomingAlternatives.length,
    name: config.displayName,
  }
`
const LOG_IN = `
  const { ConfigVerifier } = ChromeUtils.importESModule('resource:///modules/accountcreation/ConfigVerifier.sys.mjs')
  const msgWindow = Cc['@mozilla.org/messenger/msgwindow;1'].createInstance(Ci.nsIMsgWindow)
  const verified = await new ConfigVerifier(msgWindow, new AbortController().signal).verifyConfig(config)
  return verified.incoming.username
`

const inUse = await new Promise<string | undefined>((done) => {
  const server = createServer()
  server.once('error', (cause) => done(`skipped, because port ${HTTPS} cannot be had: ${cause.message}`))
  server.listen(HTTPS, '127.0.0.1', () => server.close(() => done(undefined)))
})
const reason = NO_THUNDERBIRD ?? NO_MAIL_SERVERS ?? inUse
if (reason) process.stdout.write(`Thunderbird: ${reason}\n`)

describe.skipIf(reason)('Thunderbird', () => {
  let servers: MailServers
  let web: WebServer
  let thunderbird: Thunderbird
  const apps: FastifyInstance[] = []

  async function serve(provider: Provider): Promise<void> {
    const app = await setupFilesOf(provider)
    apps.push(app)
    web.answer = passOn(await app.listen({ port: 0, host: '127.0.0.1' }))
  }

  beforeAll(async () => {
    servers = await startMailServers('eva@epsilon.example')
    web = await startWebServer(HTTPS)
    // A domain for each test: Thunderbird keeps for an hour what it has fetched.
    for (const name of ['acme', 'delta', 'epsilon']) web.certify(`autoconfig.${name}.example`)
    for (const name of ['autoconfig.example.com', 'beta.example']) web.certify(name)
    thunderbird = await startThunderbird([web.ca, servers.ca])
  })
  afterAll(async () => {
    await thunderbird?.close()
    await Promise.all(apps.map((app) => app.close()))
    await web?.close()
    await servers?.close()
  })

  const find = (domain: string, address: string) =>
    thunderbird.run<FoundConfig>(FIND + SHOW, domain, address, servers.password)

  test.each([
    ['at autoconfig. and the domain', 'acme.example', 'ana@acme.example', 'mail.acme.example'],
    ['at the domain itself', 'beta.example', 'ben@beta.example', 'mail.beta.example'],
    [
      'by the MX step, for a customer without any record',
      'example.com',
      'cleo@gamma.example',
      'mail.gamma.example',
    ],
  ])('finds the settings %s', async (_where, asked, address, host) => {
    await serve(knowledgeOf().provider)
    expect(await find(asked, address)).toEqual({
      incoming: ['imap', host, 993, SSL, address],
      outgoing: [host, 465, SSL, address],
      alternatives: 3,
      name: 'Example Mail',
    })
  })

  test('finds the recommended entry of a provider with STARTTLS', async () => {
    await serve(knowledgeOf('starttls').provider)
    const { incoming, outgoing } = await find('delta.example', 'dan@delta.example')
    expect([incoming[2], outgoing[1]]).toEqual([993, 587])
  })

  test('logs in with what it found', async () => {
    const { provider } = knowledgeOf()
    await serve({
      ...provider,
      hosts: { imap: servers.host, pop3: servers.host, smtp: servers.host },
      ports: [
        { protocol: 'imap', port: servers.ports.imaps, security: 'ssl', status: 'recommended' },
        { protocol: 'smtp', port: servers.ports.submissions, security: 'ssl', status: 'recommended' },
      ],
    })
    const { address, password } = servers
    expect(await thunderbird.run(FIND + LOG_IN, 'epsilon.example', address, password)).toBe(address)
    expect(servers.log()).toContain(`imap-login: Info: Login: user=<${address}>`)
  })
})

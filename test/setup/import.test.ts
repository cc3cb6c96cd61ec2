/** A provider’s file from what exists: nothing is made up, and what could not be known is said. */
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { load } from 'js-yaml'
import { afterAll, describe, expect, test } from 'vitest'
import { type Provider, provider as schema } from '../../src/knowledge/provider.ts'
import { accountOf } from '../../src/setup/account.ts'
import { readAddress } from '../../src/setup/address.ts'
import { autoconfigFile } from '../../src/setup/autoconfig.ts'
import { autodiscoverAnswer, autodiscoverFault } from '../../src/setup/autodiscover.ts'
import { providerYaml, toProvider } from '../../src/setup/import/provider.ts'
import { readSource, UnknownSource } from '../../src/setup/import/source.ts'
import { zoneSnippet } from '../../src/setup/record-text.ts'
import { recordsFor } from '../../src/setup/records.ts'
import { knowledgeOf } from '../support/bot.ts'
import { anyProvider } from './providers.ts'
import { setupFilesOf } from './setup-bot.ts'

const importOf = (text: string) => toProvider(readSource(text))

/** The file that the endpoint gives where no customer’s domain is known. */
async function served(provider: Provider): Promise<string> {
  const app = await setupFilesOf(provider)
  const reply = await app.inject({ url: '/mail/config-v1.1.xml', headers: { host: '127.0.0.1' } })
  await app.close()
  return reply.body
}

/** What the format can say of a provider, in an order that does not matter. */
const sayable = ({ name, domains, hosts, user, ports, authentication, webmail, support }: Provider) => ({
  name,
  domains: [...domains].sort(),
  hosts,
  user,
  ports: [...ports].sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))),
  authentication: { smtp: authentication.smtp, oauth2: authentication.oauth2 },
  webmail: webmail?.url,
  help: support.url,
})

/** All that differs between two files is named among what could not be known. */
function expectTheSame(before: Provider, text: string): void {
  const { provider, lost, unknown } = importOf(text)
  expect(lost).toEqual([])
  expect(sayable(provider)).toEqual(sayable(before))
  const named = unknown.join(' ')
  for (const key of ['limits', 'customerArea', 'statusPage', 'services', 'notOffered', 'dns', 'appPasswords'])
    expect(named).toContain(key)
  const yaml = load(providerYaml(importOf(text), 'a test'))
  expect(schema.parse(yaml)).toEqual(provider)
}

describe('provider file, endpoint, importer, provider file', () => {
  test.each(['default', 'starttls'])('%s comes back the same', async (name) => {
    const { provider } = knowledgeOf(name)
    expectTheSame(provider, await served(provider))
  })

  test('so do 200 that are made up', async () => {
    await fc.assert(
      fc.asyncProperty(anyProvider, async (provider) => {
        expectTheSame(provider, await served(provider))
      }),
      { numRuns: 200 },
    )
  })

  test('by Autodiscover, all that Outlook is told', () => {
    const { provider } = knowledgeOf('starttls')
    const asker = readAddress('ana@acme.example')!
    const imported = importOf(autodiscoverAnswer(accountOf(provider, 'acme.example'), asker)).provider
    expect(imported.hosts).toEqual({
      imap: 'imap.acme.example',
      pop3: 'pop.acme.example',
      smtp: 'smtp.acme.example',
    })
    expect(new Set(imported.ports)).toEqual(
      // Which of two encrypted ones is recommended is the order of the answer.
      new Set(provider.ports),
    )
    expect(imported.user).toBe('address')
  })

  test('by a zone file, all that SRV records say', () => {
    const { provider } = knowledgeOf('starttls')
    const zone = zoneSnippet(recordsFor(provider, 'acme.example'), 'acme.example')
    const { provider: imported, unknown } = importOf(zone)
    expect(imported.domains).toEqual(['acme.example'])
    expect(
      imported.ports.map(({ protocol, port, security }) => `${protocol} ${port} ${security}`).sort(),
    ).toEqual(provider.ports.map(({ protocol, port, security }) => `${protocol} ${port} ${security}`).sort())
    expect(unknown.join()).toContain('user:')
  })
})

const server = (kind: string, type: string, more: string) =>
  `<${kind} type="${type}"><hostname>h.p.example</hostname><port>993</port><socketType>SSL</socketType><username>%EMAILADDRESS%</username><authentication>password-cleartext</authentication>${more}</${kind}>`
const wrap = (inside: string) =>
  `<clientConfig version="1.1"><emailProvider id="p"><domain>p.example</domain>${inside}</emailProvider></clientConfig>`
const IMAP = server('incomingServer', 'imap', '')

describe('what a provider’s file cannot hold is said', () => {
  test.each([
    ['a server of another kind', wrap(IMAP + server('incomingServer', 'ews', '')), /"ews"/],
    [
      'a second host',
      wrap(IMAP + IMAP.replace('h.p', 'g.p').replace('993', '143')),
      /second host, g\.p\.example/,
    ],
    ['the same port with another security', wrap(IMAP + IMAP.replace('SSL', 'STARTTLS')), /said twice/],
    [
      'another form of user name',
      wrap(IMAP.replace('%EMAILADDRESS%', '%EMAILDOMAIN%/%EMAILLOCALPART%')),
      /no word for/,
    ],
    [
      'two forms of user name',
      wrap(IMAP + server('outgoingServer', 'smtp', '').replace('%EMAILADDRESS%', '%EMAILLOCALPART%')),
      /same form of user name/,
    ],
    ['OAuth2 alone', wrap(IMAP.replace('password-cleartext', 'OAuth2')), /OAuth2 alone/],
    [
      'a host with a stand-in of another kind',
      wrap(IMAP + IMAP.replace('h.p', '%EMAILLOCALPART%.p').replace('993', '143')),
      /lacks a host/,
    ],
    ['a port that is none', wrap(IMAP + IMAP.replace('993', '0')), /lacks a host, a port/],
    [
      'a host that is none',
      wrap(IMAP + server('incomingServer', 'pop3', '').replace('h.p.example', 'a b')),
      /name of a server/,
    ],
    ['a part that nobody knows', wrap(`${IMAP}<enable visiturl="https://p.example"/>`), /"enable"/],
  ])('%s', (_what, text, said) => {
    const { provider, lost } = importOf(text)
    expect(lost.join(' ')).toMatch(said)
    expect(provider.hosts.imap).toBe('h.p.example')
  })

  test('names that stand in for a domain, and links that are none, are no trouble', () => {
    const { provider, lost } = importOf(
      wrap(
        `<domain>%EMAILDOMAIN%</domain><displayName>P &amp; Q</displayName>${IMAP.replace('h.p.example', 'mail.%EMAILDOMAIN%')}<documentation url="javascript:alert(1)"/>`,
      ),
    )
    expect(lost).toEqual([])
    expect(provider).toMatchObject({
      name: 'P & Q',
      domains: ['p.example'],
      hosts: { imap: 'mail.{domain}' },
    })
    expect(provider.support.url).toBe('https://p.example/')
  })

  test.each([
    ['no XML', 'hello', UnknownSource],
    ['a page of a web server', '<html><body>404</body></html>', UnknownSource],
    ['an entity', '<!DOCTYPE a [<!ENTITY x "y">]><clientConfig/>', UnknownSource],
    ['no server', wrap(''), /no IMAP/],
    ['an error of Autodiscover', autodiscoverFault('not-served', new Date()), /error 500/],
  ])('%s is refused', (_what, text, error) => {
    expect(() => importOf(text)).toThrow(error as never)
  })

  test('never anything but a file that the schema takes, or a refusal', () => {
    const element = fc.constantFrom(
      'hostname',
      'port',
      'socketType',
      'username',
      'authentication',
      'domain',
      'displayName',
      'documentation',
      'incomingServer',
    )
    const tree: fc.Arbitrary<string> = fc.letrec<{ node: string }>((tie) => ({
      node: fc
        .tuple(
          element,
          fc.oneof(
            { maxDepth: 3 },
            fc.constantFrom('993', 'SSL', 'mail.%EMAILDOMAIN%', 'a..b', '%', 'x'),
            fc.array(tie('node'), { maxLength: 4 }).map((parts) => parts.join('')),
          ),
        )
        .map(
          ([name, inside]) =>
            `<${name} type="imap" url="${inside.replace(/[<>"&]/g, '')}">${inside}</${name}>`,
        ),
    })).node
    fc.assert(
      fc.property(fc.array(tree, { maxLength: 4 }), (parts) => {
        try {
          expect(schema.safeParse(importOf(wrap(parts.join('') + IMAP)).provider).success).toBe(true)
        } catch (cause) {
          expect((cause as Error).name).toMatch(/NothingToImport|UnknownSource/)
        }
      }),
    )
  })
})

describe('npm run provider:import', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mailsherpa-import-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const run = (...parameters: string[]) =>
    promisify(execFile)(process.execPath, ['src/setup/import/cli.ts', ...parameters]).catch(
      (cause) => cause,
    ) as Promise<{
      code?: number
      stdout: string
      stderr: string
    }>
  const { provider } = knowledgeOf()
  const file = join(folder, 'config.xml')
  writeFileSync(file, autoconfigFile(accountOf(provider, undefined), provider.domains))

  test('prints the file, and beside it what is to be looked at', async () => {
    const { stdout, stderr } = await run(file)
    expect(schema.parse(load(stdout)).hosts.imap).toBe('mail.{domain}')
    expect(stderr).toContain('Imported whole.')
    expect(stderr).toContain('authentication.appPasswords')
  })

  test('saves it, but over nothing', async () => {
    const saved = join(folder, 'own.yaml')
    await run(file, '--save', saved)
    expect(schema.parse(load(readFileSync(saved, 'utf8'))).name).toBe(provider.name)
    expect(await run(file, '--save', saved)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('there already'),
    })
  })

  test('counts the files of a folder', async () => {
    const { stdout } = await run(folder)
    expect(stdout).toMatch(/\d+ files, 1 imported, 1 of them whole/)
  })

  test.each([
    [['not a domain']],
    [[]],
    [['a', 'b']],
    [['https://127.0.0.1/config.xml']],
    [['http://example.com/']],
  ])('refuses %j without a stack', async (parameters) => {
    const { code, stderr } = await run(...parameters)
    expect(code).toBeGreaterThan(0)
    expect(stderr).not.toMatch(/at .*\.ts/)
  })
})

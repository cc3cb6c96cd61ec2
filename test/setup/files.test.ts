/** The files of every format: what a provider’s file holds, that and no more, the recommended entry first. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { parse as parsePlist } from 'plist'
import { afterAll, describe, expect, test } from 'vitest'
import type { Provider } from '../../src/knowledge/provider.ts'
import { accountOf } from '../../src/setup/account.ts'
import { readAddress } from '../../src/setup/address.ts'
import { appleProfile } from '../../src/setup/apple-profile.ts'
import { autoconfigFile } from '../../src/setup/autoconfig.ts'
import {
  autodiscoverAnswer,
  autodiscoverRequest,
  readAutodiscoverRequest,
} from '../../src/setup/autodiscover.ts'
import { paccFile } from '../../src/setup/pacc.ts'
import { recordsFor } from '../../src/setup/records.ts'
import { createSigner, signerOf } from '../../src/setup/sign.ts'
import { SigningError } from '../../src/setup/signing-error.ts'
import { all, type ReadElement, readXml, textOf, XmlProblem } from '../../src/setup/xml.ts'
import { knowledgeOf } from '../support/bot.ts'
import { createAuthority } from '../support/certificates.ts'
import { anyProvider } from './providers.ts'

const ASKER = readAddress('Ana@acme.example')!
const WORDS = { name: 'Mail', description: 'Sets up mail.' }
const shipped = [knowledgeOf().provider, knowledgeOf('starttls').provider]

/** Every file of every format for the asker. */
function filesOf(provider: Provider): string[] {
  const account = accountOf(provider, ASKER.domain)
  return [
    autoconfigFile(account, provider.domains),
    autodiscoverAnswer(account, ASKER),
    appleProfile(account, ASKER, WORDS) ?? '',
    paccFile(account) ?? '',
  ]
}

/** The rules of draft-ietf-mailmaint-autoconfig for what it calls a valid file. */
function checkAutoconfig(file: string): ReadElement {
  const root = readXml(file)
  expect(root.name).toBe('clientConfig')
  expect(root.attributes.version).toMatch(/^1\.[12]$/)
  const provider = root.children.find(({ name }) => name === 'emailProvider')!
  expect(provider.attributes.id).toBeTruthy()
  expect(textOf(provider, 'domain')).toBeTruthy()
  expect(textOf(provider, 'displayName')).toBeTruthy()
  for (const server of [...all(provider, 'incomingServer'), ...all(provider, 'outgoingServer')]) {
    expect(['imap', 'pop3', 'smtp']).toContain(server.attributes.type)
    expect(server.name === 'outgoingServer').toBe(server.attributes.type === 'smtp')
    expect(textOf(server, 'hostname')).toMatch(/^[a-z0-9%A-Z.-]+$/)
    expect(Number(textOf(server, 'port'))).toBeGreaterThan(0)
    expect(['SSL', 'STARTTLS', 'plain']).toContain(textOf(server, 'socketType'))
    expect(['password-cleartext', 'none']).toContain(textOf(server, 'authentication'))
    if (textOf(server, 'authentication') !== 'none')
      expect(['%EMAILADDRESS%', '%EMAILLOCALPART%']).toContain(textOf(server, 'username'))
  }
  return provider
}

describe.each(shipped)('the files of $name', (provider) => {
  const account = accountOf(provider, ASKER.domain)

  test('Thunderbird: every port, the recommended one first', () => {
    const file = checkAutoconfig(autoconfigFile(account, provider.domains))
    const servers = [...all(file, 'incomingServer'), ...all(file, 'outgoingServer')]
    expect(servers).toHaveLength(provider.ports.length)
    for (const protocol of ['imap', 'pop3', 'smtp']) {
      const first = servers.find((server) => server.attributes.type === protocol)!
      const best = provider.ports.find(
        (entry) => entry.protocol === protocol && entry.status === 'recommended',
      )!
      expect(Number(textOf(first, 'port'))).toBe(best.port)
    }
  })

  test('without an address, hosts hold the stand-in that programs fill in', () => {
    const file = checkAutoconfig(autoconfigFile(accountOf(provider, undefined), provider.domains))
    expect(textOf(all(file, 'incomingServer')[0], 'hostname')).toContain('.%EMAILDOMAIN%')
    expect(all(file, 'domain').map(({ text }) => text)).toEqual(provider.domains)
  })

  test('Outlook: the elements of the specification in its order, and no plain connection beside an encrypted one', () => {
    const root = readXml(autodiscoverAnswer(account, ASKER))
    const protocols = all(root.children[0]!.children[0], 'Protocol')
    const order = [
      'Type',
      'Server',
      'Port',
      'LoginName',
      'DomainRequired',
      'SPA',
      'SSL',
      'Encryption',
      'AuthRequired',
      'UsePOPAuth',
      'SMTPLast',
    ]
    for (const protocol of protocols) {
      const names = protocol.children.map(({ name }) => name)
      expect(names).toEqual(order.filter((name) => names.includes(name)))
      expect(textOf(protocol, 'LoginName')).toBe(ASKER.address)
      expect(textOf(protocol, 'Encryption')).not.toBe('None')
    }
    expect(protocols.map((protocol) => textOf(protocol, 'Type'))).toContain('SMTP')
  })

  test('Apple: one incoming and one outgoing server, the same profile each time, another for another address', () => {
    const read = (address: string) =>
      parsePlist(appleProfile(account, readAddress(address)!, WORDS)!) as Record<string, unknown>
    const [mail] = read('Ana@acme.example').PayloadContent as Record<string, unknown>[]
    const best = provider.ports.find((entry) => entry.protocol === 'imap' && entry.status === 'recommended')!
    expect(mail).toMatchObject({
      PayloadType: 'com.apple.mail.managed',
      IncomingMailServerPortNumber: best.port,
      IncomingMailServerUseSSL: true,
      OutgoingMailServerUseSSL: true,
      IncomingMailServerUsername: 'Ana@acme.example',
    })
    expect(read('Ana@acme.example')).toEqual(read('Ana@acme.example'))
    expect(read('ana@ACME.example').PayloadUUID).toBe(read('Ana@acme.example').PayloadUUID)
    expect(read('ben@acme.example').PayloadUUID).not.toBe(read('Ana@acme.example').PayloadUUID)
    expect(JSON.stringify(read('Ana@acme.example'))).not.toMatch(/Password"\s*:\s*"/)
  })

  test('PACC: the digest of the record is that of the file', () => {
    const file = paccFile(account)!
    const record = recordsFor(provider, ASKER.domain).find(
      ({ name }) => name === '_ua-auto-config.acme.example',
    )
    const digest = createHash('sha256').update(file).digest('base64')
    expect(record).toMatchObject({ type: 'TXT', text: `v=UAAC1; a=sha256; d=${digest}` })
    expect(Object.keys(JSON.parse(file).protocols)).toEqual(
      expect.arrayContaining(['imap', 'pop3', 'submit']),
    )
  })
})

test('no file holds a port, a host or a security that the provider’s file does not', () => {
  fc.assert(
    fc.property(anyProvider, (provider) => {
      const hosts = new Set(
        Object.values(provider.hosts).map((host) => host.replaceAll('{domain}', ASKER.domain)),
      )
      const ports = new Set(provider.ports.map((entry) => String(entry.port)))
      const offered = new Set(
        provider.ports.map((entry) => `${entry.protocol} ${entry.port} ${entry.security}`),
      )
      const [autoconfig, autodiscover, profile, pacc] = filesOf(provider) as [string, string, string, string]
      checkAutoconfig(autoconfig)
      for (const file of [autoconfig, autodiscover, profile])
        for (const [, port] of file.matchAll(/<(?:port|Port|key>\w+PortNumber<\/key>\s*<integer)>(\d+)</g))
          expect(ports).toContain(port)
      for (const [, host] of [autoconfig, autodiscover, profile]
        .join()
        .matchAll(/<(?:hostname|Server|key>\w+HostName<\/key>\s*<string)>([^<]+)</g))
        expect(hosts).toContain(host)
      for (const [protocol, { host }] of Object.entries<{ host: string }>(
        pacc ? JSON.parse(pacc).protocols : {},
      )) {
        expect(hosts).toContain(host)
        const port = {
          imap: 'imap 993 ssl',
          pop3: 'pop3 995 ssl',
          smtp: 'smtp 465 ssl',
          submit: 'smtp 465 ssl',
        }[protocol]
        expect(offered).toContain(port)
      }
      for (const record of recordsFor(provider, ASKER.domain))
        if (record.type === 'SRV' && record.port > 0) {
          expect(ports).toContain(String(record.port))
          expect(hosts).toContain(record.target)
        }
    }),
    { numRuns: 200 },
  )
})

test('a request that a program writes is read back, whatever the address', () => {
  fc.assert(
    fc.property(fc.emailAddress(), (written) => {
      const address = readAddress(written)
      if (address) expect(readAutodiscoverRequest(Buffer.from(autodiscoverRequest(written)))).toEqual(address)
    }),
  )
})

describe('XML is read with care', () => {
  test.each([
    ['an entity', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
    ['one from elsewhere', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
    ['a document type alone', '<!DOCTYPE a><a/>'],
    ['an entity without a document type', '<a>&x;</a>'],
    ['half of a document', '<a><b>'],
    ['two roots', '<a/><b/>'],
    ['nothing', ''],
    ['no XML', '{"a": 1}'],
    ['very deep elements', '<a>'.repeat(20_000)],
    ['bytes that are no text', Buffer.from([0x3c, 0xff, 0xfe, 0x3e])],
  ])('%s is refused', (_what, document) => {
    expect(() => readXml(document)).toThrow(XmlProblem)
  })

  test('prefixes, comments, other encodings and a mark at the beginning do no harm', () => {
    const document =
      '<?xml version="1.0"?><!-- hello --><x:a xmlns:x="y"><x:b> c &amp; d<![CDATA[ <e> ]]></x:b></x:a>'
    for (const bytes of [
      Buffer.from(document),
      Buffer.from(`\uFEFF${document}`),
      Buffer.from(`\uFEFF${document}`, 'utf16le'),
    ])
      expect(textOf(readXml(bytes), 'b')).toBe('c & d <e>')
  })

  test('never anything but a document or a problem, whatever is sent', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc
            .array(
              fc.constantFrom(
                '<a>',
                '</a>',
                '<a/>',
                '&amp;',
                '&x;',
                '<!DOCTYPE a>',
                ']]>',
                '<![CDATA[',
                'text',
                '<!--',
              ),
              { maxLength: 12 },
            )
            .map((parts) => parts.join('')),
        ),
        (document) => {
          try {
            expect(readXml(document).name).toBeTruthy()
          } catch (cause) {
            expect(cause).toBeInstanceOf(XmlProblem)
          }
        },
      ),
    )
  })
})

describe('a signed profile', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mailsherpa-sign-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const openssl = (...parameters: string[]) =>
    execFileSync('openssl', parameters, { cwd: folder, stdio: 'pipe' })
  const file = (name: string) => readFileSync(join(folder, name), 'utf8')
  const profile = appleProfile(accountOf(shipped[0]!, ASKER.domain), ASKER, WORDS)!

  const authority = createAuthority(folder, 'Root of the signers')
  authority.issue('rsa')
  authority.issue('ec', { key: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'] })
  authority.issue('ed', { key: ['-algorithm', 'ED25519'] })

  test.each(['rsa', 'ec'])('with a key of %s verifies with openssl, up to the root', async (name) => {
    const signer = await createSigner(file(`${name}.key`), file(`${name}.pem`) + file('ca.pem'))
    writeFileSync(join(folder, 'signed'), await signer.sign(profile, new Date()))
    openssl(
      'cms',
      '-verify',
      '-inform',
      'DER',
      '-in',
      'signed',
      '-CAfile',
      'ca.pem',
      '-purpose',
      'any',
      '-out',
      'verified',
    )
    expect(file('verified')).toBe(profile)
    const changed = readFileSync(join(folder, 'signed'))
    changed[changed.indexOf('acme.example')]! ^= 1
    writeFileSync(join(folder, 'signed'), changed)
    expect(() =>
      openssl('cms', '-verify', '-inform', 'DER', '-in', 'signed', '-CAfile', 'ca.pem', '-purpose', 'any'),
    ).toThrow()
  })

  test.each([
    ['a certificate of another key', 'rsa.key', 'ec.pem', /SETUP_SIGNING_CERT.*does not belong/],
    ['no certificate', 'rsa.key', 'rsa.key', /SETUP_SIGNING_CERT: there is no certificate/],
    ['no key', 'rsa.pem', 'rsa.pem', /SETUP_SIGNING_KEY: this is no private key/],
    ['a key that Apple does not check', 'ed.key', 'ed.pem', /RSA and of EC/],
  ])('%s is refused with what to do', async (_what, key, certificate, message) => {
    await expect(createSigner(file(key), file(certificate))).rejects.toThrow(SigningError)
    await expect(createSigner(file(key), file(certificate))).rejects.toThrow(message)
  })

  test('the settings may be paths, and half of them is a mistake', async () => {
    const key = join(folder, 'ec.key')
    const certificate = join(folder, 'ec.pem')
    expect((await signerOf(key, certificate))!.validTo.getTime()).toBeGreaterThan(Date.now())
    expect(await signerOf(undefined, undefined)).toBeUndefined()
    await expect(signerOf(key, undefined)).rejects.toThrow(/SETUP_SIGNING_CERT is missing/)
    await expect(signerOf(undefined, certificate)).rejects.toThrow(/SETUP_SIGNING_KEY is missing/)
    await expect(signerOf(join(folder, 'nix'), certificate)).rejects.toThrow(/ENOENT/)
  })
})

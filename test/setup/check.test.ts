/** Why a mail program does not find its settings: the look-ups of each, over real DNS and HTTPS on loopback. */
import type { ServerResponse } from 'node:http'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { fill } from '../../src/answering/text.ts'
import { interfaceWord } from '../../src/answering/values.ts'
import { isPublicAddress } from '../../src/public-address.ts'
import { accountOf } from '../../src/setup/account.ts'
import { createAskDns } from '../../src/setup/ask-dns.ts'
import { autoconfigFile } from '../../src/setup/autoconfig.ts'
import { type PlayedStep, play } from '../../src/setup/check/play.ts'
import { autoconfigLookUps, exchangerLookUps } from '../../src/setup/check/steps.ts'
import { summariesOf } from '../../src/setup/check/summary.ts'
import { checkText } from '../../src/setup/check/text.ts'
import { findSource } from '../../src/setup/import/source.ts'
import { createLookUp } from '../../src/setup/look-up.ts'
import { recordsFor } from '../../src/setup/records.ts'
import { knowledgeOf } from '../support/bot.ts'
import { type DnsServer, startDnsServer } from './dns-server.ts'
import { type SetupBot, startSetupBot } from './setup-bot.ts'
import { passOn, startWebServer, type WebServer } from './web-server.ts'

const { provider } = knowledgeOf()
const DOMAIN = 'acme.example'
const TOKEN = 'a-token-of-16-or-more'

let dns: DnsServer
let web: WebServer
let bot: SetupBot

beforeAll(async () => {
  web = await startWebServer()
  dns = await startDnsServer()
  bot = await startSetupBot({ token: TOKEN, means: means() })
})
afterEach(() => {
  dns.records.clear()
  dns.broken.clear()
  web.asked.length = 0
  web.answer = (_request, response) => response.writeHead(404).end()
})
afterAll(async () => {
  await bot?.close()
  dns?.close()
  await web?.close()
})

/** The system's resolver and port 443 are replaced by those of the test; the rest is what an admin gets. */
function means(allowPrivate = true) {
  const askDns = createAskDns([dns.address])
  const resolve = async (name: string): Promise<string[]> => {
    const cname = await askDns({ name, type: 'CNAME' })
    const target = 'records' in cname && cname.records[0]?.type === 'CNAME' ? cname.records[0].target : name
    const answer = await askDns({ name: target, type: 'A' })
    return 'records' in answer ? answer.records.flatMap((r) => (r.type === 'A' ? [r.address] : [])) : []
  }
  return { askDns, lookUp: createLookUp({ allowPrivate, resolve, port: web.port, ca: web.ca }) }
}

const lead = (...names: string[]) => {
  for (const name of names) dns.publish({ name, type: 'A', address: '127.0.0.1' })
}
const check = async () => (await play(DOMAIN, { provider, ...means() })).steps
const step = (steps: PlayedStep[], part: string) => steps.find(({ asked }) => asked.includes(part))!

describe('a domain that is set up with the records of setup:dns', () => {
  beforeAll(() => {
    for (const name of ['autoconfig', 'autodiscover', 'ua-auto-config']) web.certify(`${name}.${DOMAIN}`)
    web.certify('autoconfig.example.com')
  })

  test('is found by every program, by its own way', async () => {
    dns.publish(...recordsFor(provider, DOMAIN))
    lead('autoconfig.example.com', 'autodiscover.example.com')
    web.answer = passOn(bot.url)
    const played = await play(DOMAIN, { provider, ...means() })
    expect(summariesOf(played).map(({ program, outcome }) => [program, outcome])).toEqual([
      ['thunderbird', 'good'],
      ['outlook', 'good'],
      ['srv', 'good'],
      ['pacc', 'good'],
    ])
    expect(step(played.steps, '_ua-auto-config')).toMatchObject({ means: 'digest-right' })
    expect(step(played.steps, 'MX')).toMatchObject({ means: 'mx-own' })
    const text = checkText(played, words('en'), '/setup')
    expect(text).toContain('They find your settings (step 1).')
    expect(text).not.toContain('mend')
  })

  test('is imported from there', async () => {
    dns.publish(...recordsFor(provider, DOMAIN))
    lead('autoconfig.example.com')
    web.answer = passOn(bot.url)
    const found = await findSource(DOMAIN, means())
    expect(found!.from).toContain(`https://autoconfig.${DOMAIN}/`)
    expect(found!.dns).toMatchObject({
      mx: [
        { host: 'mx1.example.com', priority: 10 },
        { host: 'mx2.example.com', priority: 20 },
      ],
      spf: { include: 'spf.example.com', all: '~all' },
      autoconfig: 'autoconfig.example.com',
    })
  })
})

test('a customer without records of his own is found by the MX', async () => {
  web.certify('autoconfig.example.com')
  dns.publish({ name: DOMAIN, type: 'MX', priority: 10, host: 'mx1.example.com' })
  lead('autoconfig.example.com')
  web.answer = passOn(bot.url)
  const steps = await check()
  expect(step(steps, 'https://autoconfig.acme.example')).toMatchObject({
    verdict: 'pass',
    means: 'no-such-name',
  })
  expect(step(steps, 'https://autoconfig.example.com')).toMatchObject({ verdict: 'good', means: 'found' })
})

describe('what stands in the way is named', () => {
  const NAME = `autoconfig.${DOMAIN}`
  const first = async () => step(await check(), `https://${NAME}/`)

  test.each([
    ['other-name', 'certificate-name'],
    ['expired', 'certificate-expired'],
    ['self-signed', 'certificate-untrusted'],
  ] as const)('a certificate: %s', async (fault, said) => {
    web.certify(NAME, fault)
    lead(NAME)
    expect(await first()).toMatchObject({ verdict: 'broken', means: said })
  })

  test.each([
    ['nothing there', (response: ServerResponse) => response.writeHead(404).end(), 'not-found'],
    ['an error', (response: ServerResponse) => response.writeHead(503).end(), 'status'],
    [
      'a web page',
      (response: ServerResponse) => response.end('<!doctype html><html><body>hi</body></html>'),
      'no-settings',
    ],
    ['half of a file', (response: ServerResponse) => response.end('<clientConfig>'), 'no-settings'],
    [
      'a file that is too large',
      (response: ServerResponse) => response.end('x'.repeat(200_000)),
      'too-large',
    ],
    [
      'another place',
      (response: ServerResponse) => response.writeHead(301, { location: 'http://10.0.0.1/' }).end(),
      'redirect',
    ],
    [
      'a file of another provider',
      (response: ServerResponse) =>
        response.end(autoconfigFile(accountOf(knowledgeOf('starttls').provider, DOMAIN), [])),
      'differs',
    ],
  ])('%s', async (_what, answer, said) => {
    web.certify(NAME)
    lead(NAME)
    web.answer = (_request, response) => void answer(response)
    expect(await first()).toMatchObject({ means: said })
  })

  test('a redirection is told, not followed', async () => {
    web.certify(NAME)
    lead(NAME)
    web.answer = (_request, response) =>
      response.writeHead(302, { location: 'https://elsewhere.example/x' }).end()
    await check()
    expect(web.asked.filter((asked) => asked.includes('elsewhere'))).toEqual([])
  })

  test('no MX, another’s MX, a DNS that does not answer', async () => {
    expect(step(await check(), `MX ${DOMAIN}`)).toMatchObject({ means: 'mx-none' })
    dns.publish({ name: DOMAIN, type: 'MX', priority: 5, host: 'mx.elsewhere.example' })
    expect(step(await check(), `MX ${DOMAIN}`)).toMatchObject({ verdict: 'warn', means: 'mx-other' })
    dns.broken.add(DOMAIN)
    expect(step(await check(), `MX ${DOMAIN}`)).toMatchObject({ verdict: 'broken', means: 'dns-failed' })
  })

  test('SRV records that say something else than the file', async () => {
    dns.publish(
      {
        name: `_imaps._tcp.${DOMAIN}`,
        type: 'SRV',
        priority: 0,
        weight: 1,
        port: 993,
        target: 'old.example',
      },
      { name: `_submissions._tcp.${DOMAIN}`, type: 'SRV', priority: 0, weight: 0, port: 0, target: '.' },
    )
    const steps = await check()
    expect(step(steps, '_imaps')).toMatchObject({ verdict: 'warn', means: 'differs' })
    expect(step(steps, '_submissions')).toMatchObject({ verdict: 'warn', means: 'srv-denied' })
    expect(step(steps, '_imap._tcp')).toMatchObject({ verdict: 'pass', means: 'srv-right' })
    expect(step(steps, '_pop3s')).toMatchObject({ verdict: 'pass', means: 'srv-none' })
  })

  test('a digest of another file, and one without a file', async () => {
    const name = `_ua-auto-config.${DOMAIN}`
    dns.publish({ name, type: 'TXT', text: 'v=UAAC1; a=sha256; d=AAAA' })
    expect(step(await check(), `TXT ${name}`)).toMatchObject({ means: 'digest-alone' })
    web.certify(`ua-auto-config.${DOMAIN}`)
    lead(`ua-auto-config.${DOMAIN}`)
    web.answer = passOn(bot.url)
    expect(step(await check(), `TXT ${name}`)).toMatchObject({ verdict: 'broken', means: 'digest-wrong' })
  })
})

describe('the look-ups are no way into a network', () => {
  test('a name that leads to a private address is not connected to', async () => {
    lead(`autoconfig.${DOMAIN}`)
    const steps = (await play(DOMAIN, { provider, ...means(false) })).steps
    expect(step(steps, `https://autoconfig.${DOMAIN}`)).toMatchObject({ means: 'private-address' })
    expect(web.asked).toEqual([])
  })

  test.each([
    'http://a.example/',
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://a.example:8443/',
    'file:///etc/passwd',
    'x',
  ])('%s is not asked', async (url) => {
    expect(await createLookUp({ allowPrivate: true, port: web.port })({ url })).toEqual({
      failed: 'not-https',
    })
  })

  test.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fc00::1',
    '::ffff:127.0.0.1',
    '::ffff:a00:1',
    '64:ff9b::a00:1',
    '2002:a00:1::',
    'no address',
    '0x7f.1',
  ])('%s is no public address', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })

  test.each(['1.1.1.1', '8.8.8.8', '2606:4700:4700::1111'])('%s is one', (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })

  test('only fixed places are asked, whatever the domain', () => {
    const urls = [
      ...autoconfigLookUps(DOMAIN),
      ...exchangerLookUps(DOMAIN, 'mx.premium.europe.example.co.uk'),
    ].map(({ url }) => url.replace(/\?.*/, ''))
    expect(urls).toEqual([
      'https://autoconfig.acme.example/mail/config-v1.1.xml',
      'https://acme.example/.well-known/autoconfig/mail/config-v1.1.xml',
      'https://autoconfig.thunderbird.net/v1.1/acme.example',
      'https://autoconfig.premium.europe.example.co.uk/mail/config-v1.1.xml',
      'https://autoconfig.example.co.uk/mail/config-v1.1.xml',
      'https://autoconfig.thunderbird.net/v1.1/premium.europe.example.co.uk',
      'https://autoconfig.thunderbird.net/v1.1/example.co.uk',
    ])
  })
})

function words(locale: string) {
  const pack = knowledgeOf().languages.get(locale)!.interface
  return (key: string, values = {}) => fill(interfaceWord(pack, `setup.check.${key}`), values)
}

describe('/setup/check', () => {
  const open = (query: string, authorization = `Bearer ${TOKEN}`, to = bot) =>
    fetch(`${to.url}/setup/check${query}`, { headers: { authorization } })

  test('is for those who hold ADMIN_TOKEN', async () => {
    expect((await open('', '')).status).toBe(401)
    expect((await open('', 'Bearer nix')).status).toBe(401)
    expect((await open('')).status).toBe(200)
    const off = await startSetupBot({ means: means() })
    expect((await open('', undefined, off)).status).toBe(404)
    await off.close()
    expect(web.asked).toEqual([])
  })

  test('shows each step, in the reader’s language', async () => {
    dns.publish(...recordsFor(provider, DOMAIN))
    const page = await (await open(`?domain=ACME.example.&lang=fr`)).text()
    expect(page).toContain('Ce que les logiciels trouvent pour acme.example')
    expect(page).toContain('GET https://autoconfig.acme.example/mail/config-v1.1.xml')
    expect(page).toContain('Le courrier va à mx1.example.com')
    expect(page).not.toMatch(/\{[a-z]+\}|undefined/)
  })

  test('what is typed can be no markup', async () => {
    const response = await open('?domain=%3Cscript%3Ealert(1)%3C/script%3E')
    expect(response.status).toBe(400)
    expect(await response.text()).not.toContain('<script>alert')
  })

  test('every outcome has its words', async () => {
    const codes = new Set<string>()
    const keys = Object.keys(knowledgeOf().languages.get('en')!.interface.setup as object)
    expect(keys).toContain('check')
    const { means: said } = (
      knowledgeOf().languages.get('en')!.interface.setup as { check: { means: object } }
    ).check
    for (const code of Object.keys(said)) codes.add(code)
    for (const { means: code } of await check()) expect(codes).toContain(code)
  })
})

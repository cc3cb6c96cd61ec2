/** The set-up files over HTTP: as mail programs ask for them, and as nobody should. */
import { readFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { problemSchema } from '../../src/http/problem.ts'
import { autodiscoverRequest } from '../../src/setup/autodiscover.ts'
import { readXml, textOf } from '../../src/setup/xml.ts'
import { type SetupBotOptions, startSetupBot } from '../setup/setup-bot.ts'
import type { TestBot } from '../support/bot.ts'

interface Reply {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: string
}

interface Served {
  bot: TestBot
  /** Asks as if the server were reached under this name. */
  ask(
    path: string,
    more?: { host?: string; method?: string; body?: string | Buffer; headers?: Record<string, string> },
  ): Promise<Reply>
  lines: string[]
}

const running: TestBot[] = []

async function serve(options: SetupBotOptions = {}): Promise<Served> {
  const { bot, lines, url } = await startSetupBot(options)
  running.push(bot)
  const { port } = new URL(url)
  return {
    bot,
    lines,
    ask: (path, { host = '127.0.0.1', method = 'GET', body, headers = {} } = {}) =>
      new Promise((resolve, reject) => {
        const sent = httpRequest({ port, path, method, headers: { host, ...headers } }, (response) => {
          const parts: Buffer[] = []
          response.on('data', (part) => parts.push(part))
          response.on('end', () =>
            resolve({
              status: response.statusCode!,
              headers: response.headers,
              body: Buffer.concat(parts).toString(),
            }),
          )
        })
        sent.on('error', reject)
        sent.end(body)
      }),
  }
}

let served: Served
beforeAll(async () => {
  served = await serve()
})
afterAll(() => Promise.all(running.map((bot) => bot.close())))

const AUTOCONFIG = '/mail/config-v1.1.xml'
const WELL_KNOWN = '/.well-known/autoconfig/mail/config-v1.1.xml'
const POX = '/autodiscover/autodiscover.xml'
const PACC = '/.well-known/user-agent-configuration.json'
const PROFILE = '/setup/apple.mobileconfig'

const outlook = (address: string): { method: string; body: string; headers: Record<string, string> } => ({
  method: 'POST',
  body: autodiscoverRequest(address),
  headers: { 'content-type': 'text/xml' },
})
const faultOf = (reply: Reply) => {
  expect(reply.status).toBe(200)
  expect(reply.headers['content-type']).toMatch(/^text\/xml/)
  return textOf(readXml(reply.body).children[0]!.children[0], 'ErrorCode')
}
const refused = (reply: Reply, status: number) => {
  expect(reply.status).toBe(status)
  expect(reply.headers['content-type']).toMatch(/^application\/problem\+json/)
  return problemSchema.parse(JSON.parse(reply.body))
}

describe('Thunderbird and its like', () => {
  test.each([
    ['autoconfig.acme.example', AUTOCONFIG, 'mail.acme.example'],
    ['autoconfig.acme.example', `${AUTOCONFIG}?emailaddress=ana%40acme.example`, 'mail.acme.example'],
    ['AUTOCONFIG.Acme.Example.', AUTOCONFIG, 'mail.acme.example'],
    ['acme.example', WELL_KNOWN, 'mail.acme.example'],
    ['autoconfig.xn--bcher-kva.example', AUTOCONFIG, 'mail.xn--bcher-kva.example'],
    // The MX step: the provider's own names say nothing about the customer.
    ['autoconfig.example.com', AUTOCONFIG, 'mail.%EMAILDOMAIN%'],
    ['autoconfig.example.com', `${AUTOCONFIG}?emailaddress=ana@acme.example`, 'mail.acme.example'],
    ['autoconfig.mx1.example.com', AUTOCONFIG, 'mail.%EMAILDOMAIN%'],
    ['help.example.com', AUTOCONFIG, 'mail.%EMAILDOMAIN%'],
    ['127.0.0.1', `${AUTOCONFIG}?emailaddress=`, 'mail.%EMAILDOMAIN%'],
    ['127.0.0.1', `${AUTOCONFIG}?EmailAddress=Ana@ACME.example.`, 'mail.acme.example'],
    ['autoconfig.acme.example', AUTOCONFIG.toUpperCase(), 'mail.acme.example'],
  ])('at %s ask for %s', async (host, path, server) => {
    const reply = await served.ask(path, { host })
    expect(reply.status).toBe(200)
    expect(reply.headers['content-type']).toBe('text/xml; charset=utf-8')
    expect(/<hostname>([^<]+)/.exec(reply.body)?.[1]).toBe(server)
    expect(reply.body).not.toContain('ana@')
  })

  test('a malformed address is refused, with the field', async () => {
    for (const address of [
      'ana',
      'ana@',
      '%25EMAILADDRESS%25',
      'ana@localhost',
      '%00',
      'a%0d%0ab@acme.example',
    ])
      expect(refused(await served.ask(`${AUTOCONFIG}?emailaddress=${address}`), 400).errors).toEqual([
        { field: 'emailaddress', message: 'is no e-mail address' },
      ])
  })

  test('keep what has not changed', async () => {
    const first = await served.ask(AUTOCONFIG, { host: 'autoconfig.acme.example' })
    expect(first.headers['cache-control']).toBe('public, max-age=3600')
    const etag = first.headers.etag as string
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await served.ask(AUTOCONFIG, {
        host: 'autoconfig.acme.example',
        headers: { 'if-none-match': known },
      })
      expect([again.status, again.body, again.headers.etag]).toEqual([304, '', etag])
    }
    const other = await served.ask(AUTOCONFIG, {
      host: 'autoconfig.other.example',
      headers: { 'if-none-match': etag },
    })
    expect(other.status).toBe(200)
    const head = await served.ask(AUTOCONFIG, { host: 'autoconfig.acme.example', method: 'HEAD' })
    expect([head.status, head.body, head.headers.etag]).toEqual([200, '', etag])
    expect(Number(head.headers['content-length'])).toBe(Buffer.byteLength(first.body))
  })
})

describe('Outlook', () => {
  test.each([
    POX,
    '/Autodiscover/Autodiscover.xml',
    '/AUTODISCOVER/AUTODISCOVER.XML',
    '/AutoDiscover/autodiscover.xml',
  ])('posts to %s', async (path) => {
    const reply = await served.ask(path, outlook('Ana@Acme.example'))
    expect(reply.status).toBe(200)
    expect(reply.headers['content-type']).toBe('text/xml; charset=utf-8')
    expect(reply.body).toContain('<Server>mail.acme.example</Server>')
    expect(reply.body).toContain('<LoginName>Ana@acme.example</LoginName>')
  })

  test.each(['application/xml', 'text/xml; charset=utf-8', 'application/octet-stream', 'text/plain'])(
    'whatever it says the body is: %s',
    async (type) => {
      const reply = await served.ask(POX, {
        ...outlook('ana@acme.example'),
        headers: { 'content-type': type },
      })
      expect(reply.body).toContain('<Type>IMAP</Type>')
    },
  )

  const SCHEMA = 'http://schemas.microsoft.com/exchange/autodiscover/mobilesync/responseschema/2006'
  test.each([
    ['no body', '', '600'],
    ['no XML', 'hello', '600'],
    [
      'an entity',
      `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><Autodiscover><Request><EMailAddress>&x;@acme.example</EMailAddress></Request></Autodiscover>`,
      '600',
    ],
    ['a malformed address', autodiscoverRequest('ana@'), '600'],
    ['another root', autodiscoverRequest('ana@acme.example').replaceAll('Autodiscover', 'Envelope'), '600'],
    [
      'a schema of ActiveSync',
      autodiscoverRequest('ana@acme.example').replace(/http[^<]*2006a/, SCHEMA),
      '601',
    ],
    ['a body of just 64 KiB', `${autodiscoverRequest('ana@acme.example')}${' '.repeat(60_000)}`, undefined],
    ['very deep elements', '<a>'.repeat(20_000), '600'],
  ])('%s', async (_what, body, code) => {
    const reply = await served.ask(POX, { method: 'POST', body, headers: { 'content-type': 'text/xml' } })
    expect(reply.status).toBe(200)
    if (code === undefined) expect(reply.body).toContain('<Account>')
    else {
      expect(faultOf(reply)).toBe(code)
      expect(reply.body).not.toContain('acme')
    }
  })

  test('a larger body is refused', async () => {
    const reply = await served.ask(POX, {
      method: 'POST',
      body: 'x'.repeat(64 * 1024 + 1),
      headers: { 'content-type': 'text/xml' },
    })
    refused(reply, 413)
  })

  test('in a browser the address shows the format’s own error', async () => {
    expect(faultOf(await served.ask(POX))).toBe('600')
  })

  test.each([
    ['/autodiscover/autodiscover.json?Email=ana@acme.example&Protocol=AutodiscoverV1', 200],
    ['/Autodiscover/Autodiscover.json?email=ana@acme.example&protocol=autodiscoverv1', 200],
    ['/autodiscover/autodiscover.json/v1.0/ana@acme.example?Protocol=AutodiscoverV1&RedirectCount=1', 200],
    ['/autodiscover/autodiscover.json?Email=ana@acme.example&Protocol=ActiveSync', 400],
    ['/autodiscover/autodiscover.json', 400],
  ])('JSON at %s', async (path, status) => {
    const reply = await served.ask(path)
    expect([reply.status, reply.headers['content-type']]).toEqual([status, 'application/json; charset=utf-8'])
    const body = JSON.parse(reply.body)
    if (status === 200)
      expect(body).toEqual({ Protocol: 'AutodiscoverV1', Url: `https://help.example.com${POX}` })
    else expect(body.ErrorCode).toBe(path.includes('?') ? 'InvalidProtocol' : 'MandatoryParameterMissing')
  })
})

describe('Apple', () => {
  test('gets a profile in the reader’s language, that another download replaces', async () => {
    const reply = await served.ask(`${PROFILE}?address=ana@acme.example`, {
      headers: { 'accept-language': 'fr-CH, en' },
    })
    expect(reply.headers['content-type']).toBe('application/x-apple-aspen-config')
    expect(reply.headers['cache-control']).toBe('private, no-cache')
    expect(reply.body).toContain('aucun mot de passe')
    const again = await served.ask(`${PROFILE}?address=ana@acme.example`, {
      headers: { 'accept-language': 'fr', 'if-none-match': reply.headers.etag as string },
    })
    expect(again.status).toBe(304)
  })

  test.each(['', '?address=', '?address=ana', '?address=ana@localhost'])(
    'no profile for %j',
    async (query) => {
      expect(refused(await served.ask(`${PROFILE}${query}`), 400).errors?.[0]?.field).toBe('address')
    },
  )
})

describe('PACC', () => {
  test('is for the domain of the name under which it is asked', async () => {
    const reply = await served.ask(PACC, { host: 'ua-auto-config.acme.example' })
    expect(reply.headers['content-type']).toMatch(/^application\/json/)
    expect(JSON.parse(reply.body).protocols.imap.host).toBe('mail.acme.example')
  })

  test('is for the provider’s own domain as for any other', async () => {
    const reply = await served.ask(PACC, { host: 'ua-auto-config.example.com' })
    expect(JSON.parse(reply.body).protocols.imap.host).toBe('mail.example.com')
  })

  test('cannot be given where the domain is not known and the hosts need it', async () => {
    refused(await served.ask(PACC, { host: 'autoconfig.example.com' }), 404)
  })
})

describe('domains that are not the provider’s', () => {
  const everyWay = async (served: Served, domain: string) => [
    (await served.ask(AUTOCONFIG, { host: `autoconfig.${domain}` })).status,
    (await served.ask(`${AUTOCONFIG}?emailaddress=a@${domain}`)).status,
    (await served.ask(PACC, { host: `ua-auto-config.${domain}` })).status,
    (await served.ask(`${PROFILE}?address=a@${domain}`)).status,
    faultOfOrNone(await served.ask(POX, outlook(`a@${domain}`))),
  ]
  const faultOfOrNone = (reply: Reply) => /<ErrorCode>(\d+)/.exec(reply.body)?.[1]

  test('with "listed", only those of the file are served', async () => {
    const listed = await serve({ settings: { SETUP_DOMAINS: 'listed' } })
    expect(await everyWay(listed, 'example.com')).toEqual([200, 200, 200, 200, undefined])
    expect(await everyWay(listed, 'acme.example')).toEqual([404, 404, 404, 404, '500'])
    expect((await listed.ask(AUTOCONFIG, { host: 'autoconfig.mx1.example.com' })).status).toBe(200)
  })

  test('with "mx", those as well whose mail goes to the provider, and the DNS is asked once', async () => {
    const asked: string[] = []
    const mx = await serve({
      settings: { SETUP_DOMAINS: 'mx' },
      askDns: async ({ name }) => {
        asked.push(name)
        if (name === 'broken.example') return { failed: 'ESERVFAIL' }
        const host = name === 'acme.example' ? 'MX2.example.com' : 'mx.elsewhere.example'
        return { records: [{ type: 'MX', priority: 10, host }] }
      },
    })
    expect(await everyWay(mx, 'acme.example')).toEqual([200, 200, 200, 200, undefined])
    expect(await everyWay(mx, 'other.example')).toEqual([404, 404, 404, 404, '500'])
    // A DNS that is away must not keep customers out.
    expect(await everyWay(mx, 'broken.example')).toEqual([200, 200, 200, 200, undefined])
    expect(asked.filter((name) => name === 'acme.example')).toHaveLength(1)
  })
})

test('a proxy asks whether it may get a certificate for a name', async () => {
  const listed = await serve({ settings: { SETUP_DOMAINS: 'listed' } })
  const status = async (name: string) => (await listed.ask(`/setup/served?domain=${name}`)).status
  expect(await status('autoconfig.example.com')).toBe(204)
  expect(await status('ua-auto-config.EXAMPLE.com.')).toBe(204)
  for (const name of [
    '',
    'example.com',
    'www.example.com',
    'autoconfig.acme.example',
    'autoconfig.',
    'autoconfig.com',
  ])
    expect([name, await status(name)]).toEqual([name, 404])
})

describe('whatever happens', () => {
  test('no answer tells one mailbox of a domain from another', async () => {
    const [one, other] = await Promise.all(
      ['zoe1', 'nobody'].map(async (name) => [
        await served.ask(`${AUTOCONFIG}?emailaddress=${name}@acme.example`),
        await served.ask(POX, outlook(`${name}@acme.example`)),
        await served.ask(`${PROFILE}?address=${name}@acme.example`),
      ]),
    )
    const shown = (replies: Reply[], name: string) =>
      replies.map(({ status, body }) => [
        status,
        body.replaceAll(name, 'NAME').replace(/[0-9a-f-]{36}/gi, 'UUID'),
      ])
    expect(shown(one!, 'zoe1')).toEqual(shown(other!, 'nobody'))
  })

  test('who asks too often waits', async () => {
    const busy = await serve({ settings: { RATE_LIMIT_PER_MINUTE: 2 } })
    for (const path of [AUTOCONFIG, PACC]) await busy.ask(path)
    for (const path of [AUTOCONFIG, `${PROFILE}?address=ana@acme.example`]) {
      const reply = await busy.ask(path)
      refused(reply, 429)
      expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0)
    }
  })

  test('files are there while the store hangs', async () => {
    const hanging = await serve()
    const asked = Promise.withResolvers<void>()
    const released = Promise.withResolvers<null>()
    const hang = () => {
      asked.resolve()
      return released.promise
    }
    Object.assign(hanging.bot.store.conversations, { get: hang })
    const question = hanging.ask('/v1/ask', {
      method: 'POST',
      body: '{"text":"which port for IMAP?","conversationId":"a"}',
      headers: { 'content-type': 'application/json' },
    })
    await asked.promise
    expect((await hanging.ask(AUTOCONFIG)).status).toBe(200)
    released.resolve(null)
    expect((await question).status).toBe(200)
  })

  test('nothing that is sent makes more of it than an answer or a refusal, and no log holds an address', async () => {
    const part = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('ana@acme.example', '%', '&', '<a>', '\0', '@'),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(AUTOCONFIG, WELL_KNOWN, PACC, PROFILE, POX, '/autodiscover/autodiscover.json'),
        part,
        part,
        async (path, query, body) => {
          const encoded = encodeURIComponent(query.toWellFormed())
          for (const name of ['emailaddress', 'address', 'Protocol'])
            expect((await served.ask(`${path}?${name}=${encoded}`)).status).toBeLessThan(500)
          const posted = await served.ask(path, {
            method: 'POST',
            body,
            headers: { 'content-type': 'text/xml' },
          })
          expect(posted.status).toBeLessThan(500)
        },
      ),
      { numRuns: 60 },
    )
    expect(served.lines.join('\n')).not.toContain('acme.example')
    expect(served.lines.filter((line) => line.includes('a request failed'))).toEqual([])
  })

  test('the settings table names what is new', () => {
    for (const name of ['SETUP_DOMAINS', 'SETUP_SIGNING_KEY', 'SETUP_SIGNING_CERT'])
      expect(readFileSync(new URL('../../README.md', import.meta.url), 'utf8')).toContain(`\`${name}\``)
  })
})

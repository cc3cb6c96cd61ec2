import { randomUUID } from 'node:crypto'
import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createHelpdesk, type Helpdesk } from '../../../adapters/helpdesk/index.ts'
import { LIMITS } from '../../../adapters/helpdesk/limits.ts'
import { isAllowed, parseOrigins } from '../../../adapters/helpdesk/origins.ts'
import { widgetScripts } from '../../../adapters/helpdesk/site/bundle.ts'
import type { WidgetAnswer } from '../../../adapters/helpdesk/site/routes.ts'
import type { WidgetWords } from '../../../adapters/helpdesk/site/words.ts'
import { AdapterError } from '../../../src/adapter.ts'
import { createWorld, type Instance, type World } from '../../support/world.ts'

const SITE = 'https://www.customer.example'

let world: World
let bot: Instance<Helpdesk>

beforeAll(async () => {
  world = await createWorld()
  bot = await world.serve('helpdesk', (host) =>
    createHelpdesk({ WIDGET_ORIGINS: `${SITE}, https://*.shops.example` }, host),
  )
})
afterAll(() => world.close())

function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${bot.url}/widget/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: SITE, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}
const question = (text = 'which port for IMAP?', conversationId: string = randomUUID()) => ({
  text,
  conversationId,
})
const ask = async (text: string, conversationId?: string, locale?: string) =>
  (await (
    await post('ask', { ...question(text, conversationId), ...(locale ? { locale } : {}) })
  ).json()) as WidgetAnswer

describe('widget.js', () => {
  test(`is at most ${LIMITS.widgetGzipBytes} bytes gzipped`, async () => {
    const response = await fetch(`${bot.url}/widget.js`, { headers: { 'accept-encoding': 'gzip' } })
    expect(response.headers.get('content-encoding')).toBe('gzip')
    const { plain, gzip, brotli } = (await widgetScripts()).widget
    expect(gzip.length).toBeLessThanOrEqual(LIMITS.widgetGzipBytes)
    process.stdout.write(
      `widget.js: ${plain.length} bytes, ${gzip.length} gzipped, ${brotli.length} with Brotli; at most ${LIMITS.widgetGzipBytes} gzipped\n`,
    )
  })

  test('has no way to put text in as HTML or to run text, and calls nobody but the bot', async () => {
    const text = await (await fetch(`${bot.url}/widget.js`)).text()
    expect(text).not.toMatch(
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\b|Function\(|srcdoc|setHTML/,
    )
    expect(text).not.toMatch(/document\.cookie|localStorage|indexedDB/)
    const addresses = [...text.matchAll(/https?:\/\/[\w.-]+/g)].map((match) => match[0])
    expect(addresses.filter((address) => address !== 'http://www.w3.org')).toEqual([])
  })

  test('may be shown by any page, is kept for minutes, and is not sent again unchanged', async () => {
    const first = await fetch(`${bot.url}/widget.js`)
    expect(first.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(first.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
    expect(first.headers.get('cache-control')).toContain('max-age=300')
    expect(first.headers.get('set-cookie')).toBeNull()
    const again = await fetch(`${bot.url}/widget.js`, {
      headers: { 'if-none-match': first.headers.get('etag')! },
    })
    expect(again.status).toBe(304)
  })
})

describe('WIDGET_ORIGINS', () => {
  test('lets the sites in it ask, and tells no other where to look', async () => {
    for (const origin of [SITE, 'https://a.shops.example', 'https://a.b.shops.example', bot.url]) {
      const response = await post('ask', question(), { origin })
      expect(response.status, origin).toBe(200)
      expect(response.headers.get('access-control-allow-origin')).toBe(origin)
      expect(response.headers.get('vary')).toContain('origin')
      expect(response.headers.get('access-control-allow-credentials')).toBeNull()
    }
  })

  test.each([
    'https://evil.example',
    'http://www.customer.example',
    'https://www.customer.example:8443',
    'https://www.customer.example.evil.example',
    'https://evilshops.example',
    'https://shops.example',
    'null',
  ])('refuses %s with a problem document and without an answer', async (origin) => {
    const before = (await world.bot.store.answers.since(new Date(0))).length
    for (const path of ['ask', 'feedback', 'handoff']) {
      const response = await post(path, question(), { origin })
      expect(response.status).toBe(403)
      expect(response.headers.get('access-control-allow-origin')).toBeNull()
      expect(((await response.json()) as { detail: string }).detail).toContain('WIDGET_ORIGINS')
    }
    const words = await fetch(`${bot.url}/widget/words`, { headers: { origin } })
    expect(words.status).toBe(403)
    expect((await world.bot.store.answers.since(new Date(0))).length).toBe(before)
  })

  test('a request without an origin may read the words, but not ask', async () => {
    expect((await fetch(`${bot.url}/widget/words`)).status).toBe(200)
    const { origin: _none, ...headers } = { origin: '', 'content-type': 'application/json' }
    const response = await fetch(`${bot.url}/widget/ask`, {
      method: 'POST',
      headers,
      body: JSON.stringify(question()),
    })
    expect(response.status).toBe(403)
  })

  test('the browser’s question beforehand is answered for allowed sites only', async () => {
    const preflight = (origin: string) =>
      fetch(`${bot.url}/widget/ask`, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type',
        },
      })
    const allowed = await preflight(SITE)
    expect(allowed.status).toBe(204)
    expect(allowed.headers.get('access-control-allow-headers')).toBe('content-type')
    expect(allowed.headers.get('access-control-allow-methods')).toContain('POST')
    expect((await preflight('https://evil.example')).status).toBe(403)
  })

  test('errors reach the page too: the header stands on them', async () => {
    for (const response of [
      await post('ask', '{'),
      await post('ask', 'x'.repeat(40_000)),
      await post('ask', {}),
    ]) {
      expect(response.status).toBeGreaterThanOrEqual(400)
      expect(response.headers.get('access-control-allow-origin')).toBe(SITE)
    }
  })

  test.each([
    'www.example.com',
    'https://example.com/help',
    'https://*',
    'https://a.*.example',
    'ftp://a.example',
    '*',
  ])('with %s in it stops the start and says how to write it', (origin) => {
    expect(() => parseOrigins(`${SITE},${origin}`)).toThrow(AdapterError)
    expect(() => parseOrigins(origin)).toThrow(origin)
  })

  test('stands for names below a wildcard only', () => {
    const allowed = parseOrigins('https://*.shops.example:8443')
    expect(isAllowed('https://a.shops.example:8443', allowed)).toBe(true)
    expect(isAllowed('https://a.shops.example', allowed)).toBe(false)
    expect(isAllowed('https://evil.example/.shops.example:8443', allowed)).toBe(false)
    expect(isAllowed('https://user@a.shops.example:8443', allowed)).toBe(false)
  })
})

describe('asking', () => {
  test('gives blocks, options and sources, and nothing that the widget does not show', async () => {
    const answer = await ask('server settings for anna.muster@example.org')
    expect(Object.keys(answer).sort()).toEqual([
      'blocks',
      'dir',
      'id',
      'locale',
      'options',
      'outcome',
      'sources',
    ])
    expect(answer).toMatchObject({ outcome: 'answer', locale: 'en', dir: 'ltr' })
  })

  test('goes on with its conversation', async () => {
    const id = randomUUID()
    await ask('which port for IMAP?', id)
    expect(JSON.stringify((await ask('and for POP3?', id)).blocks)).toContain('995')
  })

  test('answers in the language of the text, else in that of the page', async () => {
    expect((await ask('quel est le port IMAP sécurisé ?', undefined, 'en')).locale).toBe('fr')
    expect((await ask('993?', undefined, 'fr-CH')).locale).toBe('fr')
    expect((await ask('993?', undefined, 'xx')).locale).toBe('en')
  })

  test.each([
    ['no text', { conversationId: randomUUID() }, 400, 'text'],
    ['an empty text', question('  '), 400, 'text'],
    ['a text that is too long', question('a'.repeat(16_001)), 400, 'text'],
    ['no conversation', { text: 'a' }, 400, 'conversationId'],
    ['a conversation that can be guessed', question('a', '1'), 400, 'conversationId'],
    ['another one', question('a', '00000000-0000-0000-0000-000000000001'), 400, 'conversationId'],
    ['a conversation of the webhook', question('a', 'webhook:17'), 400, 'conversationId'],
    ['a locale that is no text', { ...question(), locale: 7 }, 400, 'locale'],
  ])('with %s gets %s', async (_what, body, status, field) => {
    const response = await post('ask', body)
    expect(response.status).toBe(status)
    expect(response.headers.get('content-type')).toContain('application/problem+json')
    expect(
      ((await response.json()) as { errors: { field: string }[] }).errors.map((error) => error.field),
    ).toEqual([field])
  })

  test('takes 4,000 characters of four bytes each', async () => {
    expect((await post('ask', question('😀'.repeat(2_000)))).status).toBe(200)
    expect((await post('ask', question('漢'.repeat(16_000)))).status).toBe(200)
  })

  test('takes no more than its size limit', async () => {
    expect((await post('ask', question('a'.repeat(LIMITS.widgetBodyBytes)))).status).toBe(413)
  })

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=a', ''])(
    'takes no %j, which a form of any page could send',
    async (type) => {
      const response = await post('ask', question(), { 'content-type': type })
      expect(response.status).toBe(415)
    },
  )

  test('is held back by the limit of its caller, with the seconds to wait', async () => {
    const callers: string[] = []
    world.limit = (caller) => {
      callers.push(caller)
      return 12
    }
    for (const path of ['ask', 'feedback', 'handoff']) {
      const response = await post(path, question())
      expect(response.status).toBe(429)
      expect(response.headers.get('retry-after')).toBe('12')
      expect(response.headers.get('access-control-expose-headers')).toContain('retry-after')
    }
    world.limit = null
    expect(callers).toEqual(Array(3).fill('helpdesk:127.0.0.1'))
  })

  test('sets no cookie', async () => {
    expect((await post('ask', question())).headers.get('set-cookie')).toBeNull()
  })
})

describe('one visitor and another', () => {
  test('have nothing of each other’s conversation in their answers', async () => {
    const [anna, ben] = [randomUUID(), randomUUID()]
    await ask('server settings for anna@anna-private.example', anna)
    const toBen = await ask('what are the server settings?', ben)
    expect(JSON.stringify(toBen)).not.toContain('anna-private')
  })

  test('there is no path that shows what was said before, even with the right id', async () => {
    const id = randomUUID()
    await ask('server settings for anna@anna-private.example', id)
    for (const path of [`conversations/${id}`, `history?conversationId=${id}`, `ask?conversationId=${id}`]) {
      expect((await fetch(`${bot.url}/widget/${path}`, { headers: { origin: SITE } })).status).toBe(404)
    }
    const handoff = await (await post('handoff', { conversationId: id })).text()
    expect(handoff).not.toContain('anna-private')
  })

  test('a helpdesk’s webhook cannot reach a conversation of the widget', async () => {
    const id = randomUUID()
    await ask('which port for IMAP?', id)
    const state = await world.bot.store.conversations.get(`helpdesk/widget:${id}`)
    expect(state).not.toBeNull()
    expect(await world.bot.store.conversations.get(`helpdesk/webhook:${id}`)).toBeNull()
  })
})

describe('a vote', () => {
  test('is recorded, and one for an unknown answer is a 404', async () => {
    const { id } = await ask('which port for IMAP?')
    expect((await post('feedback', { answerId: id, helpful: false })).status).toBe(204)
    expect((await world.bot.store.feedback.since(new Date(0))).at(-1)).toMatchObject({
      answerId: id,
      helpful: false,
    })
    expect((await post('feedback', { answerId: randomUUID(), helpful: true })).status).toBe(404)
  })
})

describe('the widget’s words', () => {
  const words = async (locale: string) =>
    (await (await fetch(`${bot.url}/widget/words?locale=${locale}`)).json()) as WidgetWords

  test('come in every language of the knowledge, whole, with the provider filled in', async () => {
    for (const locale of bot.host.locales) {
      const { words: all, locale: given, starters, provider } = await words(locale)
      expect(given).toBe(locale)
      expect(starters.length).toBeGreaterThan(2)
      expect(provider.name).toBe('Example Mail')
      for (const [key, text] of Object.entries(all)) {
        expect(text, key).not.toBe('')
        const left = [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1])
        expect(
          left.filter((name) => !['label', 'number', 'seconds', 'most'].includes(name!)),
          key,
        ).toEqual([])
      }
    }
    expect((await words('fr')).words.send).not.toBe((await words('en')).words.send)
  })

  test('come in the nearest language, else in the first', async () => {
    expect((await words('fr-CH')).locale).toBe('fr')
    expect((await words('sw')).locale).toBe('en')
    expect((await words('%00%20<script>')).locale).toBe('en')
  })
})

describe('the page at /', () => {
  test('shows the widget and the line to copy, under a strict policy', async () => {
    const response = await fetch(`${bot.url}/`)
    expect(response.status).toBe(200)
    const policy = response.headers.get('content-security-policy')!
    expect(policy).not.toMatch(/unsafe|\*/)
    expect(policy).toContain("require-trusted-types-for 'script'")
    const html = await response.text()
    expect(html).toContain(`<script src="${bot.url}/widget.js" async></script>`)
    expect(html).toContain(`&#60;script src=&#34;${bot.url}/widget.js&#34; async&#62;&#60;/script&#62;`)
    expect(html).not.toMatch(/\{\{|undefined|style=|onclick/)
  })

  test('speaks the language asked for, else the browser’s', async () => {
    const page = async (path: string, accepted: string) =>
      (await fetch(`${bot.url}${path}`, { headers: { 'accept-language': accepted } })).text()
    expect(await page('/', 'fr-CA,fr;q=0.9,en;q=0.8')).toContain('<html lang="fr"')
    expect(await page('/?lang=en', 'fr')).toContain('<html lang="en"')
    expect(await page('/?lang="><script>', 'xx')).toContain('<html lang="en"')
  })

  test('takes nothing from a forged host name into its markup', async () => {
    const html = await new Promise<string>((resolve) => {
      const { hostname, port } = new URL(bot.url)
      request(
        { hostname, port, path: '/', headers: { host: 'evil"><script>alert(1)</script>' } },
        (response) => {
          let text = ''
          response.on('data', (chunk) => {
            text += chunk
          })
          response.on('end', () => resolve(text))
        },
      ).end()
    })
    expect(html).not.toContain('<script>alert')
  })
})

/** The contract over HTTP: what is answered, and every way in which it can be refused. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { problemSchema } from '../../src/http/problem.ts'
import { askAnswer } from '../../src/http/schemas.ts'
import { createMemoryStore } from '../../src/store/memory.ts'
import { StoreError } from '../../src/store/store.ts'
import { startTestBot, type TestBot } from '../support/bot.ts'

let bot: TestBot
let base: string
const lines: string[] = []

beforeAll(async () => {
  bot = await startTestBot({ logged: (line) => lines.push(line) })
  base = await bot.listen()
})
afterAll(() => bot.close())

const post = (path: string, body: unknown, headers: Record<string, string> = {}, to = base) =>
  fetch(`${to}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
const ask = async (body: object) => askAnswer.parse(await (await post('/v1/ask', body)).json())

/** Every refusal is a problem document that says what to do and repeats nothing that was sent. */
async function refused(response: Response, status: number): Promise<{ detail: string; fields: string[] }> {
  expect(response.status).toBe(status)
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json(;|$)/)
  const problem = problemSchema.parse(await response.json())
  expect(problem.status).toBe(status)
  expect(problem.title).not.toBe('')
  expect(problem.detail).not.toBe('')
  expect(JSON.stringify(problem)).not.toMatch(/\bat .*\.ts|node_modules/)
  return { detail: problem.detail, fields: (problem.errors ?? []).map((error) => error.field) }
}

describe('POST /v1/ask', () => {
  test('answers in the shape of the contract, without more', async () => {
    const response = await post('/v1/ask', { text: 'which port for IMAP?' })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toContain('application/json')
    const body = (await response.json()) as object
    expect(Object.keys(body).sort()).toEqual(Object.keys(askAnswer.shape).sort())
    expect(askAnswer.parse(body)).toMatchObject({
      outcome: 'answer',
      topic: 'ports',
      locale: 'en',
      slots: { protocol: 'imap' },
      facts: expect.arrayContaining([
        { protocol: 'imap', port: 993, security: 'ssl', status: 'recommended' },
      ]),
    })
  })

  test('ties messages of one conversation together, and makes a new one where none is named', async () => {
    const first = await ask({ text: 'which port for IMAP?' })
    const next = await ask({ text: 'and for POP3?', conversationId: first.conversationId })
    expect(next.conversationId).toBe(first.conversationId)
    expect(next.slots).toMatchObject({ protocol: 'pop3' })
    const other = await ask({ text: 'and for POP3?' })
    expect(other.conversationId).not.toBe(first.conversationId)
    expect(other.topic).not.toBe(next.topic)
  })

  test('answers in the language asked for', async () => {
    expect((await ask({ text: 'which port for IMAP?', locale: 'fr-CA' })).locale).toBe('fr')
  })

  test('sending the text of an option picks it', async () => {
    const first = await ask({ text: 'how do I set up Outlook?' })
    const option = first.options[0]!
    const picked = await ask({ text: option.text, conversationId: first.conversationId })
    expect(picked.topic).toBe('client-setup')
    expect(picked.slots.client).not.toBe(first.slots.client)
  })

  test('every answer has an id of its own, also to the same question', async () => {
    const [one, two] = [
      await ask({ text: 'which port for IMAP?' }),
      await ask({ text: 'which port for IMAP?' }),
    ]
    expect(one.id).not.toBe(two.id)
  })

  test.each([
    ['no text', {}, ['text']],
    ['an empty text', { text: '' }, ['text']],
    ['a text of blanks', { text: ' \n\t ' }, ['text']],
    ['a text that is too long', { text: 'x'.repeat(16_001) }, ['text']],
    ['a text that is none', { text: 5 }, ['text']],
    ['a locale that is none', { text: 'a', locale: 'not a locale' }, ['locale']],
    ['a conversation with odd characters', { text: 'a', conversationId: 'a/b' }, ['conversationId']],
    ['a conversation that is too long', { text: 'a', conversationId: 'x'.repeat(129) }, ['conversationId']],
    ['an empty conversation', { text: 'a', conversationId: '' }, ['conversationId']],
    ['several of them', { locale: '!', conversationId: '' }, ['text', 'locale', 'conversationId']],
    ['a list', [], ['(body)']],
    ['null', null, ['(body)']],
  ])('refuses %s with 400, naming each field', async (_what, body, fields) => {
    expect((await refused(await post('/v1/ask', body), 400)).fields).toEqual(fields)
  })

  test.each([
    ['half of a document', '{"text": "which'],
    ['no document', 'which port?'],
    ['nothing', ''],
  ])('refuses %s with 400', async (_what, body) => {
    await refused(await post('/v1/ask', body), 400)
  })

  test('takes a text of just the most, and one whose blanks make it longer', async () => {
    expect((await post('/v1/ask', { text: 'x'.repeat(16_000) })).status).toBe(200)
    expect((await post('/v1/ask', { text: `  which port?${' '.repeat(5_000)}` })).status).toBe(200)
  })

  test('refuses a body over 64 KiB with 413', async () => {
    await refused(await post('/v1/ask', { text: 'a', more: 'x'.repeat(64 * 1024) }), 413)
  })

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/xml',
    'multipart/form-data; boundary=x',
  ])('refuses a body of the type %s with 415', async (type) => {
    await refused(await post('/v1/ask', '{"text": "a"}', { 'content-type': type }), 415)
  })

  test('takes JSON with a character set', async () => {
    const type = 'application/json; charset=utf-8'
    expect((await post('/v1/ask', { text: 'a' }, { 'content-type': type })).status).toBe(200)
  })

  test('refuses who asks too often with 429 and says when to come back', async () => {
    const busy = await startTestBot({ limit: async () => 7 })
    const to = await busy.listen()
    const response = await post('/v1/ask', { text: 'a' }, {}, to)
    expect(response.headers.get('retry-after')).toBe('7')
    expect((await refused(response, 429)).detail).toContain('7')
    await refused(await post('/v1/feedback', { answerId: 'a', helpful: true }, {}, to), 429)
    await busy.close()
  })

  test.each(['GET', 'PUT', 'DELETE'])('is not there for %s', async (method) => {
    await refused(await fetch(`${base}/v1/ask`, { method }), 404)
  })

  test('answers while the store is away', async () => {
    const memory = createMemoryStore({ now: () => new Date() })
    const away = async () => {
      throw new StoreError('The store is away.', 'Wait.')
    }
    const alone = await startTestBot({
      store: {
        ...memory,
        conversations: { get: away, put: away },
        answers: { ...memory.answers, add: away },
      },
    })
    const to = await alone.listen()
    const response = await post('/v1/ask', { text: 'which port for IMAP?', conversationId: 'a' }, {}, to)
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ topic: 'ports' })
    await alone.close()
  })
})

describe('POST /v1/feedback', () => {
  test('records a vote on an answer, the last one counts', async () => {
    const { id } = await ask({ text: 'which port for IMAP?' })
    for (const helpful of [true, false]) {
      const response = await post('/v1/feedback', {
        answerId: id,
        helpful,
        comment: 'call anna.muster@example.org',
      })
      expect(response.status).toBe(204)
      expect(await response.text()).toBe('')
    }
    const votes = (await bot.store.feedback.since(new Date(0))).filter((vote) => vote.answerId === id)
    expect(votes).toHaveLength(1)
    expect(votes[0]!.helpful).toBe(false)
    expect(votes[0]!.comment).not.toContain('anna.muster')
  })

  test('knows no answer of somebody’s invention: 404', async () => {
    await refused(await post('/v1/feedback', { answerId: 'made-up', helpful: true }), 404)
  })

  test.each([
    ['no answer', { helpful: true }, ['answerId']],
    ['no vote', { answerId: 'a' }, ['helpful']],
    ['a vote that is none', { answerId: 'a', helpful: 'yes' }, ['helpful']],
    ['a comment that is too long', { answerId: 'a', helpful: true, comment: 'x'.repeat(4_001) }, ['comment']],
  ])('refuses %s with 400', async (_what, body, fields) => {
    expect((await refused(await post('/v1/feedback', body), 400)).fields).toEqual(fields)
  })

  test('says so when the vote could not be kept: 503', async () => {
    const memory = createMemoryStore({ now: () => new Date() })
    const add = async () => {
      throw new StoreError('The store is away.', 'Wait.')
    }
    const alone = await startTestBot({ store: { ...memory, feedback: { ...memory.feedback, add } } })
    await refused(await post('/v1/feedback', { answerId: 'a', helpful: true }, {}, await alone.listen()), 503)
    await alone.close()
  })
})

describe('what else is there', () => {
  test('the process lives and is ready', async () => {
    expect((await fetch(`${base}/healthz`)).status).toBe(200)
    expect(await (await fetch(`${base}/readyz`)).json()).toMatchObject({ status: 'ready' })
  })

  test('a plain page that loads nothing from elsewhere', async () => {
    const response = await fetch(`${base}/`)
    expect(response.headers.get('content-type')).toContain('text/html')
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    const page = await response.text()
    expect(page).toContain(bot.bot.knowledge.provider.name)
    for (const [, address] of page.matchAll(/(?:src|href)="([^"]+)"/g)) {
      expect(address).toMatch(/^\//)
      expect((await fetch(`${base}${address}`)).status).toBe(200)
    }
  })

  test.each(['/nix', '/v1', '/v1/ask/', '/..%2f..%2fetc/passwd', '/%00'])(
    'nothing at %s: 404',
    async (path) => {
      expect([404, 400]).toContain((await fetch(`${base}${path}`)).status)
    },
  )

  test('every reply has an id to find it by, and says that it is no other type', async () => {
    for (const path of ['/healthz', '/nix']) {
      const { headers } = await fetch(`${base}${path}`)
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
    }
  })
})

test('nothing that anybody wrote is in the log', async () => {
  const secret = 'Kx7!vbQ92z'
  await post('/v1/ask', { text: `my password is ${secret}, my address anna.muster@example.org` })
  await post('/v1/ask', `{"text": "${secret}`)
  await post('/v1/ask', { text: 5, [secret]: secret })
  await fetch(`${base}/${secret}?a=${secret}`)
  expect(lines.join('\n')).not.toContain(secret)
  expect(lines.join('\n')).not.toContain('anna.muster')
})

test('an error in the program is a 500 without a word of it', async () => {
  const failing = await startTestBot({
    limit: async () => {
      throw new Error('secret inside')
    },
  })
  const response = await post('/v1/ask', { text: 'a' }, {}, await failing.listen())
  expect((await refused(response.clone(), 500)).detail).not.toContain('secret')
  await failing.close()
})

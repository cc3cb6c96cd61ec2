/** Several bots over one PostgreSQL, and what people see while it is away. */
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { noOwnPostgres, startServer, type TestServer } from '../store/postgres-server.ts'
import { ask, type BotProcess, startProcess } from '../support/process.ts'

vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 })

describe.skipIf(noOwnPostgres)(`PostgreSQL behind the bot${noOwnPostgres}`, () => {
  let server: TestServer
  const running: BotProcess[] = []
  const start = async () => {
    const bot = await startProcess({
      DATABASE_URL: server.url,
      RATE_LIMIT_PER_MINUTE: '0',
      LOG_LEVEL: 'fatal',
    })
    running.push(bot)
    return bot
  }
  beforeAll(async () => {
    server = await startServer({ durable: true })
  })
  afterEach(async () => {
    await Promise.all(running.splice(0).map((bot) => bot.end('SIGKILL')))
  })
  afterAll(() => server?.remove())

  test('a conversation goes on at another instance', async () => {
    const [one, other] = await Promise.all([start(), start()])
    await ask(one.url, 'which port for imap?', 'shared-1')
    const { body } = await ask(other.url, 'and for pop3?', 'shared-1')
    expect([body.topic, body.slots.protocol]).toEqual(['ports', 'pop3'])
  })

  test('while it is stopped people are answered, writes are refused clearly, and nothing acknowledged is lost', async () => {
    const bot = await start()
    const vote = async (answerId: string) => {
      const response = await fetch(`${bot.url}/v1/feedback`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ answerId, helpful: true }),
      })
      return { status: response.status, text: await response.text() }
    }
    const memory = async () =>
      Number(
        /mailsherpa_process_resident_memory_bytes (\d+)/.exec(
          await (await fetch(`${bot.url}/metrics`)).text(),
        )![1],
      )

    const acknowledged: string[] = []
    for (let i = 0; i < 30; i++) {
      const { body } = await ask(bot.url, `which port for imap ${i}`)
      if ((await vote(body.id)).status === 204) acknowledged.push(body.id)
    }
    expect(acknowledged).toHaveLength(30)
    const last = acknowledged.at(-1)!

    await server.stop('immediate')
    const before = await memory()
    // Under load all the while: every question is answered.
    const asked = await Promise.all(
      Array.from({ length: 20 }, async (_, caller) => {
        const statuses = new Set<number>()
        for (let i = 0; i < 50; i++)
          statuses.add((await ask(bot.url, `my mail does not go out ${caller} ${i}`, `c${caller}`)).status)
        return statuses
      }),
    )
    for (const statuses of asked) expect([...statuses]).toEqual([200])
    const ready = await fetch(`${bot.url}/readyz`)
    expect(ready.status).toBe(503)
    expect(await ready.json()).toMatchObject({
      troubles: { store: expect.stringMatching(/PostgreSQL|database/i) },
    })
    const refused = await vote(last)
    expect(refused.status).toBe(503)
    expect(JSON.parse(refused.text)).toMatchObject({ detail: expect.stringContaining('not recorded') })
    expect((await memory()) - before).toBeLessThan(150_000_000)

    await server.start()
    let status = 0
    while (status !== 200) status = (await fetch(`${bot.url}/readyz`)).status
    expect((await vote(last)).status).toBe(204)
    const client = new pg.Client(server.url)
    await client.connect()
    const { rows } = await client.query<{ n: string }>('SELECT count(*) AS n FROM feedback')
    await client.end()
    expect(Number(rows[0]!.n)).toBe(acknowledged.length)
  })
})

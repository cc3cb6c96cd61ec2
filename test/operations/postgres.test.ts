/** Several bots over one PostgreSQL, and what people see while it is away. */
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { noOwnPostgres, startServer, type TestServer } from '../store/postgres-server.ts'
import { ask, type BotProcess, startProcess } from '../support/process.ts'

/** How long PostgreSQL is away: short as a rule, 30 seconds by `npm run test:outage`. */
const AWAY_SECONDS = Number(process.env.POSTGRES_AWAY_SECONDS ?? 3)
const CALLERS = 20
const VOTES = 400
/** Where there is room V8 leaves garbage lying; on a small heap what the process takes is what it holds. */
const SMALL_HEAP = { NODE_OPTIONS: '--max-old-space-size=256' }
const MOST_MEMORY = 400_000_000

vi.setConfig({ testTimeout: 90_000 + AWAY_SECONDS * 2_000, hookTimeout: 60_000 })

describe.skipIf(noOwnPostgres)(`PostgreSQL behind the bot${noOwnPostgres}`, () => {
  let server: TestServer
  const running: BotProcess[] = []
  const start = async (env: Record<string, string> = {}) => {
    const bot = await startProcess({
      ...env,
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

  test(`for ${AWAY_SECONDS} seconds under load it is away: people are answered, writes are refused clearly, and nothing acknowledged is lost`, async () => {
    const bot = await start(SMALL_HEAP)
    const load = createLoad(bot)
    for (let n = 0; n < VOTES; n++)
      load.votable.push((await ask(bot.url, `which port for imap ${n}`)).body.id)
    const callers = Array.from({ length: CALLERS }, (_, caller) => load.run(caller))
    await until(() => load.acknowledged.length >= VOTES / 4)

    const before = await memoryOf(bot)
    const asked = load.answered
    await server.stop('immediate')
    const votesBefore = load.acknowledged.length
    const back = performance.now() + AWAY_SECONDS * 1000
    const told = new Set<string>()
    while (performance.now() < back) {
      const ready = await fetch(`${bot.url}/readyz`)
      const { troubles } = (await ready.json()) as { troubles?: { store?: string } }
      told.add(`${ready.status} ${troubles?.store}`)
    }
    expect(load.answered - asked).toBeGreaterThan(CALLERS * AWAY_SECONDS)
    expect(load.refused.size).toBeGreaterThan(0)
    // Those that were acknowledged on the way to the end, at most one for each caller.
    expect(load.acknowledged.length - votesBefore).toBeLessThanOrEqual(CALLERS)
    for (const one of told) expect(one).toMatch(/^503 .*PostgreSQL/)
    const away = await memoryOf(bot)

    await server.start()
    const enough = load.acknowledged.length + VOTES / 4
    await until(() => load.acknowledged.length >= enough)
    load.stop()
    await Promise.all(callers)
    expect([...load.statuses]).toEqual([200])
    for (const reply of load.refused)
      expect(reply).toMatch(/^503 application\/problem\+json.*not recorded.*Try again/)
    expect((await fetch(`${bot.url}/readyz`)).status).toBe(200)

    const client = new pg.Client(server.url)
    await client.connect()
    const { rows } = await client.query<{ answer_id: string }>('SELECT answer_id FROM feedback')
    await client.end()
    const kept = new Set(rows.map((row) => row.answer_id))
    expect(load.acknowledged.filter((id) => !kept.has(id))).toEqual([])

    const after = await memoryOf(bot)
    console.log(
      `PostgreSQL away for ${AWAY_SECONDS} s: ${load.answered - asked} questions answered since, the slowest in ${load.slowest.toFixed(0)} ms; ${load.refusals} votes refused; all ${load.acknowledged.length} acknowledged are there; /readyz: ${[...told].join(' | ')}; resident memory ${megabytes(before)} MB before, ${megabytes(away)} MB while away, ${megabytes(after)} MB after`,
    )
    expect(Math.max(away, after)).toBeLessThan(MOST_MEMORY)
  })
})

/** People who ask and vote, all at once, until `stop`. */
function createLoad({ url }: BotProcess) {
  let going = true
  const load = {
    /** Answers that nobody has voted on yet. */
    votable: [] as string[],
    acknowledged: [] as string[],
    answered: 0,
    slowest: 0,
    /** Of the answers to questions. */
    statuses: new Set<number>(),
    /** What votes were refused with, each kind once. */
    refused: new Set<string>(),
    refusals: 0,
    stop() {
      going = false
    },
    async run(caller: number) {
      for (let n = 0; going; n++) {
        const asked = performance.now()
        load.statuses.add((await ask(url, `my mail does not go out ${caller} ${n}`, `c${caller}`)).status)
        load.slowest = Math.max(load.slowest, performance.now() - asked)
        load.answered++
        const answerId = load.votable.pop()
        if (answerId) await vote(answerId)
      }
    },
  }
  async function vote(answerId: string) {
    const response = await fetch(`${url}/v1/feedback`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ answerId, helpful: true }),
    })
    const text = await response.text()
    if (response.status === 204) load.acknowledged.push(answerId)
    else {
      load.refusals++
      load.refused.add(`${response.status} ${response.headers.get('content-type')} ${text}`)
      load.votable.unshift(answerId)
    }
  }
  return load
}

/** Resident bytes. */
async function memoryOf({ url }: BotProcess): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text()
  return Number(/mailsherpa_process_resident_memory_bytes (\d+)/.exec(text)![1])
}

async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise(setImmediate)
}

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(0)

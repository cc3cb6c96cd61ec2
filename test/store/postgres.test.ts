import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { createLimiter } from '../../src/limits.ts'
import { createStore, type SqlStore } from '../../src/store/sql.ts'
import { createDatabase, noPostgres, query, type TestDatabase } from './postgres-server.ts'
import { answer, message, minute, request, START } from './records.ts'
import { alikeRule, storeRules } from './rules.ts'

// Processes are started, which takes a while on a busy machine.
vi.setConfig({ testTimeout: 30_000 })

const KEY = randomBytes(32).toString('base64')
const INSTANCES = 5

describe.skipIf(noPostgres)(`over PostgreSQL${noPostgres}`, () => {
  let database: TestDatabase
  const open: SqlStore[] = []
  beforeAll(async () => {
    database = await createDatabase()
  }, 60_000)
  afterAll(() => database?.drop())
  afterEach(async () => {
    await Promise.all(open.splice(0).map((store) => store.close()))
  })

  function created(options: Partial<Parameters<typeof createStore>[0]> = {}) {
    return createStore({
      databaseUrl: database.url,
      dataDir: '/nowhere',
      now: () => START,
      secretsKey: KEY,
      ...options,
    })
  }
  async function opened(options: Partial<Parameters<typeof createStore>[0]> = {}) {
    const store = created(options)
    await store.open()
    open.push(store)
    return store
  }
  /** Several bots over one empty database, started at the same time. */
  async function instances() {
    await database.empty()
    return Promise.all(Array.from({ length: INSTANCES }, () => opened()))
  }

  describe('the rules for every store', () => {
    // One store, emptied between the rules: to migrate for each would take most of the time.
    let clock = () => START
    let store: SqlStore
    beforeAll(async () => {
      store = created({ now: () => clock() })
      await store.open()
    })
    afterAll(() => store?.close())
    async function make(now: () => Date) {
      clock = now
      const tables = 'conversations, answers, feedback, handoffs, people, deliveries, installations, outbox'
      await query(database.url, tables.replaceAll(/\w+/g, 'delete from $&').replaceAll(',', ';'))
      return store
    }
    storeRules('PostgreSQL', make)
    alikeRule('PostgreSQL', make, 15)
  })

  describe('several instances behave as one', () => {
    it('start together over an empty database', async () => {
      const stores = await instances()
      await Promise.all(stores.map((store) => store.check()))
    })

    it('go on with a conversation that another began', async () => {
      const [one, two] = await instances()
      await one!.conversations.put('web/one', { turn: 1 }, minute(5))
      expect(await two!.conversations.get('web/one')).toEqual({ turn: 1 })
    })

    it('take each delivery once, whoever is first', async () => {
      const stores = await instances()
      const claims = await Promise.all(
        Array.from({ length: 100 }, (_, n) =>
          Promise.all(stores.map((store) => store.deliveries.claim(`Ev${n}`, minute(60)))),
        ),
      )
      expect(claims.map((claim) => claim.filter(Boolean).length)).toEqual(Array(100).fill(1))
    })

    it('take an expired delivery once', async () => {
      const stores = await instances()
      for (let n = 0; n < 50; n++) await stores[0]!.deliveries.claim(`Ev${n}`, minute(-1))
      const claims = await Promise.all(
        Array.from({ length: 50 }, (_, n) =>
          Promise.all(stores.map((store) => store.deliveries.claim(`Ev${n}`, minute(60)))),
        ),
      )
      expect(claims.map((claim) => claim.filter(Boolean).length)).toEqual(Array(50).fill(1))
    })

    it('open one handoff for a conversation, and agree which', async () => {
      const stores = await instances()
      for (let round = 0; round < 40; round++) {
        const opened = await Promise.all(
          stores.map((store, n) =>
            store.handoffs.open(request(`h${round}-${n}`, { conversation: `web/${round}` })),
          ),
        )
        expect(opened.filter(({ isNew }) => isNew)).toHaveLength(1)
        expect(new Set(opened.map(({ handoff }) => handoff.id)).size).toBe(1)
      }
    })

    it('open and finish handoffs of one conversation against each other, and each is new once', async () => {
      const stores = await instances()
      const created: string[] = []
      await Promise.all(
        stores.map(async (store, n) => {
          for (let round = 0; round < 40; round++) {
            const { handoff, isNew } = await store.handoffs.open(request(`h${n}-${round}`))
            if (isNew) created.push(handoff.id)
            await store.handoffs.done(handoff.id, 'Ana')
          }
        }),
      )
      expect(new Set(created).size).toBe(created.length)
      for (const id of created) expect(await stores[0]!.handoffs.get(id)).toMatchObject({ state: 'done' })
      expect(await stores[0]!.handoffs.current('web/one')).toBeNull()
    })

    it('give a handoff to the first who claims it', async () => {
      const stores = await instances()
      for (let round = 0; round < 40; round++) {
        const id = `h${round}`
        await stores[0]!.handoffs.open(request(id, { conversation: id }))
        const claims = await Promise.all(stores.map((store, n) => store.handoffs.claim(id, `person ${n}`)))
        expect(new Set(claims.map((handoff) => handoff?.claimedBy)).size).toBe(1)
      }
    })

    it('send each message once', async () => {
      const stores = await instances()
      const ids = Array.from({ length: 200 }, (_, n) => `m${n}`)
      await Promise.all(ids.map((id, n) => stores[n % INSTANCES]!.outbox.add(message(id))))
      const sent: string[] = []
      await Promise.all(
        stores.map(async (store) => {
          for (;;) {
            const taken = await store.outbox.take('helpdesk', START, minute(5), 7)
            expect(taken.length).toBeLessThanOrEqual(7)
            if (taken.length === 0) break
            for (const { id } of taken) {
              sent.push(id)
              await store.outbox.sent(id)
            }
          }
        }),
      )
      expect(sent.sort()).toEqual(ids.sort())
    })

    it('do not wait for messages that another is taking', async () => {
      await instances()
      const store = await opened({ postgres: { statementMs: 500 } })
      for (const id of ['m1', 'm2']) await store.outbox.add(message(id))
      await during(database.url, "select * from outbox where id = 'm1' for update", async () => {
        const taken = await store.outbox.take('helpdesk', START, minute(5), 1)
        expect(taken.map(({ id }) => id)).toEqual(['m2'])
      })
    })

    it('refuse a vote, without an error, on an answer that another purges at that moment', async () => {
      const [one] = await instances()
      await one!.answers.add(answer('a'))
      const vote = await during(database.url, 'delete from answers', async (awaited) => {
        const vote = one!.feedback.add({ answerId: 'a', at: START, helpful: true })
        await awaited()
        return { vote }
      })
      expect(await vote.vote).toBe(false)
    })

    it('purge, all of them and with votes coming in, without an error', async () => {
      const stores = await instances()
      for (let n = 0; n < 100; n++) await stores[0]!.answers.add(answer(`a${n}`))
      const votes = Array.from({ length: 100 }, (_, n) =>
        stores[n % INSTANCES]!.feedback.add({ answerId: `a${n}`, at: START, helpful: true }),
      )
      const purges = await Promise.all([...stores.map((store) => store.purge(minute(1), START)), ...votes])
      const answers = purges.slice(0, INSTANCES).map((deleted) => (deleted as Record<string, number>).answers)
      expect(answers.reduce((sum, rows) => sum! + rows!, 0)).toBe(100)
      expect(await stores[0]!.feedback.since(START)).toEqual([])
    })

    it('count a caller together, and none for the others', async () => {
      const stores = await instances()
      const limiters = stores.map((store) => createLimiter({ perMinute: 10, pool: store.limits }))
      const takes = await Promise.all(
        Array.from({ length: 60 }, (_, n) => limiters[n % INSTANCES]!.take('203.0.113.5')),
      )
      expect(takes.filter((taken) => taken === true)).toHaveLength(10)
      for (const wait of takes.filter((taken) => taken !== true)) expect(wait).toBeGreaterThanOrEqual(1)
      for (const wait of takes.filter((taken) => taken !== true)) expect(wait).toBeLessThanOrEqual(60)
      expect(await limiters[0]!.take('203.0.113.6')).toBe(true)
    })

    it('keep nothing of a caller that tells who it is', async () => {
      const [one] = await instances()
      await createLimiter({ perMinute: 10, pool: one!.limits }).take('203.0.113.5')
      const { rows } = (await one!.limits!.query({ text: 'select * from limits' })) as {
        rows: { points: number }[]
      }
      expect(rows).toMatchObject([{ points: 1 }])
      expect(JSON.stringify(rows)).not.toContain('203.0.113')
    })

    it('share what was installed, and move it to a new key while others start too', async () => {
      const [one] = await instances()
      const newer = randomBytes(32).toString('base64')
      for (let n = 0; n < 20; n++) await one!.installations.put(`T${n}`, { token: n })
      await Promise.all([1, 2, 3].map(() => opened({ secretsKey: `${newer},${KEY}` })))
      const last = await opened({ secretsKey: newer })
      for (let n = 0; n < 20; n++) expect(await last.installations.get(`T${n}`)).toEqual({ token: n })
    })
  })

  describe('trouble names its cause and its mend', () => {
    it('a wrong SECRETS_KEY stops the start', async () => {
      const [one] = await instances()
      await one!.installations.put('T1', 'token')
      await expect(opened({ secretsKey: randomBytes(32).toString('base64') })).rejects.toMatchObject({
        name: 'StoreError',
        message: expect.stringContaining('SECRETS_KEY does not open'),
      })
    })

    it('a database of a newer version stops the start', async () => {
      await instances()
      await query(
        database.url,
        "insert into mailsherpa_migration values ('9999_future', '2030-01-01T00:00:00Z')",
      )
      await expect(opened()).rejects.toMatchObject({
        name: 'StoreError',
        message: expect.stringMatching(/newer Mailsherpa.*9999_future/),
        mend: expect.stringContaining('newer version'),
      })
    })

    it('a database that does not exist stops the start', async () => {
      const databaseUrl = Object.assign(new URL(database.url), { pathname: '/not_there' }).href
      await expect(opened({ databaseUrl })).rejects.toMatchObject({
        name: 'StoreError',
        message: expect.stringContaining('does not exist'),
        mend: expect.stringContaining('createdb'),
      })
    })

    it('a statement that waits too long for another session is given up', async () => {
      await database.empty()
      const store = await opened({ postgres: { statementMs: 100 } })
      await store.answers.add(answer('a'))
      await during(database.url, 'lock table answers in access exclusive mode', async () => {
        await expect(store.answers.of('web/one')).rejects.toMatchObject({
          name: 'StoreError',
          message: expect.stringContaining('took too long'),
        })
      })
      expect(await store.answers.of('web/one')).toHaveLength(1)
    })

    it('a read-only database', async () => {
      await database.empty()
      await opened()
      const databaseUrl = `${database.url}?options=-cdefault_transaction_read_only%3Don`
      await expect(
        opened({ databaseUrl }).then((store) => store.answers.add(answer('a'))),
      ).rejects.toMatchObject({
        message: expect.stringContaining('only lets this connection read'),
        mend: expect.stringContaining('primary'),
      })
    })

    it('no error holds a value of a row or the password of DATABASE_URL', async () => {
      await database.empty()
      const store = await opened()
      const bad = answer('a', { question: 'private words', locale: null as never })
      const error = await store.answers.add(bad).catch((error) => error)
      expect(error).toMatchObject({ name: 'StoreError' })
      const away = Object.assign(new URL(database.url), { password: 'hunter2', port: '1' }).href
      const refused = await opened({ databaseUrl: away }).catch((error) => error)
      expect(refused).toMatchObject({ message: expect.stringContaining('refuses connections') })
      for (const each of [error, refused]) {
        const all = [each, each.cause].flatMap((one) => [
          one.stack,
          JSON.stringify(one),
          ...Object.values(one),
        ])
        expect(all.join(' ')).not.toMatch(/private words|hunter2/)
      }
    })
  })
})

/**
 * Works while another session is in a transaction that has run this SQL, and commits it then. `awaited` resolves
 * when somebody waits for what that transaction holds.
 */
async function during<T>(
  url: string,
  text: string,
  work: (awaited: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    await client.query('begin')
    await client.query(text)
    return await work(async () => {
      while ((await client.query('select 1 from pg_locks where not granted')).rows.length === 0);
    })
  } finally {
    await client.query('commit')
    await client.end()
  }
}

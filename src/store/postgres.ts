/** PostgreSQL, for several instances of the bot over one database, or for one without a volume of its own. */
import { Kysely, PostgresDialect, type PostgresPool, sql } from 'kysely'
import pg from 'pg'
import type { Engine } from './engine.ts'
import { postgresFault } from './faults.ts'
import { migrate } from './migrations.ts'
import { StoreError } from './store.ts'
import { storable, type Tables } from './tables.ts'

export interface PostgresLimits {
  /** How long to wait for a connection, milliseconds. */
  connectMs: number
  /** How long a statement may take before the server gives it up, milliseconds. */
  statementMs: number
  /** How much longer to wait for a server that does not even say that it gave up, milliseconds. */
  graceMs: number
  /** Connections of this instance. */
  connections: number
  /** How many may wait for a connection; more are turned away at once, so that memory stays bounded. */
  waiting: number
  /** After a failed connection, how long to turn all away before one tries again, milliseconds. */
  pauseMs: number
}

const LIMITS: PostgresLimits = {
  connectMs: 2000,
  statementMs: 5000,
  graceMs: 1000,
  connections: 10,
  waiting: 500,
  pauseMs: 1000,
}

/** A migration, or waiting for another instance's, may take this long. */
const MIGRATION_MS = 10 * 60_000

/**
 * Connects and brings the tables up to date.
 *
 * @throws StoreError naming the cause: no connection, wrong password, database missing, made by a newer version.
 */
export async function openPostgres(
  databaseUrl: string,
  now: () => Date,
  given: Partial<PostgresLimits> = {},
): Promise<Engine> {
  const limits = { ...LIMITS, ...given }
  try {
    await migrateAlone(databaseUrl, limits)
    const pool = boundedPool(databaseUrl, limits, now)
    return engine(pool, new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }))
  } catch (error) {
    throw postgresFault(error)
  }
}

function engine(pool: BoundedPool, db: Kysely<Tables>): Engine {
  return {
    kind: 'postgres',
    db,
    write: (work) => work(db),
    atomic: (work) => db.transaction().execute(work),
    async check() {
      await sql`select 1`.execute(db)
    },
    async scrub() {},
    fault: postgresFault,
    limits: { query: pool.query },
    async close() {
      await db.destroy()
      // Kysely ends the pool only if it ever used it.
      await pool.end()
    },
  }
}

/** On a connection of its own, which may take longer and whose locks end with it. */
async function migrateAlone(databaseUrl: string, limits: PostgresLimits): Promise<void> {
  const pool = new pg.Pool({
    ...settings(databaseUrl, { ...limits, statementMs: MIGRATION_MS }),
    max: 1,
  })
  pool.on('error', () => {})
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  try {
    await migrate(db, 'postgres')
  } finally {
    await db.destroy()
  }
}

function settings(databaseUrl: string, limits: PostgresLimits): pg.PoolConfig {
  return {
    connectionString: databaseUrl,
    connectionTimeoutMillis: limits.connectMs,
    statement_timeout: limits.statementMs,
    query_timeout: limits.statementMs + limits.graceMs,
    keepAlive: true,
    application_name: 'mailsherpa',
    types: {
      getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
        // The moments fit a double for the next 285,000 years.
        oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format as 'text')) as never,
    },
  }
}

interface BoundedPool extends PostgresPool {
  query(statement: { text: string; values?: unknown[] }): Promise<{ rows: unknown[] }>
}

/**
 * A pool that stays small when the server is away: callers beyond `waiting` are turned away, and after a failed
 * connection all of them are, until one that tries again succeeds.
 */
function boundedPool(databaseUrl: string, limits: PostgresLimits, now: () => Date): BoundedPool {
  const pool = new pg.Pool({
    ...settings(databaseUrl, limits),
    max: limits.connections,
  })
  const handles = new WeakMap<pg.PoolClient, Handle>()
  let away: { error: unknown; since: number; trying: boolean } | null = null
  let ended: Promise<void> | null = null

  // A lost connection is no event of its own: whoever uses it next, or connects anew, gets the error.
  pool.on('error', () => {})
  pool.on('connect', (client) => {
    client.on('error', (error) => handles.get(client)?.spoil(error))
  })

  function setAway(error: unknown) {
    away = { error, since: now().getTime(), trying: false }
  }

  async function connect(): Promise<Handle> {
    if (away) {
      const waited = now().getTime() - away.since
      // A clock that was set back must not keep the door shut.
      if (away.trying || (waited >= 0 && waited < limits.pauseMs)) throw away.error
      away.trying = true
    } else if (pool.waitingCount >= limits.waiting) {
      throw new StoreError(
        `Too much is waiting for PostgreSQL: ${limits.waiting} at once.`,
        'Look at the load and at slow statements of the database, or run more instances.',
      )
    }
    let client: pg.PoolClient
    try {
      client = await pool.connect()
    } catch (error) {
      // Waiting in vain for a connection of the pool says that it is busy, not that the server is away.
      if (away || !isBusy(error)) setAway(error)
      throw error
    }
    away = null
    let handle = handles.get(client)
    if (!handle) {
      handle = new Handle(client, setAway)
      handles.set(client, handle)
    }
    return handle
  }

  return {
    // Kysely's type also asks for cursors, which it uses only when it streams.
    connect: connect as unknown as PostgresPool['connect'],
    options: pool.options,
    end: () => (ended ??= pool.end()),
    async query(statement) {
      const handle = await connect()
      try {
        return await handle.query(statement.text, statement.values ?? [])
      } finally {
        handle.release()
      }
    },
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && error.message === 'timeout exceeded when trying to connect'
}

/** A connection that is thrown away, instead of given back, once it failed otherwise than by a refusal. */
class Handle {
  readonly #client: pg.PoolClient
  readonly #onSilence: (error: unknown) => void
  #spoilt: { error: unknown } | null = null

  constructor(client: pg.PoolClient, onSilence: (error: unknown) => void) {
    this.#client = client
    this.#onSilence = onSilence
  }

  spoil(error: unknown): void {
    this.#spoilt ??= { error }
  }

  async query(text: string, values: readonly unknown[]) {
    // Else a rollback after a lost connection would wait in vain and hide the first error.
    if (this.#spoilt) throw this.#spoilt.error
    try {
      return await this.#client.query(text, values.map(storable))
    } catch (error) {
      if (!(error instanceof pg.DatabaseError) || error.severity !== 'ERROR') this.spoil(error)
      if (error instanceof Error && error.message === 'Query read timeout') this.#onSilence(error)
      throw error
    }
  }

  release(destroy = false): void {
    this.#client.release(destroy || this.#spoilt !== null)
  }
}

/** SQLite, by Node's own driver: one file in the data folder, for one instance of the bot. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import {
  type DatabaseConnection,
  type Dialect,
  Kysely,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type SqliteStatement,
  sql,
} from 'kysely'
import { createBatches } from './batches.ts'
import type { Engine } from './engine.ts'
import { sqliteFault } from './faults.ts'
import { migrate } from './migrations.ts'
import { storable, type Tables } from './tables.ts'

export const SQLITE_FILE = 'mailsherpa.sqlite'

/** How long to wait for another program that writes, such as `npm run forget`. Node waits with it. */
const BUSY_MS = 2000
/** Writes in one transaction at most: more would keep Node from its other work for too long. */
const MOST_AT_ONCE = 500
/** More than any one write takes. */
const TRIAL_BYTES = 64 * 1024

/**
 * Opens `${dataDir}/mailsherpa.sqlite`, makes it when it is not there, and brings its tables up to date.
 *
 * @throws StoreError naming the cause: folder not writable, disk full, file damaged, made by a newer version.
 */
export async function openSqlite(dataDir: string, busyMs = BUSY_MS): Promise<Engine> {
  const fault = (error: unknown) => sqliteFault(error, dataDir)
  let database: DatabaseSync | undefined
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    database = new DatabaseSync(join(dataDir, SQLITE_FILE), { timeout: busyMs })
    // What is written ahead is taken over in large portions: the pages that many changes share are written once.
    // `full` waits for the disk at every commit, so that a power cut loses nothing that was acknowledged
    // (https://www.sqlite.org/pragma.html#pragma_synchronous). `secure_delete`: what is forgotten is overwritten.
    database.exec(
      'pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on; pragma wal_autocheckpoint = 8000',
    )
    const db = new Kysely<Tables>({ dialect: dialect(database) })
    await migrate(db, 'sqlite')
    return engine(database, db, fault)
  } catch (error) {
    database?.close()
    throw fault(error)
  }
}

function engine(database: DatabaseSync, db: Kysely<Tables>, fault: Engine['fault']): Engine {
  const writes = groupWrites(db)

  /** After a failed write the disk may still be full, which only another write, and no small one, can tell. */
  async function tryWriting() {
    const trial = { conversation: '', state: ' '.repeat(TRIAL_BYTES), expires_at: 0 }
    await writes.add((db) => db.replaceInto('conversations').values(trial).execute())
    await writes.add((db) => db.deleteFrom('conversations').where('conversation', '=', '').execute())
  }

  return {
    kind: 'sqlite',
    db,
    write: writes.add,
    atomic: writes.add,
    async check() {
      if (writes.failing()) await tryWriting()
      else await sql`select 1 from mailsherpa_migration`.execute(db)
    },
    async scrub() {
      await sql`pragma wal_checkpoint(truncate)`.execute(db)
    },
    fault,
    limits: null,
    async close() {
      await writes.idle()
      await db.destroy()
      if (database.isOpen) database.close()
    },
  }
}

/** Runs the writes that arrive together in one transaction, whose end waits for the disk once for them all. */
function groupWrites(db: Kysely<Tables>) {
  type Work = (db: Kysely<Tables>) => Promise<unknown>
  let failing = false

  const group = createBatches(MOST_AT_ONCE, async (works: Work[]) => {
    try {
      const results: unknown[] = []
      await db.transaction().execute(async (transaction) => {
        for (const work of works) results.push(await work(transaction))
      })
      failing = false
      return results
    } catch (error) {
      // Of several, each is still to be tried alone, which then tells.
      if (works.length === 1) failing = true
      throw error
    }
  })

  return {
    add: <T>(work: (db: Kysely<Tables>) => Promise<T>) => group.add(work) as Promise<T>,
    failing: () => failing,
    idle: group.idle,
  }
}

function dialect(database: DatabaseSync): Dialect {
  return {
    createAdapter: () => new TransactionalSqliteAdapter(),
    createDriver: () => new NodeSqliteDriver(database),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
}

/** SQLite can change its tables within a transaction, so that a migration happens whole or not at all. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

class NodeSqliteDriver extends SqliteDriver {
  readonly #database: DatabaseSync
  constructor(database: DatabaseSync) {
    super({ database: new PreparedDatabase(database) })
    this.#database = database
  }
  /** A transaction that begins by reading could not go on to write once another program has written. */
  override async beginTransaction(_connection: DatabaseConnection): Promise<void> {
    this.#database.exec('begin immediate')
  }
  /** SQLite may have rolled back by itself: https://www.sqlite.org/lang_transaction.html */
  override async rollbackTransaction(_connection: DatabaseConnection): Promise<void> {
    if (this.#database.isTransaction) this.#database.exec('rollback')
  }
}

/** Node's driver in the shape that Kysely expects, with each statement prepared once. */
class PreparedDatabase implements SqliteDatabase {
  readonly #database: DatabaseSync
  readonly #statements = new Map<string, PreparedStatement>()
  constructor(database: DatabaseSync) {
    this.#database = database
  }
  prepare(text: string): SqliteStatement {
    let statement = this.#statements.get(text)
    if (!statement) {
      statement = new PreparedStatement(this.#database.prepare(text))
      this.#statements.set(text, statement)
    }
    return statement
  }
  close(): void {
    this.#statements.clear()
    this.#database.close()
  }
}

class PreparedStatement implements SqliteStatement {
  readonly #statement: StatementSync
  readonly reader: boolean
  constructor(statement: StatementSync) {
    this.#statement = statement
    this.reader = statement.columns().length > 0
  }
  all(parameters: readonly unknown[]): unknown[] {
    return this.#statement.all(...bind(parameters))
  }
  run(parameters: readonly unknown[]) {
    return this.#statement.run(...bind(parameters))
  }
  iterate(parameters: readonly unknown[]): IterableIterator<unknown> {
    return this.#statement.iterate(...bind(parameters))
  }
}

function bind(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters.map(storable) as SQLInputValue[]
}

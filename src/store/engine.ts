/** What `sql.ts` needs of a database; `sqlite.ts` and `postgres.ts` each give one. */
import type { Kysely } from 'kysely'
import type { LimitPool } from '../limits.ts'
import type { DatabaseKind } from './migrations.ts'
import type { StoreError } from './store.ts'
import type { Tables } from './tables.ts'

export interface Engine {
  kind: DatabaseKind
  /** For reading. */
  db: Kysely<Tables>
  /** Runs one statement, or several that need no transaction, and resolves when the change is durable. */
  write<T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T>
  /** The same, all or nothing. */
  atomic<T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T>
  /** Rejects with the cause when reading or writing does not work now. */
  check(): Promise<void>
  /** Called after much was deleted, to leave no trace of it in side files. */
  scrub(): Promise<void>
  /** Any error of this database as cause and mend. */
  fault(error: unknown): StoreError
  /** Where several instances count their callers together; null where there is one instance only. */
  limits: LimitPool | null
  /** Finishes what was begun and lets go of the database. */
  close(): Promise<void>
}

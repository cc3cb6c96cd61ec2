/**
 * Writes the rows that every question leaves. Those that arrive while others are being written go together in one
 * statement: a round trip, or a commit, then serves them all.
 */
import type { CompiledQuery, Kysely } from 'kysely'
import { type Batches, createBatches } from './batches.ts'
import type { Engine } from './engine.ts'
import type { Tables } from './tables.ts'

/** `add` resolves when the row is durable, and rejects when it could not be written. */
export type Records<Row> = Batches<Row, void>

/** Rows in one statement at most: PostgreSQL takes 65,535 values, and a commit should not take long. */
const MOST_ROWS = 256

/**
 * `columns`: of each row, in the order of the values. `insert`: the statement for so many rows, whatever they hold.
 * `key`: of rows with the same key the last one counts, since one statement may not write a row twice.
 */
export function createRecords<Row extends object>(
  engine: Pick<Engine, 'write'>,
  columns: readonly (keyof Row & string)[],
  insert: (db: Kysely<Tables>, rows: Row[]) => CompiledQuery,
  key: (row: Row) => string,
): Records<Row> {
  const statements = new Map<number, CompiledQuery>()

  /** Of few sizes, so that each statement is worked out once, here and in the database. */
  async function write(db: Kysely<Tables>, rows: Row[]): Promise<void> {
    for (let from = 0; from < rows.length; ) {
      const size = 2 ** Math.floor(Math.log2(rows.length - from))
      const some = rows.slice(from, from + size)
      const statement = statements.get(size) ?? insert(db, some)
      statements.set(size, statement)
      const parameters = some.flatMap((row) => columns.map((column) => row[column]))
      await db.executeQuery({ ...statement, parameters })
      from += size
    }
  }

  return createBatches(MOST_ROWS, async (rows) => {
    const last = [...new Map(rows.map((row) => [key(row), row])).values()]
    await engine.write((db) => write(db, last))
    return rows.map(() => undefined)
  })
}

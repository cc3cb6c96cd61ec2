/**
 * Writes the rows that every question leaves. Those that arrive while others are being written go together in one
 * statement: a round trip, or a commit, then serves them all.
 */
import type { CompiledQuery, Kysely } from 'kysely'
import type { Engine } from './engine.ts'
import type { Tables } from './tables.ts'

export interface Records<Row> {
  /** Resolves when the row is durable, and rejects when it could not be written. */
  add(row: Row): Promise<void>
  /** Resolves when nothing waits any more. */
  idle(): Promise<void>
}

interface Waiting<Row> {
  row: Row
  resolve(): void
  reject(error: unknown): void
}

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
  let waiting: Waiting<Row>[] = []
  let writing: Promise<void> | null = null
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

  async function drain(): Promise<void> {
    // Whatever else this turn of Node's loop brings may join.
    await new Promise(setImmediate)
    while (waiting.length > 0) {
      const group = waiting.slice(0, MOST_ROWS)
      waiting = waiting.slice(MOST_ROWS)
      const rows = [...new Map(group.map(({ row }) => [key(row), row])).values()]
      try {
        await engine.write((db) => write(db, rows))
        for (const { resolve } of group) resolve()
      } catch {
        for (const one of group) await alone(one)
      }
    }
    writing = null
  }

  /** The others do not suffer for one that the database refuses. */
  async function alone({ row, resolve, reject }: Waiting<Row>): Promise<void> {
    await engine.write((db) => write(db, [row])).then(resolve, reject)
  }

  return {
    add: (row) =>
      new Promise((resolve, reject) => {
        waiting.push({ row, resolve, reject })
        writing ??= drain()
      }),
    idle: async () => {
      while (writing) await writing
    },
  }
}

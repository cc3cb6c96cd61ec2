/** The store over SQLite or PostgreSQL: the same statements for both. */
import { type Insertable, type Kysely, type QueryResult, sql } from 'kysely'
import type { LimitPool } from '../limits.ts'
import type { Engine } from './engine.ts'
import type { DatabaseKind } from './migrations.ts'
import type { PostgresLimits } from './postgres.ts'
import { createRecords, type Records } from './records.ts'
import { createSealer, SEALED_HEAD, type Sealer, unknownKey } from './seal.ts'
import { openSqlite } from './sqlite.ts'
import { type Handoff, type Store, StoreError } from './store.ts'
import {
  ANSWER_COLUMNS,
  fromAnswerRow,
  fromFeedbackRow,
  fromHandoffRow,
  fromOutboxRow,
  type Tables,
  toAnswerRow,
  toFeedbackRow,
  toHandoffRow,
  toOutboxRow,
} from './tables.ts'

export interface SqlStore extends Store {
  /** For `createLimiter`: where instances over one PostgreSQL count together. Null over SQLite. */
  readonly limits: LimitPool | null
}

export interface SqlStoreOptions {
  /** `postgres://user:password@host/database`. Left out: SQLite. */
  databaseUrl?: string | undefined
  /** The folder of the SQLite file, made when it is not there. */
  dataDir: string
  /** `SECRETS_KEY`. Without it all but platform installations can be kept. */
  secretsKey?: string | undefined
  now(): Date
  /** How long to wait for PostgreSQL and how much of it to use, where not as usual. */
  postgres?: Partial<PostgresLimits>
}

/** The rows that every question leaves. */
interface QuestionRecords {
  conversations: Records<Tables['conversations']>
  answers: Records<Insertable<Tables['answers']>>
}

/** Rows deleted in one go: a longer deletion would make others wait. */
const PURGE_AT_ONCE = 5000

/**
 * Makes a store that remembers across restarts. Nothing happens before `open`, which rejects with `StoreError`
 * when something is wrong with the database, its folder or the key, and may be called again then.
 */
export function createStore({ databaseUrl, dataDir, secretsKey, now, postgres }: SqlStoreOptions): SqlStore {
  let opened: { engine: Engine; sealer: Sealer; records: QuestionRecords } | null = null
  let opening: Promise<void> | null = null

  async function using<T>(
    work: (engine: Engine, sealer: Sealer, records: QuestionRecords) => Promise<T>,
  ): Promise<T> {
    if (!opened) throw new StoreError('The store is not open.', 'Call open() and wait for it first.')
    const { engine, sealer, records } = opened
    try {
      return await work(engine, sealer, records)
    } catch (error) {
      throw engine.fault(error)
    }
  }
  async function connect(): Promise<Engine> {
    if (!databaseUrl) return openSqlite(dataDir)
    // `pg` costs start-up time and memory, which a bot over SQLite need not pay.
    const { openPostgres } = await import('./postgres.ts')
    return openPostgres(checkedUrl(databaseUrl), now, postgres)
  }
  async function start(): Promise<void> {
    const sealer = createSealer(secretsKey)
    const engine = await connect()
    try {
      await checkSeals(engine, sealer, secretsKey)
    } catch (error) {
      await engine.close()
      throw engine.fault(error)
    }
    opened = { engine, sealer, records: questionRecords(engine) }
  }

  const read = <T>(work: (db: Kysely<Tables>) => Promise<T>) => using((engine) => work(engine.db))
  const write = <T>(work: (db: Kysely<Tables>, kind: DatabaseKind) => Promise<T>) =>
    using((engine) => engine.write((db) => work(db, engine.kind)))

  return {
    get limits() {
      return opened?.engine.limits ?? null
    },

    open() {
      opening ??= start().catch((error) => {
        opening = null
        throw error
      })
      return opening
    },
    check: () => using((engine) => engine.check()),
    async close() {
      await opening?.catch(() => {})
      const closing = opened
      opened = null
      opening = null
      if (!closing) return
      await Promise.all(Object.values(closing.records).map((records) => records.idle()))
      await closing.engine.close()
    },

    conversations: {
      async get(conversation) {
        const row = await read((db) =>
          db
            .selectFrom('conversations')
            .select('state')
            .where('conversation', '=', conversation)
            .where('expires_at', '>', now().getTime())
            .executeTakeFirst(),
        )
        return row ? JSON.parse(row.state) : null
      },
      async put(conversation, state, expiresAt) {
        const row = { conversation, state: JSON.stringify(state ?? null), expires_at: expiresAt.getTime() }
        await using((_engine, _sealer, records) => records.conversations.add(row))
      },
    },

    answers: {
      async add(record) {
        const row = toAnswerRow(record)
        await using((_engine, _sealer, records) => records.answers.add(row))
      },
      async since(from) {
        const rows = await read((db) =>
          db
            .selectFrom('answers')
            .selectAll()
            .where('at', '>=', from.getTime())
            .orderBy('at')
            .orderBy('seq')
            .execute(),
        )
        return rows.map(fromAnswerRow)
      },
      async of(conversation) {
        const rows = await read((db) =>
          db
            .selectFrom('answers')
            .selectAll()
            .where('conversation', '=', conversation)
            .orderBy('at')
            .orderBy('seq')
            .execute(),
        )
        return rows.map(fromAnswerRow)
      },
    },

    feedback: {
      add(record) {
        const { answer_id, ...vote } = toFeedbackRow(record)
        return write(async (db, kind) => {
          const result = await db
            .insertInto('feedback')
            .columns(['answer_id', 'at', 'helpful', 'comment'])
            .expression(
              db
                .selectFrom('answers')
                .where('id', '=', answer_id)
                // A purge by another instance must not take the answer away in between.
                .$if(kind === 'postgres', (answer) => answer.forKeyShare())
                .select((column) => [
                  'id as answer_id',
                  column.cast<number>(column.val(vote.at), 'bigint').as('at'),
                  column.cast<number>(column.val(vote.helpful), 'integer').as('helpful'),
                  column.cast<string | null>(column.val(vote.comment), 'text').as('comment'),
                ]),
            )
            .onConflict((conflict) => conflict.column('answer_id').doUpdateSet(vote))
            .executeTakeFirst()
          return result.numInsertedOrUpdatedRows === 1n
        })
      },
      async since(from) {
        const rows = await read((db) =>
          db
            .selectFrom('feedback')
            .selectAll()
            .where('at', '>=', from.getTime())
            .orderBy('at')
            .orderBy('answer_id')
            .execute(),
        )
        return rows.map(fromFeedbackRow)
      },
    },

    handoffs: {
      open(request) {
        const row = toHandoffRow(request)
        return write(async (db) => {
          // A turn is lost only when the one under way was done between the two statements.
          for (;;) {
            const made = await db
              .insertInto('handoffs')
              .values(row)
              .onConflict((conflict) => conflict.doNothing())
              .returningAll()
              .executeTakeFirst()
            if (made) return { handoff: fromHandoffRow(made), isNew: true }
            const underWay = (await current(db, row.conversation)) ?? (await handoff(db, row.id))
            if (underWay) return { handoff: fromHandoffRow(underWay), isNew: false }
          }
        })
      },
      claim: (id, by) =>
        write(async (db) => {
          const claimed = await db
            .updateTable('handoffs')
            .set({ state: 'claimed', claimed_by: by })
            .where('id', '=', id)
            .where('state', '=', 'open')
            .returningAll()
            .executeTakeFirst()
          return found(claimed ?? (await handoff(db, id)))
        }),
      done: (id, by) =>
        write(async (db) => {
          const done = await db
            .updateTable('handoffs')
            .set((column) => ({
              state: 'done',
              claimed_by: column.fn.coalesce('claimed_by', column.cast<string>(column.val(by), 'text')),
            }))
            .where('id', '=', id)
            .where('state', '<>', 'done')
            .returningAll()
            .executeTakeFirst()
          return found(done ?? (await handoff(db, id)))
        }),
      async setReference(id, reference) {
        await write((db) => db.updateTable('handoffs').set({ reference }).where('id', '=', id).execute())
      },
      get: async (id) => found(await read((db) => handoff(db, id))),
      current: async (conversation) => found(await read((db) => current(db, conversation))),
    },

    deliveries: {
      claim(key, expiresAt) {
        const moment = now().getTime()
        const expires_at = expiresAt.getTime()
        return write(async (db) => {
          const result = await db
            .insertInto('deliveries')
            .values({ key, expires_at })
            .onConflict((conflict) =>
              conflict.column('key').doUpdateSet({ expires_at }).where('deliveries.expires_at', '<=', moment),
            )
            .executeTakeFirst()
          return result.numInsertedOrUpdatedRows === 1n
        })
      },
      async release(key) {
        await write((db) => db.deleteFrom('deliveries').where('key', '=', key).execute())
      },
    },

    installations: {
      get: (key) =>
        using(async ({ db }, sealer) => {
          const row = await db
            .selectFrom('installations')
            .select('sealed')
            .where('key', '=', key)
            .executeTakeFirst()
          return row ? JSON.parse(sealer.open(row.sealed, key)) : null
        }),
      put: (key, value) =>
        using(async (engine, sealer) => {
          const sealed = sealer.seal(JSON.stringify(value ?? null), key)
          await engine.write((db) =>
            db
              .insertInto('installations')
              .values({ key, sealed })
              .onConflict((conflict) => conflict.column('key').doUpdateSet({ sealed }))
              .execute(),
          )
        }),
      async delete(key) {
        await write((db) => db.deleteFrom('installations').where('key', '=', key).execute())
      },
    },

    outbox: {
      async add(entry) {
        const row = toOutboxRow(entry)
        await write((db) =>
          db
            .insertInto('outbox')
            .values(row)
            .onConflict((conflict) => conflict.column('id').doNothing())
            .execute(),
        )
      },
      async take(channel, moment, leaseUntil, limit) {
        const rows = await write((db, kind) =>
          db
            .with('due', (due) =>
              due
                .selectFrom('outbox')
                .select('seq')
                .where('channel', '=', channel)
                .where('state', '=', 'waiting')
                .where('due_at', '<=', moment.getTime())
                .orderBy('seq')
                .limit(limit)
                // What another instance is taking is not waited for.
                .$if(kind === 'postgres', (entries) => entries.forUpdate().skipLocked()),
            )
            .updateTable('outbox')
            .set({ due_at: leaseUntil.getTime() })
            .where('seq', 'in', (from) => from.selectFrom('due').select('seq'))
            .returningAll()
            .execute(),
        )
        return rows.sort((a, b) => a.seq - b.seq).map(fromOutboxRow)
      },
      async sent(id) {
        await write((db) => db.deleteFrom('outbox').where('id', '=', id).execute())
      },
      async failed(id, error, dueAt) {
        await write((db) =>
          db
            .updateTable('outbox')
            .set((column) => ({
              attempts: column('attempts', '+', 1),
              error,
              ...(dueAt === null ? { state: 'dead' as const } : { due_at: dueAt.getTime() }),
            }))
            .where('id', '=', id)
            .execute(),
        )
      },
      async list(state) {
        const rows = await read((db) =>
          db.selectFrom('outbox').selectAll().where('state', '=', state).orderBy('seq').execute(),
        )
        return rows.map(fromOutboxRow)
      },
      replay: (id, dueAt) =>
        write(async (db) => {
          const result = await db
            .updateTable('outbox')
            .set({ state: 'waiting', due_at: dueAt.getTime() })
            .where('id', '=', id)
            .where('state', '=', 'dead')
            .executeTakeFirst()
          return result.numUpdatedRows === 1n
        }),
    },

    purge: (before, moment) =>
      using(async (engine) => {
        const old = before.getTime()
        const expired = moment.getTime()
        const most = PURGE_AT_ONCE
        const statements = {
          conversations: sql`delete from conversations where conversation in
            (select conversation from conversations where expires_at <= ${expired} limit ${most})`,
          feedback: sql`delete from feedback where answer_id in
            (select answer_id from feedback join answers on id = answer_id where answers.at < ${old} limit ${most})`,
          answers: sql`delete from answers where seq in
            (select seq from answers where at < ${old} limit ${most})`,
          handoffs: sql`delete from handoffs where id in
            (select id from handoffs where opened_at < ${old} limit ${most})`,
          deliveries: sql`delete from deliveries where key in
            (select key from deliveries where expires_at <= ${expired} limit ${most})`,
          outbox: sql`delete from outbox where seq in
            (select seq from outbox where created_at < ${old} limit ${most})`,
        }
        const deleted: Record<string, number> = {}
        for (const [table, statement] of Object.entries(statements)) {
          let rows: number
          do {
            rows = affected(await engine.write((db) => statement.execute(db)))
            deleted[table] = (deleted[table] ?? 0) + rows
          } while (rows === most)
        }
        await engine.scrub()
        return deleted
      }),

    forget: (conversation) =>
      using(async (engine) => {
        const deleted = await engine.atomic(async (db) => {
          const of = sql`where conversation = ${conversation}`
          const statements = {
            conversations: sql`delete from conversations ${of}`,
            feedback: sql`delete from feedback where answer_id in (select id from answers ${of})`,
            answers: sql`delete from answers ${of}`,
            handoffs: sql`delete from handoffs ${of}`,
            outbox: sql`delete from outbox ${of}`,
          }
          const deleted: Record<string, number> = {}
          for (const [table, statement] of Object.entries(statements)) {
            deleted[table] = affected(await statement.execute(db))
          }
          return deleted
        })
        await engine.scrub()
        return deleted
      }),
  }
}

function questionRecords(engine: Engine): QuestionRecords {
  return {
    conversations: createRecords(
      engine,
      ['conversation', 'state', 'expires_at'],
      (db, rows) =>
        db
          .insertInto('conversations')
          .values(rows)
          .onConflict((conflict) =>
            conflict.column('conversation').doUpdateSet((column) => ({
              state: column.ref('excluded.state'),
              expires_at: column.ref('excluded.expires_at'),
            })),
          )
          .compile(),
      (row) => row.conversation,
    ),
    answers: createRecords(
      engine,
      ANSWER_COLUMNS,
      // An id that is known already is a second try of a write that was not acknowledged.
      (db, rows) =>
        db
          .insertInto('answers')
          .values(rows)
          .onConflict((conflict) => conflict.column('id').doNothing())
          .compile(),
      (row) => row.id,
    ),
  }
}

function handoff(db: Kysely<Tables>, id: string) {
  return db.selectFrom('handoffs').selectAll().where('id', '=', id).executeTakeFirst()
}

function current(db: Kysely<Tables>, conversation: string) {
  return db
    .selectFrom('handoffs')
    .selectAll()
    .where('conversation', '=', conversation)
    .where('state', '<>', 'done')
    .executeTakeFirst()
}

function found(row: Tables['handoffs'] | undefined): Handoff | null {
  return row ? fromHandoffRow(row) : null
}

function affected({ numAffectedRows }: QueryResult<unknown>): number {
  return Number(numAffectedRows ?? 0)
}

function checkedUrl(databaseUrl: string): string {
  if (URL.canParse(databaseUrl) && /^postgres(ql)?:$/.test(new URL(databaseUrl).protocol)) return databaseUrl
  throw new StoreError(
    'DATABASE_URL is no address of a PostgreSQL database.',
    'Write it as postgres://user:password@host:5432/database, or leave it out to keep everything in SQLite.',
  )
}

/**
 * Sees that every stored installation can be opened, before anything depends on it, and seals those of an older
 * key with the first one, so that the older one can be taken away.
 */
async function checkSeals({ db, write }: Engine, sealer: Sealer, secretsKey: string | undefined) {
  const head = sql<string>`substr(sealed, 1, ${sql.lit(SEALED_HEAD)})`
  const heads = await db.selectFrom('installations').select(head.as('head')).distinct().execute()
  const unknown = heads.map((row) => row.head).filter((head) => !sealer.heads.includes(head))
  if (unknown.length > 0) throw unknownKey(secretsKey, unknown)
  if (heads.every((row) => row.head === sealer.current)) return
  const older = await db.selectFrom('installations').selectAll().where(head, '<>', sealer.current!).execute()
  for (const { key, sealed } of older) {
    const renewed = sealer.seal(sealer.open(sealed, key), key)
    // Unless another instance has put something newer meanwhile.
    await write((db) =>
      db
        .updateTable('installations')
        .set({ sealed: renewed })
        .where('key', '=', key)
        .where('sealed', '=', sealed)
        .execute(),
    )
  }
}

/** The store over SQLite or PostgreSQL: the same statements for both. */
import type { Kysely } from 'kysely'
import type { LimitPool } from '../limits.ts'
import { forget, newest, purge } from './deletion.ts'
import type { Engine } from './engine.ts'
import { checkSeals, getInstallation, putInstallation } from './installations.ts'
import type { DatabaseKind } from './migrations.ts'
import { addPerson, conversationsOfPerson } from './people.ts'
import type { PostgresLimits } from './postgres.ts'
import { createQuestionRecords, type QuestionRecords } from './question-records.ts'
import { createSealer, type Sealer } from './seal.ts'
import { openSqlite } from './sqlite.ts'
import { type Handoff, type Store, StoreError } from './store.ts'
import {
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
    opened = { engine, sealer, records: createQuestionRecords(engine) }
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
      async put(conversation, state, expiresAt, about) {
        const row = {
          conversation,
          state: JSON.stringify(state ?? null),
          expires_at: expiresAt.getTime(),
          about: about ?? null,
        }
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
      add(record, frontEnd) {
        const { answer_id, ...vote } = toFeedbackRow(record)
        return write(async (db, kind) => {
          const result = await db
            .insertInto('feedback')
            .columns(['answer_id', 'at', 'helpful', 'comment'])
            .expression(
              db
                .selectFrom('answers')
                .where('id', '=', answer_id)
                .$if(frontEnd !== undefined, (answer) => answer.where('front_end', '=', frontEnd!))
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
      of: (conversation) => read((db) => handoffsWith(db, 'conversation', conversation)),
      withReference: (reference) => read((db) => handoffsWith(db, 'reference', reference)),
    },

    people: {
      add: (who, conversation, at) =>
        using((_engine, sealer, records) => addPerson(records, sealer, who, conversation, at)),
      conversationsOf: (who) => using((engine, sealer) => conversationsOfPerson(engine, sealer, who)),
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
      get: (key) => using((engine, sealer) => getInstallation(engine, sealer, key)),
      put: (key, value) => using((engine, sealer) => putInstallation(engine, sealer, key, value)),
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

    newest: () => using((engine) => newest(engine)),
    purge: (before, moment) => using((engine) => purge(engine, before, moment)),
    forget: (conversation) => using((engine) => forget(engine, conversation)),
  }
}

function handoff(db: Kysely<Tables>, id: string) {
  return db.selectFrom('handoffs').selectAll().where('id', '=', id).executeTakeFirst()
}

async function handoffsWith(
  db: Kysely<Tables>,
  column: 'conversation' | 'reference',
  value: string,
): Promise<Handoff[]> {
  const rows = await db
    .selectFrom('handoffs')
    .selectAll()
    .where(column, '=', value)
    .orderBy('opened_at')
    .orderBy('id')
    .execute()
  return rows.map(fromHandoffRow)
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

function checkedUrl(databaseUrl: string): string {
  if (URL.canParse(databaseUrl) && /^postgres(ql)?:$/.test(new URL(databaseUrl).protocol)) return databaseUrl
  throw new StoreError(
    'DATABASE_URL is no address of a PostgreSQL database.',
    'Write it as postgres://user:password@host:5432/database, or leave it out to keep everything in SQLite.',
  )
}

/**
 * The tables, and how an older database becomes a newer one. A migration that was ever released is never changed:
 * what comes later is another one, whose name sorts after it.
 */
import { type Kysely, sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { StoreError } from './store.ts'
import type { Tables } from './tables.ts'

export type DatabaseKind = 'sqlite' | 'postgres'

const TABLE = 'mailsherpa_migration'
const LOCK_TABLE = 'mailsherpa_migration_lock'
/** Any number, as long as every version of this program takes the same one. */
const ADVISORY_LOCK = 7_236_541

/** The migrations by name, in the words of one kind of database. */
export function migrations(kind: DatabaseKind): Record<string, Migration> {
  const counter = kind === 'sqlite' ? sql`integer` : sql`bigserial`
  return {
    '0001_first': {
      async up(db) {
        const { schema } = db
        await schema
          .createTable('conversations')
          .addColumn('conversation', 'text', (column) => column.primaryKey())
          .addColumn('state', 'text', (column) => column.notNull())
          .addColumn('expires_at', 'bigint', (column) => column.notNull())
          .execute()
        await schema.createIndex('conversations_expiry').on('conversations').column('expires_at').execute()

        await schema
          .createTable('answers')
          .addColumn('seq', counter, (column) => column.primaryKey())
          .addColumn('id', 'text', (column) => column.notNull().unique())
          .addColumn('conversation', 'text', (column) => column.notNull())
          .addColumn('at', 'bigint', (column) => column.notNull())
          .addColumn('front_end', 'text', (column) => column.notNull())
          .addColumn('locale', 'text', (column) => column.notNull())
          .addColumn('question', 'text', (column) => column.notNull())
          .addColumn('topic', 'text')
          .addColumn('outcome', 'text', (column) => column.notNull())
          .addColumn('confidence', 'double precision', (column) => column.notNull())
          .addColumn('slots', 'text', (column) => column.notNull())
          .addColumn('not_understood', 'text', (column) => column.notNull())
          .addColumn('nearest', 'text', (column) => column.notNull())
          .addColumn('knowledge', 'text', (column) => column.notNull())
          .execute()
        await schema.createIndex('answers_time').on('answers').column('at').execute()
        await schema.createIndex('answers_conversation').on('answers').column('conversation').execute()

        await schema
          .createTable('feedback')
          .addColumn('answer_id', 'text', (column) =>
            column.primaryKey().references('answers.id').onDelete('cascade'),
          )
          .addColumn('at', 'bigint', (column) => column.notNull())
          .addColumn('helpful', 'integer', (column) => column.notNull())
          .addColumn('comment', 'text')
          .execute()
        await schema.createIndex('feedback_time').on('feedback').column('at').execute()

        await schema
          .createTable('handoffs')
          .addColumn('id', 'text', (column) => column.primaryKey())
          .addColumn('conversation', 'text', (column) => column.notNull())
          .addColumn('front_end', 'text', (column) => column.notNull())
          .addColumn('locale', 'text', (column) => column.notNull())
          .addColumn('opened_at', 'bigint', (column) => column.notNull())
          .addColumn('state', 'text', (column) => column.notNull())
          .addColumn('claimed_by', 'text')
          .addColumn('reference', 'text')
          .addColumn('history', 'text', (column) => column.notNull())
          .execute()
        await schema.createIndex('handoffs_conversation').on('handoffs').column('conversation').execute()
        await schema.createIndex('handoffs_time').on('handoffs').column('opened_at').execute()
        // The rule that a conversation has one handoff under way, kept by the database for all instances.
        await schema
          .createIndex('handoffs_under_way')
          .unique()
          .on('handoffs')
          .column('conversation')
          .where(sql.ref('state'), '<>', sql.lit('done'))
          .execute()

        await schema
          .createTable('deliveries')
          .addColumn('key', 'text', (column) => column.primaryKey())
          .addColumn('expires_at', 'bigint', (column) => column.notNull())
          .execute()
        await schema.createIndex('deliveries_expiry').on('deliveries').column('expires_at').execute()

        await schema
          .createTable('installations')
          .addColumn('key', 'text', (column) => column.primaryKey())
          .addColumn('sealed', 'text', (column) => column.notNull())
          .execute()

        await schema
          .createTable('outbox')
          .addColumn('seq', counter, (column) => column.primaryKey())
          .addColumn('id', 'text', (column) => column.notNull().unique())
          .addColumn('conversation', 'text')
          .addColumn('channel', 'text', (column) => column.notNull())
          .addColumn('body', 'text', (column) => column.notNull())
          .addColumn('created_at', 'bigint', (column) => column.notNull())
          .addColumn('attempts', 'integer', (column) => column.notNull())
          .addColumn('due_at', 'bigint', (column) => column.notNull())
          .addColumn('state', 'text', (column) => column.notNull())
          .addColumn('error', 'text')
          .execute()
        await schema.createIndex('outbox_due').on('outbox').columns(['channel', 'state', 'due_at']).execute()
        await schema.createIndex('outbox_time').on('outbox').column('created_at').execute()
        await schema.createIndex('outbox_conversation').on('outbox').column('conversation').execute()

        // Several instances count callers together here; one over SQLite counts in its memory (`src/limits.ts`).
        // The columns are those that rate-limiter-flexible writes.
        if (kind === 'postgres') {
          await schema
            .createTable('limits')
            .addColumn('key', 'text', (column) => column.primaryKey())
            .addColumn('points', 'integer', (column) => column.notNull().defaultTo(0))
            .addColumn('expire', 'bigint')
            .execute()
        }
      },
    },

    '0002_about': {
      async up({ schema }) {
        await schema.alterTable('conversations').addColumn('about', 'text').execute()
        await schema.createIndex('conversations_about').on('conversations').column('about').execute()
      },
    },

    '0003_people': {
      async up({ schema }) {
        await schema
          .createTable('people')
          .addColumn('digest', 'text', (column) => column.notNull())
          .addColumn('conversation', 'text', (column) => column.notNull())
          .addColumn('at', 'bigint', (column) => column.notNull())
          .addPrimaryKeyConstraint('people_key', ['digest', 'conversation'])
          .execute()
        await schema.createIndex('people_conversation').on('people').column('conversation').execute()
        await schema.createIndex('people_time').on('people').column('at').execute()
        await schema.createIndex('handoffs_reference').on('handoffs').column('reference').execute()
      },
    },
  }
}

/**
 * Brings the tables up to date, whole or not at all, while any other instance that starts waits its turn.
 * Rejects with `StoreError` when a newer version of the program has been here.
 */
export async function migrate(db: Kysely<Tables>, kind: DatabaseKind): Promise<void> {
  const known = migrations(kind)
  await db.transaction().execute(async (transaction) => {
    // SQLite's transactions begin with its only write lock taken (`sqlite.ts`).
    if (kind === 'postgres') await sql`select pg_advisory_xact_lock(${ADVISORY_LOCK})`.execute(transaction)
    const newer = (await applied(transaction)).filter((name) => !(name in known))
    if (newer.length > 0) {
      throw new StoreError(
        `The database was made by a newer Mailsherpa: it holds the migration ${newer.join(', ')}, which this version does not know.`,
        'Start the newer version again, or restore a backup made before the upgrade.',
      )
    }
    const { error } = await new Migrator({
      db: transaction,
      provider: { getMigrations: async () => known },
      migrationTableName: TABLE,
      migrationLockTableName: LOCK_TABLE,
    }).migrateToLatest()
    if (error) throw error
  })
}

async function applied(db: Kysely<Tables>): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true })
  if (!tables.some((table) => table.name === TABLE)) return []
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(TABLE)}`.execute(db)
  return rows.map((row) => row.name)
}

/** What is deleted in SQLite or PostgreSQL: what is too old or has expired, and all of one conversation. */
import { type QueryResult, sql } from 'kysely'
import type { Engine } from './engine.ts'

/** Rows deleted in one go: a longer deletion would make others wait. */
const PURGE_AT_ONCE = 5000

/** Deletes what is older than `before` and what has expired at `moment`; gives the rows deleted by table. */
export async function purge(engine: Engine, before: Date, moment: Date): Promise<Record<string, number>> {
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
    people: sql`delete from people where (digest, conversation) in
      (select digest, conversation from people where at < ${old} limit ${most})`,
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
}

/** When the newest of the answers and handoffs was made; null when there are none. */
export async function newest({ db }: Engine): Promise<Date | null> {
  const { rows } = await sql<{ at: number | null }>`select max(at) as at from
    (select max(at) as at from answers union all select max(opened_at) as at from handoffs) as moments`.execute(
    db,
  )
  const at = rows[0]?.at
  return at == null ? null : new Date(Number(at))
}

/** Deletes all of one conversation, or nothing; gives the rows deleted by table. */
export async function forget(engine: Engine, conversation: string): Promise<Record<string, number>> {
  const of = sql`where conversation = ${conversation}`
  const statements = {
    conversations: sql`delete from conversations ${of} or about = ${conversation}`,
    feedback: sql`delete from feedback where answer_id in (select id from answers ${of})`,
    answers: sql`delete from answers ${of}`,
    handoffs: sql`delete from handoffs ${of}`,
    people: sql`delete from people ${of}`,
    outbox: sql`delete from outbox ${of}`,
  }
  const deleted = await engine.atomic(async (db) => {
    const rows: Record<string, number> = {}
    for (const [table, statement] of Object.entries(statements))
      rows[table] = affected(await statement.execute(db))
    return rows
  })
  await engine.scrub()
  return deleted
}

function affected({ numAffectedRows }: QueryResult<unknown>): number {
  return Number(numAffectedRows ?? 0)
}

/** Platform installations in SQLite or PostgreSQL: sealed when they are written, opened when they are read. */
import { sql } from 'kysely'
import type { Engine } from './engine.ts'
import { SEALED_HEAD, type Sealer, unknownKey } from './seal.ts'

/** What was last put under the key, or null. */
export async function getInstallation({ db }: Engine, sealer: Sealer, key: string): Promise<unknown> {
  const row = await db.selectFrom('installations').select('sealed').where('key', '=', key).executeTakeFirst()
  return row ? JSON.parse(sealer.open(row.sealed, key)) : null
}

export async function putInstallation(
  { write }: Engine,
  sealer: Sealer,
  key: string,
  value: unknown,
): Promise<void> {
  const sealed = sealer.seal(JSON.stringify(value ?? null), key)
  await write((db) =>
    db
      .insertInto('installations')
      .values({ key, sealed })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ sealed }))
      .execute(),
  )
}

/**
 * Sees that every stored installation can be opened, before anything depends on it, and seals those of an older
 * key with the first one, so that the older one can be taken away.
 */
export async function checkSeals(
  { db, write }: Engine,
  sealer: Sealer,
  secretsKey: string | undefined,
): Promise<void> {
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

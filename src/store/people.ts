/** Whose a conversation is, in SQLite or PostgreSQL: a keyed digest of the person beside the conversation's key. */
import type { Engine } from './engine.ts'
import type { QuestionRecords } from './question-records.ts'
import type { Sealer } from './seal.ts'
import { StoreError } from './store.ts'

/** An address as all its ways of writing are: RFC 5321, 2.4, leaves the case of its first part to its host, and none tells them apart. */
function normalised(who: string): string {
  return who.normalize('NFC').trim().toLowerCase()
}

/** Keeps nothing without a key: a digest that anybody can make again would be as good as the address. */
export async function addPerson(
  records: QuestionRecords,
  sealer: Sealer,
  who: string,
  conversation: string,
  at: Date,
): Promise<void> {
  const [digest] = sealer.digests(normalised(who))
  if (digest !== undefined) await records.people.add({ digest, conversation, at: at.getTime() })
}

/** Under every key: what was kept with an older one is found while that is still in `SECRETS_KEY`. */
export async function conversationsOfPerson({ db }: Engine, sealer: Sealer, who: string): Promise<string[]> {
  if (!sealer.hasKey)
    throw new StoreError(
      'SECRETS_KEY is not set, so nothing that is kept can be found by an address or a user.',
      'Set it as the bot has it; a bot that ran without it keeps conversations by their own ids only: use --conversation or --ticket.',
    )
  const rows = await db
    .selectFrom('people')
    .select('conversation')
    .where('digest', 'in', sealer.digests(normalised(who)))
    .distinct()
    .orderBy('conversation')
    .execute()
  return rows.map((row) => row.conversation)
}

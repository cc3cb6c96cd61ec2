/** The rows that every question leaves, and how they are written. */
import type { Insertable } from 'kysely'
import type { Engine } from './engine.ts'
import { createRecords, type Records } from './records.ts'
import { ANSWER_COLUMNS, type Tables } from './tables.ts'

export interface QuestionRecords {
  /** Of the same conversation the last one put stays. */
  conversations: Records<Tables['conversations']>
  /** An id that is known already is a second try of a write that was not acknowledged. */
  answers: Records<Insertable<Tables['answers']>>
  /** Kept as long as the last question: its time is renewed. */
  people: Records<Tables['people']>
}

export function createQuestionRecords(engine: Engine): QuestionRecords {
  return {
    conversations: createRecords(
      engine,
      ['conversation', 'state', 'expires_at', 'about'],
      (db, rows) =>
        db
          .insertInto('conversations')
          .values(rows)
          .onConflict((conflict) =>
            conflict.column('conversation').doUpdateSet((column) => ({
              state: column.ref('excluded.state'),
              expires_at: column.ref('excluded.expires_at'),
              about: column.ref('excluded.about'),
            })),
          )
          .compile(),
      (row) => row.conversation,
    ),
    people: createRecords(
      engine,
      ['digest', 'conversation', 'at'],
      (db, rows) =>
        db
          .insertInto('people')
          .values(rows)
          .onConflict((conflict) =>
            conflict
              .columns(['digest', 'conversation'])
              .doUpdateSet((column) => ({ at: column.ref('excluded.at') })),
          )
          .compile(),
      (row) => JSON.stringify([row.digest, row.conversation]),
    ),
    answers: createRecords(
      engine,
      ANSWER_COLUMNS,
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

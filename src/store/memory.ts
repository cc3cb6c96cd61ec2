/** The store in the process's memory: for tests, evaluation and trying things out. A restart forgets it all. */
import { createHmac, randomBytes } from 'node:crypto'
import { type Store, StoreError } from './store.ts'
import {
  fromAnswerRow,
  fromFeedbackRow,
  fromHandoffRow,
  fromOutboxRow,
  storable,
  toAnswerRow,
  toFeedbackRow,
  toHandoffRow,
  toOutboxRow,
} from './tables.ts'

/** Rows of each kind, unless the caller says otherwise. */
const MOST = 50_000

/**
 * Makes a store of at most `most` rows of each kind. Beyond that the oldest conversations, answers, deliveries and
 * finished handoffs are forgotten; what is promised to somebody (handoffs under way, the outbox, installations)
 * is refused with `StoreError` instead.
 */
export function createMemoryStore({ now, most = MOST }: { now(): Date; most?: number }): Store {
  const conversations = new Map<string, { state: string; expires_at: number; about: string | null }>()
  const answers = new Map<string, ReturnType<typeof toAnswerRow>>()
  const feedback = new Map<string, ReturnType<typeof toFeedbackRow>>()
  const handoffs = new Map<string, ReturnType<typeof toHandoffRow>>()
  /** Conversation to the id of its handoff under way. */
  const underWay = new Map<string, string>()
  const people = new Map<string, { digest: string; conversation: string; at: number }>()
  const digestKey = randomBytes(32)
  const digestOf = (who: string) =>
    createHmac('sha256', digestKey).update(who.normalize('NFC').trim().toLowerCase()).digest('base64url')
  const deliveries = new Map<string, number>()
  const installations = new Map<string, string>()
  const outbox = new Map<string, ReturnType<typeof toOutboxRow>>()

  function full(what: string): StoreError {
    return new StoreError(
      `The memory store holds ${most} ${what}, which is all it takes.`,
      'Keep them in SQLite or PostgreSQL, which have no such limit.',
    )
  }

  function handoff(id: string | undefined) {
    const row = id === undefined ? undefined : handoffs.get(id)
    return row ? fromHandoffRow(row) : null
  }

  function handoffsWith(fits: (row: ReturnType<typeof toHandoffRow>) => boolean) {
    return [...handoffs.values()]
      .filter(fits)
      .sort((a, b) => a.opened_at - b.opened_at || (a.id < b.id ? -1 : 1))
      .map(fromHandoffRow)
  }

  function dropHandoff(id: string) {
    const row = handoffs.get(id)
    if (row && underWay.get(row.conversation) === id) underWay.delete(row.conversation)
    handoffs.delete(id)
  }

  function dropAnswer(id: string) {
    answers.delete(id)
    feedback.delete(id)
  }

  const inOrder = (rows: Iterable<ReturnType<typeof toAnswerRow>>) =>
    [...rows]
      .sort((a, b) => a.at - b.at)
      .map((row) => fromAnswerRow(row as Parameters<typeof fromAnswerRow>[0]))

  return {
    async open() {},
    async check() {},
    async close() {},

    conversations: {
      async get(conversation) {
        const kept = conversations.get(conversation)
        return kept && kept.expires_at > now().getTime() ? JSON.parse(kept.state) : null
      },
      async put(conversation, state, expiresAt, about) {
        const row = {
          state: JSON.stringify(state ?? null),
          expires_at: expiresAt.getTime(),
          about: about ?? null,
        }
        // Put at the end, so that the first is the one that nobody has used for longest.
        conversations.delete(conversation)
        conversations.set(conversation, row)
        if (conversations.size > most) conversations.delete(first(conversations))
      },
    },

    answers: {
      async add(record) {
        if (answers.has(record.id)) return
        answers.set(record.id, cleaned(toAnswerRow(record)))
        if (answers.size > most) dropAnswer(first(answers))
      },
      since: async (from) => inOrder([...answers.values()].filter((row) => row.at >= from.getTime())),
      of: async (conversation) =>
        inOrder([...answers.values()].filter((row) => row.conversation === conversation)),
    },

    feedback: {
      async add(record, frontEnd) {
        const answer = answers.get(record.answerId)
        if (!answer || (frontEnd !== undefined && answer.front_end !== frontEnd)) return false
        feedback.set(record.answerId, cleaned(toFeedbackRow(record)))
        return true
      },
      since: async (from) =>
        [...feedback.values()]
          .filter((row) => row.at >= from.getTime())
          .sort((a, b) => a.at - b.at || (a.answer_id < b.answer_id ? -1 : 1))
          .map(fromFeedbackRow),
    },

    handoffs: {
      async open(request) {
        const known = handoff(underWay.get(request.conversation)) ?? handoff(request.id)
        if (known) return { handoff: known, isNew: false }
        if (handoffs.size >= most) {
          const done = [...handoffs.values()].find((row) => row.state === 'done')
          if (!done) throw full('handoffs that are not done')
          dropHandoff(done.id)
        }
        const row = cleaned(toHandoffRow(request))
        handoffs.set(row.id, row)
        underWay.set(row.conversation, row.id)
        return { handoff: fromHandoffRow(row), isNew: true }
      },
      async claim(id, by) {
        const row = handoffs.get(id)
        if (row?.state === 'open') Object.assign(row, { state: 'claimed', claimed_by: storable(by) })
        return handoff(id)
      },
      async done(id, by) {
        const row = handoffs.get(id)
        if (row && row.state !== 'done') {
          Object.assign(row, { state: 'done', claimed_by: row.claimed_by ?? storable(by) })
          underWay.delete(row.conversation)
        }
        return handoff(id)
      },
      async setReference(id, reference) {
        const row = handoffs.get(id)
        if (row) row.reference = storable(reference) as string
      },
      get: async (id) => handoff(id),
      current: async (conversation) => handoff(underWay.get(conversation)),
      of: async (conversation) => handoffsWith((row) => row.conversation === conversation),
      withReference: async (reference) => handoffsWith((row) => row.reference === reference),
    },

    people: {
      async add(who, conversation, at) {
        const digest = digestOf(who)
        const key = JSON.stringify([digest, conversation])
        people.delete(key)
        people.set(key, { digest, conversation, at: at.getTime() })
        if (people.size > most) people.delete(first(people))
      },
      conversationsOf: async (who) =>
        [...people.values()]
          .filter((row) => row.digest === digestOf(who))
          .map((row) => row.conversation)
          .sort(),
    },

    deliveries: {
      async claim(key, expiresAt) {
        const taken = deliveries.get(key)
        if (taken !== undefined && taken > now().getTime()) return false
        deliveries.delete(key)
        deliveries.set(key, expiresAt.getTime())
        if (deliveries.size > most) deliveries.delete(first(deliveries))
        return true
      },
      async release(key) {
        deliveries.delete(key)
      },
    },

    installations: {
      async get(key) {
        const kept = installations.get(key)
        return kept === undefined ? null : JSON.parse(kept)
      },
      async put(key, value) {
        if (!installations.has(key) && installations.size >= most) throw full('installations')
        installations.set(key, JSON.stringify(value ?? null))
      },
      async delete(key) {
        installations.delete(key)
      },
    },

    outbox: {
      async add(entry) {
        if (outbox.has(entry.id)) return
        if (outbox.size >= most) throw full('messages that are not sent')
        outbox.set(entry.id, cleaned(toOutboxRow(entry)))
      },
      async take(channel, moment, leaseUntil, limit) {
        const due = [...outbox.values()]
          .filter(
            (row) => row.channel === channel && row.state === 'waiting' && row.due_at <= moment.getTime(),
          )
          .slice(0, limit)
        for (const row of due) row.due_at = leaseUntil.getTime()
        return due.map(fromOutboxRow)
      },
      async sent(id) {
        outbox.delete(id)
      },
      async failed(id, error, dueAt) {
        const row = outbox.get(id)
        if (!row) return
        row.attempts += 1
        row.error = storable(error) as string
        if (dueAt === null) row.state = 'dead'
        else row.due_at = dueAt.getTime()
      },
      list: async (state) => [...outbox.values()].filter((row) => row.state === state).map(fromOutboxRow),
      async replay(id, dueAt) {
        const row = outbox.get(id)
        if (row?.state !== 'dead') return false
        Object.assign(row, { state: 'waiting', due_at: dueAt.getTime() })
        return true
      },
    },

    async newest() {
      const moments = [
        ...[...answers.values()].map((row) => row.at),
        ...[...handoffs.values()].map((row) => row.opened_at),
      ]
      return moments.length === 0 ? null : new Date(moments.reduce((latest, at) => Math.max(latest, at)))
    },

    async purge(before, moment) {
      const old = before.getTime()
      const expired = moment.getTime()
      const isOld = (id: string) => answers.get(id)!.at < old
      return {
        conversations: sweep(conversations, (row) => row.expires_at <= expired),
        feedback: sweep(feedback, (row) => isOld(row.answer_id)),
        answers: sweep(answers, (row) => row.at < old),
        handoffs: sweep(handoffs, (row) => row.opened_at < old, dropHandoff),
        people: sweep(people, (row) => row.at < old),
        deliveries: sweep(deliveries, (expiresAt) => expiresAt <= expired),
        outbox: sweep(outbox, (row) => row.created_at < old),
      }
    },

    async forget(conversation) {
      const isOf = (row: { conversation: string | null }) => row.conversation === conversation
      return {
        conversations: sweep(
          conversations,
          ({ about }, key) => key === conversation || about === conversation,
        ),
        feedback: sweep(feedback, (row) => isOf(answers.get(row.answer_id)!)),
        answers: sweep(answers, isOf),
        handoffs: sweep(handoffs, isOf, dropHandoff),
        people: sweep(people, isOf),
        outbox: sweep(outbox, isOf),
      }
    },
  }
}

/** Deletes what `isOver` says of and returns how many. */
function sweep<T>(
  rows: Map<string, T>,
  isOver: (row: T, key: string) => boolean,
  drop: (key: string) => void = (key) => rows.delete(key),
): number {
  const over = [...rows].filter(([key, row]) => isOver(row, key))
  for (const [key] of over) drop(key)
  return over.length
}

/** A map keeps the order in which its keys came. */
function first(rows: Map<string, unknown>): string {
  return rows.keys().next().value!
}

function cleaned<Row extends object>(row: Row): Row {
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [column, storable(value)])) as Row
}

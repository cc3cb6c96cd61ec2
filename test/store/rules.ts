/** What every kind of store must do. Run over memory, SQLite and PostgreSQL. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMemoryStore } from '../../src/store/memory.ts'
import type { Store } from '../../src/store/store.ts'
import { answer, message, minute, request, START, testClock } from './records.ts'

/** `make` gives a store that is open and empty. */
export function storeRules(kind: string, make: (now: () => Date) => Promise<Store>) {
  async function fresh() {
    const clock = testClock()
    return { clock, store: await make(clock.now) }
  }

  describe(`a conversation's state, in ${kind}`, () => {
    it('comes back as it was put, until it expires', async () => {
      const { clock, store } = await fresh()
      const state = { topic: 'ports', slots: { protocol: ['imap'] }, asked: ['é', '漢', '🙂'], none: null }
      await store.conversations.put('web/one', state, minute(30))
      expect(await store.conversations.get('web/one')).toEqual(state)
      expect(await store.conversations.get('web/two')).toBeNull()
      clock.pass(29)
      expect(await store.conversations.get('web/one')).toEqual(state)
      clock.pass(1)
      expect(await store.conversations.get('web/one')).toBeNull()
    })

    it('is replaced by the next, with its own time', async () => {
      const { clock, store } = await fresh()
      await store.conversations.put('web/one', { turn: 1 }, minute(10))
      await store.conversations.put('web/one', { turn: 2 }, minute(40))
      clock.pass(20)
      expect(await store.conversations.get('web/one')).toEqual({ turn: 2 })
    })

    it('may be nothing', async () => {
      const { store } = await fresh()
      for (const nothing of [null, undefined]) {
        await store.conversations.put('web/one', nothing, minute(10))
        expect(await store.conversations.get('web/one')).toBeNull()
        await store.installations.put('T1', nothing)
        expect(await store.installations.get('T1')).toBeNull()
      }
    })

    it('is a copy: changing the object afterwards changes nothing that is kept', async () => {
      const { store } = await fresh()
      const state = { turns: ['first'] }
      await store.conversations.put('web/one', state, minute(10))
      state.turns.push('second')
      const kept = (await store.conversations.get('web/one')) as typeof state
      expect(kept).toEqual({ turns: ['first'] })
      kept.turns.push('third')
      expect(await store.conversations.get('web/one')).toEqual({ turns: ['first'] })
    })
  })

  describe(`answers, in ${kind}`, () => {
    it('come back whole and in the order they were given', async () => {
      const { store } = await fresh()
      const later = answer('a', { at: minute(2), topic: null, outcome: 'unknown', slots: {}, nearest: [] })
      const first = answer('z', { at: minute(1), confidence: 1 / 3 })
      const second = answer('b', { at: minute(1) })
      for (const record of [later, first, second]) await store.answers.add(record)
      expect(await store.answers.since(START)).toEqual([first, second, later])
      expect(await store.answers.since(minute(2))).toEqual([later])
      expect(await store.answers.since(minute(3))).toEqual([])
    })

    it('of one conversation come without those of others', async () => {
      const { store } = await fresh()
      await store.answers.add(answer('a'))
      await store.answers.add(answer('b', { conversation: 'slack/one' }))
      expect((await store.answers.of('web/one')).map(({ id }) => id)).toEqual(['a'])
    })

    it('may be added again by a caller that got no acknowledgement', async () => {
      const { store } = await fresh()
      await store.answers.add(answer('a'))
      await store.answers.add(answer('a'))
      expect(await store.answers.of('web/one')).toHaveLength(1)
    })

    it('keep text that PostgreSQL or UTF-8 would refuse, with a mark in its place', async () => {
      const { store } = await fresh()
      await store.answers.add(answer('a', { question: 'nul \0 half \ud83d end', notUnderstood: ['\0'] }))
      const [kept] = await store.answers.of('web/one')
      expect(kept!.question).toBe('nul \ufffd half \ufffd end')
      expect(await store.feedback.add({ answerId: 'a\0', at: START, helpful: true })).toBe(false)
    })

    it('keep a question that looks like SQL as it is', async () => {
      const { store } = await fresh()
      const question = `'); drop table answers; -- $1 ? :x "`
      await store.answers.add(answer('a', { question }))
      expect((await store.answers.of('web/one'))[0]!.question).toBe(question)
    })
  })

  describe(`feedback, in ${kind}`, () => {
    it('is taken for an answer that is known, and for no other', async () => {
      const { store } = await fresh()
      await store.answers.add(answer('a'))
      const vote = { answerId: 'a', at: minute(1), helpful: true, comment: 'Merci' }
      expect(await store.feedback.add(vote)).toBe(true)
      expect(await store.feedback.add({ ...vote, answerId: 'b' })).toBe(false)
      expect(await store.feedback.since(START)).toEqual([vote])
      expect(await store.feedback.since(minute(2))).toEqual([])
    })

    it('counts once for an answer: the later vote replaces the earlier, with its comment', async () => {
      const { store } = await fresh()
      await store.answers.add(answer('a'))
      await store.feedback.add({ answerId: 'a', at: minute(1), helpful: true, comment: 'Good' })
      expect(await store.feedback.add({ answerId: 'a', at: minute(2), helpful: false })).toBe(true)
      expect(await store.feedback.since(START)).toEqual([{ answerId: 'a', at: minute(2), helpful: false }])
    })

    it('is taken from the front end that gave the answer, and from no other', async () => {
      const { store } = await fresh()
      await store.answers.add(answer('a'))
      expect(await store.feedback.add({ answerId: 'a', at: minute(1), helpful: true }, 'web')).toBe(true)
      expect(await store.feedback.add({ answerId: 'a', at: minute(2), helpful: false }, 'slack')).toBe(false)
      expect(await store.feedback.since(START)).toEqual([{ answerId: 'a', at: minute(1), helpful: true }])
    })

    it('comes in the order of the votes', async () => {
      const { store } = await fresh()
      for (const id of ['a', 'b', 'c']) await store.answers.add(answer(id))
      const votes = [
        { answerId: 'c', at: minute(1), helpful: true },
        { answerId: 'a', at: minute(2), helpful: false },
        { answerId: 'b', at: minute(2), helpful: true },
      ]
      for (const vote of votes.toReversed()) await store.feedback.add(vote)
      expect(await store.feedback.since(START)).toEqual(votes)
    })
  })

  describe(`handoffs, in ${kind}`, () => {
    it('are opened once for a conversation until they are done', async () => {
      const { store } = await fresh()
      const opened = { ...request('h1'), state: 'open' }
      expect(await store.handoffs.open(request('h1'))).toEqual({ handoff: opened, isNew: true })
      expect(await store.handoffs.open(request('h2'))).toEqual({ handoff: opened, isNew: false })
      expect(await store.handoffs.get('h2')).toBeNull()
      expect(await store.handoffs.current('web/one')).toEqual(opened)
      await store.handoffs.claim('h1', 'Ana')
      expect((await store.handoffs.open(request('h2'))).isNew).toBe(false)
      await store.handoffs.done('h1', 'Ana')
      expect(await store.handoffs.current('web/one')).toBeNull()
      expect((await store.handoffs.open(request('h2'))).isNew).toBe(true)
      expect((await store.handoffs.open(request('h3', { conversation: 'web/two' }))).isNew).toBe(true)
    })

    it('may be opened again with the same id by a caller that got no acknowledgement', async () => {
      const { store } = await fresh()
      await store.handoffs.open(request('h1'))
      await store.handoffs.done('h1', 'Ana')
      const again = await store.handoffs.open(request('h1'))
      expect(again).toMatchObject({ isNew: false, handoff: { id: 'h1', state: 'done' } })
    })

    it('belong to the first who claims them', async () => {
      const { store } = await fresh()
      await store.handoffs.open(request('h1'))
      expect(await store.handoffs.claim('h1', 'Ana')).toMatchObject({ state: 'claimed', claimedBy: 'Ana' })
      expect(await store.handoffs.claim('h1', 'Ben')).toMatchObject({ state: 'claimed', claimedBy: 'Ana' })
      expect(await store.handoffs.done('h1', 'Ben')).toMatchObject({ state: 'done', claimedBy: 'Ana' })
      expect(await store.handoffs.claim('h1', 'Cleo')).toMatchObject({ state: 'done', claimedBy: 'Ana' })
    })

    it('done without a claim belong to who did them', async () => {
      const { store } = await fresh()
      await store.handoffs.open(request('h1'))
      expect(await store.handoffs.done('h1', 'Ben')).toMatchObject({ state: 'done', claimedBy: 'Ben' })
      expect(await store.handoffs.done('h1', 'Cleo')).toMatchObject({ state: 'done', claimedBy: 'Ben' })
    })

    it('of one conversation are all told, oldest first, those that are done too', async () => {
      const { store } = await fresh()
      await store.handoffs.open(request('second', { openedAt: minute(2) }))
      await store.handoffs.done('second', 'Ana')
      await store.handoffs.open(request('first', { openedAt: minute(1) }))
      await store.handoffs.done('first', 'Ben')
      await store.handoffs.open(request('now', { openedAt: minute(3) }))
      await store.handoffs.open(request('other', { conversation: 'web/two' }))
      expect(await store.handoffs.of('web/one')).toEqual([
        { ...request('first', { openedAt: minute(1) }), state: 'done', claimedBy: 'Ben' },
        { ...request('second', { openedAt: minute(2) }), state: 'done', claimedBy: 'Ana' },
        { ...request('now', { openedAt: minute(3) }), state: 'open' },
      ])
      expect(await store.handoffs.of('web/three')).toEqual([])
    })

    it('that are not known are null', async () => {
      const { store } = await fresh()
      expect(await store.handoffs.claim('no', 'Ana')).toBeNull()
      expect(await store.handoffs.done('no', 'Ana')).toBeNull()
      expect(await store.handoffs.get('no')).toBeNull()
      await store.handoffs.setReference('no', 'card-1')
      expect(await store.handoffs.current('web/one')).toBeNull()
    })

    it('remember the card or ticket of the platform', async () => {
      const { store } = await fresh()
      await store.handoffs.open(request('h1'))
      await store.handoffs.setReference('h1', 'C1/1700.5')
      expect(await store.handoffs.get('h1')).toEqual({
        ...request('h1'),
        state: 'open',
        reference: 'C1/1700.5',
      })
    })

    it('asked for by twenty at once are one', async () => {
      const { store } = await fresh()
      const ids = Array.from({ length: 20 }, (_, index) => `h${index}`)
      const opened = await Promise.all(ids.map((id) => store.handoffs.open(request(id))))
      expect(opened.filter(({ isNew }) => isNew)).toHaveLength(1)
      expect(new Set(opened.map(({ handoff }) => handoff.id)).size).toBe(1)
    })
  })

  describe(`whose a conversation is, in ${kind}`, () => {
    it('is found by an address in any way of writing it, and by a user of a front end', async () => {
      const { store } = await fresh()
      await store.people.add('Anna.Muster@Example.org', 'web/one', START)
      await store.people.add('anna.muster@example.org', 'slack/two', START)
      await store.people.add('slack/U1', 'slack/two', START)
      await store.people.add('slack/U2', 'slack/three', START)
      expect(await store.people.conversationsOf(' anna.muster@EXAMPLE.org')).toEqual(['slack/two', 'web/one'])
      expect(await store.people.conversationsOf('slack/U1')).toEqual(['slack/two'])
      expect(await store.people.conversationsOf('anna@example.org')).toEqual([])
    })

    it('is kept once, from the last time that it was told', async () => {
      const { store } = await fresh()
      for (const at of [minute(0), minute(10)]) await store.people.add('slack/U1', 'slack/one', at)
      expect(await store.purge(minute(5), START)).toMatchObject({ people: 0 })
      expect(await store.people.conversationsOf('slack/U1')).toEqual(['slack/one'])
      expect(await store.purge(minute(11), START)).toMatchObject({ people: 1 })
      expect(await store.people.conversationsOf('slack/U1')).toEqual([])
    })
  })

  describe(`deliveries, in ${kind}`, () => {
    it('are seen once, until they expire or are given back', async () => {
      const { clock, store } = await fresh()
      expect(await store.deliveries.claim('slack/Ev1', minute(60))).toBe(true)
      expect(await store.deliveries.claim('slack/Ev1', minute(90))).toBe(false)
      expect(await store.deliveries.claim('slack/Ev2', minute(60))).toBe(true)
      await store.deliveries.release('slack/Ev2')
      expect(await store.deliveries.claim('slack/Ev2', minute(60))).toBe(true)
      clock.pass(59)
      expect(await store.deliveries.claim('slack/Ev1', minute(120))).toBe(false)
      clock.pass(1)
      expect(await store.deliveries.claim('slack/Ev1', minute(120))).toBe(true)
      expect(await store.deliveries.claim('slack/Ev1', minute(180))).toBe(false)
    })

    it('claimed by twenty at once go to one', async () => {
      const { store } = await fresh()
      const claims = await Promise.all(
        Array.from({ length: 20 }, () => store.deliveries.claim('slack/Ev1', minute(60))),
      )
      expect(claims.filter(Boolean)).toHaveLength(1)
    })
  })

  describe(`installations, in ${kind}`, () => {
    it('are put, replaced and deleted', async () => {
      const { store } = await fresh()
      expect(await store.installations.get('T1')).toBeNull()
      await store.installations.put('T1', { bot: { token: 'xoxb-1' } })
      await store.installations.put('T2', ['other'])
      await store.installations.put('T1', { bot: { token: 'xoxb-2' } })
      expect(await store.installations.get('T1')).toEqual({ bot: { token: 'xoxb-2' } })
      await store.installations.delete('T1')
      expect(await store.installations.get('T1')).toBeNull()
      expect(await store.installations.get('T2')).toEqual(['other'])
    })
  })

  describe(`the outbox, in ${kind}`, () => {
    it('gives what is due, oldest first, and hides it until the lease ends', async () => {
      const { store } = await fresh()
      for (const id of ['m3', 'm1', 'm2']) await store.outbox.add(message(id))
      await store.outbox.add(message('later', minute(5)))
      await store.outbox.add({ ...message('other'), channel: 'slack' })
      const ids = (entries: { id: string }[]) => entries.map(({ id }) => id)
      const taken = await store.outbox.take('helpdesk', START, minute(1), 2)
      expect(ids(taken)).toEqual(['m3', 'm1'])
      expect(taken[0]).toEqual({
        ...message('m3'),
        attempts: 0,
        state: 'waiting',
        dueAt: minute(1),
      })
      expect(ids(await store.outbox.take('helpdesk', START, minute(1), 10))).toEqual(['m2'])
      expect(await store.outbox.take('helpdesk', START, minute(1), 10)).toEqual([])
      expect(ids(await store.outbox.take('helpdesk', minute(1), minute(2), 10))).toEqual(['m3', 'm1', 'm2'])
      expect(ids(await store.outbox.take('helpdesk', minute(5), minute(6), 10))).toHaveLength(4)
    })

    it('tries again what failed, when it is due, and never what was sent', async () => {
      const { store } = await fresh()
      await store.outbox.add(message('m1'))
      await store.outbox.add(message('m2'))
      await store.outbox.take('helpdesk', START, minute(1), 10)
      await store.outbox.sent('m1')
      await store.outbox.failed('m2', 'answered 502', minute(3))
      expect(await store.outbox.take('helpdesk', minute(2), minute(9), 10)).toEqual([])
      const [again] = await store.outbox.take('helpdesk', minute(3), minute(9), 10)
      expect(again).toMatchObject({ id: 'm2', attempts: 1, error: 'answered 502', state: 'waiting' })
      expect(await store.outbox.list('waiting')).toHaveLength(1)
    })

    it('keeps what is given up, until somebody replays it', async () => {
      const { store } = await fresh()
      await store.outbox.add(message('m1'))
      await store.outbox.failed('m1', 'answered 410', null)
      expect(await store.outbox.take('helpdesk', minute(9), minute(10), 10)).toEqual([])
      expect(await store.outbox.list('waiting')).toEqual([])
      expect(await store.outbox.list('dead')).toMatchObject([
        { id: 'm1', attempts: 1, error: 'answered 410' },
      ])
      expect(await store.outbox.replay('no', START)).toBe(false)
      expect(await store.outbox.replay('m1', minute(20))).toBe(true)
      expect(await store.outbox.replay('m1', minute(20))).toBe(false)
      expect(await store.outbox.take('helpdesk', minute(19), minute(30), 10)).toEqual([])
      expect(await store.outbox.take('helpdesk', minute(20), minute(30), 10)).toHaveLength(1)
    })

    it('takes the same message once', async () => {
      const { store } = await fresh()
      await store.outbox.add(message('m1'))
      await store.outbox.add(message('m1'))
      expect(await store.outbox.list('waiting')).toHaveLength(1)
    })

    it('gives a message to one of many that take at once', async () => {
      const { store } = await fresh()
      for (let n = 0; n < 30; n++) await store.outbox.add(message(`m${n}`))
      const taken = await Promise.all(
        Array.from({ length: 10 }, () => store.outbox.take('helpdesk', START, minute(5), 3)),
      )
      const ids = taken.flat().map(({ id }) => id)
      expect(taken.every((entries) => entries.length <= 3)).toBe(true)
      expect(new Set(ids).size).toBe(ids.length)
      // Over PostgreSQL one that meets a lock takes less for now; nothing is given twice and nothing is lost.
      const rest = await store.outbox.take('helpdesk', START, minute(5), 100)
      expect(ids.length + rest.length).toBe(30)
    })
  })

  describe(`forgetting, in ${kind}`, () => {
    async function filled() {
      const { clock, store } = await fresh()
      for (const [name, at] of [
        ['old', minute(0)],
        ['new', minute(100)],
      ] as const) {
        const conversation = `web/${name}`
        await store.conversations.put(conversation, { name }, new Date(at.getTime() + 60_000))
        await store.answers.add(answer(name, { conversation, at }))
        await store.feedback.add({ answerId: name, at: minute(100), helpful: true })
        await store.handoffs.open(request(name, { conversation, openedAt: at }))
        await store.people.add('anna@example.org', conversation, at)
        await store.deliveries.claim(name, new Date(at.getTime() + 60_000))
        await store.outbox.add({ ...message(name), createdAt: at, conversation })
        await store.installations.put(name, { name })
      }
      return { clock, store }
    }

    it('purges what is older than asked and what has expired, and counts it', async () => {
      const { clock, store } = await filled()
      clock.pass(100)
      expect(await store.purge(minute(50), clock.now())).toEqual({
        conversations: 1,
        answers: 1,
        feedback: 1,
        handoffs: 1,
        people: 1,
        deliveries: 1,
        outbox: 1,
      })
      expect((await store.answers.since(START)).map(({ id }) => id)).toEqual(['new'])
      expect((await store.feedback.since(START)).map(({ answerId }) => answerId)).toEqual(['new'])
      expect(await store.handoffs.get('old')).toBeNull()
      expect(await store.handoffs.current('web/old')).toBeNull()
      expect(await store.handoffs.current('web/new')).not.toBeNull()
      expect((await store.outbox.list('waiting')).map(({ id }) => id)).toEqual(['new'])
      expect(await store.conversations.get('web/new')).toEqual({ name: 'new' })
      expect(await store.deliveries.claim('new', minute(200))).toBe(false)
      expect(await store.installations.get('old')).toEqual({ name: 'old' })
      expect(Object.values(await store.purge(minute(50), clock.now()))).toEqual([0, 0, 0, 0, 0, 0, 0])
    })

    it('keeps what is exactly as old as allowed', async () => {
      const { clock, store } = await filled()
      expect(Object.values(await store.purge(minute(0), clock.now()))).toEqual([0, 0, 0, 0, 0, 0, 0])
    })

    it('deletes all of one conversation, and nothing of another, and says what', async () => {
      const { store } = await filled()
      await store.answers.add(answer('old2', { conversation: 'web/old' }))
      expect(await store.forget('web/old')).toEqual({
        conversations: 1,
        answers: 2,
        feedback: 1,
        handoffs: 1,
        people: 1,
        outbox: 1,
      })
      expect(await store.answers.of('web/old')).toEqual([])
      expect(await store.conversations.get('web/old')).toBeNull()
      expect(await store.handoffs.current('web/old')).toBeNull()
      expect(await store.answers.of('web/new')).toHaveLength(1)
      expect(await store.feedback.since(START)).toHaveLength(1)
      expect(await store.handoffs.current('web/new')).not.toBeNull()
      expect(Object.values(await store.forget('web/old'))).toEqual([0, 0, 0, 0, 0, 0])
    })

    it('deletes what a front end remembers about the conversation, and about no other', async () => {
      const { store } = await filled()
      await store.conversations.put('web#here/1', 'old', minute(500), 'web/old')
      await store.conversations.put('web#here/2', 'new', minute(500), 'web/new')
      await store.conversations.put('web#here/3', 'moved', minute(500), 'web/old')
      await store.conversations.put('web#here/3', 'moved', minute(500), 'web/new')
      expect(await store.forget('web/old')).toMatchObject({ conversations: 2 })
      expect(await store.conversations.get('web#here/1')).toBeNull()
      expect(await store.conversations.get('web#here/2')).toBe('new')
      expect(await store.conversations.get('web#here/3')).toBe('moved')
    })

    it('knows when the newest record was made', async () => {
      expect(await (await fresh()).store.newest()).toBeNull()
      const { store } = await filled()
      expect(await store.newest()).toEqual(minute(100))
    })

    it('frees the conversation for a new handoff', async () => {
      const { store } = await filled()
      await store.forget('web/old')
      expect((await store.handoffs.open(request('again', { conversation: 'web/old' }))).isNew).toBe(true)
    })
  })

  it(`${kind} can be reached`, async () => {
    const { store } = await fresh()
    await store.check()
  })
}

type Step = { what: string; run(store: Store): Promise<unknown> }

const name = fc.constantFrom('a', 'b', 'c')
const moment = fc.integer({ min: -2, max: 6 })
const step: fc.Arbitrary<Step> = fc.oneof(
  fc
    .tuple(name, fc.jsonValue(), moment, fc.option(name, { nil: undefined }))
    .map(([key, state, at, about]) => ({
      what: `conversations.put ${key} ${at} ${about}`,
      run: (store: Store) => store.conversations.put(key, state, minute(at), about),
    })),
  name.map((key) => ({
    what: `conversations.get ${key}`,
    run: (store: Store) => store.conversations.get(key),
  })),
  fc.tuple(name, name, moment, fc.string({ unit: 'binary' })).map(([id, conversation, at, question]) => ({
    what: `answers.add ${id} ${conversation} ${at}`,
    run: (store: Store) => store.answers.add(answer(id, { conversation, at: minute(at), question })),
  })),
  fc.tuple(name, moment, fc.boolean()).map(([answerId, at, helpful]) => ({
    what: `feedback.add ${answerId} ${at}`,
    run: (store: Store) => store.feedback.add({ answerId, at: minute(at), helpful }),
  })),
  fc.tuple(name, name, moment).map(([id, conversation, at]) => ({
    what: `handoffs.open ${id} ${conversation}`,
    run: (store: Store) => store.handoffs.open(request(id, { conversation, openedAt: minute(at) })),
  })),
  fc.tuple(name, name).map(([id, by]) => ({
    what: `handoffs.claim ${id} ${by}`,
    run: (store: Store) => store.handoffs.claim(id, by),
  })),
  fc.tuple(name, name).map(([id, by]) => ({
    what: `handoffs.done ${id} ${by}`,
    run: (store: Store) => store.handoffs.done(id, by),
  })),
  name.map((key) => ({
    what: `handoffs.current ${key}`,
    run: (store: Store) => store.handoffs.current(key),
  })),
  name.map((key) => ({
    what: `handoffs.of ${key}`,
    run: (store: Store) => store.handoffs.of(key),
  })),
  fc.tuple(name, moment).map(([key, at]) => ({
    what: `deliveries.claim ${key} ${at}`,
    run: (store: Store) => store.deliveries.claim(key, minute(at)),
  })),
  name.map((key) => ({
    what: `deliveries.release ${key}`,
    run: (store: Store) => store.deliveries.release(key),
  })),
  fc.tuple(name, moment, fc.option(name, { nil: undefined })).map(([id, at, conversation]) => ({
    what: `outbox.add ${id} ${at}`,
    run: (store: Store) =>
      store.outbox.add({
        ...message(id, minute(at)),
        createdAt: minute(at),
        ...(conversation && { conversation }),
      }),
  })),
  fc.tuple(moment, fc.integer({ min: 1, max: 3 })).map(([at, limit]) => ({
    what: `outbox.take ${at} ${limit}`,
    run: (store: Store) => store.outbox.take('helpdesk', minute(at), minute(at + 1), limit),
  })),
  name.map((id) => ({ what: `outbox.sent ${id}`, run: (store: Store) => store.outbox.sent(id) })),
  fc.tuple(name, fc.option(moment)).map(([id, at]) => ({
    what: `outbox.failed ${id} ${at}`,
    run: (store: Store) => store.outbox.failed(id, `error ${id}`, at === null ? null : minute(at)),
  })),
  fc.tuple(name, moment).map(([id, at]) => ({
    what: `outbox.replay ${id} ${at}`,
    run: (store: Store) => store.outbox.replay(id, minute(at)),
  })),
  fc.tuple(moment, moment).map(([before, at]) => ({
    what: `purge ${before} ${at}`,
    run: (store: Store) => store.purge(minute(before), minute(at)),
  })),
  name.map((key) => ({ what: `forget ${key}`, run: (store: Store) => store.forget(key) })),
)

/** Whatever is asked of it, in whatever order, the store says the same as the one in memory. */
export function alikeRule(kind: string, make: (now: () => Date) => Promise<Store>, runs: number) {
  it(`${kind} answers any sequence of calls as memory does`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const clock = testClock()
        const memory = createMemoryStore({ now: clock.now })
        const store = await make(clock.now)
        for (const { what, run } of steps) {
          expect({ what, result: await run(store) }).toEqual({ what, result: await run(memory) })
        }
        const all = async (of: Store) => ({
          answers: await of.answers.since(minute(-10)),
          feedback: await of.feedback.since(minute(-10)),
          waiting: await of.outbox.list('waiting'),
          dead: await of.outbox.list('dead'),
          handoffs: await Promise.all(['a', 'b', 'c'].map((id) => of.handoffs.get(id))),
        })
        expect(await all(store)).toEqual(await all(memory))
      }),
      { numRuns: runs, seed: 20_260_301 },
    )
  }, 60_000)
}

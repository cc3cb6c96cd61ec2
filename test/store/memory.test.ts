import { describe, expect, it } from 'vitest'
import { createMemoryStore } from '../../src/store/memory.ts'
import { StoreError } from '../../src/store/store.ts'
import { answer, message, minute, request, START, testClock } from './records.ts'
import { storeRules } from './rules.ts'

storeRules('memory', async (now) => createMemoryStore({ now }))

describe('memory is bounded', () => {
  const small = () => createMemoryStore({ now: testClock().now, most: 3 })

  it('the oldest answers go, and their feedback with them', async () => {
    const store = small()
    for (const id of ['a', 'b', 'c']) await store.answers.add(answer(id))
    await store.feedback.add({ answerId: 'a', at: START, helpful: true })
    await store.answers.add(answer('d'))
    expect((await store.answers.since(START)).map(({ id }) => id)).toEqual(['b', 'c', 'd'])
    expect(await store.feedback.since(START)).toEqual([])
  })

  it('the conversations unused for longest go', async () => {
    const store = small()
    for (const id of ['a', 'b', 'c', 'a', 'd']) await store.conversations.put(id, id, minute(1))
    expect(await Promise.all(['a', 'b', 'c', 'd'].map((id) => store.conversations.get(id)))).toEqual([
      'a',
      null,
      'c',
      'd',
    ])
  })

  it('the oldest deliveries go', async () => {
    const store = small()
    for (const id of ['a', 'b', 'c', 'd']) await store.deliveries.claim(id, minute(1))
    expect(await store.deliveries.claim('d', minute(1))).toBe(false)
    expect(await store.deliveries.claim('a', minute(1))).toBe(true)
  })

  it('handoffs that are done go; those under way are never dropped, and one too many is refused', async () => {
    const store = small()
    for (const id of ['a', 'b', 'c']) await store.handoffs.open(request(id, { conversation: id }))
    await expect(store.handoffs.open(request('d', { conversation: 'd' }))).rejects.toThrow(StoreError)
    await store.handoffs.done('b', 'Ana')
    expect((await store.handoffs.open(request('d', { conversation: 'd' }))).isNew).toBe(true)
    expect(await store.handoffs.get('b')).toBeNull()
    expect(await store.handoffs.get('a')).not.toBeNull()
  })

  it('a message to send is never dropped, and one too many is refused', async () => {
    const store = small()
    for (const id of ['a', 'b', 'c']) await store.outbox.add(message(id))
    await expect(store.outbox.add(message('d'))).rejects.toMatchObject({
      mend: expect.stringContaining('SQLite'),
    })
    await store.outbox.sent('a')
    await store.outbox.add(message('d'))
    expect(await store.outbox.list('waiting')).toHaveLength(3)
  })

  it('an installation too many is refused', async () => {
    const store = small()
    for (const key of ['a', 'b', 'c', 'c']) await store.installations.put(key, key)
    await expect(store.installations.put('d', 'd')).rejects.toThrow(StoreError)
  })
})

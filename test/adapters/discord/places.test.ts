import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { conversationOf, createPlaces, type Places, placeOf } from '../../../adapters/discord/places.ts'
import type { Answer } from '../../../src/message.ts'
import { createMemoryStore } from '../../../src/store/memory.ts'

const now = { at: new Date('2026-11-23T09:00:00Z') }
const store = createMemoryStore({ now: () => now.at })
let places: Places
beforeAll(async () => {
  await store.open()
  places = createPlaces({
    get: (key) => store.conversations.get(key),
    put: (key, value, minutes) =>
      store.conversations.put(key, value, new Date(now.at.getTime() + minutes * 60_000)),
  })
})
afterAll(() => store.close())

const [channel, anna, bruno, event] = [
  '1300000000000000001',
  '1400000000000000001',
  '1400000000000000002',
  '1500000000000000001',
]
const answerIn = (conversationId: string) =>
  ({
    id: 'an-answer',
    conversationId,
    locale: 'en',
    options: [{ label: 'a', text: 'b' }],
  }) as unknown as Answer

describe('a conversation id', () => {
  it('tells whose and where it is, with and without the front end before it', () => {
    for (const id of [conversationOf(channel, anna), conversationOf(channel, anna, event)]) {
      expect(id).toMatch(/^[A-Za-z0-9._:-]{1,128}$/)
      expect(placeOf(id)).toEqual({ channelId: channel, userId: anna })
      expect(placeOf(`discord/${id}`)).toEqual({ channelId: channel, userId: anna })
    }
    expect(placeOf('something-else')).toBeNull()
  })
})

describe('what is remembered', () => {
  it('of an answer is given to its person alone, whoever has a button for it', async () => {
    await places.rememberAnswer(answerIn(conversationOf(channel, anna)))
    expect(await places.answer('an-answer', anna)).toMatchObject({ options: ['b'] })
    expect(await places.answer('an-answer', bruno)).toBeNull()
    expect(await places.answer('another', anna)).toBeNull()
  })

  it('of a thread leads its asker on, and others to conversations of their own', async () => {
    const thread = '1600000000000000001'
    const conversationId = conversationOf(channel, anna, event)
    await places.rememberThread(thread, { conversationId, locale: 'en' })
    expect(await places.here(thread, anna)).toBe(conversationId)
    expect(await places.here(thread, bruno)).toBe(conversationOf(thread, bruno))
  })

  it('of a new conversation is for the one who began it, and for a day', async () => {
    const begun = await places.begin(channel, anna, event)
    expect(await places.here(channel, anna)).toBe(begun)
    expect(await places.here(channel, bruno)).toBe(conversationOf(channel, bruno))
    now.at = new Date(now.at.getTime() + 25 * 60 * 60_000)
    expect(await places.here(channel, anna)).toBe(conversationOf(channel, anna))
  })
})

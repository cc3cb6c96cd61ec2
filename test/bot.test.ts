/** The bot as front ends see it: conversations apart, nothing personal kept, limits, and a store that is away. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Host } from '../src/adapter.ts'
import { LONGEST_QUESTION } from '../src/message.ts'
import { createMemoryStore } from '../src/store/memory.ts'
import { StoreError } from '../src/store/store.ts'
import { startTestBot, type TestBot } from './support/bot.ts'

let bot: TestBot
let slack: Host
let discord: Host
let time = new Date('2026-11-23T10:00:00Z')
beforeAll(async () => {
  bot = await startTestBot({ now: () => time })
  slack = await bot.host('slack')
  discord = await bot.host('discord')
})
afterAll(() => bot.close())

const ask = (host: Host, text: string, conversationId: string) =>
  host.ask({ text, conversationId, frontEnd: '' })

describe('a conversation', () => {
  test('cannot be reached from another front end, whatever id is guessed there', async () => {
    await ask(slack, 'which port for IMAP?', 'same-id')
    expect((await ask(discord, 'and for POP3?', 'same-id')).topic).not.toBe('ports')
    expect((await ask(slack, 'and for POP3?', 'same-id')).topic).toBe('ports')
  })

  test('begins anew when it rested for a day', async () => {
    await ask(slack, 'which port for IMAP?', 'rested')
    time = new Date(time.getTime() + 23 * 3_600_000)
    expect((await ask(slack, 'and for POP3?', 'rested')).topic).toBe('ports')
    time = new Date(time.getTime() + 25 * 3_600_000)
    expect((await ask(slack, 'and for SMTP?', 'rested')).topic).not.toBe('ports')
  })

  test('gets an id when it has none', async () => {
    const answer = await slack.ask({ text: 'hello', frontEnd: '' })
    expect(answer.conversationId).toMatch(/^[A-Za-z0-9._:-]{1,128}$/)
  })
})

test('what a front end remembers of a conversation is forgotten with it, and only there', async () => {
  for (const [key, host, conversation] of [
    ['here', slack, 'forgotten'],
    ['there', slack, 'other'],
    ['here', discord, 'forgotten'],
  ] as const)
    await host.memory.put(key, conversation, 60, conversation)
  await bot.store.forget('slack/forgotten')
  expect(await slack.memory.get('here')).toBeNull()
  expect(await slack.memory.get('there')).toBe('other')
  expect(await discord.memory.get('here')).toBe('forgotten')
})

test('a vote counts from the front end that gave the answer, and from no other', async () => {
  const { id: answerId } = await ask(slack, 'which port for IMAP?', 'voted')
  expect(await discord.feedback({ answerId, helpful: false })).toBe(false)
  expect(await slack.feedback({ answerId, helpful: true })).toBe(true)
  expect(await discord.feedback({ answerId, helpful: false })).toBe(false)
  expect(await bot.bot.feedback('http', { answerId, helpful: false })).toBe(false)
  const votes = await bot.store.feedback.since(new Date(0))
  expect(votes.filter((vote) => vote.answerId === answerId).map(({ helpful }) => helpful)).toEqual([true])
})

describe('what is kept', () => {
  const address = 'anna.muster@example.org'
  const password = 'Kx7!vbQ92z'

  test('holds no address and no password, wherever they were written', async () => {
    const answer = await ask(
      slack,
      `my password is ${password}, server settings for ${address} please`,
      'personal',
    )
    await slack.feedback({
      answerId: answer.id,
      helpful: false,
      comment: `mail me at ${address}, the password: ${password} fails`,
    })
    const { handoff } = await slack.handoffs.open('personal', 'en')
    const kept = JSON.stringify([
      await bot.store.answers.of('slack/personal'),
      await bot.store.conversations.get('slack/personal'),
      await bot.store.feedback.since(new Date(0)),
      handoff,
    ])
    expect(kept).toContain('server settings')
    expect(kept).not.toContain('anna.muster')
    expect(kept).not.toContain(password)
  })

  test('says what was answered, for the report', async () => {
    const answer = await ask(slack, 'what is the qwxz of my plorf?', 'gap')
    const [record] = await bot.store.answers.of('slack/gap')
    expect(record).toMatchObject({
      id: answer.id,
      frontEnd: 'slack',
      outcome: 'unknown',
      topic: null,
      knowledge: bot.bot.knowledge.version,
    })
    expect(record!.notUnderstood).toEqual(expect.arrayContaining(['qwxz', 'plorf']))
  })
})

describe('a question that cannot be', () => {
  test.each(['', '   ', 'x'.repeat(LONGEST_QUESTION + 1)])('is refused: %j', async (text) => {
    await expect(ask(slack, text, 'a')).rejects.toThrow(RangeError)
  })
})

describe('a vote', () => {
  test('counts once, and not for an answer that nobody gave', async () => {
    const { id } = await ask(slack, 'which port for IMAP?', 'vote')
    expect(await slack.feedback({ answerId: id, helpful: true })).toBe(true)
    expect(await slack.feedback({ answerId: 'made-up', helpful: true })).toBe(false)
  })
})

describe('the words of the interface', () => {
  test('come in the best language there is', () => {
    expect(slack.matchLocale('fr-CA')).toBe('fr')
    expect(slack.matchLocale('EN_us')).toBe('en')
    expect(slack.matchLocale('ja')).toBeUndefined()
    expect(slack.words('fr-CA')('common.option.human')).not.toBe(slack.words('en')('common.option.human'))
    expect(slack.words('ja')('common.option.human')).toBe(slack.words('en')('common.option.human'))
    expect(() => slack.words('en')('common.nix')).toThrow('common.nix')
  })

  test.each(['en', 'fr'])('starters in %s are questions that the bot answers', async (locale) => {
    const starters = slack.starters(locale)
    expect(starters.length).toBeGreaterThan(2)
    for (const { label, text } of starters) {
      expect(label.length).toBeLessThanOrEqual(75)
      expect((await slack.ask({ text, locale, frontEnd: '' })).outcome).toBe('answer')
    }
  })

  test('the provider is described as its file says', () => {
    const { name, ports, support } = slack.provider('en')
    expect(name).toBe('Example Mail')
    expect(ports.map((entry) => entry.port)).toEqual(
      bot.bot.knowledge.provider.ports.map((entry) => entry.port),
    )
    expect(support).toContain('https://example.com/support')
  })
})

describe('while the store is away', () => {
  test('questions are answered, and what could not be kept is said once in the log', async () => {
    const memory = createMemoryStore({ now: () => time })
    const away = async () => {
      throw new StoreError('The store is away.', 'Wait.')
    }
    const lines: string[] = []
    const alone = await startTestBot({
      store: {
        ...memory,
        conversations: { get: away, put: away },
        answers: { ...memory.answers, add: away },
      },
      logged: (line) => lines.push(line),
    })
    const host = await alone.host('slack')
    expect((await ask(host, 'which port for IMAP?', 'a')).topic).toBe('ports')
    expect(lines.filter((line) => line.includes('"what":"answer"'))).toHaveLength(1)
    expect(lines.join()).not.toContain('which port')
    await expect(host.handoffs.open('a', 'en')).rejects.toThrow('The store is away.')
    await alone.close()
  })
})

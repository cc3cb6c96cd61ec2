import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Posted } from './peer.ts'
import {
  CHANNELS,
  command,
  directWith,
  IN_HELP,
  IN_SERVER,
  IN_SUPPORT,
  type Person,
  press,
  SECOND_STAFF,
  STAFF,
  somebody,
  threadIn,
  written,
} from './people.ts'
import { find, pressables, textOf } from './reading.ts'
import {
  type Base,
  MODES,
  type Mode,
  STARTING,
  startBase,
  startBoth,
  startWorld,
  type World,
} from './world.ts'

const CARDS = new RegExp(`^/channels/${CHANNELS.support}/messages$`)

let base: Base
let worlds: Record<Mode, World>
let alone: World
beforeAll(async () => {
  base = await startBase()
  alone = await startWorld(base, 'gateway', { settings: { DISCORD_SUPPORT_CHANNEL: undefined } as never })
  worlds = await startBoth(base, { gateway: { settings: { DISCORD_MESSAGE_CONTENT: true } } })
}, STARTING)
afterAll(async () => {
  for (const world of [...MODES.map((mode) => worlds[mode]), alone]) await world.end()
  await base.close()
})

describe.each(MODES)('asking for a person in Discord over the %s', (mode) => {
  let world: World
  let anna: Person
  beforeEach(() => {
    world = worlds[mode]
    anna = somebody()
  })
  afterEach(() => expect(world.peer.problems).toEqual([]))

  const cards = () => world.peer.screen.filter((message) => message.channelId === CHANNELS.support)
  /** Asks, and gives the new card. */
  async function cardAfter(act: () => Promise<Posted[]>): Promise<{ card: Posted; told: Posted }> {
    const before = cards().length
    const [told] = await act()
    expect(cards()).toHaveLength(before + 1)
    return { card: cards().at(-1)!, told: told! }
  }

  it('puts up a card with who asks, where, in which language, and what was said, redacted', async () => {
    await world.ask(
      'my address is anna@anna.example and my password is hunter22, login fails',
      anna,
      IN_SERVER,
    )
    const { card, told } = await cardAfter(() => world.command('human', {}, anna, IN_SERVER))
    const text = textOf(card)
    expect(text).toContain(`<@${anna.id}>`)
    expect(text).toContain(`<#${IN_SERVER.channelId}>`)
    expect(text).toContain('English')
    expect(text).toContain('login fails')
    expect(text).not.toMatch(/hunter22|anna@anna/)
    expect(told.only).toBe(anna.id)
    expect(textOf(told)).toMatch(/Monday to Friday[\s\S]*https:\/\/example\.com\/support/)
  })

  it('asks in words, by button and by command, and puts up one card for it all', async () => {
    const { told } = await cardAfter(() => world.ask('I want to talk to a human', anna, IN_SERVER))
    expect(textOf(told)).toContain('direct message')
    const before = cards().length
    const [again] = await world.command('human', {}, anna, IN_SERVER)
    expect(textOf(again!)).toContain('already')
    // A command begins a new conversation; the person is the same.
    const [answer] = await world.command('ports', {}, anna, IN_SERVER)
    const [third] = await world.press('Talk to a person', answer!, anna, IN_SERVER)
    expect(textOf(third!)).toContain('already')
    expect(cards()).toHaveLength(before)
  })

  it('puts up one card when the same person asks many times at once', async () => {
    const before = cards().length
    await Promise.all(Array.from({ length: 8 }, () => world.command('human', {}, anna, IN_SERVER)))
    expect(cards()).toHaveLength(before + 1)
  })

  it('is taken by the first and shows by whom; a second one is told', async () => {
    const { card } = await cardAfter(() => world.command('human', {}, anna, IN_SERVER))
    const claim = find(card, 'I take it')
    const now = base.clock.now
    const [taken] = await world.peer.show(press(claim.customId, card, STAFF, IN_SUPPORT, now))
    expect(taken!.id).toBe(card.id)
    expect(textOf(taken!)).toContain(`<@${STAFF.id}> takes care of it`)
    expect(pressables(taken!).map(({ label }) => label)).toEqual(['Done'])
    const [late] = await world.peer.show(press(claim.customId, card, SECOND_STAFF, IN_SUPPORT, now))
    expect(late!.only).toBe(SECOND_STAFF.id)
    expect(textOf(late!)).toContain(`<@${STAFF.id}>`)
  })

  it('is done, and a new question for a person then gets a new card', async () => {
    const { card } = await cardAfter(() => world.command('human', {}, anna, IN_SERVER))
    const [done] = await world.press('Done', card, STAFF, IN_SUPPORT)
    expect(textOf(done!)).toContain(`Done by <@${STAFF.id}>`)
    expect(pressables(done!)).toEqual([])
    await cardAfter(() => world.command('human', {}, anna, IN_SERVER))
  })

  it('takes no claim from outside the support channel', async () => {
    const { card } = await cardAfter(() => world.command('human', {}, anna, IN_SERVER))
    for (const { customId } of pressables(card)) {
      const [notice] = await world.peer.show(press(customId, card, anna, IN_SERVER, base.clock.now))
      expect(textOf(notice!)).toContain('/ask')
    }
    const [claimed] = await world.press('I take it', card, STAFF, IN_SUPPORT)
    expect(textOf(claimed!)).toContain(`<@${STAFF.id}>`)
  })

  it('tells the asker in a direct conversation who comes and when it is done, once', async () => {
    const place = directWith(anna)
    const { card, told } = await cardAfter(() => world.command('human', {}, anna, place))
    expect(told.only).toBeUndefined()
    expect(textOf(card)).toContain('Direct message')
    const posts = new RegExp(`^/channels/${place.channelId}/messages$`)
    const [claimed] = await world.press('I take it', card, STAFF, IN_SUPPORT)
    await world.peer.called('POST', posts)
    const { customId } = find(claimed!, 'Done')
    for (const staff of [STAFF, SECOND_STAFF])
      await world.peer.show(press(customId, card, staff, IN_SUPPORT, base.clock.now))
    await world.peer.called('POST', posts, 2)
    // Were the second one told too, that would come before this.
    await world.ask('Which port for IMAP?', anna, place)
    expect(world.peer.callsTo('POST', posts)).toHaveLength(2)
  })

  it('comes when the first card could not be posted; until then the contact of the provider is given', async () => {
    world.peer.fault({
      method: 'POST',
      path: CARDS,
      status: 403,
      body: { code: 50001, message: 'Missing Access' },
    })
    const before = cards().length
    const [told] = await world.command('human', {}, anna, IN_SERVER)
    expect(textOf(told!)).toContain('https://example.com/support')
    expect(textOf(told!)).not.toContain('I have asked')
    expect(cards()).toHaveLength(before)
    expect(base.logged.filter((line) => line.includes('DISCORD_SUPPORT_CHANNEL')).length).toBeGreaterThan(0)
    await cardAfter(() => world.command('human', {}, anna, IN_SERVER))
  })

  it('puts up one card when the reply to posting it is lost', async () => {
    const before = cards().length
    world.peer.fault({ method: 'POST', path: CARDS, status: 502, done: true })
    await world.command('human', {}, anna, IN_SERVER)
    expect(cards()).toHaveLength(before + 1)
  })

  it('speaks to the asker in their language, and to the team in the bot’s first', async () => {
    const bruno = somebody('fr')
    const { card, told } = await cardAfter(() => world.command('human', {}, bruno, IN_SERVER))
    expect(textOf(told)).toContain('J’ai demandé')
    expect(textOf(card)).toContain('French')
  })
})

describe('a person in a thread', () => {
  it('is told of there, and the bot keeps quiet once somebody has taken over', async () => {
    const world = worlds.gateway
    const anna = somebody()
    const [answer] = await world.ask('Which port for IMAP?', anna, IN_HELP)
    await world.peer.called('PUT', new RegExp(`^/channels/${answer!.id}/thread-members`))
    const thread = threadIn(IN_HELP, answer!.id)
    const [told] = await world.press('Talk to a person', answer!, anna, IN_HELP)
    expect(textOf(told!)).toContain('write to you here')
    const card = world.peer.screen.filter((message) => message.channelId === CHANNELS.support).at(-1)!
    expect(textOf(card)).toContain(`<#${answer!.id}>`)
    const posts = new RegExp(`^/channels/${answer!.id}/messages$`)
    await world.press('I take it', card, STAFF, IN_SUPPORT)
    await world.peer.called('POST', posts)
    const toPerson = written('I cannot send mail', anna, thread, base.clock.now)
    world.peer.gateway.dispatch('MESSAGE_CREATE', toPerson)
    // Taken up after the first, and before somebody says that it is done.
    await world.ask('Which port for IMAP?', anna, IN_SERVER)
    await world.press('Done', card, STAFF, IN_SUPPORT)
    await world.peer.called('POST', posts, 2)
    // Once it is done, the bot answers again.
    const toBot = written('Which port for SMTP with SSL?', anna, thread, base.clock.now)
    world.peer.gateway.dispatch('MESSAGE_CREATE', toBot)
    expect(textOf(await world.peer.repliedTo(toBot.id))).toContain('465')
    expect(world.peer.screen.filter(({ replyTo }) => replyTo === toPerson.id)).toEqual([])
  })
})

describe('without a support channel', () => {
  it('the answer says how to reach people, and promises nobody', async () => {
    const anna = somebody()
    for (const raw of [
      command('human', {}, anna, IN_SERVER, base.clock.now),
      command('ask', { question: 'I want to talk to a human' }, anna, IN_SERVER, base.clock.now),
    ]) {
      const [told] = await alone.peer.show(raw)
      expect(textOf(told!)).toContain('https://example.com/support')
      expect(textOf(told!)).not.toMatch(/I have asked|I am getting/)
    }
    expect(alone.peer.callsTo('POST', /messages$/)).toEqual([])
  })
})

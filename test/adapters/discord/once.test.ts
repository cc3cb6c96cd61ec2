import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Host } from '../../../src/adapter.ts'
import type { Posted } from './peer.ts'
import {
  command,
  directWith,
  IN_HELP,
  IN_SERVER,
  press,
  somebody,
  threadIn,
  typing,
  written,
} from './people.ts'
import { find, textOf } from './reading.ts'
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

let base: Base
let worlds: Record<Mode, World>
/** Another instance on the same store and the same gateway. */
let second: World
/** How often the bot was asked, by question. */
const asked = new Map<string, number>()
const counting = (host: Host): Host => ({
  ...host,
  ask(question) {
    asked.set(question.text, (asked.get(question.text) ?? 0) + 1)
    return host.ask(question)
  },
})

beforeAll(async () => {
  base = await startBase()
  worlds = await startBoth(base, {
    gateway: { host: counting, settings: { DISCORD_MESSAGE_CONTENT: true } },
    http: { host: counting },
  })
  second = await startWorld(base, 'gateway', {
    host: counting,
    peer: worlds.gateway.peer,
    settings: { DISCORD_MESSAGE_CONTENT: true },
  })
}, STARTING)
afterAll(async () => {
  await second.end()
  for (const mode of MODES) await worlds[mode].end()
  await base.close()
})

/** What was said to an interaction, deferral and answer counted as what they are. */
function replies(world: World, id: string) {
  const { responses, followUps, edits } = world.peer.known(id)
  return {
    responses: responses.length,
    shown: responses.filter(({ type }) => type === 4 || type === 7).length + edits,
    followUps: followUps.length,
  }
}

describe('200 interactions in 5 s', () => {
  it.each(MODES)(
    'are each answered once, all in time, over the %s',
    async (mode) => {
      const world = worlds[mode]
      const questions = [
        'Which port for IMAP?',
        'I cannot send mail',
        'quel port pour smtp',
        'How do I set up Outlook?',
        'what is the weather',
      ]
      const raws = Array.from({ length: 200 }, (_, index) => {
        const person = somebody(index % 3 === 0 ? 'fr' : 'en-US')
        return command(
          'ask',
          { question: `${questions[index % questions.length]} (${mode} ${index})` },
          person,
          index % 2 ? IN_SERVER : directWith(person),
          base.clock.now,
        )
      })
      const started = performance.now()
      const firsts: number[] = []
      await Promise.all(
        raws.map(async (raw) => {
          const from = performance.now()
          const shown = world.peer.show(raw)
          await world.peer.firstOf(raw.id)
          firsts.push(performance.now() - from)
          await shown
        }),
      )
      expect(Math.max(...firsts)).toBeLessThan(3_000)
      expect(performance.now() - started).toBeLessThan(5_000)
      for (const raw of raws) expect(replies(world, raw.id)).toMatchObject({ shown: 1, followUps: 0 })
      const counts = raws.map((raw) =>
        asked.get((raw.data as { options: { value: string }[] }).options[0]!.value),
      )
      expect(counts).toEqual(raws.map(() => 1))
    },
    20_000,
  )
})

describe('an interaction', () => {
  it.each(MODES)('that is delivered again is answered once, over the %s', async (mode) => {
    const world = worlds[mode]
    const anna = somebody()
    const raw = command(
      'ask',
      { question: `Which port for IMAP, again over ${mode}?` },
      anna,
      IN_SERVER,
      base.clock.now,
    )
    await world.peer.show(raw)
    for (let time = 0; time < 3; time += 1) await world.peer.deliver(raw)
    await world.ask(`What comes after, over ${mode}?`, anna, IN_SERVER)
    expect(replies(world, raw.id)).toEqual({ responses: 1, shown: 1, followUps: 0 })
    expect(asked.get(`Which port for IMAP, again over ${mode}?`)).toBe(1)
  })

  it('that two instances get is answered by one', async () => {
    const { peer } = worlds.gateway
    expect(peer.gateway.greetings.filter(({ op }) => op === 2)).toHaveLength(2)
    for (let index = 0; index < 20; index += 1) {
      const question = `Which port for IMAP, for two (${index})?`
      await worlds.gateway.ask(question, somebody(), IN_SERVER)
      expect(asked.get(question)).toBe(1)
    }
  })

  it('that is replayed after a resume is not answered again', async () => {
    const { peer } = worlds.gateway
    const anna = somebody()
    const raw = command(
      'ask',
      { question: 'Which port for IMAP, before the break?' },
      anna,
      IN_SERVER,
      base.clock.now,
    )
    await peer.show(raw)
    peer.gateway.forgetAcknowledged()
    const greeted = peer.gateway.greetings.length
    peer.gateway.drop(4000)
    await peer.gateway.greeted(greeted + 2)
    expect(peer.gateway.greetings.slice(greeted).map(({ op }) => op)).toEqual([6, 6])
    await worlds.gateway.ask('Which port for IMAP, after the break?', anna, IN_SERVER)
    expect(asked.get('Which port for IMAP, after the break?')).toBe(1)
    expect([...asked.values()].filter((count) => count > 1)).toEqual([])
    expect(replies(worlds.gateway, raw.id).shown).toBe(1)
  })

  it('that asks for suggestions gets them once', async () => {
    const { peer } = worlds.gateway
    const raw = typing('setup', 'client', 'out', somebody(), IN_SERVER, base.clock.now)
    await peer.respond(raw)
    await peer.deliver(raw)
    await worlds.gateway.ask('What comes after suggestions?', somebody(), IN_SERVER)
    expect(peer.known(raw.id).responses).toHaveLength(1)
  })
})

describe('a written message and a press', () => {
  it('that two instances get are answered by one', async () => {
    const { peer } = worlds.gateway
    const anna = somebody()
    const [answer] = await worlds.gateway.ask('How do I set up Thunderbird?', anna, IN_HELP)
    await peer.called('PUT', new RegExp(`^/channels/${answer!.id}/thread-members`))
    const posts = new RegExp(`^/channels/${answer!.id}/messages$`)
    peer.gateway.dispatch(
      'MESSAGE_CREATE',
      written('one port for POP3, please', anna, threadIn(IN_HELP, answer!.id), base.clock.now),
    )
    await peer.called('POST', posts)
    await peer.deliver(press(find(answer!, 'POP3 or IMAP').customId, answer!, anna, IN_HELP, base.clock.now))
    await peer.called('POST', posts, 2)
    await worlds.gateway.ask('What comes after both?', anna, IN_SERVER)
    expect(peer.callsTo('POST', posts)).toHaveLength(2)
    expect(asked.get('one port for POP3, please')).toBe(1)
  })

  it('is shown once when the reply of Discord is lost', async () => {
    const { peer } = worlds.gateway
    const anna = somebody()
    const place = directWith(anna)
    const posts = new RegExp(`^/channels/${place.channelId}/messages$`)
    peer.fault({ method: 'POST', path: posts, status: 502, done: true })
    const message = written('which port for imap, lost?', anna, place, base.clock.now)
    peer.gateway.dispatch('MESSAGE_CREATE', message)
    await peer.called('POST', posts, 2)
    const shown = peer.screen.filter((posted: Posted) => posted.channelId === place.channelId)
    expect(shown).toHaveLength(1)
    expect(textOf(shown[0]!)).toContain('993')
  })
})

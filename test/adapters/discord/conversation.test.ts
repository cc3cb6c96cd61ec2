import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createCustomIds } from '../../../adapters/discord/custom-id.ts'
import { type Posted, TOKEN } from './peer.ts'
import {
  answerThis,
  command,
  directWith,
  IN_GROUP,
  IN_SERVER,
  interaction,
  modal,
  type Person,
  press,
  somebody,
  typing,
} from './people.ts'
import { find, pressables, textOf } from './reading.ts'
import { type Base, MODES, type Mode, STARTING, startBase, startBoth, type World } from './world.ts'

let base: Base
let worlds: Record<Mode, World>
/** Who is let through by the limit for callers; everybody but one. */
const hasty = somebody()
beforeAll(async () => {
  base = await startBase({ limit: async (caller) => (caller.includes(hasty.id) ? 12.2 : true) })
  worlds = await startBoth(base)
}, STARTING)
afterAll(async () => {
  await Promise.all(MODES.map((mode) => worlds[mode].end()))
  await base.close()
})

describe.each(MODES)('a conversation in Discord over the %s', (mode) => {
  let world: World
  let ANNA: Person
  let BRUNO: Person
  beforeEach(() => {
    world = worlds[mode]
    ANNA = somebody()
    BRUNO = somebody('fr')
  })
  afterEach(() => expect(world.peer.problems).toEqual([]))
  const votesOn = async (answer: Posted) => {
    const [, answerId] = find(
      answer,
      pressables(answer).find(({ customId }) => customId.startsWith('v:'))!.label,
    ).customId.split(':')
    const votes = await base.bot.store.feedback.since(new Date(0))
    return votes.filter((vote) => vote.answerId === answerId).map(({ helpful }) => helpful)
  }

  it('answers /ask, in a server and in a group for the asker alone, with the bot for both', async () => {
    for (const place of [IN_SERVER, IN_GROUP]) {
      const [answer] = await world.ask('Which port for IMAP with SSL?', ANNA, place)
      expect(textOf(answer!)).toContain('993')
      expect(answer!.only).toBe(ANNA.id)
    }
    const [answer] = await world.ask('Which port for IMAP with SSL?', ANNA, directWith(ANNA))
    expect(answer!.only).toBeUndefined()
  })

  it('answers in the asker’s language', async () => {
    const [french] = await world.command('ports', { protocol: 'imap' }, BRUNO, IN_SERVER)
    expect(textOf(french!)).toContain('recommandé')
    // Discord's own default says little: French words are answered in French.
    const [words] = await world.ask('quel port pour recevoir en imap ?', ANNA, IN_SERVER)
    expect(textOf(words!)).toContain('recommandé')
    // A language that was chosen on purpose counts, whatever the words are in.
    const [chosen] = await world.ask('Which port for IMAP?', BRUNO, IN_SERVER)
    expect(textOf(chosen!)).toContain('recommandé')
    const [polish] = await world.ask('Which port for IMAP?', { ...ANNA, locale: 'pl' }, IN_SERVER)
    expect(textOf(polish!)).toContain('recommended')
  })

  it('suggests programs and codes while somebody types', async () => {
    const names = async (name: string, option: string, typed: string) => {
      const response = await world.peer.respond(typing(name, option, typed, ANNA, IN_SERVER, world.clock.now))
      expect(response.type).toBe(8)
      return response.data.choices.map((choice: { name: string }) => choice.name)
    }
    expect(await names('setup', 'client', 'thundrbird')).toContain('Thunderbird')
    expect((await names('error', 'code', '535'))[0]).toMatch(/^535/)
    expect(await names('setup', 'client', 'zzzzzzzz')).toEqual([])
  })

  it('goes on with what was asked before, by button and by words', async () => {
    const [answer] = await world.ask('How do I set up Thunderbird?', ANNA, IN_SERVER)
    const [next] = await world.press('POP3 or IMAP', answer!, ANNA, IN_SERVER)
    expect(next!.only).toBe(ANNA.id)
    expect(next!.id).not.toBe(answer!.id)
    expect(textOf(next!)).toContain('IMAP')
    await world.ask('Which port for IMAP with SSL?', BRUNO, IN_SERVER)
    const [followed] = await world.ask('and SMTP?', BRUNO, IN_SERVER)
    expect(textOf(followed!)).toContain('465')
  })

  it('answers a command for what it names alone, whatever was said before, and goes on from it', async () => {
    await world.ask('Which port for IMAP with SSL?', ANNA, IN_SERVER)
    const [all] = await world.command('ports', {}, ANNA, IN_SERVER)
    expect(textOf(all!)).toMatch(/993[\s\S]*995[\s\S]*465/)
    const [which] = await world.command('pop-or-imap', {}, ANNA, IN_SERVER)
    expect(textOf(which!)).toContain('Choose IMAP')
    await world.command('ports', { protocol: 'imap', security: 'ssl' }, ANNA, IN_SERVER)
    const [next] = await world.ask('and SMTP?', ANNA, IN_SERVER)
    expect(textOf(next!)).toContain('SMTP uses port 465')
  })

  it('puts the answer in the place of the question that it asked back', async () => {
    await world.ask('How do I set up Thunderbird?', ANNA, IN_SERVER)
    const [question] = await world.ask('It still does not work.', ANNA, IN_SERVER)
    const choice = pressables(question!)[0]!
    const [answer] = await world.press(choice.label, question!, ANNA, IN_SERVER)
    expect(answer!.id).toBe(question!.id)
    expect(pressables(answer!).map(({ label }) => label)).toContain('Helpful')
  })

  it('counts a vote and marks it on the message', async () => {
    const [answer] = await world.ask('Which port for IMAP?', ANNA, IN_SERVER)
    const [voted] = await world.press('Not helpful', answer!, ANNA, IN_SERVER)
    expect(voted!.id).toBe(answer!.id)
    expect(textOf(voted!)).toBe(textOf(answer!))
    expect(pressables(voted!).map(({ label }) => label)).toContain('Noted')
    const [again] = await world.press('Helpful', voted!, ANNA, IN_SERVER)
    expect(pressables(again!).map(({ label }) => label)).toEqual(
      expect.arrayContaining(['Thank you', 'Not helpful']),
    )
    expect(await votesOn(again!)).toEqual([true])
  })

  it('shares what one person saw with all, once, and without its buttons', async () => {
    const [answer] = await world.ask('Which port for IMAP?', ANNA, IN_SERVER)
    const [shared] = await world.press('Share here', answer!, ANNA, IN_SERVER)
    expect(shared!.only).toBeUndefined()
    expect(textOf(shared!)).toContain(textOf(answer!))
    expect(pressables(shared!)).toEqual([])
    const [again] = await world.press('Share here', answer!, ANNA, IN_SERVER)
    expect(again!.only).toBe(ANNA.id)
    expect(textOf(again!)).not.toContain('993')
  })

  it('opens a dialogue to reply in, and goes on from what is written there', async () => {
    const [answer] = await world.ask('Which port for IMAP with SSL?', ANNA, IN_SERVER)
    const { customId } = find(answer!, 'Reply')
    const dialogue = await world.peer.respond(press(customId, answer!, ANNA, IN_SERVER, world.clock.now))
    expect(dialogue.type).toBe(9)
    const [next] = await world.peer.show(
      modal(dialogue.data.custom_id, 'and SMTP?', answer!, ANNA, IN_SERVER, world.clock.now),
    )
    expect(textOf(next!)).toContain('465')
    expect(next!.only).toBe(ANNA.id)
  })

  it('answers a message for a moderator, who may share it with a link to that message', async () => {
    const raw = answerThis('which port do I use for imap?', ANNA, IN_SERVER, world.clock.now)
    const [answer] = await world.peer.show(raw)
    expect(answer!.only).toBe(ANNA.id)
    expect(textOf(answer!)).toContain('993')
    const [shared] = await world.press('Share here', answer!, ANNA, IN_SERVER)
    const target = (raw.data as { target_id: string }).target_id
    expect(textOf(shared!)).toContain(
      `https://discord.com/channels/${IN_SERVER.guildId}/${IN_SERVER.channelId}/${target}`,
    )
    const [nothing] = await world.peer.show(answerThis('', ANNA, IN_SERVER, world.clock.now))
    expect(textOf(nothing!)).toContain('no text')
  })

  it('answers a message in its own language, whoever lets it be answered', async () => {
    const [answer] = await world.peer.show(
      answerThis('which port do I use for imap?', BRUNO, IN_SERVER, world.clock.now),
    )
    expect(textOf(answer!)).toContain('recommended')
  })

  it('picks from a menu as from buttons', async () => {
    const [answer] = await world.ask('How do I set up Thunderbird?', ANNA, IN_SERVER)
    const [, answerId] = find(answer!, 'POP3 or IMAP').customId.split(':')
    const menu = createCustomIds(TOKEN).sign({ action: 'option', ref: answerId! }, `user:${ANNA.id}`)
    const index = pressables(answer!).findIndex(({ label }) => label === 'POP3 or IMAP')
    const [next] = await world.peer.show(
      press(menu, answer!, ANNA, IN_SERVER, world.clock.now, String(index)),
    )
    expect(textOf(next!)).toContain('Choose IMAP')
  })

  it('offers to share no answer that tells of a password', async () => {
    const [answer] = await world.ask('my password is hunter22 and login fails', ANNA, IN_SERVER)
    expect(pressables(answer!).map(({ label }) => label)).not.toContain('Share here')
  })

  it('warns of a password, and keeps it from everywhere', async () => {
    const [answer] = await world.ask('my password is hunter22 and login fails', ANNA, IN_SERVER)
    expect(textOf(answer!)).toContain('You wrote a password')
    const kept = JSON.stringify(await world.bot.store.answers.since(new Date(0)))
    expect(kept + world.logged.join() + JSON.stringify(world.peer.calls)).not.toContain('hunter22')
  })

  it('asks for patience when somebody asks too much', async () => {
    const [notice] = await world.ask('Which port for IMAP?', hasty, IN_SERVER)
    expect(textOf(notice!)).toContain('13 s')
    const [answer] = await world.ask('Which port for IMAP?', BRUNO, IN_SERVER)
    expect(textOf(answer!)).toContain('993')
  })

  it('says politely that a command or a button is not known', async () => {
    const [unknown] = await world.command('old-command', {}, ANNA, IN_SERVER)
    expect(textOf(unknown!)).toContain('do not know this command')
    const [answer] = await world.ask('Which port for IMAP?', ANNA, IN_SERVER)
    for (const id of ['nonsense', 'o:1:2:AAAAAAAAAAAAAAAA', `${find(answer!, 'Helpful').customId}x`]) {
      const [notice] = await world.peer.show(press(id, answer!, ANNA, IN_SERVER, world.clock.now))
      expect(textOf(notice!)).toContain('/ask')
      expect(notice!.only).toBe(ANNA.id)
    }
    expect(await votesOn(answer!)).toEqual([])
  })

  it('keeps a button for the one it was made for, whoever copies it', async () => {
    const [answer] = await world.ask(
      'my address is anna@anna.example, how do I set up Thunderbird?',
      ANNA,
      IN_SERVER,
    )
    for (const { customId, value } of pressables(answer!)) {
      const [notice] = await world.peer.show(
        press(customId, answer!, BRUNO, IN_SERVER, world.clock.now, value),
      )
      expect(textOf(notice!)).toContain('/demander')
      expect(textOf(notice!)).not.toContain('anna')
      expect(notice!.only).toBe(BRUNO.id)
    }
    expect(await votesOn(answer!)).toEqual([])
    expect(world.peer.callsTo('POST', /messages$/)).toEqual([])
  })

  it('says that a button is too old once its answer is forgotten', async () => {
    const [answer] = await world.ask('How do I set up Thunderbird?', ANNA, IN_SERVER)
    world.clock.pass(8 * 24 * 60)
    const [notice] = await world.press('POP3 or IMAP', answer!, ANNA, IN_SERVER)
    expect(textOf(notice!)).toContain('too old')
  })

  it('does not pick a choice that was not offered', async () => {
    const [answer] = await world.ask('How do I set up Thunderbird?', ANNA, IN_SERVER)
    const { customId } = find(answer!, 'POP3 or IMAP')
    for (const value of ['99', '-1', 'x', '__proto__']) {
      const [notice] = await world.peer.show(
        press(customId, answer!, ANNA, IN_SERVER, world.clock.now, value),
      )
      expect(textOf(notice!)).toContain('/ask')
    }
  })

  it('lets no mention or hidden link through from a question', async () => {
    const evil = '@everyone <@1400000000000000002> <@&1> [your bank](https://evil.example)'
    for (const raw of [
      command('error', { code: evil }, ANNA, IN_SERVER, world.clock.now),
      command('setup', { client: evil }, ANNA, IN_SERVER, world.clock.now),
      command('ask', { question: `what does ${evil} mean` }, ANNA, IN_SERVER, world.clock.now),
    ]) {
      const shown = JSON.stringify(await world.peer.show(raw))
      expect(shown).not.toContain('@everyone')
      expect(shown).not.toContain('<@')
      expect(shown).not.toMatch(/\[your bank\]\(/)
    }
  })

  it('has nothing to say to what it does not know, and lives on', async () => {
    const now = world.clock.now
    // A kind of interaction of the future, a user command, and one with nothing in it.
    for (const raw of [
      interaction(99, {}, ANNA, IN_SERVER, now),
      interaction(2, { id: '1', name: 'x', type: 2 }, ANNA, IN_SERVER, now),
      { ...interaction(2, {}, ANNA, IN_SERVER, now), data: undefined },
    ])
      await world.peer.deliver(raw)
    const [answer] = await world.ask('Which port for IMAP?', ANNA, IN_SERVER)
    expect(textOf(answer!)).toContain('993')
  })
})

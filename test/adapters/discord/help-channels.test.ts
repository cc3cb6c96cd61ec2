import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Posted } from './peer.ts'
import {
  answerThis,
  CHANNELS,
  directWith,
  IN_HELP,
  IN_SERVER,
  modal,
  type Person,
  press,
  somebody,
  threadIn,
  written,
} from './people.ts'
import { find, pressables, textOf } from './reading.ts'
import { type Base, STARTING, startBase, startWorld, type World } from './world.ts'

let base: Base
/** Messages arrive, and they do not. */
let granted: World
let without: World
beforeAll(async () => {
  base = await startBase()
  granted = await startWorld(base, 'gateway', { settings: { DISCORD_MESSAGE_CONTENT: true } })
  without = await startWorld(base, 'http')
  without.peer.botAt(await base.bot.listen())
}, STARTING)
afterAll(async () => {
  await granted.end()
  await without.end()
  await base.close()
})

let anna: Person
let bruno: Person
beforeEach(() => {
  anna = somebody()
  bruno = somebody('fr')
})
afterEach(() => expect([...granted.peer.problems, ...without.peer.problems]).toEqual([]))

/** `/ask` in the help channel, up to the thread with the asker in it. */
async function asked(world: World, text: string, person: Person): Promise<Posted> {
  const [answer] = await world.ask(text, person, IN_HELP)
  await world.peer.called('PUT', new RegExp(`^/channels/${answer!.id}/thread-members/${person.id}$`))
  return answer!
}
const postsIn = (threadId: string) => new RegExp(`^/channels/${threadId}/messages$`)
async function nextPost(world: World, threadId: string, act: () => unknown): Promise<Posted> {
  const before = world.peer.callsTo('POST', postsIn(threadId)).length
  const posted = world.peer.called('POST', postsIn(threadId), before + 1)
  await act()
  await posted
  return world.peer.screen.filter((message) => message.channelId === threadId).at(-1)!
}

describe('a help channel', () => {
  it('shows the answer to all and opens a thread for the asker', async () => {
    const answer = await asked(granted, 'Which port for IMAP with SSL?', anna)
    expect(answer.only).toBeUndefined()
    expect(textOf(answer)).toContain('993')
    expect(granted.peer.threads.get(answer.id)).toEqual({
      name: `Mail help for ${anna.name}`,
      members: [anna.id],
    })
    expect(pressables(answer).map(({ label }) => label)).not.toContain('Share here')
  })

  it('keeps a notice to the one it is for', async () => {
    const [notice] = await granted.command('human', {}, anna, IN_HELP)
    expect(notice!.only).toBe(anna.id)
  })

  it('starts a conversation of its own with every question', async () => {
    await asked(granted, 'Which port for IMAP with SSL?', anna)
    const second = await asked(granted, 'and SMTP?', anna)
    expect(textOf(second)).not.toContain('SMTP uses port 465 with SSL/TLS')
  })

  it('answers what the asker writes in the thread, as a reply, in the same conversation', async () => {
    const answer = await asked(granted, 'Which port for IMAP with SSL?', anna)
    const message = written('and SMTP?', anna, threadIn(IN_HELP, answer.id), base.clock.now)
    const reply = await nextPost(granted, answer.id, () =>
      granted.peer.gateway.dispatch('MESSAGE_CREATE', message),
    )
    expect(reply.replyTo).toBe(message.id)
    expect(textOf(reply)).toContain('465')
    // Where one can simply write, no button for it is needed.
    expect(pressables(reply).map(({ label }) => label)).not.toContain('Reply')
  })

  it('leaves alone what others write there, bots, edits and threads that it did not open', async () => {
    const answer = await asked(granted, 'Which port for IMAP?', anna)
    const thread = threadIn(IN_HELP, answer.id)
    const now = base.clock.now
    const before = granted.peer.callsTo('POST', /messages$/).length
    for (const message of [
      written('and SMTP?', bruno, thread, now),
      written('and SMTP?', { ...anna, id: '1100000000000000001' }, thread, now, {
        author: { id: '1100000000000000001', bot: true },
      }),
      written('and SMTP?', anna, thread, now, { webhook_id: '1' }),
      written('', anna, thread, now),
      written('Anna joined', anna, thread, now, { type: 7 }),
      written('Which port for IMAP?', anna, IN_HELP, now),
      written('Which port for IMAP?', anna, IN_SERVER, now),
    ])
      granted.peer.gateway.dispatch('MESSAGE_CREATE', message)
    granted.peer.gateway.dispatch('MESSAGE_UPDATE', written('and SMTP?', anna, thread, now))
    // What comes after is answered, and it alone.
    const own = written('and SMTP?', anna, thread, now)
    granted.peer.gateway.dispatch('MESSAGE_CREATE', own)
    await granted.peer.repliedTo(own.id)
    expect(granted.peer.callsTo('POST', /messages$/).length).toBe(before + 1)
  })

  it('answers messages of one thread in their order', async () => {
    const answer = await asked(granted, 'Which port for IMAP?', anna)
    const thread = threadIn(IN_HELP, answer.id)
    const messages = ['and SMTP?', 'and POP3?', 'what is webmail?', 'thanks'].map((text) =>
      written(text, anna, thread, base.clock.now),
    )
    const all = granted.peer.called('POST', postsIn(answer.id), messages.length)
    for (const message of messages) granted.peer.gateway.dispatch('MESSAGE_CREATE', message)
    await all
    const replies = granted.peer.screen.filter((message) => message.channelId === answer.id)
    expect(replies.map(({ replyTo }) => replyTo)).toEqual(messages.map(({ id }) => id))
  })

  it('puts what comes of a button under the answer into its thread', async () => {
    const answer = await asked(granted, 'How do I set up Thunderbird?', anna)
    const { customId } = find(answer, 'POP3 or IMAP')
    const raw = press(customId, answer, anna, IN_HELP, base.clock.now)
    const reply = await nextPost(granted, answer.id, () => granted.peer.respond(raw))
    expect(granted.peer.known(raw.id).responses.map(({ type }) => type)).toEqual([6])
    expect(textOf(reply)).toContain('IMAP')
  })

  it('does not let somebody else press on in the asker’s conversation', async () => {
    const answer = await asked(granted, 'How do I set up Thunderbird?', anna)
    const [notice] = await granted.press('POP3 or IMAP', answer, bruno, IN_HELP)
    expect(notice!.only).toBe(bruno.id)
    expect(textOf(notice!)).toContain('/demander')
  })

  it('goes on in the thread by /ask, for the asker in the same conversation, for others in their own', async () => {
    const answer = await asked(granted, 'Which port for IMAP with SSL?', anna)
    const thread = threadIn(IN_HELP, answer.id)
    const [own] = await granted.ask('and SMTP?', anna, thread)
    expect(own!.only).toBeUndefined()
    expect(textOf(own!)).toContain('465')
    const [others] = await granted.ask('et SMTP ?', bruno, thread)
    expect(textOf(others!)).not.toContain('SMTP utilise le port 465 avec SSL/TLS.')
    expect(granted.peer.callsTo('POST', new RegExp(`messages/${own!.id}/threads`))).toEqual([])
  })

  it('answers publicly for a moderator, without a thread of its own', async () => {
    const [answer] = await granted.peer.show(
      answerThis('which port for imap?', anna, IN_HELP, base.clock.now),
    )
    expect(answer!.only).toBeUndefined()
    expect(granted.peer.threads.has(answer!.id)).toBe(false)
  })

  it('does without a thread where it may not open one, and tells the operator how to allow it', async () => {
    granted.peer.fault({
      method: 'POST',
      path: /threads$/,
      status: 403,
      body: { code: 50013, message: 'Missing Permissions' },
    })
    const [answer] = await granted.ask('How do I set up Thunderbird?', anna, IN_HELP)
    await granted.peer.called('POST', new RegExp(`messages/${answer!.id}/threads$`))
    // The next question comes after the refusal was dealt with.
    const [next] = await granted.press('POP3 or IMAP', answer!, anna, IN_HELP)
    expect(next!.channelId).toBe(CHANNELS.help)
    expect(next!.only).toBeUndefined()
    expect(base.logged.filter((line) => line.includes('create public threads'))).toHaveLength(1)
  })
})

describe('a help channel without message content', () => {
  it('takes follow-ups by a button and a dialogue, and answers them in the thread', async () => {
    const answer = await asked(without, 'Which port for IMAP with SSL?', anna)
    const { customId } = find(answer, 'Reply')
    const dialogue = await without.peer.respond(press(customId, answer, anna, IN_HELP, base.clock.now))
    const raw = modal(dialogue.data.custom_id, 'and SMTP?', answer, anna, IN_HELP, base.clock.now)
    const reply = await nextPost(without, answer.id, () => without.peer.respond(raw))
    expect(textOf(reply)).toContain('465')
    expect(pressables(reply).map(({ label }) => label)).toContain('Reply')
    // And on from there.
    const thread = threadIn(IN_HELP, answer.id)
    const again = await without.peer.respond(
      press(find(reply, 'Reply').customId, reply, anna, thread, base.clock.now),
    )
    const [next] = await without.peer.show(
      modal(again.data.custom_id, 'and POP3?', reply, anna, thread, base.clock.now),
    )
    expect(next!.channelId).toBe(answer.id)
    expect(textOf(next!)).toContain('995')
  })

  it('keeps the dialogue to the one it was opened for', async () => {
    const answer = await asked(without, 'Which port for IMAP?', anna)
    const dialogue = await without.peer.respond(
      press(find(answer, 'Reply').customId, answer, anna, IN_HELP, base.clock.now),
    )
    const [notice] = await without.peer.show(
      modal(dialogue.data.custom_id, 'and SMTP?', answer, bruno, IN_HELP, base.clock.now),
    )
    expect(notice!.only).toBe(bruno.id)
    expect(without.peer.callsTo('POST', postsIn(answer.id))).toEqual([])
  })
})

describe('a direct message to the bot', () => {
  it('is answered over the gateway, without a command', async () => {
    const place = directWith(anna)
    const first = await nextPost(granted, place.channelId, () =>
      granted.peer.gateway.dispatch(
        'MESSAGE_CREATE',
        written('Quel port pour IMAP avec SSL ?', anna, place, base.clock.now),
      ),
    )
    expect(textOf(first)).toContain('recommandé')
    const second = await nextPost(granted, place.channelId, () =>
      granted.peer.gateway.dispatch('MESSAGE_CREATE', written('et SMTP ?', anna, place, base.clock.now)),
    )
    expect(textOf(second)).toContain('465')
  })

  it('goes on in the same conversation as the commands there', async () => {
    const place = directWith(anna)
    await granted.ask('Which port for IMAP with SSL?', anna, place)
    const next = await nextPost(granted, place.channelId, () =>
      granted.peer.gateway.dispatch('MESSAGE_CREATE', written('and SMTP?', anna, place, base.clock.now)),
    )
    expect(textOf(next)).toContain('465')
  })
})

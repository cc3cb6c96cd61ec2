import { createHmac } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Chatwoot as Adapter, adapter, createChatwoot } from '../../../adapters/chatwoot/index.ts'
import { LIMITS } from '../../../adapters/chatwoot/limits.ts'
import { readAdapterSettings, SettingsError } from '../../../src/config.ts'
import { createWorld, type Instance, type World } from '../../support/world.ts'
import { ACCOUNT, type Chatwoot, type SentMessage, startChatwoot, type WebhookRequest } from './chatwoot.ts'

let world: World
let chatwoot: Chatwoot
let bot: Instance<Adapter>
let conversations = 0

beforeAll(async () => {
  world = await createWorld()
})
beforeEach(async () => {
  chatwoot = await startChatwoot()
  chatwoot.now = () => world.now
  bot = await serve()
  chatwoot.webhookUrl = `${bot.url}/webhooks/chatwoot`
})
afterEach(async () => {
  await bot.adapter.deliverDue()
  await chatwoot.told()
  await bot.close()
  await chatwoot.close()
  for (const state of ['waiting', 'dead'] as const) {
    for (const entry of await world.bot.store.outbox.list(state)) await world.bot.store.outbox.sent(entry.id)
  }
  world.forward(1)
})
afterAll(() => world.close())

const serve = () => world.serve('chatwoot', (host) => createChatwoot(chatwoot.settings, host, 5_000))
const somebody = () => ++conversations
const answers = async () => (await world.bot.store.answers.since(new Date(0))).length

/** Writes, and resolves with the first thing that the bot posts because of it. */
async function ask(conversation: number, text: string | null, more: object = {}): Promise<SentMessage> {
  const before = chatwoot.actions(conversation).length
  expect(await chatwoot.write(conversation, text, more)).toBe(204)
  await chatwoot.reached(conversation, before + 1)
  return chatwoot.actions(conversation)[before] as SentMessage
}
async function click(conversation: number, title: string): Promise<SentMessage> {
  const before = chatwoot.actions(conversation).length
  expect(await chatwoot.click(conversation, title)).toBe(204)
  await chatwoot.reached(conversation, before + 1)
  return chatwoot.actions(conversation)[before] as SentMessage
}
/** Nothing more comes: all that was begun is done. */
async function settled(conversation: number): Promise<(SentMessage | { open: true })[]> {
  await bot.adapter.deliverDue()
  await chatwoot.told()
  return chatwoot.actions(conversation)
}
async function later(minutes: number, on = bot): Promise<void> {
  for (let minute = 0; minute < minutes; minute++) {
    world.forward(60)
    await on.adapter.deliverDue()
  }
}
const titles = (message: SentMessage) => message.content_attributes?.items.map(({ title }) => title) ?? []

describe('a contact in a pending conversation', () => {
  test('is answered with the line that answers, the table as lines, and the choices', async () => {
    const message = await ask(somebody(), 'which port for IMAP?')
    expect(message).toMatchObject({ content_type: 'input_select', message_type: 'outgoing' })
    expect(message.content).toMatch(/^\*\*IMAP uses port 993 with SSL\/TLS\.\*\*\n\n/)
    expect(message.content).toContain('- **IMAP** · Port 993 · Encryption SSL/TLS')
    expect(message.content).toContain('⚠️ ')
    expect(message.content).not.toMatch(/\|.*\|/)
    expect(titles(message)).toEqual(
      expect.arrayContaining(['Server settings', 'Talk to a person', 'That helped']),
    )
    expect(titles(message).length).toBeLessThanOrEqual(LIMITS.items)
  })

  test('gets settings to copy, and steps with numbers', async () => {
    const { content } = await ask(somebody(), 'I cannot send mail, anna@firma.example')
    expect(content).toContain('**Outgoing mail (SMTP)**\nServer: `mail.firma.example`\nPort: `465`')
    expect(content).toMatch(/\n1\. .+\n2\. /)
  })

  test('is answered in the language of the text, else in that of the browser', async () => {
    expect((await ask(somebody(), 'quel est le port IMAP sécurisé ?')).content).toContain('IMAP utilise')
    const french = {
      conversation: { id: somebody(), status: 'pending', additional_attributes: { browser_language: 'fr' } },
    }
    expect(titles(await ask(conversations, '993?', french))).toContain('Parler à quelqu’un')
  })

  test('clicks a choice and is understood', async () => {
    const person = somebody()
    await ask(person, 'which port for IMAP?')
    expect((await click(person, 'Server settings')).content).toMatch(/mail\.your-domain/)
  })

  test('clicks a choice in a channel that sends back the title as a message', async () => {
    const person = somebody()
    await ask(person, 'which port for IMAP?')
    expect((await ask(person, 'Server settings')).content).toMatch(/mail\.your-domain/)
    expect((await ask(person, 'That helped')).content).toContain('Good to know')
  })

  test.each([
    ['That helped', true, 'Good to know'],
    ['That did not help', false, 'Sorry'],
  ])('clicks "%s": the vote is kept', async (title, helpful, reply) => {
    const person = somebody()
    await ask(person, 'which port for IMAP?')
    const message = await click(person, title)
    expect(message.content).toContain(reply)
    expect((await world.bot.store.feedback.since(new Date(0))).at(-1)).toMatchObject({ helpful })
    if (!helpful) expect(titles(message)).toEqual(['Talk to a person'])
  })

  test('who sends a picture only is told that text is needed', async () => {
    expect((await ask(somebody(), null)).content).toContain('I can only read text')
  })

  test('brings no markup of their own into an answer', async () => {
    const { content } = await ask(
      somebody(),
      '550 5.1.1 <b>[x](https://evil.example)</b> what does that mean?',
    )
    expect(content).not.toMatch(/evil|<b>/)
  })

  test('is acknowledged although Chatwoot’s own API does not answer', async () => {
    chatwoot.fault = 'cut'
    expect(await chatwoot.write(somebody(), 'which port for IMAP?')).toBe(204)
  })
})

describe('what is none of the bot’s business', () => {
  test.each([
    ['a message in an open conversation', { conversation: { id: 901, status: 'open' } }],
    ['a message in a resolved conversation', { conversation: { id: 902, status: 'resolved' } }],
    ['a private note', { private: true }],
    ['an activity', { message_type: 'activity' }],
    ['a template', { message_type: 'template' }],
    ['its own message', { message_type: 'outgoing', sender: { id: 2, type: 'agent_bot' } }],
    ['an update without a choice', { event: 'message_updated' }],
    [
      'a deleted choice',
      { event: 'message_updated', content_type: 'input_select', content_attributes: { deleted: true } },
    ],
    ['another event', { event: 'webwidget_triggered' }],
  ])('%s is acknowledged and not answered', async (_what, more) => {
    const before = await answers()
    const person = somebody()
    expect(await chatwoot.write(person, 'which port for IMAP?', more)).toBe(204)
    await settled(person)
    expect(chatwoot.calls).toEqual([])
    expect(await answers()).toBe(before)
  })

  test.each(['{', 'null', '[]', '""', '{"event":"message_created"}'])(
    'the body %s is acknowledged',
    async (body) => {
      const status = await chatwoot.deliver(somebody(), {}, (request) => {
        const timestamp = request.headers['x-chatwoot-timestamp']
        request.body = body
        request.headers['x-chatwoot-signature'] =
          `sha256=${createHmac('sha256', chatwoot.settings.CHATWOOT_WEBHOOK_SECRET).update(`${timestamp}.${body}`).digest('hex')}`
      })
      expect(status).toBe(204)
    },
  )
})

describe('a delivery', () => {
  const changed = async (change: (request: WebhookRequest) => void) => {
    const before = await answers()
    const status = await chatwoot.deliver(somebody(), message('which port for IMAP?'), change)
    expect(await answers()).toBe(before)
    return status
  }
  const message = (content: string) => ({
    event: 'message_created',
    id: 5_000 + conversations,
    content,
    message_type: 'incoming',
    created_at: world.now.toISOString(),
    account: { id: ACCOUNT },
    conversation: { id: conversations, status: 'pending' },
  })

  test('that is forged, changed or not signed is refused', async () => {
    expect(
      await changed(({ headers }) =>
        Object.assign(headers, { 'x-chatwoot-signature': `sha256=${'0'.repeat(64)}` }),
      ),
    ).toBe(401)
    expect(
      await changed((request) => Object.assign(request, { body: request.body.replace('IMAP', 'POP3') })),
    ).toBe(401)
    expect(await changed(({ headers }) => void delete headers['x-chatwoot-signature'])).toBe(401)
    expect(await changed(({ headers }) => void delete headers['x-chatwoot-timestamp'])).toBe(401)
    expect(await changed(({ headers }) => Object.assign(headers, { 'x-chatwoot-timestamp': 'now' }))).toBe(
      401,
    )
  })

  test.each([
    [-300, 204],
    [-301, 401],
    [300, 204],
    [301, 401],
  ])('that was signed %d s from now gets %d', async (seconds, status) => {
    const now = world.now
    chatwoot.now = () => new Date(now.getTime() + seconds * 1000)
    expect(await chatwoot.write(somebody(), 'which port for IMAP?')).toBe(status)
  })

  test('that comes twice is answered once, also by two instances at the same moment', async () => {
    const other = await serve()
    const person = somebody()
    const before = await answers()
    await ask(person, 'which port for IMAP?')
    await Promise.all([chatwoot.redeliver(person), chatwoot.redeliver(person)])
    chatwoot.webhookUrl = `${other.url}/webhooks/chatwoot`
    await Promise.all([chatwoot.redeliver(person), chatwoot.redeliver(person)])
    expect(await settled(person)).toHaveLength(1)
    expect(await answers()).toBe(before + 1)
  })

  test('of a click that comes again with every later change of the message is answered once', async () => {
    const person = somebody()
    await ask(person, 'which port for IMAP?')
    await click(person, 'Server settings')
    await chatwoot.click(person, 'Server settings').catch(() => {})
    expect(await settled(person)).toHaveLength(2)
  })

  test('that could not be handled is answered with 500, tried again by Chatwoot, and then handled', async () => {
    const { outbox } = world.bot.store
    const add = outbox.add
    let failures = 2
    outbox.add = async (entry) => {
      if (failures-- > 0) throw new Error('the store is away')
      return add.call(outbox, entry)
    }
    const person = somebody()
    expect(await chatwoot.write(person, 'which port for IMAP?')).toBe(204)
    outbox.add = add
    await chatwoot.reached(person, 1)
    expect(await settled(person)).toHaveLength(1)
  })
})

describe('a person is asked for', () => {
  test('by a note that sums up what was understood and tried, then the conversation is opened', async () => {
    const person = somebody()
    await ask(person, 'I cannot send mail with Outlook, my address is anna.private@firma.example')
    await ask(person, 'it still does not work, my password is Kx7!vbQ92z')
    await ask(person, 'I want to talk to a person')
    await chatwoot.reached(person, 5)
    const [, , said, note, opened] = chatwoot.actions(person) as [
      unknown,
      unknown,
      SentMessage,
      SentMessage,
      object,
    ]
    expect(said).toMatchObject({ content_type: 'text' })
    expect(said.private).toBeUndefined()
    expect(note.private).toBe(true)
    expect(note.content).toMatch(/Understood: .*client outlook/)
    expect(note.content).toContain('I cannot send mail with Outlook')
    expect(note.content).toContain('(cannot-send)')
    expect(note.content).not.toMatch(/anna|Kx7/)
    expect(opened).toEqual({ open: true })
    expect(chatwoot.statusOf(person)).toBe('open')
  })

  test('by a choice below every answer', async () => {
    const person = somebody()
    await ask(person, 'which port for IMAP?')
    await click(person, 'Talk to a person')
    await chatwoot.reached(person, 4)
    expect(chatwoot.statusOf(person)).toBe('open')
  })

  test('and nothing is said any more once people have it', async () => {
    const person = somebody()
    await ask(person, 'I want to talk to a person')
    await chatwoot.reached(person, 3)
    await chatwoot.write(person, 'which port for IMAP?')
    expect(await settled(person)).toHaveLength(3)
  })

  test('and again, with a new note, when the conversation was resolved in between', async () => {
    const person = somebody()
    await ask(person, 'I want to talk to a person')
    await chatwoot.reached(person, 3)
    await chatwoot.told()
    world.forward(60)
    await chatwoot.setStatus(person, 'resolved')
    await chatwoot.setStatus(person, 'pending')
    world.forward(60)
    await ask(person, 'I want to talk to a person')
    await chatwoot.reached(person, 6)
    expect(chatwoot.actions(person).filter((action) => 'private' in action && action.private)).toHaveLength(2)
  })

  test('and again without a second note when people gave it back without an end', async () => {
    const person = somebody()
    await ask(person, 'I want to talk to a person')
    await chatwoot.reached(person, 3)
    await chatwoot.told()
    world.forward(60)
    await chatwoot.setStatus(person, 'pending')
    await ask(person, 'a human please')
    await chatwoot.reached(person, 5)
    expect(chatwoot.statusOf(person)).toBe('open')
    expect(chatwoot.actions(person).filter((action) => 'private' in action && action.private)).toHaveLength(1)
  })

  test('while Chatwoot is down: all three steps are done in order when it is back, each once', async () => {
    const person = somebody()
    chatwoot.fault = 'down'
    await chatwoot.write(person, 'I want to talk to a person')
    await later(10)
    expect(chatwoot.actions(person)).toEqual([])
    chatwoot.fault = undefined
    await later(20)
    const actions = chatwoot.actions(person)
    expect(actions.map((action) => ('open' in action ? 'open' : action.private ? 'note' : 'said'))).toEqual([
      'said',
      'note',
      'open',
    ])
  })

  test('and Chatwoot fails in the middle: what was said is not said again', async () => {
    const person = somebody()
    const reached = chatwoot.reached(person, 1).then(() => {
      chatwoot.fault = 'down'
    })
    await chatwoot.write(person, 'I want to talk to a person')
    await reached
    await bot.adapter.deliverDue()
    const done = chatwoot.actions(person).length
    await bot.close()
    chatwoot.fault = undefined
    const after = await serve()
    await later(10, after)
    expect(done).toBeLessThan(3)
    expect(chatwoot.actions(person).map((action) => 'open' in action)).toEqual([false, false, true])
  })
})

describe('a person who takes over is never talked over', () => {
  test('when they open the conversation while the answer is on its way', async () => {
    const person = somebody()
    chatwoot.fault = 'down'
    await chatwoot.write(person, 'which port for IMAP?')
    world.forward(5)
    await chatwoot.setStatus(person, 'open')
    chatwoot.fault = undefined
    await later(10)
    expect(chatwoot.actions(person)).toEqual([])
    expect(await world.bot.store.outbox.list('waiting')).toEqual([])
  })

  test('when a webhook that was sent before comes after', async () => {
    const person = somebody()
    const written = new Date(world.now)
    world.forward(5)
    await chatwoot.setStatus(person, 'open')
    await chatwoot.write(person, 'which port for IMAP?', {
      created_at: written.toISOString(),
      conversation: { id: person, status: 'pending' },
    })
    expect(await settled(person)).toEqual([])
  })

  test('when they write although the conversation is still pending', async () => {
    const person = somebody()
    await ask(person, 'which port for IMAP?')
    await chatwoot.agentWrites(person, 'I am Luc, let me look.')
    world.forward(60)
    await chatwoot.write(person, 'and for POP3?')
    expect(await settled(person)).toHaveLength(1)
  })

  test('when the conversation is theirs', async () => {
    const person = somebody()
    await chatwoot.write(person, 'which port for IMAP?', {
      conversation: { id: person, status: 'pending', meta: { assignee: { id: 5, type: 'user' } } },
    })
    expect(await settled(person)).toEqual([])
  })

  test('but their private note changes nothing', async () => {
    const person = somebody()
    await chatwoot.agentWrites(person, 'he called yesterday', { private: true })
    expect((await ask(person, 'which port for IMAP?')).content).toContain('993')
  })

  test('and the bot answers again when they give it back, or when it was resolved', async () => {
    const person = somebody()
    await chatwoot.setStatus(person, 'open')
    world.forward(60)
    await chatwoot.setStatus(person, 'pending')
    expect((await ask(person, 'which port for IMAP?')).content).toContain('993')
    await chatwoot.agentWrites(person, 'Luc here')
    await chatwoot.setStatus(person, 'resolved')
    await chatwoot.setStatus(person, 'pending')
    world.forward(60)
    expect((await ask(person, 'and for POP3?')).content).toContain('995')
  })
})

describe('Chatwoot with faults', () => {
  test.each(['down', 'cut', 'busy', 'unauthorised'] as const)(
    '%s: the answer comes when it is over, once',
    async (fault) => {
      const person = somebody()
      chatwoot.fault = fault
      expect(await chatwoot.write(person, 'which port for IMAP?')).toBe(204)
      await later(5)
      chatwoot.fault = undefined
      await later(20)
      expect(await settled(person)).toHaveLength(1)
    },
  )

  test('a conversation that is gone ends up as a dead letter, and the token is named when it is wrong', async () => {
    chatwoot.fault = 'gone'
    await chatwoot.write(somebody(), 'which port for IMAP?')
    await bot.adapter.deliverDue()
    expect(await world.bot.store.outbox.list('dead')).toMatchObject([{ channel: 'chatwoot' }])
    chatwoot.fault = 'unauthorised'
    await chatwoot.write(somebody(), 'which port for IMAP?')
    await bot.adapter.deliverDue()
    expect(world.logged.join('\n')).toContain('CHATWOOT_BOT_TOKEN')
  })

  test('no token, secret, address or message reaches the log, and no address the outbox', async () => {
    chatwoot.fault = 'down'
    await chatwoot.write(somebody(), 'server settings for anna.muster@example.org, my password is Kx7!vbQ92z')
    await bot.adapter.deliverDue()
    const kept = world.logged.join('\n') + JSON.stringify(await world.bot.store.outbox.list('waiting'))
    expect(kept).not.toMatch(/anna\.muster|Kx7/)
    expect(kept).not.toContain(chatwoot.settings.CHATWOOT_BOT_TOKEN)
    expect(kept).not.toContain(chatwoot.settings.CHATWOOT_WEBHOOK_SECRET)
  })

  test('answers of one conversation arrive in the order of its questions', async () => {
    const person = somebody()
    await Promise.all([
      chatwoot
        .write(person, 'which port for IMAP?', { id: 70_001 })
        .then(() => chatwoot.write(person, 'hello', { id: 70_002 })),
    ])
    await chatwoot.reached(person, 2)
    expect((chatwoot.actions(person)[0] as SentMessage).content).toContain('993')
  })
})

describe('the settings', () => {
  const all = {
    CHATWOOT_URL: 'https://chat.example.com',
    CHATWOOT_BOT_TOKEN: 'a',
    CHATWOOT_WEBHOOK_SECRET: 'b',
  }

  test('are all or none', () => {
    expect(readAdapterSettings(adapter, {})).toBeNull()
    expect(readAdapterSettings(adapter, all)).toEqual(all)
    for (const name of Object.keys(all)) {
      expect(() => readAdapterSettings(adapter, { ...all, [name]: '' })).toThrow(SettingsError)
      expect(() => readAdapterSettings(adapter, { ...all, [name]: '' })).toThrow(`${name} is missing`)
    }
  })
})

import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Webhook } from 'standardwebhooks'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { runDeliveries } from '../../../adapters/helpdesk/deliveries-cli.ts'
import { createHelpdesk, type Helpdesk } from '../../../adapters/helpdesk/index.ts'
import type { AnsweredEvent, HandoffEvent } from '../../../adapters/helpdesk/webhook/events.ts'
import { UsageError } from '../../../src/store/command.ts'
import { createWorld, type Instance, type World } from '../../support/world.ts'
import { guideBlocks, ROOT } from './guide.ts'
import { type Receiver, startReceiver } from './receiver.ts'

const execute = promisify(execFile)

const OLD = Buffer.alloc(32, 1).toString('base64')
const FRESH = Buffer.alloc(32, 2).toString('base64')
const SECRETS = `whsec_${FRESH},whsec_${OLD}`

let world: World
let bot: Instance<Helpdesk>
let receiver: Receiver
let ids = 0

beforeAll(async () => {
  world = await createWorld()
})
beforeEach(async () => {
  receiver = await startReceiver()
  bot = await world.serve('helpdesk', (host) =>
    createHelpdesk({ HELPDESK_WEBHOOK_SECRET: SECRETS, HELPDESK_REPLY_URL: receiver.url }, host),
  )
})
afterEach(async () => {
  world.limit = null
  await bot.close()
  await receiver.close()
  for (const entry of await world.bot.store.outbox.list('waiting'))
    await world.bot.store.outbox.sent(entry.id)
  for (const entry of await world.bot.store.outbox.list('dead')) await world.bot.store.outbox.sent(entry.id)
})
afterAll(() => world.close())

const somebody = () => `ticket/${++ids}`
const asked = (text: string, conversationId = somebody(), more: object = {}) =>
  JSON.stringify({ type: 'message.created', data: { conversationId, text, ...more } })

interface Delivery {
  headers: Record<string, string>
  body: string
}

function signed(body: string, id = `msg_${++ids}`, secret = FRESH, at = world.now): Delivery {
  return {
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(id, at, body),
    },
    body,
  }
}

const send = (delivery: Delivery, to = bot) =>
  fetch(`${to.url}/webhooks/helpdesk`, { method: 'POST', ...delivery })
const answered = async (delivery: Delivery) => (await (await send(delivery)).json()) as AnsweredEvent
const answers = async () => (await world.bot.store.answers.since(new Date(0))).length

describe('a message from a helpdesk', () => {
  test('is answered in the response, with the helpdesk’s own conversation id and the blocks', async () => {
    const event = await answered(signed(asked('which port for IMAP?', 'ticket 17/é')))
    expect(event).toMatchObject({
      type: 'message.answered',
      timestamp: world.now.toISOString(),
      data: { conversationId: 'ticket 17/é', answer: { outcome: 'answer', topic: 'ports', locale: 'en' } },
    })
    expect(event.data.answer.text).toContain('993')
    expect(event.data.answer.blocks[0]).toMatchObject({ kind: 'lead' })
    expect(JSON.stringify(event)).not.toContain('webhook:')
  })

  test('goes on with its conversation, and with no other', async () => {
    const [one, other] = [somebody(), somebody()]
    await answered(signed(asked('which port for IMAP?', one)))
    const next = await answered(signed(asked('and for POP3?', one)))
    expect(next.data.answer.text).toContain('995')
    const stranger = await answered(signed(asked('and without SSL?', other)))
    expect(stranger.data.answer.text).not.toContain('143')
  })

  test('is answered in the language that it names', async () => {
    const event = await answered(signed(asked('IMAP port', somebody(), { locale: 'fr-CA' })))
    expect(event.data.answer.locale).toBe('fr')
  })

  test('is accepted with the old and the new secret', async () => {
    expect((await send(signed(asked('hello'), undefined, OLD))).status).toBe(200)
    expect((await send(signed(asked('hello'), undefined, FRESH))).status).toBe(200)
  })

  test('is made, signed and sent by what the guide says to type', async () => {
    world.now = new Date()
    const folder = mkdtempSync(join(tmpdir(), 'mailsherpa-guide-'))
    const command = guideBlocks('sh').find((block) => block.includes('randomBytes'))!
    const expression = /node -p "(.*)"/.exec(command)![1]!
    const secret = (await execute('node', ['-p', expression])).stdout.trim()
    expect(secret).toMatch(/^whsec_/)
    const fresh = await world.serve('helpdesk', (host) =>
      createHelpdesk({ HELPDESK_WEBHOOK_SECRET: secret }, host),
    )
    const program = guideBlocks('js').find((block) => block.includes('standardwebhooks'))!
    writeFileSync(join(folder, 'send.mjs'), program)
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
    const { stdout } = await execute('node', ['send.mjs'], {
      cwd: folder,
      env: { ...process.env, HELPDESK_WEBHOOK_SECRET: secret, BOT: fresh.url },
    })
    expect(stdout).toMatch(/^200 IMAP uses port 993/)
    rmSync(folder, { recursive: true })
  })

  test.each([
    ['forged', () => signed(asked('hello'), undefined, Buffer.alloc(32, 3).toString('base64'))],
    ['stale', () => signed(asked('hello'), undefined, FRESH, new Date(world.now.getTime() - 301_000))],
    [
      'from the future',
      () => signed(asked('hello'), undefined, FRESH, new Date(world.now.getTime() + 301_000)),
    ],
    ['unsigned', () => ({ headers: { 'content-type': 'application/json' }, body: asked('hello') })],
    ['changed on the way', () => ({ ...signed(asked('hello')), body: asked('hello!') })],
    ['empty', () => ({ ...signed(''), body: '' })],
  ])('that is %s is refused with a problem document and never asked', async (kind, make) => {
    const before = await answers()
    const response = await send(make())
    expect(response.status).toBe(kind === 'empty' ? 400 : 401)
    expect(response.headers.get('content-type')).toContain('application/problem+json')
    expect(await response.json()).toMatchObject({ status: response.status, detail: expect.any(String) })
    expect(await answers()).toBe(before)
  })

  test('that comes again is dropped, also by another instance and hours later', async () => {
    const other = await world.serve('helpdesk', (host) =>
      createHelpdesk({ HELPDESK_WEBHOOK_SECRET: SECRETS }, host),
    )
    const body = asked('which port for IMAP?')
    expect((await send(signed(body, 'msg_replayed'))).status).toBe(200)
    const before = await answers()
    const again = await send(signed(body, 'msg_replayed'), other)
    expect(again.status).toBe(200)
    expect(await again.json()).toEqual({ duplicate: true })
    world.forward(60 * 3_600)
    expect(await (await send(signed(body, 'msg_replayed'), other)).json()).toEqual({ duplicate: true })
    expect(await answers()).toBe(before)
  })

  test('that arrives at two instances at the same moment is answered by one', async () => {
    const other = await world.serve('helpdesk', (host) =>
      createHelpdesk({ HELPDESK_WEBHOOK_SECRET: SECRETS }, host),
    )
    const delivery = signed(asked('which port for IMAP?'))
    const bodies = await Promise.all(
      Array.from({ length: 10 }, async (_, index) => (await send(delivery, index % 2 ? bot : other)).json()),
    )
    expect(bodies.filter((body) => (body as { type?: string }).type === 'message.answered')).toHaveLength(1)
  })

  test('that could not be handled may come again', async () => {
    const { handoffs } = world.bot.store
    const open = handoffs.open
    handoffs.open = async () => {
      throw new Error('the store is away')
    }
    const delivery = signed(asked('I want to talk to a person'))
    expect((await send(delivery)).status).toBe(500)
    handoffs.open = open
    const event = await answered(delivery)
    expect(event.data.handoff).toMatchObject({ isNew: true })
  })

  test.each([
    ['no JSON', '{', '(body)'],
    ['no text', JSON.stringify({ type: 'message.created', data: { conversationId: 'a' } }), 'data.text'],
    ['an empty text', asked('   '), 'data.text'],
    ['a text that is too long', asked('a'.repeat(16_001)), 'data.text'],
    [
      'no conversation',
      JSON.stringify({ type: 'message.created', data: { text: 'a' } }),
      'data.conversationId',
    ],
    ['null', 'null', '(body)'],
  ])('with %s gets a 400 that names the field', async (_what, body, field) => {
    const response = await send(signed(body))
    expect(response.status).toBe(400)
    const problem = (await response.json()) as { errors?: { field: string }[] }
    if (problem.errors) expect(problem.errors.map((error) => error.field)).toContain(field)
  })

  test('of another kind is taken without an answer', async () => {
    const before = await answers()
    const response = await send(signed(JSON.stringify({ type: 'conversation.closed', data: {} })))
    expect(response.status).toBe(204)
    expect(await answers()).toBe(before)
  })

  test('over 64 KiB gets a 413', async () => {
    expect((await send(signed(asked('a'.repeat(70_000))))).status).toBe(413)
  })

  test('of a helpdesk that reports the bot’s own replies as messages is stopped by the limit', async () => {
    world.limit = (caller) => (caller.includes('webhook:looping') ? 17 : true)
    const response = await send(signed(asked('hello', 'looping')))
    expect(response.status).toBe(429)
    expect(response.headers.get('retry-after')).toBe('17')
  })
})

describe('HELPDESK_REPLY_URL', () => {
  test('gets the same answer, signed so that the project’s library accepts it with either secret', async () => {
    // The library has no clock to set.
    world.now = new Date()
    const event = await answered(signed(asked('which port for IMAP?')))
    await receiver.got(1)
    const { headers, body, event: posted } = receiver.received[0]!
    expect(posted).toEqual(event)
    for (const secret of [OLD, FRESH]) expect(new Webhook(secret).verify(body, headers)).toEqual(event)
  })

  test('gets a handoff with the redacted conversation, once', async () => {
    const conversation = somebody()
    await answered(signed(asked('server settings for anna.muster@example.org', conversation)))
    await answered(signed(asked('my password is Kx7!vbQ92z and it fails', conversation)))
    const contact = { name: 'Anna', email: 'anna.muster@example.org' }
    const event = await answered(signed(asked('I want to talk to a person', conversation, { contact })))
    await answered(signed(asked('a human please', conversation)))
    await receiver.got(5)
    const handoffs = receiver.received.filter(({ event: { type } }) => type === 'handoff.requested')
    expect(handoffs).toHaveLength(1)
    const { data } = handoffs[0]!.event as HandoffEvent
    expect(data).toMatchObject({
      id: event.data.handoff!.id,
      conversationId: conversation,
      from: 'webhook',
      contact,
    })
    expect(data.conversation).toHaveLength(3)
    expect(JSON.stringify(data.conversation)).not.toMatch(/anna\.muster|Kx7/)
  })

  test('that is down loses nothing: all arrives after it is back, each once, with its id unchanged', async () => {
    receiver.answer = 503
    const texts = ['which port for IMAP?', 'I cannot send mail', 'I want to talk to a person']
    for (const text of texts) expect((await send(signed(asked(text)))).status).toBe(200)
    for (let minute = 0; minute < 10; minute++) {
      world.forward(60)
      await bot.adapter.deliverDue()
    }
    expect(receiver.received).toEqual([])
    const waiting = await world.bot.store.outbox.list('waiting')
    expect(waiting).toHaveLength(4)
    receiver.answer = 204
    for (let minute = 0; minute < 30; minute++) {
      world.forward(60)
      await bot.adapter.deliverDue()
    }
    const types = receiver.received.map(({ event }) => event.type)
    expect(types.sort()).toEqual([
      'handoff.requested',
      'message.answered',
      'message.answered',
      'message.answered',
    ])
    expect(receiver.received.map(({ headers }) => headers['webhook-id']).sort()).toEqual(
      waiting.map((entry) => entry.id).sort(),
    )
  })

  test('that breaks the connection is tried again, also by the process that comes after a restart', async () => {
    receiver.answer = 'cut'
    await answered(signed(asked('which port for IMAP?')))
    await bot.close()
    receiver.answer = 204
    const after = await world.serve('helpdesk', (host) =>
      createHelpdesk({ HELPDESK_WEBHOOK_SECRET: SECRETS, HELPDESK_REPLY_URL: receiver.url }, host),
    )
    world.forward(300)
    await after.adapter.deliverDue()
    expect(receiver.received).toHaveLength(1)
    expect((receiver.received[0]!.event as AnsweredEvent).data.answer.text).toContain('993')
    await after.close()
  })

  test('that is slow does not hold up the response', async () => {
    receiver.hold = true
    expect((await send(signed(asked('which port for IMAP?')))).status).toBe(200)
    expect(receiver.received).toEqual([])
    receiver.release()
    await receiver.got(1)
  })

  test('is not followed when it redirects, and is not asked again after 410', async () => {
    receiver.answer = 302
    receiver.headers = { location: `${receiver.url}/elsewhere` }
    await answered(signed(asked('hello')))
    await bot.adapter.deliverDue()
    world.forward(30)
    receiver.answer = 410
    await bot.adapter.deliverDue()
    expect(receiver.requests).toBe(2)
    expect(await world.bot.store.outbox.list('dead')).toMatchObject([{ error: 'the helpdesk answered 410' }])
  })

  test('stays out of the log, as do secrets and what people write', async () => {
    receiver.answer = 500
    await answered(signed(asked('my address is anna.muster@example.org and my password is Kx7!vbQ92z')))
    await bot.adapter.deliverDue()
    world.forward(60)
    await bot.adapter.deliverDue()
    const log = world.logged.join('\n')
    expect(log).toContain('helpdesk')
    expect(log).not.toMatch(/never-in-a-log|anna\.muster|Kx7/)
    expect(log).not.toContain(FRESH)
  })

  test('has no address of an asker in the outbox, but gets the whole answer', async () => {
    receiver.answer = 503
    const event = await answered(signed(asked('server settings for Anna.Muster@Example.org please')))
    expect(event.data.answer.text.toLowerCase()).toContain('anna.muster@example.org')
    await bot.adapter.deliverDue()
    const stored = JSON.stringify(await world.bot.store.outbox.list('waiting'))
    expect(stored.toLowerCase()).not.toContain('anna.muster')
    expect(stored).toContain('your full email address')
    receiver.answer = 204
    world.forward(600)
    await bot.adapter.deliverDue()
    expect(receiver.received[0]!.event).toEqual(event)
  })

  test('has no contact in the clear in the outbox, but gets it after a restart', async () => {
    receiver.answer = 503
    const contact = { name: 'Anna Muster', email: 'anna.muster@example.org' }
    await answered(signed(asked('I want to talk to a person', somebody(), { contact })))
    expect(JSON.stringify(await world.bot.store.outbox.list('waiting'))).not.toMatch(/anna/i)
    await bot.close()
    receiver.answer = 204
    // The new secret was put in front meanwhile.
    const rotated = `${Buffer.alloc(32, 9).toString('base64')},${SECRETS}`
    const after = await world.serve('helpdesk', (host) =>
      createHelpdesk({ HELPDESK_WEBHOOK_SECRET: rotated, HELPDESK_REPLY_URL: receiver.url }, host),
    )
    world.forward(3_600)
    await after.adapter.deliverDue()
    const handoff = receiver.received.find(({ event }) => event.type === 'handoff.requested')!
    expect((handoff.event as HandoffEvent).data.contact).toEqual(contact)
    await after.close()
  })
})

describe('npm run deliveries', () => {
  const run = async (...args: string[]) => {
    const lines: string[] = []
    await runDeliveries(args, world.bot.store, world.now, (line) => void lines.push(line))
    return lines.join('\n')
  }

  async function giveUp(text: string): Promise<string> {
    receiver.answer = 410
    await answered(signed(asked(text)))
    await bot.adapter.deliverDue()
    receiver.answer = 204
    return (await world.bot.store.outbox.list('dead')).at(-1)!.id
  }

  test('shows what waits and what was given up, without any contents', async () => {
    const id = await giveUp('my server is mail.firma.example, which port for IMAP?')
    const text = await run()
    expect(text).toContain('Waiting: 0')
    expect(text).toContain('Given up: 1')
    expect(text).toContain(id)
    expect(text).toContain('the helpdesk answered 410')
    expect(text).not.toMatch(/firma|993/)
  })

  test('replays one by the beginning of its id', async () => {
    const id = await giveUp('which port for IMAP?')
    expect(await run('replay', id.slice(0, 8))).toContain('1 delivery')
    await bot.adapter.deliverDue()
    expect(receiver.received).toHaveLength(1)
    expect(await run()).toBe('Waiting: 0\nGiven up: 0')
  })

  test('replays all', async () => {
    await giveUp('which port for IMAP?')
    await giveUp('which port for POP3?')
    expect(await run('replay', 'all')).toContain('2 deliveries')
    await bot.adapter.deliverDue()
    expect(receiver.received).toHaveLength(2)
  })

  test('says what it does not know', async () => {
    await expect(run('replay', 'no-such-id')).rejects.toThrow('No given-up delivery has the id no-such-id')
    await expect(run('replay')).rejects.toThrow(UsageError)
    await expect(run('delete', 'all')).rejects.toThrow(UsageError)
  })
})

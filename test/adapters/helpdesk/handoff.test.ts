import { createHmac, randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { HandoffState } from '../../../adapters/helpdesk/handoffs.ts'
import { createHelpdesk, type Helpdesk } from '../../../adapters/helpdesk/index.ts'
import { type HelpdeskSettings, partsOf } from '../../../adapters/helpdesk/settings.ts'
import type { HandoffEvent } from '../../../adapters/helpdesk/webhook/events.ts'
import { clientOf } from '../../../adapters/helpdesk/whmcs/client-token.ts'
import { AdapterError } from '../../../src/adapter.ts'
import { createWorld, type Instance, type World } from '../../support/world.ts'
import { startReceiver } from './receiver.ts'
import { startWhmcs, type Whmcs } from './whmcs.ts'

const CONTACT = { name: 'Anna Muster', email: 'anna.muster@example.org' }
const WEBHOOK_SECRET = Buffer.alloc(32, 1).toString('base64')

let world: World
let whmcs: Whmcs
const running: Instance<Helpdesk>[] = []

beforeAll(async () => {
  world = await createWorld()
})
beforeEach(async () => {
  whmcs = await startWhmcs()
})
afterEach(async () => {
  await Promise.all(running.splice(0).map((bot) => bot.close()))
  await whmcs.close()
  for (const state of ['waiting', 'dead'] as const) {
    for (const entry of await world.bot.store.outbox.list(state)) await world.bot.store.outbox.sent(entry.id)
  }
  // The limit of an hour begins anew.
  world.forward(3_600)
})
afterAll(() => world.close())

async function serve(settings: HelpdeskSettings): Promise<Instance<Helpdesk>> {
  const bot = await world.serve('helpdesk', (host) => createHelpdesk(settings, host, 5_000))
  running.push(bot)
  return bot
}

async function post(bot: Instance<Helpdesk>, path: string, body: object): Promise<Response> {
  return fetch(`${bot.url}/widget/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: bot.url },
    body: JSON.stringify(body),
  })
}
const handoff = async (bot: Instance<Helpdesk>, body: object) =>
  (await (await post(bot, 'handoff', body)).json()) as HandoffState
const ask = (bot: Instance<Helpdesk>, conversationId: string, text: string) =>
  post(bot, 'ask', { conversationId, text })

function token(client: number, expires: Date, secret = whmcs.settings.WHMCS_SECRET): string {
  const seconds = Math.floor(expires.getTime() / 1000)
  const signature = createHmac('sha256', secret)
    .update(`mailsherpa-client.${client}.${seconds}`)
    .digest('hex')
  return `${client}.${seconds}.${signature}`
}
const inAnHour = () => new Date(world.now.getTime() + 3_600_000)

/** The running bot lets the time go by. */
async function later(bot: Instance<Helpdesk>, minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute++) {
    world.forward(60)
    await bot.adapter.deliverDue()
  }
}

describe('"talk to a person" with WHMCS', () => {
  test('asks a visitor for name and address, and opens no ticket before', async () => {
    const bot = await serve(whmcs.settings)
    expect(await handoff(bot, { conversationId: randomUUID() })).toEqual({ state: 'contact-needed' })
    expect(whmcs.calls).toEqual([])
  })

  test('opens a ticket with department, priority and the redacted conversation, and gives its number', async () => {
    const bot = await serve(whmcs.settings)
    const conversationId = randomUUID()
    await ask(
      bot,
      conversationId,
      'I cannot send mail from anna.private@firma.example, my password is Kx7!vbQ92z',
    )
    await ask(bot, conversationId, 'it still does not work')
    const state = await handoff(bot, { conversationId, contact: CONTACT })
    const [ticket] = whmcs.tickets
    expect(state).toEqual({
      state: 'ticket',
      number: ticket!.tid,
      url: `${whmcs.settings.WHMCS_URL}/viewticket.php?tid=${ticket!.tid}&c=${ticket!.c}`,
    })
    expect(ticket).toMatchObject({ ...CONTACT, deptid: '3', priority: 'Medium' })
    expect(ticket!.message).toContain('it still does not work')
    expect(ticket!.message).toContain('I cannot send mail')
    expect(ticket!.message + ticket!.subject).not.toMatch(/anna\.private|Kx7/)
    expect(ticket!.subject.length).toBeLessThanOrEqual(100)
  })

  test('opens the ticket in the name of the client whom the hook file names', async () => {
    const bot = await serve(whmcs.settings)
    const state = await handoff(bot, { conversationId: randomUUID(), client: token(42, inAnHour()) })
    expect(state).toMatchObject({ state: 'ticket' })
    expect(whmcs.tickets[0]).toMatchObject({ clientid: '42' })
    expect(whmcs.tickets[0]).not.toHaveProperty('email')
  })

  test.each([
    ['signed with another secret', () => token(42, inAnHour(), 'another')],
    ['for another client', () => token(42, inAnHour()).replace(/^42/, '43')],
    [
      'that lasts longer than it was signed for',
      () => token(42, inAnHour()).replace(/\.(\d+)\./, '.99999999999.'),
    ],
    ['that is over', () => token(42, new Date(world.now.getTime() - 1_000))],
    ['that is none', () => '42'],
    ['of client 0', () => token(0, inAnHour())],
  ])('believes no token %s', async (_what, make) => {
    const bot = await serve(whmcs.settings)
    expect(await handoff(bot, { conversationId: randomUUID(), client: make() })).toEqual({
      state: 'contact-needed',
    })
    expect(whmcs.tickets).toEqual([])
    expect(clientOf(make(), whmcs.settings.WHMCS_SECRET, world.now)).toBeNull()
  })

  test('marks the ticket of a broken-into account as urgent', async () => {
    const bot = await serve(whmcs.settings)
    const conversationId = randomUUID()
    await ask(bot, conversationId, 'someone else got into my mailbox and sends mail from it')
    await handoff(bot, { conversationId, contact: CONTACT })
    expect(whmcs.tickets[0]!.priority).toBe('High')
  })

  test('writes the ticket in the language of the conversation', async () => {
    const bot = await serve(whmcs.settings)
    await handoff(bot, { conversationId: randomUUID(), locale: 'fr', contact: CONTACT })
    expect(whmcs.tickets[0]!.message).toContain('Quelqu’un a demandé')
  })

  test('opens one ticket a conversation, however often and from however many instances it is asked for', async () => {
    const [bot, other] = [await serve(whmcs.settings), await serve(whmcs.settings)]
    const conversationId = randomUUID()
    // All of them see that nothing has been passed on yet.
    const { handoffs } = world.bot.store
    const opening = handoffs.open
    const together = Promise.withResolvers<void>()
    let seen = 0
    handoffs.open = async (request) => {
      const opened = await opening(request)
      if (++seen === 8) together.resolve()
      await together.promise
      return opened
    }
    const states = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        handoff(index % 2 ? bot : other, { conversationId, contact: CONTACT }),
      ),
    )
    handoffs.open = opening
    expect(whmcs.tickets).toHaveLength(1)
    expect(states.every(({ state }) => state === 'ticket' || state === 'waiting')).toBe(true)
    expect(await handoff(other, { conversationId })).toEqual({
      state: 'ticket',
      number: whmcs.tickets[0]!.tid,
    })
  })

  test.each([
    ['down', 'down'],
    ['breaking connections', 'cut'],
    ['refusing the address', 'forbidden'],
    ['without the department', 'wrong-department'],
    ['in maintenance', 'no-json'],
  ] as const)(
    'while it is %s: the request is kept, and the number comes when it is back',
    async (_what, fault) => {
      const bot = await serve(whmcs.settings)
      const conversationId = randomUUID()
      whmcs.fault = fault
      expect(await handoff(bot, { conversationId, contact: CONTACT })).toEqual({ state: 'waiting' })
      await later(bot, 20)
      expect(await handoff(bot, { conversationId })).toEqual({ state: 'waiting' })
      whmcs.fault = undefined
      await later(bot, 40)
      expect(whmcs.tickets).toHaveLength(1)
      expect(whmcs.tickets[0]).toMatchObject(CONTACT)
      expect(await handoff(bot, { conversationId })).toEqual({
        state: 'ticket',
        number: whmcs.tickets[0]!.tid,
      })
    },
  )

  test('finds the ticket again whose number was lost on the way, and opens no second one', async () => {
    const bot = await serve(whmcs.settings)
    const conversationId = randomUUID()
    whmcs.tickets.push({
      tid: '1',
      c: 'x',
      subject: 'Other [ms-0000000000]',
      message: '',
      priority: '',
      deptid: '3',
      email: CONTACT.email,
    })
    whmcs.fault = 'opened-then-cut'
    expect(await handoff(bot, { conversationId, contact: CONTACT })).toEqual({ state: 'waiting' })
    await later(bot, 5)
    expect(whmcs.tickets).toHaveLength(2)
    expect(await handoff(bot, { conversationId })).toEqual({ state: 'ticket', number: whmcs.tickets[1]!.tid })
  })

  test('opens the ticket even when it may not look for one', async () => {
    const bot = await serve(whmcs.settings)
    const conversationId = randomUUID()
    whmcs.fault = 'down'
    await handoff(bot, { conversationId, contact: CONTACT })
    whmcs.fault = 'no-search'
    await later(bot, 5)
    expect(whmcs.calls).toContain('GetTickets')
    expect(whmcs.tickets).toHaveLength(1)
  })

  test('opens the ticket after a restart, from what lay sealed in the outbox', async () => {
    const bot = await serve(whmcs.settings)
    const conversationId = randomUUID()
    whmcs.fault = 'down'
    await handoff(bot, { conversationId, contact: CONTACT })
    await bot.adapter.deliverDue()
    const stored = JSON.stringify([
      await world.bot.store.outbox.list('waiting'),
      await world.bot.store.handoffs.current(`helpdesk/widget:${conversationId}`),
    ])
    expect(stored).not.toMatch(/anna/i)
    await bot.close()
    whmcs.fault = undefined
    const after = await serve(whmcs.settings)
    await later(after, 5)
    expect(whmcs.tickets).toMatchObject([CONTACT])
  })

  test('says in the log what the operator has to mend, without names, addresses or secrets', async () => {
    const bot = await serve(whmcs.settings)
    whmcs.fault = 'forbidden'
    await handoff(bot, { conversationId: randomUUID(), contact: CONTACT })
    await bot.adapter.deliverDue()
    const log = world.logged.join('\n')
    expect(log).toContain('WHMCS_IDENTIFIER')
    expect(log).not.toContain(whmcs.settings.WHMCS_SECRET)
    expect(log).not.toMatch(/anna/i)
  })

  test.each([
    ['a name without an address', { name: 'Anna', email: '' }],
    ['an address that is none', { name: 'Anna', email: 'anna' }],
    ['an address with a line break', { name: 'Anna', email: 'anna@example.org\nBcc: x@example.org' }],
    ['an empty name', { name: '  ', email: 'anna@example.org' }],
    ['a name that is too long', { name: 'a'.repeat(101), email: 'anna@example.org' }],
  ])('refuses %s', async (_what, contact) => {
    const bot = await serve(whmcs.settings)
    expect((await post(bot, 'handoff', { conversationId: randomUUID(), contact })).status).toBe(400)
    expect(whmcs.tickets).toEqual([])
  })

  test('is no way to flood the ticket system', async () => {
    const bot = await serve(whmcs.settings)
    const statuses: number[] = []
    for (let visitor = 0; visitor < 25; visitor++) {
      statuses.push((await post(bot, 'handoff', { conversationId: randomUUID(), contact: CONTACT })).status)
    }
    expect(statuses.filter((status) => status === 200)).toHaveLength(20)
    expect(statuses.filter((status) => status === 429)).toHaveLength(5)
    expect(whmcs.tickets).toHaveLength(20)
    world.forward(3_601)
    expect((await post(bot, 'handoff', { conversationId: randomUUID(), contact: CONTACT })).status).toBe(200)
  })
})

describe('"talk to a person" without WHMCS', () => {
  test('goes to the reply URL with the contact, once', async () => {
    const receiver = await startReceiver()
    const bot = await serve({ HELPDESK_WEBHOOK_SECRET: WEBHOOK_SECRET, HELPDESK_REPLY_URL: receiver.url })
    const conversationId = randomUUID()
    await ask(bot, conversationId, 'which port for IMAP?')
    expect(await handoff(bot, { conversationId })).toEqual({ state: 'contact-needed' })
    expect(await handoff(bot, { conversationId, contact: CONTACT })).toEqual({ state: 'sent' })
    expect(await handoff(bot, { conversationId, contact: CONTACT })).toEqual({ state: 'sent' })
    await receiver.got(1)
    await bot.adapter.deliverDue()
    expect(receiver.received).toHaveLength(1)
    const { data } = receiver.received[0]!.event as HandoffEvent
    expect(data).toMatchObject({ conversationId: null, from: 'widget', contact: CONTACT, locale: 'en' })
    expect(data.conversation).toMatchObject([{ question: 'which port for IMAP?', topic: 'ports' }])
    // Whoever holds the id could go on with the conversation.
    expect(receiver.received[0]!.body).not.toContain(conversationId)
    await receiver.close()
  })

  test('goes to both when both are there', async () => {
    const receiver = await startReceiver()
    const bot = await serve({
      ...whmcs.settings,
      HELPDESK_WEBHOOK_SECRET: WEBHOOK_SECRET,
      HELPDESK_REPLY_URL: receiver.url,
    })
    const state = await handoff(bot, { conversationId: randomUUID(), client: token(42, inAnHour()) })
    expect(state).toMatchObject({ state: 'ticket' })
    await receiver.got(1)
    expect((receiver.received[0]!.event as HandoffEvent).data.contact).toEqual({ clientId: 42 })
    await receiver.close()
  })

  test('says how to reach the provider when nobody can be told', async () => {
    const bot = await serve({})
    expect(await handoff(bot, { conversationId: randomUUID(), contact: CONTACT })).toEqual({
      state: 'reach-us',
    })
  })
})

describe('the settings', () => {
  const whmcsSettings = {
    WHMCS_URL: 'https://billing.example.com/',
    WHMCS_IDENTIFIER: 'a',
    WHMCS_SECRET: 'b',
    WHMCS_DEPARTMENT: 1,
  }

  test('leave all but the widget off when none is set', () => {
    expect(partsOf({})).toEqual({ origins: [] })
  })

  test('turn on what they name', () => {
    expect(partsOf({ ...whmcsSettings, WIDGET_ORIGINS: 'https://a.example' })).toEqual({
      origins: ['https://a.example'],
      whmcs: { url: 'https://billing.example.com', identifier: 'a', secret: 'b', department: 1 },
    })
  })

  test.each(['WHMCS_URL', 'WHMCS_IDENTIFIER', 'WHMCS_SECRET', 'WHMCS_DEPARTMENT'] as const)(
    'stop the start and name %s when it alone is missing',
    (name) => {
      const { [name]: _missing, ...others } = whmcsSettings
      expect(() => partsOf(others)).toThrow(AdapterError)
      expect(() => partsOf(others)).toThrow(`${name} is missing`)
    },
  )

  test('stop the start when replies could not be signed', () => {
    expect(() => partsOf({ HELPDESK_REPLY_URL: 'https://a.example' })).toThrow(
      'HELPDESK_WEBHOOK_SECRET is missing',
    )
  })
})

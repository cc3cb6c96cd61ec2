import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Host } from '../../../src/adapter.ts'
import { command, directWith, IN_HELP, IN_SERVER, press, snowflake, somebody, written } from './people.ts'
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

/** What the bot's answers wait for, when they have to wait, and how its store fails, when it does. */
const trouble = { gate: Promise.resolve(), busyMs: 0, asked: 0, failing: new Set<'ask' | 'store'>() }
const troubled = (host: Host): Host => ({
  ...host,
  async ask(question) {
    trouble.asked += 1
    const until = performance.now() + trouble.busyMs
    while (performance.now() < until);
    await trouble.gate
    if (trouble.failing.has('ask')) throw new Error('the answers are away')
    return host.ask(question)
  },
  async firstDelivery(...key) {
    if (trouble.failing.has('store')) throw new Error('the store is away')
    return host.firstDelivery(...key)
  },
})

let base: Base
let worlds: Record<Mode, World>
/** With the patience that it has outside of tests. */
let patient: World
beforeAll(async () => {
  base = await startBase()
  worlds = await startBoth(base, {
    gateway: { host: troubled, patience: 30 },
    http: { host: troubled, patience: 30 },
  })
  patient = await startWorld(base, 'gateway', { host: troubled })
}, STARTING)
afterAll(async () => {
  await patient.end()
  for (const mode of MODES) await worlds[mode].end()
  await base.close()
})
afterEach(() => {
  Object.assign(trouble, { gate: Promise.resolve(), busyMs: 0, asked: 0 })
  trouble.failing.clear()
})

/** Holds every answer back until it is called. */
function hold(): () => void {
  const { promise, resolve } = Promise.withResolvers<void>()
  trouble.gate = promise
  return resolve
}
const ask = (place = IN_SERVER) =>
  command('ask', { question: 'Which port for IMAP?' }, somebody(), place, base.clock.now)
const warnings = (text: string) => base.logged.filter((line) => line.includes(text))

describe.each(MODES)('when answering takes long, over the %s', (mode) => {
  it('Discord is told to wait, for the asker alone where the answer is for them alone', async () => {
    const { peer } = worlds[mode]
    const release = hold()
    const hidden = ask()
    expect(await peer.respond(hidden)).toEqual({ type: 5, data: { flags: 64 } })
    const open = ask(directWith(somebody()))
    expect(await peer.respond(open)).toEqual({ type: 5 })
    release()
    await peer.settled(hidden.id)
    await peer.settled(open.id)
    expect(textOf(peer.known(hidden.id).original!)).toContain('993')
    expect(peer.known(hidden.id).original!.only).toBeDefined()
    expect(peer.known(open.id).original!.only).toBeUndefined()
  })

  it('a press that changes its message waits without a new message', async () => {
    const world = worlds[mode]
    const anna = somebody()
    await world.ask('How do I set up Thunderbird?', anna, IN_SERVER)
    const [question] = await world.ask('It still does not work.', anna, IN_SERVER)
    const release = hold()
    const raw = press(
      find(question!, 'I cannot send mail').customId,
      question!,
      anna,
      IN_SERVER,
      base.clock.now,
    )
    expect(await world.peer.respond(raw)).toEqual({ type: 6 })
    release()
    await world.peer.settled(raw.id)
    expect(world.peer.known(raw.id).original!.id).toBe(question!.id)
  })

  it('nothing is shown with a token past 15 minutes', async () => {
    const { peer } = worlds[mode]
    const release = hold()
    const raw = ask()
    await peer.respond(raw)
    base.clock.pass(16)
    const before = warnings('15 minutes').length
    const calls = peer.calls.length
    release()
    // What is asked after it is answered after it.
    await peer.show(ask())
    expect(peer.calls.slice(calls).filter(({ path }) => path.includes(raw.token))).toEqual([])
    expect(warnings('15 minutes').length).toBe(before + 1)
  })

  it('an interaction that arrives after its life is not answered', async () => {
    const { peer } = worlds[mode]
    const raw = ask()
    const old = { ...raw, id: snowflake(new Date(base.clock.now.getTime() - 20 * 60_000)) }
    await peer.deliver(old)
    await peer.show(ask())
    expect(peer.known(old.id).responses).toEqual([])
  })
})

describe('with the machine busy', () => {
  it('an interaction that took long to arrive is put off at once', async () => {
    const { peer } = patient
    const release = hold()
    const raw = ask()
    base.clock.pass(2 / 60)
    expect((await peer.respond(raw)).type).toBe(5)
    release()
    await peer.settled(raw.id)
  })

  it('first responses go out before the answers are worked out', async () => {
    const { peer } = patient
    trouble.busyMs = 40
    const raws = Array.from({ length: 30 }, () => ask())
    const all = raws.map((raw) => peer.show(raw))
    await Promise.all(raws.map((raw) => peer.firstOf(raw.id)))
    const askedByThen = trouble.asked
    await Promise.all(all)
    expect(trouble.asked).toBe(30)
    expect(askedByThen).toBeLessThan(15)
  })
})

describe('when Discord has trouble', () => {
  it.each([
    [
      '429 to a first response',
      { method: 'POST', path: /callback$/, status: 429, headers: { 'retry-after': '0.05' } },
    ],
    ['502 to a first response', { method: 'POST', path: /callback$/, status: 502 }],
    [
      'a first response whose confirmation is lost',
      { method: 'POST', path: /callback$/, status: 502, done: true },
    ],
  ])('%s delays the answer only', async (_what, fault) => {
    const { peer } = worlds.gateway
    const before = warnings('failed').length
    peer.fault(fault)
    const raw = ask()
    await peer.show(raw)
    await peer.settled(raw.id)
    expect(textOf(peer.known(raw.id).original!)).toContain('993')
    await peer.show(ask())
    expect(warnings('failed').length).toBe(before)
  })

  it('429 and 503 to the answer that was put off delay it only', async () => {
    const { peer } = worlds.gateway
    peer.fault({ method: 'PATCH', path: /@original$/, status: 429, headers: { 'retry-after': '0.05' } })
    peer.fault({ method: 'PATCH', path: /@original$/, status: 503 })
    const [answer] = await peer.show(ask(IN_HELP))
    expect(textOf(answer!)).toContain('993')
  })

  it('an answer that overtakes its first response is sent again', async () => {
    const { peer } = worlds.http
    peer.fault({
      method: 'PATCH',
      path: /@original$/,
      status: 404,
      body: { code: 10015, message: 'Unknown Webhook' },
    })
    const [answer] = await peer.show(ask(IN_HELP))
    expect(textOf(answer!)).toContain('993')
  })

  it('an answer in components that is refused comes as embeds', async () => {
    const { peer } = worlds.gateway
    const refused = { status: 400, body: { code: 50035, message: 'Invalid Form Body' } }
    peer.fault({ method: 'POST', path: /callback$/, ...refused })
    const [first] = await peer.show(ask())
    expect(first!.embeds).not.toEqual([])
    expect(textOf(first!)).toContain('993')
    expect(first!.only).toBeDefined()
    peer.fault({ method: 'PATCH', path: /@original$/, ...refused })
    const [later] = await peer.show(ask(IN_HELP))
    expect(later!.embeds).not.toEqual([])
    const anna = somebody()
    const place = directWith(anna)
    const posts = new RegExp(`^/channels/${place.channelId}/messages$`)
    peer.fault({ method: 'POST', path: posts, ...refused })
    peer.gateway.dispatch('MESSAGE_CREATE', written('Which port for IMAP?', anna, place, base.clock.now))
    await peer.called('POST', posts, 2)
    expect(peer.screen.at(-1)!.embeds).not.toEqual([])
  })

  it('an answer that cannot be sent at all is logged, and the next one goes out', async () => {
    const { peer } = worlds.gateway
    const before = warnings('an interaction failed').length
    for (let time = 0; time < 8; time += 1) peer.fault({ method: 'POST', path: /callback$/, status: 500 })
    const raw = ask()
    await peer.deliver(raw)
    await peer.called('POST', new RegExp(`^/interactions/${raw.id}/`), 4)
    peer.clearFaults()
    const [answer] = await peer.show(ask())
    expect(textOf(answer!)).toContain('993')
    expect(warnings('an interaction failed').length).toBe(before + 1)
    expect(warnings('500')).not.toEqual([])
  })

  it('an interaction that Discord has given up is one line in the log', async () => {
    const { peer } = worlds.gateway
    peer.fault({
      method: 'POST',
      path: /callback$/,
      status: 404,
      body: { code: 10062, message: 'Unknown interaction' },
    })
    const raw = ask()
    await peer.deliver(raw)
    await peer.called('POST', new RegExp(`^/interactions/${raw.id}/`))
    await peer.show(ask())
    expect(peer.callsTo('PATCH', new RegExp(raw.token))).toEqual([])
    expect(warnings('no longer waited')).toHaveLength(1)
  })
})

describe.each(MODES)('when the bot has trouble, over the %s', (mode) => {
  it.each(['ask', 'store'] as const)('the asker is told politely, in their language (%s)', async (what) => {
    const world = worlds[mode]
    trouble.failing.add(what)
    const [english] = await world.ask('Which port for IMAP?', somebody(), IN_SERVER)
    expect(textOf(english!)).toContain('Something went wrong on my side')
    const [french] = await world.ask('Which port for IMAP?', somebody('fr'), IN_SERVER)
    expect(textOf(french!)).toContain('de mon côté')
    trouble.failing.clear()
    const [next] = await world.ask('Which port for IMAP?', somebody(), IN_SERVER)
    expect(textOf(next!)).toContain('993')
  })
})

describe('a written message that fails', () => {
  it('may come again', async () => {
    const { peer } = worlds.gateway
    const anna = somebody()
    const place = directWith(anna)
    const message = written('Which port for IMAP?', anna, place, base.clock.now)
    trouble.failing.add('ask')
    const before = warnings('was not answered').length
    peer.gateway.dispatch('MESSAGE_CREATE', message)
    while (warnings('was not answered').length === before) await delay(1)
    trouble.failing.clear()
    peer.gateway.dispatch('MESSAGE_CREATE', message)
    await peer.called('POST', new RegExp(`^/channels/${place.channelId}/messages$`))
  })
})

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createStore } from '../../../src/store/sql.ts'
import { StoreError } from '../../../src/store/store.ts'
import { BOT_TOKEN, encode, SIGNING_SECRET, sign } from './local-slack.ts'
import { action, command, mention, message, nextTs } from './shapes.ts'
import { labels, readingOf, startWorld, type World } from './world.ts'

const CHANNEL = 'C0GENERAL1'
/** The time at which all of this happens. */
const CLOCK = new Date('2026-11-20T10:00:00Z')
const NOW = CLOCK.getTime() / 1000

/** What the store cannot do now: a kind of delivery, or the outbox. */
let away: string | undefined
const fail = () => Promise.reject(new StoreError('The database cannot be reached.', 'Start it.'))

let world: World
beforeAll(async () => {
  world = await startWorld({
    now: () => CLOCK,
    host: (real) => ({
      ...real,
      firstDelivery: (key, minutes) =>
        away && key.startsWith(away) ? fail() : real.firstDelivery(key, minutes),
      outbox: { ...real.outbox, add: (entry) => (away === 'outbox' ? fail() : real.outbox.add(entry)) },
    }),
  })
})
afterEach(async () => {
  away = undefined
  await world.settled()
  world.slack.forget()
  expect(world.slack.broken).toEqual([])
})
afterAll(() => world.stop())

describe('A request that is not Slack’s', () => {
  test.each([
    ['unsigned', { unsigned: true }],
    ['signed with another secret', { secret: 'another secret of somebody' }],
    ['older than five minutes', { timestamp: NOW - 301 }],
    ['from more than five minutes ahead', { timestamp: NOW + 301 }],
    ['signed for another body', { signature: sign('{}', NOW) }],
  ])('%s is refused and does nothing', async (_what, options) => {
    const { status, text } = await world.slack.deliver(
      world.baseUrl,
      mention({ channel: CHANNEL, text: 'which port?' }),
      options,
    )
    expect(status).toBe(401)
    expect(JSON.parse(text)).toMatchObject({ status: 401, title: 'Unauthorized' })
    await world.settled()
    expect(world.slack.posted()).toEqual([])
  })

  test('a copy of a genuine one is refused', async () => {
    const timestamp = NOW
    const bodies = [
      mention({ channel: CHANNEL, text: 'which port for IMAP?' }),
      command({ text: 'which port for IMAP?', responseUrl: world.slack.responseUrl() }),
    ]
    for (const body of bodies) {
      expect((await world.slack.deliver(world.baseUrl, body, { timestamp })).status).toBe(200)
      expect((await world.slack.deliver(world.baseUrl, body, { timestamp })).status).toBe(401)
    }
    await world.settled()
    expect(world.slack.posted()).toHaveLength(1)
    expect(world.slack.calls.filter((call) => call.method === 'response_url')).toHaveLength(1)
  })

  test('a body that is neither JSON nor a form is a bad request', async () => {
    const timestamp = NOW
    const response = await fetch(`${world.baseUrl}/slack/events`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-slack-request-timestamp': String(timestamp),
        'x-slack-signature': sign('not json', timestamp),
      },
      body: 'not json',
    })
    expect(response.status).toBe(400)
  })

  test('a question smuggled into the unsigned check of the certificate is refused', async () => {
    const check = (body: string) =>
      fetch(`${world.baseUrl}/slack/events`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body,
      })
    expect((await check('ssl_check=1&token=abc')).status).toBe(200)
    expect(
      (await check(`ssl_check=1&${encode(command({ text: 'x', responseUrl: 'http://127.0.0.1/' })).text}`))
        .status,
    ).toBe(401)
  })
})

describe('A request of Slack’s', () => {
  test('for the check of the address is answered with its challenge', async () => {
    const { status, text } = await world.slack.deliver(world.baseUrl, {
      token: 'x',
      challenge: 'abc123',
      type: 'url_verification',
    })
    expect(status).toBe(200)
    expect(JSON.parse(text)).toEqual({ challenge: 'abc123' })
  })

  test('is taken when its form names a charset, which Bolt’s own receiver refuses', async () => {
    const body = command({ responseUrl: world.slack.responseUrl() })
    expect(encode(body).type).toContain('charset')
    await world.send(body)
    expect(labels(await world.slack.next('response_url'))).toContain('Which port to use')
  })

  test('that comes again after three seconds is acknowledged and not answered again', async () => {
    const body = mention({ channel: CHANNEL, text: 'which port for IMAP?' })
    await world.send(body)
    for (const retry of [1, 2, 3]) {
      const { status } = await world.slack.deliver(world.baseUrl, body, { retry, timestamp: NOW + retry })
      expect(status).toBe(200)
    }
    await world.settled()
    expect(world.slack.posted()).toHaveLength(1)
  })

  test('that comes to two instances is answered by one', async () => {
    const twin = await world.another()
    const body = mention({ channel: CHANNEL, text: 'which port for IMAP?' })
    await Promise.all([world.send(body), twin.send(body)])
    await Promise.all([world.settled(), twin.settled()])
    expect(world.slack.posted()).toHaveLength(1)
    await twin.stop()
  })

  test('that comes again after a restart is not answered again, and the thread is still followed', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'mailsherpa-slack-'))
    const store = () => createStore({ dataDir, now: () => new Date() })
    const first = await startWorld({ store: store() })
    const ts = nextTs()
    const body = mention({ channel: CHANNEL, ts, text: 'which port for IMAP with SSL?' })
    await first.send(body)
    await first.stop()
    expect(first.slack.posted()).toHaveLength(1)

    const second = await startWorld({ store: store() })
    expect((await second.slack.deliver(second.baseUrl, body, { retry: 1 })).status).toBe(200)
    await second.send(message({ channel: CHANNEL, thread: ts, text: 'and for SMTP?' }))
    await second.stop()
    expect(second.slack.posted().map(readingOf).join()).toContain('465')
    expect(second.slack.posted()).toHaveLength(1)
    rmSync(dataDir, { recursive: true })
  })

  test('is not acknowledged while the store is away, and answered when it comes again', async () => {
    const body = mention({ channel: CHANNEL, text: 'which port for IMAP?' })
    const timestamp = NOW
    away = 'message:'
    expect((await world.slack.deliver(world.baseUrl, body, { timestamp })).status).toBe(503)
    away = undefined
    expect((await world.slack.deliver(world.baseUrl, body, { timestamp, retry: 1 })).status).toBe(200)
    await world.settled()
    expect(world.slack.posted()).toHaveLength(1)
  })

  test('that fails inside is apologised for, and logged', async () => {
    const ts = nextTs()
    away = 'outbox'
    await world.send(mention({ channel: CHANNEL, ts, text: 'I want to talk to a person' }))
    await world.settled()
    expect(world.slack.posted(CHANNEL, ts).map(readingOf)).toEqual([
      expect.stringContaining('Something went wrong on my side'),
    ])
    expect(world.logged.join('')).toContain('somebody got no answer')
  })
})

describe('The log', () => {
  test('holds no token, no secret, no address of a reply and no words of a person', async () => {
    const { slack } = world
    const url = slack.responseUrl()
    const text = 'which port for dave@customer.example, my password is hunter2secret?'
    slack.fail('chat.postMessage', { body: { ok: false, error: 'channel_not_found' } })
    await world.send(mention({ channel: 'C0GONE0001', text }))
    await world.settled()
    slack.fail('chat.postMessage', { status: 500 })
    await world.send(mention({ channel: CHANNEL, text }))
    ;(await world.timing.next()).end()
    slack.fail('response_url', { status: 404, body: { ok: false, error: 'expired_url' } })
    await world.send(command({ text, responseUrl: url }))
    await slack.deliver(world.baseUrl, mention({ channel: CHANNEL, text }), { secret: 'wrong' })
    const element = { type: 'button', action_id: 'pick_0', value: JSON.stringify({ t: text }) }
    await world.send(action({ channel: CHANNEL, messageTs: '1.0', responseUrl: url, element }))
    await world.settled()
    const log = world.logged.join('\n')
    expect(log).toContain('somebody got no answer')
    for (const secret of [
      BOT_TOKEN,
      SIGNING_SECRET,
      url,
      'secretOfTheUrl',
      'dave@',
      'hunter2secret',
      'which port',
    ])
      expect(log).not.toContain(secret)
  })
})

describe('After the stop', () => {
  test('a request is told to come again', async () => {
    await world.adapter.stop()
    const { status } = await world.slack.deliver(
      world.baseUrl,
      mention({ channel: CHANNEL, text: 'which port?' }),
    )
    expect(status).toBe(503)
  })
})

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { command, mention, message, nextTs } from './shapes.ts'
import { labels, readingOf, SUPPORT, startWorld, type World } from './world.ts'

let world: World
let CHANNEL = ''
let OTHER = ''
let counter = 0
let clock = new Date()
beforeAll(async () => {
  world = await startWorld({ now: () => clock })
})
beforeEach(() => {
  counter += 1
  CHANNEL = `C0BUSY${counter}`
  OTHER = `C0QUIET${counter}`
})
afterEach(async () => {
  await world.settled()
  world.slack.forget()
  expect(world.slack.broken).toEqual([])
})
afterAll(() => world.stop())

const limited = (seconds: number) => ({ status: 429, headers: { 'retry-after': String(seconds) } })
const inChannel = (channel: string) =>
  world.slack.next('chat.postMessage', (args) => args.channel === channel)
const ask = async (channel: string, text = 'which port for IMAP?', thread?: string) => {
  const ts = nextTs()
  await world.send(mention({ channel, ts, text, ...(thread ? { thread } : {}) }))
  return ts
}

describe('A rate limit', () => {
  test('is waited out as long as Slack says, in its channel alone', async () => {
    world.slack.fail('chat.postMessage', limited(17), (args) => args.channel === CHANNEL)
    const ts = await ask(CHANNEL)
    const pause = await world.timing.next()
    expect(pause.seconds).toBe(17)
    await ask(OTHER)
    expect(readingOf(await inChannel(OTHER))).toContain('993')
    expect(world.slack.posted(CHANNEL)).toEqual([])
    pause.end()
    await world.slack.until(() => world.slack.posted(CHANNEL, ts).length === 1)
  })

  test('keeps the order within the channel', async () => {
    world.slack.fail('chat.postMessage', limited(3), (args) => args.channel === CHANNEL)
    const thread = await ask(CHANNEL, 'which port for IMAP with SSL?')
    const pause = await world.timing.next()
    await ask(CHANNEL, 'which port for SMTP with SSL?', thread)
    await ask(CHANNEL, 'which port for POP3 with SSL?', thread)
    pause.end()
    await world.settled()
    expect(
      world.slack.posted(CHANNEL, thread).map((call) => /993|465|995/.exec(readingOf(call))?.[0]),
    ).toEqual(['993', '465', '995'])
  })

  test('of a response_url is waited out as well', async () => {
    world.slack.fail('response_url', limited(2))
    await world.send(
      command({ channel: CHANNEL, text: 'which port for IMAP?', responseUrl: world.slack.responseUrl() }),
    )
    const pause = await world.timing.next()
    expect(pause.seconds).toBe(2)
    pause.end()
    await world.slack.until(() =>
      world.slack.calls.some((call) => call.method === 'response_url' && call.taken),
    )
  })
})

describe('The order of a thread', () => {
  test('is that in which messages came, also when the store takes longer for the first', async () => {
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const thread = await ask(CHANNEL, 'which port for IMAP with SSL?')
    await world.settled()
    const [first, second] = [nextTs(), nextTs()]
    const own = await world.another({
      host: (real) => ({
        ...real,
        firstDelivery: async (key, minutes) => {
          if (key.endsWith(first)) await held
          return real.firstDelivery(key, minutes)
        },
      }),
    })
    const follow = (ts: string, text: string) => own.send(message({ channel: CHANNEL, thread, ts, text }))
    const both = [
      follow(first, 'which port for SMTP with SSL?'),
      follow(second, 'which port for POP3 with SSL?'),
    ]
    // On one connection: when this is acknowledged, both have come.
    await own.send(mention({ channel: OTHER, text: 'which port for IMAP?' }))
    release()
    await Promise.all(both)
    await own.settled()
    const answers = world.slack
      .posted(CHANNEL, thread)
      .map((call) => /993|465|995/.exec(readingOf(call))?.[0])
    expect(answers).toEqual(['993', '465', '995'])
    await own.stop()
  })
})

describe('While Slack is unwell', () => {
  test.each([
    ['an error of its own', { status: 503 }],
    ['a cut connection', { cut: true }],
    ['an internal error inside a success', { body: { ok: false, error: 'internal_error' } }],
  ])('an answer met by %s is tried again', async (_what, trouble) => {
    world.slack.fail('chat.postMessage', trouble)
    const ts = await ask(CHANNEL)
    const pause = await world.timing.next()
    expect(pause.seconds).toBe(1)
    pause.end()
    await world.slack.until(() => world.slack.posted(CHANNEL, ts).length === 1)
  })

  test('an answer that arrived although the call failed is not posted twice', async () => {
    world.slack.fail('chat.postMessage', { cut: true, taken: true })
    const ts = await ask(CHANNEL)
    ;(await world.timing.next()).end()
    await world.settled()
    expect(world.slack.posted(CHANNEL, ts)).toHaveLength(1)
    expect(world.slack.calls.some((call) => call.method === 'conversations.replies')).toBe(true)
  })

  test('is posted again when Slack does not even say whether it arrived', async () => {
    world.slack.fail('chat.postMessage', { status: 500 })
    world.slack.fail('conversations.replies', limited(60))
    const ts = await ask(CHANNEL)
    ;(await world.timing.next()).end()
    await world.settled()
    expect(world.slack.posted(CHANNEL, ts)).toHaveLength(1)
  })

  test('an answer that cannot be posted for minutes is kept, without the asker’s address, and posted later', async () => {
    const { store } = world.bot
    const own = await world.another()
    for (let index = 0; index < 7; index++) own.slack.fail('chat.postMessage', { status: 500 })
    const ts = nextTs()
    await own.send(mention({ channel: CHANNEL, ts, text: 'imap settings for erin@customer.example' }))
    for (const seconds of [1, 2, 4, 8, 15, 30]) {
      const pause = await own.timing.next()
      expect(pause.seconds).toBe(seconds)
      pause.end()
    }
    await own.settled()
    expect(own.slack.posted(CHANNEL)).toEqual([])
    expect(own.adapter.trouble?.()).toContain('HTTP 500')
    const [kept] = await store.outbox.list('waiting')
    expect(kept?.body).toContain('993')
    expect(kept?.body).not.toContain('erin@')
    await own.stop()
    expect(own.logged.join('')).toContain('an answer has to wait')

    clock = new Date(clock.getTime() + 60_000)
    const later = await world.another()
    await later.settled()
    expect(later.slack.posted(CHANNEL, ts).map(readingOf).join()).toContain('993')
    expect(await store.outbox.list('waiting')).toEqual([])
    expect(later.adapter.trouble?.()).toBeNull()
    await later.stop()
  })

  test('a stop waits for no pause, and loses nothing', async () => {
    const own = await world.another()
    own.slack.fail('chat.postMessage', limited(300))
    own.slack.fail('chat.postMessage', limited(300))
    const ts = nextTs()
    await own.send(mention({ channel: CHANNEL, ts, text: 'which port for IMAP?' }))
    await own.slack.next('chat.postMessage')
    await own.stop()
    expect(own.slack.posted(CHANNEL)).toEqual([])
    const later = await world.another()
    await later.settled()
    expect(later.slack.posted(CHANNEL, ts).map(readingOf).join()).toContain('993')
    await later.stop()
  })
})

describe('An answer that Slack refuses', () => {
  test('for its blocks goes out as plain text', async () => {
    world.slack.fail('chat.postMessage', { body: { ok: false, error: 'invalid_blocks' } })
    const ts = await ask(CHANNEL, 'what are the imap settings?')
    await world.slack.until(() => world.slack.posted(CHANNEL, ts).length === 1)
    const [plain] = world.slack.posted(CHANNEL, ts)
    const types = new Set(plain?.args.blocks.map((block: { type: string }) => block.type))
    expect([...types]).toEqual(['section', 'actions'])
    expect(labels(plain!)).toContain('Talk to a person')
    expect(readingOf(plain!)).toContain('993')
    expect(world.logged.join('')).toContain('plain text')
  })

  test('for its buttons as well goes out as nothing but words', async () => {
    const refused = { body: { ok: false, error: 'invalid_blocks' } }
    world.slack.fail('chat.postMessage', refused)
    world.slack.fail('chat.postMessage', refused)
    const ts = await ask(CHANNEL)
    await world.slack.until(() => world.slack.posted(CHANNEL, ts).length === 1)
    expect(labels(world.slack.posted(CHANNEL, ts)[0]!)).toEqual([])
    expect(readingOf(world.slack.posted(CHANNEL, ts)[0]!)).toContain('993')
  })

  test('privately goes out as plain text as well', async () => {
    world.slack.fail('response_url', { status: 400, body: { ok: false, error: 'invalid_blocks' } })
    await world.send(
      command({ channel: CHANNEL, text: 'which port for IMAP?', responseUrl: world.slack.responseUrl() }),
    )
    await world.slack.until(() =>
      world.slack.calls.some((call) => call.method === 'response_url' && call.taken),
    )
    expect(
      readingOf(world.slack.calls.find((call) => call.method === 'response_url' && call.taken)!),
    ).toContain('993')
  })

  test('for good is logged, and costs nobody else theirs', async () => {
    world.slack.fail('chat.postMessage', { body: { ok: false, error: 'is_archived' } })
    await ask(CHANNEL)
    await ask(OTHER)
    expect(readingOf(await inChannel(OTHER))).toContain('993')
    await world.settled()
    expect(world.logged.join('')).toContain('"code":"is_archived"')
  })
})

describe('A card', () => {
  test('that cannot be posted names the mend, and is posted when it is mended', async () => {
    const own = await world.another()
    const refused = { body: { ok: false, error: 'not_in_channel' } }
    own.slack.fail('chat.postMessage', refused, (args) => args.channel === SUPPORT)
    const ts = nextTs()
    await own.send(mention({ channel: CHANNEL, ts, text: 'I want to talk to a person' }))
    const told = await own.slack.next('chat.postMessage', (args) => args.thread_ts === ts)
    expect(readingOf(told)).toContain('A person will answer here')
    await own.settled()
    expect(own.logged.join('')).toContain('invite the bot to SLACK_SUPPORT_CHANNEL')
    expect(own.slack.posted(SUPPORT)).toEqual([])
    await own.stop()

    clock = new Date(clock.getTime() + 60_000)
    const later = await world.another()
    await later.settled()
    expect(later.slack.posted(SUPPORT).map(labels)).toEqual([['Claim', 'Done']])
    await later.stop()
  })

  test('is posted once, also when Slack took it and did not say so', async () => {
    world.slack.fail('chat.postMessage', { cut: true, taken: true }, (args) => args.channel === SUPPORT)
    const ts = nextTs()
    await world.send(mention({ channel: CHANNEL, ts, text: 'I want to talk to a person' }))
    ;(await world.timing.next()).end()
    await world.settled()
    expect(world.slack.posted(SUPPORT)).toHaveLength(1)
    expect(world.slack.calls.some((call) => call.method === 'conversations.history')).toBe(true)
  })
})

describe('A long answer', () => {
  test('is split in a thread, and a private one leads to its rest', async () => {
    const lead = { kind: 'lead' as const, text: [{ text: 'It is long.' }] }
    const items = Array.from({ length: 150 }, (_, index) => [
      { text: `step ${index + 1} ${'of very many '.repeat(25)}` },
    ])
    const own = await world.another({
      host: (real) => ({
        ...real,
        ask: async (question) => ({
          ...(await real.ask(question)),
          blocks: [lead, { kind: 'steps', items }],
        }),
      }),
    })
    const ts = nextTs()
    await own.send(mention({ channel: CHANNEL, ts, text: 'which port for IMAP?' }))
    await own.settled()
    const posted = own.slack.posted(CHANNEL, ts)
    expect(posted).toHaveLength(3)
    expect(labels(posted[2]!)).toEqual(['Show the rest'])
    await own.press(posted[2]!, 'Show the rest')
    await own.settled()
    expect(own.slack.posted(CHANNEL, ts)).toHaveLength(6)
    await own.press(own.slack.posted(CHANNEL, ts)[5]!, 'Show the rest')
    await own.settled()
    const all = own.slack.posted(CHANNEL, ts).map(readingOf).join('\n')
    for (let index = 1; index <= 150; index++) expect(all).toContain(`step ${index} `)

    await own.send(
      command({ channel: CHANNEL, text: 'which port for IMAP?', responseUrl: own.slack.responseUrl() }),
    )
    let page = await own.slack.next('response_url')
    let read = readingOf(page)
    while (labels(page).includes('Show the rest')) {
      await own.press({ ...page, args: { ...page.args, channel: CHANNEL } }, 'Show the rest')
      page = await own.slack.next('response_url')
      read += `\n${readingOf(page)}`
    }
    for (let index = 1; index <= 150; index++) expect(read).toContain(`step ${index} `)
    expect(labels(page)).toContain('Share in the channel')
    await own.stop()
  })
})

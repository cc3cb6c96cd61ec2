import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { LIMITS } from '../../../adapters/slack/limits.ts'
import type { Delivered } from './local-slack.ts'
import { mention, message, nextTs, TEAM } from './shapes.ts'
import { startWorld } from './world.ts'

const CHANNELS = 20
const THREADS = 2
const PER_THREAD = 5
const QUESTIONS = [
  'which port for IMAP with SSL?',
  'and for SMTP?',
  'what are the server settings?',
  'I cannot send mail',
  'which port for POP3?',
]

/** Milliseconds that the Web API takes, one after the other. */
const SLOW = [40, 120, 260, 80, 400]
/** Every so many messages meet a rate limit of a second. */
const LIMITED = 25
/** Milliseconds from one event to the next: 200 in three seconds, whether they are acknowledged or not. */
const BETWEEN = 15
/** The event loop is kept busy for half of the time. */
const BUSY = { every: 30, for: 15 }

test('200 events in five seconds over 20 channels, with a slow and limited API on a busy machine, are all acknowledged in time and answered once, in order within a thread', async () => {
  const world = await startWorld({ realTime: true })
  const { slack } = world
  let calls = 0
  let messages = 0
  slack.slow(async (call) => {
    if (call.method === 'chat.postMessage' && ++messages % LIMITED === 0)
      slack.fail(
        'chat.postMessage',
        { status: 429, headers: { 'retry-after': '1' } },
        (args) => args === call.args,
      )
    await sleep(SLOW[calls++ % SLOW.length])
  })
  const hog = setInterval(() => {
    const end = performance.now() + BUSY.for
    while (performance.now() < end);
  }, BUSY.every)

  const asked = new Map<string, string[]>()
  const acknowledged: number[] = []
  const started = performance.now()
  async function deliver(body: object, options: Delivered = {}): Promise<void> {
    const { status, milliseconds } = await slack.deliver(world.baseUrl, body, options)
    expect(status).toBe(200)
    if (options.retry === undefined) acknowledged.push(milliseconds)
  }
  const threads = Array.from({ length: CHANNELS * THREADS }, (_, index) => {
    const thread = { channel: `C0LOAD${index % CHANNELS}`, user: `U0LOAD${index}`, ts: nextTs() }
    asked.set(`${thread.channel} ${thread.ts}`, [])
    return thread
  })
  const deliveries: Promise<void>[] = []
  let sent = 0
  for (let round = 0; round < PER_THREAD; round++)
    for (const { user, channel, ts: thread } of threads) {
      const ts = round === 0 ? thread : nextTs()
      const text = QUESTIONS[round]!
      const body =
        round === 0 ? mention({ user, channel, ts, text }) : message({ user, channel, ts, thread, text })
      asked.get(`${channel} ${thread}`)?.push(`message:${TEAM}:${channel}:${ts}-0`)
      deliveries.push(deliver(body))
      // Slack delivers some of them twice.
      if (round === 2) deliveries.push(deliver(body, { retry: 1 }))
      // By the clock: what a slow machine sends late, it sends at once.
      await sleep(Math.max(0, started + ++sent * BETWEEN - performance.now()))
    }
  await Promise.all(deliveries)
  const delivered = performance.now() - started
  await world.settled()
  const settled = performance.now() - started
  clearInterval(hog)
  await world.stop()

  const limited = slack.calls.filter((call) => call.method === 'chat.postMessage' && !call.taken).length
  const slowest = Math.max(...acknowledged)
  process.stdout.write(
    `Slack load: ${acknowledged.length} events in ${(delivered / 1000).toFixed(1)} s, slowest acknowledgement ${slowest.toFixed(0)} ms, ` +
      `${limited} rate limits, ${slack.posted().length} answers after ${(settled / 1000).toFixed(1)} s\n`,
  )
  expect(acknowledged).toHaveLength(200)
  expect(slowest).toBeLessThan(LIMITS.ackSeconds * 1_000)
  expect(limited).toBeGreaterThan(5)
  for (const [where, keys] of asked) {
    const [channel, thread] = where.split(' ')
    expect(slack.posted(channel, thread).map((call) => call.args.metadata.event_payload.key)).toEqual(keys)
  }
  expect(slack.broken).toEqual([])
}, 30_000)

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { assistantStarted, command, homeOpened, mention, message, nextTs, shortcut } from './shapes.ts'
import { labels, readingOf, startWorld, SUPPORT, type World } from './world.ts'

const CHANNEL = 'C0GENERAL1'
const DIRECT = 'D0ASKER01'

let world: World
beforeEach(async () => {
  world = await startWorld()
})
afterEach(async () => {
  await world.stop()
  expect(world.slack.broken).toEqual([])
})

const answerTo = async (thread: string) => world.slack.next('chat.postMessage', (args) => args.thread_ts === thread)

describe('in a channel', () => {
  test('a mention is answered in its thread', async () => {
    const ts = nextTs()
    await world.send(mention({ channel: CHANNEL, ts, text: 'which port for IMAP?' }))
    const answer = await answerTo(ts)
    expect(answer.args.channel).toBe(CHANNEL)
    expect(readingOf(answer)).toContain('993')
  })
})

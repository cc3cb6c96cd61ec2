import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createDiscord } from '../../../adapters/discord/discord.ts'
import { type Adapter, AdapterError, type Host } from '../../../src/adapter.ts'
import { type Peer, startPeer, TOKEN } from './peer.ts'
import { command, IN_SERVER, somebody } from './people.ts'
import { textOf } from './reading.ts'
import { type Base, STARTING, settingsFor, startBase } from './world.ts'

let base: Base
let peer: Peer
let adapter: Adapter
/** Resolves with the next line that says this. */
const waiting: { text: string; resolve: (line: string) => void }[] = []
const lines: { level: string; text: string }[] = []
let host: Host

beforeAll(async () => {
  base = await startBase()
  const own = base.bot.bot.hostFor('discord', base.bot.server)
  const log = (level: string) => (details: object, message: string) => {
    const text = `${message} ${JSON.stringify(details)}`
    lines.push({ level, text })
    for (const waiter of waiting) if (text.includes(waiter.text)) waiter.resolve(text)
  }
  host = { ...own, log: { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') } }
}, STARTING)
afterAll(() => base.close())
afterEach(async () => {
  await adapter.stop()
  await peer.close()
  expect(peer.problems).toEqual([])
  expect(lines.filter(({ text }) => text.includes(TOKEN))).toEqual([])
  lines.length = 0
})

async function start(settings: object = {}, before: (peer: Peer) => void = () => {}): Promise<void> {
  peer = await startPeer({ mode: 'gateway', now: () => base.clock.now })
  before(peer)
  adapter = createDiscord(settingsFor(peer, settings), host)
  await adapter.start()
}
const said = (text: string) => new Promise<string>((resolve) => waiting.push({ text, resolve }))
const heard = (level: string) => lines.filter((line) => line.level === level)
async function works(): Promise<void> {
  const [answer] = await peer.show(
    command('ask', { question: 'Which port for IMAP?' }, somebody(), IN_SERVER, base.clock.now),
  )
  expect(textOf(answer!)).toContain('993')
}

describe('the gateway', () => {
  it('is asked for direct messages only, which need no approval', async () => {
    await start()
    expect(peer.gateway.greetings[0]!.d.intents).toBe(1 << 12)
    await works()
    expect(adapter.trouble!()).toBeNull()
  })

  it('is asked for the text of messages when that is granted', async () => {
    await start({ DISCORD_MESSAGE_CONTENT: true })
    expect(peer.gateway.greetings[0]!.d.intents).toBe((1 << 9) | (1 << 12) | (1 << 15))
  })

  it.each([1006, 4000, 4009])(
    'that is lost with code %i comes back by itself, with one line for each',
    async (code) => {
      await start()
      const back = said('connected again')
      // 1006 is what a connection without a goodbye looks like; it cannot be sent.
      if (code === 1006) peer.gateway.cut()
      else peer.gateway.drop(code)
      await back
      expect(adapter.trouble!()).toBeNull()
      await works()
      expect(heard('warn').map(({ text }) => text)).toEqual([expect.stringContaining(`"code":${code}`)])
      expect(heard('info')).toHaveLength(1)
      expect(heard('error')).toEqual([])
    },
  )

  it('tells of its trouble while it is lost', async () => {
    await start()
    const lost = said('connection lost')
    peer.gateway.refuse(4000)
    peer.gateway.drop(4000)
    await lost
    expect(adapter.trouble!()).toContain('lost')
    await peer.gateway.refused(2)
    const back = said('connected again')
    peer.gateway.refuse(null)
    await back
    expect(adapter.trouble!()).toBeNull()
    expect(heard('warn')).toHaveLength(1)
  })

  it('that Discord itself wants to move goes on where it was', async () => {
    await start()
    const back = said('connected again')
    peer.gateway.askToReconnect()
    await back
    expect(peer.gateway.greetings.map(({ op }) => op)).toEqual([2, 6])
    await works()
  })

  it('is tried again when Discord is away at the start', async () => {
    await start({}, (peer) => {
      for (let time = 0; time < 4; time += 1)
        peer.fault({ method: 'GET', path: /^\/gateway\/bot$/, status: 503 })
    })
    await works()
    expect(heard('warn').map(({ text }) => text)).toEqual([expect.stringContaining('trying again')])
  })
})

describe('a token that Discord refuses', () => {
  const start401 = (peer: Peer) =>
    peer.fault({
      method: 'GET',
      path: /^\/gateway\/bot$/,
      status: 401,
      body: { code: 0, message: '401: Unauthorized' },
    })

  it.each([
    ['by its API', start401],
    ['by its gateway', (peer: Peer) => peer.gateway.refuse(4004)],
  ])('ends the start with what to do (%s)', async (_by, before) => {
    const error: unknown = await start({}, before).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(AdapterError)
    expect((error as AdapterError).mend).toContain('DISCORD_TOKEN')
    expect(adapter.trouble!()).toContain('token')
  })

  it('while running ends this front end alone, with one line', async () => {
    await start()
    const end = said('refuses the bot token')
    peer.gateway.refuse(4004)
    peer.gateway.drop(4000)
    await end
    expect(adapter.trouble!()).toContain('token')
    expect(heard('error')).toHaveLength(1)
    expect(heard('error')[0]!.text).toContain('DISCORD_TOKEN')
    // The bot itself goes on.
    expect((await host.ask({ text: 'Which port for IMAP?', frontEnd: 'discord' })).text).toContain('993')
  })

  it('to a call of the API ends it too', async () => {
    await start()
    const end = said('refuses the bot token')
    peer.fault({
      method: 'POST',
      path: /messages$/,
      status: 401,
      body: { code: 0, message: '401: Unauthorized' },
    })
    await peer.show(command('human', {}, somebody(), IN_SERVER, base.clock.now))
    await end
    expect(adapter.trouble!()).toContain('token')
  })
})

describe('an intent that Discord has not granted', () => {
  it('ends the start with where to turn it on', async () => {
    const error: unknown = await start({ DISCORD_MESSAGE_CONTENT: true }, (peer) =>
      peer.gateway.refuse(4014),
    ).catch((error: unknown) => error)
    expect((error as AdapterError).mend).toContain('Message Content Intent')
  })
})

describe('stopping', () => {
  it('finishes what is under way, takes no more, and may be done twice', async () => {
    await start()
    const { promise: gate, resolve: open } = Promise.withResolvers<void>()
    const slow = createDiscord(
      settingsFor(peer),
      {
        ...host,
        async ask(question) {
          await gate
          return host.ask(question)
        },
      },
      { patience: 10 },
    )
    await adapter.stop()
    await slow.start()
    const raw = command('ask', { question: 'Which port for IMAP?' }, somebody(), IN_SERVER, base.clock.now)
    await peer.respond(raw)
    const stopped = slow.stop()
    const late = command('ask', { question: 'Which port for POP3?' }, somebody(), IN_SERVER, base.clock.now)
    await peer.deliver(late)
    open()
    await stopped
    expect(textOf(peer.known(raw.id).original!)).toContain('993')
    expect(peer.known(late.id).responses).toEqual([])
    await slow.stop()
  })
})

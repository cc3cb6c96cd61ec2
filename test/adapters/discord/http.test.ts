import Fastify from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDiscord } from '../../../adapters/discord/discord.ts'
import { isFromDiscord, readPublicKey } from '../../../adapters/discord/http.ts'
import { AdapterError } from '../../../src/adapter.ts'
import { startPeer } from './peer.ts'
import { command, IN_SERVER, newKeys, signedHeaders, somebody } from './people.ts'
import { type Base, STARTING, settingsFor, startBase, startWorld, type World } from './world.ts'

const PATH = '/discord/interactions'
let base: Base
let world: World
let url: string
beforeAll(async () => {
  base = await startBase()
  world = await startWorld(base, 'http')
  const address = await base.bot.listen()
  world.peer.botAt(address)
  url = `${address}${PATH}`
}, STARTING)
afterAll(async () => {
  await world.end()
  await base.close()
})

const ping = JSON.stringify({ id: '1', application_id: '2', type: 1, token: 'x', version: 1 })
const post = (body: string | Buffer, headers: Record<string, string>) =>
  fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } })
const signed = (body: string, at = base.clock.now) => signedHeaders(body, world.peer.keys, at)
const later = (seconds: number) => new Date(base.clock.now.getTime() + seconds * 1000)

describe('the address for interactions', () => {
  it('answers PING', async () => {
    const answer = await post(ping, signed(ping))
    expect([answer.status, await answer.json()]).toEqual([200, { type: 1 }])
    expect(answer.headers.get('content-type')).toContain('application/json')
  })

  it.each([
    ['no signature', () => ({})],
    ['no timestamp', () => ({ ...signed(ping), 'x-signature-timestamp': '' })],
    ['a timestamp that is none', () => ({ ...signed(ping), 'x-signature-timestamp': 'soon' })],
    [
      'half a signature',
      () => ({ ...signed(ping), 'x-signature-ed25519': signed(ping)['x-signature-ed25519']!.slice(0, 64) }),
    ],
    ['the signature of another body', () => signed('{}')],
    ['another key', () => signedHeaders(ping, newKeys(), base.clock.now)],
    [
      'a signature over another time',
      () => ({ ...signed(ping), 'x-signature-timestamp': signed(ping, later(1))['x-signature-timestamp']! }),
    ],
    ['a request older than five minutes', () => signed(ping, later(-301))],
    ['a request from the future', () => signed(ping, later(301))],
  ])('refuses %s with 401', async (_what, headers) => {
    const answer = await post(ping, headers())
    expect(answer.status).toBe(401)
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect((await answer.json()) as object).toMatchObject({ status: 401 })
  })

  it('takes what is a few minutes old, as a slow network makes it', async () => {
    expect((await post(ping, signed(ping, later(-290)))).status).toBe(200)
    expect((await post(ping, signed(ping, later(290)))).status).toBe(200)
  })

  it('refuses a signed body that is no interaction with 400', async () => {
    for (const body of ['', 'not json', '[]', '"x"', 'null', '{}'])
      expect((await post(body, signed(body))).status).toBe(400)
  })

  it('checks the bytes as they came, whatever they look like', async () => {
    const spaced = ` ${ping.replace('"type":1', '"type" : 1, "é": "\\u00e9"')}\n`
    expect((await post(spaced, signed(spaced))).status).toBe(200)
    expect((await post(JSON.stringify(JSON.parse(spaced)), signed(spaced))).status).toBe(401)
  })

  it('refuses a body over 64 KiB', async () => {
    const large = JSON.stringify({ type: 1, filler: 'x'.repeat(70_000) })
    expect((await post(large, signed(large))).status).toBe(413)
  })

  it('answers a repeated request with nothing', async () => {
    const raw = command('ask', { question: 'Which port for IMAP?' }, somebody(), IN_SERVER, base.clock.now)
    const statuses = [await world.peer.deliver(raw), await world.peer.deliver(raw)]
    expect(statuses).toEqual([200, 202])
  })
})

describe('a signature', () => {
  it('is checked with a key of 64 hexadecimal digits, against the time that is given', () => {
    const keys = newKeys()
    const at = new Date('2026-11-23T09:00:00Z')
    const headers = signedHeaders(ping, keys, at)
    const request = {
      signature: headers['x-signature-ed25519'],
      timestamp: headers['x-signature-timestamp'],
      body: Buffer.from(ping),
    }
    expect(isFromDiscord(request, readPublicKey(keys.publicKey), at)).toBe(true)
    expect(isFromDiscord(request, readPublicKey(keys.publicKey), new Date(at.getTime() + 301_000))).toBe(
      false,
    )
    expect(isFromDiscord({ ...request, signature: ['a', 'b'] }, readPublicKey(keys.publicKey), at)).toBe(
      false,
    )
  })
})

describe('the start over HTTP', () => {
  const host = () => base.bot.bot.hostFor('discord', base.bot.server)
  async function starting(fault?: Parameters<World['peer']['fault']>[0], settings: object = {}) {
    const peer = await startPeer({ mode: 'http', now: () => base.clock.now })
    if (fault) for (let time = 0; time < 4; time += 1) peer.fault(fault)
    // The routes stand already; only the check of the token is looked at here.
    const scope = Fastify() as never
    const adapter = createDiscord(settingsFor(peer, settings), { ...host(), http: scope })
    const error: unknown = await adapter.start().then(
      () => undefined,
      (error: unknown) => error,
    )
    await adapter.stop()
    await peer.close()
    return error
  }

  it('ends with what to do when the token is refused', async () => {
    const error = await starting({
      method: 'GET',
      path: /@me$/,
      status: 401,
      body: { code: 0, message: '401: Unauthorized' },
    })
    expect(error).toBeInstanceOf(AdapterError)
    expect((error as AdapterError).mend).toContain('DISCORD_TOKEN')
  })

  it('does not wait for a Discord that is away', async () => {
    expect(await starting({ method: 'GET', path: /@me$/, status: 503 })).toBeUndefined()
  })

  it('warns of a public key that is not this application’s', async () => {
    expect(await starting(undefined, { DISCORD_PUBLIC_KEY: newKeys().publicKey })).toBeUndefined()
    expect(base.logged.filter((line) => line.includes('not the key of this application'))).toHaveLength(1)
  })
})

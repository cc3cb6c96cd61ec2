/** What an operator sees: starting, stopping, being killed, and callers who mean no good. */

import { writeFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createStore } from '../../src/store/sql.ts'
import { answer } from '../store/records.ts'
import { ask, type BotProcess, failingStart, startProcess, temporaryFolder } from '../support/process.ts'

// Each test starts the whole bot, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 })

const running: BotProcess[] = []
async function start(env: Record<string, string> = {}) {
  const bot = await startProcess({ RATE_LIMIT_PER_MINUTE: '0', ...env })
  running.push(bot)
  return bot
}
afterEach(async () => {
  await Promise.all(
    running
      .splice(0)
      .map((bot) => (bot.child.exitCode === null && !bot.child.killed ? bot.end('SIGKILL') : null)),
  )
})

describe('starting', () => {
  test('says what is on, what is off and which variable turns it on', async () => {
    const bot = await start()
    expect(bot.output()).toMatch(/store\s+SQLite .*DATABASE_URL/)
    expect(bot.output()).toMatch(/insights\s+off \(ADMIN_TOKEN turns it on\)/)
    expect((await fetch(`${bot.url}/readyz`)).status).toBe(200)
  })

  test.each([
    ['an impossible number', { PORT: 'eighty' }, /PORT: /],
    ['a database that is none', { DATABASE_URL: 'mysql://there' }, /DATABASE_URL: /],
    [
      'a provider that is not there',
      { PROVIDER: 'nobody' },
      /there is no provider "nobody"[\s\S]*Set PROVIDER to one of default, starttls/,
    ],
    [
      'a knowledge folder that is not there',
      { KNOWLEDGE_DIR: '/nowhere/at/all' },
      /there is no such folder[\s\S]*Set KNOWLEDGE_DIR/,
    ],
    ['a key of the wrong length', { SECRETS_KEY: 'c2hvcnQ=' }, /SECRETS_KEY/],
  ])('does not start half with %s: it names the cause and the mend', async (_what, env, message) => {
    const { code, output } = await failingStart({ DATA_DIR: temporaryFolder(), ...env })
    expect(code).toBe(1)
    expect(output).toMatch(message)
    expect(output).not.toMatch(/\n\s+at .*\.ts:\d+/)
  })

  test('a folder that cannot be written stops the start', async () => {
    const file = join(temporaryFolder(), 'file')
    writeFileSync(file, '')
    const { code, output } = await failingStart({ DATA_DIR: join(file, 'data') })
    expect(code).toBe(1)
    expect(output).toMatch(/DATA_DIR|folder/)
  })
})

describe('what is too old', () => {
  test('is gone after a start, which does not wait for it; what is young stays', async () => {
    const folder = temporaryFolder()
    const store = createStore({ dataDir: folder, now: () => new Date() })
    await store.open()
    const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 60 * 60 * 1000)
    await store.answers.add(answer('old', { at: daysAgo(8) }))
    await store.feedback.add({ answerId: 'old', at: daysAgo(8), helpful: true })
    await store.answers.add(answer('young', { at: daysAgo(1) }))
    await store.close()

    const bot = await start({ DATA_DIR: folder, RETENTION_DAYS: '7', LOG_LEVEL: 'info' })
    await bot.says(/old records were deleted/)
    expect(bot.output()).toMatch(/Mailsherpa answers for[\s\S]*old records were deleted/)
    await bot.end('SIGTERM')
    await store.open()
    expect((await store.answers.since(new Date(0))).map(({ id }) => id)).toEqual(['young'])
    expect(await store.feedback.since(new Date(0))).toEqual([])
    await store.close()
  })
})

describe('stopping', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    '%s finishes what is in flight and exits with 0',
    async (signal) => {
      const bot = await start()
      const asked = Array.from({ length: 20 }, (_, index) => ask(bot.url, `which port for imap ${index}`))
      await Promise.race(asked)
      const ended = bot.end(signal)
      const replies = await Promise.allSettled(asked)
      expect(await ended).toBe(0)
      // Those whose connection was accepted are answered whole; none is cut off in the middle.
      for (const reply of replies)
        if (reply.status === 'fulfilled') expect(reply.value.body.topic).toBe('ports')
    },
  )

  test('kill -9 loses no vote that was acknowledged', async () => {
    const folder = temporaryFolder()
    const bot = await start({ DATA_DIR: folder })
    const { body } = await ask(bot.url, 'which port for imap?')
    const ids: string[] = [body.id]
    for (let i = 0; i < 40; i++) ids.push((await ask(bot.url, `which port for pop3 ${i}`)).body.id)
    let acknowledged = 0
    let killed = false
    const votes = ids.map(async (answerId) => {
      const response = await fetch(`${bot.url}/v1/feedback`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ answerId, helpful: true }),
      }).catch(() => null)
      if (response?.status === 204) acknowledged++
      if (acknowledged >= 15 && !killed) {
        killed = true
        bot.child.kill('SIGKILL')
      }
    })
    await Promise.all(votes)
    expect(acknowledged).toBeGreaterThanOrEqual(15)

    const again = await start({ DATA_DIR: folder })
    const { DatabaseSync } = await import('node:sqlite')
    const database = new DatabaseSync(join(folder, 'mailsherpa.sqlite'), { readOnly: true })
    expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
    const { n } = database.prepare('SELECT count(*) AS n FROM feedback').get() as { n: number }
    database.close()
    expect(n).toBeGreaterThanOrEqual(acknowledged)
    expect((await fetch(`${again.url}/readyz`)).status).toBe(200)
  })
})

describe('callers who mean no good', () => {
  test('50 connections with bodies that never end do not keep others waiting, and are cut off', async () => {
    const bot = await start()
    const { hostname, port } = new URL(bot.url)
    const slow = await Promise.all(
      Array.from(
        { length: 50 },
        () =>
          new Promise<Socket>((resolve) => {
            const socket = connect(Number(port), hostname, () => {
              socket.write(
                'POST /v1/ask HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{',
              )
              resolve(socket)
            })
            socket.on('error', () => {})
          }),
      ),
    )
    const cut = Promise.all(slow.map((socket) => new Promise((resolve) => socket.once('close', resolve))))
    for (const socket of slow) socket.resume()
    const { status, body } = await ask(bot.url, 'which port for imap?')
    expect([status, body.topic]).toEqual([200, 'ports'])
    await cut
  }, 30_000)

  test('thousands of bad requests get problem documents, and others are still served', async () => {
    const bot = await start()
    let refused = 0
    const bad = Array.from({ length: 50 }, async () => {
      for (let i = 0; i < 40; i++) {
        const response = await fetch(`${bot.url}/v1/ask`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: '{"text":',
        })
        if (
          response.status === 400 &&
          response.headers.get('content-type')?.startsWith('application/problem+json')
        )
          refused++
        await response.arrayBuffer()
      }
    })
    const good = await ask(bot.url, 'which port for imap?')
    await Promise.all(bad)
    expect(good.body.topic).toBe('ports')
    expect(refused).toBe(2000)
  }, 30_000)

  test('a caller past the limit is told when to come back', async () => {
    const bot = await start({ RATE_LIMIT_PER_MINUTE: '3' })
    for (let i = 0; i < 3; i++) expect((await ask(bot.url, 'hello')).status).toBe(200)
    const response = await fetch(`${bot.url}/v1/ask`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"text":"hello"}',
    })
    expect(response.status).toBe(429)
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
  })

  test('a forged X-Forwarded-For changes nothing unless a proxy is trusted', async () => {
    const bot = await start({ RATE_LIMIT_PER_MINUTE: '2' })
    const from = (address: string) =>
      fetch(`${bot.url}/v1/ask`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
        body: '{"text":"hello"}',
      }).then((response) => response.status)
    expect([await from('1.1.1.1'), await from('2.2.2.2'), await from('3.3.3.3')]).toEqual([200, 200, 429])
  })
})

test('the log holds no word of a question, no address and no password', async () => {
  const bot = await start({ LOG_LEVEL: 'debug' })
  await ask(
    bot.url,
    'my password is xylophone77! and my address is carla@secret-domain.example, imap fails',
    'c1',
  )
  await fetch(`${bot.url}/v1/ask`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"text": 5, "conversationId": "xylophone77!"}',
  })
  await bot.end('SIGTERM')
  expect(bot.output()).not.toMatch(/xylophone|carla|secret-domain/)
})

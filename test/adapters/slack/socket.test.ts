import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { AdapterError } from '../../../src/adapter.ts'
import { command, mention, message, nextTs } from './shapes.ts'
import { buttonsOf, labels, pressed, readingOf, startWorld, type World } from './world.ts'

const CHANNEL = 'C0GENERAL1'

let base: World
let world: World
beforeAll(async () => {
  base = await startWorld()
})
afterEach(async () => {
  await world?.stop()
  base.slack.forget()
  expect(base.slack.broken).toEqual([])
})
afterAll(() => base.stop())

const refusal = (settings = {}) => base.another(settings).catch((error: unknown) => error)

describe('Socket Mode', () => {
  test('answers mentions, commands and buttons, each acknowledged and once', async () => {
    world = await base.another()
    expect(world.adapter.trouble?.()).toBeNull()
    const ts = nextTs()
    const body = mention({ channel: CHANNEL, ts, text: '' })
    await world.slack.deliverBySocket(body)
    await world.slack.deliverBySocket(body, 1)
    const start = await world.slack.next('chat.postMessage', (args) => args.thread_ts === ts)
    const button = buttonsOf(start).find((one) => one.text?.text === 'Which port to use')!
    await world.send(pressed(start, button, 'U0ASKER01', world.slack.responseUrl()))
    const answer = await world.slack.next('chat.postMessage', (args) => args.thread_ts === ts)
    expect(readingOf(answer)).toContain('993')
    await world.send(
      command({ channel: CHANNEL, text: 'which port for IMAP?', responseUrl: world.slack.responseUrl() }),
    )
    expect(labels(await world.slack.next('response_url'))).toContain('Share in the channel')
    await world.settled()
    expect(world.slack.posted(CHANNEL, ts)).toHaveLength(2)
  })

  test('connects again when Slack renews its servers, and goes on', async () => {
    world = await base.another()
    world.slack.recycle()
    await world.slack.until(() => world.slack.connected() === 0)
    ;(await world.timing.next()).end()
    await world.slack.until(() => world.slack.connected() === 1)
    const ts = nextTs()
    await world.send(message({ channel: 'D0ASKER01', ts, text: 'which port for IMAP?' }))
    expect(readingOf(await world.slack.next('chat.postMessage'))).toContain('993')
  })

  test('that cannot reconnect says so, keeps the process alive and comes back', async () => {
    world = await base.another()
    world.slack.fail('apps.connections.open', { body: { ok: false, error: 'internal_error' } })
    world.slack.fail('apps.connections.open', { body: { ok: false, error: 'invalid_auth' } })
    world.slack.recycle()
    await world.slack.until(() => world.slack.connected() === 0)
    for (const seconds of [0, 1, 2]) {
      const pause = await world.timing.next()
      expect(pause.seconds).toBe(seconds)
      expect(world.adapter.trouble?.()).toContain('Socket Mode is not connected')
      pause.end()
    }
    await world.slack.until(() => world.slack.connected() === 1)
    await world.send(message({ channel: 'D0ASKER01', text: 'which port for IMAP?' }))
    await world.slack.next('chat.postMessage')
    expect(world.adapter.trouble?.()).toBeNull()
  })

  test('starts also while Slack is away, and connects when it is back', async () => {
    base.slack.fail('apps.connections.open', { status: 503 })
    world = await base.another()
    expect(world.adapter.trouble?.()).toBe('Socket Mode is not connected: HTTP 503')
    ;(await world.timing.next()).end()
    await world.slack.until(() => world.slack.connected() === 1)
    await world.send(message({ channel: 'D0ASKER01', text: 'which port for IMAP?' }))
    await world.slack.next('chat.postMessage')
  })

  test('with a token that Slack does not accept ends this front end with cause and mend', async () => {
    base.slack.fail('apps.connections.open', { body: { ok: false, error: 'invalid_auth' } })
    const refused = await refusal()
    expect(refused).toBeInstanceOf(AdapterError)
    expect(refused).toMatchObject({
      message: 'Slack does not accept SLACK_APP_TOKEN (invalid_auth).',
      mend: expect.stringContaining('connections:write'),
    })
  })
})

describe('The start', () => {
  test('with a bot token that Slack does not accept ends with cause and mend', async () => {
    base.slack.fail('auth.test', { body: { ok: false, error: 'token_revoked' } })
    expect(await refusal()).toMatchObject({
      name: 'AdapterError',
      message: 'Slack does not answer to SLACK_BOT_TOKEN (token_revoked).',
    })
  })

  test('while Slack is away goes on, and the bot answers when it is back', async () => {
    base.slack.fail('auth.test', { status: 503 })
    base.slack.fail('auth.test', { status: 503 })
    world = await base.another()
    await world.send(message({ channel: 'D0ASKER01', text: 'which port for IMAP?' }))
    ;(await world.timing.next()).end()
    expect(readingOf(await world.slack.next('chat.postMessage'))).toContain('993')
  })

  test('with a token and OAuth at once asks which of them is meant', async () => {
    const both = await refusal({ settings: { SLACK_CLIENT_ID: '1.2', SLACK_CLIENT_SECRET: 'secret' } })
    expect(both).toMatchObject({
      name: 'AdapterError',
      message: 'SLACK_BOT_TOKEN and SLACK_CLIENT_ID are both set.',
    })
  })
})

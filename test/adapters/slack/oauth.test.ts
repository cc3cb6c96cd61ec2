import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createStore } from '../../../src/store/sql.ts'
import { mention, message, nextTs, uninstalled } from './shapes.ts'
import { readingOf, startWorld, type World } from './world.ts'

const SECOND = 'T0SECOND01'
const TOKEN = 'xoxb-999-installedByOAuth'

const dataDir = mkdtempSync(join(tmpdir(), 'mailsherpa-slack-'))
const now = () => new Date()

let world: World
beforeAll(async () => {
  world = await startWorld({
    store: createStore({ dataDir, secretsKey: randomBytes(32).toString('base64'), now }),
    without: ['SLACK_BOT_TOKEN'],
    settings: {
      SLACK_CLIENT_ID: '111.222',
      SLACK_CLIENT_SECRET: 'client secret of the tests',
      SLACK_SUPPORT_CHANNEL: `${SECOND}/C0SUPPORT1`,
    },
    publicUrl: 'https://bot.example.com',
  })
})
afterAll(async () => {
  await world.stop()
  rmSync(dataDir, { recursive: true })
  expect(world.slack.broken).toEqual([])
})

const visit = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${world.baseUrl}${path}`, { redirect: 'manual', headers })

async function begin() {
  const response = await visit('/slack/install')
  const address = new URL(response.headers.get('location') ?? '')
  const cookie = (response.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  return { response, address, state: address.searchParams.get('state') ?? '', cookie }
}

/** The same event as another workspace sends it. */
function from(team: string, body: ReturnType<typeof mention>) {
  return {
    ...body,
    team_id: team,
    authorizations: body.authorizations.map((one) => ({ ...one, team_id: team })),
  }
}

describe('Installing by OAuth', () => {
  test('leads to Slack with the scopes of the manifest and the bot’s own address', async () => {
    const { response, address } = await begin()
    expect(response.status).toBe(302)
    expect(address.origin + address.pathname).toBe('https://slack.com/oauth/v2/authorize')
    expect(address.searchParams.get('scope')).toContain('app_mentions:read')
    expect(address.searchParams.get('redirect_uri')).toBe('https://bot.example.com/slack/oauth_redirect')
    expect(response.headers.get('set-cookie')).toContain('HttpOnly')
  })

  test('before it no event of the workspace is answered', async () => {
    await world.send(from(SECOND, mention({ channel: 'C0SECOND01', text: 'which port for IMAP?' })))
    await world.settled()
    expect(world.slack.posted()).toEqual([])
  })

  test.each([
    ['without a state', async () => visit('/slack/oauth_redirect?code=abc')],
    [
      'with a state of another browser',
      async () => visit(`/slack/oauth_redirect?code=abc&state=${(await begin()).state}`),
    ],
    [
      'with a forged state',
      async () =>
        visit('/slack/oauth_redirect?code=abc&state=forged', { cookie: 'slack-app-oauth-state=forged' }),
    ],
    ['that was cancelled', async () => visit('/slack/oauth_redirect?error=access_denied')],
  ])('a way back %s installs nothing', async (_what, go) => {
    const response = await go()
    expect(response.status).toBe(400)
    expect(await response.text()).toContain('That did not work')
    expect(world.slack.calls.filter((call) => call.method === 'oauth.v2.access')).toEqual([])
  })

  test('ends with a page in the language of the browser, and the workspace is answered with its own token', async () => {
    const { state, cookie } = await begin()
    const response = await visit(`/slack/oauth_redirect?code=abc&state=${encodeURIComponent(state)}`, {
      cookie,
      'accept-language': 'fr-FR,fr;q=0.9',
    })
    expect(response.status).toBe(200)
    const page = await response.text()
    expect(page).toContain('Mailsherpa est installé')
    expect(page).toContain('Second &#38; team')
    expect(page).not.toContain(TOKEN)

    const ts = nextTs()
    await world.send(from(SECOND, mention({ channel: 'C0SECOND01', ts, text: 'which port for IMAP?' })))
    const answer = await world.slack.next('chat.postMessage')
    expect(answer.token).toBe(TOKEN)
    expect(readingOf(answer)).toContain('993')
    expect(world.logged.join('')).not.toContain(TOKEN)
  })

  test('keeps no token as it is: not in any file of the database', () => {
    const files = readdirSync(dataDir).map((name) => readFileSync(join(dataDir, name)).toString('latin1'))
    expect(files.join('')).toContain(`slack/team/${SECOND}`)
    expect(files.join('')).not.toContain(TOKEN)
  })

  test('a handoff of the workspace comes to the support channel with the token of that workspace', async () => {
    await world.send(from(SECOND, message({ channel: 'D0SECOND01', text: 'I want to talk to a person' })))
    const card = await world.slack.next('chat.postMessage', (args) => args.channel === 'C0SUPPORT1')
    expect(card.token).toBe(TOKEN)
  })

  test('an uninstallation deletes it', async () => {
    await world.settled()
    world.slack.forget()
    expect(await world.bot.store.installations.get(`slack/team/${SECOND}`)).not.toBeNull()
    await world.send(uninstalled(SECOND))
    await world.settled()
    expect(await world.bot.store.installations.get(`slack/team/${SECOND}`)).toBeNull()
    await world.send(from(SECOND, mention({ channel: 'C0SECOND01', text: 'which port for IMAP?' })))
    await world.settled()
    expect(world.slack.posted()).toEqual([])
  })
})

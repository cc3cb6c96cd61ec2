import { existsSync, readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { adapter } from '../../../adapters/slack/index.ts'
import { BOT_SCOPES, buildManifest } from '../../../adapters/slack/manifest.ts'
import { manifestWords } from '../../../adapters/slack/manifest-cli.ts'

const SCHEMA = new URL('../../../../shared/specs/slack-manifest.schema.2.0.0.json', import.meta.url)
const here = existsSync(SCHEMA)
if (!here)
  process.stdout.write(
    'Skipped: Slack’s manifest schema is not at ../shared/specs/slack-manifest.schema.2.0.0.json\n',
  )

const url = 'https://bot.example.com'
const kinds = ['en', 'fr'].flatMap((language) =>
  (['agent', 'assistant'] as const).flatMap((view) => [undefined, url].map((at) => ({ language, view, at }))),
)
const built = ({ language, view, at }: (typeof kinds)[number]) =>
  buildManifest({ words: manifestWords(language), view, ...(at === undefined ? {} : { url: at }) })

describe('The manifest', () => {
  test.skipIf(!here).each(kinds)('is valid by Slack’s own schema: $language, $view view, $at', (kind) => {
    // `regex` and `_note` are Slack's own additions to JSON Schema.
    const check = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(
      JSON.parse(readFileSync(SCHEMA, 'utf8')),
    )
    check(built(kind))
    expect(check.errors).toBeNull()
  })

  test('in the repository is what the program makes', () => {
    const file = JSON.parse(
      readFileSync(new URL('../../../adapters/slack/manifest.json', import.meta.url), 'utf8'),
    )
    expect(file).toEqual(built({ language: 'en', view: 'agent', at: undefined }))
  })

  test('over HTTP points everything to the bot, and Socket Mode points nowhere', () => {
    const http = built({ language: 'en', view: 'agent', at: url })
    expect(http.settings).toMatchObject({
      socket_mode_enabled: false,
      event_subscriptions: { request_url: `${url}/slack/events` },
      interactivity: { request_url: `${url}/slack/events` },
    })
    expect(http.oauth_config.redirect_urls).toEqual([`${url}/slack/oauth_redirect`])
    expect(http.features.slash_commands[0]).toMatchObject({ url: `${url}/slack/events` })
    const socket = built({ language: 'en', view: 'agent', at: undefined })
    expect(JSON.stringify(socket)).not.toContain('http')
    expect(socket.settings.socket_mode_enabled).toBe(true)
  })

  test('takes https only, since Slack calls nothing else', () => {
    expect(() => built({ language: 'en', view: 'agent', at: 'http://bot.example.com' })).toThrow(/https/)
    expect(() => built({ language: 'en', view: 'agent', at: 'bot.example.com' })).toThrow(/https/)
  })
})

describe('The guide', () => {
  const guide = readFileSync(new URL('../../../docs/slack.md', import.meta.url), 'utf8')

  test.each([
    ...Object.keys(adapter.settings.shape),
    ...BOT_SCOPES,
    '/slack/events',
    '/slack/install',
    '/slack/oauth_redirect',
  ])('explains %s', (name) => expect(guide).toContain(`\`${name}\``))
})

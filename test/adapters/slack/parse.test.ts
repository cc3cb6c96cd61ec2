import { describe, expect, test } from 'vitest'
import { escapeText, link, plainWords, shorten } from '../../../adapters/slack/mrkdwn.ts'
import { parse } from '../../../adapters/slack/parse.ts'
import { action, BOT, command, envelope, mention, message, shortcut, TEAM, uninstalled } from './shapes.ts'

const CHANNEL = 'C0GENERAL1'

describe('What a person wrote', () => {
  test.each([
    ['a mention is taken away', `<@${BOT}> which port?`, 'which port?'],
    ['a link is its label', 'I use <http://mail.example.com|mail.example.com>', 'I use mail.example.com'],
    ['a link without a label is its address', 'see <https://example.com/a>', 'see https://example.com/a'],
    ['an address is an address', 'I am <mailto:a@example.com|a@example.com>', 'I am a@example.com'],
    ['a channel is its name', 'ask in <#C0HELP0001|help>', 'ask in #help'],
    ['groups and everybody are nobody', '<!here> <!subteam^S012|@staff> help', 'help'],
    ['entities are characters, once', 'a &lt;b&gt; &amp;amp; c', 'a <b> &amp; c'],
    ['an emoji is no word', ':wave: hello :smile:', 'hello'],
    ['a port between colons stays', 'mail.example.com:993:ssl', 'mail.example.com:993:ssl'],
  ])('%s', (_rule, written, words) => expect(plainWords(written)).toBe(words))
})

describe('What is shown', () => {
  test('has no markup of its own after escaping', () => {
    const smuggled = '<!channel> <@U0VICTIM1> <https://evil.example|click> &lt;!here&gt;'
    expect(escapeText(smuggled)).not.toMatch(/[<>]/)
    expect(escapeText('&')).toBe('&amp;')
  })

  test('links only to the web, and keeps a label inside its link', () => {
    expect(link('javascript:alert(1)', 'x')).toBe('x')
    expect(link('https://e.example/a|<!channel>', 'x')).toBe('x')
    expect(link('https://e.example/?a=1&b=2', 'a|b > c')).toBe('<https://e.example/?a=1&amp;b=2|a¦b &gt; c>')
  })

  test('is shortened at a word, and never in the middle of a character', () => {
    expect(shorten('a port that is blocked', 16)).toBe('a port that is…')
    expect(shorten('👍'.repeat(20), 10)).toMatch(/^(👍)+…$/u)
    expect(shorten('short', 5)).toBe('short')
  })
})

describe('Payloads', () => {
  test('a mention carries the installation, the thread and one key for both of its events', () => {
    const parsed = parse(mention({ channel: CHANNEL, ts: '1.1', thread: '1.0', text: 'which port?' }))
    expect(parsed).toMatchObject({
      kind: 'asked',
      via: 'mention',
      workspace: { team: TEAM, org: false },
      thread: '1.0',
      text: 'which port?',
    })
    const twin = parse(message({ channel: CHANNEL, ts: '1.1', thread: '1.0', text: `<@${BOT}> which port?` }))
    expect(twin?.key).toBe(parsed?.key)
  })

  test('an organisation-wide installation is told by its enterprise', () => {
    const body = mention({ channel: CHANNEL, text: 'x' })
    body.authorizations = [
      { enterprise_id: 'E0CORP0001', team_id: TEAM, user_id: BOT, is_bot: true, is_enterprise_install: true },
    ] as never
    expect(parse(body)?.workspace).toEqual({ team: TEAM, enterprise: 'E0CORP0001', org: true })
  })

  test.each([
    ['nothing', null],
    ['a string', 'event'],
    ['an event without an id', { event: { type: 'app_mention' } }],
    ['another command', { ...command({ responseUrl: 'https://hooks.example/x' }), command: '/other' }],
    [
      'another shortcut',
      {
        ...shortcut({ channel: CHANNEL, text: 'x', ts: '1.0', responseUrl: 'https://hooks.example/x' }),
        callback_id: 'other',
      },
    ],
    [
      'a button of somebody else',
      action({
        channel: CHANNEL,
        messageTs: '1.0',
        element: { type: 'button', action_id: 'other', value: '{}' },
      }),
    ],
    [
      'a button with a value that is not ours',
      action({
        channel: CHANNEL,
        messageTs: '1.0',
        element: { type: 'button', action_id: 'pick_0', value: 'no json' },
      }),
    ],
    ['an event of another kind', envelope({ type: 'reaction_added', user: 'U0ASKER01' })],
    ['a revoked token of a person', envelope({ type: 'tokens_revoked', tokens: { oauth: ['U0ASKER01'] } })],
  ])('%s is nothing for the bot', (_what, body) => expect(parse(body)).toBeNull())

  test('an uninstallation and a revoked bot token both end an installation', () => {
    expect(parse(uninstalled())?.kind).toBe('removed')
    expect(parse(envelope({ type: 'tokens_revoked', tokens: { bot: [BOT] } }))?.kind).toBe('removed')
  })

  test('the answer to a button goes where its value says, else into the thread of its message', () => {
    const at = { kind: 'private', channel: 'C0ELSE0001' }
    const element = (value: object) => ({ type: 'button', action_id: 'pick_3', value: JSON.stringify(value) })
    expect(
      parse(action({ channel: CHANNEL, messageTs: '2.0', thread: '1.0', element: element({ t: 'x' }) })),
    ).toMatchObject({
      kind: 'pressed',
      action: 'pick',
      place: { kind: 'thread', channel: CHANNEL, thread: '1.0' },
    })
    expect(
      parse(action({ channel: CHANNEL, messageTs: '2.0', element: element({ t: 'x', at }) })),
    ).toMatchObject({ place: at })
  })
})

import { expect, test } from 'vitest'
import { createSlackLogger } from '../../../adapters/slack/log.ts'

function logged(write: (logger: ReturnType<typeof createSlackLogger>) => void): string {
  const lines: string[] = []
  const keep = (details: object, message: string) => lines.push(`${JSON.stringify(details)} ${message}`)
  write(createSlackLogger({ debug: keep, info: keep, warn: keep, error: keep }))
  return lines.join('\n')
}

test.each([
  ['a bot token', 'failed with xoxb-111-222-abcDEF', 'xoxb-111'],
  ['a rotated token', 'failed with xoxe.xoxb-1-Mi0yLTExMQ', 'Mi0y'],
  ['an app token', 'opened with xapp-1-A0MAIL-222-abcdef', 'xapp-1'],
  ['a header', 'Authorization: Bearer abcdef012345', 'abcdef012345'],
  [
    'the address of a reply',
    'POST https://hooks.slack.com/actions/T0/1/secretOfTheUrl failed',
    'secretOfTheUrl',
  ],
  ['the ticket of a socket', 'wss://wss.slack.com/link/?ticket=0123-abcd&app_id=1', '0123-abcd'],
])('Slack’s own lines are logged without %s', (_what, line, secret) => {
  const text = logged((logger) => logger.warn(line))
  expect(text).toContain('[secret]')
  expect(text).not.toContain(secret)
})

test('Slack’s debug lines, which hold whole bodies, and the further parts of its errors are not logged', () => {
  const text = logged((logger) => {
    logger.debug('http request body: {"text":"my password is hunter2"}')
    logger.error(new Error('Slack API error: not_in_channel'), { body: 'hunter2' })
    logger.error({ text: 'hunter2' })
  })
  expect(text).toContain('not_in_channel')
  expect(text).not.toContain('hunter2')
})

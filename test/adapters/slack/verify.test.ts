import { describe, expect, test } from 'vitest'
import { verify } from '../../../adapters/slack/verify.ts'
import { SIGNING_SECRET, sign } from './local-slack.ts'

const NOW = new Date('2026-11-20T10:00:00Z')
const seconds = NOW.getTime() / 1000
const body = Buffer.from('{"type":"event_callback"}')

function verdict(given: { timestamp?: string | undefined; signature?: string | undefined; body?: Buffer }) {
  const timestamp = 'timestamp' in given ? given.timestamp : String(seconds)
  const signature = 'signature' in given ? given.signature : sign(body.toString(), Number(timestamp))
  return verify({ signingSecret: SIGNING_SECRET, timestamp, signature, body: given.body ?? body, now: NOW })
}

describe('A request', () => {
  test('with a right signature of now is genuine', () => expect(verdict({})).toBe('genuine'))
  test.each([
    ['five minutes old', -300, 'genuine'],
    ['older', -301, 'stale'],
    ['five minutes ahead', 300, 'genuine'],
    ['further ahead', 301, 'stale'],
  ])('that is %s is %s', (_age, offset, expected) =>
    expect(verdict({ timestamp: String(seconds + offset) })).toBe(expected),
  )
  test.each([
    ['no signature', { signature: undefined }, 'unsigned'],
    ['no time', { timestamp: undefined }, 'unsigned'],
    ['another secret', { signature: sign(body.toString(), seconds, 'another secret of somebody') }, 'forged'],
    ['another version', { signature: sign(body.toString(), seconds).replace('v0=', 'v1=') }, 'forged'],
    ['another body', { body: Buffer.from('{"type":"event_callback" }') }, 'forged'],
    ['a signature cut short', { signature: sign(body.toString(), seconds).slice(0, -2) }, 'forged'],
    [
      'a time that is no number',
      { timestamp: `${seconds}abc`, signature: sign(body.toString(), seconds) },
      'forged',
    ],
    ['a time of not a number', { timestamp: 'NaN', signature: 'v0=0' }, 'forged'],
  ])('with %s is not', (_what, given, expected) => expect(verdict(given)).toBe(expected))
})

import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { parseSecrets, signedHeaders, verify } from '../../../adapters/helpdesk/signature.ts'
import { AdapterError } from '../../../src/adapter.ts'

/**
 * The vectors of the Standard Webhooks project's own libraries, as they stand in `libraries/*` of
 * standard-webhooks/standard-webhooks: javascript/src/webhook.test.ts, python/tests/test_webhooks.py,
 * go/webhook_test.go and php/tests/WebhookTest.php share them.
 */
const VECTOR = {
  secret: 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestamp: 1614265330,
  payload: '{"test": 2432232314}',
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
}
const NOW = new Date(VECTOR.timestamp * 1000)
const BODY = Buffer.from(VECTOR.payload)
const headers = (changes: Record<string, string | undefined> = {}) => ({
  'webhook-id': VECTOR.id,
  'webhook-timestamp': String(VECTOR.timestamp),
  'webhook-signature': VECTOR.signature,
  ...changes,
})
const verified = (changes: Record<string, string | undefined> = {}, body = BODY, now = NOW) =>
  verify([VECTOR.secret], headers(changes), body, now).ok

describe('a Standard Webhooks signature', () => {
  test('is the one that the project publishes', () => {
    expect(signedHeaders([VECTOR.secret], VECTOR.id, VECTOR.payload, NOW)['webhook-signature']).toBe(
      VECTOR.signature,
    )
    expect(verify([VECTOR.secret], headers(), BODY, NOW)).toEqual({ ok: true, id: VECTOR.id })
  })

  test('is found among several, of other versions and of other keys', () => {
    const others = 'Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc='
    const several = [`v1,${others}`, `v2,${others}`, VECTOR.signature, `v1,${others}`].join(' ')
    expect(verified({ 'webhook-signature': several })).toBe(true)
  })

  test.each([
    ['of another key', 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OA='],
    ['of another length', 'v1,dawfeoifkpqwoekfpqoekf'],
    ['cut off', VECTOR.signature.slice(0, 8)],
    ['empty', 'v1,'],
    ['of a version that is not known', VECTOR.signature.replace('v1,', 'v2,')],
    ['without a version', VECTOR.signature.slice(3)],
    ['nothing', ''],
  ])('that is %s is refused', (_what, signature) => {
    expect(verified({ 'webhook-signature': signature })).toBe(false)
  })

  test.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('without %s is refused', (name) => {
    expect(verified({ [name]: undefined })).toBe(false)
  })

  test('is refused when the body, the id or the timestamp was changed by one character', () => {
    expect(verified({}, Buffer.from('{"test": 2432232315}'))).toBe(false)
    expect(verified({ 'webhook-id': `${VECTOR.id}k` })).toBe(false)
    expect(verified({ 'webhook-timestamp': String(VECTOR.timestamp + 1) })).toBe(false)
  })

  test('is refused for an id with a full stop, which could be read as another id and timestamp', () => {
    const id = `${VECTOR.id}.${VECTOR.timestamp}`
    const signature = new Webhook(VECTOR.secret).sign(id, NOW, VECTOR.payload)
    expect(verified({ 'webhook-id': id, 'webhook-signature': signature })).toBe(false)
  })

  test.each([
    ['old', 300, true],
    ['too old', 301, false],
    ['ahead', -300, true],
    ['too far ahead', -301, false],
  ])('that is %s: five minutes either way by the given clock', (_what, seconds, expected) => {
    expect(verified({}, BODY, new Date((VECTOR.timestamp + seconds) * 1000))).toBe(expected)
  })

  test.each(['hello', '', '1614265330.5', '-1', ' 1614265330', '1614265330 ', '0x60379db2', '1e9'])(
    'with the timestamp %j is refused',
    (timestamp) => {
      expect(verified({ 'webhook-timestamp': timestamp })).toBe(false)
    },
  )

  test('is accepted from the old and from the new secret while it is changed', () => {
    const [old, fresh] = [VECTOR.secret, Buffer.alloc(32, 7).toString('base64')]
    const secrets = parseSecrets(`whsec_${fresh}, whsec_${old}`)
    for (const secret of [old, fresh]) {
      const signature = new Webhook(secret).sign(VECTOR.id, NOW, VECTOR.payload)
      expect(verify(secrets, headers({ 'webhook-signature': signature }), BODY, NOW).ok).toBe(true)
    }
    expect(verify([fresh], headers(), BODY, NOW).ok).toBe(false)
  })

  test('that goes out is accepted by the project’s own library, with either secret', () => {
    const secrets = [VECTOR.secret, Buffer.alloc(32, 7).toString('base64')]
    const now = new Date()
    const sent = signedHeaders(secrets, 'msg_1', VECTOR.payload, now)
    for (const secret of secrets)
      expect(new Webhook(secret).verify(VECTOR.payload, sent)).toEqual({ test: 2432232314 })
  })

  test('is refused without saying anything that a secret could be learnt from', () => {
    const outcome = verify([VECTOR.secret], headers({ 'webhook-signature': 'v1,AAAA' }), BODY, NOW)
    expect(JSON.stringify(outcome)).not.toMatch(/MfKQ|g0hM/)
  })
})

describe('HELPDESK_WEBHOOK_SECRET', () => {
  test('may stand with whsec_ in front or without', () => {
    expect(parseSecrets(`whsec_${VECTOR.secret}`)).toEqual(parseSecrets(VECTOR.secret))
  })

  test.each([
    ['empty', ' , '],
    ['only the prefix', 'whsec_'],
    ['no base64', 'whsec_this is no secret at all, is it'],
    ['too short', Buffer.alloc(23, 1).toString('base64')],
    ['too long', Buffer.alloc(65, 1).toString('base64')],
  ])('that is %s stops the start, with the mend and without the value', (_what, secret) => {
    const failure = (() => {
      try {
        parseSecrets(secret)
      } catch (error) {
        return error as AdapterError
      }
      return undefined
    })()
    expect(failure).toBeInstanceOf(AdapterError)
    expect(failure!.message).toContain('HELPDESK_WEBHOOK_SECRET')
    expect(failure!.mend).toContain('whsec_')
    for (const part of secret.split(/[ ,]+/).filter((text) => text.length > 6))
      expect(failure!.message).not.toContain(part)
  })
})

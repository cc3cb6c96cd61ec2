/**
 * Standard Webhooks signatures, symmetric (`v1`). The package signs and compares; the clock is ours, because the
 * package reads the system's.
 */
import { timingSafeEqual } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { AdapterError } from '../../src/adapter.ts'
import { LIMITS } from './limits.ts'

export type Verified = { ok: true; id: string } | { ok: false; why: string }

type Headers = Record<string, string | string[] | undefined>

const HOW_TO_MAKE = "Make one with: node -p \"'whsec_' + crypto.randomBytes(32).toString('base64')\""

/**
 * Reads a comma-separated list of secrets, `whsec_` in front or not. The order does not matter: any of them
 * verifies, all of them sign.
 *
 * @throws AdapterError when one is no base64 or has not 24 to 64 bytes; names its place, never the secret.
 */
export function parseSecrets(list: string): string[] {
  const secrets = list
    .split(',')
    .map((secret) => secret.trim().replace(/^whsec_/, ''))
    .filter((secret) => secret.length > 0)
  for (const [index, secret] of secrets.entries()) {
    const bytes = /^[A-Za-z0-9+/]+={0,2}$/.test(secret) ? Buffer.from(secret, 'base64').length : 0
    if (bytes < LIMITS.secretBytes.least || bytes > LIMITS.secretBytes.most) {
      const which = secrets.length > 1 ? `, number ${index + 1},` : ''
      throw new AdapterError(
        `HELPDESK_WEBHOOK_SECRET${which} is not ${LIMITS.secretBytes.least} to ${LIMITS.secretBytes.most} bytes in base64.`,
        HOW_TO_MAKE,
      )
    }
  }
  if (secrets.length === 0) throw new AdapterError('HELPDESK_WEBHOOK_SECRET holds no secret.', HOW_TO_MAKE)
  return secrets
}

/**
 * Whether a delivery was signed with one of `secrets` and is at most five minutes old or ahead at `now`. `why`
 * says what is wrong without telling anything about the secrets.
 */
export function verify(secrets: string[], headers: Headers, body: Buffer, now: Date): Verified {
  const id = headers['webhook-id']
  const timestamp = headers['webhook-timestamp']
  const signatures = headers['webhook-signature']
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signatures !== 'string') {
    return { ok: false, why: 'Send webhook-id, webhook-timestamp and webhook-signature.' }
  }
  // A full stop would let one signed text be read as another: the specification forbids it in an id.
  if (!/^[A-Za-z0-9_:=+/-]{1,200}$/.test(id))
    return { ok: false, why: 'webhook-id has characters that it may not have.' }
  if (!/^\d{1,12}$/.test(timestamp)) return { ok: false, why: 'webhook-timestamp is not in whole seconds.' }
  const seconds = Number(timestamp)
  if (Math.abs(Math.floor(now.getTime() / 1000) - seconds) > LIMITS.toleranceSeconds) {
    return {
      ok: false,
      why: 'webhook-timestamp is more than five minutes off. Set the clock, and sign each attempt anew.',
    }
  }
  const given = signatures.split(' ').filter((signature) => signature.startsWith('v1,'))
  const moment = new Date(seconds * 1000)
  let found = false
  for (const secret of secrets) {
    const expected = Buffer.from(new Webhook(secret).sign(id, moment, body))
    for (const signature of given) {
      const candidate = Buffer.from(signature)
      if (candidate.length === expected.length && timingSafeEqual(candidate, expected)) found = true
    }
  }
  return found
    ? { ok: true, id }
    : { ok: false, why: 'No signature fits. Check that both sides use the same secret.' }
}

/** The headers of a delivery, signed with every secret so that the other side may hold any of them. */
export function signedHeaders(
  secrets: string[],
  id: string,
  body: string,
  now: Date,
): Record<string, string> {
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, now, body)).join(' '),
  }
}

/** Chatwoot's webhook signature: `sha256=` and the hexadecimal HMAC-SHA256 of `timestamp.body`. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { LIMITS } from './limits.ts'

export type Verified = { ok: true } | { ok: false; why: string }

/** Whether a delivery was signed with `secret` and is at most five minutes old or ahead at `now`. */
export function verify(
  secret: string,
  headers: Record<string, string | string[] | undefined>,
  body: Buffer,
  now: Date,
): Verified {
  const timestamp = headers['x-chatwoot-timestamp']
  const signature = headers['x-chatwoot-signature']
  if (typeof timestamp !== 'string' || typeof signature !== 'string') {
    return { ok: false, why: 'The delivery is not signed. Give the agent bot in Chatwoot a secret.' }
  }
  if (!/^\d{1,12}$/.test(timestamp))
    return { ok: false, why: 'X-Chatwoot-Timestamp is not in whole seconds.' }
  if (Math.abs(Math.floor(now.getTime() / 1000) - Number(timestamp)) > LIMITS.toleranceSeconds) {
    return { ok: false, why: 'X-Chatwoot-Timestamp is more than five minutes off. Set the clock.' }
  }
  const expected = Buffer.from(
    `sha256=${createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex')}`,
  )
  const given = Buffer.from(signature)
  return given.length === expected.length && timingSafeEqual(given, expected)
    ? { ok: true }
    : { ok: false, why: 'The signature does not fit. Check CHATWOOT_WEBHOOK_SECRET.' }
}

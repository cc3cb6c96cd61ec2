/** Whether a request really comes from Slack, now. Pure: the clock is given. */
import { verifySlackRequest } from '@slack/bolt'
import { LIMITS } from './limits.ts'

export type Verdict = 'genuine' | 'unsigned' | 'stale' | 'forged'

export interface SignedRequest {
  signingSecret: string
  signature: string | undefined
  timestamp: string | undefined
  /** As it came, byte for byte. */
  body: Buffer
  now: Date
}

/**
 * `stale` is more than five minutes from now either way: Bolt's own check lets a time stamp of the future pass,
 * so that a request caught with a clock ahead would stay good until then.
 * docs.slack.dev/authentication/verifying-requests-from-slack
 */
export function verify({ signingSecret, signature, timestamp, body, now }: SignedRequest): Verdict {
  if (!signature || !timestamp) return 'unsigned'
  if (!/^\d{1,12}$/.test(timestamp)) return 'forged'
  const seconds = Math.floor(now.getTime() / 1000)
  if (Math.abs(Number(timestamp) - seconds) > LIMITS.requestAgeSeconds) return 'stale'
  try {
    verifySlackRequest({
      signingSecret,
      body: body.toString('utf8'),
      headers: { 'x-slack-signature': signature, 'x-slack-request-timestamp': Number(timestamp) },
      nowMilliseconds: now.getTime(),
    })
    return 'genuine'
  } catch {
    return 'forged'
  }
}

/** Who is logged in to the client area, told by the hook file and signed by it (`mailsherpa.php`). */
import { createHmac, timingSafeEqual } from 'node:crypto'

/** What the hook file signs. Changing it needs a change there too. */
function signatureOf(secret: string, clientId: string, expires: string): Buffer {
  return createHmac('sha256', secret).update(`mailsherpa-client.${clientId}.${expires}`).digest()
}

/**
 * The WHMCS client's number in `token`, written as `number.expires.signature` with the expiry in Unix seconds
 * and the signature in hexadecimal; null when it is forged, malformed or over at `now`.
 */
export function clientOf(token: string, secret: string, now: Date): number | null {
  const match = /^([1-9]\d{0,9})\.(\d{1,11})\.([0-9a-f]{64})$/.exec(token)
  if (!match) return null
  const [, clientId, expires, signature] = match as unknown as [string, string, string, string]
  if (!timingSafeEqual(Buffer.from(signature, 'hex'), signatureOf(secret, clientId, expires))) return null
  return Number(expires) * 1000 > now.getTime() ? Number(clientId) : null
}

/** A POST to another server, with its failures sorted by what to do about them. */
import { BACKOFF, DeliveryFailure } from './deliveries.ts'

/**
 * POSTs to another server, and reads at most a small answer. Resolves with any 2xx; redirects are not followed.
 * Rejects with `DeliveryFailure`: `down` for no connection, no answer in `timeout` milliseconds, 429 and 5xx;
 * `never` for 410 Gone; `later` for every other status. `name` names the server in messages.
 */
export async function post(
  name: string,
  url: string,
  { headers, body, timeout }: { headers: Record<string, string>; body: string; timeout: number },
): Promise<{ status: number; text: string }> {
  let response: Response
  let text: string
  try {
    response = await fetch(url, {
      method: 'POST',
      headers,
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeout),
    })
    text = await response.text()
  } catch (error) {
    throw new DeliveryFailure(`${name} ${reasonOf(error as Failure, timeout)}`, 'down')
  }
  const { status } = response
  if (response.ok) return { status, text }
  const again = status === 410 ? 'never' : status === 429 || status >= 500 ? 'down' : 'later'
  const retryAfter = secondsOf(response.headers.get('retry-after'))
  throw new DeliveryFailure(`${name} answered ${status}`, again, { status, retryAfter })
}

/** RFC 9110, 10.2.3: seconds or a date. Undefined when it is neither or past; at most the longest pause. */
function secondsOf(retryAfter: string | null): number | undefined {
  if (retryAfter === null) return undefined
  const seconds = /^\d+$/.test(retryAfter) ? Number(retryAfter) : (Date.parse(retryAfter) - Date.now()) / 1000
  return seconds > 0 ? Math.min(Math.ceil(seconds), BACKOFF.most / 1000) : undefined
}

interface Failure {
  name: string
  cause?: { code?: string }
}

/** The cause in words without an address: a URL may hold a token. */
function reasonOf(error: Failure, timeout: number): string {
  if (error.name === 'TimeoutError') return `did not answer within ${timeout} ms`
  const code = error.cause?.code
  return code ? `could not be reached (${code})` : 'could not be reached'
}

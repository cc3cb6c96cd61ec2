/** What went wrong in a call to Slack, and whether trying again can help. */
import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api'

/** A `response_url` answered with something else than success. */
export class ResponseUrlError extends Error {
  override name = 'ResponseUrlError'
  readonly status: number
  /** Slack's own word for it, when there was one. */
  readonly code: string | undefined
  /** Seconds, with 429. */
  readonly retryAfter: number | undefined
  constructor(status: number, code: string | undefined, retryAfter: number | undefined) {
    super(`response_url answered ${status}`)
    this.status = status
    this.code = code
    this.retryAfter = retryAfter
  }
}

export type Fault =
  /** Slack took nothing and says when to come again. */
  | { kind: 'wait'; seconds: number; code: string }
  /** Slack is unwell or out of reach. It may have taken the call all the same. */
  | { kind: 'again'; code: string }
  /** Slack took nothing because of what the blocks are. */
  | { kind: 'refused'; code: string }
  /** Slack took nothing, and will not. */
  | { kind: 'never'; code: string }

/** docs.slack.dev/reference/methods/chat.postMessage, "Errors": those that pass. */
const PASSING = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
  'external_channel_migrating',
])
const REFUSED = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'invalid_attachments',
  'invalid_arguments',
  'msg_blocks_too_long',
  'msg_too_long',
])
/** A 429 that does not say for how long. */
const UNSAID_SECONDS = 30

/** The code is Slack's own word for it or an HTTP status: safe to log. */
export function faultOf(error: unknown): Fault {
  if (error instanceof WebAPIRateLimitedError)
    return { kind: 'wait', seconds: error.retryAfter, code: 'ratelimited' }
  if (error instanceof WebAPIPlatformError) {
    const code = error.data.error
    if (code === 'ratelimited' || code === 'rate_limited')
      return { kind: 'wait', seconds: UNSAID_SECONDS, code }
    return { kind: PASSING.has(code) ? 'again' : REFUSED.has(code) ? 'refused' : 'never', code }
  }
  if (error instanceof WebAPIHTTPError) return ofStatus(error.statusCode, undefined)
  if (error instanceof WebAPIRequestError) return { kind: 'again', code: 'unreachable' }
  if (error instanceof ResponseUrlError)
    return error.code !== undefined && REFUSED.has(error.code)
      ? { kind: 'refused', code: error.code }
      : ofStatus(error.status, error.retryAfter)
  const name = error instanceof Error ? error.name : 'unknown'
  // What `fetch` throws: the address is out of reach, or took too long.
  if (name === 'TypeError' || name === 'TimeoutError' || name === 'AbortError')
    return { kind: 'again', code: 'unreachable' }
  // The web client has no class of its own for a 429 without a usable Retry-After.
  if (error instanceof Error && error.message.startsWith('Retry header'))
    return { kind: 'wait', seconds: UNSAID_SECONDS, code: 'ratelimited' }
  return { kind: 'never', code: name }
}

function ofStatus(status: number, retryAfter: number | undefined): Fault {
  const code = `HTTP ${status}`
  if (status === 429) return { kind: 'wait', seconds: retryAfter ?? UNSAID_SECONDS, code }
  return status >= 500 || status === 408 ? { kind: 'again', code } : { kind: 'never', code }
}

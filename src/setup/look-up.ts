/**
 * Fetches a set-up file as a mail program would, for an admin who asks. Only HTTPS, only names, only addresses of the
 * public Internet unless that is allowed, no redirection followed, little time and little space.
 */
import { lookup as systemLookup } from 'node:dns/promises'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isPublicAddress } from '../public-address.ts'

export interface LookUpRequest {
  /** Begins with https:// and names a host. */
  url: string
  /** Sent by POST as text/xml; a GET without. */
  body?: string
}

export type LookUpReply =
  | { status: number; type: string; location: string | undefined; body: Buffer }
  | { failed: LookUpFailure }

export type LookUpFailure =
  | 'no-such-name'
  | 'private-address'
  | 'refused'
  | 'timeout'
  | 'certificate-name'
  | 'certificate-expired'
  | 'certificate-untrusted'
  | 'tls'
  | 'too-large'
  | 'unreachable'
  | 'not-https'

export type LookUp = (request: LookUpRequest) => Promise<LookUpReply>

export interface LookUpSettings {
  /** Private and loopback addresses may be asked too: for intranets and tests. */
  allowPrivate: boolean
  /** The addresses of a name; the system's resolver without. */
  resolve?: (host: string) => Promise<string[]>
  /** Instead of 443, for tests. */
  port?: number
  /** PEM of a root to trust besides the usual ones, for tests. */
  ca?: string
}

/** Milliseconds for one look-up: mail programs wait about as long. */
const PATIENCE = 8_000
/** The largest file of the public ISPDB has 10 KB. */
const LARGEST = 128 * 1024

/** Never rejects. */
export function createLookUp({
  allowPrivate,
  resolve = resolveHere,
  port = 443,
  ca,
}: LookUpSettings): LookUp {
  return async ({ url, body }) => {
    const target = URL.canParse(url) ? new URL(url) : undefined
    if (target?.protocol !== 'https:' || target.port || isIP(target.hostname.replace(/^\[|\]$/g, '')))
      return { failed: 'not-https' }
    const found = await resolve(target.hostname).catch(() => [])
    if (found.length === 0) return { failed: 'no-such-name' }
    const addresses = allowPrivate ? found : found.filter(isPublicAddress)
    if (addresses.length === 0) return { failed: 'private-address' }
    try {
      return await send(target, body, { lookup: pinned(addresses), port, ...(ca ? { ca } : {}) })
    } catch (cause) {
      return { failed: failureOf(cause as NodeJS.ErrnoException) }
    }
  }
}

async function resolveHere(host: string): Promise<string[]> {
  return (await systemLookup(host, { all: true })).map(({ address }) => address)
}

/** The connection goes to the addresses that were looked at, and no other resolution happens in between. */
function pinned(addresses: string[]): LookupFunction {
  const entries = addresses.map((address) => ({ address, family: isIP(address) }))
  return (_host, options, done) => {
    if (options.all) done(null, entries)
    else done(null, entries[0]!.address, entries[0]!.family)
  }
}

function send(
  target: URL,
  body: string | undefined,
  options: { lookup: LookupFunction; port: number; ca?: string },
): Promise<LookUpReply> {
  return new Promise((done, fail) => {
    const sent = request(
      {
        ...options,
        host: target.hostname,
        servername: target.hostname,
        path: target.pathname + target.search,
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          host: target.hostname,
          accept: '*/*',
          ...(body === undefined
            ? {}
            : { 'content-type': 'text/xml; charset=utf-8', 'content-length': Buffer.byteLength(body) }),
        },
        agent: false,
        signal: AbortSignal.timeout(PATIENCE),
      },
      (response) => {
        read(response).then(done, fail)
      },
    )
    sent.on('error', fail)
    sent.end(body)
  })
}

async function read(response: IncomingMessage): Promise<LookUpReply> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of response) {
    size += (part as Buffer).length
    if (size > LARGEST) {
      response.destroy()
      return { failed: 'too-large' }
    }
    parts.push(part as Buffer)
  }
  return {
    status: response.statusCode!,
    type: response.headers['content-type'] ?? '',
    location: response.headers.location,
    body: Buffer.concat(parts),
  }
}

const FAILURES: Record<string, LookUpFailure> = {
  ABORT_ERR: 'timeout',
  ETIMEDOUT: 'timeout',
  ECONNREFUSED: 'refused',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate-name',
  CERT_HAS_EXPIRED: 'certificate-expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate-untrusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate-untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate-untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate-untrusted',
}

function failureOf(cause: NodeJS.ErrnoException): LookUpFailure {
  // Several addresses were tried: the last failure speaks for them.
  const last = cause instanceof AggregateError ? (cause.errors.at(-1) as NodeJS.ErrnoException) : cause
  const code = last.code ?? last.name
  return (
    FAILURES[code] ??
    (last.name === 'TimeoutError' || last.name === 'AbortError' ? 'timeout' : undefined) ??
    (/SSL|TLS|EPROTO/.test(code) ? 'tls' : 'unreachable')
  )
}

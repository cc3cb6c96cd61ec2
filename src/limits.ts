/** How often one caller may ask. */
import { createHash } from 'node:crypto'
import { isIPv6 } from 'node:net'
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'

/** The part of a PostgreSQL pool that counting needs. The table is `limits` (`src/store/migrations.ts`). */
export interface LimitPool {
  query(statement: { text: string; values?: unknown[] }): Promise<unknown>
}

export interface Limiter {
  /**
   * Counts one question of this caller: an IP address, or a platform's name and user id. Resolves with true when
   * it may be answered now, otherwise with the whole seconds to wait, at least 1.
   */
  take(caller: string): Promise<true | number>
}

const SECONDS = 60

/**
 * A limiter of `perMinute` questions in the minute that begins with a caller's first; 0 sets no limit. With a
 * pool all instances over that database count together; while it is away each counts by itself.
 *
 * @throws RangeError when `perMinute` is negative or no whole number.
 */
export function createLimiter({ perMinute, pool }: { perMinute: number; pool?: LimitPool | null }): Limiter {
  if (!Number.isInteger(perMinute) || perMinute < 0) {
    throw new RangeError(`perMinute must be a whole number of at least 0, not ${perMinute}`)
  }
  if (perMinute === 0) return { take: async () => true }

  const memory = new RateLimiterMemory({ points: perMinute, duration: SECONDS })
  const limiter = pool
    ? new RateLimiterPostgres({
        storeClient: pool,
        storeType: 'pool',
        tableName: 'limits',
        tableCreated: true,
        points: perMinute,
        duration: SECONDS,
        // One who asks on and on is refused from memory, without a statement each time.
        inMemoryBlockOnConsumed: perMinute,
        insuranceLimiter: memory,
      })
    : memory

  return {
    async take(caller) {
      try {
        await limiter.consume(keyOf(caller))
        return true
      } catch (refusal) {
        if (refusal instanceof RateLimiterRes) return Math.max(1, Math.ceil(refusal.msBeforeNext / 1000))
        throw refusal
      }
    },
  }
}

/** A digest, so that no address or user id is kept where others can read it. */
function keyOf(caller: string): string {
  return createHash('sha256').update(network(caller)).digest('base64url')
}

/**
 * One household or server has a /64 of IPv6 (RFC 6177), so that counting single addresses would limit nobody;
 * an IPv4 address written as IPv6 is the IPv4 address. Anything else stays as it is.
 */
function network(caller: string): string {
  const address = caller.split('%')[0]!
  if (!isIPv6(address)) return caller
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  if (mapped) return mapped[1]!
  // The URL parser writes an address in one way only (RFC 5952), with `::` for the longest run of zeros.
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const left = head.split(':').filter(Boolean)
  const right = tail === undefined ? [] : tail.split(':').filter(Boolean)
  const groups = [...left, ...Array(8 - left.length - right.length).fill('0'), ...right]
  return `${groups.slice(0, 4).join(':')}::/64`
}

const HOURS: Record<string, number> = { h: 1, d: 24, w: 7 * 24 }
const HOUR = 60 * 60 * 1000

/**
 * The moment that `30d`, `12h`, `4w` or `2026-10-01` (in UTC) means when it is said at `now`. Null for everything
 * else, and for what lies ahead.
 */
export function startOf(since: string, now: Date): Date | null {
  const span = /^(\d{1,5})([hdw])$/.exec(since.trim())
  if (span) return new Date(now.getTime() - Number(span[1]) * HOURS[span[2]!]! * HOUR)
  if (!/^\d{4}-\d{2}-\d{2}(?:T[\d:.]+Z)?$/.test(since.trim())) return null
  const date = new Date(since.trim())
  return Number.isNaN(date.getTime()) || date > now ? null : date
}

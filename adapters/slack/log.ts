/** The log of Slack's packages, into the bot's own. */
import { type Logger, LogLevel } from '@slack/logger'
import type { Log } from '../../src/adapter.ts'

/** Tokens of all kinds, signing keys of a `response_url`, and the ticket of a Socket Mode address. */
const SECRETS = /\bx(?:ox[a-z]|app|oxe\.xox[a-z])-[\w.-]+|hooks\.slack\.com\/\S+|ticket=[\w-]+|Bearer \S+/g

const LONGEST = 200

/**
 * A logger for Bolt and its packages. Their debug lines hold whole bodies, so they are left out; of everything
 * else only the first text is kept, without secrets: errors carry the request in their other fields.
 */
export function createSlackLogger(log: Log): Logger {
  const line = (parts: unknown[]) => {
    const [first] = parts
    const text = first instanceof Error ? first.message : typeof first === 'string' ? first : 'something'
    return text.replace(SECRETS, '[secret]').slice(0, LONGEST)
  }
  return {
    debug() {},
    info: (...parts: unknown[]) => log.debug({}, `Slack: ${line(parts)}`),
    warn: (...parts: unknown[]) => log.warn({}, `Slack: ${line(parts)}`),
    error: (...parts: unknown[]) => log.warn({}, `Slack: ${line(parts)}`),
    setLevel() {},
    getLevel: () => LogLevel.INFO,
    setName() {},
  }
}

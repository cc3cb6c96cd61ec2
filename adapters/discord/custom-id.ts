/**
 * What a button or modal carries back. Discord shows custom ids to anybody who looks, so each is signed for the
 * one who may use it: a forged, altered or copied one is not read.
 */
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { LIMITS } from './limits.ts'

/** One letter each, since a custom id has 100 characters. */
export const ACTIONS = {
  /** A thing to ask next, and a choice that a question was asked back for: by number, or from a menu. */
  option: 'o',
  choice: 'q',
  vote: 'v',
  reply: 'r',
  modal: 'm',
  human: 'h',
  share: 'p',
  claim: 'c',
  done: 'd',
} as const
export type ActionName = keyof typeof ACTIONS

export interface CustomId {
  action: ActionName
  /** The answer's or handoff's id: letters, digits, `.`, `_`, `-`. */
  ref: string
  /** The number of an option, or 1 and 0 for a vote. */
  arg?: number
}

/** Who may use it: one person, or everybody in one channel. */
export type Bearer = `user:${string}` | `channel:${string}`

export interface CustomIds {
  /** Throws `RangeError` when it would be over Discord's limit. */
  sign(id: CustomId, bearer: Bearer): string
  /** Null for what this bot did not make for this bearer. */
  read(customId: string, bearer: Bearer): CustomId | null
}

const MAC_LENGTH = 16
const NAMES = new Map<string, ActionName>(
  Object.entries(ACTIONS).map(([name, letter]) => [letter, name as ActionName]),
)

/** `secret` is the bot's token: with a new one, the buttons of old messages end. */
export function createCustomIds(secret: string): CustomIds {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'mailsherpa discord custom_id 1', 32))
  const mac = (payload: string, bearer: Bearer) =>
    createHmac('sha256', key).update(`${bearer}\n${payload}`).digest('base64url').slice(0, MAC_LENGTH)
  return {
    sign({ action, ref, arg }, bearer) {
      const payload = [ACTIONS[action], ref, arg ?? ''].join(':')
      const customId = `${payload}:${mac(payload, bearer)}`
      if (customId.length > LIMITS.button.customId) throw new RangeError('the custom id is too long')
      return customId
    },
    read(customId, bearer) {
      const match = /^(([a-z]):([\w.-]+):(\d{0,3})):([\w-]+)$/.exec(customId)
      if (!match) return null
      const [, payload, letter, ref, arg, given] = match as unknown as [
        string,
        string,
        string,
        string,
        string,
        string,
      ]
      const expected = Buffer.from(mac(payload, bearer))
      const found = Buffer.from(given)
      if (found.length !== expected.length || !timingSafeEqual(found, expected)) return null
      const action = NAMES.get(letter)
      return action ? { action, ref, ...(arg === '' ? {} : { arg: Number(arg) }) } : null
    },
  }
}

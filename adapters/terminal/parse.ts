/** What a line typed in the terminal means. Pure. */
import { LONGEST_QUESTION, type Option } from '../../src/message.ts'

export const COMMANDS = ['new', 'good', 'bad', 'help', 'quit'] as const
export type Command = (typeof COMMANDS)[number]

export type Line =
  | { kind: 'nothing' }
  | { kind: 'ask'; text: string }
  | { kind: 'command'; command: Command }
  | { kind: 'unknown-command'; command: string }
  | { kind: 'too-long' }

/** `options` are those shown last, numbered from 1. A number that stands beside none of them is a question. */
export function parse(typed: string, options: Option[]): Line {
  const text = typed.trim()
  if (text === '') return { kind: 'nothing' }
  if (text.length > LONGEST_QUESTION) return { kind: 'too-long' }
  const option = /^\d{1,2}$/.test(text) ? options[Number(text) - 1] : undefined
  if (option) return { kind: 'ask', text: option.text }
  const name = /^\/([a-z]+)$/i.exec(text)?.[1]?.toLowerCase()
  if (name === undefined) return { kind: 'ask', text }
  const command = COMMANDS.find((one) => one === name)
  return command ? { kind: 'command', command } : { kind: 'unknown-command', command: `/${name}` }
}

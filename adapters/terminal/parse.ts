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
  /** A message file, typed or dropped on the terminal. */
  | { kind: 'file'; path: string }

/** `options` are those shown last, numbered from 1. A number that stands beside none of them is a question. */
export function parse(typed: string, options: Option[]): Line {
  const text = typed.trim()
  if (text === '') return { kind: 'nothing' }
  if (text.length > LONGEST_QUESTION) return { kind: 'too-long' }
  const option = /^\d{1,2}$/.test(text) ? options[Number(text) - 1] : undefined
  if (option) return { kind: 'ask', text: option.text }
  const path = messageFile(text)
  if (path !== undefined) return { kind: 'file', path }
  const name = /^\/([a-z]+)$/i.exec(text)?.[1]?.toLowerCase()
  if (name === undefined) return { kind: 'ask', text }
  const command = COMMANDS.find((one) => one === name)
  return command ? { kind: 'command', command } : { kind: 'unknown-command', command: `/${name}` }
}

/** Programs save messages as `.eml`, Outlook as `.msg`. A terminal quotes what is dropped on it, or its blanks. */
function messageFile(text: string): string | undefined {
  const quoted = /^(['"])(.*)\1$/.exec(text)?.[2]
  const path = quoted ?? text.replace(/\\([^\\\w])/g, '$1')
  if (!/\.(?:eml|msg)$/i.test(path)) return undefined
  const isPlace = quoted !== undefined || /^(?:[~./\\]|[a-z]:[\\/]|file:)/i.test(path)
  return isPlace || !/\s/.test(path) ? path : undefined
}

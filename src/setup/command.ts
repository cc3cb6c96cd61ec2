/** What the commands of this folder share: their arguments, and how they end. */
import { type ParseArgsConfig, parseArgs } from 'node:util'

/** Ends the command with a message. `code` 2: it was called wrongly; 1: it did its work and found trouble. */
export function stop(message: string, code: 1 | 2 = 2): never {
  process.stderr.write(`${message}\n`)
  process.exit(code)
}

/** The options and the one argument that each of them takes; ends with the usage where they do not fit. */
export function readArguments<Options extends NonNullable<ParseArgsConfig['options']>>(
  options: Options,
  usage: string,
) {
  const { values, positionals } = parse(options, usage)
  if ('help' in values || positionals.length !== 1) return stop(usage)
  return { values, argument: positionals[0]! }
}

function parse<Options extends NonNullable<ParseArgsConfig['options']>>(options: Options, usage: string) {
  try {
    return parseArgs({ allowPositionals: true, options: { ...options, help: { type: 'boolean' } } })
  } catch (cause) {
    return stop(`${(cause as Error).message}\n\n${usage}`)
  }
}

/**
 * `npm run ask -- ["QUESTION" ["NEXT QUESTION" ...]]`: answers the questions, as one conversation, and ends; `-`
 * reads one question from standard input, `--file` one from a message file, before the others; without a question a
 * dialogue begins. `--explain` shows why the last question is answered as it is.
 */
import { randomUUID } from 'node:crypto'
import { text as readAll } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import type { Words } from '../../src/adapter.ts'
import { createLocalBot } from '../../src/local.ts'
import { explanationBlocks } from '../../src/render/explanation.ts'
import { readMessageFile } from './file.ts'
import { createTerminal, styleFor } from './index.ts'
import { render, renderBlocks } from './render.ts'

const USAGE = `npm run ask -- [--provider NAME] [--locale TAG] [--json] [--explain] [--file FILE] ["QUESTION" ...]`

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      explain: { type: 'boolean', default: false },
      file: { type: 'string' },
      json: { type: 'boolean', default: false },
      locale: { type: 'string' },
      provider: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return print(USAGE)
  if (values.explain && positionals.length === 0 && values.file === undefined)
    throw new RangeError('--explain needs a question')
  const bot = createLocalBot({ provider: values.provider })
  const host = bot.host('terminal')
  const localeHint = Intl.DateTimeFormat().resolvedOptions().locale
  const words = host.words(values.locale ?? localeHint)
  const file = values.file === undefined ? [] : [await textOf(values.file, words)]
  const typed = await Promise.all(positionals.map((one) => (one === '-' ? readAll(process.stdin) : one)))
  const questions = [...file, ...typed]
  const style = styleFor(process.stdout)

  if (values.explain) {
    const explanation = bot.explain(questions, values.locale)
    return print(
      values.json
        ? JSON.stringify(explanation, null, 2)
        : renderBlocks(explanationBlocks(explanation, words), style, words),
    )
  }
  if (questions.length > 0) {
    const conversationId = randomUUID()
    for (const [index, text] of questions.entries()) {
      const asked = { text, conversationId, frontEnd: 'terminal', localeHint }
      // What a server says in a file tells nothing of the language to answer in.
      const locale = values.locale ?? (index < file.length ? host.matchLocale(localeHint) : undefined)
      const answer = await host.ask(locale ? { ...asked, locale } : asked)
      const { blocks: _blocks, ...shown } = answer
      print(
        values.json
          ? JSON.stringify(shown, null, 2)
          : `${render(answer, style, host.words(answer.locale))}\n`,
      )
    }
    return
  }
  const { stdin: input, stdout: output } = process
  const terminal = createTerminal(host, {
    input,
    output,
    interactive: input.isTTY ?? false,
    locale: values.locale,
    localeHint,
  })
  await terminal.start()
  await terminal.finished()
}

/** The text of a message file. Throws an error of one line for what cannot be read. */
async function textOf(path: string, words: Words): Promise<string> {
  const read = await readMessageFile(path)
  if ('text' in read) return read.text
  const message =
    read.refusal === 'absent' ? words('terminal.no-file', { path }) : words(`common.file.${read.refusal}`)
  throw Object.assign(new Error(message), { name: 'MessageFileError' })
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

main().catch((cause: NodeJS.ErrnoException) => {
  // What the person can mend is said without a stack.
  const usage = cause.name === 'RangeError' || cause.code?.startsWith('ERR_PARSE_ARGS')
  const known = usage || ['SettingsError', 'KnowledgeError', 'MessageFileError'].includes(cause.name)
  process.stderr.write(`${known ? cause.message : cause.stack}\n${usage ? `${USAGE}\n` : ''}`)
  process.exitCode = 1
})

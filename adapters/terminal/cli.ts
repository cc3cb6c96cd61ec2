/**
 * `npm run ask -- ["QUESTION" ["NEXT QUESTION" ...]]`: answers the questions, as one conversation, and ends; `-`
 * reads one question from standard input; without a question a dialogue begins. `--explain` shows why the last
 * question is answered as it is.
 */
import { randomUUID } from 'node:crypto'
import { text as readAll } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { createLocalBot } from '../../src/local.ts'
import { explanationBlocks } from '../../src/render/explanation.ts'
import { createTerminal, styleFor } from './index.ts'
import { render, renderBlocks } from './render.ts'

const USAGE = `npm run ask -- [--provider NAME] [--locale TAG] [--json] [--explain] ["QUESTION" ...]`

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      explain: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      locale: { type: 'string' },
      provider: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return print(USAGE)
  if (values.explain && positionals.length === 0) throw new RangeError('--explain needs a question')
  const bot = createLocalBot({ provider: values.provider })
  const host = bot.host('terminal')
  const localeHint = Intl.DateTimeFormat().resolvedOptions().locale
  const questions = await Promise.all(positionals.map((one) => (one === '-' ? readAll(process.stdin) : one)))
  const style = styleFor(process.stdout)

  if (values.explain) {
    const explanation = bot.explain(questions, values.locale)
    const words = host.words(values.locale ?? localeHint)
    return print(
      values.json
        ? JSON.stringify(explanation, null, 2)
        : renderBlocks(explanationBlocks(explanation, words), style, words),
    )
  }
  if (questions.length > 0) {
    const conversationId = randomUUID()
    for (const text of questions) {
      const asked = { text, conversationId, frontEnd: 'terminal', localeHint }
      const answer = await host.ask(values.locale ? { ...asked, locale: values.locale } : asked)
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

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

main().catch((cause: NodeJS.ErrnoException) => {
  // What the person can mend is said without a stack.
  const usage = cause.name === 'RangeError' || cause.code?.startsWith('ERR_PARSE_ARGS')
  const known = usage || cause.name === 'SettingsError' || cause.name === 'KnowledgeError'
  process.stderr.write(`${known ? cause.message : cause.stack}\n${usage ? `${USAGE}\n` : ''}`)
  process.exitCode = 1
})

/** `npm run report -- --since 30d [--html] [--out FILE] [--locale fr]`: the gap report. */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { readSettings, settingsSchema } from '../config.ts'
import { loadKnowledge } from '../knowledge/load.ts'
import { printable } from '../printable.ts'
import { runCommand, UsageError, withStore } from '../store/command.ts'
import { StoreError } from '../store/store.ts'
import { toHtml } from './html.ts'
import { toMarkdown } from './markdown.ts'
import { startOf } from './period.ts'
import { makeReport } from './report.ts'
import { createView } from './view.ts'

const USAGE = `npm run report -- [--since 30d] [--html] [--out FILE] [--locale en]
  --since   how far back: 12h, 30d, 4w, or a date such as 2026-10-01 (30d)
  --html    one page with charts instead of Markdown
  --out     write to this file instead of the terminal
  --locale  the language of the report (the first that the bot answers in)`

async function report(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      since: { type: 'string', default: '30d' },
      html: { type: 'boolean', default: false },
      out: { type: 'string' },
      locale: { type: 'string', default: '' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) {
    process.stdout.write(`${USAGE}\n`)
    return
  }
  const to = new Date()
  const from = startOf(values.since, to)
  if (!from) throw new UsageError(`--since ${values.since} is no time that has passed.`)
  const { KNOWLEDGE_DIR: directory, PROVIDER: provider } = readSettings(
    settingsSchema.pick({ KNOWLEDGE_DIR: true, PROVIDER: true }),
  )
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  const view = createView(loadKnowledge({ directory, provider }), values.locale, timeZone)
  const [answers, feedback] = await withStore(
    () => to,
    async (store) => [await store.answers.since(from), await store.feedback.since(from)] as const,
  )
  const made = makeReport({ answers, feedback, from, to, timeZone })
  const text = values.html ? toHtml(made, view) : toMarkdown(made, view)
  if (values.out === undefined) {
    process.stdout.write(printable(text))
    return
  }
  try {
    writeFileSync(values.out, text)
  } catch (cause) {
    throw new StoreError(
      `${values.out} cannot be written (${(cause as NodeJS.ErrnoException).code}).`,
      'Name a file in a folder that is there and that you may write to.',
      { cause },
    )
  }
  process.stderr.write(`Written to ${values.out}: ${made.questions} questions since ${from.toISOString()}.\n`)
}

await runCommand(() => report(process.argv.slice(2)), USAGE)

/** The reference adapter: a dialogue in a terminal. It needs no account, no token and no network. */
import { randomUUID } from 'node:crypto'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { styleText } from 'node:util'
import { z } from 'zod'
import { type Adapter, defineAdapter, type Host } from '../../src/adapter.ts'
import { type Answer, LONGEST_QUESTION } from '../../src/message.ts'
import { readMessageFile } from './file.ts'
import { COMMANDS, type Command, parse } from './parse.ts'
import { type Look, render, type Style } from './render.ts'

export const PROMPT = '› '

/** Wider lines are hard to read. */
const WIDEST = 100

const LOOKS: Record<Look, Parameters<typeof styleText>[0]> = {
  lead: 'bold',
  strong: 'bold',
  code: 'cyan',
  warning: 'yellow',
  heading: 'bold',
  faint: 'dim',
  number: 'cyan',
}

export interface TerminalSettings {
  input: Readable
  output: Writable & { isTTY?: boolean; columns?: number }
  /** BCP 47. The language to answer in, whatever the questions are written in. */
  locale?: string | undefined
  /** BCP 47. The language to begin in: the computer's. */
  localeHint?: string | undefined
  /** Greets and shows a prompt. Off for a question that comes through a pipe. */
  interactive: boolean
}

export interface Terminal extends Adapter {
  /** Resolves when the dialogue is over: the input has ended, or the person typed /quit. */
  finished(): Promise<void>
}

/** Colours where the output is a terminal that has them, none with `NO_COLOR`; lines are broken on a screen only. */
export function styleFor(output: TerminalSettings['output']): Style {
  const stream = output as unknown as NodeJS.WritableStream
  return {
    width: output.columns === undefined ? Number.POSITIVE_INFINITY : Math.min(output.columns, WIDEST),
    paint: (look, text) => styleText(LOOKS[look], text, { stream, validateStream: true }),
  }
}

/** What was typed can be called back with the arrow keys while the dialogue lasts; none of it is written down. */
export function createTerminal(
  host: Host,
  { input, output, interactive, ...settings }: TerminalSettings,
): Terminal {
  const lines = createInterface({
    input,
    output,
    terminal: output.isTTY ?? false,
    removeHistoryDuplicates: true,
  })
  lines.setPrompt(interactive ? PROMPT : '')
  let conversationId = randomUUID()
  let last: Answer | undefined
  let locale = host.matchLocale(settings.locale ?? settings.localeHint) ?? host.locales[0]!
  let talking: Promise<void> | undefined
  let closed = false
  lines.once('close', () => {
    closed = true
  })
  // Not the same: what an input held that has ended is answered first.
  let ended = false
  const end = () => {
    ended = true
    lines.close()
  }

  const words = (key: string, values?: Record<string, string | number>) =>
    host.words(locale)(`terminal.${key}`, values)
  const show = (text: string) => output.write(`${text}\n\n`)

  async function ask(text: string, answerIn = settings.locale): Promise<void> {
    const answer = await host.ask({
      text,
      conversationId,
      frontEnd: 'terminal',
      ...(answerIn ? { locale: answerIn } : {}),
      ...(settings.localeHint ? { localeHint: settings.localeHint } : {}),
    })
    last = answer
    locale = answer.locale
    show(`\n${render(answer, styleFor(output), host.words(locale))}`)
    // Whoever asks for a person in words gets one without pressing anything.
    if (answer.outcome === 'handoff') await callPerson()
  }

  /** What a server says in a file tells nothing of the language to answer in. */
  async function askFile(path: string): Promise<void> {
    const read = await readMessageFile(path)
    if ('text' in read) await ask(read.text, locale)
    else if (read.refusal === 'absent') show(words('no-file', { path }))
    else show(host.words(locale)(`common.file.${read.refusal}`))
  }

  async function callPerson(): Promise<void> {
    const { isNew } = await host.handoffs.open(conversationId, locale)
    const { support, hours } = host.provider(locale)
    if (!isNew) show(words('person-again', { support }))
    else show(hours ? words('person-hours', { support, hours }) : words('person', { support }))
  }

  const commands: Record<Command, () => Promise<unknown> | unknown> = {
    new() {
      conversationId = randomUUID()
      last = undefined
      show(words('new'))
    },
    good: () => vote(true),
    bad: () => vote(false),
    help() {
      const rows = [
        `1, 2 …  ${words('help.number')}`,
        `*.eml   ${words('help.file')}`,
        ...COMMANDS.map((name) => `/${name.padEnd(5)}  ${words(`help.${name}`)}`),
      ]
      show(`${words('help.text')}\n${rows.map((row) => `  ${row}`).join('\n')}`)
    },
    quit() {
      show(words('bye'))
      end()
    },
  }

  async function vote(helpful: boolean): Promise<void> {
    const known = last !== undefined && (await host.feedback({ answerId: last.id, helpful }))
    show(words(known ? 'voted' : 'no-answer'))
  }

  async function take(typed: string): Promise<void> {
    const line = parse(typed, last?.options ?? [])
    if (line.kind === 'ask') await ask(line.text)
    else if (line.kind === 'file') await askFile(line.path)
    else if (line.kind === 'command') await commands[line.command]()
    else if (line.kind === 'unknown-command') show(words('unknown-command', { command: line.command }))
    else if (line.kind === 'too-long') show(words('too-long', { most: LONGEST_QUESTION }))
  }

  async function talk(): Promise<void> {
    lines.prompt()
    for await (const typed of lines) {
      await take(typed).catch((cause: Error) => {
        host.log.error({ cause: cause.message }, 'a question in the terminal failed')
        show(words('failed'))
      })
      // Lines that were typed ahead of /quit or `stop` are no longer taken.
      if (ended) return
      if (!closed) lines.prompt()
    }
  }

  return {
    async start() {
      if (interactive) show(words('welcome', { provider: host.provider(locale).name }))
      talking = talk()
    },
    async finished() {
      await talking
    },
    async stop() {
      end()
      await talking
    },
  }
}

export const adapter = defineAdapter({
  name: 'terminal',
  summary: 'a dialogue in this terminal: npm run ask',
  settings: z.object({}),
  complete: [],
  create: (_settings, host) =>
    createTerminal(host, {
      input: process.stdin,
      output: process.stdout,
      interactive: process.stdin.isTTY ?? false,
    }),
})

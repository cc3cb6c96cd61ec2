/** The terminal for the shared suite: each person sits at a terminal of their own, and reads what is on the screen. */
import { PassThrough } from 'node:stream'
import { adapter, createTerminal, PROMPT, type Terminal } from '../../../adapters/terminal/index.ts'
import type { Host } from '../../../src/adapter.ts'
import type { HarnessModule, Shown } from '../../support/adapter-harness.ts'

export interface Screen {
  terminal: Terminal
  /** Types a line and resolves with what is written until the next prompt, or the end. */
  type(line: string): Promise<string>
  /** Resolves with what is written until the next prompt. */
  read(): Promise<string>
}

/** A terminal without colours, and lines as long as they are. */
export async function openScreen(
  host: Host,
  settings: { locale?: string; localeHint?: string } = {},
): Promise<Screen> {
  const input = new PassThrough()
  const output = new PassThrough({ encoding: 'utf8' })
  let written = ''
  let waiting: ((text: string) => void) | undefined
  const give = () => {
    const resolve = waiting
    waiting = undefined
    resolve?.(written)
  }
  output.on('data', (chunk: string) => {
    if (chunk === PROMPT) give()
    else written += chunk
  })
  const terminal = createTerminal(host, { input, output, interactive: true, ...settings })
  const read = () =>
    new Promise<string>((resolve) => {
      written = ''
      waiting = resolve
    })
  return {
    terminal,
    read,
    type(line) {
      const shown = read()
      input.write(`${line}\n`)
      void terminal.finished().then(give)
      return shown
    },
  }
}

export const harness: HarnessModule = {
  adapter,
  async start(host) {
    const screens = new Map<string, Screen>()
    const shownLast = new Map<string, Shown>()

    async function type(conversation: string, line: string, locale?: string): Promise<Shown> {
      let screen = screens.get(conversation)
      if (!screen) {
        screen = await openScreen(host, locale ? { localeHint: locale } : {})
        screens.set(conversation, screen)
        const greeted = screen.read()
        await screen.terminal.start()
        await greeted
      }
      const text = await screen.type(line)
      const shown = { text, options: optionsOn(text).map(({ label }) => label), payloads: [text] }
      shownLast.set(conversation, shown)
      return shown
    }

    return {
      // A line ends where it ends: what is pasted in several lines is several questions.
      ask: (conversation, text, locale) =>
        type(conversation, text.replace(/[\r\n\u2028\u2029]+/g, ' '), locale),
      press(conversation, label) {
        const option = optionsOn(shownLast.get(conversation)?.text ?? '').find((one) => one.label === label)
        if (!option) throw new Error(`nothing on the screen is called "${label}"`)
        return type(conversation, option.number)
      },
      async vote(conversation, helpful) {
        await type(conversation, helpful ? '/good' : '/bad')
      },
      async stop() {
        for (const { terminal } of screens.values()) await terminal.stop()
      },
    }
  },
}

/** The numbered lines at the end of an answer. */
function optionsOn(text: string): { number: string; label: string }[] {
  return [...text.matchAll(/^ {2}(\d+) {2}(.+)$/gm)].map(([, number, label]) => ({
    number: number!,
    label: label!,
  }))
}

/** The bot as a process of its own, as an operator runs it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

export interface BotProcess {
  url: string
  child: ChildProcess
  /** All that it printed so far. */
  output(): string
  /** Resolves when it has printed that; rejects with what it printed when it ends before. */
  says(what: RegExp): Promise<void>
  /** Sends the signal and resolves with the exit code, null when the signal ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'mailsherpa-test-'))
}

function launch(env: Record<string, string>) {
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: ROOT,
    env: { PATH: process.env.PATH ?? '', NODE_ENV: 'production', HOST: '127.0.0.1', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  child.stderr.on('data', (chunk) => {
    output += chunk
  })
  return { child, output: () => output }
}

/** Resolves when it listens; rejects with what it printed when it ends before. */
export async function startProcess(env: Record<string, string>): Promise<BotProcess> {
  const { child, output } = launch({ DATA_DIR: temporaryFolder(), ...env })
  const said = (what: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        const found = what.exec(output())
        if (!found) return
        child.stdout.off('data', look)
        resolve(found)
      }
      child.stdout.on('data', look)
      child.once('exit', () => reject(new Error(`the bot ended without saying ${what}:\n${output()}`)))
      look()
    })
  const url = (await said(/answers for .* at (http:\/\/[\d.:]+)/))[1]!
  return {
    url,
    child,
    output,
    says: async (what) => void (await said(what)),
    async end(signal) {
      const ended = once(child, 'exit') as Promise<[number | null]>
      child.kill(signal)
      return (await ended)[0]
    },
  }
}

/** For a start that must fail: the exit code and all that was printed. */
export async function failingStart(
  env: Record<string, string>,
): Promise<{ code: number | null; output: string }> {
  const { child, output } = launch(env)
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, output: output() }
}

export async function ask(
  url: string,
  text: string,
  conversationId?: string,
): Promise<{ status: number; body: Record<string, any> }> {
  const response = await fetch(`${url}/v1/ask`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text, conversationId }),
  })
  return { status: response.status, body: (await response.json()) as Record<string, any> }
}

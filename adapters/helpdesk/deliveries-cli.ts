/**
 * `npm run deliveries`: what waits to reach another server and what was given up, and `replay` to try that again.
 * Shows no contents: where it goes, how old it is, how often it was tried and why it failed.
 */
import { parseArgs } from 'node:util'
import type { OutboxEntry } from '../../src/adapter.ts'
import { runCommand, UsageError, withStore } from '../../src/store/command.ts'
import type { Store } from '../../src/store/store.ts'

const USAGE = `npm run deliveries                 what waits, and what was given up
npm run deliveries -- replay ID     tries a given-up delivery again
npm run deliveries -- replay all    tries all of them again`

/** Runs one command over an open store; `write` gets whole lines. Rejects with `UsageError`. */
export async function runDeliveries(
  args: string[],
  store: Pick<Store, 'outbox'>,
  now: Date,
  write: (line: string) => void,
): Promise<void> {
  const [command, id, ...rest] = parseArgs({ args, allowPositionals: true, strict: true }).positionals
  if (command === undefined) return list(store, now, write)
  if (command !== 'replay' || id === undefined || rest.length > 0) {
    throw new UsageError('The command is replay, with an id or all.')
  }
  const dead = await store.outbox.list('dead')
  const chosen = id === 'all' ? dead : dead.filter((entry) => entry.id === id || entry.id.startsWith(id))
  if (id !== 'all' && chosen.length !== 1) {
    throw new UsageError(
      chosen.length === 0
        ? `No given-up delivery has the id ${id}.`
        : `${id} fits ${chosen.length} deliveries: write more of it.`,
    )
  }
  let replayed = 0
  for (const entry of chosen) if (await store.outbox.replay(entry.id, now)) replayed += 1
  write(
    `${replayed} ${replayed === 1 ? 'delivery waits' : 'deliveries wait'} again. The running bot tries within seconds.`,
  )
}

async function list(store: Pick<Store, 'outbox'>, now: Date, write: (line: string) => void): Promise<void> {
  for (const [state, title] of [
    ['waiting', 'Waiting'],
    ['dead', 'Given up'],
  ] as const) {
    const entries = await store.outbox.list(state)
    write(`${title}: ${entries.length}`)
    for (const entry of entries) write(`  ${line(entry, now)}`)
  }
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

if (import.meta.main) {
  const now = () => new Date()
  await runCommand(
    () =>
      withStore(now, (store) =>
        runDeliveries(process.argv.slice(2), store, now(), (text) => process.stdout.write(`${text}\n`)),
      ),
    USAGE,
  )
}

/** What the commands over the store have in common: opening what is there, and saying what went wrong. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { SettingsError } from '../config.ts'
import { KnowledgeError } from '../knowledge/knowledge.ts'
import { storeSettings } from './settings.ts'
import { createStore } from './sql.ts'
import { SQLITE_FILE } from './sqlite.ts'
import { type Store, StoreError } from './store.ts'

/** A command given in a way that cannot be carried out. */
export class UsageError extends Error {
  override name = 'UsageError'
}

/**
 * Opens the store that the settings name, works with it and closes it, whatever happens. A folder without a
 * store is an error: a command that made a new one would report of the wrong place.
 */
export async function withStore<T>(now: () => Date, work: (store: Store) => Promise<T>): Promise<T> {
  const settings = storeSettings()
  if (!settings.DATABASE_URL && !existsSync(join(settings.DATA_DIR, SQLITE_FILE)))
    throw new StoreError(
      `There is no store in the folder ${settings.DATA_DIR}.`,
      'Run this where the bot runs, or set DATA_DIR or DATABASE_URL as the bot has them.',
    )
  const store = createStore({
    databaseUrl: settings.DATABASE_URL,
    dataDir: settings.DATA_DIR,
    secretsKey: settings.SECRETS_KEY,
    now,
  })
  await store.open()
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

/**
 * Runs a command to its end. Failures with a known cause are told in one or two lines, with exit code 2 for a
 * wrong use of the command and 1 for the rest; others show where they came from.
 */
export async function runCommand(command: () => Promise<void>, usage: string): Promise<void> {
  try {
    await command()
  } catch (cause) {
    const { message, stack, mend, code } = cause as Error & { mend?: string; code?: string }
    const isUsage = cause instanceof UsageError || code?.startsWith('ERR_PARSE_ARGS') === true
    const known = [SettingsError, KnowledgeError, StoreError].some((kind) => cause instanceof kind)
    const told = isUsage ? `${message}\n${usage}` : known ? [message, mend].filter(Boolean).join('\n') : stack
    process.stderr.write(`${told}\n`)
    process.exitCode = isUsage ? 2 : 1
  }
}

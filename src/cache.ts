/** What a start worked out from files that have not changed since, kept for the next start. Safe to delete. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { deserialize, serialize } from 'node:v8'

/** Where other tools keep such things too. `npm ci` empties it. */
export const CACHE_DIR = fileURLToPath(new URL('../node_modules/.cache/mailsherpa', import.meta.url))

/**
 * What `make` gives: plain data, Maps and Sets. Taken from `file` in `directory` when that was made with the same
 * `key`, else made and kept there. Where nothing can be written it is made each time.
 *
 * @throws what `make` throws; that is not kept.
 */
export function kept<Value>(file: string, key: string, make: () => Value, directory = CACHE_DIR): Value {
  const path = join(directory, file)
  try {
    const before = deserialize(readFileSync(path)) as { key: string; value: Value }
    if (before.key === key) return before.value
  } catch {
    // Not there, or not whole, or written by another Node: made anew.
  }
  const value = make()
  try {
    mkdirSync(directory, { recursive: true })
    replaceFile(path, serialize({ key, value }))
  } catch {
    // A full disk or a folder of somebody else: the next start works it out once more.
  }
  return value
}

/** Whole or not at all: another process may be reading. */
function replaceFile(path: string, content: Buffer): void {
  const unfinished = `${path}.${process.pid}`
  try {
    writeFileSync(unfinished, content, { mode: 0o600 })
    renameSync(unfinished, path)
  } finally {
    rmSync(unfinished, { force: true })
  }
}

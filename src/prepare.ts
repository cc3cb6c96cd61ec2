/** The checked knowledge and what is needed to understand with it: worked out once for the same files and sources. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { kept } from './cache.ts'
import { loadCheckedKnowledge } from './knowledge/check.ts'
import type { Knowledge } from './knowledge/knowledge.ts'
import { type KnowledgeSettings, providerFileOf } from './knowledge/load.ts'
import { createUnderstanding, type Prepared } from './understanding/understand.ts'

export interface Ready {
  knowledge: Knowledge
  prepared: Prepared
}

/** The sources that decide what comes out. */
const SOURCES = ['knowledge', 'reading', 'understanding'].map((name) =>
  fileURLToPath(new URL(`./${name}/`, import.meta.url)),
)

/**
 * The same as `loadCheckedKnowledge` with `createUnderstanding(...).prepared`, at a later start many times quicker.
 * Throws `KnowledgeError` with all problems.
 */
export function prepareKnowledge(settings: KnowledgeSettings, directory?: string): Ready {
  const name = createHash('sha256').update(`${resolve(settings.directory)}\0${settings.provider}`)
  return kept(
    `knowledge-${name.digest('hex').slice(0, 12)}`,
    digest(settings),
    () => {
      const knowledge = loadCheckedKnowledge(settings)
      return { knowledge, prepared: createUnderstanding(knowledge).prepared }
    },
    directory,
  )
}

/** Changes with every file that is read. */
function digest(settings: KnowledgeSettings): string {
  const hash = createHash('sha256').update(process.version)
  const own = providerFileOf(settings)?.path
  const files = [settings.directory, ...SOURCES].flatMap(filesIn)
  for (const file of own === undefined || files.includes(own) ? files : [...files, own])
    hash.update(`\0${file}\0`).update(readFileSync(file))
  return hash.digest('hex')
}

function filesIn(directory: string): string[] {
  if (!existsSync(directory)) return []
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

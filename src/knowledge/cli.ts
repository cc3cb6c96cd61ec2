/**
 * `npm run knowledge:check`: every provider and every rule, all problems at once; with PROVIDER set, or after `--`, that
 * provider's file as well, wherever it lies.
 */
import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { readSettings, settingsSchema } from '../config.ts'
import { loadCheckedKnowledge } from './check.ts'
import { KnowledgeError, type Problem } from './problem.ts'
import { RULES } from './rules/index.ts'

const { KNOWLEDGE_DIR: directory, PROVIDER } = readSettings(settingsSchema)
const shipped = readdirSync(join(directory, 'providers')).map((file) => basename(file, '.yaml'))
const providers = [...new Set([...shipped.sort(), PROVIDER, ...process.argv.slice(2)])]
const problems = new Map<string, Problem>()
for (const provider of providers)
  try {
    loadCheckedKnowledge({ directory, provider })
  } catch (cause) {
    if (!(cause instanceof KnowledgeError)) throw cause
    for (const problem of cause.problems) problems.set(JSON.stringify(problem), problem)
  }
if (problems.size > 0) {
  process.stderr.write(`${new KnowledgeError([...problems.values()]).message}\n`)
  process.exit(1)
}
process.stdout.write(
  `The knowledge holds: ${providers.length} providers (${providers.join(', ')}), ${RULES.length} rules.\n`,
)

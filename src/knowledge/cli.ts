/** `npm run knowledge:check`: every provider and every rule, all problems at once. */
import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { readSettings, settingsSchema } from '../config.ts'
import { checkRules } from './check.ts'
import { KnowledgeError, type Problem } from './knowledge.ts'
import { loadKnowledge } from './load.ts'
import { RULES } from './rules/index.ts'

const { KNOWLEDGE_DIR: directory } = readSettings(settingsSchema)
const providers = readdirSync(join(directory, 'providers'))
  .map((file) => basename(file, '.yaml'))
  .sort()
const problems = new Map<string, Problem>()
for (const provider of providers) {
  let found: Problem[]
  try {
    found = checkRules(loadKnowledge({ directory, provider }))
  } catch (cause) {
    if (!(cause instanceof KnowledgeError)) throw cause
    found = cause.problems
  }
  for (const problem of found) problems.set(JSON.stringify(problem), problem)
}
if (problems.size > 0) {
  process.stderr.write(`${new KnowledgeError([...problems.values()]).message}\n`)
  process.exit(1)
}
process.stdout.write(
  `The knowledge holds: ${providers.length} providers (${providers.join(', ')}), ${RULES.length} rules.\n`,
)

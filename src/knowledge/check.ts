/** The rules over the knowledge, applied together, and what they find in its place. */

import { join } from 'node:path'
import type { Knowledge } from './knowledge.ts'
import { type KnowledgeSettings, loadKnowledge, providerFileOf } from './load.ts'
import { located } from './locate.ts'
import { KnowledgeError, type Problem } from './problem.ts'
import { RULES } from './rules/index.ts'
import type { Rule } from './rules/rule.ts'

/** Every problem that the rules find, in the order of the rules. Those that make answers come when there is none. */
export function checkRules(knowledge: Knowledge, rules: Rule[] = RULES): Problem[] {
  const found = rules.filter((rule) => !rule.composes).flatMap((rule) => rule.check(knowledge))
  return found.length > 0
    ? found
    : rules.filter((rule) => rule.composes).flatMap((rule) => rule.check(knowledge))
}

/** Loads and checks. Throws `KnowledgeError` with all problems of the stage that failed. */
export function loadCheckedKnowledge(settings: KnowledgeSettings): Knowledge {
  const knowledge = loadKnowledge(settings)
  const problems = checkRules(knowledge)
  if (problems.length === 0) return knowledge
  const provider = providerFileOf(settings)
  const pathOf = (file: string) => (file === provider?.file ? provider.path : join(settings.directory, file))
  throw new KnowledgeError(located(problems, pathOf))
}

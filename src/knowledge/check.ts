/** The rules over the knowledge, applied together. */
import { type Knowledge, KnowledgeError, type Problem } from './knowledge.ts'
import { type KnowledgeSettings, loadKnowledge } from './load.ts'
import { RULES } from './rules/index.ts'
import type { Rule } from './rules/rule.ts'

/** Every problem that the rules find, in the order of the rules. */
export function checkRules(knowledge: Knowledge, rules: Rule[] = RULES): Problem[] {
  return rules.flatMap((rule) => rule.check(knowledge))
}

/** Loads and checks. Throws `KnowledgeError` with all problems of the stage that failed. */
export function loadCheckedKnowledge(settings: KnowledgeSettings): Knowledge {
  const knowledge = loadKnowledge(settings)
  const problems = checkRules(knowledge)
  if (problems.length > 0) throw new KnowledgeError(problems)
  return knowledge
}

import type { Knowledge, Problem } from '../knowledge.ts'

/** A rule over the whole knowledge: one file each, listed in `index.ts`. */
export interface Rule {
  name: string
  /** Every place where the rule is broken; empty when it holds. */
  check(knowledge: Knowledge): Problem[]
}

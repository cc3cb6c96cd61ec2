import type { Knowledge, Problem } from '../knowledge.ts'

/** A rule over the whole knowledge: one file each, listed in `index.ts`. */
export interface Rule {
  name: string
  /** It makes answers, which only whole knowledge can: it waits until the other rules find nothing. */
  composes?: true
  /** Every place where the rule is broken; empty when it holds. */
  check(knowledge: Knowledge): Problem[]
}

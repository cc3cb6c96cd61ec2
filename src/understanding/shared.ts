/** One understanding for each knowledge: to make one takes most of a start, and two of the same read the same. */
import type { Knowledge } from '../knowledge/knowledge.ts'
import { createUnderstanding, type Prepared, type Understanding } from './understand.ts'

const understandings = new WeakMap<Knowledge, Understanding>()

/** The one made before for this very object, else a new one; `prepared` as in `createUnderstanding`. */
export function understandingOf(knowledge: Knowledge, prepared?: Prepared): Understanding {
  const known = understandings.get(knowledge) ?? createUnderstanding(knowledge, prepared)
  understandings.set(knowledge, known)
  return known
}

import type { Problem } from '../knowledge.ts'
import type { Rule } from './rule.ts'

/** No code and no wording stands for two entries: which of them decides would be chance. */
export const oneWordingOneEntry: Rule = {
  name: 'one-wording-one-entry',
  check(knowledge) {
    const problems: Problem[] = []
    const owners = new Map<string, string>()
    for (const { id, kind, match, words, inReport, besideCode } of knowledge.codes)
      for (const [list, wordings] of Object.entries({ match, words, inReport, besideCode }))
        for (const [index, wording] of wordings.entries()) {
          const key = `${list === 'match' ? kind : 'message'} ${wording.toLowerCase()}`
          const other = owners.get(key)
          if (other)
            problems.push({
              file: 'codes',
              path: [id, list, index],
              message: other === id ? 'this stands here twice' : `"${wording}" belongs to ${other} already`,
              mend: 'Keep it in one place.',
            })
          owners.set(key, id)
        }
    return problems
  },
}

import { actorsOf } from '../../diagnosis/explain.ts'
import type { Problem } from '../knowledge.ts'
import type { Code } from '../schema.ts'
import type { Rule } from './rule.ts'

/** Who may have to act besides those of the entries: the asker's own full mailbox, records of our own domain. */
const ALSO = { mailboxfull: 'customer', authfailure: 'provider' } as const

/** Whoever may have to act after a code has steps in every language, and "nobody" only where nothing failed. */
export const everyReasonExplained: Rule = {
  name: 'every-reason-explained',
  check(knowledge) {
    const problems: Problem[] = []
    const needed = new Map<string, { entry: Code; actor: 'customer' | 'recipient' | 'provider' }>()
    for (const entry of knowledge.codes) {
      for (const actor of actorsOf(entry)) needed.set(`${entry.reason} ${actor}`, { entry, actor })
      const also = ALSO[entry.reason as keyof typeof ALSO]
      if (also) needed.set(`${entry.reason} ${also}`, { entry, actor: also })
      if (entry.actor === 'nobody' && entry.reason !== 'undefined')
        problems.push({
          file: 'codes',
          path: [entry.id, 'actor'],
          message: 'nobody would have to act, though something failed',
          mend: 'Name who must act once it has failed; "nobody" belongs under "trying".',
        })
    }
    for (const language of knowledge.answersIn)
      for (const { entry, actor } of needed.values()) {
        const words = knowledge.languages.get(language)!.diagnosis?.reasons[entry.reason]
        if (!words?.[actor])
          problems.push({
            file: `languages/${language}/diagnosis.yaml`,
            path: ['reasons', entry.reason],
            message: `${entry.id} makes ${actor} act, and there are no steps for that`,
            mend: `Write ${actor} with its steps.`,
          })
      }
    return problems
  },
}

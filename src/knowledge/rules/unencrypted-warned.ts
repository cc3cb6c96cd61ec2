import { compose } from '../../answering/compose.ts'
import { SECURITIES, type Slots } from '../../message.ts'
import type { Problem } from '../knowledge.ts'
import type { Rule } from './rule.ts'

/** Whatever is asked about ports: an answer that states an unencrypted one carries the warning. */
export const unencryptedWarned: Rule = {
  name: 'unencrypted-warned',
  check(knowledge) {
    const problems: Problem[] = []
    const asks: { topic: string; slots: Slots }[] = [
      ...knowledge.provider.ports.map(({ port }) => ({ topic: 'port-meaning', slots: { port } })),
      ...knowledge.provider.ports.flatMap(({ protocol }) =>
        SECURITIES.flatMap((security) =>
          ['ports', 'server-settings', 'encryption'].map((topic) => ({
            topic,
            slots: { protocol, security },
          })),
        ),
      ),
      ...knowledge.provider.ports.map(({ port }) => ({ topic: 'port-blocked', slots: { port } })),
    ]
    for (const language of knowledge.answersIn)
      for (const { topic, slots } of asks) {
        if (!knowledge.topics.has(topic) || !knowledge.languages.get(language)!.topics.has(topic)) continue
        const { draft } = compose(knowledge, language, {
          topic,
          slots,
          has: () => false,
          cause: 0,
          messages: [],
        })
        const unencrypted = draft.facts.some((fact) => fact.security === 'none')
        if (unencrypted && !draft.warnings.some((warning) => warning.code === 'unencrypted'))
          problems.push({
            file: `topics/${topic}.yaml`,
            path: '',
            message: `the answer to ${JSON.stringify(slots)} in ${language} states an unencrypted port without its warning`,
            mend: 'Show the port in a table or settings block, which brings the warning.',
          })
      }
    return problems
  },
}

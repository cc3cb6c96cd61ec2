import { compose } from '../../answering/compose.ts'
import { SECURITIES, type Slots } from '../../message.ts'
import type { Problem } from '../knowledge.ts'
import type { Rule } from './rule.ts'
import { shownTexts } from './texts.ts'

/** A sentence that sends somebody to an unencrypted connection, in every language that answers. */
const ADVICE =
  /\b(choose|select|pick|set|use|choisissez|sélectionnez|prenez|mettez|réglez|utilisez)\b.{0,40}(\bno encryption|\bwithout encryption|\bunencrypted|\b(encryption|security)\b.{0,20}\bnone\b|\bsans chiffrement|\bnon chiffrée?s?\b|\b(chiffrement|sécurité).{0,20}\baucune?\b)/i
const UNLESS = /\b(do not|don.t|never|not|instead|only where|ne|n.|jamais|pas|plutôt)\b/i

/** Whatever is asked about ports: an answer that states an unencrypted one carries the warning, and no text sends anybody there. */
export const unencryptedWarned: Rule = {
  name: 'unencrypted-warned',
  composes: true,
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
            path: [],
            message: `the answer to ${JSON.stringify(slots)} in ${language} states an unencrypted port without its warning`,
            mend: 'Show the port in a table or settings block, which brings the warning.',
          })
      }
    // Prose brings no warning, so it may not give that advice at all.
    for (const { file, path, text } of shownTexts(knowledge))
      for (const sentence of text.split(/(?<=[.!?])\s+/))
        if (ADVICE.test(sentence) && !UNLESS.test(sentence))
          problems.push({
            file,
            path,
            message: 'this reads as advice for a connection without encryption',
            mend: 'Show the port in a table or settings block, which brings the warning.',
          })
    return problems
  },
}

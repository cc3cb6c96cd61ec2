import { meaningsOf } from '../../reading/meanings/entries.ts'
import { parseSign } from '../../understanding/signs.ts'
import type { Problem } from '../knowledge.ts'
import type { Rule } from './rule.ts'

/** Signs, causes, variants and codes name only concepts, clients and topics that exist. */
export const knownNames: Rule = {
  name: 'known-names',
  check(knowledge) {
    const problems: Problem[] = []
    const meanings = meaningsOf(knowledge)
    const groups = new Map(
      Object.entries(knowledge.signs.groups).map(([name, words]) => [name, words.split('|')]),
    )
    for (const [name, words] of groups)
      for (const word of words)
        if (!meanings.has(word))
          problems.push({
            file: 'signs.yaml',
            path: ['groups', name],
            message: `"${word}" is no concept`,
            mend: 'Add it to vocabulary.yaml, or correct the name.',
          })
    for (const part of ['topics', 'elsewhere'] as const)
      for (const [topic, signs] of Object.entries(knowledge.signs[part]))
        for (const [expression, weight] of Object.entries(signs)) {
          try {
            parseSign(topic, expression, weight, groups, (name) => meanings.has(name))
          } catch (cause) {
            problems.push({
              file: 'signs.yaml',
              path: [part, topic, expression],
              message: `in "${expression}": ${(cause as Error).message}`,
              mend: 'Correct the name, or add the concept to vocabulary.yaml.',
            })
          }
        }
    for (const topic of knowledge.topics.values())
      for (const cause of topic.causes)
        for (const [index, concept] of cause.when.entries())
          if (!meanings.has(concept))
            problems.push({
              file: `topics/${topic.id}.yaml`,
              path: ['causes', cause.id, 'when', index],
              message: `"${concept}" is no concept`,
              mend: 'Use a concept of vocabulary.yaml.',
            })
    for (const client of knowledge.clients.values())
      for (const [index, variant] of client.variants.entries())
        if (!knowledge.clients.has(variant))
          problems.push({
            file: `clients/${client.id}.yaml`,
            path: ['variants', index],
            message: `there is no client "${variant}"`,
            mend: 'Correct the name or remove it.',
          })
    const ids = new Set<string>()
    for (const code of knowledge.codes) {
      if (ids.has(code.id))
        problems.push({
          file: 'codes',
          path: [code.id],
          message: `the id "${code.id}" stands twice`,
          mend: 'Give one of them another id.',
        })
      ids.add(code.id)
      if (!knowledge.topics.has(code.topic))
        problems.push({
          file: 'codes',
          path: [code.id, 'topic'],
          message: `there is no topic "${code.topic}"`,
          mend: 'Correct the name.',
        })
    }
    const aliases = new Map<string, string>()
    for (const client of knowledge.clients.values())
      for (const [index, alias] of client.aliases.entries()) {
        const other = aliases.get(alias)
        if (other)
          problems.push({
            file: `clients/${client.id}.yaml`,
            path: ['aliases', index],
            message: `"${alias}" belongs to ${other} already`,
            mend: 'Keep it in one of them.',
          })
        aliases.set(alias, client.id)
      }
    for (const language of knowledge.answersIn) {
      const pack = knowledge.languages.get(language)!
      for (const code of knowledge.codes)
        if (!pack.codes.has(code.id))
          problems.push({
            file: 'codes',
            path: [code.id],
            message: `the code "${code.id}" has no words in languages/${language}/codes`,
            mend: 'Write there what it means and what to do.',
          })
      for (const client of knowledge.clients.keys())
        if (!pack.clients.has(client))
          problems.push({
            file: `languages/${language}/clients/${client}.yaml`,
            path: [],
            message: 'the file is missing',
            mend: 'Write its menu paths.',
          })
      for (const term of knowledge.terms)
        if (!pack.terms[term.id])
          problems.push({
            file: 'terms.yaml',
            path: [term.id],
            message: `the term "${term.id}" has no words in languages/${language}/terms.yaml`,
            mend: 'Write there its name and what it means.',
          })
    }
    return problems
  },
}

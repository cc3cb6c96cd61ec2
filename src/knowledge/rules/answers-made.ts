import { compose } from '../../answering/compose.ts'
import type { Ask } from '../../answering/draft.ts'
import { PROTOCOLS, SECURITIES, type Slots } from '../../message.ts'
import type { Knowledge } from '../knowledge.ts'
import type { Problem } from '../problem.ts'
import type { Topic } from '../schema.ts'
import type { Rule } from './rule.ts'

/** Every topic can be answered under this provider, whatever is named with it: no text that an answer takes is missing. */
export const answersMade: Rule = {
  name: 'answers-made',
  composes: true,
  check(knowledge) {
    const problems: Problem[] = []
    for (const language of knowledge.answersIn)
      for (const topic of knowledge.topics.values()) {
        const failing = questions(knowledge, topic).find((ask) => !canBeMade(knowledge, language, ask))
        if (failing)
          problems.push({
            file: `languages/${language}/topics/${topic.id}.yaml`,
            path: [],
            message: `no answer can be made for ${JSON.stringify(failing.slots)}: a text that it takes is missing`,
            mend: 'Compare the file with the one that ships, and put back the case that is missing.',
          })
      }
    return problems
  },
}

/** A topic alone, with every meaning and with none; of facts, with each thing that they take, and a protocol with it. */
function questions(knowledge: Knowledge, topic: Topic): Ask[] {
  const ask = (slots: Slots, says = false): Ask => ({
    topic: topic.id,
    slots,
    has: () => says,
    cause: 0,
    messages: [],
  })
  if (topic.kind !== 'fact') return [ask({}), ask({}, true)]
  const values: Partial<Record<Topic['slots'][number], Slots[]>> = {
    security: SECURITIES.map((security) => ({ security })),
    port: knowledge.protocols.knownPorts.map((port) => ({ port })),
    client: [...knowledge.clients.keys()].map((client) => ({ client })),
    term: knowledge.terms.map(({ id }) => ({ term: id })),
    code: [{ code: 'nix' }],
  }
  const named = [{}, ...topic.slots.flatMap((slot) => values[slot] ?? [])]
  const protocols = topic.slots.includes('protocol')
    ? [{}, ...PROTOCOLS.map((protocol) => ({ protocol }))]
    : [{}]
  return [
    ask({}, true),
    ...protocols.flatMap((protocol) => named.map((other) => ask({ ...protocol, ...other }))),
  ]
}

function canBeMade(knowledge: Knowledge, language: string, ask: Ask): boolean {
  try {
    const { causes } = compose(knowledge, language, ask)
    for (const cause of causes.keys()) compose(knowledge, language, { ...ask, cause }, causes)
    return true
  } catch {
    return false
  }
}

import type { Problem } from '../knowledge.ts'
import type { Path } from '../places.ts'
import type { Rule } from './rule.ts'

/** Every fact has a source: topics, terms and protocols name entries of sources.yaml that exist. */
export const everyFactHasASource: Rule = {
  name: 'sources',
  check(knowledge) {
    const problems: Problem[] = []
    const known = (file: string, path: Path, keys: string[]) => {
      for (const [index, key] of keys.entries())
        if (!knowledge.sources[key])
          problems.push({
            file,
            path: [...path, index],
            message: `there is no source "${key}"`,
            mend: 'Add it to sources.yaml, or correct the name.',
          })
    }
    for (const topic of knowledge.topics.values()) {
      known(`topics/${topic.id}.yaml`, ['sources'], topic.sources)
      if (topic.kind !== 'talk' && topic.sources.length === 0)
        problems.push({
          file: `topics/${topic.id}.yaml`,
          path: ['sources'],
          message: 'this topic names no source',
          mend: 'Add at least one key of sources.yaml.',
        })
    }
    for (const term of knowledge.terms) known('terms.yaml', [term.id, 'sources'], term.sources)
    for (const [name, { sources }] of Object.entries(knowledge.protocols.protocols))
      known('protocols.yaml', ['protocols', name, 'sources'], sources)
    for (const [name, { sources }] of Object.entries(knowledge.protocols.securities))
      known('protocols.yaml', ['securities', name, 'sources'], sources)
    return problems
  },
}

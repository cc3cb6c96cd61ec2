import type { Problem } from '../knowledge.ts'
import type { Path } from '../places.ts'
import type { Rule } from './rule.ts'
import { flattenWords } from './texts.ts'

/** Every language that answers has every key, and no key of its own. */
export const sameKeys: Rule = {
  name: 'same-keys',
  check(knowledge) {
    const problems: Problem[] = []
    const packs = knowledge.answersIn.map((id) => knowledge.languages.get(id)!)
    const compare = (
      file: (language: string) => string,
      keysOf: (pack: (typeof packs)[number]) => Iterable<string>,
      pathOf: (key: string) => Path = (key) => [key],
    ) => {
      const all = new Set(packs.flatMap((pack) => [...keysOf(pack)]))
      for (const pack of packs) {
        const own = new Set(keysOf(pack))
        for (const key of all)
          if (!own.has(key))
            problems.push({
              file: file(`languages/${pack.id}`),
              path: pathOf(key),
              message: `"${key}" is missing`,
              mend: `It is there in ${packs.find((other) => new Set(keysOf(other)).has(key))!.id}. Add it here, translated.`,
            })
      }
    }
    compare(
      (folder) => `${folder}/topics`,
      (pack) => pack.topics.keys(),
    )
    compare(
      (folder) => `${folder}/clients`,
      (pack) => pack.clients.keys(),
    )
    compare(
      (folder) => `${folder}/codes`,
      (pack) => pack.codes.keys(),
    )
    compare(
      (folder) => `${folder}/terms.yaml`,
      (pack) => Object.keys(pack.terms),
    )
    compare(
      (folder) => `${folder}/interface`,
      (pack) => flattenWords(pack.interface).keys(),
      (key) => key.split('.'),
    )
    compare(
      (folder) => `${folder}/vocabulary.yaml`,
      (pack) => Object.keys(pack.vocabulary),
    )
    for (const topic of knowledge.topics.keys()) {
      compare(
        (folder) => `${folder}/topics/${topic}.yaml`,
        (pack) => {
          const words = pack.topics.get(topic)
          return [
            ...(words?.answer ? ['answer'] : []),
            ...Object.keys(words?.cases ?? {}).map((name) => `cases.${name}`),
            ...Object.keys(words?.causes ?? {}).map((name) => `causes.${name}`),
          ]
        },
        // A name may hold dots itself.
        (key) => key.split(/\.(.*)/s).filter(Boolean),
      )
    }
    return problems
  },
}

import { normalise } from '../../reading/text/normalise.ts'
import type { Problem } from '../knowledge.ts'
import type { Rule } from './rule.ts'

/** No two topics claim the same phrase: the bot could only guess. */
export const onePhraseOneTopic: Rule = {
  name: 'one-phrase-one-topic',
  check(knowledge) {
    const problems: Problem[] = []
    for (const pack of knowledge.languages.values()) {
      const claimed = new Map<string, string>()
      for (const [topic, words] of pack.topics)
        for (const [index, phrase] of words.phrases.entries()) {
          const key = normalise(phrase)
            .replace(/[^\p{L}\p{N}]+/gu, ' ')
            .trim()
          const other = claimed.get(key)
          if (other !== undefined)
            problems.push({
              file: `languages/${pack.id}/topics/${topic}.yaml`,
              path: ['phrases', index],
              message:
                other === topic ? 'this phrase stands here twice' : `the topic ${other} has this phrase too`,
              mend: 'Keep it where it fits best.',
            })
          else claimed.set(key, topic)
        }
    }
    return problems
  },
}

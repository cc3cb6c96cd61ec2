import type { Problem } from '../knowledge.ts'
import type { Rule } from './rule.ts'

/** Every topic has signs, words in every language, an answer or causes, and only names what exists. */
export const everyTopicAnswers: Rule = {
  name: 'every-topic-answers',
  check(knowledge) {
    const problems: Problem[] = []
    for (const id of Object.keys(knowledge.signs.topics))
      if (!knowledge.topics.has(id))
        problems.push({
          file: 'signs.yaml',
          path: ['topics', id],
          message: 'there is no such topic',
          mend: `Add topics/${id}.yaml, or correct the name.`,
        })
    for (const topic of knowledge.topics.values()) {
      const file = `topics/${topic.id}.yaml`
      if (!knowledge.signs.topics[topic.id])
        problems.push({
          file: 'signs.yaml',
          path: ['topics', topic.id],
          message: 'this topic has no signs',
          mend: 'Add at least one, so that questions can find it.',
        })
      for (const [index, next] of topic.next.entries())
        if (!knowledge.topics.has(next))
          problems.push({
            file,
            path: ['next', index],
            message: `there is no topic "${next}"`,
            mend: 'Correct the name or remove it.',
          })
      if (topic.kind === 'trouble' && topic.causes.length === 0)
        problems.push({
          file,
          path: ['causes'],
          message: 'a trouble has at least one cause',
          mend: 'Add a cause, or change the kind.',
        })
      for (const language of knowledge.answersIn) {
        const words = knowledge.languages.get(language)!.topics.get(topic.id)
        const own = `languages/${language}/topics/${topic.id}.yaml`
        // A missing file is said by the rule that compares the languages, unless all lack it.
        if (!words) {
          if (knowledge.answersIn[0] === language)
            problems.push({
              file: own,
              path: [],
              message: 'the file is missing',
              mend: 'Write the words of this topic.',
            })
          continue
        }
        for (const cause of topic.causes)
          if (!words.causes?.[cause.id])
            problems.push({
              file: own,
              path: ['causes', cause.id],
              message: 'this cause has no words',
              mend: `Write them, or remove the cause from ${file}.`,
            })
        if (topic.kind !== 'trouble' && !words.answer)
          problems.push({
            file: own,
            path: ['answer'],
            message: 'this topic has no answer',
            mend: 'Write one.',
          })
      }
    }
    return problems
  },
}

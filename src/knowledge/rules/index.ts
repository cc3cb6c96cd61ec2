/** All rules, the ones that others lean on first. */
import { everyTopicAnswers } from './every-topic-answers.ts'
import { knownNames } from './known-names.ts'
import { noDangerousAdvice } from './no-dangerous-advice.ts'
import { noFactsInProse } from './no-facts-in-prose.ts'
import { onePhraseOneTopic } from './one-phrase-one-topic.ts'
import { placeholders } from './placeholders.ts'
import type { Rule } from './rule.ts'
import { sameKeys } from './same-keys.ts'
import { everyFactHasASource } from './sources.ts'
import { unencryptedWarned } from './unencrypted-warned.ts'

export const RULES: Rule[] = [
  knownNames,
  sameKeys,
  everyTopicAnswers,
  placeholders,
  onePhraseOneTopic,
  noFactsInProse,
  noDangerousAdvice,
  unencryptedWarned,
  everyFactHasASource,
]

/** All rules, the ones that others lean on first. */
import { answersMade } from './answers-made.ts'
import { everyReasonExplained } from './every-reason-explained.ts'
import { everyTopicAnswers } from './every-topic-answers.ts'
import { knownNames } from './known-names.ts'
import { marks } from './marks.ts'
import { noDangerousAdvice } from './no-dangerous-advice.ts'
import { noFactsInProse } from './no-facts-in-prose.ts'
import { onePhraseOneTopic } from './one-phrase-one-topic.ts'
import { oneWordingOneEntry } from './one-wording-one-entry.ts'
import { placeholders } from './placeholders.ts'
import { providerPorts } from './provider-ports.ts'
import { providerTexts } from './provider-texts.ts'
import { providerValues } from './provider-values.ts'
import type { Rule } from './rule.ts'
import { sameKeys } from './same-keys.ts'
import { everyFactHasASource } from './sources.ts'
import { unencryptedWarned } from './unencrypted-warned.ts'

export const RULES: Rule[] = [
  providerPorts,
  providerTexts,
  providerValues,
  knownNames,
  sameKeys,
  everyTopicAnswers,
  oneWordingOneEntry,
  everyReasonExplained,
  placeholders,
  marks,
  onePhraseOneTopic,
  noFactsInProse,
  noDangerousAdvice,
  answersMade,
  unencryptedWarned,
  everyFactHasASource,
]

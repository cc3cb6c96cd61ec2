/**
 * `npm run setup:check -- DOMAIN [--locale fr]`: plays each mail program's look-ups against a domain, and says for each
 * step what was asked, what came back and what it means. Exits 1 when Thunderbird does not find the settings of the file.
 */
import { fill } from '../../answering/text.ts'
import { interfaceWord } from '../../answering/values.ts'
import { readSettings, settingsSchema } from '../../config.ts'
import { matchLocale } from '../../knowledge/knowledge.ts'
import { loadKnowledge } from '../../knowledge/load.ts'
import { readDomain } from '../address.ts'
import { createAskDns } from '../ask-dns.ts'
import { readArguments, stop } from '../command.ts'
import { createLookUp } from '../look-up.ts'
import { play } from './play.ts'
import { summariesOf } from './summary.ts'
import { checkText } from './text.ts'

const USAGE = 'npm run setup:check -- DOMAIN [--locale fr] [--resolver ADDRESS]\n'

const { values, argument } = readArguments(
  { locale: { type: 'string' }, resolver: { type: 'string' } },
  USAGE,
)
const settings = readSettings(settingsSchema)
const knowledge = loadKnowledge({ directory: settings.KNOWLEDGE_DIR, provider: settings.PROVIDER })
const locale = matchLocale(knowledge.answersIn, values.locale) ?? knowledge.answersIn[0]!
const words = knowledge.languages.get(locale)!.interface
const say = (key: string, filled = {}) => fill(interfaceWord(words, `setup.check.${key}`), filled)
const domain = readDomain(argument) ?? stop(say('domain-wrong'))
const played = await play(domain, {
  provider: knowledge.provider,
  lookUp: createLookUp({ allowPrivate: settings.CHECK_PRIVATE_HOSTS }),
  askDns: createAskDns(values.resolver ? [values.resolver] : undefined),
})
process.stdout.write(checkText(played, say, `${settings.PUBLIC_URL ?? ''}/setup`))
if (summariesOf(played)[0]!.outcome !== 'good') process.exitCode = 1

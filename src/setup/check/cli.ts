/**
 * `npm run setup:check -- DOMAIN [--locale fr]`: plays each mail program's look-ups against a domain, and says for each
 * step what was asked, what came back and what it means. Exits 1 when Thunderbird does not find the settings of the file.
 */
import { parseArgs } from 'node:util'
import { fill } from '../../answering/text.ts'
import { interfaceWord } from '../../answering/values.ts'
import { readSettings, settingsSchema } from '../../config.ts'
import { matchLocale } from '../../knowledge/knowledge.ts'
import { loadKnowledge } from '../../knowledge/load.ts'
import { readDomain } from '../address.ts'
import { createAskDns } from '../ask-dns.ts'
import { createLookUp } from '../look-up.ts'
import { play } from './play.ts'
import { summariesOf } from './summary.ts'
import { checkText } from './text.ts'

const USAGE = 'npm run setup:check -- DOMAIN [--locale fr] [--resolver ADDRESS]\n'

function stop(message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(2)
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { locale: { type: 'string' }, resolver: { type: 'string' }, help: { type: 'boolean' } },
    })
  } catch (cause) {
    return stop(`${(cause as Error).message}\n\n${USAGE}`)
  }
}

const { values, positionals } = readArguments()
if (values.help || positionals.length !== 1) stop(USAGE)
const settings = readSettings(settingsSchema)
const knowledge = loadKnowledge({ directory: settings.KNOWLEDGE_DIR, provider: settings.PROVIDER })
const locale = matchLocale(knowledge.answersIn, values.locale) ?? knowledge.answersIn[0]!
const words = knowledge.languages.get(locale)!.interface
const say = (key: string, filled = {}) => fill(interfaceWord(words, `setup.check.${key}`), filled)
const domain = readDomain(positionals[0]!) ?? stop(say('domain-wrong'))
const played = await play(domain, {
  provider: knowledge.provider,
  lookUp: createLookUp({ allowPrivate: settings.CHECK_PRIVATE_HOSTS }),
  askDns: createAskDns(values.resolver ? [values.resolver] : undefined),
})
process.stdout.write(checkText(played, say, `${settings.PUBLIC_URL ?? ''}/setup`))
if (summariesOf(played)[0]!.outcome !== 'good') process.exitCode = 1

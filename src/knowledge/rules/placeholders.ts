import { placeholdersOf, sentencesOf } from '../../answering/text.ts'
import { ALWAYS, PERHAPS } from '../../answering/values.ts'
import type { Knowledge, Problem } from '../knowledge.ts'
import type { Rule } from './rule.ts'
import { flattenWords, type ShownText, shownTexts } from './texts.ts'

const CLIENT = ['in.protocol', 'in.host', 'in.port', 'in.security', 'out.host', 'out.port', 'out.security']
const PORT = ['protocol', 'port', 'security', 'encrypted']
const BETTER = [...PORT, 'better.port', 'better.encrypted']

/** What `explain` gives to the texts of a diagnosis. */
const DIAGNOSIS = [
  'server',
  'message',
  'message-first',
  'why',
  'recipient',
  'others',
  'host',
  'domain',
  'delivered',
]

/** What the composers give to a section besides what every text may use. */
const SECTIONS: Record<string, string[]> = {
  'ports/answer': ['settings'],
  'ports/cases.several': ['settings'],
  'ports/cases.one': PORT,
  'ports/cases.not-offered': [...PORT, 'asked'],
  'ports/cases.not-offered-several': ['asked', 'settings'],
  'ports/cases.unencrypted': BETTER,
  'ports/cases.unencrypted-several': ['plain', 'settings'],
  'port-meaning/cases.offered': BETTER,
  'port-meaning/cases.offered-plain': BETTER,
  'port-meaning/cases.offered-plain-only': BETTER,
  'port-meaning/cases.offered-alternate': BETTER,
  'port-meaning/cases.not-offered': BETTER,
  'port-meaning/cases.not-offered-protocol': ['port', 'protocol'],
  'port-meaning/cases.not-offered-other': ['port'],
  'port-meaning/cases.not-mail': ['port'],
  'port-blocked/cases.alternate': ['blocked.port', 'alternate.port'],
  'encryption/answer': ['settings'],
  'encryption/cases.not-offered': ['asked'],
  'encryption/cases.none': ['settings'],
  'encryption/cases.none-only': ['protocol'],
  'server-settings/cases.one': ['protocol'],
  'client-setup/cases.other-protocol': ['incoming'],
  'error-code/cases.unknown-code': ['code'],
}

/** The placeholders that have a value for every provider in this text. */
function given(knowledge: Knowledge, { kind, owner, section }: ShownText): Set<string> {
  const topic = kind === 'topic' ? knowledge.topics.get(owner) : undefined
  const cause = topic?.causes.find((one) => section === `causes.${one.id}`)
  const needs = [...(topic?.needs ?? []), ...(cause?.needs ?? [])]
  const met = Object.entries(PERHAPS).filter(([, need]) => needs.includes(need))
  return new Set([...ALWAYS, ...met.map(([name]) => name), ...(SECTIONS[`${owner}/${section}`] ?? [])])
}

/** What a text names and a provider may not have. */
function perhapsIn(text: string, always: Set<string>): string[] {
  return placeholdersOf(text).filter((name) => name in PERHAPS && !always.has(name))
}

/** A first line is never left out: its first sentence names only what every provider has. */
function mayVanish(text: string, always: Set<string>): boolean {
  return perhapsIn(sentencesOf(text)[0]!, always).length > 0
}

/** Texts name only placeholders that have a value where they are shown, and the same ones in each language. */
export const placeholders: Rule = {
  name: 'placeholders',
  check(knowledge) {
    const problems: Problem[] = []
    for (const shown of shownTexts(knowledge)) {
      const { file, path, text, kind } = shown
      const always = given(knowledge, shown)
      const allowed = new Set([
        ...always,
        ...Object.keys(PERHAPS),
        ...(kind === 'client' ? CLIENT : kind === 'diagnosis' ? DIAGNOSIS : []),
      ])
      if (['lead', 'means'].includes(String(path.at(-1))) && mayVanish(text, always))
        problems.push({
          file,
          path,
          message: 'a provider may not have what the first sentence names, and no first line would be left',
          mend: `Begin with a sentence without ${perhapsIn(text, always)
            .map((name) => `{${name}}`)
            .join(' ')}, or name what it needs in topics/.`,
        })
      for (const name of placeholdersOf(text))
        if (!allowed.has(name))
          problems.push({
            file,
            path,
            message: `{${name}} has no value here`,
            mend: `Use one of: ${[...allowed].map((one) => `{${one}}`).join(' ')}.`,
          })
    }
    const [first, ...others] = knowledge.answersIn.map((id) => ({
      id,
      words: flattenWords(knowledge.languages.get(id)!.interface),
    }))
    for (const { id, words } of others)
      for (const [key, text] of words) {
        const model = first!.words.get(key)
        const missing =
          model === undefined
            ? []
            : placeholdersOf(text).filter((name) => !placeholdersOf(model).includes(name))
        for (const name of missing)
          problems.push({
            file: `languages/${id}/interface`,
            path: key.split('.'),
            message: `{${name}} has no value here`,
            mend: `${first!.id} uses: ${placeholdersOf(model!).join(', ') || 'none'}.`,
          })
      }
    return problems
  },
}

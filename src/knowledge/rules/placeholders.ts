import { placeholdersOf } from '../../answering/text.ts'
import type { Problem } from '../knowledge.ts'
import type { Rule } from './rule.ts'
import { flattenWords, shownTexts } from './texts.ts'

const EVERYWHERE = [
  'provider',
  'support',
  'webmail',
  'user',
  'domain',
  'client',
  'limit.message',
  'limit.mailbox',
]
const CLIENT = ['in.protocol', 'in.host', 'in.port', 'in.security', 'out.host', 'out.port', 'out.security']
const PORT = ['protocol', 'port', 'security', 'better.port', 'better.security']

/** What the composers give to a section besides what every text may use. */
const SECTIONS: Record<string, string[]> = {
  'ports/answer': ['settings'],
  'ports/cases.several': ['settings'],
  'ports/cases.one': PORT,
  'ports/cases.not-offered': [...PORT, 'asked'],
  'ports/cases.not-offered-several': ['asked', 'settings'],
  'ports/cases.unencrypted': PORT,
  'ports/cases.unencrypted-several': ['plain', 'settings'],
  'ports/cases.alternate-hint': ['port', 'alternate.port'],
  'port-meaning/cases.offered': PORT,
  'port-meaning/cases.offered-plain': PORT,
  'port-meaning/cases.offered-alternate': PORT,
  'port-meaning/cases.not-offered': ['port', 'protocol', 'better.port', 'better.security'],
  'port-meaning/cases.not-mail': ['port'],
  'port-blocked/cases.alternate': ['blocked.port', 'alternate.port'],
  'encryption/answer': ['settings'],
  'server-settings/cases.one': ['protocol'],
  'error-code/cases.unknown-code': ['code'],
}

/** Texts name only placeholders that have a value where they are shown, and the same ones in each language. */
export const placeholders: Rule = {
  name: 'placeholders',
  check(knowledge) {
    const problems: Problem[] = []
    for (const { file, path, text, kind, owner, section } of shownTexts(knowledge)) {
      const allowed = new Set([
        ...EVERYWHERE,
        ...(kind === 'client' ? CLIENT : []),
        ...(SECTIONS[`${owner}/${section}`] ?? []),
      ])
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
            path: key,
            message: `{${name}} has no value here`,
            mend: `${first!.id} uses: ${placeholdersOf(model!).join(', ') || 'none'}.`,
          })
      }
    return problems
  },
}

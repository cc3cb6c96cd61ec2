import type { Problem } from '../knowledge.ts'
import type { Rule } from './rule.ts'
import { shownTexts } from './texts.ts'

/** Ports and the provider's own names come from the provider's file, never from a sentence. */
export const noFactsInProse: Rule = {
  name: 'no-facts-in-prose',
  check(knowledge) {
    const problems: Problem[] = []
    const ports = new Set(
      [...knowledge.protocols.knownPorts, ...knowledge.provider.ports.map((entry) => entry.port)].map(String),
    )
    const hosts = Object.values(knowledge.provider.hosts).map((host) => host.replace('{domain}', ''))
    for (const { file, path, text } of shownTexts(knowledge)) {
      for (const number of text.match(/(?<![\d.,])\d{2,5}(?![\d.,]*\d)/g) ?? [])
        if (ports.has(number) && !isQuantity(text, number))
          problems.push({
            file,
            path,
            message: `the port ${number} stands in the text`,
            mend: 'Use a placeholder such as {port} or {in.port}, or show the table.',
          })
      if (text.includes(knowledge.provider.name))
        problems.push({
          file,
          path,
          message: 'the provider’s name stands in the text',
          mend: 'Write {provider}.',
        })
      for (const host of hosts)
        if (host.length > 5 && text.includes(host))
          problems.push({
            file,
            path,
            message: `the host ${host}… stands in the text`,
            mend: 'Write {in.host} or {out.host}.',
          })
    }
    return problems
  },
}

/** "25 MB", "25 messages" and "25 minutes" are no ports. */
function isQuantity(text: string, number: string): boolean {
  return new RegExp(
    `\\b${number}\\s?(MB|GB|Mo|Go|KB|%|minutes?|messages?|days?|jours?|hours?|heures?|years?)`,
    'i',
  ).test(text)
}

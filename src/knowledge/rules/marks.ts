import type { Problem } from '../problem.ts'
import type { Rule } from './rule.ts'
import { shownTexts } from './texts.ts'

/** Two marks are read in texts, `**strong**` and `` `code` ``; anything else would be printed as it stands. */
export const marks: Rule = {
  name: 'marks',
  check(knowledge) {
    const problems: Problem[] = []
    for (const { file, path, text } of shownTexts(knowledge)) {
      const found = printedRaw(text)
      if (found) problems.push({ file, path, ...found })
    }
    return problems
  },
}

const RAW: { pattern: RegExp; what: string; mend: string }[] = [
  {
    pattern: /!?\[[^\]]*\]\([^)]*\)/,
    what: 'a Markdown link',
    mend: 'Write the address itself: https://example.com/page.',
  },
  { pattern: /<\/?[a-z][^>]*>/i, what: 'an HTML tag', mend: 'Write it without tags.' },
  { pattern: /^\s*(?:#{1,6}|>|[-*+])\s/m, what: 'a Markdown line', mend: 'Write a plain sentence.' },
  { pattern: /(?<![\w_])__[^_]+__(?![\w_])/, what: 'a Markdown mark', mend: 'Write **strong** for strong.' },
  {
    pattern: /(?<![\w*])\*[^*\s][^*]*\*(?![\w*])/,
    what: 'a Markdown mark',
    mend: 'Write **strong** for strong.',
  },
]

/** What a text holds that is no mark here, and what to write; undefined when there is nothing. */
export function printedRaw(text: string): { message: string; mend: string } | undefined {
  // What is to be typed may hold anything.
  const prose = text.replace(/`[^`]+`/g, '').replace(/\*\*.+?\*\*/g, (strong) => strong.slice(2, -2))
  for (const { pattern, what, mend } of RAW) {
    const found = pattern.exec(prose)?.[0].trim()
    if (found) return { message: `"${found}" is ${what}, and would be printed as it stands`, mend }
  }
  const open = prose.includes('**') ? '**' : prose.includes('`') ? '`' : undefined
  return open && { message: `"${open}" is opened and not closed`, mend: `Write ${open} on both sides.` }
}

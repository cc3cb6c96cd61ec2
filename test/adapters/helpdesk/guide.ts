/** `docs/helpdesk.md`, for the tests that try what it says. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
export const GUIDE = readFileSync(join(ROOT, 'docs/helpdesk.md'), 'utf8')

/** The fenced blocks of one language, without the indentation of a list. */
export function guideBlocks(language: string): string[] {
  return [...GUIDE.matchAll(new RegExp(`^( *)\`\`\`${language}\\n([\\s\\S]*?)^ *\`\`\``, 'gm'))].map(
    ([, indent = '', code = '']) => code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  )
}

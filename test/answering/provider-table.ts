/**
 * Prints what eight different provider files make of the same questions: `node test/answering/provider-table.ts`, with
 * `fr` after it in French.
 */
import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createAnswerer } from '../../src/answerer.ts'
import { loadCheckedKnowledge } from '../../src/knowledge/check.ts'
import type { Answer } from '../../src/message.ts'
import { QUESTIONS } from './provider-questions.ts'

const FILES = fileURLToPath(new URL('providers/', import.meta.url))
const KNOWLEDGE = fileURLToPath(new URL('../../knowledge', import.meta.url))
const PROVIDERS = ['default', 'starttls', ...readdirSync(FILES).map((file) => join(FILES, file))]

/** The first lines and what is stated, on one line. */
function shortly({ blocks, facts, warnings }: Pick<Answer, 'blocks' | 'facts' | 'warnings'>): string {
  const texts = blocks.flatMap((block) =>
    block.kind === 'lead' || block.kind === 'paragraph' ? [block.text.map((span) => span.text).join('')] : [],
  )
  const hosts = blocks.flatMap((block) =>
    block.kind === 'settings' && block.rows[1] ? [`${block.rows[0]!.value}:${block.rows[1].value}`] : [],
  )
  const stated = facts.map(({ protocol, port, security }) => `${protocol} ${port} ${security}`)
  const codes = warnings.map(({ code }) => `⚠ ${code}`)
  return [texts.slice(0, 3).join(' '), hosts.join(', '), stated.join(', '), codes.join(', ')]
    .filter(Boolean)
    .join(' · ')
}

const locale = process.argv[2] ?? 'en'
const answerers = PROVIDERS.map((provider) => ({
  name: basename(provider, '.yaml'),
  answerer: createAnswerer(loadCheckedKnowledge({ directory: KNOWLEDGE, provider }), {
    holdsPassword: () => false,
    redact: (text) => text,
  }),
}))
for (const text of QUESTIONS[locale] ?? QUESTIONS.en!) {
  process.stdout.write(`\n### ${text}\n\n| provider | answer |\n| --- | --- |\n`)
  for (const { name, answerer } of answerers)
    process.stdout.write(`| ${name} | ${shortly(answerer.answer({ text, locale }, null).answer)} |\n`)
}

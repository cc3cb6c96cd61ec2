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

const FILES = fileURLToPath(new URL('providers/', import.meta.url))
const KNOWLEDGE = fileURLToPath(new URL('../../knowledge', import.meta.url))
const PROVIDERS = ['default', 'starttls', ...readdirSync(FILES).map((file) => join(FILES, file))]

const QUESTIONS: Record<string, string[]> = {
  en: [
    'which port for IMAP?',
    'which port for POP3?',
    'does port 110 work?',
    'which port for sending?',
    'SMTP port with STARTTLS?',
    'does IMAP support STARTTLS?',
    'what are the server settings?',
    'POP3 or IMAP on two devices?',
    'port 25 is blocked, what now?',
    'how do I read my mail in the browser?',
    'I cannot send mail',
    'how do I set up Thunderbird?',
  ],
  fr: [
    'quel port pour IMAP ?',
    'quel port pour POP3 ?',
    'le port 110 marche ?',
    'quel port pour envoyer ?',
    'port SMTP avec STARTTLS ?',
    'IMAP propose STARTTLS ?',
    'quels sont les paramètres des serveurs ?',
    'POP3 ou IMAP sur deux appareils ?',
    'le port 25 est bloqué, que faire ?',
    'comment lire mes messages dans le navigateur ?',
    'je ne peux pas envoyer de messages',
    'comment configurer Thunderbird ?',
  ],
}

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

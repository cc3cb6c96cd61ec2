import { readFileSync } from 'node:fs'
import type { Kind } from '../../src/privacy/redact.ts'

/** A text that must be redacted: `gone` must not be in the result, `kinds` are what must be found. */
export interface MustRedact {
  text: string
  gone: string[]
  kinds?: Kind[]
}

function lines<T>(name: string): T[] {
  const text = readFileSync(new URL(name, import.meta.url), 'utf8')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T)
}

export const mustRedact = lines<MustRedact>('must-redact.jsonl')
export const mustLeave = lines<{ text: string }>('must-leave.jsonl').map(({ text }) => text)
export const passwordTalk = lines<{ text: string }>('ordinary-password-talk.jsonl').map(({ text }) => text)

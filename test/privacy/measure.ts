/**
 * `node test/privacy/measure.ts FILE... [--show]`: how much of what must go is left, and what is taken that must stay.
 *
 * Each line of a file is `{"text", "secrets": [...], "lang"?, "kind"?, "password"?}`: no part of a secret longer than
 * three characters may survive `redact`. With no secrets the text must come out as it was and raise no warning.
 * `password` says whether `holdsPassword` must be true. Prints figures by kind and by language; texts only with
 * `--show`. The exit code is 1 when a line failed.
 */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { fold } from '../../src/privacy/fold.ts'
import { holdsPassword, redact } from '../../src/privacy/redact.ts'

const USAGE = 'node test/privacy/measure.ts FILE... [--show]'

const line = z.object({
  text: z.string().min(1),
  secrets: z.array(z.string().min(1)).default([]),
  lang: z.string().default('?'),
  kind: z.string().default('?'),
  password: z.boolean().optional(),
})
export type Case = z.infer<typeof line>

export type Failure = 'leaks' | 'taken' | 'warned' | 'not warned'

/** A secret survives when this many characters of it stand together in the redacted text. */
const PART = 4

/** What is wrong with how a case is redacted; empty when nothing is. */
export function failuresOf({ text, secrets, password }: Case): Failure[] {
  const redacted = redact(text).text
  const warned = holdsPassword(text)
  const failures: Failure[] = []
  if (secrets.some((secret) => survives(secret, text, redacted))) failures.push('leaks')
  if (secrets.length === 0 && redacted !== text) failures.push('taken')
  const wanted = password ?? (secrets.length === 0 ? false : undefined)
  if (wanted === false && warned) failures.push('warned')
  if (wanted === true && !warned) failures.push('not warned')
  return failures
}

/** Case, accents and the width of letters do not hide it. What the text says elsewhere too is no trace of the secret. */
function survives(secret: string, text: string, redacted: string): boolean {
  const plain = fold(redacted).lower
  const wanted = fold(secret).lower
  const elsewhere = fold(text).lower.split(wanted).join(' ')
  if (wanted.length < PART)
    return new RegExp(`(?<![\\p{L}\\d])${escaped(wanted)}(?![\\p{L}\\d])`, 'u').test(plain)
  for (let at = 0; at + PART <= wanted.length; at++) {
    const part = wanted.slice(at, at + PART)
    if (plain.includes(part) && !elsewhere.includes(part)) return true
  }
  return plain.includes(wanted)
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}

/** The cases of a file of JSON lines. Throws an error that names file and line. */
export function readCases(file: string): Case[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((text, index) => {
      if (text.trim() === '') return []
      try {
        return [line.parse(JSON.parse(text))]
      } catch (cause) {
        throw new Error(`${file}:${index + 1}: ${(cause as Error).message}`)
      }
    })
}

function table(title: string, rows: Map<string, { all: number; failed: number }>): string {
  const width = Math.max(title.length, ...[...rows.keys()].map((key) => key.length))
  const lines = [...rows]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { all, failed }]) => `  ${key.padEnd(width)}  ${String(failed).padStart(4)} of ${all}`)
  return `${title}\n${lines.join('\n')}`
}

function main(): void {
  const { values, positionals } = parseArgs({
    options: { show: { type: 'boolean' } },
    allowPositionals: true,
  })
  if (positionals.length === 0) {
    process.stderr.write(`${USAGE}\n`)
    process.exitCode = 2
    return
  }
  const kinds = new Map<string, { all: number; failed: number }>()
  const languages = new Map<string, { all: number; failed: number }>()
  const counts: Record<Failure, number> = { leaks: 0, taken: 0, warned: 0, 'not warned': 0 }
  let mustGo = 0
  let mustStay = 0
  for (const one of positionals.flatMap(readCases)) {
    const failures = failuresOf(one)
    if (one.secrets.length > 0) mustGo++
    else mustStay++
    for (const failure of failures) counts[failure]++
    for (const [rows, key] of [
      [kinds, one.kind],
      [languages, one.lang],
    ] as const) {
      const row = rows.get(key) ?? { all: 0, failed: 0 }
      rows.set(key, { all: row.all + 1, failed: row.failed + (failures.length > 0 ? 1 : 0) })
    }
    if (values.show && failures.length > 0)
      process.stdout.write(
        `${failures.join(', ')} (${one.lang}, ${one.kind})\n  ${JSON.stringify(one.text)}\n  ${JSON.stringify(redact(one.text).text)}\n`,
      )
  }
  process.stdout.write(
    [
      `must go    ${mustGo} texts, ${counts.leaks} leak, ${counts['not warned']} raise no warning that must`,
      `must stay  ${mustStay} texts, ${counts.taken} lose something, ${counts.warned} raise a warning`,
      table('failed by kind', kinds),
      table('failed by language', languages),
      '',
    ].join('\n'),
  )
  process.exitCode = Object.values(counts).some((count) => count > 0) ? 1 : 0
}

if (import.meta.main) main()

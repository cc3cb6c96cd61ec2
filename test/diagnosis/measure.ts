/**
 * `node test/diagnosis/measure.ts FILE... [--misses]`: how many returned messages and errors are read right.
 *
 * Each line of a file is a case of the evaluation: `{"id", "text", "lang"?, "kind"?, "system"?, "expect": {"diagnosis"}}`,
 * where `diagnosis` is `{reason?, actor?, permanent?}`, an array meaning any one of it, or null for a text that holds
 * neither report nor error. Lines without `expect.diagnosis` are left out. Prints figures by kind and by language; texts
 * only with `--misses`. The exit code is 1 when anything is missed.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { type Diagnosis, diagnose } from '../../src/diagnosis/diagnosis.ts'
import type { Knowledge } from '../../src/knowledge/knowledge.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'

const USAGE = 'node test/diagnosis/measure.ts FILE... [--misses]'
const KNOWLEDGE = fileURLToPath(new URL('../../knowledge', import.meta.url))

const anyOf = <Schema extends z.ZodType>(schema: Schema) =>
  z.union([schema, z.array(schema).min(1)]).optional()

const line = z.object({
  id: z.string().default('?'),
  text: z.string(),
  lang: z.string().default('?'),
  kind: z.string().default('?'),
  system: z.string().optional(),
  expect: z.object({
    diagnosis: z
      .object({ reason: anyOf(z.string()), actor: anyOf(z.string()), permanent: anyOf(z.boolean()) })
      .nullish(),
  }),
})
export type Case = z.infer<typeof line>

const FIELDS = ['reason', 'actor', 'permanent'] as const
type Field = (typeof FIELDS)[number]

export interface Verdict {
  /** Undefined for what the case does not ask. */
  right: Partial<Record<Field, boolean>>
  /** A text that holds no report was taken for one. */
  taken: boolean
  found: Diagnosis | null
}

export function judge({ text, expect }: Case, knowledge: Knowledge): Verdict {
  const found = diagnose(text, knowledge)
  const wanted = expect.diagnosis
  if (!wanted) return { right: {}, taken: found !== null, found }
  const right: Verdict['right'] = {}
  for (const field of FIELDS) {
    const value = wanted[field]
    if (value === undefined) continue
    right[field] = found !== null && [value].flat().some((one) => one === found[field])
  }
  return { right, taken: false, found }
}

/** The cases of a file that ask for a diagnosis. Throws an error that names file and line. */
export function readCases(file: string): Case[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((text, index) => {
      if (text.trim() === '') return []
      try {
        const one = line.parse(JSON.parse(text))
        return one.expect.diagnosis === undefined ? [] : [one]
      } catch (cause) {
        throw new Error(`${file}:${index + 1}: ${(cause as Error).message}`)
      }
    })
}

interface Count {
  asked: number
  right: number
}
type Row = Record<Field, Count> & { texts: number; nothing: Count }

const emptyRow = (): Row => ({
  texts: 0,
  reason: { asked: 0, right: 0 },
  actor: { asked: 0, right: 0 },
  permanent: { asked: 0, right: 0 },
  nothing: { asked: 0, right: 0 },
})

function add(rows: Map<string, Row>, key: string, one: Case, { right, taken }: Verdict): void {
  const row = rows.get(key) ?? emptyRow()
  rows.set(key, row)
  row.texts++
  if (!one.expect.diagnosis) {
    row.nothing.asked++
    if (!taken) row.nothing.right++
  }
  for (const field of FIELDS) {
    if (right[field] === undefined) continue
    row[field].asked++
    if (right[field]) row[field].right++
  }
}

function table(title: string, rows: Map<string, Row>): string {
  const width = Math.max(title.length, ...[...rows.keys()].map((key) => key.length))
  const share = ({ asked, right }: Count) => (asked === 0 ? '-' : `${right} of ${asked}`).padStart(12)
  const lines = [...rows]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([key, row]) =>
        `${key.padEnd(width)} ${String(row.texts).padStart(6)}${[...FIELDS, 'nothing' as const].map((field) => share(row[field])).join('')}`,
    )
  const heads = [...FIELDS, 'no report'].map((name) => name.padStart(12)).join('')
  return `${title.padEnd(width)}  texts${heads}\n${lines.join('\n')}\n`
}

function main(): void {
  const { values, positionals } = parseArgs({
    options: { misses: { type: 'boolean' } },
    allowPositionals: true,
  })
  if (positionals.length === 0) {
    process.stderr.write(`${USAGE}\n`)
    process.exitCode = 2
    return
  }
  const knowledge = loadKnowledge({ directory: KNOWLEDGE, provider: 'default' })
  const [all, kinds, languages] = [new Map<string, Row>(), new Map<string, Row>(), new Map<string, Row>()]
  let missed = 0
  for (const one of positionals.flatMap(readCases)) {
    const verdict = judge(one, knowledge)
    add(all, 'all', one, verdict)
    add(kinds, one.system ?? one.kind, one, verdict)
    add(languages, one.lang, one, verdict)
    if (!verdict.taken && Object.values(verdict.right).every(Boolean)) continue
    missed++
    if (values.misses) process.stdout.write(missOf(one, verdict))
  }
  process.stdout.write(`${[table('', all), table('kind', kinds), table('language', languages)].join('\n')}`)
  process.exitCode = missed > 0 ? 1 : 0
}

function missOf({ id, text, expect }: Case, { found }: Verdict): string {
  const got = found && {
    reason: found.reason,
    actor: found.actor,
    permanent: found.permanent,
    entry: found.entry,
    evidence: found.evidence.slice(0, 3),
  }
  const parts = [`wanted ${JSON.stringify(expect.diagnosis)}`, `got    ${JSON.stringify(got)}`]
  return `${id}\n  ${JSON.stringify(text)}\n  ${parts.join('\n  ')}\n`
}

if (import.meta.main) main()

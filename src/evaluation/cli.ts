/**
 * `npm run eval -- FILE... [--misses [N]] [--lang en] [--topics] [--calibrate] [--json]`: the contract's figures, all
 * and per language. Without a file: the project's own cases.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createAnswerer } from '../answerer.ts'
import { readSettings, settingsSchema } from '../config.ts'
import { loadKnowledge } from '../knowledge/load.ts'
import { holdsPassword } from '../privacy/redact.ts'
import { caseSchema, figures, type Graded, grade } from './evaluate.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    misses: { type: 'boolean', default: false },
    lang: { type: 'string' },
    topics: { type: 'boolean', default: false },
    calibrate: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})

const OWN = fileURLToPath(new URL('../../test/questions', import.meta.url))
const files = positionals.length > 0 ? positionals : readdirSync(OWN).map((name) => join(OWN, name))
const absent = files.filter((file) => !existsSync(file))
if (absent.length > 0) {
  process.stderr.write(`Not there: ${absent.join(', ')}. Give the path of a JSON-lines file.\n`)
  process.exit(1)
}
const cases = files.flatMap((file) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim())
    .map((line) => caseSchema.parse(JSON.parse(line))),
)

const settings = readSettings(settingsSchema)
const knowledge = loadKnowledge({ directory: settings.KNOWLEDGE_DIR, provider: settings.PROVIDER })
const answerer = createAnswerer(knowledge, { holdsPassword, redact: (text) => text })

const started = performance.now()
const rows: Graded[] = []
for (const [index, one] of cases.entries()) {
  rows.push(grade(answerer, one))
  if (process.stderr.isTTY && (index % 20 === 0 || index === cases.length - 1)) {
    const done = Math.round((30 * (index + 1)) / cases.length)
    process.stderr.write(`\r${'█'.repeat(done)}${'░'.repeat(30 - done)} ${index + 1}/${cases.length}`)
  }
}
const perQuestion = (performance.now() - started) / cases.length
if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')

const languageOf = (row: Graded) => row.of.lang ?? row.of.locale ?? 'any'
const table = Object.fromEntries([
  ['all', figures(rows)],
  ...[...new Set(rows.map(languageOf))]
    .sort()
    .map((lang) => [lang, figures(rows.filter((row) => languageOf(row) === lang))]),
])
if (values.json) process.stdout.write(`${JSON.stringify(table)}\n`)
else {
  console.table(table)
  process.stdout.write(`${cases.length} cases, ${perQuestion.toFixed(2)} ms a question\n`)
}

if (values.topics) {
  const topics = [...new Set(rows.flatMap((row) => row.of.expect.topics))].sort()
  console.table(
    Object.fromEntries(
      topics.map((topic) => [topic, figures(rows.filter((row) => row.of.expect.topics[0] === topic))]),
    ),
  )
}

if (values.calibrate) {
  const bands = Array.from({ length: 10 }, (_, index) => index / 10)
  const answers = rows.filter((row) =>
    ['answer', 'smalltalk', 'handoff'].includes(row.answered.answer.outcome),
  )
  console.table(
    bands.map((from) => {
      const band = answers.filter((row) => {
        const { confidence } = row.answered.answer
        return confidence >= from && (confidence < from + 0.1 || from === 0.9)
      })
      const right = band.filter((row) => row.grade === 'right').length
      return {
        confidence: `${from.toFixed(1)} to ${(from + 0.1).toFixed(1)}`,
        answers: band.length,
        right: band.length ? Math.round((100 * right) / band.length) : null,
      }
    }),
  )
}

if (values.misses)
  for (const { of, grade: result, facts, answered } of rows) {
    if (values.lang && (of.lang ?? of.locale) !== values.lang) continue
    if (['right', 'half'].includes(result) && facts !== false) continue
    const { answer, reading } = answered
    const best = reading.candidates
      .slice(0, 2)
      .map((one) => {
        const sign = one.signs[0]
        return `${one.topic} ${one.score.toFixed(2)}${sign ? ` [${sign.hits.map((hit) => hit.entry.words).join(' + ')}]` : ''}${one.phrase && one.phrase.likeness > 0.5 ? ` ~"${one.phrase.phrase}" ${one.phrase.likeness.toFixed(2)}` : ''}`
      })
      .join(' / ')
    const wanted = of.expect.topics.join('|') || (of.expect.outcome ?? ['unknown']).join('|')
    const about =
      facts === false
        ? ` facts want ${JSON.stringify({ ...of.expect, topics: undefined, outcome: undefined })}`
        : ''
    process.stdout.write(
      `${result}${about}\t${of.id}\twant ${wanted}\tgot ${answer.outcome}/${answer.topic} ${JSON.stringify(answer.slots)}\t${best}\t${[...(of.turns ?? []), of.text].join(' ⏎ ').slice(0, 170).replaceAll('\n', ' ')}\n`,
    )
  }

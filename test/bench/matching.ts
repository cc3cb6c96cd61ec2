/**
 * `npm run bench:matching`: the same questions put to Mailsherpa, fuse.js, MiniSearch and node-nlp, all in one run,
 * as a Markdown table; then how Mailsherpa's time grows with the length of a question. Ends with 1 when it grows
 * faster than the length.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createAnswerer } from '../../src/answerer.ts'
import { type Case, caseSchema, type Grade, grade } from '../../src/evaluation/evaluate.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { holdsPassword, redact } from '../../src/privacy/redact.ts'
import { hardTexts, LENGTHS, MOST_EXPONENT, measure } from './growth.ts'
import { fuseMatcher, type Matcher, miniSearchMatcher, nlpMatcher, phrasesOf } from './matchers.ts'

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const SHARED = '../shared/eval/real-dev.jsonl'

/** Questions that stand alone: none of the other programs remembers a conversation. */
function casesOf(files: string[]): Case[] {
  return files
    .flatMap((file) => readFileSync(file, 'utf8').split('\n'))
    .filter((line) => line.trim())
    .map((line) => caseSchema.parse(JSON.parse(line)))
    .filter((one) => !one.turns?.length)
}

interface Row {
  name: string
  note: string
  grades: { inScope: boolean; grade: Grade }[]
  milliseconds: number
}

/** Right when the topic is one that the case accepts; out of scope every topic is a false answer. */
function judge({ expect }: Case, topic: string | null): Grade {
  if (expect.topics.length === 0) return topic === null ? 'right' : 'false'
  if (topic === null) return 'silent'
  return expect.topics.includes(topic) ? 'right' : 'wrong'
}

async function runMatcher(matcher: Matcher, cases: Case[]): Promise<Row> {
  await matcher.match('which port')
  const grades: Row['grades'] = []
  const started = performance.now()
  for (const one of cases)
    grades.push({ inScope: one.expect.topics.length > 0, grade: judge(one, await matcher.match(one.text)) })
  return {
    name: matcher.name,
    note: matcher.note,
    grades,
    milliseconds: (performance.now() - started) / cases.length,
  }
}

function table(title: string, cases: Case[], rows: Row[]): string {
  const inScope = cases.filter((one) => one.expect.topics.length > 0).length
  const share = (row: Row, wanted: Grade, half = 0) => {
    const of = row.grades.filter((one) => one.inScope === (wanted !== 'false'))
    const count =
      of.filter((one) => one.grade === wanted).length + half * of.filter((one) => one.grade === 'half').length
    return `${((100 * count) / of.length).toFixed(1)} %`
  }
  return [
    `**${title}**: ${inScope} questions in scope, ${cases.length - inScope} out of scope`,
    '',
    '| | right | wrong | silent | false answers | ms a question |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...rows.map(
      (row) =>
        `| ${row.name} (${row.note}) | ${share(row, 'right', 0.5)} | ${share(row, 'wrong')} | ${share(row, 'silent')} | ${share(row, 'false')} | ${row.milliseconds.toFixed(2)} |`,
    ),
  ].join('\n')
}

const print = (text: string) => process.stdout.write(`${text}\n`)

const knowledge = loadKnowledge({ directory: at('knowledge'), provider: 'default' })
const answerer = createAnswerer(knowledge, { holdsPassword, redact: (text) => redact(text).text })
const own = casesOf(readdirSync(at('test/questions')).map((name) => at(`test/questions/${name}`)))

if (!process.argv.includes('--growth')) {
  const phrases = phrasesOf(knowledge)
  const matchers = [fuseMatcher(phrases), miniSearchMatcher(phrases), await nlpMatcher(phrases)]
  const sets: [string, Case[]][] = [['Own cases', own]]
  if (existsSync(at(SHARED))) sets.push(['Real questions', casesOf([at(SHARED)])])
  else print(`${SHARED} is not there, so only the own cases are asked.\n`)

  print(
    `All know the same ${phrases.length} phrases, Mailsherpa its vocabularies and signs as well. In-process, one question after the other, Node ${process.version}.\n`,
  )
  for (const [title, cases] of sets) {
    answerer.answer({ text: 'which port' }, null)
    const started = performance.now()
    for (const one of cases)
      answerer.answer({ text: one.text, ...(one.locale ? { locale: one.locale } : {}) }, null)
    const milliseconds = (performance.now() - started) / cases.length
    // Graded apart: following the choices of a question asked back is no part of the time.
    const grades = cases.map((one) => grade(answerer, one))
    const rows: Row[] = [{ name: '**Mailsherpa**', note: 'whole answer', grades, milliseconds }]
    for (const matcher of matchers) rows.push(await runMatcher(matcher, cases))
    print(`${table(title, cases, rows)}\n`)
  }
}

const growths = Object.entries(hardTexts(own.map((one) => one.text))).map(([kind, make]) =>
  measure(answerer, kind, make),
)
print(
  '**Processor time for one question, in ms, by its length in characters.** An exponent of 1 is in proportion to the length.\n',
)
print(`| | ${LENGTHS.join(' | ')} | ${LENGTHS.at(-1)} : ${LENGTHS[0]} | exponent |`)
print(`| --- |${' ---: |'.repeat(LENGTHS.length + 2)}`)
for (const { kind, times, exponent } of growths) {
  const ratio = times.at(-1)! / times[0]!
  print(
    `| ${kind} | ${times.map((time) => time.toFixed(2)).join(' | ')} | ${ratio.toFixed(1)} | ${exponent.toFixed(2)} |`,
  )
}
const steep = growths.filter((growth) => growth.exponent > MOST_EXPONENT)
if (steep.length > 0) {
  process.stderr.write(
    `The time grows faster than the length for: ${steep.map((growth) => growth.kind).join(', ')}. Look for a loop over the text inside another.\n`,
  )
  process.exitCode = 1
}

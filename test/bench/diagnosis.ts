/**
 * `npm run bench:diagnosis`: how long the reader of returned messages takes, in milliseconds: making it at the start,
 * the cases of test/diagnosis, reports filled up to the longest text, the text that makes the most work for its length,
 * and message files of a megabyte. Nothing is asserted: times belong to the machine.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { diagnose } from '../../src/diagnosis/diagnosis.ts'
import { createEvidenceReader } from '../../src/diagnosis/evidence.ts'
import { reportFromMessage } from '../../src/diagnosis/file.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { LARGEST_FILE, LONGEST_QUESTION } from '../../src/message.ts'
import { hostileMessages } from '../diagnosis/messages.ts'

const knowledge = loadKnowledge({
  directory: fileURLToPath(new URL('../../knowledge', import.meta.url)),
  provider: 'default',
})
const cases = readFileSync(new URL('../diagnosis/cases.jsonl', import.meta.url), 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => (JSON.parse(line) as { text: string }).text)

const started = performance.now()
createEvidenceReader(knowledge)
const made = performance.now() - started

/** As long as a text may be: cases one after the other, begun at another one each time. */
const filled = Array.from({ length: 40 }, (_, index) =>
  [...cases.slice(index * 10), ...cases].join('\n\n').slice(0, LONGEST_QUESTION),
)
// Measured: no other word of the patterns begins as many of them.
const worst = 'mail '.repeat(LONGEST_QUESTION / 5)

function quantiles(texts: string[]): { median: number; p95: number; most: number } {
  const times = texts
    .map((text) => {
      const begun = performance.now()
      diagnose(text, knowledge)
      return performance.now() - begun
    })
    .sort((a, b) => a - b)
  const at = (share: number) =>
    Number(times[Math.min(times.length - 1, Math.floor(times.length * share))]!.toFixed(2))
  return { median: at(0.5), p95: at(0.95), most: at(1) }
}

// The engine's compiler needs the same work a few times before it counts.
for (const text of cases) diagnose(text, knowledge)
console.log(`made in ${made.toFixed(0)} ms`)
console.table({
  [`${cases.length} cases`]: quantiles(cases),
  [`${LONGEST_QUESTION} characters of reports`]: quantiles(filled),
  [`${LONGEST_QUESTION} characters, most work`]: quantiles(Array.from({ length: 20 }, () => worst)),
})

const encoder = new TextEncoder()
const files: Record<string, { 'first time': number; again: number; result: string }> = {}
for (const [name, message] of Object.entries(hostileMessages(LARGEST_FILE))) {
  const bytes = encoder.encode(message)
  const times: number[] = []
  let result = ''
  for (let run = 0; run < 3; run++) {
    const begun = performance.now()
    const read = await reportFromMessage(bytes)
    times.push(Math.round(performance.now() - begun))
    result = 'text' in read ? `${read.text.length} characters` : read.refusal
  }
  files[name] = { 'first time': times[0]!, again: times.at(-1)!, result }
}
console.log('message files of a megabyte, full of:')
console.table(files)

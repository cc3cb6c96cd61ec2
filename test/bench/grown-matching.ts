/**
 * `npm run bench:growth`: one question's time in Mailsherpa's matcher, in MiniSearch and in node-nlp over the same
 * phrases, with the knowledge as it is and grown by generated topics (`grown.ts`), as a Markdown table. Each program
 * has each knowledge in a process of its own. Ends with 1 when an aim is missed.
 */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Knowledge } from '../../src/knowledge/knowledge.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { entriesOf } from '../../src/reading/meanings/entries.ts'
import { decide } from '../../src/understanding/decide.ts'
import { createUnderstanding } from '../../src/understanding/understand.ts'
import { grown } from './grown.ts'
import { type Matcher, miniSearchMatcher, nlpMatcher, phrasesOf } from './matchers.ts'

const FACTORS = [1, 10, 100]
const QUESTIONS = 200
/** Other questions are asked before, again and again, until the compiler has had so much time. */
const WARM_UP = 300
const WARM_MILLISECONDS = 3_000
/** Longer than this, from its start to its last question, nobody waits for one program. */
const LIMIT_SECONDS = 180
const LIMIT_MEGABYTES = 8_192
/** The aims: the matcher's median against the others', and that of the most knowledge against the least. */
const MOST_GROWTH = 3

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

const PROGRAMS = ['Mailsherpa', 'MiniSearch', 'node-nlp'] as const
type Program = (typeof PROGRAMS)[number]

interface Measured {
  topics: number
  phrases: number
  entries: number
  /** Milliseconds a question. */
  median: number
  p99: number
  /** From the knowledge in memory to ready for a question. */
  buildSeconds: number
  /** With the knowledge, after a collection of garbage. */
  heapMegabytes: number
}

/** Its topic, by nothing but what the matcher makes of the words. */
async function ours(knowledge: Knowledge): Promise<Matcher> {
  const understanding = createUnderstanding(knowledge)
  return {
    name: 'Mailsherpa',
    note: '',
    async match(question) {
      const decision = decide(understanding.read(question))
      return decision.kind === 'topic' ? decision.candidate.topic : null
    },
  }
}

const MAKE: Record<Program, (knowledge: Knowledge) => Promise<Matcher>> = {
  Mailsherpa: ours,
  MiniSearch: async (knowledge) => miniSearchMatcher(phrasesOf(knowledge)),
  'node-nlp': (knowledge) => nlpMatcher(phrasesOf(knowledge)),
}

/** Those that are measured, spread over all, and others to warm up with. */
function questions(): { asked: string[]; others: string[] } {
  const texts = ['en', 'fr'].flatMap((name) =>
    readFileSync(at(`test/questions/${name}.jsonl`), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => (JSON.parse(line) as { text: string }).text),
  )
  const all = [...new Set(texts)]
  const every = (count: number, of: string[]) => {
    const step = Math.floor(of.length / count)
    return of.filter((_, index) => index % step === 0).slice(0, count)
  }
  const asked = every(QUESTIONS, all)
  const measured = new Set(asked)
  return {
    asked,
    others: every(
      WARM_UP,
      all.filter((text) => !measured.has(text)),
    ),
  }
}

/** Each question is asked once, so that nothing remembered of it helps. */
async function measure(program: Program, factor: number): Promise<Measured> {
  const knowledge = grown(loadKnowledge({ directory: at('knowledge'), provider: 'default' }), factor)
  const { asked, others } = questions()
  const started = performance.now()
  const matcher = await MAKE[program](knowledge)
  const buildSeconds = (performance.now() - started) / 1000
  gc!()
  const heapMegabytes = process.memoryUsage().heapUsed / 1e6
  const until = performance.now() + WARM_MILLISECONDS
  for (let index = 0; performance.now() < until; index++) await matcher.match(others[index % others.length]!)
  const times: number[] = []
  for (const text of asked) {
    const from = performance.now()
    await matcher.match(text)
    times.push(performance.now() - from)
  }
  times.sort((a, b) => a - b)
  return {
    topics: knowledge.topics.size,
    phrases: phrasesOf(knowledge).length,
    entries: entriesOf(knowledge).length,
    median: times[Math.floor(times.length / 2)]!,
    p99: times[Math.floor(times.length * 0.99)]!,
    buildSeconds,
    heapMegabytes,
  }
}

/** What `measure` finds in a process of its own, or in words why it found nothing. */
function measureApart(program: Program, factor: number): Promise<Measured | string> {
  const memory = [`--max-old-space-size=${LIMIT_MEGABYTES}`, '--expose-gc']
  const child = spawn(
    process.execPath,
    [...memory, fileURLToPath(import.meta.url), program, String(factor)],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let [printed, errors, late] = ['', '', false]
  child.stdout.on('data', (chunk) => {
    printed += chunk
  })
  child.stderr.on('data', (chunk) => {
    errors += chunk
  })
  const limit = setTimeout(() => {
    late = true
    child.kill('SIGKILL')
  }, LIMIT_SECONDS * 1000)
  return new Promise((resolve) =>
    child.once('close', (code) => {
      clearTimeout(limit)
      if (code === 0) return resolve(JSON.parse(printed) as Measured)
      if (late) return resolve(`not done in ${LIMIT_SECONDS} s`)
      if (errors.includes('heap out of memory')) return resolve(`more than ${LIMIT_MEGABYTES} MB`)
      throw new Error(`${program} at ${factor}: ${errors}`)
    }),
  )
}

const print = (text: string) => process.stdout.write(`${text}\n`)

async function table(): Promise<void> {
  const known = Intl.NumberFormat('en')
  const times = (one: Measured | string) =>
    typeof one === 'string' ? one : `${one.median.toFixed(2)} / ${one.p99.toFixed(2)}`
  print(
    `Median / p99 milliseconds a question: ${QUESTIONS} questions, each asked once, after others. In-process, each program with each knowledge in a process of its own, Node ${process.version}; at most ${LIMIT_SECONDS} s and ${LIMIT_MEGABYTES} MB for all of it.\n`,
  )
  print(
    '| knowledge | topics | phrases | vocabulary | Mailsherpa | MiniSearch | node-nlp | Mailsherpa builds | its heap |',
  )
  print('| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |')
  const medians: number[] = []
  const missed: string[] = []
  for (const factor of FACTORS) {
    const [own, ...others] = [
      await measureApart('Mailsherpa', factor),
      await measureApart('MiniSearch', factor),
      await measureApart('node-nlp', factor),
    ] as const
    if (typeof own === 'string') {
      print(`| × ${factor} | | | | ${[own, ...others.map(times)].join(' | ')} | | |`)
      missed.push(`at × ${factor} the matcher is ${own}`)
      continue
    }
    print(
      `| × ${factor} | ${[own.topics, own.phrases, own.entries].map((count) => known.format(count)).join(' | ')} | ${[own, ...others].map(times).join(' | ')} | ${own.buildSeconds.toFixed(1)} s | ${own.heapMegabytes.toFixed(0)} MB |`,
    )
    medians.push(own.median)
    for (const [index, other] of others.entries())
      if (typeof other !== 'string' && own.median > other.median)
        missed.push(`at × ${factor} ${PROGRAMS[index + 1]} is faster at the median`)
  }
  const growth = medians.at(-1)! / medians[0]!
  print(
    `\nWith ${FACTORS.at(-1)} times the knowledge the matcher takes ${growth.toFixed(1)} times as long at the median.`,
  )
  if (growth > MOST_GROWTH) missed.push(`the time grows more than ${MOST_GROWTH} times`)
  if (missed.length > 0) {
    process.stderr.write(
      `Missed: ${missed.join('; ')}. Profile it: node --cpu-prof --expose-gc --max-old-space-size=${LIMIT_MEGABYTES} test/bench/grown-matching.ts Mailsherpa ${FACTORS.at(-1)}\n`,
    )
    process.exitCode = 1
  }
}

const [program, factor] = process.argv.slice(2)
if (program === undefined) await table()
else print(JSON.stringify(await measure(program as Program, Number(factor))))

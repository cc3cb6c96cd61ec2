/**
 * `npm run bench:privacy [-- FILE]`: how long redaction takes, for ordinary text and for the worst that was found.
 *
 * FILE holds JSON lines with a `text`; without it, the texts that must stay are asked. The worst is looked for among
 * repeated pieces and, seeded, among their mixtures. Processor time, not wall clock.
 */
import { fileURLToPath } from 'node:url'
import { holdsPassword, redact } from '../../src/privacy/redact.ts'
import { HOSTILE } from '../privacy/hostile.ts'
import { readCases } from '../privacy/measure.ts'

const LENGTHS = [300, 4_000, 16_000]
const ROUNDS = 10
const MIXTURES = 300

/** Milliseconds of one redaction with the question for a password. */
function cost(text: string, rounds: number): number {
  const before = process.cpuUsage()
  for (let round = 0; round < rounds; round++) {
    // Not the same text twice in a row: what was found in it is remembered for the second question.
    redact(`${round}${text}`)
    holdsPassword(`${round}${text}`)
  }
  return process.cpuUsage(before).user / 1000 / rounds
}

/** A small generator of numbers that are the same on every run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const file = process.argv[2] ?? fileURLToPath(new URL('../privacy/written/must-stay.jsonl', import.meta.url))
const ordinary = readCases(file)
  .map(({ text }) => text)
  .join('\n')
const fill = (piece: string, length: number) =>
  piece.repeat(Math.ceil(length / piece.length)).slice(0, length)

cost(fill(ordinary, 16_000), 5)
const usual = new Map<number, number>()
for (const length of LENGTHS) {
  const milliseconds = cost(fill(ordinary, length), ROUNDS)
  usual.set(length, milliseconds)
  process.stdout.write(`ordinary text of ${length} characters  ${milliseconds.toFixed(2)} ms\n`)
}

const random = seeded(1)
const pick = () => HOSTILE[Math.floor(random() * HOSTILE.length)]!
const mixtures = Array.from({ length: MIXTURES }, () => pick() + pick() + pick())
const worst = [...HOSTILE, ...mixtures]
  .map((piece) => ({ piece, milliseconds: cost(fill(piece, 16_000), 1) }))
  .sort((a, b) => b.milliseconds - a.milliseconds)
  .slice(0, 5)
for (const { piece } of worst) {
  const [short, long] = [cost(fill(piece, 4_000), 3), cost(fill(piece, 16_000), 3)]
  process.stdout.write(
    `${JSON.stringify(piece)}  ${long.toFixed(1)} ms, ${(long / usual.get(16_000)!).toFixed(1)} times ordinary text, ${(long / short).toFixed(1)} times a quarter of it\n`,
  )
}

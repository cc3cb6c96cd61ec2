/** What is counted for `/metrics`: numbers only, never a text, an address or an id. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Answer } from './message.ts'

export interface Metrics {
  /** One answer, with the seconds it took. */
  answered(answer: Answer, frontEnd: string, seconds: number): void
  voted(helpful: boolean): void
  /** Whether the store could be reached when it was last tried. */
  store(up: boolean): void
  /** Work accepted and not finished: writes and deliveries. */
  queue(read: () => number): void
  /** Prometheus' text format, with its content type. */
  text(): Promise<{ type: string; body: string }>
}

/** A question is answered in about a millisecond; a store over the network takes some more. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]

export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'mailsherpa_' })
  const questions = new Counter({
    name: 'mailsherpa_questions_total',
    help: 'Questions answered',
    labelNames: ['outcome', 'topic', 'front_end', 'language'] as const,
    registers: [registry],
  })
  const time = new Histogram({
    name: 'mailsherpa_answer_seconds',
    help: 'Time from a question to its answer, the store included',
    labelNames: ['front_end'] as const,
    buckets: SECONDS,
    registers: [registry],
  })
  const votes = new Counter({
    name: 'mailsherpa_feedback_total',
    help: 'Votes on answers',
    labelNames: ['helpful'] as const,
    registers: [registry],
  })
  const up = new Gauge({
    name: 'mailsherpa_store_up',
    help: '1 when the store could be reached',
    registers: [registry],
  })
  let depth = () => 0
  new Gauge({
    name: 'mailsherpa_queue',
    help: 'Writes and deliveries accepted and not finished',
    registers: [registry],
    collect() {
      this.set(depth())
    },
  })
  return {
    answered(answer, frontEnd, seconds) {
      questions.inc({
        outcome: answer.outcome,
        topic: answer.topic ?? 'none',
        front_end: frontEnd,
        language: answer.locale,
      })
      time.observe({ front_end: frontEnd }, seconds)
    },
    voted: (helpful) => votes.inc({ helpful: String(helpful) }),
    store: (reached) => up.set(reached ? 1 : 0),
    queue(read) {
      depth = read
    },
    text: async () => ({ type: registry.contentType, body: await registry.metrics() }),
  }
}

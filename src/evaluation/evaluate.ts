/** Asks the cases of the contract's section 7 and grades the answers as its section 8 says. Pure, in-process. */

import { z } from 'zod'
import type { Answered, Answerer } from '../answerer.ts'
import type { State } from '../conversation/state.ts'

export const caseSchema = z.object({
  id: z.string(),
  text: z.string(),
  lang: z.string().optional(),
  locale: z.string().optional(),
  turns: z.array(z.string()).optional(),
  expect: z.object({
    outcome: z.array(z.string()).optional(),
    topics: z.array(z.string()).default([]),
    slots: z.record(z.string(), z.unknown()).optional(),
    include: z.array(z.string()).optional(),
    exclude: z.array(z.string()).optional(),
  }),
})
export type Case = z.infer<typeof caseSchema>

/** `half`: asked back, and one of the choices leads to an accepted topic. `false`: answered what is out of scope. */
export type Grade = 'right' | 'half' | 'wrong' | 'silent' | 'false'

export interface Graded {
  of: Case
  grade: Grade
  inScope: boolean
  /** Null when the case states none. */
  facts: boolean | null
  answered: Answered
}

export interface Figures {
  inScope: number
  right: number
  wrong: number
  silent: number
  clarified: number
  outOfScope: number
  falseAnswers: number
  factCases: number
  facts: number
}

function converse(answerer: Answerer, texts: string[], locale: string | undefined): Answered {
  let state: State | null = null
  let last: Answered | undefined
  for (const text of texts) {
    last = answerer.answer({ text, ...(locale ? { locale } : {}) }, state)
    state = last.state
  }
  return last!
}

/** Asks one case, with the earlier messages of its conversation. */
export function grade(answerer: Answerer, of: Case): Graded {
  const texts = [...(of.turns ?? []), of.text]
  const { topics, outcome } = of.expect
  let answered = converse(answerer, texts, of.locale)
  const { answer } = answered
  let result: Grade
  if (topics.length === 0) result = (outcome ?? ['unknown']).includes(answer.outcome) ? 'right' : 'false'
  else if (answer.outcome === 'clarify') {
    const led = answer.options
      .map((option) => converse(answerer, [...texts, option.text], of.locale))
      .find((picked) => picked.answer.outcome === 'answer' && topics.includes(picked.answer.topic ?? ''))
    result = led ? 'half' : 'wrong'
    if (led) answered = led
  } else if (topics.includes(answer.topic ?? '')) result = 'right'
  else result = answer.outcome === 'unknown' ? 'silent' : 'wrong'

  const text = answered.answer.text
  const slots = answered.answer.slots as Record<string, unknown>
  const checks = [
    ...(of.expect.include ?? []).map((wanted) => states(text, wanted)),
    ...(of.expect.exclude ?? []).map((unwanted) => !states(text, unwanted)),
    ...Object.entries(of.expect.slots ?? {}).map(([name, value]) => same(value, slots[name])),
  ]
  return {
    of,
    grade: result,
    inScope: topics.length > 0,
    facts: checks.length > 0 ? checks.every(Boolean) : null,
    answered,
  }
}

/** A number stands alone: 25 is not found in 2525. */
function states(text: string, wanted: string): boolean {
  return /^\d+$/.test(wanted)
    ? new RegExp(`(?<![\\d.])${wanted}(?!\\d)`).test(text)
    : text.toLowerCase().includes(wanted.toLowerCase())
}

function same(wanted: unknown, got: unknown): boolean {
  const list = (value: unknown) =>
    [value ?? []]
      .flat()
      .map((one) => String(one).toLowerCase())
      .sort()
      .join('\n')
  return list(wanted) === list(got)
}

/** Shares in per cent with one decimal; NaN where there are no cases. */
export function figures(rows: Graded[]): Figures {
  const share = (count: number, of: number) => Math.round((1000 * count) / of) / 10
  const inScope = rows.filter((row) => row.inScope)
  const out = rows.filter((row) => !row.inScope)
  const facts = rows.filter((row) => row.facts !== null)
  const count = (of: Graded[], wanted: Grade) => of.filter((row) => row.grade === wanted).length
  return {
    inScope: inScope.length,
    right: share(count(inScope, 'right') + count(inScope, 'half') / 2, inScope.length),
    wrong: share(count(inScope, 'wrong'), inScope.length),
    silent: share(count(inScope, 'silent'), inScope.length),
    clarified: share(count(inScope, 'half'), inScope.length),
    outOfScope: out.length,
    falseAnswers: share(count(out, 'false'), out.length),
    factCases: facts.length,
    facts: share(facts.filter((row) => row.facts).length, facts.length),
  }
}

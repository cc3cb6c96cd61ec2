/** For any reply one can see which words matched what, at what score, and why the runner-up lost. */
import { beforeAll, describe, expect, test } from 'vitest'
import { type Answerer, createAnswerer } from '../src/answerer.ts'
import type { State } from '../src/conversation/state.ts'
import { type Explanation, explain } from '../src/explanation.ts'
import type { KnowledgeError } from '../src/knowledge/knowledge.ts'
import { createLocalBot } from '../src/local.ts'
import { explanationBlocks } from '../src/render/explanation.ts'
import { ANSWER_AT } from '../src/understanding/decide.ts'
import { knowledgeOf, startTestBot } from './support/bot.ts'

let answerer: Answerer
beforeAll(() => {
  answerer = createAnswerer(knowledgeOf(), { holdsPassword: () => false, redact: (text) => text })
})
function explained(...texts: string[]): Explanation {
  let state: State | null = null
  let explanation: Explanation | undefined
  for (const text of texts) {
    const answered = answerer.answer({ text }, state)
    state = answered.state
    explanation = explain(text, answered)
  }
  return explanation!
}

describe('an explanation', () => {
  test('names for each word the entry, its language and its meaning', () => {
    const { words } = explained('which port for IMAP, encrpytion?')
    expect(words.map((word) => word.text)).toEqual(['which', 'port', 'for', 'imap', 'encrpytion'])
    expect(words[1]!.matches).toContainEqual({ meaning: 'port', entry: 'port', language: 'en', strength: 1 })
    const mistyped = words.at(-1)!
    expect(mistyped.readAs).toBe('encryption')
    expect(mistyped.matches.map((match) => match.meaning)).toContain('encryption')
    expect(mistyped.matches[0]!.strength).toBeLessThan(1)
  })

  test('shows the words that no vocabulary holds', () => {
    const { words } = explained('which port for the qwxz?')
    expect(words.filter((word) => word.unknown).map((word) => word.text)).toEqual(['qwxz'])
  })

  test('lists the candidates best first, with their signs and scores', () => {
    const { candidates, topic } = explained('I cannot send mail, error 535')
    expect(candidates[0]!.topic).toBe(topic)
    expect(candidates.map((one) => one.score)).toEqual(
      candidates.map((one) => one.score).sort((a, b) => b - a),
    )
    expect(candidates[0]!.signs[0]).toMatchObject({
      expression: expect.any(String),
      weight: expect.any(Number),
    })
    expect(candidates[0]!.signs[0]!.words.length).toBeGreaterThan(0)
  })

  test('of words that nothing fits says so, and holds no candidate', () => {
    const { verdict, outcome } = explained('qwxz plorf')
    expect(outcome).toBe('unknown')
    expect(verdict).toMatchObject({ reason: 'low', threshold: ANSWER_AT })
    expect(verdict.winner).toBeUndefined()
  })

  test.each([
    ['lower', ['I cannot send mail, error 535']],
    ['neighbour', ['how do I change the colour of Thunderbird?']],
    ['conversation', ['which port for IMAP?', 'and for POP3?']],
    ['conversation', ['which port for IMAP?', 'it still does not work']],
  ] as const)('says that it was settled by: %s (%j)', (reason, texts) => {
    const { verdict, topic } = explained(...texts)
    expect(verdict.reason).toBe(reason)
    if (reason === 'lower') {
      expect(verdict.winner!.topic).toBe(topic)
      expect(verdict.runnerUp!.score).toBeLessThanOrEqual(verdict.winner!.score)
    }
    if (reason === 'neighbour') expect(verdict.winner!.elsewhere).toBe(true)
    if (reason === 'conversation') expect(verdict.via).toMatch(/again|still-not/)
  })

  test('of the two that are asked about names both', () => {
    const reading = explained('which port for IMAP?')
    expect(reading.verdict.reason === 'clarify').toBe(reading.outcome === 'clarify')
  })
})

describe('as blocks', () => {
  test.each(['en', 'fr'])('it is readable in %s, whatever the verdict', async (locale) => {
    const bot = await startTestBot()
    const words = bot.bot.hostFor('terminal', bot.server).words(locale)
    const reasons = [
      'conversation',
      'lower',
      'together',
      'clarify',
      'asked',
      'neighbour',
      'low',
      'words',
      'talk',
      'alone',
    ]
    for (const reason of reasons) {
      const explanation = explained('I cannot send mail, error 535')
      const verdict = { ...explanation.verdict, reason: reason as typeof explanation.verdict.reason }
      const blocks = explanationBlocks({ ...explanation, verdict }, words)
      expect(blocks.map((block) => block.kind)).toEqual(['lead', 'paragraph', 'table', 'list', 'table'])
      expect(JSON.stringify(blocks)).not.toMatch(/\{[a-z.-]+\}|undefined/)
    }
    expect(JSON.stringify(explanationBlocks(explained('qwxz'), words))).not.toContain('undefined')
    await bot.close()
  })
})

describe('a bot in this process alone', () => {
  test('names every problem of a provider that is not there', () => {
    try {
      createLocalBot({ provider: 'nix' })
      expect.unreachable()
    } catch (cause) {
      expect((cause as KnowledgeError).name).toBe('KnowledgeError')
      expect((cause as KnowledgeError).message).toContain('no provider "nix"')
    }
  })
})

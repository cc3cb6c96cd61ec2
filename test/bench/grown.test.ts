/** The generated topics of the bench: as much as is said, the same each time, and none that stands aside. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { checkRules } from '../../src/knowledge/check.ts'
import type { Knowledge } from '../../src/knowledge/knowledge.ts'
import { normalise } from '../../src/reading/text/normalise.ts'
import { decide } from '../../src/understanding/decide.ts'
import { createUnderstanding, type Understanding } from '../../src/understanding/understand.ts'
import { knowledgeOf } from '../support/bot.ts'
import { grown } from './grown.ts'

const FACTOR = 3
const real = knowledgeOf()
const more = grown(real, FACTOR)
const understanding = createUnderstanding(more)

const topicOf = (of: Understanding, text: string) => {
  const decision = decide(of.read(text))
  return decision.kind === 'topic' ? decision.candidate.topic : null
}
const isGenerated = (topic: string) => /\.\d+$/.test(topic)
/** The id of the first copy. */
const copyOf = (id: string) => `${id}.1`
const sizes = (record: Record<string, object>) =>
  Object.entries(record).map(([name, of]) => [name, Object.keys(of).length])

describe('a grown knowledge', () => {
  test('has so many times the topics, subjects, concepts, signs, words and phrases', () => {
    const counts = (knowledge: Knowledge) => ({
      topics: knowledge.topics.size,
      signs: ['topics', 'elsewhere'].map((part) =>
        Object.values(knowledge.signs[part as 'topics' | 'elsewhere']).flatMap(Object.keys),
      ),
      languages: [...knowledge.languages.values()].map((pack) => [
        Object.keys(pack.vocabulary),
        Object.values(pack.vocabulary).flat(),
        [...pack.topics.values()].flatMap(({ phrases }) => phrases),
      ]),
    })
    const lengths = ({ topics, signs, languages }: ReturnType<typeof counts>) => [
      topics,
      ...signs.map((of) => of.length),
      ...languages.flatMap((lists) => lists.map((list) => list.length)),
    ]
    expect(lengths(counts(more))).toEqual(lengths(counts(real)).map((count) => FACTOR * count))
  })

  test('keeps the real part as it is', () => {
    for (const [id, pack] of real.languages) {
      const now = more.languages.get(id)!
      for (const [concept, words] of Object.entries(pack.vocabulary))
        expect(now.vocabulary[concept]).toBe(words)
      for (const [topic, words] of pack.topics) expect(now.topics.get(topic)).toBe(words)
    }
    expect(more.signs).toMatchObject(real.signs)
  })

  test('copies each concept in the same shapes: as many entries, words in each, and stars', () => {
    // "e mail" is one word to the bot.
    const shape = (entry: string) =>
      normalise(entry)
        .split(' ')
        .map((word) => (word.endsWith('*') ? '*' : ''))
    for (const [id, pack] of real.languages)
      for (const [concept, words] of Object.entries(pack.vocabulary))
        expect(more.languages.get(id)!.vocabulary[copyOf(concept)]!.map(shape)).toEqual(words.map(shape))
  })

  test('copies each topic in the same shapes: as many signs, needs in each, and phrases', () => {
    expect(
      sizes(more.signs.topics)
        .filter(([name]) => String(name).endsWith('.1'))
        .map(([, size]) => size),
    ).toEqual(sizes(real.signs.topics).map(([, size]) => size))
    for (const [topic, signs] of Object.entries(real.signs.topics)) {
      const needs = (expressions: object) => Object.keys(expressions).map((one) => one.split(/\s+/).length)
      expect(needs(more.signs.topics[copyOf(topic)]!)).toEqual(needs(signs))
    }
    for (const id of ['en', 'fr'])
      for (const [topic, { phrases }] of real.languages.get(id)!.topics)
        expect(more.languages.get(id)!.topics.get(copyOf(topic))!.phrases).toHaveLength(phrases.length)
  })

  test('breaks no rule', () => {
    expect(checkRules(more)).toEqual([])
  })

  test('is the same each time, and holds what a smaller one holds', () => {
    const plain = (knowledge: Knowledge) =>
      JSON.stringify([
        knowledge.signs,
        [...knowledge.topics],
        [...knowledge.languages.values()].map((pack) => [pack.vocabulary, [...pack.topics]]),
      ])
    expect(plain(grown(real, FACTOR))).toBe(plain(more))
    const smaller = grown(real, FACTOR - 1)
    expect(more.signs).toMatchObject(smaller.signs)
    for (const [id, pack] of smaller.languages)
      expect(more.languages.get(id)!.vocabulary).toMatchObject(pack.vocabulary)
  })

  test.each([0, 1.5, -1])('%s times is refused', (factor) => {
    expect(() => grown(real, factor)).toThrow(/give a whole number/)
  })
})

describe('the generated topics compete with the real ones', () => {
  const questions = readFileSync(new URL('../questions/en.jsonl', import.meta.url), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => (JSON.parse(line) as { text: string }).text)

  test('real questions keep their topics, nearly all', () => {
    const before = createUnderstanding(real)
    const answered = questions.filter((text) => topicOf(before, text) !== null)
    const kept = answered.filter((text) => topicOf(understanding, text) === topicOf(before, text))
    expect(answered.length).toBeGreaterThan(500)
    expect(kept.length / answered.length).toBeGreaterThan(0.95)
  })

  test('real questions are held against generated topics too', () => {
    const held = questions.filter((text) =>
      understanding.read(text).candidates.some(({ topic }) => isGenerated(topic)),
    )
    expect(held.length).toBeGreaterThan(questions.length / 10)
  })

  test('a generated topic is found by its phrases', () => {
    const found = [...more.languages.get('en')!.topics]
      .filter(([topic]) => topic.endsWith('.1'))
      .map(([topic, { phrases }]) => [topic, understanding.read(phrases[0]!).candidates[0]?.topic])
    const right = found.filter(([topic, candidate]) => topic === candidate)
    expect(right.length / found.length).toBeGreaterThan(0.8)
  })
})

/** Texts written for development: a line each, by kind and language. The figures that count are of texts of others. */
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { failuresOf, readCases } from './measure.ts'

const cases = (name: string) => readCases(fileURLToPath(new URL(`written/${name}.jsonl`, import.meta.url)))

describe('what must go goes, in every language and of every kind', () => {
  it.each(cases('must-go'))('$lang, $kind: $text', (one) => {
    expect(failuresOf(one)).toEqual([])
  })
})

describe('what must stay stays, and raises no warning', () => {
  it.each(cases('must-stay'))('$lang, $kind: $text', (one) => {
    expect(failuresOf(one)).toEqual([])
  })
})

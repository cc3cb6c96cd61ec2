import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { judge, readCases } from './measure.ts'
import { knowledge } from './read.ts'

const cases = readCases(fileURLToPath(new URL('cases.jsonl', import.meta.url)))
const kinds = [...new Set(cases.map(({ kind }) => kind))].sort()

describe('returned messages and errors of the layouts that were learnt are read right', () => {
  test('there are at least 20 systems and programs, in seven languages', () => {
    expect(kinds.length).toBeGreaterThanOrEqual(20)
    expect([...new Set(cases.map(({ lang }) => lang))].sort()).toEqual([
      'de',
      'en',
      'es',
      'fr',
      'it',
      'nl',
      'pt',
    ])
  })

  test.each(kinds)('%s', (kind) => {
    const wrong = cases
      .filter((one) => one.kind === kind)
      .filter((one) => {
        const { right, taken } = judge(one, knowledge)
        return taken || Object.values(right).includes(false)
      })
    expect(wrong.map(({ id }) => id)).toEqual([])
  })
})

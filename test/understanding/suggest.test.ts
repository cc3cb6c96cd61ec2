import { beforeAll, describe, expect, test } from 'vitest'
import { createSuggester } from '../../src/understanding/suggest.ts'
import { knowledgeOf } from '../support/bot.ts'

let suggest: ReturnType<typeof createSuggester>
beforeAll(() => {
  suggest = createSuggester(knowledgeOf())
})
const values = (kind: 'client' | 'code', typed: string, most = 25) =>
  suggest(kind, typed, 'en', most).map((one) => one.value)

describe('what is typed so far finds', () => {
  test.each([
    ['thunderb', 'thunderbird'],
    ['thunderbrid', 'thunderbird'],
    ['iphon', 'iphone'],
    ['outlok', 'outlook'],
  ])('for %s the program %s', (typed, id) => {
    expect(values('client', typed)).toContain(id)
  })

  test.each([
    ['5.1.1', '5.1.1'],
    ['550', '550'],
    ['0x800ccc0f', '0x800CCC0F'],
  ])('for %s the code %s, first', (typed, code) => {
    expect(values('code', typed)[0]?.toLowerCase()).toBe(code.toLowerCase())
  })

  test('with nothing typed the first ones, as many as there is room for', () => {
    expect(values('client', '', 5)).toHaveLength(5)
    expect(values('code', ' ', 5)).toHaveLength(5)
  })
})

test('labels are in the language asked for, and short enough for a menu', () => {
  for (const locale of ['en', 'fr'])
    for (const typed of ['', '5', '55', '0x'])
      for (const { label } of suggest('code', typed, locale, 200))
        expect(label.length).toBeLessThanOrEqual(100)
  const [english] = suggest('code', '550', 'en', 1)
  const [french] = suggest('code', '550', 'fr', 1)
  expect(english!.label).not.toBe(french!.label)
})

test.each(['(((((', '\\', '"', '\u0000', 'x'.repeat(5_000), '{}[]|!=^$'])('%j breaks nothing', (typed) => {
  expect(() => suggest('client', typed, 'en', 5)).not.toThrow()
})

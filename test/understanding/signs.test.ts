import { describe, expect, test } from 'vitest'
import { createLexicon } from '../../src/reading/meanings/lexicon.ts'
import { readWords } from '../../src/reading/meanings/words.ts'
import { tokenise } from '../../src/reading/text/tokens.ts'
import { byMeaning, combine, findSign, parseSign } from '../../src/understanding/signs.ts'

const MEANINGS = ['send', 'receive', 'not', 'cannot', 'fail', 'webmail', 'port']
const groups = new Map([['stuck', ['cannot', 'fail', 'not']]])
const entries = MEANINGS.map((meaning) => ({ meaning, words: `${meaning}*`, language: 'en' }))
const lexicon = createLexicon(entries, readWords(entries, []))
const sign = (expression: string, weight = 0.8) =>
  parseSign('topic', expression, weight, groups, (name) => MEANINGS.includes(name))
const score = (expression: string, text: string) => {
  const tokens = lexicon.asWritten(tokenise(text))
  return findSign(sign(expression), byMeaning(lexicon.find(tokens, new Set(['en']))), tokens)?.score ?? 0
}

describe('a sign is found', () => {
  test('where all that it needs is there', () => {
    expect(score('cannot send', 'I cannot send')).toBeCloseTo(0.8, 2)
    expect(score('cannot send', 'I cannot receive')).toBe(0)
  })

  test('by any of its alternatives, also by the name of a group', () => {
    expect(score('cannot|fail send', 'sending fails')).toBeGreaterThan(0)
    expect(score('stuck send', 'sending fails')).toBeGreaterThan(0)
  })

  test('in any order', () => {
    expect(score('send fail', 'it fails when I send')).toBeGreaterThan(0)
  })

  test('unless something is there that must not be', () => {
    expect(score('cannot send -webmail', 'I cannot send')).toBeGreaterThan(0)
    expect(score('cannot send -webmail', 'I cannot send from webmail')).toBe(0)
  })

  test('but one word is not two of the things needed', () => {
    expect(score('send send', 'send')).toBe(0)
  })
})

describe('a sign counts less', () => {
  test('the farther its words are apart', () => {
    const near = score('cannot send', 'I cannot send')
    const apart = score('cannot send', `I cannot ${'x '.repeat(20)} send`)
    const far = score('cannot send', `I cannot ${'x '.repeat(60)} send`)
    expect(near).toBeGreaterThan(apart)
    expect(apart).toBeGreaterThan(far)
    expect(far).toBeGreaterThan(0)
  })

  test('over the end of a sentence', () => {
    expect(score('cannot send', 'I cannot. Send')).toBeLessThan(score('cannot send', 'I cannot, send'))
  })

  test('in a later sentence, which tells the story', () => {
    expect(score('cannot send', 'Hello. Good day. I cannot send')).toBeLessThan(
      score('cannot send', 'I cannot send'),
    )
  })

  test('when its words stand nowhere better: the best place is taken', () => {
    const text = `cannot ${'x '.repeat(30)} port. I cannot send`
    expect(score('cannot send', text)).toBeGreaterThan(score('cannot send', `cannot ${'x '.repeat(60)} send`))
  })
})

describe('a sign that names what does not exist', () => {
  test('says which name', () => {
    expect(() => sign('cannot sned')).toThrow('"sned" is neither a concept nor a group')
    expect(() => sign('cannot -wbmail')).toThrow('"wbmail"')
  })

  test('or needs nothing', () => {
    expect(() => sign('-webmail')).toThrow('at least one')
  })
})

describe('several signs together', () => {
  test('say more than the strongest alone, and never more than certain', () => {
    expect(combine([0.8])).toBeCloseTo(0.8)
    expect(combine([0.8, 0.5])).toBeGreaterThan(0.8)
    expect(combine([0.99, 0.99, 0.99, 0.99, 0.99])).toBeLessThanOrEqual(1)
    expect(combine([])).toBe(0)
  })

  test('say the same in any order', () => {
    expect(combine([0.2, 0.9, 0.5])).toBe(combine([0.9, 0.5, 0.2]))
  })

  test('weak ones do not outweigh a strong one', () => {
    expect(combine([0.3, 0.3, 0.3, 0.3])).toBeLessThan(combine([0.85]))
  })
})

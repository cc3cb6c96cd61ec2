import { describe, expect, test } from 'vitest'
import { createLexicon, type Entry } from '../../src/reading/meanings/lexicon.ts'
import { readWords } from '../../src/reading/meanings/words.ts'
import { tokenise } from '../../src/reading/text/tokens.ts'

const entry = (meaning: string, words: string, language = 'en'): Entry => ({ meaning, words, language })
const entries = [
  entry('send', 'send*'),
  entry('server', 'server'),
  entry('outgoing-server', 'outgoing server'),
  entry('outgoing', 'outgoing'),
  entry('cannot', 'can not'),
  entry('asked-again', 'keep* asking'),
  entry('asked-again', 'asks * again'),
  entry('outgoing', 'sortant', 'fr'),
  entry('protocol:imap', 'imap', '*'),
  entry('term:server', 'server', '+'),
]
const lexicon = createLexicon(entries, readWords(entries, ['the', 'sever']))
const find = (text: string, ...languages: string[]) => {
  const active = new Set(languages.length > 0 ? languages : ['en'])
  const tokens = lexicon.read(tokenise(text), active)
  return lexicon.find(tokens, active).map((hit) => hit.meaning)
}

describe('an expression is found', () => {
  test('by its words, in their order', () => {
    expect(find('can not')).toEqual(['cannot'])
    expect(find('not can')).toEqual([])
  })

  test('by the beginning of a word, where a star stands behind it', () => {
    expect(find('sending')).toEqual(['send'])
    expect(find('resend')).toEqual([])
  })

  test('with any one word where a star stands alone', () => {
    expect(find('it asks me again')).toEqual(['asked-again'])
    expect(find('it asks again')).toEqual([])
    expect(find('keeps asking')).toEqual(['asked-again'])
  })

  test('and hides the shorter ones inside it, but not what stands beside it', () => {
    expect(find('outgoing server')).toEqual(['outgoing-server', 'term:server'])
    expect(find('server')).toEqual(['server', 'term:server'])
  })

  test('in its own language, and in every language when it is a name', () => {
    expect(find('imap sortant')).toEqual(['protocol:imap'])
    expect(find('imap sortant', 'fr')).toEqual(['protocol:imap', 'outgoing'])
  })

  test('not over the end of a sentence', () => {
    expect(find('I can. Not now')).toEqual([])
  })

  test('despite a typing mistake, for less', () => {
    const active = new Set(['en'])
    const [hit] = lexicon.find(lexicon.read(tokenise('serevr'), active), active)
    expect(hit).toMatchObject({ meaning: 'server' })
    expect(hit!.strength).toBeLessThan(1)
  })

  test('in words that run together', () => {
    expect(find('outgoingserver')).toContain('outgoing-server')
  })
})

test('a thing stays visible inside a longer expression, unless that is about another subject', () => {
  const entries = [entry('mail', 'mail'), entry('outbox', 'mail queue'), entry('post-office', 'snail mail')]
  const seeing = createLexicon(entries, readWords(entries, []), {
    stands: (meaning) => meaning === 'mail',
    hides: (meaning) => meaning === 'post-office',
  })
  const meanings = (text: string) =>
    seeing.find(seeing.asWritten(tokenise(text)), new Set(['en'])).map((hit) => hit.meaning)
  expect(meanings('mail queue').sort()).toEqual(['mail', 'outbox'])
  expect(meanings('snail mail')).toEqual(['post-office'])
})

test('the languages of a word are those whose vocabulary holds it, whole or by its stem', () => {
  expect([...lexicon.languagesOf('sendable')]).toEqual(['en'])
  expect([...lexicon.languagesOf('sortant')]).toEqual(['fr'])
  expect([...lexicon.languagesOf('server')].sort()).toEqual(['+', 'en'])
  expect([...lexicon.languagesOf('the')]).toEqual([])
})

test('a very common word is no mistyped one', () => {
  const known = (text: string) => lexicon.read(tokenise(text), new Set(['en'])).map((token) => token.known)
  expect(known('servr sever')).toEqual(['server', 'sever'])
})

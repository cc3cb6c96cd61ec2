import { describe, expect, test } from 'vitest'
import { createSpeller, typingMistakes } from '../../src/reading/meanings/spelling.ts'

const known = new Map(
  Object.entries({
    password: ['en'],
    outgoing: ['en'],
    server: ['en'],
    port: ['en'],
    lose: ['en'],
    attachment: ['en'],
    synchronise: ['en'],
    courrier: ['fr'],
    sortant: ['fr'],
    thunderbird: ['*'],
  }).map(([word, languages]) => [word, new Set(languages)] as const),
)
const speller = createSpeller(known)
const english = new Set(['en'])
const read = (word: string, languages = english) => speller.correct(word, languages)?.word ?? null

describe('a typing mistake is forgiven', () => {
  test.each([
    ['a letter left out', 'pasword', 'password'],
    ['a letter too many', 'passsword', 'password'],
    ['a wrong letter', 'passwird', 'password'],
    ['two letters swapped', 'passowrd', 'password'],
    ['two swapped in a short word', 'prot', 'port'],
    ['two mistakes in a long word', 'atachmant', 'attachment'],
    ['in a name that is the same everywhere', 'thunderbrid', 'thunderbird'],
  ])('%s', (_what, written, meant) => {
    expect(read(written)).toBe(meant)
  })
})

describe('a word that is another word is left alone', () => {
  test.each([
    ['a short word with another letter', 'love'],
    ['another short word', 'sort'],
    ['three mistakes', 'pazzwurt'],
    ['too short to tell', 'prt'],
    ['nothing like it', 'tomorrow'],
    ['a word that is known', 'server'],
    ['an endless word', 'a'.repeat(200)],
  ])('%s', (_what, written) => {
    expect(read(written)).toBeNull()
  })

  test('a word of a language that the question is not in', () => {
    expect(read('courier')).toBeNull()
    expect(read('courier', new Set(['fr']))).toBe('courrier')
  })

  test('the same word read in another language first', () => {
    expect(read('sortent', new Set(['fr']))).toBe('sortant')
    expect(read('sortent')).toBeNull()
  })
})

describe('words that run together are taken apart', () => {
  test.each([
    ['outgoingserver', ['outgoing', 'server']],
    ['serverport', ['server', 'port']],
  ])('%s', (written, parts) => {
    expect(speller.split(written)).toEqual(parts)
  })

  test.each(['password', 'outgoing', 'serverx', 'x'.repeat(40)])('but not %s', (written) => {
    expect(speller.split(written)).toBeNull()
  })
})

test.each([
  ['', '', 0],
  ['imap', 'imap', 0],
  ['imap', 'imp', 1],
  ['imap', 'iamp', 1],
  ['imap', 'pop3', 3],
  ['a', 'abcdef', 3],
])('from %j to %j it is %d mistakes', (a, b, count) => {
  expect(Math.min(3, typingMistakes(a, b))).toBe(count)
  expect(Math.min(3, typingMistakes(b, a))).toBe(count)
})

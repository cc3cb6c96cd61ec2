/** The words of redaction: every language says what every other says, and a mistake in a file is named. */
import { describe, expect, it } from 'vitest'
import { holdsPassword } from '../../src/privacy/redact.ts'
import { parseTable, readTables } from '../../src/privacy/tables.ts'

const tables = readTables()
const languages = tables.filter(({ language }) => language !== 'common')

/** Without these a language would find nothing of a kind. */
const NEEDED = [
  ...([
    'password',
    'code',
    'code-alone',
    'answer',
    'question',
    'reply',
    'tax',
    'card',
    'card-code',
    'phone',
  ] as const),
  ...([
    'user',
    'credentials',
    'log-in',
    'is',
    'to',
    'as',
    'and',
    'not',
    'the',
    'use',
    'changed',
    'gave',
  ] as const),
  ...(['of', 'adjective', 'hedge', 'unit', 'error', 'said'] as const),
]

describe('the tables', () => {
  it('are there for every language that is promised', () => {
    expect(languages.map(({ language }) => language)).toEqual([
      'cs',
      'de',
      'en',
      'es',
      'fi',
      'fr',
      'it',
      'ja',
      'nl',
      'pl',
      'pt',
      'sv',
      'tr',
      'zh',
    ])
  })

  it.each(languages)('$language fills every list that a kind needs', ({ lists }) => {
    expect(NEEDED.filter((list) => (lists.get(list) ?? []).length === 0)).toEqual([])
  })

  it.each(languages)('a name of a password in $language alone is no password', ({ lists }) => {
    const names = lists.get('password')!.filter((name) => !name.includes('*'))
    expect(names.filter((name) => holdsPassword(name))).toEqual([])
  })

  it('take braces and commas as written', () => {
    const { lists } = parseTable('xx.yaml', 'password: "word{,s}, {old,new} secret word"\nis: "is was"')
    expect(lists.get('password')).toEqual(['word', 'words', 'old secret word', 'new secret word'])
    expect(lists.get('is')).toEqual(['is', 'was'])
  })
})

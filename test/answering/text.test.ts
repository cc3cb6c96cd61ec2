import { describe, expect, test } from 'vitest'
import { fill, placeholdersOf, plainText, richText } from '../../src/answering/text.ts'

describe('a text of the knowledge becomes words to show', () => {
  test('with its menu paths and things to type apart', () => {
    expect(richText('Open **File > Account** and type `{port}`.', { port: 993 })).toEqual([
      { text: 'Open ' },
      { text: 'File > Account', style: 'strong' },
      { text: ' and type ' },
      { text: '993', style: 'code' },
      { text: '.' },
    ])
  })

  test('and a value brings no marks and no placeholders of its own', () => {
    expect(richText('User: {user}', { user: '**`{port}`**' })).toEqual([{ text: 'User: **`{port}`**' }])
    expect(fill('{a}{b}', { a: '{b}', b: 1 })).toBe('{b}1')
  })

  test('a placeholder without a value is named, so that the check can say where', () => {
    expect(() => fill('Port {port}', {})).toThrow('{port}')
    expect(placeholdersOf('{in.port} and {limit.message}')).toEqual(['in.port', 'limit.message'])
  })

  test('a mark that is never closed is only a character', () => {
    expect(plainText(richText('2 ** 3 and a ` tick'))).toBe('2 ** 3 and a ` tick')
  })
})

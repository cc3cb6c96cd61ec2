import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { code, escapeText, link, plain } from '../../../adapters/discord/escape.ts'
import { markdown } from './html.ts'
import { plainOf } from './reading.ts'

describe('text from outside in Discord', () => {
  it.each([
    '<@1400000000000000001>',
    '<@!1>',
    '<@&1>',
    '<#1300000000000000001>',
    '</ask:16>',
    '<:smile:16>',
    '<a:wave:16>',
    '<t:1:R>',
    '<id:guide>',
  ])('cannot bring %s', (mention) => {
    for (const text of [escapeText(`see ${mention} now`), code(mention), plain(mention)])
      expect(text).not.toContain(mention)
  })

  it.each(['@everyone', '@here', '@Everyone'])('cannot call %s, in any style', (call) => {
    for (const text of [escapeText(call), code(call), plain(call)])
      expect(text.toLowerCase()).not.toContain(call.toLowerCase())
  })

  it('cannot hide where a link leads', () => {
    const html = markdown(escapeText('[your bank](https://evil.example)'))
    expect(html).not.toContain('>your bank<')
    expect(html).toContain('evil.example')
  })

  it('keeps a plain web address whole, so that it still leads there', () => {
    expect(escapeText('see https://example.com/a_b_c?d=*e* now')).toContain('https://example.com/a_b_c?d=*e*')
  })

  it('cannot make headings, quotes, lists, small print or a spoiler', () => {
    for (const text of ['# big', '> said', '- item', '-# small', '1. first', '||hidden||', '* star'])
      expect(markdown(escapeText(text))).toBe(`<div>${text.replace('>', '&#62;')}</div>`)
  })

  it('keeps a value to be copied as it is', () => {
    expect(code('mail.example_one.com')).toBe('`mail.example_one.com`')
  })

  it('gives up the code style for what would end it early', () => {
    expect(plainOf(code('a`b'))).toBe('a`b')
    expect(code('a`b')).not.toMatch(/^`/)
  })

  it('shows only the title of a link that leads nowhere safe', () => {
    expect(link('a title', 'javascript:alert(1)')).toBe('a title')
    expect(link('a [title]', 'https://example.com/a(b)>c')).toBe(
      '[a \\[title\\]](<https://example.com/a%28b%29%3Ec>)',
    )
  })

  it('shows every text as it was written, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'ab1 _*~`|[]()<>@#:/-+.!\\'.split('')), maxLength: 30 }),
        (text) => {
          const shown = plainOf(escapeText(text)).replaceAll('\u200B', '')
          expect(shown).toBe(text)
        },
      ),
      { numRuns: 500 },
    )
  })
})

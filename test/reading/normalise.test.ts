import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normalise } from '../../src/reading/text/normalise.ts'

describe('text is compared without what people leave out or programs put in', () => {
  test.each([
    ['accents', 'Réception différée', 'reception differee'],
    ['accents written as marks of their own', 'Re\u0301ception', 'reception'],
    ['capitals', 'IMAP Port', 'imap port'],
    ['zero-width characters inside a word', 'I\u200bM\u2060A\ufeffP', 'imap'],
    ['soft hyphens', 'pass\u00adword', 'password'],
    ['marks that turn the direction', '\u202eimap\u202c', 'imap'],
    ['curly quotes', 'can\u2019t', 'cant'],
    ['French quotation marks', '\u00abport\u00bb', '"port"'],
    ['long dashes', 'POP3 \u2013 IMAP', 'pop3 - imap'],
    ['full-width letters', 'ＩＭＡＰ', 'imap'],
    ['ligatures', 'con\ufb01guration', 'configuration'],
    ['null bytes and other controls', 'im\u0000ap', 'im ap'],
    ['e-mail in its spellings', 'e-mail, E-Mail, e mail', 'email, email, email'],
    ['English contractions', "don't, isn't, I've", 'dont, isnt, ive'],
  ])('%s', (_what, written, compared) => {
    expect(normalise(written)).toBe(compared)
  })

  test('line breaks stay, since they end a thought', () => {
    expect(normalise('Server\nPort')).toBe('server\nport')
  })

  test('French elision keeps its apostrophe', () => {
    expect(normalise('l\u2019adresse d\u2019envoi')).toBe("l'adresse d'envoi")
  })

  test('any text is normalised, and once is enough', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const once = normalise(text)
        expect(once).not.toMatch(/[\u0000-\u0008\u200b-\u200f\u202a-\u202e\ufeff]/)
        expect(once.toLowerCase()).toBe(once)
      }),
      { numRuns: 300 },
    )
  })
})

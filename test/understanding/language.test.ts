import { expect, test } from 'vitest'
import { tokenise } from '../../src/reading/text/tokens.ts'
import { createLanguageTeller } from '../../src/understanding/language.ts'

const words = (text: string) => new Set(text.split(' '))
const vocabulary = { en: words('port mail password'), fr: words('port courriel'), de: words('mail passwort') }
const teller = createLanguageTeller(
  new Map([
    ['en', words('the which is a for')],
    ['fr', words('le quel est un pour')],
    ['de', words('der welcher ist ein für')],
  ]),
  (word) =>
    new Set(Object.entries(vocabulary).flatMap(([language, own]) => (own.has(word) ? [language] : []))),
)
const guess = (text: string) => teller.guess(tokenise(text))

test.each([
  ['which is the port for mail', 'en'],
  ['quel est le port', 'fr'],
  ['welcher port ist der richtige', 'de'],
])('%s', (text, language) => {
  expect(guess(text).language).toBe(language)
})

test.each(['', 'imap 993', 'port', '???'])('nothing tells the language of %j', (text) => {
  expect(guess(text).language).toBeNull()
})

test('the language of technical words is read in every question', () => {
  expect([...guess('quel est le port').active]).toEqual(expect.arrayContaining(['en', 'fr']))
})

test('a word that many languages share says less than one of a single language', () => {
  expect(guess('port courriel').language).toBe('fr')
})

/** Ports, codes, programs and devices that a question names, in words that leave some of it out. */
import { beforeAll, describe, expect, test } from 'vitest'
import { createUnderstanding, type Understanding } from '../../src/understanding/understand.ts'
import { knowledgeOf } from '../support/bot.ts'

let understanding: Understanding
beforeAll(() => {
  understanding = createUnderstanding(knowledgeOf())
})
const said = (text: string) => understanding.read(text).said.slots

describe('a bare number is a port where one is blocked or a way is named', () => {
  test.each([
    ['port 25 is blocked by my isp', 25],
    ['my provider blocks 25', 25],
    ['Orange bloque le 25, je met quoi a la place', 25],
    ['port alternatif smtp svp, le 25 passe pas', 25],
    ['outgoing server on 25', 25],
  ])('%s', (text, port) => {
    expect(said(text).port).toBe(port)
  })

  test.each(['I sent 25 emails', 'it is blocked since 25 days', 'depuis le 25 rien ne marche'])(
    'not in "%s"',
    (text) => {
      expect(said(text)).not.toHaveProperty('port')
    },
  )

  test('a reply of a server beside an error is a code, also next to the word port', () => {
    expect(said('error 553 on that port')).toMatchObject({ code: '553' })
    expect(said('error 553 on that port')).not.toHaveProperty('port')
  })
})

describe('the program is found', () => {
  test.each([
    ['ajouter un deuxieme compte dans Courrier de windows 10', 'windows-mail'],
    ['Evolution sous Ubuntu, comment créer le compte', 'evolution'],
    ['iPhone', 'iphone'],
    ['Thunderbird on my MacBook', 'thunderbird'],
    ['on my MacBook I use Thunderbird', 'thunderbird'],
    ['on my Mac I have Outlook', 'outlook-mac'],
    ['on my iPad the reply comes from gmail', 'iphone'],
    ['non sur gmail sur mon téléphone', 'gmail-app'],
    ['no on my iPhone', 'iphone'],
  ])('%s', (text, client) => {
    expect(said(text).client).toBe(client)
  })

  test('one that is ruled out is not', () => {
    expect(said('not in Outlook, in Thunderbird').client).toBe('thunderbird')
    expect(said('it is not Outlook')).not.toHaveProperty('client')
  })

  test('two devices without a program are several', () => {
    expect(said('pour mon ipad + mon mac il vaut mieux quoi').devices).toBe('several')
    expect(said('Thunderbird on my mac')).not.toHaveProperty('devices')
  })
})

test('a word that denies in another language rules no protocol out', () => {
  expect(said('en POP3').protocol).toBe('pop3')
})

import { describe, expect, test } from 'vitest'
import { SENTENCE, tokenise } from '../../src/reading/text/tokens.ts'

const kinds = (text: string) => tokenise(text).map((token) => `${token.kind}:${token.text}`)

describe('things that mean something as a whole are taken whole', () => {
  test.each([
    ['an address', 'Anna.Muster+tag@mail.example.org', ['email:anna.muster+tag@mail.example.org']],
    ['a host name', 'imap.example.org', ['host:imap.example.org']],
    ['a web address', 'https://webmail.example.org/?a=b', ['url:https://webmail.example.org/?a=b']],
    ['a program’s code', '0x800CCC0F', ['hex:0x800ccc0f']],
    ['an enhanced status code', '5.7.26', ['enhanced:5.7.26']],
    ['a reply and an enhanced code', '550 5.1.1', ['number:550', 'enhanced:5.1.1']],
    ['a number glued to its word', 'port993', ['word:port', 'number:993']],
    ['names that end in a number', 'pop3 imap4 oauth2', ['word:pop3', 'word:imap4', 'word:oauth2']],
    ['words joined by a line', 'login_failed', ['word:login', 'word:failed']],
    ['a host with its port', 'imap.example.org:993', ['host:imap.example.org', 'number:993']],
  ])('%s', (_what, text, tokens) => {
    expect(kinds(text)).toEqual(tokens)
  })

  test.each(['Thunderbird 115.3.1', 'from 192.168.1.25', 'version 16.0.17328.20550'])(
    'the numbers of a version or an IP address are no ports: %s',
    (text) => {
      expect(tokenise(text).filter((token) => token.kind === 'number')).toEqual([])
    },
  )
})

describe('words of one thought are near each other', () => {
  const distance = (text: string) => {
    const tokens = tokenise(text, (word) => word === 'but')
    return tokens.at(-1)!.position - tokens[0]!.position
  }

  test('a comma is a small step, the end of a sentence a large one', () => {
    expect(distance('send mail')).toBe(1)
    expect(distance('send, mail')).toBe(3)
    expect(distance('send. Mail')).toBe(SENTENCE + 1)
    expect(distance('send\nmail')).toBe(SENTENCE + 1)
  })

  test('several stops end a sentence once', () => {
    expect(distance('send?!\n\n(mail')).toBe(SENTENCE + 1)
  })

  test('a contrast begins another clause of the same sentence', () => {
    const [receive, but, send] = tokenise('receive but send', (word) => word === 'but')
    expect([receive!.clause, but!.clause, send!.clause]).toEqual([0, 1, 1])
    expect(send!.sentence).toBe(receive!.sentence)
  })

  test('a sentence with a question mark asks, the others tell', () => {
    const asked = tokenise('It fails. Which port? Thanks.').map((token) => token.asked)
    expect(asked).toEqual([false, false, true, true, false])
  })

  test('a full stop inside a host name or a code ends nothing', () => {
    expect(tokenise('imap.example.org says 5.1.1 now').every((token) => token.sentence === 0)).toBe(true)
  })
})

test('4,000 characters of anything are read within a bounded number of tokens', () => {
  for (const unit of ['a ', '1 ', '. ', '@', 'a.', '(', '\u0301', '😀', 'a@b.c '])
    expect(tokenise(unit.repeat(4_000 / unit.length)).length).toBeLessThanOrEqual(4_000)
})

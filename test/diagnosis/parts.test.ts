/** The parts that a diagnosis is made of: patterns, the search for phrases, codes, and the layout of a report. */
import { describe, expect, test } from 'vitest'
import { type CodeContext, findCodes } from '../../src/diagnosis/codes.ts'
import { layOut } from '../../src/diagnosis/layout.ts'
import { PatternError, parsePattern } from '../../src/diagnosis/patterns.ts'
import { indexPhrases } from '../../src/diagnosis/phrases.ts'
import { tokenise } from '../../src/diagnosis/tokens.ts'

describe('patterns', () => {
  const finds = (pattern: string, text: string) => {
    const tokens = tokenise(text)
    const [found] = indexPhrases([{ pattern: parsePattern(pattern), value: true }])
      .find(tokens)
      .toReversed()
    return found ? text.slice(tokens[found.from]!.start, tokens[found.to]!.end) : null
  }

  test.each([
    ['mailbox (is)? full', 'your Mailbox full today', 'Mailbox full'],
    ['mailbox (is)? full', 'the mailbox is FULL', 'mailbox is FULL'],
    ['(user|mail box) unknown', 'mail box unknown', 'mail box unknown'],
    ['reject* by ... policy', 'rejected by the rules of our policy', 'rejected by the rules of our policy'],
    ['reject* by ... policy', 'rejected by policy', 'rejected by policy'],
    ['boîte pleine', 'BOITE PLEINE', 'BOITE PLEINE'],
    ['mailbox full', 'the mailbox: full', 'mailbox: full'],
  ])('%s is found in "%s"', (pattern, text, found) => {
    expect(finds(pattern, text)).toBe(found)
  })

  test.each([
    ['a gap ends with the sentence', 'reject* by ... policy', 'rejected by them. Our policy'],
    ['and after eight words', 'reject* by ... policy', 'rejected by a b c d e f g h i policy'],
    ['no phrase reaches over a blank line', 'mailbox full', 'mailbox\n\nfull'],
    ['a word is whole without a star', 'reject policy', 'rejected policy'],
  ])('%s', (_what, pattern, text) => {
    expect(finds(pattern, text)).toBeNull()
  })

  test.each([
    ['(a|b', /bracket/],
    ['(a|)', /empty/],
    ['...', /no words/],
    ['... full', /between words/],
    ['full ...', /between words/],
    ['word?', /\(word\)\?/],
    ['*', /no word/],
  ])('%s is refused with what to write', (pattern, message) => {
    expect(() => parsePattern(pattern)).toThrow(PatternError)
    expect(() => parsePattern(pattern)).toThrow(message)
  })
})

describe('codes', () => {
  const context: CodeContext = {
    programs: new Set(['17099', '-3253', '0X800CCC0F']),
    replies: new Set(['250', '421', '500', '550', '554']),
    enhanced: new Set(['X.1.1', '5.7.515']),
    errorEnds: new Set(),
    errorStarts: new Set(),
    web: false,
    versionWords: new Set(['ios', 'thunderbird']),
    units: new Set(['mb', 'mails', 'euros']),
  }
  const codes = (text: string, more: Partial<CodeContext> = {}) =>
    findCodes(text, { ...context, ...more }).map(({ kind, text: code }) => `${kind} ${code}`)

  test.each([
    ['550 5.1.1 User unknown', ['reply 550', 'enhanced 5.1.1']],
    ['550-5.1.1 User unknown', ['reply 550', 'enhanced 5.1.1']],
    ['said: 554 Transaction failed', ['reply 554']],
    ['(#5.9.9)', ['enhanced 5.9.9']],
    ['Status: 4.4.7', ['enhanced 4.4.7']],
    ['0x800ccc0f', ['program 0x800CCC0F']],
    ['800ccc0f', ['program 0x800CCC0F']],
  ])('%s', (text, found) => {
    expect(codes(text)).toEqual(found)
  })

  test.each([
    'iOS 5.1.1',
    'Thunderbird 5.1.1',
    'I have 550 mails',
    'it costs 550 euros',
    'port 550, then 554',
    '2.5.1.1',
    '192.0.2.550',
    'call 17099 now',
    '10:550',
  ])('%s holds none', (text) => {
    expect(codes(text)).toEqual([])
  })

  test('a number of a program counts beside "error" alone', () => {
    expect(codes('error 17099', { errorEnds: new Set([5]) })).toEqual(['program 17099'])
  })

  test('500 of a web server is none of ours', () => {
    expect(codes('said: 500 Internal', { web: true })).toEqual([])
  })
})

describe('the layout of a report', () => {
  const roles = (text: string, marks: Partial<Parameters<typeof layOut>[1]> = {}) =>
    layOut(text, { original: new Set(), report: new Set(), ...marks }).lines.map(({ role }) => role)

  test('prose, fields with their folded lines, and the returned message', () => {
    const text =
      'Your message was not delivered.\n\nFinal-Recipient: rfc822; a@b.example\nDiagnostic-Code: smtp; 550\n user unknown\n\nReceived: from x\nSubject: y'
    expect(roles(text)).toEqual([
      'human',
      'blank',
      'field',
      'field',
      'field',
      'blank',
      'original',
      'original',
    ])
  })

  test('the headers of a report that was pasted raw are its head, with all that hangs on them', () => {
    const text =
      'Return-Path: <>\nReceived-SPF: fail (domain not\n  permitted)\nX-Own: a\nSubject: Undelivered\n\nYour message'
    expect(roles(text)).toEqual(['head', 'head', 'head', 'head', 'head', 'blank', 'human'])
  })

  test('fields after the returned message count again', () => {
    const text =
      'Final-Recipient: rfc822; a@b.example\nReceived: from x\nStatus: 5.1.1\nFinal-Recipient: rfc822; c@d.example'
    expect(roles(text)).toEqual(['field', 'original', 'original', 'field'])
  })

  test('a recipient’s block goes to the next blank line', () => {
    const { lines, recipients } = layOut('<a@b.example>: host x said: 550\n  unknown\n\nBye', {
      original: new Set(),
      report: new Set(),
    })
    expect(lines.map(({ recipient }) => recipient)).toEqual([0, 0, -1, -1])
    expect(recipients).toEqual([{ address: 'a@b.example' }])
  })

  test('Amazon names the recipient after the action', () => {
    const { recipients } = layOut('Action: failed\nFinal-Recipient: rfc822; a@b.example\nStatus: 5.1.1', {
      original: new Set(),
      report: new Set(),
    })
    expect(recipients).toEqual([{ address: 'a@b.example', action: 'failed', status: '5.1.1' }])
  })
})

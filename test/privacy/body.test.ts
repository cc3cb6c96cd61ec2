import { describe, expect, it } from 'vitest'
import { redact } from '../../src/privacy/redact.ts'

describe('pasted mail is cut, its error lines stay', () => {
  it('headers and all that follows them', () => {
    const text = `Why did this come back?

Return-Path: <>
Received: from a.example.com (a.example.com [192.0.2.1])
\tby mx.example.com with ESMTP id 4F2D81A0C3
From: MAILER-DAEMON@example.com
To: john@example.com
Subject: Undelivered Mail
Date: Mon, 3 Mar 2025 10:00:00 +0100

<anna@example.org>: host mx.example.org said: 550 5.1.1 User unknown

Dear Anna, the contract is worth 5 million.`
    expect(redact(text)).toEqual({
      text: `Why did this come back?

[body]

<[address]@example.org>: host mx.example.org said: 550 5.1.1 User unknown
`,
      found: ['address', 'body'],
    })
  })

  it.each([
    ['an English forward', 'help\n\n-----Original Message-----\nFrom: Bob\nDear Ann, love from Bob', 'love'],
    [
      'a French forward',
      'aide\n\n-------- Message d’origine --------\nDe : Jean\nBonjour Marie, bises',
      'bises',
    ],
    [
      'Outlook headers in French',
      'De : Jean\nEnvoyé : lundi\nÀ : Marie\nObjet : contrat\n\nBonjour Marie',
      'Marie',
    ],
    ['an attributed quote', 'why\nOn Mon, 3 Mar 2025 at 10:00, Bob Smith wrote:\n> secret plans', 'plans'],
    ['the same in French', 'Le lun. 3 mars 2025 à 10:00, Jean Dupont a écrit :\n\n> bonjour Marie', 'Dupont'],
    ['three quoted lines', '> dear Ann\n> the plan is\n> secret\nwhy was it refused?', 'Ann'],
    [
      'a block of base64',
      `x\n${'TVqQAAMAAAAEAAAA8AALgAAAAAAAAAQAAAAAAAAAAAAAAAAAAAA\n'.repeat(3)}what is this`,
      'TVqQ',
    ],
    ['one endless word', `see ${'QmFzZTY0IGRhdGE'.repeat(12)} here`, 'QmFzZTY0'],
  ])('%s', (_, text, gone) => {
    const result = redact(text)
    expect(result.text).not.toContain(gone)
    expect(result.text).toContain('[body]')
    expect(result.found).toContain('body')
  })

  it('a question beside a quote stays', () => {
    expect(redact('> dear Ann\n> it is\n> secret\n> 550 5.1.1 user unknown\nwhy was it refused?').text).toBe(
      '[body]\n> 550 5.1.1 user unknown\nwhy was it refused?',
    )
  })
})

describe('what only looks like mail stays', () => {
  it.each([
    'Server: imap.example.com\nPort: 993\nUser: john\nSecurity: SSL/TLS\nAuthentication: normal password',
    '> EHLO me\n> 250-smtp.example.com\n> 250 AUTH PLAIN LOGIN\n> 535 5.7.8 failed',
    '> one quoted line\nand a question',
    'From: and To: are empty, why?',
    'Subject: is missing\nDate: is wrong',
    'Reporting-MTA: dns; mx.example.com\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 User unknown',
  ])('%s', (text) => {
    expect(redact(text)).toEqual({ text, found: [] })
  })
})

describe('a very long text', () => {
  const long = `My question is long. ${'word '.repeat(300)}\nError 0x800CCC0F: connection lost\n${'tail '.repeat(300)}`

  it('keeps its beginning and its error lines', () => {
    const { text, found } = redact(long)
    expect(text.length).toBeLessThan(1_200)
    expect(text).toMatch(
      /^My question is long\. (?:word )+word\n\[body\]\nError 0x800CCC0F: connection lost$/,
    )
    expect(text.indexOf('\n')).toBeGreaterThan(580)
    expect(found).toEqual(['body'])
  })

  it('of 1,200 characters is whole, of 1,201 is cut', () => {
    const text = 'word '.repeat(240)
    expect(redact(text)).toEqual({ text, found: [] })
    expect(redact(`${text}x`).found).toEqual(['body'])
  })

  it('does not lose half a character', () => {
    expect(redact('😀'.repeat(2_000)).text.isWellFormed()).toBe(true)
  })

  it('has a password taken out before it is cut, wherever it stands', () => {
    const { text, found } = redact(`${'word '.repeat(400)} error: my password is hunter2, failed`)
    expect(text).not.toContain('hunter2')
    expect(found).toEqual(['password', 'body'])
  })
})

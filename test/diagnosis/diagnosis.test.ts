import { describe, expect, test } from 'vitest'
import { diagnose, entryOf } from '../../src/diagnosis/diagnosis.ts'
import { knowledge } from './read.ts'

const read = (text: string, own: string[] = []) => diagnose(text, knowledge, { own })

describe('what a report says is taken whole', () => {
  const report = `This is the mail system at host out.acorn-press.example.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

<anna@partner.example>: host mx1.partner.example[203.0.113.10] said: 550 5.1.1
    <anna@partner.example>: Recipient address rejected: User unknown in virtual
    mailbox table (in reply to RCPT TO command)

Reporting-MTA: dns; out.acorn-press.example

Final-Recipient: rfc822; anna@partner.example
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx1.partner.example
Diagnostic-Code: smtp; 550 5.1.1 <anna@partner.example>: Recipient address
    rejected: User unknown in virtual mailbox table`

  test('who said it, about whom, in which words and codes', () => {
    expect(read(report)).toMatchObject({
      reason: 'userunknown',
      actor: 'customer',
      permanent: true,
      code: '5.1.1',
      enhanced: '5.1.1',
      reply: '550',
      recipients: ['anna@partner.example'],
      server: 'mx1.partner.example',
      reporter: 'out.acorn-press.example',
      refusedBy: 'theirs',
      report: true,
      own: false,
      words:
        '550 5.1.1 <anna@partner.example>: Recipient address rejected: User unknown in virtual mailbox table',
      entry: 'server-user-unknown',
    })
  })

  test('the entry that decided can be looked up', () => {
    expect(entryOf(read(report)!, knowledge)).toMatchObject({ reason: 'userunknown' })
  })

  test('the returned message below it says nothing', () => {
    const original =
      'Return-Path: <otto@acorn-press.example>\nSubject: 552 mailbox full, please help\n\nRelay access denied'
    expect(read(`${report}\n\nContent-Type: message/rfc822\n\n${original}`)).toEqual(read(report))
  })
})

describe('words say more than codes, and one code more than another', () => {
  const said = (words: string) =>
    read(`<anna@partner.example>: host mx.partner.example[203.0.113.9] said: ${words}`)

  test.each([
    ['554 5.7.1 Service unavailable; Client host [203.0.113.7] blocked using zen.spamhaus.org', 'blocked'],
    ['554 5.7.1 <anna@partner.example>: Relay access denied', 'norelaying'],
    ['550 5.7.1 Mailbox full', 'mailboxfull'],
    ['550 5.1.1 The email account that you tried to reach does not exist', 'userunknown'],
    ['550 5.2.2', 'mailboxfull'],
    ['550 SPF check failed', 'authfailure'],
    [
      '550 5.7.515 Access denied, sending domain does not meet the required authentication level',
      'authfailure',
    ],
    ['451 4.7.1 Greylisting in action, please come back later', 'ratelimited'],
    ['550 5.0.0', 'undefined'],
  ])('%s', (words, reason) => {
    expect(said(words)?.reason).toBe(reason)
  })

  test.each([
    ['mein Kunde bekommt „mailbox full“ zurück', 'mailboxfull'],
    ['"Relay access denied" when I send', 'norelaying'],
  ])('without any code: %s', (text, reason) => {
    expect(read(text)?.reason).toBe(reason)
  })

  test('a refused address with a temporary code is no unknown user', () => {
    expect(said('450 4.2.0 <anna@partner.example>: Recipient address rejected')).toMatchObject({
      reason: 'ratelimited',
      permanent: false,
    })
  })
})

describe('who must act', () => {
  test.each([
    [
      'a block list is ours to mend',
      '554 5.7.1 Client host [203.0.113.7] blocked using zen.spamhaus.org',
      'provider',
    ],
    [
      'so is a missing PTR record',
      '550 5.7.25 The IP address sending this message does not have a PTR record setup',
      'provider',
    ],
    [
      'records of the own domain are the customer’s',
      '550 5.7.26 This mail is unauthenticated: SPF and DKIM did not pass',
      'customer',
    ],
    ['a full mailbox is the recipient’s', '552 5.2.2 Mailbox full', 'recipient'],
    ['an address that is not there is mended by who typed it', '550 5.1.1 User unknown', 'customer'],
    ['greylisting needs nobody', '451 4.7.1 Greylisted, try again later', 'nobody'],
  ])('%s', (_what, words, actor) => {
    expect(read(`<anna@partner.example>: host mx.partner.example[203.0.113.9] said: ${words}`)?.actor).toBe(
      actor,
    )
  })

  test('a domain of the provider’s own with wrong records is ours to mend', () => {
    const [domain] = knowledge.provider.domains
    const text = (name: string) =>
      `host mx.partner.example said: 550 5.7.26 Unauthenticated email from ${name} is not accepted due to domain's DMARC policy.`
    expect(read(text('acorn-press.example'))?.actor).toBe('customer')
    expect(read(text(domain!))?.actor).toBe('provider')
  })

  test('somebody else’s report about the asker’s own full mailbox: the asker empties it', () => {
    const text = '<otto@acorn-press.example>: host mx.acorn-press.example said: 552 5.2.2 Mailbox full'
    expect(read(text)).toMatchObject({ actor: 'recipient', own: false })
    expect(read(text, ['Otto@Acorn-Press.example'])).toMatchObject({ actor: 'customer', own: true })
    expect(read(`My address is otto@acorn-press.example. A customer got this:\n\n${text}`)).toMatchObject({
      actor: 'customer',
      own: true,
    })
  })
})

describe('several recipients', () => {
  const report = (...parts: [address: string, action: string, said: string][]) =>
    `Reporting-MTA: dns; out.acorn-press.example\n\n${parts
      .map(
        ([address, action, said]) =>
          `Final-Recipient: rfc822; ${address}\nAction: ${action}\nStatus: ${said.slice(4, 9)}\nRemote-MTA: dns; mx.${address.split('@')[1]}\nDiagnostic-Code: smtp; ${said}`,
      )
      .join('\n\n')}`

  const full = report(
    ['ok@one.example', 'delivered', '250 2.0.0 Ok'],
    ['late@two.example', 'delayed', '451 4.7.1 Greylisted'],
    ['anna@three.example', 'failed', '552 5.2.2 Mailbox full'],
    ['bea@four.example', 'failed', '550 5.1.1 User unknown'],
  )

  test('the first one that failed decides, and the report says so', () => {
    const found = read(full)!
    expect(found).toMatchObject({
      reason: 'mailboxfull',
      server: 'mx.three.example',
      delivered: ['ok@one.example'],
    })
    expect(found.recipients[0]).toBe('anna@three.example')
    expect(found.recipients).toContain('bea@four.example')
    expect(found.evidence).toContainEqual({ kind: 'recipient', text: 'anna@three.example' })
  })

  test('one that still waits decides where none failed', () => {
    const found = read(
      report(
        ['ok@one.example', 'delivered', '250 2.0.0 Ok'],
        ['late@two.example', 'delayed', '451 4.7.1 Greylisted'],
      ),
    )
    expect(found).toMatchObject({
      reason: 'ratelimited',
      permanent: false,
      actor: 'nobody',
      recipients: ['late@two.example'],
    })
  })
})

describe('a text that holds no report is none', () => {
  test.each([
    'Which port do I need for IMAP?',
    'I have 550 mails in my inbox and want to move them.',
    'My mailbox is full, how do I make room?',
    'Is SPF needed for my domain?',
    'The web page shows error 500.',
    'iOS 5.1.1 on my old iPhone: does it work?',
    '',
  ])('%s', (text) => {
    expect(read(text)).toBeNull()
  })
})

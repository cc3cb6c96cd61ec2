import '../support/fast-check.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { diagnose } from '../../src/diagnosis/diagnosis.ts'
import { reportFromMessage } from '../../src/diagnosis/file.ts'
import { LARGEST_FILE, LONGEST_QUESTION } from '../../src/message.ts'
import { bytesOf, HEAD, hostileMessages, MACHINE, multipart, ORIGINAL, part, REPORT } from './messages.ts'
import { knowledge } from './read.ts'

const read = (message: string) => reportFromMessage(bytesOf(message))
async function textOf(message: string | Uint8Array): Promise<string> {
  const result = await (typeof message === 'string' ? read(message) : reportFromMessage(message))
  if ('refusal' in result) throw new Error(result.refusal)
  return result.text
}
const reasonOf = (text: string) => diagnose(text, knowledge)?.reason

describe('of a returned message only what it says is taken', () => {
  test('who sent it, its words and its machine part; never the message that came back', async () => {
    const text = await textOf(REPORT)
    expect(text).toContain('From: Mail Delivery System <mailer-daemon@out.acorn-press.example>')
    expect(text).toContain('Your message was not delivered')
    expect(text).toContain('Diagnostic-Code: smtp; 552 5.2.2 Mailbox full')
    expect(text).not.toContain('Private words')
    expect(text).not.toContain('Salary')
    expect(reasonOf(text)).toBe('mailboxfull')
  })

  test.each([
    [
      'forwarded as a file',
      multipart([part('text/plain', 'What is this?'), part('message/rfc822', REPORT)], {
        subtype: 'mixed',
        boundary: 'out',
      }),
    ],
    [
      'forwarded twice',
      multipart(
        [
          part(
            'message/rfc822',
            multipart([part('message/rfc822', REPORT)], { subtype: 'mixed', boundary: 'in' }),
          ),
        ],
        { subtype: 'mixed', boundary: 'out' },
      ),
    ],
    [
      'as a nameless file with its ending',
      multipart(
        [
          part(
            'application/octet-stream; name="returned.eml"',
            btoa(REPORT).replace(/.{76}/g, '$&\n'),
            'Content-Transfer-Encoding: base64\n',
          ),
        ],
        { subtype: 'mixed', boundary: 'out' },
      ),
    ],
    [
      'below a large file',
      multipart(
        [
          part(
            'application/pdf',
            'QUJD'.repeat(19).concat('\n').repeat(9_000),
            'Content-Transfer-Encoding: base64\n',
          ),
          part('message/rfc822', REPORT),
        ],
        { subtype: 'mixed', boundary: 'out' },
      ),
    ],
    ['out of a mailbox file', `From MAILER-DAEMON Mon Jan 5 10:00:00 2026\n${REPORT}`],
    [
      'with a machine part in base64',
      multipart([
        part('text/plain', 'Sorry.'),
        part('message/delivery-status', btoa(MACHINE), 'Content-Transfer-Encoding: base64\n'),
      ]),
    ],
    [
      'in HTML alone',
      multipart([
        part('text/html', '<style>p{}</style><p>Your message</p>'),
        part('message/delivery-status', MACHINE),
      ]),
    ],
  ])('%s', async (_what, message) => {
    const text = await textOf(message)
    expect(reasonOf(text)).toBe('mailboxfull')
    expect(text).not.toContain('Private words')
  })

  test('a report without a machine part: its text, as it stands', async () => {
    const qmail = `${HEAD}\n\nHi. This is the qmail-send program at out.acorn-press.example.\n\n<anna@partner.example>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\n${ORIGINAL}`
    expect(diagnose(await textOf(qmail), knowledge)).toMatchObject({
      reason: 'userunknown',
      recipients: ['anna@partner.example'],
    })
  })

  test('the words of an HTML message, without its styles', async () => {
    const html =
      '<html><head><title>x</title></head><style>p { color: red }</style><body><p>Mailbox&nbsp;full &amp; closed</p><p>552 5.2.2</p></body></html>'
    const text = await textOf(`${HEAD}\nContent-Type: text/html; charset=utf-8\n\n${html}`)
    expect(text).toContain('Mailbox full & closed\n')
    expect(text).not.toContain('color')
  })

  test('no more than a question may have', async () => {
    const long = multipart([
      part('text/plain', 'word '.repeat(20_000)),
      part('message/delivery-status', MACHINE),
    ])
    const text = await textOf(long)
    expect(text.length).toBeLessThanOrEqual(LONGEST_QUESTION)
    expect(reasonOf(text)).toBe('mailboxfull')
  })
})

describe('wrong charsets do no harm', () => {
  test.each([
    ['one that nobody knows', 'x-nonsense'],
    ['one that is not the text’s', 'utf-8'],
    ['the right one', 'iso-8859-1'],
  ])('%s', async (_what, charset) => {
    const message = multipart([
      part(`text/plain; charset=${charset}`, 'La bo\u00eete est pleine'),
      part('message/delivery-status', MACHINE),
    ])
    const bytes = Uint8Array.from(message.replace(/\n/g, '\r\n'), (letter) => letter.charCodeAt(0))
    expect(reasonOf(await textOf(bytes))).toBe('mailboxfull')
  })

  test('UTF-16, as text editors save it, and a mark before the first header', async () => {
    const utf16 = new Uint8Array([
      0xff,
      0xfe,
      ...[...REPORT].flatMap((letter) => [letter.charCodeAt(0) & 255, letter.charCodeAt(0) >> 8]),
    ])
    expect(reasonOf(await textOf(utf16))).toBe('mailboxfull')
    expect(reasonOf(await textOf(new Uint8Array([0xef, 0xbb, 0xbf, ...bytesOf(REPORT)])))).toBe('mailboxfull')
  })
})

describe('what is no message, too large or hostile is refused with its reason', () => {
  const nested = (depth: number) =>
    Array.from(
      { length: depth },
      (_, index) => `--b${index - 1}\nContent-Type: multipart/mixed; boundary=b${index}\n`,
    ).join('\n')

  test.each([
    ['an empty file', '', 'no-message'],
    ['a PDF', '%PDF-1.7\n\u0000\u0001', 'no-message'],
    ['a picture', '\u0089PNG\r\n\u001a\n\u0000', 'no-message'],
    ['a text', 'Hello there,\n\nthis is no message.', 'no-message'],
    ['settings', 'server: imap.example.org\nport: 993', 'no-message'],
    ['zeros', '\u0000'.repeat(1_000), 'no-message'],
    ['a header without an end', `${HEAD}\nX-Long: ${'a b '.repeat(100_000)}`, 'unreadable'],
    [
      'a thousand parts within parts',
      `${HEAD}\nContent-Type: multipart/mixed; boundary=b-1\n\n${nested(1_000)}`,
      'unreadable',
    ],
    ['more than a megabyte', `${HEAD}\n\n${'x'.repeat(LARGEST_FILE)}`, 'too-large'],
  ])('%s', async (_what, message, refusal) => {
    expect(await read(message)).toEqual({ refusal })
  })

  test('a .msg file of Outlook has a reason of its own', async () => {
    const msg = new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0])
    expect(await reportFromMessage(msg)).toEqual({ refusal: 'outlook-file' })
  })

  test.each(Object.entries(hostileMessages(LARGEST_FILE)))(
    'a megabyte of %s is read so far, or refused',
    async (_what, message) => {
      const result = await read(message)
      if ('text' in result) expect(result.text.length).toBeLessThanOrEqual(LONGEST_QUESTION)
      else expect(['unreadable', 'too-large']).toContain(result.refusal)
    },
  )

  test('any bytes are read or refused', async () => {
    const piece = fc.oneof(
      fc.constantFrom(...REPORT.split('\n').map((text) => `${text}\n`), '--b1\n', '--b1--\n', '\n', ' '),
      fc.string({ unit: 'binary', maxLength: 40 }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 60 }), fc.boolean(), async (pieces, begun) => {
        const result = await reportFromMessage(bytesOf(`${begun ? `${HEAD}\n` : ''}${pieces.join('')}`))
        if ('text' in result) expect(result.text.length).toBeLessThanOrEqual(LONGEST_QUESTION)
        else expect(['no-message', 'unreadable']).toContain(result.refusal)
      }),
      { numRuns: 300 },
    )
  })
})

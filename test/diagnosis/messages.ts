/** Message files as mail programs save them, built for the tests. */

const encoder = new TextEncoder()
export const bytesOf = (text: string) => encoder.encode(text.replace(/\r?\n/g, '\r\n'))

export const HEAD =
  'From: Mail Delivery System <mailer-daemon@out.acorn-press.example>\nSubject: Undelivered Mail\nDate: Mon, 5 Jan 2026 10:00:00 +0000'

export const MACHINE = `Reporting-MTA: dns; out.acorn-press.example

Final-Recipient: rfc822; anna@partner.example
Action: failed
Status: 5.2.2
Remote-MTA: dns; mx.partner.example
Diagnostic-Code: smtp; 552 5.2.2 Mailbox full`

export const ORIGINAL =
  'From: otto@acorn-press.example\nTo: anna@partner.example\nSubject: Salary, relay access denied\n\nPrivate words: 550 user unknown'

/** A multipart message of these parts, each with its own headers. */
export function multipart(
  parts: string[],
  { head = HEAD, subtype = 'report; report-type=delivery-status', boundary = 'b1' } = {},
): string {
  const body = parts.map((part) => `--${boundary}\n${part}\n`).join('')
  return `${head}\nMIME-Version: 1.0\nContent-Type: multipart/${subtype}; boundary="${boundary}"\n\n${body}--${boundary}--\n`
}

export const part = (type: string, body: string, more = '') => `Content-Type: ${type}\n${more}\n${body}`

export const REPORT = multipart([
  part('text/plain', 'Your message was not delivered to anna@partner.example.'),
  part('message/delivery-status', MACHINE),
  part('message/rfc822', ORIGINAL),
])

/** Messages of a megabyte that make the most work, by what they are full of: for the benchmark and the tests. */
export function hostileMessages(size: number): Record<string, string> {
  const start = 'From: a@b.example\r\nSubject: x\r\n'
  const full = (head: string, piece: string) =>
    `${start}${head}${piece.repeat(Math.ceil(size / piece.length))}`.slice(0, size)
  const mixed = 'Content-Type: multipart/mixed; boundary=b\r\n\r\n'
  const nested = Array.from(
    { length: 19 },
    (_, index) => `--b${index - 1}\r\nContent-Type: multipart/mixed; boundary=b${index}\r\n\r\n`,
  ).join('')
  return {
    'header fields': full('', 'a: b\r\n'),
    'a folded header': full('X: a\r\n', ' b\r\n'),
    'encoded words': full('Subject: ', '=?utf-8?q?a?= '),
    addresses: full('To: ', '<a@b>,'),
    'empty lines': full('\r\n', '\n'),
    parts: full(mixed, '--b\r\n\r\n'),
    'parts within parts': full(`Content-Type: multipart/mixed; boundary=b-1\r\n\r\n${nested}`, '--\r\n'),
    'messages within a message': full(
      mixed,
      `--b\r\nContent-Type: message/rfc822\r\n\r\n${start}${'x\r\n'.repeat(900)}`,
    ),
    'flowed lines': full('Content-Type: text/plain; format=flowed\r\n\r\n', 'a \r\n'),
    'open tags': full('Content-Type: text/html\r\n\r\n', '<a href="'),
    base64: full('Content-Transfer-Encoding: base64\r\n\r\n', 'Y\r\n'),
  }
}

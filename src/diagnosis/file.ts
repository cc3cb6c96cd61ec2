/**
 * A message file (RFC 5322, `.eml`) as the text of a question: what a returned message says, without the message that
 * came back. For the browser as well. Pure: bytes in, text or the reason why not out; nothing is kept.
 */
import PostalMime, { type Email } from 'postal-mime'
import { LARGEST_FILE, LONGEST_QUESTION } from '../message.ts'

/** Why a file is not read: each has one line of words in the front ends. */
export type FileRefusal =
  | 'too-large'
  /** No header field of a message at its beginning. */
  | 'no-message'
  /** An Outlook `.msg` file, which is another format (MS-OXMSG). */
  | 'outlook-file'
  /** Headers without an end, or parts within parts. */
  | 'unreadable'

export type FileText = { text: string } | { refusal: FileRefusal }

// postal-mime takes up to 8 ms for each thousand lines (bench:diagnosis), twice that on a busy machine.
const MOST_LINES = 4_000
/** Of a message and those within it. */
const MOST_LINES_IN_ALL = 6_000
/** Lines of base64 in a row that are kept: three times what a text may be long. */
const MOST_BASE64 = 1_000
const LIMITS = { maxNestingDepth: 20, maxHeadersSize: 128 * 1024, forceRfc822Attachments: true }
/** Messages within a message that are looked into, and how deep. */
const MOST_NESTED = 5
const DEEPEST = 3

/** How much of each part is taken, in characters: together no more than `LONGEST_QUESTION`. */
const ROOM = { head: 500, human: 10_000, machine: 5_400 }
/** How much HTML is looked at for the words in it, in characters. */
const MOST_HTML = 200_000

/** What only messages begin with. */
const FIELDS = new Set([
  'from',
  'to',
  'subject',
  'date',
  'message-id',
  'received',
  'return-path',
  'mime-version',
])
/** The name of a header field (RFC 5322, 3.6.8) with its colon. */
const FIELD = /^[!-9;-~]{1,76}[ \t]{0,2}:/
const OUTLOOK = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]

/** Takes less than 200 ms for any bytes. Never throws. */
export async function reportFromMessage(bytes: Uint8Array): Promise<FileText> {
  if (bytes.length > LARGEST_FILE) return { refusal: 'too-large' }
  if (OUTLOOK.every((byte, index) => bytes[index] === byte)) return { refusal: 'outlook-file' }
  const message = asUtf8(bytes)
  if (!FIELD.test(new TextDecoder().decode(message.subarray(0, 100)))) return { refusal: 'no-message' }
  try {
    const found = await readMessage(message, 0, { lines: MOST_LINES_IN_ALL, messages: MOST_NESTED })
    if (!found) return { refusal: 'no-message' }
    const text = found.text.slice(0, LONGEST_QUESTION).trim()
    return text === '' ? { refusal: 'no-message' } : { text }
  } catch {
    return { refusal: 'unreadable' }
  }
}

interface Found {
  text: string
  /** It holds the machine part of RFC 3464. */
  isReport: boolean
}

interface Budget {
  lines: number
  messages: number
}

async function readMessage(bytes: Uint8Array, depth: number, budget: Budget): Promise<Found | null> {
  const { kept, lines } = shortened(bytes, Math.min(MOST_LINES, budget.lines))
  budget.lines -= lines
  const email = await PostalMime.parse(kept, LIMITS)
  if (!email.headers.some(({ key }) => FIELDS.has(key))) return null
  const head = headOf(email).slice(0, ROOM.head)
  const human = (email.text ?? textOf((email.html ?? '').slice(0, MOST_HTML))).slice(0, ROOM.human)
  const machine = email.attachments
    .filter(({ mimeType }) => /^message\/(?:global-)?delivery-status$/.test(mimeType))
    .map(({ content }) => contentOf(content))
    .join('\n\n')
    .slice(0, ROOM.machine)
  const text = clean([head, human.trim(), machine.trim()].filter(Boolean).join('\n\n'))
  if (machine) return { text, isReport: true }
  return withNested({ text, isReport: false }, email, depth, budget)
}

/** A report that was forwarded as a file; else the message with what hangs on it, which may be what came back. */
async function withNested(own: Found, email: Email, depth: number, budget: Budget): Promise<Found> {
  const texts = [own.text]
  if (depth < DEEPEST)
    for (const { mimeType, filename, content } of email.attachments) {
      const isMessage = /^message\/(?:rfc822|global)$/.test(mimeType) || /\.eml$/i.test(filename ?? '')
      if (!isMessage || budget.messages === 0 || budget.lines <= 0) continue
      budget.messages--
      const nested = await readMessage(asBytes(content), depth + 1, budget)
      if (nested?.isReport) return nested
      if (nested) texts.push(`Content-Type: message/rfc822\n\n${nested.text}`)
    }
  return { text: texts.join('\n\n'), isReport: false }
}

function headOf({ from, subject, headers }: Email): string {
  const failed = headers.find(({ key }) => key === 'x-failed-recipients')?.value
  const name = [from?.name, from?.address && `<${from.address}>`].filter(Boolean).join(' ')
  return [
    name && `From: ${name}`,
    subject && `Subject: ${subject}`,
    failed && `X-Failed-Recipients: ${failed}`,
  ]
    .filter(Boolean)
    .map((line) => String(line).replace(/\s+/g, ' '))
    .join('\n')
}

/**
 * The first lines, without what is only the bulk of an attachment: so that a report is found below a large file, and
 * nothing takes longer than its lines allow.
 */
function shortened(bytes: Uint8Array, most: number): { kept: Uint8Array; lines: number } {
  const kept = new Uint8Array(bytes.length)
  let length = 0
  let lines = 0
  let base64 = 0
  for (let start = 0; start < bytes.length && lines < most; ) {
    const feed = bytes.indexOf(0x0a, start)
    const end = feed < 0 ? bytes.length : feed + 1
    base64 = isBase64(bytes, start, end) ? base64 + 1 : 0
    if (base64 <= MOST_BASE64) {
      kept.set(bytes.subarray(start, end), length)
      length += end - start
      lines++
    }
    start = end
  }
  return { kept: kept.subarray(0, length), lines }
}

/** Sixty or more characters without a blank or a colon, as base64 is broken into lines. */
function isBase64(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < 60) return false
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!
    if (byte === 0x20 || byte === 0x3a || byte === 0x09) return false
  }
  return true
}

/** Without the marks that programs put before the first header, and out of UTF-16, as text editors save it. */
function asUtf8(bytes: Uint8Array): Uint8Array {
  const [first, second, third] = bytes
  if (first === 0xff && second === 0xfe)
    return new TextEncoder().encode(new TextDecoder('utf-16le').decode(bytes))
  if (first === 0xfe && second === 0xff)
    return new TextEncoder().encode(new TextDecoder('utf-16be').decode(bytes))
  let start = first === 0xef && second === 0xbb && third === 0xbf ? 3 : 0
  while ([0x0a, 0x0d, 0x20, 0x09].includes(bytes[start]!)) start++
  // "From anna@example.com Mon Jan ..." of a mailbox file (RFC 4155).
  if ([0x46, 0x72, 0x6f, 0x6d, 0x20].every((byte, index) => bytes[start + index] === byte))
    start = bytes.indexOf(0x0a, start) + 1 || start
  return bytes.subarray(start)
}

function asBytes(content: ArrayBuffer | Uint8Array | string): Uint8Array {
  if (typeof content === 'string') return new TextEncoder().encode(content)
  return content instanceof Uint8Array ? content : new Uint8Array(content)
}

const contentOf = (content: ArrayBuffer | Uint8Array | string) =>
  new TextDecoder().decode(asBytes(content)).trim()

const ENTITIES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  nbsp: ' ',
  '#39': "'",
  apos: "'",
}

/** The words of HTML, a line for each block. Linear: every piece between two tags is looked at once. */
function textOf(html: string): string {
  let hidden = false
  return html
    .split('<')
    .map((piece, index) => {
      const [tag, words] =
        index === 0 ? ['', piece] : [piece.split('>', 1)[0]!, piece.slice(piece.indexOf('>') + 1)]
      if (/^(?:style|script|head)\b/i.test(tag)) hidden = true
      if (/^\/(?:style|script|head)\b/i.test(tag)) hidden = false
      if (hidden) return ''
      return /^\/?(?:p|div|br|tr|li|h\d|table|ul|ol|pre)\b/i.test(tag) ? `\n${words}` : words
    })
    .join('')
    .replace(/&(amp|lt|gt|quot|nbsp|apos|#39);/g, (_whole, name: string) => ENTITIES[name]!)
    .replace(/[ \t]+/g, ' ')
    .replace(/\n\s{2,}/g, '\n\n')
}

/** Without what cannot be seen. */
function clean(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b-\u001f\u007f\ufeff]/g, '')
}

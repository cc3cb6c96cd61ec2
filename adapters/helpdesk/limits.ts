/** Every number that this adapter keeps to, with where it comes from. */
import { LONGEST_QUESTION } from '../../src/message.ts'

export const LIMITS = {
  /** Standard Webhooks, reference libraries: how old or how far ahead a delivery may be, in seconds. */
  toleranceSeconds: 5 * 60,
  /** Standard Webhooks, "Signature scheme": a symmetric key is 24 to 64 bytes long. */
  secretBytes: { least: 24, most: 64 },
  /** Standard Webhooks, example schedule: a sender may try the same delivery for about 75 hours. */
  deliveryKeptMinutes: 76 * 60,
  /** Standard Webhooks, "Request timeouts": 15 to 30 s, in milliseconds. */
  replyTimeout: 15_000,
  /** How long a visitor waits for a ticket number before the ticket is opened behind the scenes, in milliseconds. */
  ticketTimeout: 8_000,
  /** The widget's largest body: 16,000 characters of up to six bytes as JSON writes them, and some more. */
  widgetBodyBytes: 128 * 1024,
  /** RFC 5321, 4.5.3.1.3: a path of 256 octets, less its angle brackets. */
  email: 254,
  name: 100,
  text: LONGEST_QUESTION,
  /** People asked for from one address in an hour: an office behind one address, but no flood of tickets. */
  handoffsPerHour: 20,
  /** The widget's `widget.js`, gzipped: issue 6. */
  widgetGzipBytes: 20 * 1024,
  /** WHMCS `tbltickets.title` is a text column, but its ticket list shows one line. */
  subject: 100,
} as const

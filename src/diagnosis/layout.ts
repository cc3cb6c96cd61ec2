/**
 * How a pasted report is laid out: which lines are the report, which the returned message, and which line speaks of
 * which recipient. RFC 3464 fields, and the human parts of the mail systems, in whatever order they were pasted.
 */

export type Role =
  /** Prose of the report or of the person who pasted it. */
  | 'human'
  /** A field of the machine part (RFC 3464). */
  | 'field'
  /** A header line of the report itself, or of a forwarded copy. */
  | 'head'
  /** Quoted with `>`. */
  | 'quoted'
  /** The returned message: never says why. */
  | 'original'
  | 'blank'

export interface Line {
  role: Role
  /** Index of the recipient that the line is about, or -1. */
  recipient: number
  /** Part of what a server said, by its place: in a recipient's block, or in `Diagnostic-Code`. */
  said: boolean
}

export interface Recipient {
  /** As printed. */
  address: string
  /** RFC 3464: `failed`, `delayed`, `delivered`, `relayed`, `expanded`; lower case. */
  action?: string
  status?: string
  /** Of `Remote-MTA`. */
  remote?: string
}

export interface Layout {
  lines: Line[]
  recipients: Recipient[]
  /** Of `Reporting-MTA`. */
  reporting?: string
  /** A machine part is there. */
  hasFields: boolean
}

/** What the words of the text say about its lines, by their index. */
export interface LineMarks {
  /** What follows is the returned message. */
  original: ReadonlySet<number>
  /** Only reports say so, or a code stands there. */
  report: ReadonlySet<number>
}

const FIELD =
  /^(?:Final-Recipient|Original-Recipient|Action|Status|Remote-MTA|Diagnostic-Code|Last-Attempt-Date|Will-Retry-Until|Final-Log-ID|Reporting-MTA|DSN-Gateway|Received-From-MTA|Arrival-Date|Original-Envelope-Id|X-Supplementary-Info|X-Display-Name|X-Postfix-[A-Za-z-]{1,20})\s{0,2}:/i
/** These begin a machine part even after the returned message. */
const MACHINE = /^(?:Final-Recipient|Reporting-MTA|Diagnostic-Code)\s{0,2}:/i
/** Headers that a report's copy of the message begins with, and prose never. */
const TRACE =
  /^(?:Return-Path|Received|DKIM-Signature|ARC-[A-Za-z-]{1,30}|Authentication-Results|Message-ID|MIME-Version|X-Mailer|User-Agent|Content-Type:\s{0,4}(?:message\/rfc822|text\/rfc822-headers))\b/i
const HEADERS =
  /^(?:From|To|Cc|Bcc|Subject|Date|Sent|Reply-To|Sender|Delivered-To|In-Reply-To|References|Return-Path|Received|Message-ID|MIME-Version|Content-[A-Za-z-]{1,30}|Auto-Submitted|Precedence|Importance|X-[A-Za-z-]{1,40}|DKIM-Signature|ARC-[A-Za-z-]{1,30}|Authentication-Results|List-[A-Za-z-]{1,30}|User-Agent|Thread-[A-Za-z]{1,10})\s?:/i
/** Only mail systems write these, so that a line that goes on below one is theirs as well. */
const RAW = /^(?:Received|[A-Za-z]{1,30}-[A-Za-z\d-]{1,60}):/
const QUOTED = /^[ \t]{0,3}>(?!>>|[^\n]{0,80}@[^\n>]{1,80}>?\s{0,2}:)/
/** An address that a line begins with, as the reports of Postfix, qmail, Exim, sendmail and Exchange print it. */
const LED =
  /^[\s*•"'([|-]{0,10}<?(?<address>[^\s<>()"',;:]{1,64}@[^\s<>()"',;:]{1,255}?)>?["')]?(?:\s{0,4}\((?:expanded|reason|generated|ultimately)[^)]{0,300}\))?\s{0,3}(?<after>\.{3}|[:;]|\.(?=\s|$)|$|\s*\[|\s(?=R=|<)|\s*\(\w)/u
const ADDRESS_FIELD =
  /^(?:Final|Original)-Recipient\s{0,2}:\s{0,4}(?:[\w-]{1,20}\s{0,2};\s{0,4})?<?(?<address>[^\s<>;]{1,320})>?/i

/** The lines are those of `linesOf`. Linear in the length of the text. */
export function layOut(text: string, marks: LineMarks): Layout {
  const lines: Line[] = []
  const recipients: Recipient[] = []
  const byAddress = new Map<string, number>()
  const layout: Layout = { lines, recipients, hasFields: false }
  let inOriginal = false
  let seen = false
  let block = -1
  let group: FieldGroup = { names: new Set(), recipient: -1 }
  let field: string | undefined
  let inHead: 'folded' | 'plain' | undefined

  for (const [index, line] of text.split('\n').entries()) take(line, index)
  return layout

  function take(line: string, index: number): void {
    const add = (role: Role, recipient = -1, said = false) => lines.push({ role, recipient, said })
    if (line.trim() === '') {
      add('blank')
      block = -1
      field = undefined
      inHead = undefined
      if (group.names.size > 0) group = { names: new Set(), recipient: -1 }
      return
    }
    if (field !== undefined && /^[ \t]/.test(line) && !inOriginal) {
      add('field', group.recipient, field === 'diagnostic-code')
      return
    }
    field = undefined
    const name = FIELD.exec(line)?.[0].replace(/\s*:$/, '').toLowerCase()
    if (name !== undefined && (!inOriginal || MACHINE.test(line))) {
      inOriginal = false
      seen = true
      takeField(name, line)
      add('field', group.recipient, name === 'diagnostic-code')
      field = name
      return
    }
    if (inOriginal) return void add('original')
    if (seen && (marks.original.has(index) || TRACE.test(line))) {
      inOriginal = true
      return void add('original')
    }
    if (QUOTED.test(line)) return void add('quoted')
    if (HEADERS.test(line) || (inHead && RAW.test(line)) || (inHead === 'folded' && /^[ \t]/.test(line))) {
      inHead = inHead === 'folded' || RAW.test(line) ? 'folded' : 'plain'
      return void add('head')
    }
    inHead = undefined
    if (marks.report.has(index)) seen = true
    const led = LED.exec(line)?.groups
    if (led?.address !== undefined) {
      block = recipientOf(led.address)
      seen = true
    }
    add('human', block, block >= 0)
  }

  function takeField(name: string, line: string): void {
    layout.hasFields = true
    const value = line.slice(line.indexOf(':') + 1).trim()
    if (name === 'reporting-mta') {
      layout.reporting = typed(value)
      return
    }
    // A field that the group has already begins the next recipient, where blank lines were lost.
    if (group.names.has(name) && name !== 'original-recipient') group = { names: new Set(), recipient: -1 }
    group.names.add(name)
    const address = ADDRESS_FIELD.exec(line)?.groups?.address
    if (address?.includes('@')) {
      // The final one names the mailbox; the original one only where it is missing.
      if (name === 'final-recipient' || group.recipient < 0) bind(recipientOf(address))
    }
    if (name === 'action') fill({ action: value.toLowerCase().split(/[^a-z]/)[0] ?? '' })
    if (name === 'status') fill({ status: value })
    if (name === 'remote-mta') fill({ remote: typed(value) })
  }

  /** What was said before the address was named belongs to it as well: Amazon writes `Action` first. */
  function bind(recipient: number): void {
    group.recipient = recipient
    Object.assign(recipients[recipient]!, group.pending)
    delete group.pending
    for (let at = lines.length - 1; at >= 0 && lines[at]!.role === 'field' && lines[at]!.recipient < 0; at--)
      lines[at]!.recipient = recipient
  }

  function fill(facts: Partial<Recipient>): void {
    if (group.recipient < 0) group.pending = { ...group.pending, ...facts }
    else Object.assign(recipients[group.recipient]!, facts)
  }

  function recipientOf(address: string): number {
    const wanted = address.toLowerCase()
    const known = byAddress.get(wanted) ?? recipients.push({ address }) - 1
    byAddress.set(wanted, known)
    return known
  }
}

interface FieldGroup {
  names: Set<string>
  recipient: number
  pending?: Partial<Recipient>
}

/** `dns; mx.example.com (192.0.2.1, the server for the domain)` is `mx.example.com`. */
function typed(value: string): string {
  return (
    value
      .replace(/^[\w-]{1,20}\s{0,2};\s{0,4}/, '')
      .split(/[\s(;]/)[0]
      ?.replace(/\.$/, '') ?? ''
  )
}

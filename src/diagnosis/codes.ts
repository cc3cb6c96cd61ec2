/** Finds the codes of a text: SMTP replies (RFC 5321), enhanced status codes (RFC 3463) and the numbers of programs. */

export type CodeKind = 'reply' | 'enhanced' | 'program'

export interface FoundCode {
  kind: CodeKind
  /** As written, a program's number in upper case: `550`, `5.1.1`, `0x800CCC0F`. */
  text: string
  start: number
  end: number
}

/** What tells a code from another number. */
export interface CodeContext {
  /** Program codes as in the knowledge, upper case: `0X800CCC0F`, `-3253`, `17099`. */
  programs: ReadonlySet<string>
  /** SMTP replies that the knowledge explains. */
  replies: ReadonlySet<string>
  /** Enhanced codes that the knowledge explains, with `X.` for any class. */
  enhanced: ReadonlySet<string>
  /** Offsets at which a word such as "error" or "code" ends, and at which one begins. */
  errorEnds: ReadonlySet<number>
  errorStarts: ReadonlySet<number>
  /** The text speaks of web pages. */
  web: boolean
  /** Words after which dots stand for a version ("iOS 5.1.1"), lower case. */
  versionWords: ReadonlySet<string>
  /** Words that make a number an amount ("500 messages"), lower case. */
  units: ReadonlySet<string>
}

const CODE =
  /(?<hex>\b0x[\da-f]{8}\b)|(?<bare>\b800[\da-f]{5}\b)|(?<![\d.])(?<enhanced>[245]\.\d{1,3}\.\d{1,3})(?![\d.]\d|\d)|(?<![\d.,:/@-])(?<reply>[2-5]\d\d)(?!\d|[.,:]\d|\/\d)|(?<number>-?\b\d{4,6}\b)/giu
/** How far around a code is looked, in characters. */
const AROUND = 24

/** Every code of the text in its order. Linear in its length. */
export function findCodes(text: string, context: CodeContext): FoundCode[] {
  const found: FoundCode[] = []
  for (const match of text.matchAll(CODE)) {
    const groups = match.groups!
    const start = match.index
    const end = start + match[0].length
    const add = (kind: CodeKind, code: string) => found.push({ kind, text: code, start, end })
    const hex = groups.hex ?? (groups.bare === undefined ? undefined : `0x${groups.bare}`)
    if (hex !== undefined) add('program', `0x${hex.slice(2).toUpperCase()}`)
    else if (groups.number !== undefined) {
      if (context.programs.has(groups.number) && nearError(text, start, end, context))
        add('program', groups.number)
    } else if (groups.enhanced !== undefined) {
      if (isEnhanced(text, start, groups.enhanced, found.at(-1), context)) add('enhanced', groups.enhanced)
    } else if (groups.reply !== undefined && isReply(text, start, end, groups.reply, context))
      add('reply', groups.reply)
  }
  return found
}

/** Printed as a code: after a reply, a `#` or a field's name; or one that is known and no version of a program. */
function isEnhanced(
  text: string,
  start: number,
  code: string,
  before: FoundCode | undefined,
  { enhanced, versionWords }: CodeContext,
): boolean {
  const left = text.slice(Math.max(0, start - AROUND), start)
  if (before?.kind === 'reply' && start - before.end <= 3) return true
  if (/(?:#|status:\s{0,3})$/i.test(left)) return true
  if (!enhanced.has(code) && !enhanced.has(`X${code.slice(1)}`)) return false
  const word = /([\p{L}]+)[\s(]{0,3}v?$/iu.exec(left)?.[1]
  return !/[\p{L}]v?$/u.test(left) && !(word !== undefined && versionWords.has(word.toLowerCase()))
}

/** Printed as a reply: before an enhanced code or a hyphen, where a line or a quotation begins, or beside "error". */
function isReply(text: string, start: number, end: number, code: string, context: CodeContext): boolean {
  if (!context.replies.has(code)) return false
  const left = text.slice(Math.max(0, start - AROUND), start)
  const right = text.slice(end, end + AROUND)
  if (/^(?:[ -]?#?[245]\.\d{1,3}\.\d|-[\p{L}<[])/u.test(right)) return true
  const unit = /^\s?([\p{L}%€$]+)/u.exec(right)?.[1]
  if (unit !== undefined && context.units.has(unit.toLowerCase())) return false
  // 500 to 504 are errors of web servers as well (RFC 9110).
  if (context.web && code < '505' && code >= '500') return false
  if (nearError(text, start, end, context)) return true
  // "550 User unknown": what a server says begins a line, a quotation or what follows a colon, and words follow.
  const begins = /(?:^|\n|["'“„«‹‘([<>;:]|smtp;|---? ?)\s{0,12}$/iu.test(left)
  return begins && /^(?:[ -]{1,2}[\p{L}<[#"']|[\s)\]"'”“»]*$)/u.test(right)
}

/** "error 550", "550 error", "code: 550". */
function nearError(
  text: string,
  start: number,
  end: number,
  { errorEnds, errorStarts }: CodeContext,
): boolean {
  for (let at = start; at >= Math.max(0, start - 12); at--)
    if (errorEnds.has(at))
      return /^[\s:#=("'°«“„]*(?:n[or]?[.°]?\s)?[\s("'«“„]*$/iu.test(text.slice(at, start))
  for (let at = end; at <= end + 3; at++) if (errorStarts.has(at)) return true
  return false
}

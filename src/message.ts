/**
 * What goes in and what comes out of the bot, free of any platform: a question, an answer, and the blocks
 * that an answer is made of. Each front end shows the blocks in its own way; `src/render/` holds plain text
 * and CommonMark.
 */

/** The connection protocols a mail program speaks (RFC 5321, RFC 1939, RFC 9051). */
export const PROTOCOLS = ['smtp', 'pop3', 'imap'] as const
export type Protocol = (typeof PROTOCOLS)[number]

/** `ssl` is implicit TLS (RFC 8314); `starttls` upgrades a plain connection; `none` is unencrypted. */
export const SECURITIES = ['ssl', 'starttls', 'none'] as const
export type Security = (typeof SECURITIES)[number]

export const OUTCOMES = ['answer', 'clarify', 'smalltalk', 'handoff', 'unknown'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** What was found in a question, or carried over from the one before it. Absent means: not said. */
export interface Slots {
  protocol?: Protocol | Protocol[]
  security?: Security
  port?: number
  /** The id of a program or device in `knowledge/clients`. */
  client?: string
  /** As written: an SMTP reply (`550`), an enhanced code (`5.1.1`), a program's code (`0x800CCC0F`). */
  code?: string
  /** The id of an entry in `knowledge/terms.yaml`. */
  term?: string
  /** An address in the question. Personal data: used for this answer, never stored. */
  email?: string
  devices?: 'one' | 'several'
}

/** A connection setting that an answer states. It always stands in the provider's file. */
export interface Fact {
  protocol: Protocol
  port: number
  security: Security
  status: 'supported' | 'recommended'
}

export interface Warning {
  /** Stable and machine-readable, such as `password-shared` or `unencrypted`. */
  code: string
  text: string
}

/** Something to ask next. Sending `text` back in the same conversation picks it. */
export interface Option {
  /** Short enough for a button: at most 75 characters. */
  label: string
  text: string
}

export interface Source {
  title: string
  url: string
}

/** A run of text in one style. `code` is to be copied as it is; `strong` is a menu path or a key word. */
export interface Span {
  text: string
  style?: 'code' | 'strong'
}

/** A line or paragraph. Front ends escape each span's text for their own markup. */
export type RichText = Span[]

/** A setting to type into a mail program, with its value apart so that it can be copied. */
export interface Setting {
  label: string
  value: string
}

/**
 * A part of an answer, from top to bottom:
 * `lead` is the answer in one or two sentences, and always first; `settings` are the values of one server;
 * `table` compares several; `steps` are done in order; `list` is read in any order; `hint` says what to try
 * next; `note` is an aside in small print.
 */
export type Block =
  | { kind: 'lead'; text: RichText }
  | { kind: 'paragraph'; text: RichText }
  | { kind: 'settings'; title: string; rows: Setting[] }
  | { kind: 'table'; title?: string; columns: string[]; rows: string[][] }
  | { kind: 'steps'; title?: string; items: RichText[] }
  | { kind: 'list'; title?: string; items: RichText[] }
  | { kind: 'warning'; code: string; text: RichText }
  | { kind: 'hint'; text: RichText }
  | { kind: 'note'; text: RichText }

/** The longest text of a question, in characters: a returned message pasted whole. Contract, section 1. */
export const LONGEST_QUESTION = 16_000

/** The largest message file (`.eml`) that a front end reads, in bytes. */
export const LARGEST_FILE = 1024 * 1024

/** A question as a front end hands it over. */
export interface Question {
  /** The person's own words: 1 to `LONGEST_QUESTION` characters after trimming. */
  text: string
  /** BCP 47. The language to answer in, whatever the text is written in. */
  locale?: string
  /** BCP 47. The language to answer in when neither the text nor the conversation tells one. */
  localeHint?: string
  /** 1 to 128 of `A-Z a-z 0-9 . _ : -`. Left out: a new conversation. */
  conversationId?: string
  /**
   * Who asks, as the platform names that person. Of it a keyed digest is kept, so that their data is found when they ask
   * for it.
   */
  asker?: string
  /** The front end's name, for statistics: `http`, `terminal`, `slack`, ... */
  frontEnd: string
}

/** An answer, whole: front ends show `blocks` and `options`; `text` and `markdown` are the same in one string. */
export interface Answer {
  id: string
  conversationId: string
  locale: string
  outcome: Outcome
  topic: string | null
  slots: Slots
  /** 0 to 1, calibrated: of the answers at 0.8, about four in five are right. */
  confidence: number
  blocks: Block[]
  text: string
  markdown: string
  facts: Fact[]
  warnings: Warning[]
  options: Option[]
  sources: Source[]
}

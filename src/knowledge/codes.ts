/**
 * `knowledge/codes/`, `knowledge/reports.yaml` and `languages/LANG/diagnosis.yaml`: what servers and programs print when
 * something fails, and what it means.
 */
import { z } from 'zod'
import { PatternError, parsePattern } from '../diagnosis/patterns.ts'
import { id, line, source } from './shapes.ts'

/**
 * Why a message was not delivered or a program failed: the names of Sisimai 5 (https://libsisimai.org/en/reason/), with
 * its meanings.
 */
export const REASONS = [
  'userunknown',
  'hostunknown',
  'mailboxfull',
  'emailtoolarge',
  'exceedlimit',
  'norelaying',
  'authfailure',
  'badreputation',
  'blocked',
  'rejected',
  'requireptr',
  'spamdetected',
  'contenterror',
  'virusdetected',
  'policyviolation',
  'ratelimited',
  'suspend',
  'filtered',
  'hasmoved',
  'notaccept',
  'notcompliantrfc',
  'syntaxerror',
  'failedstarttls',
  'securityerror',
  'systemerror',
  'systemfull',
  'mailererror',
  'networkerror',
  'expired',
  'onhold',
  'undefined',
] as const
const reason = z.enum(REASONS)
/** Who must act: the person asking, the recipient's side, the sender's provider (us), or nobody. */
const ACTORS = ['customer', 'recipient', 'provider', 'nobody'] as const
const actor = z.enum(ACTORS)

/** Words in a pattern, see `src/diagnosis/patterns.ts`. */
const pattern = line.superRefine((value, context) => {
  try {
    parsePattern(value)
  } catch (cause) {
    if (!(cause instanceof PatternError)) throw cause
    context.addIssue({ code: 'custom', message: cause.message })
  }
})

/** `knowledge/codes/*.yaml`: lists of codes and of the messages that servers and programs print. */
const code = z.strictObject({
  id,
  /**
   * `reply`: an SMTP reply code (RFC 5321). `enhanced`: an enhanced status code as `X.subject.detail`
   * (RFC 3463). `program`: a program's own code. `message`: words that a program or server prints.
   */
  kind: z.enum(['reply', 'enhanced', 'program', 'message']),
  /** `program`: a mail program says it, not a server. */
  printedBy: z.enum(['server', 'program']).default('server'),
  /**
   * What to look for. `reply`: `550`. `enhanced`: `X.1.1`, or `5.7.26` where the class matters.
   * `program`: `0x800CCC0F`. `message`: the fixed words of the message, in any language it is printed in.
   */
  match: z.array(line).min(1),
  /** More of what is printed, as patterns: `(user|mailbox) ... not found`. */
  words: z.array(pattern).default([]),
  /** Patterns that people write as well: they count only in a report, a quotation, beside a code or after "it says". */
  inReport: z.array(pattern).default([]),
  /** Patterns that mean something else in other places: they count only in a report or on a line with a code. */
  besideCode: z.array(pattern).default([]),
  reason,
  /** Who must act once the message or the log-in has failed. `nobody` only where nothing failed. */
  actor,
  /** Who must act while a server still tries, where that is somebody else. */
  trying: actor.optional(),
  /** Who must act when the recipient's server says it to ours, where that is somebody else. */
  theirs: actor.optional(),
  /** False when a server goes on trying after this, unless the report itself says otherwise. */
  permanent: z.boolean(),
  /** It says little: whatever else is printed beside it counts more. */
  general: z.boolean().default(false),
  /** It says for certain what is the matter: whatever else is printed beside it counts less. */
  certain: z.boolean().default(false),
  /** The topic that mends it. */
  topic: id,
  /** The settings to show under steps that compare with them. */
  settings: z.enum(['incoming', 'outgoing', 'both']).optional(),
  sources: z.array(source).min(1),
})
export const codes = z.array(code)

export const codeWords = z.record(
  id,
  z.strictObject({
    /** What it means, in one sentence that begins with a capital letter and ends with a full stop. */
    means: line,
    /** Why a message was refused, as the end of "The server refused your message: ...". Else that of its reason. */
    why: line.optional(),
    /** Why it happens, if that is not plain from the meaning. */
    cause: line.optional(),
    /** What to do, one to four steps. */
    steps: z.array(line).min(1),
  }),
)

/** `knowledge/reports.yaml`: how returned messages and error windows are worded, in any language. Patterns throughout. */
export const reports = z.strictObject({
  /** Only reports say so. */
  report: z.array(pattern),
  /** It was not delivered. */
  failed: z.array(pattern),
  /** A server still tries. */
  trying: z.array(pattern),
  /** It is no longer tried, whatever else is said. */
  givenUp: z.array(pattern),
  /** It was delivered. */
  delivered: z.array(pattern),
  /** What follows is what a server said. */
  reply: z.array(pattern),
  /** A mail program passes on what its own outgoing server said. */
  submission: z.array(pattern),
  /** What follows is the returned message. */
  original: z.array(pattern),
  /** The next word is the host that refused. */
  refusing: z.array(pattern),
  /** The word before is the host that refused. */
  refusedBefore: z.array(pattern),
  /** The next word is the host that wrote the report. */
  reporting: z.array(pattern),
  /** The address that follows is the asker's own. */
  own: z.array(pattern),
  /** The address that follows is the sender's. */
  sender: z.array(pattern),
  /** Words beside a number that make it a code. */
  code: z.array(pattern),
  /** Words beside which 500 to 504 are the errors of a web server. */
  web: z.array(pattern),
  /** Words beside a number that make it a version, and an amount. */
  version: z.array(line),
  unit: z.array(line),
})

/** `knowledge/languages/LANG/diagnosis.yaml`: what a returned message or an error means, by its reason. */
const remedy = z.strictObject({
  /** The first line, where it is another one than the reason has. */
  lead: line.optional(),
  /** Why, where it is another one than the reason has. */
  why: line.optional(),
  /** What to do. */
  steps: z.array(line).min(1).max(4),
})

const reasonWords = z.strictObject({
  /** `refused`: a server said no. `failed`: nobody did, and still the message did not arrive. */
  says: z.enum(['refused', 'failed']),
  /** The end of "The server refused your message: ...". */
  why: line,
  /** What each of those who may have to act does; `nobody` has steps of its own, the same for all reasons. */
  customer: remedy.optional(),
  recipient: remedy.optional(),
  provider: remedy.optional(),
})

const addressed = z.strictObject({ to: line, unnamed: line })

export const diagnosisWords = z.strictObject({
  /** First lines, by what happened. */
  lead: z.strictObject({ refused: line, failed: line, refusing: line, trying: line, delivered: line }),
  /** For a message to the asker that was refused. */
  own: z.strictObject({ lead: line, steps: z.array(line).min(1).max(4) }),
  /** What stands for the server: by its name, by the domain of the recipient, ours, none of these. */
  server: z.strictObject({ named: line, theirs: line, ours: line, unknown: line }),
  /** What stands for the message, inside and at the beginning of a sentence. */
  message: addressed,
  'message-first': addressed,
  /** What stands for an address that is not known. */
  recipient: line,
  /** Who must act. */
  who: z.record(actor, line),
  /** Whether to send again, by who must act; `trying` while a server still tries. */
  again: z.strictObject({ trying: line, customer: line, recipient: line, provider: line }),
  /** Who did get it, and who did not either. */
  delivered: line,
  others: line,
  trying: z.strictObject({ steps: z.array(line).min(1).max(4) }),
  reasons: z.record(reason, reasonWords),
})

export type Code = z.infer<typeof code>
export type CodeWords = z.infer<typeof codeWords>[string]
export type Reason = z.infer<typeof reason>
export type Actor = z.infer<typeof actor>
export type Reports = z.infer<typeof reports>
export type DiagnosisWords = z.infer<typeof diagnosisWords>

/**
 * The shape of everything in `knowledge/`. Every file there is checked against one of these schemas when the
 * bot starts and by `npm run knowledge:check`.
 */
import { z } from 'zod'
import { PatternError, parsePattern } from '../diagnosis/patterns.ts'
import { type Provider, protocol, provider, security } from './provider.ts'
import { id, line, source } from './shapes.ts'

export type { Provider }
export { provider, source }

/**
 * What a provider may have or not. `mailbox` is a way to read mail, by a program or by webmail; a limit is one that its
 * file names.
 */
const need = z.enum([
  'imap',
  'pop3',
  'incoming',
  'outgoing',
  'webmail',
  'mailbox',
  'oauth2',
  'app-passwords',
  'starttls',
  'alternate-port',
  'message-limit',
  'no-message-limit',
  'mailbox-limit',
])

/** `knowledge/topics/*.yaml`: what a topic is made of, without a word of any language. */
export const topic = z.strictObject({
  id,
  /** `trouble` has causes to go through one by one; the others have one answer. */
  kind: z.enum(['fact', 'guide', 'trouble', 'talk']),
  /** Where the provider lacks one of these, the answer says so, and what there is instead. */
  needs: z.array(need).default([]),
  /** Which slots change the answer: a follow-up that only names one of them asks this topic again. */
  slots: z.array(z.enum(['protocol', 'security', 'port', 'client', 'code', 'term', 'devices'])).default([]),
  /** For `trouble`: the causes, the likeliest first. `settings` shows the provider's table with it. */
  causes: z
    .array(
      z.strictObject({
        id,
        settings: z.enum(['incoming', 'outgoing', 'both', 'webmail']).optional(),
        /** Put this cause first when the question names one of these concepts. */
        when: z.array(id).default([]),
        /** Leave this cause out where the provider lacks one of these, or the settings to show. */
        needs: z.array(need).default([]),
        warnings: z.array(id).default([]),
      }),
    )
    .default([]),
  /** For the other kinds: the settings table to show under the answer. */
  settings: z.enum(['incoming', 'outgoing', 'both', 'webmail']).optional(),
  warnings: z.array(id).default([]),
  /** Topics to offer next, the likeliest first. */
  next: z.array(id).max(4).default([]),
  /** Keys of `knowledge/sources.yaml`. */
  sources: z.array(id).default([]),
})

/** `knowledge/languages/LANG/topics/*.yaml`: the words of a topic. */
const section = z.strictObject({
  /** The answer in one or two sentences. */
  lead: line,
  text: z.array(line).optional(),
  steps: z.array(line).optional(),
  list: z.array(line).optional(),
  /** What to try when this did not help. */
  hint: line.optional(),
})

export const topicWords = z.strictObject({
  /** For buttons: at most 60 characters. */
  label: line.max(60),
  /** What a button asks, in the asker's voice. */
  question: line,
  /** How people ask it. Each is used to recognise a question; no two topics may share one. */
  phrases: z.array(line).min(1),
  answer: section.optional(),
  /** Answers for particular cases, by name. */
  cases: z.record(id, section).optional(),
  /** For `trouble`: the words of each cause. */
  causes: z.record(id, section.extend({ title: line.max(75) })).optional(),
})

/** `knowledge/clients/*.yaml`: a mail program or device. */
export const client = z.strictObject({
  id,
  name: line,
  /** Where it runs. `devices: phone` counts as a phone for "my phone". */
  runsOn: z.array(z.enum(['windows', 'mac', 'linux', 'ios', 'android', 'browser'])).min(1),
  /** What people call it, in any language. Lower case. */
  aliases: z.array(line).min(1),
  /** The incoming protocols it can be set to. */
  incoming: z.array(z.enum(['imap', 'pop3'])),
  /** `false`: it takes no servers and ports, so only webmail or another program helps. */
  manualSettings: z.boolean(),
  /** What the provider must have for this program to be of use. */
  needs: z.array(need).default([]),
  /** Ids of clients that the same name may mean: asked back when it matters. */
  variants: z.array(id).default([]),
  sources: z.array(source).min(1),
})

export const clientWords = z.strictObject({
  /** What this program's menus call each kind of security, in this language. */
  labels: z.strictObject({ ssl: line, starttls: line, none: line }),
  /** What its menus call the ordinary password log-in, if it asks. */
  password: line.optional(),
  /** How to add the account, with placeholders for the settings. */
  add: z.array(line).min(1),
  /** Where to see and change the servers and ports of an account that exists. */
  change: z.array(line).min(1),
  /** One thing worth knowing about it. */
  note: line.optional(),
})

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
export const reason = z.enum(REASONS)
/** Who must act: the person asking, the recipient's side, the sender's provider (us), or nobody. */
export const ACTORS = ['customer', 'recipient', 'provider', 'nobody'] as const
export const actor = z.enum(ACTORS)

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
export const code = z.strictObject({
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

const addressed = z.strictObject({ to: line, several: line, unnamed: line })

export const diagnosisWords = z.strictObject({
  /** First lines, by what happened. */
  lead: z.strictObject({ refused: line, failed: line, trying: line, delivered: line }),
  /** For a message to the asker that was refused. */
  own: z.strictObject({ lead: line, steps: z.array(line).min(1).max(4) }),
  /** What stands for the server. */
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
  /** Who did get it. */
  delivered: line,
  trying: z.strictObject({ steps: z.array(line).min(1).max(4) }),
  reasons: z.record(reason, reasonWords),
})

/** `knowledge/terms.yaml`: words that people ask the meaning of. */
export const terms = z.array(
  z.strictObject({
    id,
    /** What people write, in any language, lower case. */
    aliases: z.array(line).min(1),
    sources: z.array(id).min(1),
  }),
)
export const termWords = z.record(id, z.strictObject({ name: line, means: line }))

/** `knowledge/sources.yaml`: documents that facts come from. */
export const sources = z.record(id, source)

/** `knowledge/languages/LANG/language.yaml`. */
export const language = z.strictObject({
  /** In the language itself. */
  name: line,
  /** `false`: questions are understood, but answers are given in another language. */
  answers: z.boolean(),
  /** Very common words, to tell which language a question is in. */
  commonWords: z.array(line).min(10),
})

/**
 * `knowledge/languages/LANG/vocabulary.yaml`: concept to the words for it. A word may end in `*` to stand for
 * every ending, and may be several words. Accents may be left out by the asker.
 */
export const vocabulary = z.record(id, z.array(line))

/** `knowledge/languages/LANG/interface/*.yaml`: labels, titles and sentences of the programs. */
export const interfaceWords: z.ZodType<InterfaceWords> = z.lazy(() =>
  z.record(z.string(), z.union([line, interfaceWords])),
)
export interface InterfaceWords {
  [key: string]: string | InterfaceWords
}

export type Need = z.infer<typeof need>
export type Topic = z.infer<typeof topic>
export type TopicWords = z.infer<typeof topicWords>
export type Section = z.infer<typeof section>
export type Client = z.infer<typeof client>
export type ClientWords = z.infer<typeof clientWords>
export type Code = z.infer<typeof code>
export type CodeWords = z.infer<typeof codeWords>[string]
export type Reason = z.infer<typeof reason>
export type Actor = z.infer<typeof actor>
export type Reports = z.infer<typeof reports>
export type DiagnosisWords = z.infer<typeof diagnosisWords>
export type Terms = z.infer<typeof terms>
export type TermWords = z.infer<typeof termWords>
export type Language = z.infer<typeof language>
export type Vocabulary = z.infer<typeof vocabulary>

/** `knowledge/signs.yaml`: which meanings together speak for which topic. */
const weight = z.number().gt(0).max(1)
export const signs = z.strictObject({
  /** A name for several alternatives. */
  groups: z.record(id, line),
  /** Topic to expression to weight. */
  topics: z.record(id, z.record(line, weight)),
  /** The same for neighbouring subjects that the bot has no answers for. */
  elsewhere: z.record(id, z.record(line, weight)),
})

/** `knowledge/protocols.yaml`: what the protocols and kinds of security are called. */
export const protocols = z
  .strictObject({
    protocols: z.record(
      protocol,
      z.strictObject({
        name: line,
        direction: z.enum(['incoming', 'outgoing']),
        aliases: z.array(line),
        /** Ports that are this protocol's everywhere (IANA, or in common use), with the kinds of security spoken there. */
        ports: z.record(z.string().regex(/^\d+$/, 'write a port number'), z.array(security).min(1)),
        sources: z.array(id).min(1),
      }),
    ),
    securities: z.record(security, z.strictObject({ aliases: z.array(line), sources: z.array(id).min(1) })),
    /** Names that say protocol and security at once, such as "imaps". */
    combined: z.array(z.strictObject({ alias: line, protocol, security })),
    /** Ports of mail servers that are no protocol's above. */
    otherPorts: z.array(z.number().int()),
  })
  .transform((words) => ({
    ...words,
    /** Ports that are mail ports anywhere, whether this provider offers them or not. */
    knownPorts: [
      ...Object.values(words.protocols).flatMap(({ ports }) => Object.keys(ports).map(Number)),
      ...words.otherPorts,
    ],
  }))

export type Signs = z.infer<typeof signs>
export type Protocols = z.infer<typeof protocols>

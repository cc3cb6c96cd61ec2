/**
 * The shape of everything in `knowledge/`. Every file there is checked against one of these schemas when the
 * bot starts and by `npm run knowledge:check`.
 */
import { z } from 'zod'
import * as returned from './codes.ts'
import { type Provider, protocol, provider, security } from './provider.ts'
import { id, line, source } from './shapes.ts'

export type { Actor, Code, CodeWords, DiagnosisWords, Reason, Reports } from './codes.ts'
export type { Provider }
export { provider, source }
export const { codes, codeWords, diagnosisWords, reports } = returned

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
  /**
   * How it finds its settings without anybody typing them: `autoconfig` asks for them by the address, `profile` takes
   * a file that is opened on the device. Left out: it does not.
   */
  finds: z.enum(['autoconfig', 'profile']).optional(),
  /** Who fetches the mail in its place, with the person's password: a company's name. Left out: nobody. */
  fetchedBy: line.optional(),
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
  /** How to add the account where the program finds the settings by itself. */
  find: z.array(line).min(1).optional(),
  /** How to add the account, with placeholders for the settings. */
  add: z.array(line).min(1),
  /** Where to see and change the servers and ports of an account that exists. */
  change: z.array(line).min(1),
  /** One thing worth knowing about it. */
  note: line.optional(),
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

/** The knowledge in memory: everything in `knowledge/`, checked, with one provider chosen. */

import type { Source } from '../message.ts'
import type {
  Client,
  ClientWords,
  Code,
  CodeWords,
  DiagnosisWords,
  InterfaceWords,
  Language,
  Protocols,
  Provider,
  Reports,
  Signs,
  Terms,
  TermWords,
  Topic,
  TopicWords,
  Vocabulary,
} from './schema.ts'

export { KnowledgeError, type Problem } from './problem.ts'

/** One folder of `knowledge/languages/`. A language that only understands has no more than a vocabulary. */
export interface LanguagePack {
  id: string
  language: Language
  vocabulary: Vocabulary
  topics: Map<string, TopicWords>
  clients: Map<string, ClientWords>
  codes: Map<string, CodeWords>
  /** Missing in a language that only understands. */
  diagnosis?: DiagnosisWords
  terms: TermWords
  /** By file name: `common`, `terminal`, ... */
  interface: InterfaceWords
}

export interface Knowledge {
  /** A digest of all that was read: two bots with the same one give the same answers. */
  version: string
  provider: Provider
  /** Where the provider's file lies, relative to the knowledge folder. */
  providerFile: string
  protocols: Protocols
  signs: Signs
  topics: Map<string, Topic>
  clients: Map<string, Client>
  codes: Code[]
  reports: Reports
  terms: Terms
  sources: Record<string, Source>
  /** All languages, those that answer first; English first where it is there. */
  languages: Map<string, LanguagePack>
  /** The languages that answers are given in. */
  answersIn: string[]
}

/** The one of `locales` that a BCP 47 tag means, by the whole tag or else by its language; undefined for none. */
export function matchLocale(locales: readonly string[], tag: string | null | undefined): string | undefined {
  if (!tag) return undefined
  const wanted = tag.toLowerCase()
  const language = wanted.split(/[-_]/)[0]
  return (
    locales.find((known) => known.toLowerCase() === wanted) ??
    locales.find((known) => known.toLowerCase() === language)
  )
}

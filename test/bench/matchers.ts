/** The same task for four programs: given the phrases of each topic, name the topic of a question. */
import Fuse from 'fuse.js'
import MiniSearch from 'minisearch'
import { NlpManager } from 'node-nlp'
import type { Knowledge } from '../../src/knowledge/knowledge.ts'

export interface Phrase {
  id: number
  language: string
  text: string
  topic: string
}

export interface Matcher {
  name: string
  /** What it was made with, for the table. */
  note: string
  /** The topic, or null when it finds none. */
  match(question: string): Promise<string | null>
}

/** Every phrase that the knowledge has for its topics, in every language, and what its buttons ask. */
export function phrasesOf(knowledge: Knowledge): Phrase[] {
  const phrases: Omit<Phrase, 'id'>[] = []
  for (const pack of knowledge.languages.values())
    for (const [topic, words] of pack.topics)
      for (const text of [...words.phrases, words.question]) phrases.push({ language: pack.id, text, topic })
  return phrases.map((phrase, id) => ({ id, ...phrase }))
}

/** fuse.js as it comes, with token search: the best result counts, however bad it is. */
export function fuseMatcher(phrases: Phrase[]): Matcher {
  const fuse = new Fuse(phrases, {
    keys: ['text'],
    useTokenSearch: true,
    ignoreDiacritics: true,
    ignoreLocation: true,
  })
  return {
    name: 'fuse.js',
    note: 'token search, best result, no threshold',
    match: async (question) => fuse.search(question, { limit: 1 })[0]?.item.topic ?? null,
  }
}

/** MiniSearch with the typing mistakes and prefixes of its own example: the best result counts. */
export function miniSearchMatcher(phrases: Phrase[]): Matcher {
  const search = new MiniSearch<Phrase>({
    fields: ['text'],
    storeFields: ['topic'],
    searchOptions: { fuzzy: 0.2, prefix: true },
  })
  search.addAll(phrases)
  return {
    name: 'MiniSearch',
    note: 'fuzzy 0.2, prefixes, best result, no threshold',
    match: async (question) => (search.search(question)[0]?.topic as string | undefined) ?? null,
  }
}

/** node-nlp trained on the phrases; it guesses the language itself and has a threshold of its own (0.5). */
export async function nlpMatcher(phrases: Phrase[]): Promise<Matcher> {
  const languages = [...new Set(phrases.map((phrase) => phrase.language))]
  const manager = new NlpManager({ languages, autoSave: false, autoLoad: false, nlu: { log: false } })
  for (const { language, text, topic } of phrases) manager.addDocument(language, text, topic)
  const started = performance.now()
  await manager.train()
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  return {
    name: 'node-nlp',
    note: `its own threshold, trained for ${seconds} s`,
    async match(question) {
      const { intent } = await manager.process(question)
      return intent === 'None' ? null : intent
    },
  }
}

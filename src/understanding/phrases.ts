/**
 * Finds the knowledge's own phrases that say nearly the same as a question, by the meanings they share. A
 * support lead who adds a phrase teaches the bot every wording of it that the vocabulary knows, in every
 * language.
 */

/** A phrase of a topic, by its features: meanings, and the stems of words that have none. */
export interface PhraseDocument {
  topic: string
  phrase: string
  features: string[]
}

export interface FoundPhrase {
  topic: string
  phrase: string
  /** Cosine of the two, weighted by rarity: 0 to 1. */
  likeness: number
}

export interface PhraseIndex {
  /** The likest phrase of each topic, best first. */
  find(features: readonly string[]): FoundPhrase[]
}

/** Phrases that share only one thing with a question say nothing about it. */
const FEWEST_SHARED = 2
/** A question that lacks more of a phrase than this says something else. */
const LEAST_OF_PHRASE = 0.7

/** A phrase of nothing but these could belong to any topic. */
const SAYS_LITTLE = new Set([
  'stuck',
  'wrong',
  'mail',
  'mailbox',
  'account',
  'program',
  'need',
  'how',
  'want',
  'which',
  'use',
  'works',
  'again',
  'meaning',
  'change',
  'computer',
  'phone',
  'mail-brand',
  'also',
])

export function createPhraseIndex(all: PhraseDocument[]): PhraseIndex {
  // What phrases of several topics have in common to the last feature tells none of them.
  const keyOf = (document: PhraseDocument) => [...new Set(document.features)].sort().join(' ')
  const topics = new Map<string, Set<string>>()
  for (const document of all)
    topics.set(keyOf(document), (topics.get(keyOf(document)) ?? new Set()).add(document.topic))
  const documents = all.filter(
    (document) =>
      document.features.some((feature) => !SAYS_LITTLE.has(feature)) &&
      topics.get(keyOf(document))!.size === 1,
  )
  const frequency = new Map<string, number>()
  for (const document of documents)
    for (const feature of new Set(document.features))
      frequency.set(feature, (frequency.get(feature) ?? 0) + 1)
  const rarity = (feature: string) => Math.log(1 + documents.length / (1 + (frequency.get(feature) ?? 0)))

  const postings = new Map<string, number[]>()
  const lengths: number[] = []
  const sizes: number[] = []
  documents.forEach((document, index) => {
    let squared = 0
    for (const feature of new Set(document.features)) {
      const list = postings.get(feature) ?? []
      list.push(index)
      postings.set(feature, list)
      squared += rarity(feature) ** 2
    }
    lengths.push(Math.sqrt(squared))
    sizes.push(new Set(document.features).size)
  })

  return {
    find(features) {
      const distinct = new Set(features)
      const products = new Map<number, number>()
      const shared = new Map<number, number>()
      let squared = 0
      for (const feature of distinct) {
        const weight = rarity(feature) ** 2
        squared += weight
        for (const index of postings.get(feature) ?? []) {
          products.set(index, (products.get(index) ?? 0) + weight)
          shared.set(index, (shared.get(index) ?? 0) + 1)
        }
      }
      const length = Math.sqrt(squared)
      const best = new Map<string, FoundPhrase>()
      for (const [index, product] of products) {
        const document = documents[index]!
        const both = shared.get(index)!
        if (both < FEWEST_SHARED || both < LEAST_OF_PHRASE * sizes[index]!) continue
        const likeness = product / (length * lengths[index]!)
        const before = best.get(document.topic)
        if (!before || likeness > before.likeness)
          best.set(document.topic, { topic: document.topic, phrase: document.phrase, likeness })
      }
      return [...best.values()].sort((a, b) => b.likeness - a.likeness || a.topic.localeCompare(b.topic))
    },
  }
}

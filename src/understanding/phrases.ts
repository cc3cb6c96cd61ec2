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

interface Indexed {
  document: PhraseDocument
  /** The rarest first, each once. */
  features: string[]
  /** So many of them must be shared. */
  least: number
  /** Of the vector of the features' rarities. */
  length: number
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

function leastShared(features: number): number {
  return Math.max(FEWEST_SHARED, Math.ceil(LEAST_OF_PHRASE * features))
}

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
  const unheard = Math.log(1 + documents.length)
  const rarities = new Map(
    [...frequency].map(([feature, count]) => [feature, Math.log(1 + documents.length / (1 + count))]),
  )
  const rarity = (feature: string) => rarities.get(feature) ?? unheard

  // A phrase that shares enough with a question shares at least two of its rarest features: it is looked for by pairs
  // of those alone, so that what half of the phrases hold costs nothing.
  const byRarePair = new Map<string, Map<string, Indexed[]>>()
  for (const document of documents) {
    const features = [...new Set(document.features)].sort((a, b) => rarity(b) - rarity(a))
    const least = leastShared(features.length)
    const length = Math.sqrt(features.reduce((sum, feature) => sum + rarity(feature) ** 2, 0))
    const indexed: Indexed = { document, features, least, length }
    const rarest = features.slice(0, features.length - least + FEWEST_SHARED)
    for (const [index, one] of rarest.entries())
      for (const other of rarest.slice(index + 1)) {
        const others = byRarePair.get(one) ?? new Map<string, Indexed[]>()
        byRarePair.set(one, others)
        const list = others.get(other)
        if (list) list.push(indexed)
        else others.set(other, [indexed])
      }
  }

  return {
    find(features) {
      const distinct = new Set(features)
      const alike = new Set<Indexed>()
      let squared = 0
      for (const feature of distinct) {
        squared += rarity(feature) ** 2
        const others = byRarePair.get(feature)
        if (!others) continue
        for (const other of others.size < distinct.size ? others.keys() : distinct)
          if (distinct.has(other)) for (const indexed of others.get(other) ?? []) alike.add(indexed)
      }
      const best = new Map<string, FoundPhrase>()
      for (const { document, features: own, least, length } of alike) {
        let lacking = 0
        let product = 0
        for (const feature of own) {
          if (distinct.has(feature)) product += rarity(feature) ** 2
          else if (++lacking > own.length - least) break
        }
        if (lacking > own.length - least) continue
        const likeness = product / (Math.sqrt(squared) * length)
        const before = best.get(document.topic)
        if (!before || likeness > before.likeness)
          best.set(document.topic, { topic: document.topic, phrase: document.phrase, likeness })
      }
      return [...best.values()].sort((a, b) => b.likeness - a.likeness || a.topic.localeCompare(b.topic))
    },
  }
}

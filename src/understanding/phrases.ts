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
  /** Their numbers, the rarest first, each once. */
  features: number[]
  /** So many of them may be absent from a question. */
  lacking: number
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

  // Features are numbered, the rarest first: comparing numbers is most of the work of a question.
  const rarestFirst = [...frequency].sort((a, b) => a[1] - b[1]).map(([feature]) => feature)
  const numberOf = new Map(rarestFirst.map((feature, number) => [feature, number]))
  const squaredRarity = (count: number) => Math.log(1 + documents.length / (1 + count)) ** 2
  const weights = Float64Array.from(rarestFirst, (feature) => squaredRarity(frequency.get(feature)!))
  const unheard = squaredRarity(0)
  /** Which features the question has that is being looked at. */
  const present = new Uint8Array(rarestFirst.length)

  // A phrase that shares enough with a question shares at least two of its rarest features: it is looked for by pairs
  // of those alone, so that what half of the phrases hold costs nothing.
  const byRarePair = new Map<number, Map<number, Indexed[]>>()
  for (const document of documents) {
    const features = [...new Set(document.features)]
      .map((feature) => numberOf.get(feature)!)
      .sort((a, b) => a - b)
    const lacking = features.length - leastShared(features.length)
    const length = Math.sqrt(features.reduce((sum, feature) => sum + weights[feature]!, 0))
    const indexed: Indexed = { document, features, lacking, length }
    const rarest = features.slice(0, lacking + FEWEST_SHARED)
    for (const [index, one] of rarest.entries())
      for (const other of rarest.slice(index + 1)) {
        const others = byRarePair.get(one) ?? new Map<number, Indexed[]>()
        byRarePair.set(one, others)
        const list = others.get(other)
        if (list) list.push(indexed)
        else others.set(other, [indexed])
      }
  }

  return {
    find(features) {
      const distinct = new Set(features)
      const numbers: number[] = []
      let squared = 0
      for (const feature of distinct) {
        const number = numberOf.get(feature)
        squared += number === undefined ? unheard : weights[number]!
        if (number !== undefined) numbers.push(number)
      }
      for (const number of numbers) present[number] = 1
      const alike = new Set<Indexed>()
      for (const number of numbers) {
        const others = byRarePair.get(number)
        if (!others) continue
        for (const other of others.size < numbers.length ? others.keys() : numbers)
          if (present[other]) for (const indexed of others.get(other) ?? []) alike.add(indexed)
      }
      const best = new Map<string, FoundPhrase>()
      for (const { document, features: own, lacking, length } of alike) {
        let missing = 0
        let product = 0
        for (const feature of own) {
          if (present[feature]) product += weights[feature]!
          else if (++missing > lacking) break
        }
        if (missing > lacking) continue
        const likeness = product / (Math.sqrt(squared) * length)
        const before = best.get(document.topic)
        if (!before || likeness > before.likeness)
          best.set(document.topic, { topic: document.topic, phrase: document.phrase, likeness })
      }
      for (const number of numbers) present[number] = 0
      return [...best.values()].sort((a, b) => b.likeness - a.likeness || a.topic.localeCompare(b.topic))
    },
  }
}

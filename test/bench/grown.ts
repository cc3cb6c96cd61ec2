/**
 * The knowledge grown by generated topics, to see what the time for one question does when there is much more to
 * compare it with. Each copy of a topic, and of a neighbouring subject, has concepts of its own, signs, and in each
 * language words and phrases in the same numbers and of the same lengths. In about half of the places a generated
 * word or concept stands instead of the real one, in one place at least; the others keep the real one, so that the
 * copies stand in the same lists of every index and are looked at for the same questions. Very common words and the
 * names of protocols and programs stay. What is no topic does not grow: programs, codes, terms.
 */
import type { Knowledge, LanguagePack } from '../../src/knowledge/knowledge.ts'
import type { Topic, TopicWords } from '../../src/knowledge/schema.ts'
import { normalise } from '../../src/reading/text/normalise.ts'
import { tokenise } from '../../src/reading/text/tokens.ts'
import { numbers } from './growth.ts'

/** How often a generated word or concept stands instead of the real one. */
const SHARE = 0.5
/** Shorter generated words would soon be used up, and a shorter beginning of a word would be that of a real one. */
const [SHORTEST_WORD, SHORTEST_STEM] = [4, 5]
const LONGEST_LABEL = 60
const TRIES = 20

type Next = () => number

/**
 * `factor` times as much knowledge, the same in each run. The copies of a smaller factor are among those of a larger
 * one. The knowledge given is left as it is, and texts that are only shown are shared with it.
 */
export function grown(knowledge: Knowledge, factor: number): Knowledge {
  if (!Number.isInteger(factor) || factor < 1)
    throw new RangeError(`a knowledge cannot grow ${factor} times: give a whole number from 1`)
  if (factor === 1) return knowledge
  const words = createWordMaker(knowledge)
  const names = namesOf(knowledge)
  const concepts = conceptsOf(knowledge)
  const topics = new Map(knowledge.topics)
  const signs = {
    groups: knowledge.signs.groups,
    topics: { ...knowledge.signs.topics },
    elsewhere: { ...knowledge.signs.elsewhere },
  }
  const growing = [...knowledge.languages.values()].map((pack) => growingLanguage(pack, names))
  for (let copy = 1; copy < factor; copy++) {
    const next = numbers(copy)
    const idOf = (id: string) => `${id}.${copy}`
    for (const topic of knowledge.topics.values()) topics.set(idOf(topic.id), copyTopic(topic, idOf))
    for (const part of ['topics', 'elsewhere'] as const)
      for (const [topic, own] of Object.entries(knowledge.signs[part]))
        signs[part][idOf(topic)] = copySigns(own, concepts, idOf, next)
    for (const language of growing) language.add(idOf, next, words)
  }
  return {
    ...knowledge,
    version: `${knowledge.version}x${factor}`,
    topics,
    signs,
    languages: new Map(growing.map(({ pack }) => [pack.id, pack])),
  }
}

function copyTopic(topic: Topic, idOf: (id: string) => string): Topic {
  return { ...topic, id: idOf(topic.id), next: topic.next.map(idOf) }
}

/** The concepts of the vocabularies: what a sign may name and a copy may have of its own. */
function conceptsOf(knowledge: Knowledge): Set<string> {
  return new Set([...knowledge.languages.values()].flatMap((pack) => Object.keys(pack.vocabulary)))
}

/** Names of one word that are the same in every language, such as "imap" and "thunderbird". */
function namesOf({ protocols, clients }: Knowledge): string[] {
  const named = [
    ...Object.values(protocols.protocols),
    ...Object.values(protocols.securities),
    ...clients.values(),
  ]
  return [
    ...named.flatMap(({ aliases }) => aliases.filter((alias) => !alias.includes(' '))),
    ...protocols.combined.map(({ alias }) => alias),
  ]
}

function wordsOf(text: string): string[] {
  return tokenise(text).map((token) => token.text)
}

/** As many signs, each with at least one concept of the copy's own among what it needs. */
function copySigns(
  signs: Record<string, number>,
  concepts: ReadonlySet<string>,
  idOf: (id: string) => string,
  next: Next,
): Record<string, number> {
  const copies: Record<string, number> = {}
  const own = Object.keys(signs)
    .flatMap((expression) => expression.split(/[\s|]+/))
    .filter((name) => concepts.has(name))
  const isOwn = (need: string) => need.split('|').some((name) => concepts.has(name))
  for (const [expression, weight] of Object.entries(signs)) {
    let copy = ''
    for (let tries = 0; copy === '' || copies[copy] !== undefined; tries++) {
      if (tries > TRIES) throw new Error(`no free copy of the sign "${expression}": raise TRIES in grown.ts`)
      const parts = expression.split(/\s+/)
      const needs = parts.flatMap((part, index) => (part.startsWith('-') ? [] : [index]))
      const replaced = someOf(
        needs.filter((index) => isOwn(parts[index]!)),
        next,
      )
      for (const index of replaced)
        parts[index] = parts[index]!.split('|')
          .map((name) => (concepts.has(name) ? idOf(name) : name))
          .join('|')
      // Of nothing but groups and names, such as "any-port", or taken already.
      if (replaced.size === 0 || tries > TRIES / 2) parts[oneOf(needs, next)] = idOf(oneOf(own, next))
      copy = parts.join(' ')
    }
    copies[copy] = weight
  }
  return copies
}

interface GrowingLanguage {
  pack: LanguagePack
  /** Adds a copy of its vocabulary and of the words of its topics. */
  add(idOf: (id: string) => string, next: Next, words: WordMaker): void
}

function growingLanguage(real: LanguagePack, names: string[]): GrowingLanguage {
  const pack: LanguagePack = { ...real, vocabulary: { ...real.vocabulary }, topics: new Map(real.topics) }
  const entries = Object.values(real.vocabulary).flat()
  const single = new Set(entries)
  const kept = new Set([
    ...real.language.commonWords.flatMap(wordsOf),
    // "Mail" is a program's name and a word as well.
    ...names.filter((name) => !single.has(name)),
  ])
  const stems = new Set(
    entries.flatMap((entry) =>
      entry.split(' ').flatMap((part) => (part.length > 1 && part.endsWith('*') ? [part.slice(0, -1)] : [])),
    ),
  )
  const claimed = new Set([...real.topics.values()].flatMap(({ phrases }) => phrases.map(normalise)))
  const isWord = (part: string) => /\p{L}{2}/u.test(part)
  const isKept = (part: string) => kept.has(part) || part.length < 3

  return {
    pack,
    add(idOf, next, words) {
      const made = new Map<string, string>()
      const newFor = (word: string, isStem: boolean): string => {
        let own = made.get(word)
        if (own === undefined) {
          own = words.make(Math.max(word.length, isStem ? SHORTEST_STEM : SHORTEST_WORD), isStem, next)
          made.set(word, own)
        }
        return own
      }
      /** Always the same for a word, and "hacked" begins as "hack*" does. */
      const copyOf = (part: string): string => {
        if (part.endsWith('*')) return `${newFor(part.slice(0, -1), true)}*`
        for (let end = part.length; end >= 3; end--)
          if (stems.has(part.slice(0, end))) return newFor(part.slice(0, end), true) + part.slice(end)
        return newFor(part, false)
      }
      const mix = (parts: string[], anyWord = false): string => {
        const all = parts.flatMap((part, index) => (isWord(part) ? [index] : []))
        const telling = all.filter((index) => !isKept(parts[index]!))
        const replaced = someOf(telling.length === 0 || anyWord ? all : telling, next)
        return parts.map((part, index) => (replaced.has(index) ? copyOf(part) : part)).join(' ')
      }
      const partsOf = (text: string) => normalise(text).match(/[\p{L}\p{N}]+/gu)!
      const mixPhrase = (phrase: string): string => {
        const parts = partsOf(phrase)
        let copy = mix(parts)
        for (let tries = 0; claimed.has(copy); tries++) {
          if (tries > TRIES)
            throw new Error(`no free copy of the phrase "${phrase}": raise TRIES in grown.ts`)
          copy = mix(parts, true)
        }
        claimed.add(copy)
        return copy
      }
      for (const [concept, own] of Object.entries(real.vocabulary))
        pack.vocabulary[idOf(concept)] = own.map((entry) => mix(normalise(entry).split(' ')))
      for (const [topic, own] of real.topics) {
        const copy: TopicWords = {
          ...own,
          label: mix(partsOf(own.label)).slice(0, LONGEST_LABEL),
          question: mix(partsOf(own.question)),
          phrases: own.phrases.map(mixPhrase),
        }
        // Only the composers of the real topics give values to what their cases name.
        delete copy.cases
        if (copy.answer) copy.answer = { lead: copy.label }
        pack.topics.set(idOf(topic), copy)
      }
    },
  }
}

interface WordMaker {
  /** A word that can be spoken and that is none of the real or generated ones. May be longer than asked for. */
  make(length: number, isStem: boolean, next: Next): string
}

const SOUNDS = ['bcdfghjklmnprstvz', 'aeiou'] as const

function createWordMaker(knowledge: Knowledge): WordMaker {
  const packs = [...knowledge.languages.values()]
  const real = packs.flatMap((pack) =>
    [...Object.values(pack.vocabulary).flat(), ...pack.language.commonWords].flatMap((entry) =>
      normalise(entry).split(/[\s*]+/),
    ),
  )
  const taken = new Set(real)
  const beginnings = new Set(real.flatMap((word) => Array.from(word, (_, index) => word.slice(0, index + 1))))
  return {
    make(length, isStem, next) {
      for (let tries = 0; ; tries++) {
        // When the short ones are used up.
        const letters = length + Math.floor(tries / 5)
        let word = ''
        for (let sound = next() < 0.7 ? 0 : 1; word.length < letters; sound = 1 - sound) {
          const choice = SOUNDS[sound]!
          word += choice[Math.floor(next() * choice.length)]
        }
        if (taken.has(word) || (isStem && beginnings.has(word))) continue
        taken.add(word)
        return word
      }
    },
  }
}

function oneOf<T>(all: readonly T[], next: Next): T {
  return all[Math.floor(next() * all.length)]!
}

/** About `SHARE` of them, and one at least where there is one. */
function someOf(all: readonly number[], next: Next): Set<number> {
  const some = new Set(all.filter(() => next() < SHARE))
  if (some.size === 0 && all.length > 0) some.add(oneOf(all, next))
  return some
}

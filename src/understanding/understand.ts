/**
 * From text to a reading: which topics fit, how well, and what was said outright. Pure: the same text and
 * knowledge give the same reading.
 */
import type { Knowledge } from '../knowledge/knowledge.ts'
import { createLanguageTeller, type LanguageGuess } from './language.ts'
import { createLexicon, type Hit, type ReadToken } from './lexicon.ts'
import { entriesOf, meaningsOf, withGeneral } from './meanings.ts'
import { createPhraseIndex, type FoundPhrase, type PhraseDocument } from './phrases.ts'
import { byMeaning, combine, type FoundSign, findSign, parseSign, type Sign } from './signs.ts'
import { createSlotReader, type Said } from './slots.ts'
import { tokenise } from './tokens.ts'

/** A topic, or a neighbouring subject, that may be meant. */
export interface Candidate {
  topic: string
  /** True for a subject of `elsewhere` in `knowledge/signs.yaml`. */
  elsewhere: boolean
  /** 0 to 1: all signs and the likest phrase together. Not yet a probability. */
  score: number
  signs: FoundSign[]
  phrase?: FoundPhrase
}

export interface Reading {
  tokens: ReadToken[]
  hits: Hit[]
  guess: LanguageGuess
  said: Said
  /** Best first. */
  candidates: Candidate[]
  /** Share of the words that are known to the bot or very common, 0 to 1. */
  coverage: number
  /** Words that are neither. */
  unknownWords: string[]
  has(meaning: string): boolean
  /** True for very common words of any language. */
  isCommon(word: string): boolean
}

export interface Understanding {
  read(text: string): Reading
}

/** Below this likeness a phrase only shares ordinary words with the question. */
const PHRASE_FLOOR = 0.5
const PHRASE_WEIGHT = 0.92

/** Throws `Error` when a sign names what does not exist; `npm run knowledge:check` says where. */
export function createUnderstanding(knowledge: Knowledge): Understanding {
  const common = new Map(
    [...knowledge.languages.values()].map((pack) => [
      pack.id,
      new Set(pack.language.commonWords.flatMap((word) => tokenise(word).map((token) => token.text))),
    ]),
  )
  const entries = entriesOf(knowledge)
  const lexicon = createLexicon(entries, [...common.values()].flatMap((words) => [...words]))
  const vocabularies = new Map(
    [...knowledge.languages.keys()].map((id) => {
      const own = createLexicon(entries.filter((entry) => entry.language === id), [])
      return [id, (word: string) => own.knows(word)] as const
    }),
  )
  const teller = createLanguageTeller(common, vocabularies)
  const isCommon = (word: string) => [...common.values()].some((words) => words.has(word))
  const contrasts = new Set(
    entries.filter((entry) => entry.meaning === 'contrast').map((entry) => tokenise(entry.words)[0]?.text ?? ''),
  )
  const readSlots = createSlotReader(knowledge)

  const meanings = meaningsOf(knowledge)
  const groups = new Map(Object.entries(knowledge.signs.groups).map(([name, words]) => [name, words.split('|')]))
  const parseAll = (group: Record<string, Record<string, number>>): [string, Sign[]][] =>
    Object.entries(group).map(([topic, signs]) => [
      topic,
      Object.entries(signs).map(([expression, weight]) =>
        parseSign(topic, expression, weight, groups, (name) => meanings.has(name)),
      ),
    ])
  const ours = parseAll(knowledge.signs.topics)
  const neighbours = parseAll(knowledge.signs.elsewhere)

  // "cannot send", "send fails" and "does not send" are one thing when phrases are compared.
  const folded = new Map<string, string>()
  for (const name of ['stuck', 'wrong']) for (const meaning of groups.get(name) ?? []) folded.set(meaning, name)

  function scan(text: string) {
    const tokens = lexicon.read(tokenise(text, (word) => contrasts.has(word)))
    const guess = teller.guess(tokens)
    const hits = lexicon.find(tokens, guess.active)
    return { tokens, guess, hits }
  }

  function featuresOf(tokens: ReadToken[], hits: Hit[]): string[] {
    const covered = new Set<number>()
    const features: string[] = []
    for (const hit of hits) {
      for (let index = hit.from; index <= hit.to; index++) covered.add(index)
      features.push(folded.get(hit.meaning) ?? hit.meaning)
    }
    tokens.forEach((token, index) => {
      if (!covered.has(index) && token.kind === 'word' && token.text.length > 2 && !isCommon(token.text))
        features.push(`word:${stem(token.known)}`)
    })
    return features
  }

  const documents: PhraseDocument[] = []
  for (const pack of knowledge.languages.values())
    for (const [topic, words] of pack.topics)
      for (const phrase of [...words.phrases, words.question]) {
        const tokens = lexicon.read(tokenise(phrase, (word) => contrasts.has(word)))
        const hits = lexicon.find(tokens, new Set([pack.id]))
        documents.push({ topic, phrase, features: featuresOf(tokens, hits) })
      }
  const phrases = createPhraseIndex(documents)

  return {
    read(text) {
      const { tokens, guess, hits: plain } = scan(text)
      const said = readSlots(text, tokens, plain)
      const hits = withGeneral(plain, tokens, said.portTokens, said.codeTokens)
      const map = byMeaning(hits)
      const likest = new Map(phrases.find(featuresOf(tokens, plain)).map((found) => [found.topic, found]))

      const weigh = (topic: string, signs: Sign[], elsewhere: boolean): Candidate => {
        const found = signs.flatMap((sign) => findSign(sign, map, tokens) ?? []).sort((a, b) => b.score - a.score)
        const phrase = elsewhere ? undefined : likest.get(topic)
        const scores = found.map((sign) => sign.score)
        if (phrase && phrase.likeness >= PHRASE_FLOOR) scores.push(PHRASE_WEIGHT * phrase.likeness ** 2)
        return { topic, elsewhere, score: combine(scores), signs: found, ...(phrase ? { phrase } : {}) }
      }
      const candidates = [
        ...ours.map(([topic, signs]) => weigh(topic, signs, false)),
        ...neighbours.map(([topic, signs]) => weigh(topic, signs, true)),
      ]
        .filter((candidate) => candidate.score > 0)
        .sort((a, b) => b.score - a.score || a.topic.localeCompare(b.topic))

      const covered = new Set<number>()
      for (const hit of plain) for (let index = hit.from; index <= hit.to; index++) covered.add(index)
      const words = tokens.map((token, index) => ({ token, index })).filter(({ token }) => token.kind === 'word')
      const unknown = words.filter(({ token, index }) => !covered.has(index) && !isCommon(token.text))
      return {
        tokens,
        hits,
        guess,
        said,
        candidates,
        coverage: words.length === 0 ? 0 : 1 - unknown.length / words.length,
        unknownWords: [...new Set(unknown.map(({ token }) => token.text))],
        has: (meaning) => map.has(meaning),
        isCommon,
      }
    },
  }
}

/** A rough stem: enough to see "invoice" and "invoices" as one word that no vocabulary holds. */
function stem(word: string): string {
  return word.length > 5 ? word.slice(0, Math.max(5, word.length - 2)) : word
}

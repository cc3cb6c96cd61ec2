/**
 * From text to a reading: which topics fit, how well, and what was said outright. Pure: the same text and
 * knowledge give the same reading.
 */
import type { Knowledge } from '../knowledge/knowledge.ts'
import { entriesOf, meaningsOf, withGeneral } from '../reading/meanings/entries.ts'
import { createLexicon, type Hit, type ReadToken } from '../reading/meanings/lexicon.ts'
import { readWords, type Words } from '../reading/meanings/words.ts'
import { type Token, tokenise } from '../reading/text/tokens.ts'
import { createLanguageTeller, type LanguageGuess } from './language.ts'
import { fromTheMatter, OPENING, withoutWhatIsDenied, withoutWhatWorks } from './matter.ts'
import { createPhraseIndex, type FoundPhrase, type PhraseDocument } from './phrases.ts'
import { createSignIndex } from './sign-index.ts'
import {
  byMeaning,
  combine,
  type Foreign,
  type FoundSign,
  findSign,
  parseSign,
  placeFactor,
  type Sign,
} from './signs.ts'
import { createSlotReader, type Said } from './slots.ts'

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
  /** Gives another understanding of the same knowledge, perhaps in a later process, a quicker start. */
  prepared: Prepared
}

/** What takes most of the time of `createUnderstanding`, as plain data. */
export interface Prepared {
  words: Words
  documents: ReadPhrase[]
}

/** `words`: all of them, as tokens joined by spaces. */
type ReadPhrase = PhraseDocument & { words: string }

/** Below this likeness a phrase only shares ordinary words with the question. */
const PHRASE_FLOOR = 0.6
const PHRASE_WEIGHT = 0.92
/** The very words of a phrase of the knowledge. */
const SAME_WORDS = 0.97
/** A message that programs print speaks for the topic that mends it. */
const PRINTED = 0.78

/** Words that make plain that mail is the subject. */
const ANCHORS = [
  'mail',
  'mailbox',
  'any-protocol',
  'any-client',
  'any-email',
  'any-host',
  'any-security',
  'any-message',
  'any-code',
  'webmail',
  'incoming',
  'outgoing',
  'incoming-server',
  'outgoing-server',
  'outbox',
  'mail-brand',
  'sent-folder',
]
const TROUBLED = ['fail', 'cannot', 'problem', 'timeout']
/** They mean the same inside a longer expression: "password prompt" speaks of a password. */
const THINGS = new Set([
  'mail',
  'mailbox',
  'account',
  'server',
  'password',
  'port',
  'incoming',
  'outgoing',
  'folder',
  'spam',
  'program',
  'phone',
  'computer',
  'attachment',
  'user-name',
])
/** A subject elsewhere whose sign weighs this much is one that a single word makes plain. */
const DISTINCT = 0.56
/** Not parts of a mail program: beside a word of ours they are the cause or the place of the trouble. */
export const APART: ReadonlySet<string> = new Set(['other-service', 'other-life', 'hosting', 'gadget'])
/** Beside nothing but these, a name is all that is said. */
const POLITE = new Set(['hello', 'thank', 'yes'])
/** With this weight, a text that begins with it is about it. */
const PLAIN = 0.7
/** When the first sentence says this much, what only later ones say counts `LATER`. */
const OPENED = 0.8
const LATER = 0.6
/** What is left of a score for each word without a meaning, when no anchor is there. */
const UNANCHORED = 0.85
/** The same once more when a word of another part of life is there: a parcel is sent too. */
const UNANCHORED_APART = 0.7

/**
 * `prepared`: of another understanding of the same knowledge. Throws `Error` when a sign names what does not exist;
 * `npm run knowledge:check` says where.
 */
export function createUnderstanding(knowledge: Knowledge, prepared?: Prepared): Understanding {
  const common = new Map(
    [...knowledge.languages.values()].map((pack) => [
      pack.id,
      new Set(pack.language.commonWords.flatMap((word) => tokenise(word).map((token) => token.text))),
    ]),
  )
  const entries = entriesOf(knowledge)
  const subjects = neighbourMeanings(knowledge)
  const words =
    prepared?.words ??
    readWords(
      entries,
      [...knowledge.languages.values()].flatMap((pack) => pack.language.commonWords),
    )
  const lexicon = createLexicon(entries, words, {
    stands: (meaning) => THINGS.has(meaning),
    hides: (meaning) => subjects.has(meaning),
  })
  const teller = createLanguageTeller(common, lexicon.languagesOf)
  const isCommon = (word: string) => [...common.values()].some((words) => words.has(word))
  const contrasts = new Map<string, Set<string>>()
  for (const { meaning, language, words } of entries)
    if (meaning === 'contrast')
      contrasts.set(language, (contrasts.get(language) ?? new Set()).add(tokenise(words)[0]?.text ?? ''))
  const isContrast = (languages: ReadonlySet<string>) => (word: string) =>
    [...languages].some((language) => contrasts.get(language)?.has(word))
  const readSlots = createSlotReader(knowledge, isCommon)
  const codeTopics = new Map(knowledge.codes.map((code) => [code.id, code.topic]))

  const meanings = meaningsOf(knowledge, entries)
  const groups = new Map(
    Object.entries(knowledge.signs.groups).map(([name, words]) => [name, words.split('|')]),
  )
  const parseAll = (group: Record<string, Record<string, number>>): [string, Sign[]][] =>
    Object.entries(group).map(([topic, signs]) => [
      topic,
      Object.entries(signs).map(([expression, weight]) =>
        parseSign(topic, expression, weight, groups, (name) => meanings.has(name)),
      ),
    ])
  const ours = parseAll(knowledge.signs.topics)
  const neighbours = parseAll(knowledge.signs.elsewhere)

  const ourTopics = new Set(ours.map(([topic]) => topic))
  const neighbourPlaces = new Map(neighbours.map(([topic], place) => [topic, place]))
  const signs = createSignIndex([
    ...ours.flatMap(([, signs]) => signs.map((sign) => ({ sign, elsewhere: false }))),
    ...neighbours.flatMap(([, signs]) => signs.map((sign) => ({ sign, elsewhere: true }))),
  ])

  // Subjects that a single word makes plain: with them beside it, a word of ours may speak of theirs.
  const subjectsFrom = (least: number) =>
    new Set(
      neighbours.flatMap(([subject, signs]) =>
        signs.flatMap(({ needs, weight }) =>
          needs.length === 1 && weight >= least && !APART.has(subject)
            ? needs[0]!.filter((meaning) => subjects.has(meaning))
            : [],
        ),
      ),
    )
  const distinct = subjectsFrom(DISTINCT)
  const plainSubjects = subjectsFrom(PLAIN)

  // "cannot send", "send fails" and "does not send" are one thing when phrases are compared.
  const folded = new Map<string, string>()
  for (const name of ['stuck', 'wrong'])
    for (const meaning of groups.get(name) ?? []) folded.set(meaning, name)

  /** Leaves out what is part of a longer expression of ours, in another language: "guten Tag" holds no tag. */
  function withoutParts(hits: Hit[]): Hit[] {
    return hits.filter(
      (hit) =>
        !distinct.has(hit.meaning) ||
        !hits.some(
          (whole) =>
            whole.from <= hit.from &&
            whole.to >= hit.to &&
            whole.to - whole.from > hit.to - hit.from &&
            whole.entry.language !== hit.entry.language &&
            !distinct.has(whole.meaning),
        ),
    )
  }

  function scan(text: string) {
    const plain = tokenise(text)
    const guess = teller.guess(plain)
    const opposes = isContrast(guess.active)
    // Only a word that opposes two clauses makes the second reading different.
    const placed = plain.some((token) => opposes(token.text)) ? tokenise(text, opposes) : plain
    const tokens = lexicon.read(placed, guess.active)
    const hits = withoutParts(lexicon.find(tokens, guess.active, guess.language))
    return {
      tokens: fromTheMatter(tokens, hits),
      words: wordsOf(plain),
      guess,
      hits: withoutWhatIsDenied(withoutWhatWorks(hits, tokens), tokens),
    }
  }

  function featuresOf(tokens: ReadToken[], hits: Hit[]): string[] {
    const covered = new Set<number>()
    const features: string[] = []
    for (const hit of hits) {
      for (let index = hit.from; index <= hit.to; index++) covered.add(index)
      if (!/^(term|message):/.test(hit.meaning)) features.push(folded.get(hit.meaning) ?? hit.meaning)
    }
    tokens.forEach((token, index) => {
      if (['number', 'hex', 'enhanced'].includes(token.kind)) features.push(`number:${token.text}`)
      if (!covered.has(index) && token.kind === 'word' && token.text.length > 2 && !isCommon(token.text))
        features.push(`word:${stem(token.known)}`)
    })
    return features
  }

  function readPhrases(): ReadPhrase[] {
    const documents: ReadPhrase[] = []
    for (const pack of knowledge.languages.values())
      for (const [topic, { phrases, question }] of pack.topics)
        for (const phrase of [...phrases, question]) {
          const own = new Set([pack.id])
          const tokens = lexicon.asWritten(tokenise(phrase, isContrast(own)))
          const hits = withoutWhatIsDenied(withoutWhatWorks(lexicon.find(tokens, own), tokens), tokens)
          documents.push({ topic, phrase, words: wordsOf(tokens), features: featuresOf(tokens, hits) })
        }
    return documents
  }

  const documents = prepared?.documents ?? readPhrases()
  const exact = new Map(documents.map(({ words, topic }) => [words, topic]))
  const phrases = createPhraseIndex(documents)

  return {
    prepared: { words, documents },
    read(text) {
      const { tokens, words: asWords, guess, hits: plain } = scan(text)
      const said = readSlots(text, tokens, plain)
      const wanted = plain.filter(
        (hit) => !said.ruledOut.some((protocol) => hit.meaning === `protocol:${protocol}`),
      )
      const hits = withGeneral(wanted, tokens, said.portTokens, said.codeTokens, said.askedTerm)
      const map = byMeaning(hits)
      const same = exact.get(asWords)
      // A message printed far down in the text is part of the story.
      const printed = new Map<string | undefined, number>()
      for (const hit of plain) {
        if (!hit.meaning.startsWith('message:')) continue
        const topic = codeTopics.get(hit.meaning.slice('message:'.length))
        printed.set(topic, Math.max(printed.get(topic) ?? 0, placeFactor(tokens[hit.from]!)))
      }
      const covered = new Set<number>()
      for (const hit of plain) for (let index = hit.from; index <= hit.to; index++) covered.add(index)
      const words = tokens
        .map((token, index) => ({ token, index }))
        .filter(({ token }) => token.kind === 'word')
      const unknown = words.filter(({ token, index }) => !covered.has(index) && !isCommon(token.text))
      const coverage = words.length === 0 ? (tokens.length > 0 ? 1 : 0) : 1 - unknown.length / words.length
      // Without a word about mail, words that mean nothing here say that it is about something else.
      const anchored =
        ANCHORS.some((meaning) => map.has(meaning)) ||
        // A port of mail with trouble beside it is about mail; a number alone may count anything.
        (map.has('any-port') && TROUBLED.some((meaning) => map.has(meaning)))
      const otherLife = [...APART].some((meaning) => map.has(meaning))
      const doubt = anchored
        ? 1
        : UNANCHORED ** Math.min(unknown.length, 3) * (otherLife ? UNANCHORED_APART : 1)
      const likest = new Map(phrases.find(featuresOf(tokens, plain)).map((found) => [found.topic, found]))

      const elsewhereHits = hits.filter((hit) => distinct.has(hit.meaning))
      const begins = hits.find((hit) => !OPENING.has(hit.meaning) && !hit.meaning.startsWith('term:'))
      const lead = elsewhereHits.find((hit) => plainSubjects.has(hit.meaning) && hit.from === begins?.from)
      const foreign: Foreign = { hits: elsewhereHits, ...(lead ? { lead } : {}) }
      const polite = new Set(plain.flatMap((hit) => (POLITE.has(hit.meaning) ? [hit.from] : [])))
      const content = tokens.flatMap((token, index) =>
        isCommon(token.text) || polite.has(index) ? [] : [index],
      )
      const matches = new Map<string, FoundSign[]>()
      for (const { sign, elsewhere } of signs.possible(map.keys())) {
        const found = findSign(sign, map, tokens, elsewhere ? undefined : foreign, content)
        if (!found) continue
        const others = matches.get(sign.topic)
        if (others) others.push(found)
        else matches.set(sign.topic, [found])
      }
      const isOpening = (sign: FoundSign) => sign.hits.every((hit) => tokens[hit.from]!.sentence === 0)
      const opened = Math.max(
        0,
        ...[...matches.values()].flat().map((sign) => (isOpening(sign) ? sign.score : 0)),
      )
      const later = opened >= OPENED ? LATER : 1
      const weigh = (topic: string, elsewhere: boolean): Candidate => {
        const found = (matches.get(topic) ?? [])
          .map((sign) => (isOpening(sign) ? sign : { ...sign, score: sign.score * later }))
          .sort((a, b) => b.score - a.score)
        const phrase = elsewhere ? undefined : likest.get(topic)
        const scores = found.map((sign) => sign.score)
        if (phrase && phrase.likeness >= PHRASE_FLOOR) scores.push(PHRASE_WEIGHT * phrase.likeness ** 2)
        if (same === topic) scores.push(SAME_WORDS)
        if (!elsewhere && printed.has(topic)) scores.push(PRINTED * printed.get(topic)!)
        const score = combine(scores) * (elsewhere ? 1 : doubt)
        return { topic, elsewhere, score, signs: found, ...(phrase ? { phrase } : {}) }
      }
      const named = new Set(
        [...matches.keys(), ...likest.keys(), ...printed.keys(), same].filter((topic) => topic !== undefined),
      )
      const about = [...named]
        .filter((topic) => neighbourPlaces.has(topic))
        .sort((a, b) => neighbourPlaces.get(a)! - neighbourPlaces.get(b)!)
        .map((topic) => weigh(topic, true))
        .sort((a, b) => b.score - a.score)
      // Several neighbouring subjects in one question make each of them likelier.
      if (about[0] && about[0].score > 0) about[0].score = combine(about.map((candidate) => candidate.score))
      const ourNamed = [...named].filter((topic) => ourTopics.has(topic))
      const candidates = [...ourNamed.map((topic) => weigh(topic, false)), ...about]
        .filter((candidate) => candidate.score > 0)
        .sort((a, b) => b.score - a.score || a.topic.localeCompare(b.topic))

      return {
        tokens,
        hits,
        guess,
        said,
        candidates,
        coverage,
        unknownWords: [...new Set(unknown.map(({ token }) => token.text))],
        has: (meaning) => map.has(meaning),
        isCommon,
      }
    },
  }
}

/** Concepts that only signs of `elsewhere` use. */
function neighbourMeanings(knowledge: Knowledge): Set<string> {
  const names = (group: Record<string, Record<string, number>>) =>
    Object.values(group).flatMap((signs) =>
      Object.keys(signs).flatMap((sign) => sign.split(/[\s|]+/).map((name) => name.replace(/^-/, ''))),
    )
  const own = new Set([
    ...names(knowledge.signs.topics),
    ...Object.values(knowledge.signs.groups).flatMap((group) => group.split('|')),
  ])
  return new Set(names(knowledge.signs.elsewhere).filter((name) => !own.has(name)))
}

function wordsOf(tokens: Token[]): string {
  return tokens.map((token) => token.text).join(' ')
}

/** A rough stem: enough to see "invoice" and "invoices" as one word that no vocabulary holds. */
function stem(word: string): string {
  return word.length > 5 ? word.slice(0, Math.max(5, word.length - 2)) : word
}

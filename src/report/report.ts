/**
 * The gap report: what was asked in a period, what came of it, what the bot could not answer, and which answers
 * did not help. Pure: records in, plain data out; `markdown.ts` and `html.ts` show it.
 */
import { OUTCOMES, type Outcome } from '../message.ts'
import type { AnswerRecord, FeedbackRecord } from '../store/store.ts'
import { groupAlike } from './likeness.ts'

export interface ReportRequest {
  answers: AnswerRecord[]
  feedback: FeedbackRecord[]
  /** The period; records outside of it are left out. */
  from: Date
  to: Date
  /** IANA name: where a day begins. UTC if left out. */
  timeZone?: string
  /** How many groups of unanswered questions, and topics of unhelpful answers, are listed. 20 if left out. */
  most?: number
}

export interface Count {
  name: string
  count: number
  /** Of all questions, 0 to 1. */
  share: number
}

export interface Day {
  /** `YYYY-MM-DD` in the report's time zone. */
  day: string
  questions: number
  /** Those with the outcome `unknown` or `clarify`. */
  open: number
}

/** Questions that are alike and were not answered. */
export interface Gap {
  questions: number
  unknown: number
  clarify: number
  /** The most typical one, as it was asked (redacted). */
  example: string
  /** Other wordings, the most frequent first; at most five. */
  others: string[]
  /** What the bot did not understand, the most frequent first; at most eight. */
  words: { word: string; count: number }[]
  /** The topics that came nearest; at most three. `share` is of this group's questions. */
  nearest: { topic: string; share: number }[]
  /** The language answered in, the most frequent first. */
  locales: string[]
  last: Date
  /**
   * What to add where: phrases for the nearest topic. `topic` is null when no topic comes near, so that a new
   * one may be needed; `phrases` are empty when nothing asked can be used as it is.
   */
  suggestion: { locale: string; topic: string | null; phrases: string[] }
}

export interface Votes {
  topic: string
  helpful: number
  notHelpful: number
}

/** Answers of one topic that people voted not helpful. */
export interface Disliked extends Votes {
  /** Five different questions at most: those with a comment first, then the latest. */
  examples: { question: string; comment?: string; at: Date }[]
}

export interface Report {
  from: Date
  to: Date
  timeZone: string
  questions: number
  conversations: number
  /** Questions with the outcome `answer`, and those left open (`unknown` or `clarify`). */
  answered: number
  open: number
  handoffs: number
  helpful: number
  notHelpful: number
  /** Every day of the period, also those without a question. */
  days: Day[]
  byOutcome: (Count & { name: Outcome })[]
  byTopic: Count[]
  byLanguage: Count[]
  byFrontEnd: Count[]
  /** Topics with a vote, the most votes first. */
  votes: Votes[]
  /** Groups of at least two questions, the most frequent first. */
  gaps: Gap[]
  /** Groups that are not listed, and the questions in them. */
  moreGaps: { groups: number; questions: number }
  disliked: Disliked[]
}

const DAY = 24 * 60 * 60 * 1000
const LONGEST_EXAMPLE = 200
const LONGEST_PHRASE = 100
const MOST_PHRASES = 3
/** The nearest topic is suggested when it came near in at least this share of a group. */
const CLEAR_SHARE = 0.4

/** Makes the report. Takes about two seconds for 20,000 records of which half were not answered. */
export function makeReport({
  answers,
  feedback,
  from,
  to,
  timeZone = 'UTC',
  most = 20,
}: ReportRequest): Report {
  const records = answers
    .filter(({ at }) => at >= from && at <= to)
    .sort((a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1))
  const votes = votesOf(records, feedback)
  const open = records.filter(isOpen)
  const groups = groupAlike(
    open.map(({ question, notUnderstood }) => ({ text: question, notUnderstood })),
    records.map(({ question }) => question),
  ).map((places) => places.map((place) => open[place]!))
  const repeated = groups.filter((group) => group.length > 1)
  const listed = repeated.slice(0, most)
  const listedQuestions = listed.reduce((sum, group) => sum + group.length, 0)
  const known = phrasesSeen(records)
  return {
    from,
    to,
    timeZone,
    questions: records.length,
    conversations: new Set(records.map(({ conversation }) => conversation)).size,
    answered: records.filter(({ outcome }) => outcome === 'answer').length,
    open: open.length,
    handoffs: records.filter(({ outcome }) => outcome === 'handoff').length,
    helpful: votes.filter(({ vote }) => vote.helpful).length,
    notHelpful: votes.filter(({ vote }) => !vote.helpful).length,
    days: daysOf(records, from, to, timeZone),
    byOutcome: OUTCOMES.map((name) => ({ ...countOf(records, name, (record) => record.outcome === name) })),
    byTopic: counts(records, ({ topic }) => topic),
    byLanguage: counts(records, ({ locale }) => locale),
    byFrontEnd: counts(records, ({ frontEnd }) => frontEnd),
    votes: votesByTopic(votes),
    gaps: listed.map((group) => gapOf(group, known)),
    moreGaps: { groups: groups.length - listed.length, questions: open.length - listedQuestions },
    disliked: dislikedOf(votes).slice(0, most),
  }
}

function isOpen({ outcome }: AnswerRecord): boolean {
  return outcome === 'unknown' || outcome === 'clarify'
}

interface Voted {
  record: AnswerRecord
  vote: FeedbackRecord
}

function votesOf(records: AnswerRecord[], feedback: FeedbackRecord[]): Voted[] {
  const byId = new Map(records.map((record) => [record.id, record]))
  return feedback.flatMap((vote) => {
    const record = byId.get(vote.answerId)
    return record ? [{ record, vote }] : []
  })
}

function votesByTopic(votes: Voted[]): Votes[] {
  const byTopic = new Map<string, Votes>()
  for (const { record, vote } of votes) {
    const topic = record.topic ?? record.outcome
    const entry = byTopic.get(topic) ?? { topic, helpful: 0, notHelpful: 0 }
    if (vote.helpful) entry.helpful++
    else entry.notHelpful++
    byTopic.set(topic, entry)
  }
  return [...byTopic.values()].sort(
    (a, b) => b.helpful + b.notHelpful - (a.helpful + a.notHelpful) || (a.topic < b.topic ? -1 : 1),
  )
}

function dislikedOf(votes: Voted[]): Disliked[] {
  const all = new Map(votesByTopic(votes).map((entry) => [entry.topic, entry]))
  const bad = votes
    .filter(({ vote, record }) => !vote.helpful && !isOpen(record))
    // Those who said why come first.
    .sort(
      (a, b) =>
        Number(b.vote.comment !== undefined) - Number(a.vote.comment !== undefined) ||
        b.vote.at.getTime() - a.vote.at.getTime() ||
        (a.record.id < b.record.id ? -1 : 1),
    )
  const byTopic = new Map<string, Disliked>()
  for (const { record, vote } of bad) {
    const topic = record.topic ?? record.outcome
    const entry = byTopic.get(topic) ?? { ...all.get(topic)!, examples: [] }
    const isNew = !entry.examples.some(
      ({ question }) => phraseKey(question) === phraseKey(shorten(record.question)),
    )
    if (entry.examples.length < 5 && isNew)
      entry.examples.push({
        question: shorten(record.question),
        ...(vote.comment ? { comment: shorten(vote.comment) } : {}),
        at: vote.at,
      })
    byTopic.set(topic, entry)
  }
  return [...byTopic.values()].sort((a, b) => b.notHelpful - a.notHelpful || (a.topic < b.topic ? -1 : 1))
}

function countOf<Name extends string>(
  records: AnswerRecord[],
  name: Name,
  is: (record: AnswerRecord) => boolean,
): Count & { name: Name } {
  const count = records.filter(is).length
  return { name, count, share: records.length === 0 ? 0 : count / records.length }
}

function counts(records: AnswerRecord[], nameOf: (record: AnswerRecord) => string | null): Count[] {
  const byName = tally(records.flatMap((record) => nameOf(record) ?? []))
  return byName.map(([name, count]) => ({ name, count, share: count / records.length }))
}

/** Values with how often each occurs, the most frequent first, then by the alphabet. */
function tally(values: string[]): [string, number][] {
  const counted = new Map<string, number>()
  for (const value of values) counted.set(value, (counted.get(value) ?? 0) + 1)
  return [...counted.entries()].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
}

function daysOf(records: AnswerRecord[], from: Date, to: Date, timeZone: string): Day[] {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  const dayOf = (at: Date) => format.format(at)
  const days = new Map<string, Day>()
  const last = dayOf(to)
  // Days are walked over at noon UTC of their own date, so that a change of the clock loses none.
  const first = new Date(`${dayOf(from)}T12:00:00Z`)
  for (let at = first.getTime(); ; at += DAY) {
    const day = new Date(at).toISOString().slice(0, 10)
    if (day > last) break
    days.set(day, { day, questions: 0, open: 0 })
  }
  for (const record of records) {
    const day = days.get(dayOf(record.at))
    if (!day) continue
    day.questions++
    if (isOpen(record)) day.open++
  }
  return [...days.values()]
}

/** Wordings that the bot answered: not worth suggesting. */
function phrasesSeen(records: AnswerRecord[]): Set<string> {
  return new Set(records.filter((record) => !isOpen(record)).map(({ question }) => phraseKey(question)))
}

function gapOf(group: AnswerRecord[], known: Set<string>): Gap {
  const [typical] = group as [AnswerRecord]
  const wordings = wordingsOf(group)
  const example = wordings.get(phraseKey(typical.question))!
  const nearest = nearestOf(group)
  const locales = tally(group.map(({ locale }) => locale)).map(([locale]) => locale)
  const [clear] = nearest
  const topic = clear && clear.share >= CLEAR_SHARE ? clear.topic : null
  const locale = locales[0]!
  return {
    questions: group.length,
    unknown: group.filter(({ outcome }) => outcome === 'unknown').length,
    clarify: group.filter(({ outcome }) => outcome === 'clarify').length,
    example: shorten(example),
    others: [...wordings.values()]
      .filter((text) => text !== example)
      .slice(0, 5)
      .map(shorten),
    words: wordsOf(group),
    nearest,
    locales,
    last: new Date(group.reduce((latest, { at }) => Math.max(latest, at.getTime()), 0)),
    suggestion: {
      locale,
      topic,
      phrases: phrasesOf(
        group.filter((record) => record.locale === locale),
        known,
      ),
    },
  }
}

/** The wordings of a group, each as it was written most often, the most frequent wording first. */
function wordingsOf(group: AnswerRecord[]): Map<string, string> {
  const written = new Map<string, string[]>()
  for (const { question } of group) {
    const forms = written.get(phraseKey(question))
    if (forms) forms.push(oneLine(question))
    else written.set(phraseKey(question), [oneLine(question)])
  }
  return new Map(
    [...written.entries()]
      .sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1))
      .map(([key, forms]) => [key, tally(forms)[0]![0]]),
  )
}

function nearestOf(group: AnswerRecord[]): Gap['nearest'] {
  const scores = new Map<string, { score: number; count: number }>()
  for (const record of group) {
    const topics = [...new Set([...(record.topic ? [record.topic] : []), ...record.nearest])].slice(0, 3)
    for (const [place, topic] of topics.entries()) {
      const entry = scores.get(topic) ?? { score: 0, count: 0 }
      entry.score += 1 / (place + 1)
      entry.count++
      scores.set(topic, entry)
    }
  }
  return [...scores.entries()]
    .sort((a, b) => b[1].score - a[1].score || (a[0] < b[0] ? -1 : 1))
    .slice(0, 3)
    .map(([topic, { count }]) => ({ topic, share: count / group.length }))
}

function wordsOf(group: AnswerRecord[]): Gap['words'] {
  const counted = new Map<string, Map<string, number>>()
  for (const { notUnderstood } of group)
    for (const word of new Set(notUnderstood)) {
      const written = word.trim()
      if (written === '' || written.includes('[')) continue
      const key = written.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
      const forms = counted.get(key) ?? new Map<string, number>()
      forms.set(written, (forms.get(written) ?? 0) + 1)
      counted.set(key, forms)
    }
  return [...counted.values()]
    .map((forms) => {
      const sorted = [...forms.entries()].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      return { word: sorted[0]![0], count: sorted.reduce((sum, [, count]) => sum + count, 0) }
    })
    .sort((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1))
    .slice(0, 8)
}

/** Wordings that can stand under `phrases:` as they are: short, on one line, with nothing taken out. */
function phrasesOf(group: AnswerRecord[], known: Set<string>): string[] {
  const usable = group.filter(({ question }) => {
    const text = question.trim()
    return (
      !/[[\]\n]/.test(text) &&
      text.length <= LONGEST_PHRASE &&
      text.includes(' ') &&
      !known.has(phraseKey(text))
    )
  })
  const wordings = wordingsOf(usable)
  // The most typical first, then what was asked most often.
  const first = usable[0] ? wordings.get(phraseKey(usable[0].question)) : undefined
  return [...new Set([...(first === undefined ? [] : [first]), ...wordings.values()])]
    .slice(0, MOST_PHRASES)
    .map(phraseOf)
}

/** A wording without the punctuation at its end. */
function phraseOf(question: string): string {
  return oneLine(question).replace(/[\s?.!…]+$/u, '')
}

/** The same for wordings that differ only in case and in the punctuation at their end. */
function phraseKey(question: string): string {
  return phraseOf(question).toLowerCase()
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim()
}

function shorten(text: string): string {
  const line = oneLine(text)
  if (line.length <= LONGEST_EXAMPLE) return line
  const start = line.slice(0, LONGEST_EXAMPLE).replace(/[\ud800-\udbff]$/, '')
  return `${start.replace(/\s+\S*$/u, '')}…`
}

/** What both forms of the report share: the words of one language, numbers, dates, and names of things. */
import type { Words } from '../adapter.ts'
import { fill } from '../answering/text.ts'
import { interfaceWord } from '../answering/values.ts'
import { type Knowledge, matchLocale } from '../knowledge/knowledge.ts'
import { OUTCOMES } from '../message.ts'
import type { Gap, Report } from './report.ts'

export interface View {
  /** BCP 47. */
  locale: string
  /** A word of the report, by its key below `report.`. */
  say: Words
  /** The same where the words differ with a number: `KEY.one` and `KEY.other`. */
  sayNumber(key: string, n: number, values?: Record<string, string | number>): string
  number(n: number): string
  share(part: number): string
  date(at: Date): string
  /** A day of the report, `YYYY-MM-DD`. */
  day(day: string): string
  topic(id: string): string
  language(tag: string): string
}

/**
 * The words of the report in one of the languages that the bot answers in; in the first of them when `locale`
 * fits none.
 */
export function createView(knowledge: Knowledge, locale: string, timeZone = 'UTC'): View {
  const id = matchLocale(knowledge.answersIn, locale) ?? knowledge.answersIn[0]!
  const pack = knowledge.languages.get(id)!
  const say: Words = (key, values = {}) => fill(interfaceWord(pack.interface, `report.${key}`), values)
  const numbers = new Intl.NumberFormat(id)
  const shares = new Intl.NumberFormat(id, { style: 'percent', maximumFractionDigits: 0 })
  const smallShares = new Intl.NumberFormat(id, { style: 'percent', maximumFractionDigits: 1 })
  const dates = new Intl.DateTimeFormat(id, { dateStyle: 'medium', timeZone })
  const days = new Intl.DateTimeFormat(id, { day: 'numeric', month: 'short', timeZone: 'UTC' })
  const rules = new Intl.PluralRules(id)
  const languages = new Intl.DisplayNames(id, { type: 'language' })
  const outcomes: readonly string[] = OUTCOMES
  return {
    locale: id,
    say,
    sayNumber: (key, n, values = {}) =>
      say(`${key}.${rules.select(n) === 'one' ? 'one' : 'other'}`, { n: numbers.format(n), ...values }),
    number: (n) => numbers.format(n),
    share: (part) => (part > 0 && part < 0.1 ? smallShares : shares).format(part),
    date: (at) => dates.format(at),
    day: (day) => days.format(new Date(`${day}T12:00:00Z`)),
    topic: (topic) =>
      pack.topics.get(topic)?.label ?? (outcomes.includes(topic) ? say(`outcome.${topic}`) : topic),
    language(tag) {
      const name = languages.of(tag) ?? tag
      return name.charAt(0).toLocaleUpperCase(id) + name.slice(1)
    },
  }
}

/** The sentence that says what matters most. */
export function headline(report: Report, view: View): string {
  const { say, sayNumber, number, share } = view
  if (report.questions === 0) return say('headline.none')
  if (report.open === 0) {
    const [worst] = report.disliked
    const all = say('headline.all')
    return worst
      ? `${all} ${say('headline.disliked', { topic: view.topic(worst.topic), n: number(worst.notHelpful) })}`
      : all
  }
  const open = sayNumber('headline.open', report.open, {
    open: number(report.open),
    questions: number(report.questions),
    share: share(report.open / report.questions),
  })
  const [first] = report.gaps
  return first
    ? `${open} ${say('headline.most', { example: first.example, n: number(first.questions) })}`
    : open
}

/** Where a topic's words stand, from the checkout's root. */
export function topicFile(locale: string, topic: string): string {
  return `knowledge/languages/${locale}/topics/${topic}.yaml`
}

/** The lines to paste under `phrases:`, as YAML. */
export function phraseLines(suggestion: Gap['suggestion']): string {
  return suggestion.phrases.map((phrase) => `  - ${yamlText(phrase)}`).join('\n')
}

/** A phrase as a YAML scalar: plain where that is safe, in double quotes otherwise. */
function yamlText(phrase: string): string {
  const plain =
    /^[\p{L}][\p{L}\p{N} ,.'’()/+-]*$/u.test(phrase) &&
    !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(phrase)
  return plain ? phrase : JSON.stringify(phrase)
}

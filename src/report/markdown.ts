/** The gap report as CommonMark with tables, to read in a mail, a chat or a terminal. */
import { printable } from '../printable.ts'
import type { Count, Gap, Report } from './report.ts'
import { headline, phraseLines, topicFile, type View } from './view.ts'

/** Pure. What people wrote is escaped, so that it can bring no markup of its own. */
export function toMarkdown(report: Report, view: View): string {
  const { say, sayNumber, number, share } = view
  const parts = [
    `# ${text(headline(report, view))}`,
    `${say('title')}, ${say('period', { from: view.date(report.from), to: view.date(report.to) })}`,
  ]
  if (report.questions === 0) return `${parts.join('\n\n')}\n`
  const votes = report.helpful + report.notHelpful
  parts.push(
    list([
      `**${number(report.questions)}** ${say('figure.questions')}, ${say('figure.conversations', { n: number(report.conversations) })}`,
      `**${share(report.answered / report.questions)}** ${say('figure.answered')}`,
      `**${share(report.open / report.questions)}** ${say('figure.open')} (${say('figure.open-note')})`,
      `**${number(report.handoffs)}** ${say('figure.handoffs')}`,
      votes === 0
        ? say('figure.no-votes')
        : `**${share(report.helpful / votes)}** ${say('figure.helpful')} (${sayNumber('figure.votes', votes)})`,
    ]),
    `## ${say('gaps.title')}`,
    ...gapParts(report, view),
    `## ${say('disliked.title')}`,
    ...dislikedParts(report, view),
    `## ${say('days.title')}`,
    ...dayParts(report, view),
    `## ${say('topics.title')}`,
    report.byTopic.length === 0
      ? say('topics.none')
      : countTable(report.byTopic, say('column.topic'), view.topic, view),
  )
  if (report.votes.length > 0)
    parts.push(
      `## ${say('votes.title')}`,
      table(
        [say('column.topic'), say('votes.helpful'), say('votes.not-helpful')],
        report.votes.map((entry) => [
          view.topic(entry.topic),
          number(entry.helpful),
          number(entry.notHelpful),
        ]),
      ),
    )
  parts.push(
    `## ${say('outcomes.title')}`,
    countTable(report.byOutcome, say('column.outcome'), (name) => say(`outcome.${name}`), view),
    `## ${say('languages.title')}`,
    countTable(report.byLanguage, say('column.language'), view.language, view),
    `## ${say('front-ends.title')}`,
    countTable(report.byFrontEnd, say('column.front-end'), (name) => name, view),
    `---`,
    say('privacy'),
  )
  return `${parts.join('\n\n')}\n`
}

function gapParts(report: Report, view: View): string[] {
  const { say, sayNumber } = view
  const more = report.moreGaps.questions > 0 ? [sayNumber('gaps.more', report.moreGaps.questions)] : []
  if (report.gaps.length === 0) return [say('gaps.none'), ...more]
  return [say('gaps.how'), ...report.gaps.flatMap((gap, place) => gapPart(gap, place + 1, view)), ...more]
}

function gapPart(gap: Gap, place: number, view: View): string[] {
  const { say, sayNumber, number } = view
  const { suggestion } = gap
  const facts = [
    gap.unknown > 0 ? say('gaps.unknown', { n: number(gap.unknown) }) : '',
    gap.clarify > 0 ? say('gaps.clarify', { n: number(gap.clarify) }) : '',
    gap.locales.map(view.language).join(', '),
    say('gaps.last', { day: view.date(gap.last) }),
  ].filter(Boolean)
  const parts = [
    `### ${place}. ${text(gap.example)}`,
    `**${sayNumber('gaps.asked', gap.questions)}** (${facts.join('; ')})`,
  ]
  const lines: string[] = []
  if (gap.others.length > 0)
    lines.push(`${say('gaps.others')}: ${gap.others.map((other) => `“${text(other)}”`).join(', ')}`)
  if (gap.words.length > 0)
    lines.push(
      `${say('gaps.words')}: ${gap.words.map(({ word, count }) => `${text(word)} (${number(count)})`).join(', ')}`,
    )
  if (gap.nearest.length > 0)
    lines.push(`${say('gaps.nearest')}: ${gap.nearest.map((near) => view.topic(near.topic)).join(', ')}`)
  if (lines.length > 0) parts.push(list(lines))
  if (suggestion.topic === null) parts.push(say('gaps.new'))
  else {
    const file = topicFile(suggestion.locale, suggestion.topic)
    if (suggestion.phrases.length === 0) parts.push(say('gaps.no-phrases', { file: `\`${file}\`` }))
    else
      parts.push(
        say('gaps.add', { file: `\`${file}\``, topic: view.topic(suggestion.topic) }),
        `\`\`\`yaml\n${phraseLines(suggestion)}\n\`\`\``,
      )
  }
  return parts
}

function dislikedParts(report: Report, view: View): string[] {
  const { say, number } = view
  if (report.disliked.length === 0) return [say('disliked.none')]
  return [
    say('disliked.how'),
    ...report.disliked.flatMap((entry) => [
      `### ${view.topic(entry.topic)}`,
      `**${say('disliked.count', { n: number(entry.notHelpful), votes: number(entry.helpful + entry.notHelpful) })}**. ${say('disliked.file', { file: `\`${topicFile(view.locale, entry.topic)}\`` })}`,
      list(
        entry.examples.map(({ question, comment }) =>
          comment
            ? `“${text(question)}” ${say('disliked.comment', { comment: text(comment) })}`
            : `“${text(question)}”`,
        ),
      ),
    ]),
  ]
}

const BARS = '▁▂▃▄▅▆▇█'

function dayParts(report: Report, view: View): string[] {
  const { say, number } = view
  const busiest = report.days.reduce((most, day) => (day.questions > most.questions ? day : most))
  const line = report.days
    .map(({ questions }) =>
      questions === 0 ? ' ' : BARS[Math.ceil((questions / busiest.questions) * BARS.length) - 1],
    )
    .join('')
  return [
    `\`\`\`text\n${line}\n\`\`\``,
    `${say('days.summary', { n: number(busiest.questions), day: view.day(busiest.day) })}`,
  ]
}

function countTable(counts: Count[], heading: string, nameOf: (name: string) => string, view: View): string {
  return table(
    [heading, view.say('column.count'), view.say('column.share')],
    counts
      .filter(({ count }) => count > 0)
      .map(({ name, count, share }) => [nameOf(name), view.number(count), view.share(share)]),
  )
}

/** The first column is text, the others are figures. */
function table(columns: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map(text).join(' | ')} |`
  return [
    line(columns),
    `|${columns.map((_, at) => (at === 0 ? ' --- |' : ' ---: |')).join('')}`,
    ...rows.map(line),
  ].join('\n')
}

function list(items: string[]): string {
  return items.map((item) => `- ${item}`).join('\n')
}

/** Escapes what CommonMark would read as markup. */
function text(raw: string): string {
  return printable(raw.replace(/\s+/gu, ' ')).replace(/[\\`*_[\]<>|#~&]/g, '\\$&')
}

/**
 * The gap report as one page that needs nothing else: style and charts are in it, there is no script, and no
 * request leaves it. It follows the reader's choice of dark or light, prints, and fits a phone.
 */
import { createHash } from 'node:crypto'
import { html, Markup } from '../markup.ts'
import { PAGE_STYLE } from './page.css.ts'
import type { Count, Day, Disliked, Gap, Report } from './report.ts'
import { headline, phraseLines, topicFile, type View } from './view.ts'

/** The content security policy under which the page works; for the header when it is served. */
export const PAGE_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(PAGE_STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'`

/** Pure: the same report and view give the same page. */
export function toHtml(report: Report, view: View): string {
  const { say } = view
  const title = `${say('title')}, ${say('period', { from: view.date(report.from), to: view.date(report.to) })}`
  const page = html`<!doctype html>
<html lang="${view.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${new Markup(PAGE_POLICY)}">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${new Markup(PAGE_STYLE)}</style>
</head>
<body>
<main>
<header>
<p>${title}</p>
<h1>${headline(report, view)}</h1>
</header>
${report.questions === 0 ? null : content(report, view)}
<footer><p>${say('privacy')}</p></footer>
</main>
</body>
</html>
`
  return page.source
}

function content(report: Report, view: View): Markup {
  const { say } = view
  return html`${figures(report, view)}
${dayChart(report, view)}
${gaps(report, view)}
${disliked(report, view)}
<div class="pair">
<div>
<section><h2>${say('topics.title')}</h2>${
    report.byTopic.length === 0
      ? html`<p>${say('topics.none')}</p>`
      : bars(report.byTopic, say('column.topic'), view.topic, view)
  }</section>
<section><h2>${say('languages.title')}</h2>${bars(report.byLanguage, say('column.language'), view.language, view)}</section>
</div>
<div>
${votes(report, view)}
<section><h2>${say('outcomes.title')}</h2>${bars(report.byOutcome, say('column.outcome'), (name) => say(`outcome.${name}`), view)}</section>
<section><h2>${say('front-ends.title')}</h2>${bars(report.byFrontEnd, say('column.front-end'), (name) => name, view)}</section>
</div>
</div>`
}

function figures(report: Report, view: View): Markup {
  const { say, sayNumber, number, share } = view
  const cast = report.helpful + report.notHelpful
  return html`<ul class="figures">
<li><b>${number(report.questions)}</b>${say('figure.questions')} <span class="soft small">${say('figure.conversations', { n: number(report.conversations) })}</span></li>
<li class="good"><b>${share(report.answered / report.questions)}</b>${say('figure.answered')}</li>
<li class="bad"><b>${share(report.open / report.questions)}</b>${say('figure.open')} <span class="soft small">${say('figure.open-note')}</span></li>
<li><b>${number(report.handoffs)}</b>${say('figure.handoffs')}</li>
<li><b>${cast === 0 ? '–' : share(report.helpful / cast)}</b>${
    cast === 0
      ? say('figure.no-votes')
      : html`${say('figure.helpful')} <span class="soft small">${sayNumber('figure.votes', cast)}</span>`
  }</li>
</ul>`
}

/** Beyond this many days a bar stands for a week: thinner bars could not be told apart on a phone. */
const MOST_DAY_BARS = 62

function dayChart(report: Report, view: View): Markup {
  const { say, number } = view
  const weekly = report.days.length > MOST_DAY_BARS
  const days = weekly ? weeksOf(report.days) : report.days
  const busiest = days.reduce((most, day) => (day.questions > most.questions ? day : most))
  const top = roundUp(busiest.questions)
  const y = (questions: number) => round(100 - (questions / top) * 100)
  const summary = say('days.summary', { n: number(busiest.questions), day: view.day(busiest.day) })
  const labels = [days[0]!, ...(days.length > 2 ? [days[Math.floor(days.length / 2)]!] : []), days.at(-1)!]
  const title = say(weekly ? 'days.title-weeks' : 'days.title')
  return html`<section><h2>${title}</h2>
<p class="legend small">${swatch('good-fill', say('days.answered'))}${swatch('bad-fill', say('days.open'))}<span class="soft">${summary}</span></p>
<div class="chart">
<div class="scale small soft"><span>${number(top)}</span><span>${number(top / 2)}</span><span>0</span></div>
<svg viewBox="0 0 ${days.length * 10} 100" preserveAspectRatio="none" role="img" aria-label="${title}. ${summary}">
${[0, 50, 100].map((at) => html`<line class="grid" x1="0" x2="${days.length * 10}" y1="${at}" y2="${at}" vector-effect="non-scaling-stroke"/>`)}
${days.map(
  (
    { day, questions, open },
    at,
  ) => html`<g><title>${view.day(day)}: ${number(questions)} ${say('figure.questions')}, ${number(open)} ${say('days.open')}</title><rect class="good-fill" x="${at * 10 + 1}" width="8" y="${y(questions)}" height="${round(y(open) - y(questions))}"/><rect class="bad-fill" x="${at * 10 + 1}" width="8" y="${y(open)}" height="${round(100 - y(open))}"/></g>
`,
)}</svg>
<div class="ends small soft">${labels.map(({ day }) => html`<span>${view.day(day)}</span>`)}</div>
</div>
<details class="days-figures"><summary>${say('days.figures')}</summary>
<table><thead><tr><th>${say(weekly ? 'days.week' : 'days.day')}</th><th class="n">${say('days.questions')}</th><th class="n">${say('days.open')}</th></tr></thead><tbody>
${days.map(
  ({
    day,
    questions,
    open,
  }) => html`<tr><td>${view.day(day)}</td><td class="n">${number(questions)}</td><td class="n">${number(open)}</td></tr>
`,
)}</tbody></table></details>
</section>`
}

function weeksOf(days: Day[]): Day[] {
  const weeks: Day[] = []
  for (const [at, { day, questions, open }] of days.entries()) {
    if (at % 7 === 0) weeks.push({ day, questions: 0, open: 0 })
    const week = weeks.at(-1)!
    week.questions += questions
    week.open += open
  }
  return weeks
}

/** The next even 1, 2 or 5 times a power of ten: a scale that reads well. */
function roundUp(most: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(2, most)))
  return (
    [1, 2, 4, 5, 6, 8, 10].map((step) => step * power).find((step) => step >= most && step % 2 === 0) ??
    10 * power
  )
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}

function swatch(kind: string, text: string): Markup {
  return html`<span><svg viewBox="0 0 10 10" aria-hidden="true"><rect class="${kind}" width="10" height="10" rx="2"/></svg>${text}</span>`
}

/** What comes after these is folded away: some want to read on, the others want the next chapter. */
const OPEN_CARDS = 6

function folded(cards: Markup[], restKey: string, view: View): Markup {
  const rest = cards.slice(OPEN_CARDS)
  if (rest.length === 0) return html`${cards}`
  return html`${cards.slice(0, OPEN_CARDS)}<details class="rest"><summary>${view.sayNumber(restKey, rest.length)}</summary>${rest}</details>`
}

function gaps(report: Report, view: View): Markup {
  const { say, sayNumber } = view
  const more = report.moreGaps.questions
  const cards = report.gaps.map((gap, at) => gapCard(gap, at + 1, view))
  return html`<section><h2>${say('gaps.title')}</h2>
<p class="soft">${report.gaps.length === 0 ? say('gaps.none') : say('gaps.how')}</p>
${folded(cards, 'gaps.rest', view)}
${more === 0 ? null : html`<p class="gap soft">${sayNumber('gaps.more', more)}</p>`}
</section>`
}

function gapCard(gap: Gap, place: number, view: View): Markup {
  const { say, sayNumber, number } = view
  const facts = [
    gap.unknown > 0 ? say('gaps.unknown', { n: number(gap.unknown) }) : '',
    gap.clarify > 0 ? say('gaps.clarify', { n: number(gap.clarify) }) : '',
    gap.locales.map(view.language).join(', '),
    say('gaps.last', { day: view.date(gap.last) }),
  ].filter(Boolean)
  return html`<div class="gap">
<div class="gap-head"><h3>${place}. ${gap.example}</h3><span class="times">${sayNumber('gaps.asked', gap.questions)}</span></div>
<p class="soft small">${facts.join(' · ')}</p>
<div class="facts">
${gap.words.length === 0 ? null : html`<div><p class="label">${say('gaps.words')}</p><ul class="chips">${gap.words.map(({ word, count }) => html`<li>${word} <span class="soft">${number(count)}</span></li>`)}</ul></div>`}
${gap.nearest.length === 0 ? null : html`<div><p class="label">${say('gaps.nearest')}</p><ul class="chips">${gap.nearest.map((near) => html`<li>${view.topic(near.topic)}</li>`)}</ul></div>`}
</div>
${gap.others.length === 0 ? null : html`<details><summary>${say('gaps.others')}</summary><ul>${gap.others.map((other) => html`<li>${other}</li>`)}</ul></details>`}
${suggestion(gap, view)}
</div>
`
}

function suggestion({ suggestion }: Gap, view: View): Markup {
  const { say } = view
  if (suggestion.topic === null) return html`<p class="label">${say('gaps.new')}</p>`
  const file = topicFile(suggestion.locale, suggestion.topic)
  const key = suggestion.phrases.length === 0 ? 'gaps.no-phrases' : 'gaps.add'
  const line = codeLine(key, file, view, { topic: view.topic(suggestion.topic) })
  return suggestion.phrases.length === 0 ? line : html`${line}<pre>${phraseLines(suggestion)}</pre>`
}

/** A sentence with `{file}` in it, shown as code. */
function codeLine(key: string, file: string, view: View, values: Record<string, string> = {}): Markup {
  const [before, after] = view.say(key, { ...values, file: '\n' }).split('\n')
  return html`<p class="label">${before!}<code>${file}</code>${after ?? ''}</p>`
}

function disliked(report: Report, view: View): Markup {
  const { say } = view
  return html`<section><h2>${say('disliked.title')}</h2>
<p class="soft">${report.disliked.length === 0 ? say('disliked.none') : say('disliked.how')}</p>
${folded(
  report.disliked.map((entry) => dislikedCard(entry, view)),
  'disliked.rest',
  view,
)}
</section>`
}

function dislikedCard(entry: Disliked, view: View): Markup {
  const { say, number } = view
  return html`<div class="gap">
<div class="gap-head"><h3>${view.topic(entry.topic)}</h3><span class="times">${say('disliked.count', { n: number(entry.notHelpful), votes: number(entry.helpful + entry.notHelpful) })}</span></div>
${codeLine('disliked.file', topicFile(view.locale, entry.topic), view)}
${entry.examples.map(({ question, comment }) => html`<blockquote>${question}${comment ? html`<br><span class="soft">${say('disliked.comment', { comment })}</span>` : null}</blockquote>`)}
</div>
`
}

function votes(report: Report, view: View): Markup | null {
  const { say, number } = view
  if (report.votes.length === 0) return null
  return html`<section><h2>${say('votes.title')}</h2>
<p class="legend small">${swatch('good-fill', say('votes.helpful'))}${swatch('bad-fill', say('votes.not-helpful'))}</p>
<table><tbody>
${report.votes.map(({ topic, helpful, notHelpful }) => {
  const cast = helpful + notHelpful
  const part = round((helpful / cast) * 100)
  return html`<tr><th scope="row">${view.topic(topic)}</th><td class="bar"><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="good-fill" width="${part}" height="10"/><rect class="bad-fill" x="${part}" width="${round(100 - part)}" height="10"/></svg></td><td class="n">${say('votes.row', { helpful: number(helpful), votes: number(cast) })}</td></tr>
`
})}</tbody></table></section>`
}

function bars(counts: Count[], heading: string, nameOf: (name: string) => string, view: View): Markup {
  const { say, number, share } = view
  const most = Math.max(...counts.map(({ count }) => count), 1)
  return html`<table><thead class="small soft"><tr><th>${heading}</th><td class="bar"></td><th class="n">${say('column.count')}</th><th class="n">${say('column.share')}</th></tr></thead><tbody>
${counts
  .filter(({ count }) => count > 0)
  .map(
    ({
      name,
      count,
      share: part,
    }) => html`<tr><td>${nameOf(name)}</td><td class="bar"><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="bar-fill" width="${round((count / most) * 100)}" height="10" rx="1"/></svg></td><td class="n">${number(count)}</td><td class="n">${share(part)}</td></tr>
`,
  )}</tbody></table>`
}

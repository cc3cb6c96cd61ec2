import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { load as parse } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { flattenWords } from '../../src/knowledge/rules/texts.ts'
import { PAGE_POLICY, toHtml } from '../../src/report/html.ts'
import { toMarkdown } from '../../src/report/markdown.ts'
import { makeReport, type Report } from '../../src/report/report.ts'
import { createView, headline, phraseLines } from '../../src/report/view.ts'
import { generateMonth } from './month.ts'

const knowledge = loadKnowledge({
  directory: fileURLToPath(new URL('../../knowledge', import.meta.url)),
  provider: 'default',
})
const view = createView(knowledge, 'en')
const month = generateMonth(4_000)
const report = makeReport(month)
const empty = makeReport({ ...month, answers: [], feedback: [] })
/** A report whose people wrote `text`. */
function saying(text: string): Report {
  const answers = month.answers.slice(0, 40).map((record, n) => ({
    ...record,
    outcome: n % 2 === 0 ? ('unknown' as const) : record.outcome,
    question: text,
    notUnderstood: [text],
    frontEnd: text,
  }))
  const feedback = answers.map(({ id, at }) => ({ answerId: id, at, helpful: false, comment: text }))
  return makeReport({ ...month, answers, feedback })
}

describe('the page', () => {
  const page = toHtml(report, view)

  it('needs nothing from elsewhere and runs nothing', () => {
    expect(page).not.toMatch(
      /<script|<link|<img|<iframe|<object|<form|\bon[a-z]+=|javascript:|@import|url\(/i,
    )
    expect(page).not.toMatch(/https?:/)
    expect(page).not.toMatch(/\sstyle=/)
  })

  it('states the policy under which its own style is allowed and nothing else', () => {
    const style = /<style>([\s\S]*)<\/style>/.exec(page)![1]!
    expect(PAGE_POLICY).toContain(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`)
    expect(PAGE_POLICY).toMatch(/^default-src 'none';/)
    expect(page).toContain(PAGE_POLICY)
  })

  it('says first what matters', () => {
    const first = /<h1>([^<]*)<\/h1>/.exec(page)![1]!
    expect(first).toMatch(
      /^\d+ of 4,000 questions were not answered \(11%\)\. Asked most often without an answer: “/,
    )
    expect(page.indexOf('<h1>')).toBeLessThan(page.indexOf('<svg'))
  })

  it('has a bar for each day, or for each week when there are many', () => {
    expect(page.match(/<g><title>/g)).toHaveLength(report.days.length)
    const year = toHtml(makeReport({ ...month, from: new Date('2025-11-01T00:00:00Z') }), view)
    expect(year.match(/<g><title>/g)!.length).toBe(53)
    expect(year).toContain('Questions a week')
  })

  it('draws within its frame', () => {
    for (const [, y, height] of page.matchAll(
      /<rect class="[a-z-]+" x="[\d.]+" width="8" y="([\d.-]+)" height="([\d.-]+)"/g,
    )) {
      expect(Number(y)).toBeGreaterThanOrEqual(0)
      expect(Number(height)).toBeGreaterThanOrEqual(0)
      expect(Number(y) + Number(height)).toBeLessThanOrEqual(100.01)
    }
  })

  it('closes every element that it opens', () => {
    const open: string[] = []
    for (const [, end, name] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*?>/g)) {
      if (['meta', 'br', 'line', 'rect'].includes(name!)) continue
      if (end) expect(open.pop()).toBe(name)
      else open.push(name!)
    }
    expect(open).toEqual([])
  })

  it('is the same for the same report', () => {
    expect(toHtml(makeReport(month), createView(knowledge, 'en'))).toBe(page)
  })
})

describe('what people wrote', () => {
  const hostile = '<img src=x onerror=alert(1)> & "quotes" `code` **bold** [link](http://x) | # </style>'

  it('stays text on the page', () => {
    const page = toHtml(saying(hostile), view)
    expect(page).not.toContain('<img')
    expect(page.match(/<\/style>/g)).toHaveLength(1)
    expect(page).toContain('&#60;img src=x onerror=alert(1)&#62; &#38;')
  })

  it('stays text in Markdown', () => {
    const text = toMarkdown(saying(hostile), view)
    expect(text).not.toMatch(/(?<!\\)<img|(?<!\\)\*\*bold|(?<!\\)\[link/)
  })

  it('whatever it is, brings no markup', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), (text) => {
        const page = toHtml(saying(`<b>${text}</b>`), view)
        expect(page).not.toContain('<b></b>')
        expect(page.match(/<b>/g)).toHaveLength(5)
      }),
      { numRuns: 60, seed: 1 },
    )
  })
})

describe('the lines to add', () => {
  it('are YAML that gives the phrases back', () => {
    const phrases = [
      'plain words',
      'with: a colon',
      '#hash',
      "l'été",
      '"quoted"',
      '{user}',
      'yes',
      '- dash',
      'a & b',
      '123',
    ]
    const lines = phraseLines({ locale: 'en', topic: 'ports', phrases })
    expect(parse(`phrases:\n${lines}`)).toEqual({ phrases })
  })

  it('stand with the file that they belong in', () => {
    const gap = report.gaps.find(({ suggestion }) => suggestion.topic === 'client-setup')!
    const text = toMarkdown(report, view)
    expect(text).toContain(
      `\`knowledge/languages/${gap.suggestion.locale}/topics/client-setup.yaml\`, under phrases:`,
    )
    expect(text).toContain(`\`\`\`yaml\n${phraseLines(gap.suggestion)}\n\`\`\``)
  })
})

describe('Markdown', () => {
  it('says first what matters', () => {
    expect(toMarkdown(report, view).split('\n')[0]).toMatch(/^# \d+ of 4,000 questions were not answered/)
  })

  it('has tables of one shape', () => {
    for (const block of toMarkdown(report, view)
      .split('\n\n')
      .filter((part) => part.startsWith('|'))) {
      const widths = block.split('\n').map((line) => line.replace(/\\./g, '').split('|').length)
      expect(new Set(widths).size).toBe(1)
    }
  })
})

describe('in each language that the bot answers in', () => {
  it.each(knowledge.answersIn)('%s: every word is there and every placeholder filled', (locale) => {
    const own = createView(knowledge, locale)
    for (const made of [report, empty, saying('hello there'), makeReport({ ...month, most: 1 })])
      for (const text of [toHtml(made, own), toMarkdown(made, own)]) {
        expect(text.replace(/<style>[\s\S]*<\/style>/, '')).not.toMatch(/\{[a-z]+\}|undefined|NaN/)
      }
  })

  it('the same keys', () => {
    const keys = (locale: string) => [
      ...flattenWords(knowledge.languages.get(locale)!.interface.report as never).keys(),
    ]
    for (const locale of knowledge.answersIn) expect(keys(locale).sort()).toEqual(keys('en').sort())
  })

  it('a language that it does not answer in gives the first', () => {
    expect(createView(knowledge, 'xx').locale).toBe(knowledge.answersIn[0])
    expect(createView(knowledge, 'fr-CA').locale).toBe('fr')
  })

  it('numbers and dates are written as there', () => {
    const french = createView(knowledge, 'fr')
    expect(headline(report, french)).toMatch(
      /^\d+ questions sur 4\s000 sont restées sans réponse \(11\s%\)\./u,
    )
    expect(french.date(new Date('2026-10-05T00:00:00Z'))).toBe('5 oct. 2026')
  })
})

describe('without questions', () => {
  it('it says so and shows no empty charts', () => {
    expect(headline(empty, view)).toBe('Nobody asked anything in this time.')
    expect(toHtml(empty, view)).not.toContain('<svg')
    expect(toMarkdown(empty, view)).not.toContain('|')
  })
})

import { describe, expect, it } from 'vitest'
import type { Outcome } from '../../src/message.ts'
import { startOf } from '../../src/report/period.ts'
import { makeReport } from '../../src/report/report.ts'
import type { AnswerRecord, FeedbackRecord } from '../../src/store/store.ts'
import { generateMonth } from './month.ts'

const from = new Date('2026-10-01T00:00:00Z')
const to = new Date('2026-10-04T00:00:00Z')

let made = 0
function asked(question: string, outcome: Outcome, more: Partial<AnswerRecord> = {}): AnswerRecord {
  made++
  return {
    id: `a${made}`,
    conversation: `http/c${made}`,
    at: new Date('2026-10-02T12:00:00Z'),
    frontEnd: 'http',
    locale: 'en',
    question,
    topic: outcome === 'unknown' ? null : 'ports',
    outcome,
    confidence: 0.9,
    slots: {},
    notUnderstood: [],
    nearest: [],
    knowledge: 'k',
    ...more,
  }
}
const voted = (record: AnswerRecord, helpful: boolean, comment?: string): FeedbackRecord => ({
  answerId: record.id,
  at: new Date(record.at.getTime() + 1000),
  helpful,
  ...(comment === undefined ? {} : { comment }),
})

describe('the figures', () => {
  const records = [
    asked('which port', 'answer'),
    asked('which port', 'answer', { locale: 'fr', frontEnd: 'slack', conversation: 'slack/x' }),
    asked('and smtp', 'answer', { topic: 'server-settings', conversation: 'slack/x', frontEnd: 'slack' }),
    asked('thanks', 'smalltalk', { topic: 'thanks' }),
    asked('a person', 'handoff', { topic: 'handoff' }),
    asked('calendar please', 'unknown'),
    asked('it does not work', 'clarify', { topic: 'cannot-send' }),
    asked('too early', 'answer', { at: new Date('2026-09-30T23:59:59Z') }),
    asked('too late', 'answer', { at: new Date('2026-10-04T00:00:01Z') }),
  ]
  const report = makeReport({ answers: records, feedback: [], from, to })

  it('count what was asked in the period and what came of it', () => {
    expect(report).toMatchObject({ questions: 7, conversations: 6, answered: 3, open: 2, handoffs: 1 })
    expect(report.byOutcome.map(({ name, count }) => [name, count])).toEqual([
      ['answer', 3],
      ['clarify', 1],
      ['smalltalk', 1],
      ['handoff', 1],
      ['unknown', 1],
    ])
  })

  it('give shares of all questions', () => {
    expect(report.byLanguage).toEqual([
      { name: 'en', count: 6, share: 6 / 7 },
      { name: 'fr', count: 1, share: 1 / 7 },
    ])
    expect(report.byFrontEnd.map(({ name, count }) => [name, count])).toEqual([
      ['http', 5],
      ['slack', 2],
    ])
    expect(report.byTopic[0]).toEqual({ name: 'ports', count: 2, share: 2 / 7 })
    expect(report.byTopic.map(({ name }) => name)).not.toContain(null)
  })

  it('are all zero when nobody asked', () => {
    const empty = makeReport({ answers: [], feedback: [], from, to })
    expect(empty).toMatchObject({ questions: 0, open: 0, byTopic: [], gaps: [], disliked: [], votes: [] })
    expect(empty.byOutcome.every(({ count, share }) => count === 0 && share === 0)).toBe(true)
  })
})

describe('a day', () => {
  it('is listed also when nothing was asked on it', () => {
    const { days } = makeReport({ answers: [asked('x y', 'unknown')], feedback: [], from, to })
    expect(days).toEqual([
      { day: '2026-10-01', questions: 0, open: 0 },
      { day: '2026-10-02', questions: 1, open: 1 },
      { day: '2026-10-03', questions: 0, open: 0 },
      { day: '2026-10-04', questions: 0, open: 0 },
    ])
  })

  it('begins at midnight of the time zone, also when the clock is changed', () => {
    const { days } = makeReport({
      answers: [
        asked('x', 'answer', { at: new Date('2026-10-24T21:59:00Z') }),
        asked('x', 'answer', { at: new Date('2026-10-24T22:01:00Z') }),
        asked('x', 'answer', { at: new Date('2026-10-25T22:59:00Z') }),
        asked('x', 'answer', { at: new Date('2026-10-25T23:01:00Z') }),
      ],
      feedback: [],
      from: new Date('2026-10-24T00:00:00Z'),
      to: new Date('2026-10-26T12:00:00Z'),
      timeZone: 'Europe/Paris',
    })
    expect(days.map(({ day, questions }) => [day, questions])).toEqual([
      ['2026-10-24', 1],
      ['2026-10-25', 2],
      ['2026-10-26', 1],
    ])
  })
})

describe('what was not answered', () => {
  const gap = (question: string, more: Partial<AnswerRecord> = {}) =>
    asked(question, 'unknown', {
      notUnderstood: ['Calendar'],
      nearest: ['imap-sync', 'client-setup'],
      ...more,
    })
  const answers = [
    gap('share my calendar?'),
    gap('Share my calendar', { notUnderstood: ['calendar', 'thingy'] }),
    gap('share my calendar with [address]@example.org'),
    gap('share my calendar', { outcome: 'clarify', topic: 'client-setup', nearest: [] }),
    asked('print a label', 'unknown'),
    ...Array.from({ length: 30 }, () => asked('which port for imap', 'answer')),
  ]
  const report = makeReport({ answers, feedback: [], from, to })

  it('is grouped, with what was lacking and which topics came near', () => {
    expect(report.gaps).toHaveLength(1)
    expect(report.gaps[0]).toMatchObject({
      questions: 4,
      unknown: 3,
      clarify: 1,
      words: [
        { word: 'Calendar', count: 4 },
        { word: 'thingy', count: 1 },
      ],
      nearest: [
        { topic: 'imap-sync', share: 0.75 },
        { topic: 'client-setup', share: 1 },
      ],
      locales: ['en'],
    })
    expect(report.gaps[0]!.example.toLowerCase()).toMatch(/^share my calendar\??$/)
  })

  it('counts what was asked once without listing it', () => {
    expect(report.moreGaps).toEqual({ groups: 1, questions: 1 })
  })

  it('comes with lines for the nearest topic, without what was taken out and without doubles', () => {
    const { suggestion } = report.gaps[0]!
    expect(suggestion).toMatchObject({ locale: 'en', topic: 'imap-sync' })
    expect(suggestion.phrases.map((phrase) => phrase.toLowerCase())).toEqual(['share my calendar'])
  })

  it('names no topic when none came near often enough', () => {
    const far = makeReport({
      answers: ['pay my bill', 'pay my bill please', 'how to pay my bill'].map((text, n) =>
        asked(text, 'unknown', { notUnderstood: ['bill'], nearest: n === 0 ? ['ports'] : [] }),
      ),
      feedback: [],
      from,
      to,
    })
    expect(far.gaps[0]).toMatchObject({ questions: 3, suggestion: { topic: null } })
  })

  it('does not suggest a wording that the bot already answers', () => {
    const known = makeReport({
      answers: [
        asked('share a calendar', 'answer'),
        asked('Share a calendar?', 'unknown'),
        asked('share a calendar now', 'unknown'),
      ],
      feedback: [],
      from,
      to,
    })
    expect(known.gaps[0]!.suggestion.phrases).toEqual(['share a calendar now'])
  })

  it('is cut to the number of groups that was asked for', () => {
    const month = generateMonth(3_000)
    const all = makeReport({ ...month, most: 1_000 })
    const few = makeReport({ ...month, most: 3 })
    expect(few.gaps).toEqual(all.gaps.slice(0, 3))
    const listed = few.gaps.reduce((sum, { questions }) => sum + questions, 0)
    expect(few.moreGaps.questions).toBe(few.open - listed)
  })
})

describe('votes', () => {
  const good = asked('which port', 'answer')
  const bad = asked('which port for pop', 'answer')
  const worse = asked('my mail is gone', 'answer', { topic: 'missing-mail' })
  const open = asked('calendar', 'unknown')
  const report = makeReport({
    answers: [good, bad, worse, open],
    feedback: [
      voted(good, true),
      voted(bad, false),
      voted(worse, false, 'the menu is not there'),
      voted(open, false),
      { answerId: 'gone', at: to, helpful: false },
    ],
    from,
    to,
  })

  it('are counted by topic; of answers that are not there they are left out', () => {
    expect(report).toMatchObject({ helpful: 1, notHelpful: 3 })
    expect(report.votes).toEqual([
      { topic: 'ports', helpful: 1, notHelpful: 1 },
      { topic: 'missing-mail', helpful: 0, notHelpful: 1 },
      { topic: 'unknown', helpful: 0, notHelpful: 1 },
    ])
  })

  it('against an answer list it with its questions and comments', () => {
    expect(report.disliked).toEqual([
      {
        topic: 'missing-mail',
        helpful: 0,
        notHelpful: 1,
        examples: [{ question: 'my mail is gone', comment: 'the menu is not there', at: expect.any(Date) }],
      },
      {
        topic: 'ports',
        helpful: 1,
        notHelpful: 1,
        examples: [{ question: 'which port for pop', at: expect.any(Date) }],
      },
    ])
  })
})

describe('a month of 20,000 questions', () => {
  const month = generateMonth(20_000)

  it('is reported within seconds, and twice the same', () => {
    const start = performance.now()
    const report = makeReport(month)
    expect(performance.now() - start).toBeLessThan(10_000)
    expect(makeReport({ ...month, answers: [...month.answers].reverse() })).toEqual(report)
    expect(report.questions).toBe(20_000)
    expect(report.days.reduce((sum, day) => sum + day.questions, 0)).toBe(20_000)
    expect(report.days.reduce((sum, day) => sum + day.open, 0)).toBe(report.open)
    expect(report.gaps[0]!.words.map(({ word }) => word)).toContain('calendar')
  }, 40_000)
})

describe('how far back', () => {
  const now = new Date('2026-11-01T12:00:00Z')
  it.each([
    ['30d', '2026-10-02T12:00:00.000Z'],
    ['12h', '2026-11-01T00:00:00.000Z'],
    ['4w', '2026-10-04T12:00:00.000Z'],
    ['2026-10-01', '2026-10-01T00:00:00.000Z'],
  ])('%s', (since, expected) => {
    expect(startOf(since, now)?.toISOString()).toBe(expected)
  })
  it.each(['', '30', 'd', '30 days', '-3d', '2027-01-01', '2026-13-01', 'yesterday'])(
    '%j is nothing',
    (since) => {
      expect(startOf(since, now)).toBeNull()
    },
  )
})

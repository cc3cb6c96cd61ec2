import { describe, expect, it } from 'vitest'
import { groupAlike, type LikeQuestion, stems } from '../../src/report/likeness.ts'
import { generateMonth, THEMES } from './month.ts'

const month = generateMonth(8_000)
const background = month.answers.map(({ question }) => question)
const open: LikeQuestion[] = month.answers
  .filter(({ outcome }) => outcome === 'unknown' || outcome === 'clarify')
  .map(({ question, notUnderstood }) => ({ text: question, notUnderstood }))
const themeOf = (text: string) =>
  THEMES.find(({ wordings }) => wordings.some((wording) => text === wording || text === `${wording} ?`))?.name

describe('questions that are alike stand in one group', () => {
  const groups = groupAlike(open, background).map((places) => places.map((place) => open[place]!.text))

  it.each(THEMES.map(({ name }) => name))('all about %s, and little else', (name) => {
    const all = open.filter(({ text }) => themeOf(text) === name).length
    const best = groups
      .map((group) => ({ size: group.length, own: group.filter((text) => themeOf(text) === name).length }))
      .reduce((most, group) => (group.own > most.own ? group : most))
    expect(best.own / all).toBeGreaterThanOrEqual(0.95)
    expect(best.own / best.size).toBeGreaterThanOrEqual(0.95)
  })

  it('each question stands in exactly one, the largest first', () => {
    expect(groups.flat().sort()).toEqual(open.map(({ text }) => text).sort())
    const sizes = groups.map((group) => group.length)
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a))
  })

  it('in whatever order they were asked', () => {
    const backwards = [...open].reverse()
    const again = groupAlike(backwards, background).map((places) =>
      places.map((place) => backwards[place]!.text),
    )
    const contents = (list: string[][]) => list.map((group) => [...group].sort().join('\n')).sort()
    expect(contents(again)).toEqual(contents(groups))
    expect(again.map(([first]) => stems(first!).sort())).toEqual(
      groups.map(([first]) => stems(first!).sort()),
    )
  })
})

describe('likeness', () => {
  const groupsOf = (...texts: string[]) =>
    groupAlike(
      texts.map((text) => ({ text, notUnderstood: [] })),
      background,
    ).map((places) => places.map((place) => texts[place]!))

  it('does not look at case, accents, plural and punctuation', () => {
    expect(groupsOf('Créer des alias !', 'creer un alias', 'CRÉER UN ALIAS')).toHaveLength(1)
  })

  it('does not look at what was taken out', () => {
    expect(stems('forward to [address]@gmail.com, password [password]')).toEqual(['forwa', 'to', 'passw'])
    expect(groupsOf('forward to [address]@gmail.com', 'forward to [address]@example.org')).toHaveLength(1)
  })

  it('is not made by common words alone', () => {
    expect(groupsOf('how do I delete a folder', 'how do I print a label')).toHaveLength(2)
  })

  it('works where words are not set apart', () => {
    expect(groupsOf('カレンダーを共有したい', 'カレンダーの共有', '請求書はどこですか')).toHaveLength(2)
  })

  it('of nothing but punctuation is told apart by the text itself', () => {
    expect(groupsOf('???', '???', '!!!')).toEqual([['???', '???'], ['!!!']])
  })

  it('of none gives no group', () => {
    expect(groupAlike([], [])).toEqual([])
  })
})

describe('ten thousand different questions', () => {
  it('are grouped in seconds, not minutes', () => {
    const many = Array.from({ length: 10_000 }, (_, n) => ({
      text: `${open[n % open.length]!.text} ${n.toString(36)} ${background[(n * 7) % background.length]}`,
      notUnderstood: open[n % open.length]!.notUnderstood,
    }))
    const start = performance.now()
    const groups = groupAlike(many, background)
    // Comparing each with each would take 50 million comparisons and minutes.
    expect(performance.now() - start).toBeLessThan(15_000)
    expect(groups.flat()).toHaveLength(10_000)
  }, 60_000)
})

/** A plain word goes where a whole sentence says that it is a password, and stays where it says nothing of the kind. */
import { describe, expect, it } from 'vitest'
import { FRAMES } from './frames.ts'
import { failuresOf } from './measure.ts'

describe.each(Object.entries(FRAMES))('in %s', (lang, { words, ways }) => {
  it.each(ways.map((way) => [way('WORD', 'OTHER'), way] as const))('%s', (_, way) => {
    const failed = words.flatMap((word, index) => {
      const other = words[(index + 7) % words.length]!
      const text = way(word, other)
      const secrets = text.includes(other) ? [word, other] : [word]
      return failuresOf({ text, secrets, lang, kind: 'plain', password: true }).length > 0 ? [text] : []
    })
    expect(failed).toEqual([])
  })

  it('and a word that is only talked about stays', () => {
    const touched = words.filter(
      (word) => failuresOf({ text: `${word} ${words[0]}`, secrets: [], lang, kind: 'plain' }).length > 0,
    )
    expect(touched).toEqual([])
  })
})

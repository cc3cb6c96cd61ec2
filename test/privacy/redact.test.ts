import { describe, expect, it } from 'vitest'
import { holdsPassword, redact, wordsKept } from '../../src/privacy/redact.ts'
import { mustLeave, mustRedact, passwordTalk } from './lists.ts'

describe('what must never be kept is replaced', () => {
  it.each(mustRedact)('$text', ({ text, gone, kinds }) => {
    const result = redact(text)
    for (const secret of gone) expect(result.text).not.toContain(secret)
    if (kinds) expect(result.found).toEqual(kinds)
    expect(result.found).not.toEqual([])
    expect(redact(result.text).text).toBe(result.text)
  })
})

describe('what a supporter needs stays as it was', () => {
  it.each(mustLeave)('%s', (text) => {
    expect(redact(text)).toEqual({ text, found: [] })
  })
})

describe('talk about passwords that holds none raises no warning', () => {
  it.each(passwordTalk)('%s', (text) => {
    expect(holdsPassword(text)).toBe(false)
    expect(redact(text).text).toBe(text)
  })
})

describe('the lists', () => {
  it('are as long as they must be, and no text stands on two of them', () => {
    const all = [...mustRedact.map(({ text }) => text), ...mustLeave, ...passwordTalk]
    expect(mustRedact.length + mustLeave.length).toBeGreaterThanOrEqual(160)
    expect(passwordTalk.length).toBeGreaterThanOrEqual(80)
    expect(new Set(all).size).toBe(all.length)
  })
})

describe('a warning is due', () => {
  it('exactly when a password or a secret was found', () => {
    for (const { text } of mustRedact) {
      const { found } = redact(text)
      expect(holdsPassword(text)).toBe(found.includes('password') || found.includes('secret'))
    }
  })

  it('no more once it has been taken out', () => {
    for (const { text } of mustRedact) expect(holdsPassword(redact(text).text)).toBe(false)
  })
})

describe('a password found once', () => {
  it('is taken out wherever else the text repeats it', () => {
    expect(redact('I typed fluffy77. My password is fluffy77. Why is fluffy77 refused?').text).toBe(
      'I typed [password]. My password is [password]. Why is [password] refused?',
    )
  })
})

describe('of an address', () => {
  it('the domain stays, since it tells which provider is meant', () => {
    expect(redact('From anna.b@mail.example.org to <carl@example.com>, please').text).toBe(
      'From [address]@mail.example.org to <[address]@example.com>, please',
    )
  })
})

describe('single words of a text', () => {
  it('are kept only while they stand in its redacted form', () => {
    const text = 'Kontact refuses my password Fluffy77, écris à zoe.martin@example.com'
    const { text: redacted } = redact(text)
    expect(
      wordsKept(['Kontact', 'Fluffy77', 'fluffy77', 'ecris', 'zoe', 'zoe.martin', 'example'], redacted),
    ).toEqual(['Kontact', 'ecris', 'example'])
  })
})

import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSealer, SEALED_HEAD } from '../../src/store/seal.ts'
import { StoreError } from '../../src/store/store.ts'

const key = () => randomBytes(32).toString('base64')

describe('a sealed text', () => {
  it('opens to what it was, whatever it was', () => {
    const sealer = createSealer(key())
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (text, context) => {
        expect(sealer.open(sealer.seal(text, context), context)).toBe(text)
      }),
      { seed: 1, numRuns: 200 },
    )
  })

  it('shows nothing of the text, and is another one each time', () => {
    const sealer = createSealer(key())
    const sealed = sealer.seal('xoxb-secret', 'T1')
    expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('xoxb')
    expect(sealed).not.toContain('xoxb')
    expect(sealer.seal('xoxb-secret', 'T1')).not.toBe(sealed)
  })

  it('does not open in another place', () => {
    const sealer = createSealer(key())
    expect(() => sealer.open(sealer.seal('token', 'T1'), 'T2')).toThrow(/altered or damaged/)
  })

  it('does not open when any character was changed, nor when it was cut', () => {
    const sealer = createSealer(key())
    const sealed = sealer.seal('a token of some length', 'T1')
    for (let at = SEALED_HEAD + 1; at < sealed.length - 1; at++) {
      const other = sealed[at] === 'A' ? 'B' : 'A'
      const altered = sealed.slice(0, at) + other + sealed.slice(at + 1)
      expect(() => sealer.open(altered, 'T1')).toThrow(StoreError)
    }
    for (const length of [0, 5, SEALED_HEAD, SEALED_HEAD + 1, SEALED_HEAD + 10, sealed.length - 4]) {
      expect(() => sealer.open(sealed.slice(0, length), 'T1')).toThrow(StoreError)
    }
  })
})

describe('SECRETS_KEY', () => {
  it('may hold several keys: the first seals, all open', () => {
    const [older, newer] = [key(), key()]
    const sealed = createSealer(older).seal('token', 'T1')
    const both = createSealer(`${newer}, ${older}`)
    expect(both.open(sealed, 'T1')).toBe('token')
    const again = both.seal('token', 'T1')
    expect(createSealer(newer).open(again, 'T1')).toBe('token')
    expect(() => createSealer(older).open(again, 'T1')).toThrow(/SECRETS_KEY does not open/)
  })

  it('is asked for by name when it is needed and not set', () => {
    for (const none of [undefined, '', ' ']) {
      const sealer = createSealer(none)
      expect(() => sealer.seal('token', 'T1')).toThrow(/SECRETS_KEY is not set/)
      expect(() => sealer.open(createSealer(key()).seal('token', 'T1'), 'T1')).toThrow(
        /SECRETS_KEY is not set/,
      )
    }
  })

  it('is refused when it is no 32 bytes of base64, without being shown', () => {
    const wrong = [
      'password',
      randomBytes(16).toString('base64'),
      randomBytes(33).toString('base64'),
      randomBytes(32).toString('hex'),
      `${key().slice(0, 20)}*${key().slice(20)}`,
      `${key()},`,
    ]
    for (const text of wrong) {
      let error: unknown
      try {
        createSealer(text)
      } catch (thrown) {
        error = thrown
      }
      expect(error, text).toBeInstanceOf(StoreError)
      const { message, mend } = error as StoreError
      expect(message).toMatch(/SECRETS_KEY is wrong: key \d/)
      expect(mend).toContain('randomBytes(32)')
      expect(message + mend).not.toContain(text)
    }
  })

  it('may be written in base64 or base64url, with spaces around', () => {
    const bytes = randomBytes(32)
    const sealed = createSealer(bytes.toString('base64')).seal('token', 'T1')
    expect(createSealer(` ${bytes.toString('base64url')} `).open(sealed, 'T1')).toBe('token')
  })
})

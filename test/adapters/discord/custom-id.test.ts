import { describe, expect, it } from 'vitest'
import {
  ACTIONS,
  type ActionName,
  type Bearer,
  createCustomIds,
} from '../../../adapters/discord/custom-id.ts'
import { LIMITS } from '../../../adapters/discord/limits.ts'

const ids = createCustomIds('a token')
const anna: Bearer = 'user:1400000000000000001'
const ref = '18d39463-35a4-4251-b53e-6b5aad542f4f'

describe('what a button carries', () => {
  it.each(Object.keys(ACTIONS) as ActionName[])('comes back as it was made: %s', (action) => {
    expect(ids.read(ids.sign({ action, ref, arg: 24 }, anna), anna)).toEqual({ action, ref, arg: 24 })
    expect(ids.read(ids.sign({ action, ref }, anna), anna)).toEqual({ action, ref })
  })

  it('fits Discord with the longest ids there are', () => {
    expect(ids.sign({ action: 'option', ref, arg: 24 }, anna).length).toBeLessThanOrEqual(
      LIMITS.button.customId,
    )
    expect(() => ids.sign({ action: 'option', ref: 'x'.repeat(100) }, anna)).toThrow(RangeError)
  })

  it('is not read for another person, nor in another channel', () => {
    const id = ids.sign({ action: 'option', ref, arg: 0 }, anna)
    expect(ids.read(id, 'user:1400000000000000002')).toBeNull()
    expect(ids.read(id, 'channel:1400000000000000001')).toBeNull()
  })

  it('is not read after any change', () => {
    const id = ids.sign({ action: 'option', ref, arg: 0 }, anna)
    for (let at = 0; at < id.length; at += 1) {
      const changed = `${id.slice(0, at)}${id[at] === '1' ? '2' : '1'}${id.slice(at + 1)}`
      expect(ids.read(changed, anna)).toBeNull()
    }
  })

  it('is not read when another bot made it', () => {
    expect(
      ids.read(createCustomIds('another token').sign({ action: 'vote', ref, arg: 1 }, anna), anna),
    ).toBeNull()
  })

  it.each([
    '',
    'o',
    'o:::',
    'x:1::AAAAAAAAAAAAAAAA',
    'o:a:b:c:d',
    `o:${ref}:0:`,
    'o:é:0:AAAAAAAAAAAAAAAA',
    '🙂'.repeat(25),
  ])('is not read when it makes no sense: %j', (id) => {
    expect(ids.read(id, anna)).toBeNull()
  })
})

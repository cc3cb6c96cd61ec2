import { describe, expect, test } from 'vitest'
import { factOf, providerFacts } from '../../src/answering/facts.ts'
import { knowledgeOf } from '../support/bot.ts'

const example = providerFacts(knowledgeOf())
const nordwind = providerFacts(knowledgeOf('starttls'))

describe('what a provider offers is read from its file', () => {
  test('the recommended port comes first, the unencrypted ones last', () => {
    expect(example.ports('smtp').map((entry) => entry.port)).toEqual([465, 25, 2525])
    expect(nordwind.ports('smtp').map((entry) => entry.port)).toEqual([587, 465])
    expect(example.best('imap')?.port).toBe(993)
  })

  test('one kind of security at a time', () => {
    expect(example.ports('imap', 'none').map((entry) => entry.port)).toEqual([143])
    expect(example.ports('imap', 'starttls')).toEqual([])
    expect(nordwind.ports('imap', 'starttls').map((entry) => entry.port)).toEqual([143])
  })

  test('the same number can mean different things', () => {
    expect(example.withNumber(143)[0]?.security).toBe('none')
    expect(nordwind.withNumber(143)[0]?.security).toBe('starttls')
    expect(example.withNumber(587)).toEqual([])
  })

  test('the alternate port is one that the file calls so', () => {
    expect(example.alternates('smtp').map((entry) => entry.port)).toEqual([2525])
    expect(nordwind.alternates('smtp')).toEqual([])
  })

  test('a reason is given for what was asked for, not for something else', () => {
    expect(example.reason({ security: 'starttls' })?.en).toContain('STARTTLS')
    expect(example.reason({ port: 587, protocol: 'smtp' })?.en).toContain('STARTTLS')
    expect(example.reason({ port: 26 })).toBeUndefined()
    expect(nordwind.reason({ security: 'none' })?.en).toContain('encrypted')
    expect(nordwind.reason({ security: 'starttls' })).toBeUndefined()
  })

  test('host names are those of the asker’s domain', () => {
    expect(example.host('imap', 'example.org')).toBe('mail.example.org')
    expect(nordwind.host('pop3', 'example.org')).toBe('pop.example.org')
    expect(example.webmail('example.org')).toBe('https://webmail.example.org')
  })

  test('a fact holds what the contract names and no more', () => {
    expect(factOf(example.alternates('smtp')[0]!)).toEqual({
      protocol: 'smtp',
      port: 2525,
      security: 'none',
      status: 'supported',
    })
  })
})

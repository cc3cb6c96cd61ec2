/** Addresses and domains as people write them. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readAddress, readDomain } from '../../src/setup/address.ts'

describe('a domain is brought into one form', () => {
  test.each([
    ['example.com', 'example.com'],
    ['  EXAMPLE.Com. ', 'example.com'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['XN--BCHER-KVA.example', 'xn--bcher-kva.example'],
    ['mail。example．com', 'mail.example.com'],
    ['_spf.example.com', '_spf.example.com'],
    [`${'a'.repeat(63)}.example`, `${'a'.repeat(63)}.example`],
  ])('%j', (written, domain) => {
    expect(readDomain(written)).toBe(domain)
  })

  test.each([
    '',
    '.',
    'localhost',
    'example..com',
    'example.com..',
    '.example.com',
    '-a.example.com',
    'exa mple.com',
    'ex%61mple.com',
    'example.com/path',
    'example.com:25',
    'user@example.com',
    '127.0.0.1',
    '[::1]',
    'example.123',
    `${'a'.repeat(64)}.example`,
    `${'a.'.repeat(130)}example`,
    'exa\0mple.com',
    'xn--zzzzzzzzzzzz-.example',
  ])('not %j', (written) => {
    expect(readDomain(written)).toBeUndefined()
  })

  test('what came out once comes out again, and never more than the DNS allows', () => {
    fc.assert(
      fc.property(fc.oneof(fc.domain(), fc.string({ unit: 'binary' })), (written) => {
        const domain = readDomain(written)
        if (domain === undefined) return
        expect(readDomain(domain)).toBe(domain)
        expect(domain).toMatch(/^[a-z0-9_.-]{3,253}$/)
      }),
    )
  })
})

describe('an address', () => {
  test.each([
    [' Ana.B+tag@ACME.example. ', 'Ana.B+tag@acme.example'],
    ['josé@bücher.example', 'josé@xn--bcher-kva.example'],
    [`${'a'.repeat(64)}@b.example`, `${'a'.repeat(64)}@b.example`],
  ])('%j', (written, address) => {
    expect(readAddress(written)?.address).toBe(address)
  })

  test.each([
    '',
    'ana',
    '@acme.example',
    'ana@',
    'ana@localhost',
    'a na@acme.example',
    '.ana@acme.example',
    'ana..b@acme.example',
    '"ana b"@acme.example',
    'ana@acme@acme.example',
    'ana<x>@acme.example',
    'ana\n@acme.example',
    `${'a'.repeat(65)}@b.example`,
    '%EMAILADDRESS%',
  ])('not %j', (written) => {
    expect(readAddress(written)).toBeUndefined()
  })

  test('is read again as itself', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (written) => {
        const { address } = readAddress(written) ?? {}
        if (address) expect(readAddress(address)?.address).toBe(address)
      }),
    )
  })
})

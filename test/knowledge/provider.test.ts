/** What a provider's file may hold: each value as a person writes it, and what is refused, with what to write. */
import { describe, expect, test } from 'vitest'
import { provider } from '../../src/knowledge/provider.ts'
import { knowledgeOf } from '../support/bot.ts'

/** As little as a provider can be: it only takes mail from programs. */
const LEAST = {
  name: 'Little Mail',
  hosts: { smtp: 'relay.little.example' },
  user: 'address',
  ports: [{ protocol: 'smtp', port: 587, security: 'starttls', status: 'recommended' }],
  authentication: { smtp: true, password: true, oauth2: false, appPasswords: false },
  limits: {},
  support: { url: 'https://little.example/help' },
  sources: [{ title: 'Little Mail', url: 'https://little.example/' }],
}

/** What is said of a file with these values and how to mend it, by place. */
function said(values: Record<string, unknown>): Record<string, string> {
  const { error } = provider.safeParse({ ...LEAST, ...values })
  const texts = error?.issues.map((issue) => [
    issue.path.join('.'),
    `${issue.message}. ${issue.code === 'custom' ? issue.params?.mend : ''}`,
  ])
  return Object.fromEntries(texts ?? [])
}

test('what a provider does not have may be left out', () => {
  expect(said({})).toEqual({})
})

test('both providers that ship show every field', () => {
  const all = Object.keys(provider.shape).sort()
  for (const name of ['default', 'starttls']) {
    const facts = knowledgeOf(name).provider
    expect(Object.keys(facts).sort()).toEqual(all)
    expect(Object.keys(facts.dns!).sort()).toEqual(
      ['mx', 'spf', 'dkim', 'dmarc', 'autoconfig', 'autodiscover', 'srv'].sort(),
    )
    expect(facts.limits.sending).toBeDefined()
    expect(facts.services.length).toBeGreaterThan(5)
  }
})

test('a protocol with a port needs a host, one without does not', () => {
  expect(said({ hosts: {} }).hosts).toMatch(/smtp/)
  expect(said({ hosts: { smtp: 'a.example', imap: 'b.example' } })).toEqual({})
})

describe('a host is a name alone', () => {
  test.each([
    'mail.example.com',
    'mail.{domain}',
    '{domain}',
    'localhost',
    '127.0.0.1',
    '::1',
    'xn--bcher-kva.example',
  ])('%s', (smtp) => {
    expect(said({ hosts: { smtp } })).toEqual({})
  })

  test.each([
    ['https://mail.example.com', 'Write mail.example.com.'],
    ['smtps://mail.{domain}/', 'Write mail.{domain}.'],
    ['mail.example.com:465', 'Write mail.example.com.'],
    ['mail.example.com/smtp', 'Write mail.example.com.'],
    ['mail.{domian}', '{domian}'],
    ['mail.{domain', 'brace'],
    ['mail.{{domain}}', 'brace'],
    ['mail..example', 'no name'],
    ['anna@example.com', 'no name'],
    ['mail server', 'no name'],
    ['300.1.1.1', 'no name'],
    ['bücher.example', 'xn--'],
    ['', 'no name'],
  ])('not %s', (smtp, mend) => {
    expect(said({ hosts: { smtp } })['hosts.smtp']).toContain(mend)
  })
})

describe('a web address is one that a browser opens', () => {
  test.each(['javascript:alert(1)', 'example.com', 'ftp://example.com', 'https://', 'https://a b.example'])(
    'not %s',
    (url) => {
      expect(said({ support: { url } })['support.url']).toContain('https://')
      expect(said({ statusPage: url }).statusPage).toContain('https://')
      expect(said({ webmail: { url, needsSettings: false } })['webmail.url']).toContain('https://')
    },
  )

  test('the domain of the asker stands where each customer has an address of his own', () => {
    expect(said({ webmail: { url: 'https://{domain}/webmail', needsSettings: false } })).toEqual({})
    expect(said({ customerArea: { url: 'https://{domain}:8443/' } })).toEqual({})
    expect(said({ customerArea: { url: 'https://{domian}/' } })['customerArea.url']).toContain('{domian}')
    expect(said({ statusPage: 'https://{domain}/' }).statusPage).toContain('without braces')
  })
})

describe('the records of a customer’s domain', () => {
  const dns = { mx: [{ host: 'mx.little.example', priority: 10 }], srv: true }
  const of = (more: object) => said({ dns: { ...dns, ...more } })

  test('only where to deliver is needed', () => {
    expect(of({})).toEqual({})
  })

  test.each([
    [{ mx: [] }, 'dns.mx'],
    [{ mx: [{ host: 'https://mx.little.example', priority: 10 }] }, 'dns.mx.0.host'],
    [{ spf: { include: 'include:spf.little.example' } }, 'dns.spf.include'],
    [{ dkim: [{ selector: 's1', type: 'txt', value: 'key.little.example' }] }, 'dns.dkim.0.value'],
    [{ dkim: [{ selector: 's1', type: 'cname', value: 'v=DKIM1; p=abc' }] }, 'dns.dkim.0.value'],
    [{ dmarc: 'p=none' }, 'dns.dmarc'],
    [{ dmarc: 'v=DMARC1; p=maybe' }, 'dns.dmarc'],
    [{ autoconfig: 'https://autoconfig.little.example' }, 'dns.autoconfig'],
  ])('%j is refused', (more, place) => {
    expect(Object.keys(of(more))).toEqual([place])
  })
})

test.each([
  [{ domains: ['@little.example'] }, 'domains.0'],
  [{ domains: ['Little.example'] }, 'domains.0'],
  [{ domains: ['little'] }, 'domains.0'],
  [{ limits: { sending: {} } }, 'limits.sending'],
  [{ limits: { sending: { perHour: 0 } } }, 'limits.sending.perHour'],
  [{ abuse: 'abuse' }, 'abuse'],
  [{ notOffered: [{ reason: { en: 'Because.' } }] }, 'notOffered.0'],
  [{ services: [{ feature: 'alias', offered: true, where: 'My Account > Aliases' }] }, 'services.0.where'],
  [{ services: [{ feature: 'Alias', offered: true }] }, 'services.0.feature'],
])('%j is refused', (values, place) => {
  expect(Object.keys(said(values))).toEqual([place])
})

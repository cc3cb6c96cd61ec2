/** What a customer's domain needs in the DNS, and how that compares with what is there. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { askAll, createAskDns } from '../../src/setup/ask-dns.ts'
import { PANELS, panelFields, stateTable, zoneSnippet } from '../../src/setup/record-text.ts'
import { type DnsRecord, hostsBelow, PURPOSES, type RecordData, recordsFor } from '../../src/setup/records.ts'
import { compareRecords, questionsFor } from '../../src/setup/records-state.ts'
import { knowledgeOf } from '../support/bot.ts'
import { type DnsServer, startDnsServer } from './dns-server.ts'

const provider = knowledgeOf().provider
const starttls = knowledgeOf('starttls').provider
const wanted = recordsFor(provider, 'acme.example')
const of = (records: DnsRecord[], purpose: DnsRecord['purpose']) =>
  records.filter((record) => record.purpose === purpose)

describe('the records of a domain', () => {
  test('come from the provider’s file, a purpose after the other', () => {
    expect([...new Set(wanted.map(({ purpose }) => purpose))]).toEqual(PURPOSES)
    expect(of(wanted, 'mx')).toMatchObject([
      { name: 'acme.example', type: 'MX', priority: 10, host: 'mx1.example.com' },
      { name: 'acme.example', type: 'MX', priority: 20, host: 'mx2.example.com' },
    ])
    expect(of(wanted, 'spf')).toMatchObject([{ text: 'v=spf1 include:spf.example.com ~all' }])
    expect(of(wanted, 'dkim')[0]).toMatchObject({
      name: 'mail1._domainkey.acme.example',
      type: 'CNAME',
      target: 'mail1.acme.example.dkim.example.com',
    })
  })

  test('announce the ports of the file, and say of the others that they are not offered', () => {
    const shown = (records: DnsRecord[]) =>
      of(records, 'srv').map((record) =>
        record.type === 'SRV' ? `${record.name.split('.')[0]} ${record.port} ${record.target}` : '',
      )
    expect(shown(wanted)).toEqual([
      '_imaps 993 mail.acme.example',
      '_imap 0 .',
      '_pop3s 995 mail.acme.example',
      '_pop3 0 .',
      '_submissions 465 mail.acme.example',
      '_submission 0 .',
    ])
    expect(shown(recordsFor(starttls, 'acme.example'))).toEqual([
      '_imaps 993 imap.acme.example',
      '_imap 143 imap.acme.example',
      '_pop3s 995 pop.acme.example',
      '_pop3 110 pop.acme.example',
      '_submissions 465 smtp.acme.example',
      '_submission 587 smtp.acme.example',
    ])
  })

  test('announce no connection without encryption, and no address where a name must stand', () => {
    const plain = { ...provider, ports: provider.ports.filter(({ security }) => security === 'none') }
    expect(of(recordsFor(plain, 'a.example'), 'srv').every((r) => r.type === 'SRV' && r.port === 0)).toBe(
      true,
    )
    const numbered = { ...provider, hosts: { imap: '192.0.2.1', pop3: '192.0.2.1', smtp: '192.0.2.1' } }
    expect(JSON.stringify(of(recordsFor(numbered, 'a.example'), 'srv'))).not.toContain('192.0.2.1')
  })

  test('are none where the file knows none, and fewer where it has fewer', () => {
    const { dns: _dns, ...without } = provider
    expect(recordsFor(without, 'acme.example')).toEqual([])
    const least = {
      ...provider,
      dns: { mx: [{ host: 'mx.example.com', priority: 5 }], dkim: [], srv: false },
    }
    expect(recordsFor(least, 'acme.example').map(({ purpose }) => purpose)).toEqual(['mx'])
  })

  test('cannot say where the provider’s hosts below the domain lead', () => {
    expect(hostsBelow(provider, 'acme.example')).toEqual(['mail.acme.example'])
    expect(
      hostsBelow({ ...provider, hosts: { ...provider.hosts, imap: 'imap.example.com' } }, 'acme.example'),
    ).toEqual(['mail.acme.example'])
  })
})

describe('as they are typed', () => {
  test('a zone file holds names below the domain, hosts with a dot and strings of at most 255 octets', () => {
    const long: DnsRecord = {
      name: 'k._domainkey.acme.example',
      purpose: 'dkim',
      type: 'TXT',
      text: `v=DKIM1; p="\\${'A'.repeat(400)}`,
    }
    const zone = zoneSnippet([...wanted, long], 'acme.example')
    expect(zone).toContain('$ORIGIN acme.example.')
    expect(zone).toMatch(/^@ +IN MX +10 mx1\.example\.com\.$/m)
    expect(zone).toMatch(/^_imap\._tcp +IN SRV +0 0 0 \.$/m)
    expect(zone).toContain('p=\\"\\\\A')
    for (const [, part] of zone.matchAll(/"((?:[^"\\]|\\.)*)"/g))
      expect(part!.replace(/\\(.)/g, '$1').length).toBeLessThanOrEqual(255)
  })

  test.each(Object.entries(PANELS))('%s is told every value', (_id, panel) => {
    const text = panelFields(wanted, 'acme.example', panel)
    for (const value of ['mx1.example.com', 'v=spf1', '_domainkey', '993', 'v=UAAC1'])
      expect(text).toContain(value)
    expect(text.match(/^Type:/gm)).toHaveLength(wanted.length)
  })
})

describe('beside what the DNS holds', () => {
  let dns: DnsServer
  beforeEach(async () => {
    dns = await startDnsServer()
  })
  afterEach(() => dns.close())

  const compare = async (records = wanted) =>
    compareRecords(records, await askAll(questionsFor(records), createAskDns([dns.address])))
  const only = (purpose: DnsRecord['purpose']) => compare(of(wanted, purpose))
  const txt = (text: string, name = 'acme.example') =>
    dns.publish({ name, type: 'TXT', text } as RecordData & { name: string })

  test('an empty DNS lacks all of them', async () => {
    expect(new Set((await compare()).map(({ state }) => state))).toEqual(new Set(['missing']))
  })

  test('a full one has all of them', async () => {
    dns.publish(...wanted)
    for (const { record, state } of await compare())
      expect([record.name, state]).toEqual([record.name, 'there'])
  })

  test('a resolver that does not answer says nothing about the records', async () => {
    for (const { name } of wanted) dns.broken.add(name)
    for (const one of await compare(of(wanted, 'mx')))
      expect(one).toMatchObject({ state: 'unknown', failed: 'ESERVFAIL' })
  })

  test('mail that goes elsewhere as well is named', async () => {
    dns.publish({ name: 'acme.example', type: 'MX', priority: 5, host: 'old.example.net' })
    expect(await only('mx')).toMatchObject([
      { state: 'differs', remark: 'other-mx' },
      { state: 'differs', remark: 'other-mx' },
    ])
    dns.publish({ name: 'acme.example', type: 'MX', priority: 10, host: 'MX1.example.com' })
    expect((await only('mx')).map(({ state }) => state)).toEqual(['there', 'differs'])
  })

  test.each([
    ['v=spf1 a include:SPF.example.com -all', 'there', undefined],
    [
      'v=spf1 a include:other.example ~all',
      'differs',
      'v=spf1 a include:other.example include:spf.example.com ~all',
    ],
    ['v=spf1 mx', 'differs', 'v=spf1 mx include:spf.example.com ~all'],
    ['google-site-verification=abc', 'missing', undefined],
  ])('SPF beside %j', async (text, state, merged) => {
    txt(text)
    const [spf] = await only('spf')
    expect(spf).toMatchObject({ state })
    expect(spf!.merged).toBe(merged)
  })

  test('two SPF records become one', async () => {
    txt('v=spf1 include:spf.example.com ~all')
    txt('v=spf1 ip4:192.0.2.1 -all')
    expect(await only('spf')).toMatchObject([
      {
        state: 'differs',
        remark: 'several-spf',
        merged: 'v=spf1 include:spf.example.com ip4:192.0.2.1 -all',
      },
    ])
  })

  test('a policy of the domain’s own may stay', async () => {
    txt('v=DMARC1; p=reject; rua=mailto:x@acme.example', '_dmarc.acme.example')
    expect(await only('dmarc')).toMatchObject([{ state: 'there', remark: 'own-policy' }])
  })

  test('an address in place of a CNAME is told apart from nothing', async () => {
    dns.publish({ name: 'autoconfig.acme.example', type: 'A', address: '192.0.2.9' })
    expect(await only('autoconfig')).toMatchObject([{ state: 'differs', remark: 'address-instead' }])
    expect(await only('autodiscover')).toMatchObject([{ state: 'missing' }])
  })

  test('the table says what is there instead, and what to do', async () => {
    txt('v=spf1 a ~all')
    const table = stateTable(await only('spf'))
    expect(table).toMatch(/^DIFFERS {2}TXT {2}acme\.example {2}v=spf1 include/)
    expect(table).toContain('there is: v=spf1 a ~all')
    expect(table).toContain('v=spf1 a include:spf.example.com ~all')
  })

  test('npm run setup:dns shows it, and its exit says whether something is to be done', async () => {
    const run = (...more: string[]) =>
      promisify(execFile)(process.execPath, ['src/setup/dns-cli.ts', 'Acme.Example.', ...more], {
        encoding: 'utf8',
      })
    const missing = await run('--resolver', dns.address).catch((cause) => cause)
    expect(missing).toMatchObject({ code: 1, stdout: expect.stringContaining('MISSING  MX') })
    dns.publish(...wanted)
    expect((await run('--resolver', dns.address)).stdout).toContain('there  MX')
    const asked = dns.asked.length
    expect((await run('--offline')).stdout).toContain('$ORIGIN acme.example.')
    expect(dns.asked.length).toBe(asked)
    expect(await run('--panel', 'nix').catch((cause) => cause)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('cloudflare'),
    })
    expect(await run('--nix').catch((cause) => cause)).toMatchObject({ code: 2 })
  })
})

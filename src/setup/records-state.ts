/** How the records that a domain needs compare with those that the DNS holds. Pure: `ask-dns.ts` asks. */
import type { DnsRecord, Purpose, RecordData, RecordType } from './records.ts'

export interface DnsQuestion {
  name: string
  type: RecordType
}

/** What the DNS said. `failed`: it could not be asked, so nothing is known. */
export type DnsAnswer = { records: RecordData[] } | { failed: string }

export type RecordState =
  /** It is there, or one that does the same. */
  | 'there'
  | 'missing'
  /** Another one is there in its place. */
  | 'differs'
  /** The DNS did not answer. */
  | 'unknown'

/** What to mind beyond typing the record. */
export type RecordRemark =
  /** One SPF record is there already: two would both be refused (RFC 7208, 4.5), so they become the one in `merged`. */
  | 'merge-spf'
  /** Several SPF records: all are refused. Only `merged` may stay. */
  | 'several-spf'
  /** Mail goes to other hosts as well. */
  | 'other-mx'
  /** An address record instead of a CNAME: some panels turn one into the other. */
  | 'address-instead'
  /** A policy of the domain's own: it is valid and may stay. */
  | 'own-policy'
  /** A CNAME cannot stand beside other records of its name (RFC 1034, 3.6.2). */
  | 'in-the-way'

export interface ComparedRecord {
  record: DnsRecord
  state: RecordState
  /** What is there of the same name and kind, that record included. */
  found: RecordData[]
  remark?: RecordRemark
  /** With `merge-spf` and `several-spf`: the one record to have. */
  merged?: string
  /** With `unknown`: what the resolver said. */
  failed?: string
}

/** Every question to be asked, each once. A CNAME is looked for beside what may stand in its place. */
export function questionsFor(wanted: DnsRecord[]): DnsQuestion[] {
  const questions = wanted.flatMap(({ name, type, purpose }): DnsQuestion[] => [
    { name, type },
    ...(type === 'CNAME' && purpose !== 'dkim'
      ? [
          { name, type: 'A' as const },
          { name, type: 'AAAA' as const },
        ]
      : []),
    ...(type === 'CNAME' && purpose === 'dkim' ? [{ name, type: 'TXT' as const }] : []),
  ])
  return [...new Map(questions.map((question) => [keyOf(question), question])).values()]
}

export const keyOf = ({ name, type }: DnsQuestion) => `${type} ${name}`

/** `answers` by `keyOf`. A question without an answer counts as one that failed. */
export function compareRecords(
  wanted: DnsRecord[],
  answers: ReadonlyMap<string, DnsAnswer>,
): ComparedRecord[] {
  return wanted.map((record) => {
    const answer = answers.get(keyOf(record))
    if (!answer || 'failed' in answer)
      return { record, state: 'unknown', found: [], failed: answer?.failed ?? 'not asked' }
    const found = answer.records.filter((candidate) => sameKind(record.purpose, candidate))
    const others = (type: RecordType) => {
      const beside = answers.get(keyOf({ name: record.name, type }))
      return beside && 'records' in beside ? beside.records : []
    }
    return { record, found, ...judge(record, found, wanted, others) }
  })
}

type Verdict = Pick<ComparedRecord, 'state' | 'remark' | 'merged'> & { found?: RecordData[] }

function judge(
  record: DnsRecord,
  found: RecordData[],
  wanted: DnsRecord[],
  others: (type: RecordType) => RecordData[],
): Verdict {
  if (record.type === 'MX') return judgeMx(record, found, wanted)
  if (record.purpose === 'spf' && record.type === 'TXT') return judgeSpf(record.text, found)
  if (found.some((candidate) => sameData(record, candidate))) return { state: 'there' }
  if (record.purpose === 'dmarc' && found.length === 1) return { state: 'there', remark: 'own-policy' }
  if (found.length > 0) return { state: 'differs' }
  if (record.type !== 'CNAME') return { state: 'missing' }
  const addresses = record.purpose === 'dkim' ? [] : [...others('A'), ...others('AAAA')]
  if (addresses.length > 0) return { state: 'differs', remark: 'address-instead', found: addresses }
  const texts = record.purpose === 'dkim' ? others('TXT') : []
  return texts.length > 0 ? { state: 'differs', remark: 'in-the-way', found: texts } : { state: 'missing' }
}

/** The order counts, not the numbers: hosts of the provider that stand there in the same order are as good. */
function judgeMx(record: DnsRecord & { type: 'MX' }, found: RecordData[], wanted: DnsRecord[]): Verdict {
  const own = new Set(wanted.flatMap((one) => (one.type === 'MX' ? [one.host] : [])))
  const others = found.some((one) => one.type === 'MX' && !own.has(hostOf(one.host)))
  const remark = others ? { remark: 'other-mx' as const } : {}
  if (found.some((one) => one.type === 'MX' && hostOf(one.host) === record.host))
    return { state: 'there', ...remark }
  return { state: found.length > 0 ? 'differs' : 'missing', ...remark }
}

/** An SPF record may name others too. What matters is that it names this one, and that it stands alone. */
function judgeSpf(wanted: string, found: RecordData[]): Verdict {
  const include = /include:\S+/.exec(wanted)![0].toLowerCase()
  const texts = found.flatMap((one) => (one.type === 'TXT' ? [one.text] : []))
  if (texts.length === 0) return { state: 'missing' }
  const terms = texts.flatMap((text) => text.trim().split(/\s+/).slice(1))
  const all = terms.filter((term) => /^[-~?+]?all$/i.test(term))
  const rest = [...new Set(terms.filter((term) => !/^[-~?+]?all$/i.test(term)))]
  const has = rest.some((term) => term.toLowerCase().replace(/^\+/, '') === include)
  const merged = ['v=spf1', ...rest, ...(has ? [] : [include]), all.at(-1) ?? wanted.split(' ').at(-1)!].join(
    ' ',
  )
  if (texts.length > 1) return { state: 'differs', remark: 'several-spf', merged }
  return has ? { state: 'there' } : { state: 'differs', remark: 'merge-spf', merged }
}

/** TXT records of one name serve many: only those of the same purpose are compared. */
function sameKind(purpose: Purpose, found: RecordData): boolean {
  if (found.type !== 'TXT') return true
  const begins: Partial<Record<Purpose, RegExp>> = {
    spf: /^v=spf1( |$)/i,
    dkim: /\bp=/,
    dmarc: /^v=DMARC1\b/i,
    pacc: /^v=UAAC1\b/i,
  }
  return begins[purpose]?.test(found.text) ?? true
}

const hostOf = (name: string) => name.toLowerCase().replace(/(?<=.)\.$/, '')

/** Blanks around the tags of a TXT record do not count (RFC 6376, 3.2), nor does the letter case of a host. */
function sameData(wanted: RecordData, found: RecordData): boolean {
  const plain = (data: RecordData) => {
    switch (data.type) {
      case 'MX':
        return hostOf(data.host)
      case 'TXT':
        return data.text
          .replace(/\s*;\s*/g, ';')
          .replace(/;$/, '')
          .trim()
      case 'CNAME':
        return hostOf(data.target)
      case 'SRV':
        return `${data.port} ${hostOf(data.target)}`
      default:
        return data.address
    }
  }
  return wanted.type === found.type && plain(wanted) === plain(found)
}

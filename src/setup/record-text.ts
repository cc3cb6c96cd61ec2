/** DNS records as people type them: as a zone file, as a table, and in the forms that the usual panels ask for. */
import type { DnsRecord, RecordData } from './records.ts'
import type { ComparedRecord } from './records-state.ts'

/** Seconds for which others may keep a record. */
const TTL = 3600
/** RFC 1035, 3.3: the octets of one string of a TXT record. */
const LONGEST_STRING = 255

const dotted = (host: string) => (host === '.' ? host : `${host}.`)

/** The name below the domain; `apex` for the domain itself. */
function below(name: string, domain: string, apex: string): string {
  return name === domain ? apex : name.slice(0, -domain.length - 1)
}

/** What stands behind the type in a zone file. */
function zoneData(record: RecordData): string {
  switch (record.type) {
    case 'MX':
      return `${record.priority} ${dotted(record.host)}`
    case 'TXT':
      return strings(record.text)
        .map((part) => `"${part.replace(/["\\]/g, '\\$&')}"`)
        .join(' ')
    case 'CNAME':
      return dotted(record.target)
    case 'SRV':
      return `${record.priority} ${record.weight} ${record.port} ${dotted(record.target)}`
    default:
      return record.address
  }
}

function strings(text: string): string[] {
  const parts = text.match(new RegExp(`.{1,${LONGEST_STRING}}`, 'gs'))
  return parts ?? ['']
}

/** A snippet for the zone file of `domain`, as BIND and others read it (RFC 1035, 5). */
export function zoneSnippet(records: DnsRecord[], domain: string): string {
  const names = records.map((record) => below(record.name, domain, '@'))
  const width = Math.max(1, ...names.map((name) => name.length))
  return [
    `$ORIGIN ${domain}.`,
    `$TTL ${TTL}`,
    ...records.map(
      (record, index) => `${names[index]!.padEnd(width)} IN ${record.type.padEnd(5)} ${zoneData(record)}`,
    ),
    '',
  ].join('\n')
}

/** The value as it is read aloud: what a table shows. */
export function shownData(record: RecordData): string {
  return record.type === 'TXT' ? record.text : zoneData(record).replace(/(?<=[^ .])\.$/, '')
}

const STATES: Record<ComparedRecord['state'], string> = {
  there: 'there',
  missing: 'MISSING',
  differs: 'DIFFERS',
  unknown: 'unknown',
}

/** One line a record, and below it what is there instead and what to do. */
export function stateTable(compared: ComparedRecord[]): string {
  const rows = compared.map(({ record, state }) => [STATES[state], record.type, record.name])
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]!.length)))
  return compared
    .flatMap((one, index) => [
      `${rows[index]!.map((cell, column) => cell.padEnd(widths[column]!)).join('  ')}  ${shownData(one.record)}`,
      ...remarks(one).map((line) => `${' '.repeat(widths[0]! + 2)}${line}`),
      '',
    ])
    .join('\n')
    .replaceAll('\n\n', '\n')
}

function remarks({ state, found, remark, merged, failed }: ComparedRecord): string[] {
  const there =
    state === 'differs' && found.length > 0 ? [`there is: ${found.map(shownData).join(' | ')}`] : []
  const advice: Record<NonNullable<typeof remark>, string> = {
    'merge-spf': `A domain has one SPF record. Change the one that is there into: ${merged}`,
    'several-spf': `There are several SPF records, and others refuse them all. Keep this one alone: ${merged}`,
    'other-mx':
      'Mail for this domain goes to other hosts as well. Remove the MX records that lead elsewhere.',
    'address-instead':
      'There is an address record in place of the CNAME. Leave it if your panel made it out of a CNAME.',
    'own-policy': 'The domain has a policy of its own. It may stay.',
    'in-the-way': 'A CNAME cannot stand beside another record. Remove what is there, then add the CNAME.',
  }
  return [
    ...there,
    ...(remark ? [advice[remark]] : []),
    ...(failed ? [`The DNS could not be asked: ${failed}.`] : []),
  ]
}

/** How a panel wants names and values. */
interface Panel {
  name: string
  /** What to type as the name for the domain itself. */
  apex: string
  /** Names are typed whole, with the domain. */
  wholeNames?: boolean
  /** Hosts end in a dot, or the panel adds the domain to them. */
  dots?: boolean
  note?: string
}

export const PANELS: Record<string, Panel> = {
  cloudflare: {
    name: 'Cloudflare',
    apex: '@',
    note: 'Set the CNAME records to “DNS only”: the proxy does not pass mail programs on. DNS > Records > Import takes the zone snippet as a file.',
  },
  cpanel: { name: 'cPanel (Zone Editor)', apex: '', wholeNames: true },
  gandi: { name: 'Gandi', apex: '@', dots: true, note: 'The text view of the zone takes the zone snippet.' },
  godaddy: { name: 'GoDaddy', apex: '@' },
  ionos: { name: 'IONOS', apex: '@' },
  namecheap: {
    name: 'Namecheap (Advanced DNS)',
    apex: '@',
    note: 'MX records stand under Mail Settings > Custom MX.',
  },
  ovh: {
    name: 'OVHcloud',
    apex: '',
    dots: true,
    note: 'Leave the sub-domain empty for the domain itself. The text mode of the zone takes the zone snippet.',
  },
  plesk: { name: 'Plesk', apex: '', note: 'Leave the name empty for the domain itself.' },
}

/** The fields to fill in, a record a paragraph. */
export function panelFields(records: DnsRecord[], domain: string, panel: Panel): string {
  const host = (name: string) => (panel.dots ? dotted(name) : name)
  const nameOf = (record: DnsRecord) =>
    panel.wholeNames ? record.name : below(record.name, domain, panel.apex)
  const paragraphs = records.map((record) =>
    [
      ['Type', record.type],
      ...(record.type === 'SRV'
        ? serviceName(record, domain, panel)
        : [['Name', nameOf(record) || '(empty)']]),
      ...fieldsOf(record, host),
    ]
      .map(([label, value]) => `${`${label}:`.padEnd(10)} ${value}`)
      .join('\n'),
  )
  return `${panel.name}\n${panel.note ? `${panel.note}\n` : ''}\n${paragraphs.join('\n\n')}\n`
}

/** Panels ask for service and protocol in fields of their own, or want both in the name. */
function serviceName(record: DnsRecord, domain: string, panel: Panel): string[][] {
  const [service, protocol] = record.name.split('.')
  const name = panel.wholeNames ? record.name : below(record.name, domain, panel.apex)
  return [
    ['Service', service!],
    ['Protocol', `${protocol} (as one name: ${name})`],
  ]
}

function fieldsOf(record: DnsRecord, host: (name: string) => string): string[][] {
  switch (record.type) {
    case 'MX':
      return [
        ['Priority', String(record.priority)],
        ['Value', host(record.host)],
      ]
    case 'SRV':
      return [
        ['Priority', String(record.priority)],
        ['Weight', String(record.weight)],
        ['Port', String(record.port)],
        ['Target', record.target === '.' ? '.' : host(record.target)],
      ]
    case 'TXT':
      return [['Value', record.text]]
    case 'CNAME':
      return [['Value', host(record.target)]]
    default:
      return [['Value', record.address]]
  }
}

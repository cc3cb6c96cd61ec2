/** An answer in the making: blocks are added from top to bottom, and what they state is noted on the way. */
import type { Knowledge, LanguagePack } from '../knowledge/knowledge.ts'
import type { InterfaceWords, Section } from '../knowledge/schema.ts'
import type {
  Block,
  Fact,
  Protocol,
  RichText,
  Security,
  Setting,
  Slots,
  Source,
  Warning,
} from '../message.ts'
import { factOf, type PortEntry, type ProviderFacts, providerFacts } from './facts.ts'
import { fill, plainText, richText, type Values } from './text.ts'

/** What is being asked, after understanding and conversation. */
export interface Ask {
  topic: string
  slots: Slots
  /** Which way the question looks, when it names no protocol. */
  direction?: 'incoming' | 'outgoing'
  /** Meanings that the question named: some answers look at one or two. */
  has: (meaning: string) => boolean
  /** Which cause of a trouble topic to show: 0 is the likeliest. */
  cause: number
  /** The asker's domain, when an address was given now or before. */
  domain?: string
  /** Every port number that the question names; left out where it names none. */
  ports?: number[]
  /** Ids of `message` codes found in the question. */
  messages: string[]
}

/** Warnings that are of no use once the steps are done: they stand right under the first line. */
const BEFOREHAND = new Set(['backup-first', 'certificate-danger', 'starttls-not-offered'])

/** Looks up a word of the interface by dotted key in a language. Throws `Error` for a key that is missing. */
export function interfaceWord(words: InterfaceWords, key: string): string {
  let at: string | InterfaceWords | undefined = words
  for (const part of key.split('.')) at = typeof at === 'object' ? at[part] : undefined
  if (typeof at !== 'string') throw new Error(`no interface word "${key}"`)
  return at
}

export class Draft {
  readonly blocks: Block[] = []
  readonly facts: Fact[] = []
  readonly warnings: Warning[] = []
  readonly sources: Source[] = []
  readonly knowledge: Knowledge
  readonly pack: LanguagePack
  readonly provider: ProviderFacts
  readonly ask: Ask
  /** Placeholders that every text may use. */
  readonly #base: Values

  constructor(knowledge: Knowledge, locale: string, ask: Ask) {
    this.knowledge = knowledge
    this.pack = knowledge.languages.get(locale)!
    this.provider = providerFacts(knowledge.provider)
    this.ask = ask
    this.#base = baseValues(knowledge, this.pack, ask)
  }

  /** The asker's domain, or words that stand for it. */
  get domain(): string {
    return this.ask.domain ?? this.word('domain')
  }

  word(key: string, values: Values = {}): string {
    return fill(interfaceWord(this.pack.interface, `common.${key}`), { ...this.#base, ...values })
  }

  text(template: string, values: Values = {}): RichText {
    return richText(template, { ...this.#base, ...values })
  }

  /** "IMAP", "IMAP and SMTP". */
  list(items: string[]): string {
    if (items.length < 2) return items[0] ?? ''
    return this.word('list', { first: items.slice(0, -1).join(', '), last: items.at(-1)! })
  }

  protocolName(protocol: Protocol): string {
    return this.knowledge.protocols.protocols[protocol]!.name
  }

  securityName(security: Security): string {
    return this.word(`security.${security}`)
  }

  /** Notes that the answer states this setting; an unencrypted one brings its warning. */
  state(entry: PortEntry): PortEntry {
    const fact = factOf(entry)
    if (
      !this.facts.some(
        (known) =>
          known.port === fact.port && known.protocol === fact.protocol && known.security === fact.security,
      )
    )
      this.facts.push(fact)
    return entry
  }

  /** "IMAP 993, POP3 995 and SMTP 465", noting each. */
  spoken(entries: PortEntry[]): string {
    return this.list(
      entries.map((entry) =>
        this.word('port-of', { protocol: this.protocolName(entry.protocol), port: this.state(entry).port }),
      ),
    )
  }

  /** A section of the knowledge: lead, text, steps, list, hint. `lead: false` where another lead stands already. */
  section(section: Section, values: Values = {}, { lead = true, hint = true } = {}): this {
    if (lead) this.lead(section.lead, values)
    for (const paragraph of section.text ?? [])
      this.blocks.push({ kind: 'paragraph', text: this.text(paragraph, values) })
    if (section.steps)
      this.blocks.push({ kind: 'steps', items: section.steps.map((step) => this.text(step, values)) })
    if (section.list)
      this.blocks.push({ kind: 'list', items: section.list.map((item) => this.text(item, values)) })
    if (hint && section.hint) this.blocks.push({ kind: 'hint', text: this.text(section.hint, values) })
    return this
  }

  lead(template: string, values: Values = {}): this {
    const text = this.text(template, values)
    if (this.blocks.length === 0) this.blocks.push({ kind: 'lead', text })
    else this.blocks.push({ kind: 'paragraph', text })
    return this
  }

  paragraph(template: string, values: Values = {}): this {
    this.blocks.push({ kind: 'paragraph', text: this.text(template, values) })
    return this
  }

  /** A paragraph right under the first line. */
  second(template: string, values: Values = {}): this {
    this.blocks.splice(1, 0, { kind: 'paragraph', text: this.text(template, values) })
    return this
  }

  /** A table of ports, in the words of the person's own program when it is known. */
  portTable(entries: PortEntry[]): this {
    const rows = entries.map((entry) => {
      this.state(entry)
      const status = entry.use === 'alternate' ? 'alternate' : entry.status
      return [
        this.protocolName(entry.protocol),
        String(entry.port),
        this.securityName(entry.security),
        this.word(`status.${status}`),
      ]
    })
    const columns = ['protocol', 'port', 'security', 'status'].map((column) => this.word(`table.${column}`))
    this.blocks.push({ kind: 'table', columns, rows })
    return this.#warnUnencrypted(entries)
  }

  /** The settings of one server, each value apart for copying. */
  server(entry: PortEntry): this {
    this.state(entry)
    const { direction } = this.knowledge.protocols.protocols[entry.protocol]!
    const rows: Setting[] = [
      { label: this.word('table.server'), value: this.provider.host(entry.protocol, this.domain) },
      { label: this.word('table.port'), value: String(entry.port) },
      { label: this.word('table.security'), value: this.securityName(entry.security) },
    ]
    if (direction === 'incoming' || this.knowledge.provider.authentication.smtp)
      rows.push(
        { label: this.word('table.user'), value: String(this.#base.user) },
        { label: this.word('table.password'), value: this.word('table.mailbox-password') },
      )
    const title = `${this.word(`direction.${direction}`)} (${this.protocolName(entry.protocol)})`
    this.blocks.push({ kind: 'settings', title, rows })
    this.#explainDomain()
    return this.#warnUnencrypted([entry])
  }

  /** The recommended servers for a direction; `webmail` shows its address. */
  servers(which: 'incoming' | 'outgoing' | 'both' | 'webmail', incoming?: Protocol): this {
    if (which === 'webmail') {
      this.blocks.push({
        kind: 'settings',
        title: this.pack.topics.get('webmail')?.label ?? '',
        rows: [{ label: this.word('table.webmail'), value: this.provider.webmail(this.domain) ?? '' }],
      })
      return this.#explainDomain()
    }
    if (which !== 'outgoing') this.server(this.provider.best(incoming ?? 'imap'))
    if (which !== 'incoming') this.server(this.provider.best('smtp'))
    return this
  }

  warn(code: string): this {
    return this.#warn(code, BEFOREHAND.has(code) ? 1 : this.blocks.length)
  }

  /** A warning that must be read before anything is done: right under the first line. */
  warnFirst(code: string): this {
    return this.#warn(code, 1)
  }

  #warn(code: string, at: number): this {
    if (this.warnings.some((warning) => warning.code === code)) return this
    const text = this.word(`warning.${code}`)
    this.warnings.push({ code, text })
    this.blocks.splice(at, 0, { kind: 'warning', code, text: [{ text }] })
    return this
  }

  source(...sources: Source[]): this {
    for (const source of sources)
      if (!this.sources.some((known) => known.url === source.url)) this.sources.push(source)
    return this
  }

  /** Says what the stand-in for the domain is, where an address outside of a settings block holds it. */
  finish(): this {
    if (this.ask.domain !== undefined || this.blocks.some((block) => block.kind === 'settings')) return this
    const shown = this.blocks.flatMap((block) =>
      'items' in block ? block.items : 'text' in block ? [block.text] : [],
    )
    return shown.some((text) => plainText(text).includes(this.domain)) ? this.#explainDomain() : this
  }

  /** Host names that hold a stand-in for the domain say so, once, under the last of them. */
  #explainDomain(): this {
    if (this.ask.domain !== undefined) return this
    const text = this.text(this.word('answer.your-domain'))
    const before = this.blocks.findIndex(
      (block) => block.kind === 'note' && plainText(block.text) === plainText(text),
    )
    if (before >= 0) this.blocks.splice(before, 1)
    this.blocks.push({ kind: 'note', text })
    return this
  }

  #warnUnencrypted(entries: PortEntry[]): this {
    return entries.some((entry) => entry.security === 'none') ? this.warn('unencrypted') : this
  }
}

const formats = new Map<string, Intl.NumberFormat>()

/** Making a format takes longer than all the rest of an answer. */
function formatOf(locale: string): Intl.NumberFormat {
  const known = formats.get(locale) ?? new Intl.NumberFormat(locale)
  formats.set(locale, known)
  return known
}

/** "Thunderbird", or "your mail program" for one that is not known by name. */
function clientName(knowledge: Knowledge, pack: LanguagePack, id: string | undefined): string {
  const client = id === undefined || id === 'other' ? undefined : knowledge.clients.get(id)
  return client?.name ?? interfaceWord(pack.interface, 'common.any-program')
}

function baseValues(knowledge: Knowledge, pack: LanguagePack, ask: Ask): Values {
  const { provider } = knowledge
  const say = (key: string) => interfaceWord(pack.interface, `common.${key}`)
  const domain = ask.domain ?? say('domain')
  const { email } = ask.slots
  const user = email
    ? provider.user === 'address'
      ? email
      : email.split('@')[0]!
    : say(`user.${provider.user}`)
  const { url, email: supportEmail } = provider.support
  const amount = (unit: string, value: number | undefined) =>
    value === undefined ? undefined : fill(say(`unit.${unit}`), { n: formatOf(pack.id).format(value) })
  return {
    provider: provider.name,
    support: fill(say(supportEmail ? 'support.both' : 'support.url'), { url, email: supportEmail }),
    webmail: provider.webmail?.url.replaceAll('{domain}', domain),
    user,
    domain,
    client: clientName(knowledge, pack, ask.slots.client),
    code: ask.slots.code,
    'limit.message': amount('megabytes', provider.limits.messageMegabytes),
    'limit.mailbox': amount('gigabytes', provider.limits.mailboxGigabytes),
  }
}

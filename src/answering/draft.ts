/** An answer in the making: blocks are added from top to bottom, and what they state is noted on the way. */
import type { Knowledge, LanguagePack } from '../knowledge/knowledge.ts'
import type { Section } from '../knowledge/schema.ts'
import {
  type Block,
  type Fact,
  PROTOCOLS,
  type Protocol,
  type RichText,
  type Security,
  type Setting,
  type Slots,
  type Source,
  type Warning,
} from '../message.ts'
import { type Asked, protocolsAsked } from './asked.ts'
import { type Direction, factOf, type PortEntry, type ProviderFacts, providerFacts } from './facts.ts'
import { fill, plainText, richText, type Values } from './text.ts'
import { baseValues, interfaceWord } from './values.ts'

/** What is being asked, after understanding and conversation. */
export interface Ask {
  topic: string
  slots: Slots
  /** Which way the question looks, when it names no protocol. */
  direction?: Direction
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

export class Draft {
  readonly blocks: Block[] = []
  readonly facts: Fact[] = []
  readonly warnings: Warning[] = []
  readonly sources: Source[] = []
  readonly knowledge: Knowledge
  readonly pack: LanguagePack
  readonly provider: ProviderFacts
  readonly ask: Ask
  /** The protocols to answer with. */
  readonly asked: Asked
  /** Placeholders that every text may use. */
  readonly #base: Values
  readonly #denied = new Set<Protocol>()

  constructor(knowledge: Knowledge, locale: string, ask: Ask) {
    this.knowledge = knowledge
    this.pack = knowledge.languages.get(locale)!
    this.provider = providerFacts(knowledge)
    this.ask = ask
    this.asked = protocolsAsked(
      {
        slots: ask.slots,
        direction: ask.direction,
        sending: ['outgoing', 'outgoing-server', 'send'].some(ask.has),
      },
      this.provider,
    )
    this.#base = baseValues(knowledge, this.pack, this.provider, ask)
  }

  /** The protocol to receive with: the one asked for, else the first that is offered; undefined where there is none. */
  get incoming(): Protocol | undefined {
    const [first] = this.asked.protocols.filter((name) => this.provider.direction(name) === 'incoming')
    return first ?? this.provider.offered('incoming')[0]
  }

  /** The asker's domain, or words that stand for it. */
  get domain(): string {
    return this.ask.domain ?? this.word('domain')
  }

  word(key: string, values: Values = {}): string {
    return this.fill(interfaceWord(this.pack.interface, `common.${key}`), values)
  }

  /** A text as a part of another one. */
  fill(template: string, values: Values = {}): string {
    return fill(template, { ...this.#base, ...values })
  }

  text(template: string, values: Values = {}): RichText {
    return richText(template, { ...this.#base, ...values })
  }

  /** "IMAP", "IMAP and SMTP". */
  list(items: readonly string[]): string {
    if (items.length < 2) return items[0] ?? ''
    return this.word('list', { first: items.slice(0, -1).join(', '), last: items.at(-1)! })
  }

  /** "IMAP or POP3". */
  either(protocols: readonly Protocol[]): string {
    return protocols.map((protocol) => this.protocolName(protocol)).join(` ${this.word('or')} `)
  }

  /** The text in the answer's language. */
  localised(texts: Record<string, string>): string {
    return texts[this.pack.id] ?? Object.values(texts)[0]!
  }

  protocolName(protocol: Protocol): string {
    return this.knowledge.protocols.protocols[protocol].name
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
  spoken(entries: readonly PortEntry[]): string {
    return this.list(
      entries.map((entry) =>
        this.word('port-of', { protocol: this.protocolName(entry.protocol), port: this.state(entry).port }),
      ),
    )
  }

  /** A section of the knowledge: lead, text, steps, list, hint. `lead: false` where another lead stands already. */
  section(section: Section, values: Values = {}, { lead = true, hint = true } = {}): this {
    if (lead) this.lead(section.lead, values)
    for (const paragraph of section.text ?? []) this.paragraph(paragraph, values)
    this.items('steps', section.steps, values).items('list', section.list, values)
    return hint ? this.aside('hint', section.hint, values) : this
  }

  lead(template: string, values: Values = {}): this {
    const text = this.text(template, values)
    if (text.length === 0) return this
    if (this.blocks.length === 0) this.blocks.push({ kind: 'lead', text })
    else this.blocks.push({ kind: 'paragraph', text })
    return this
  }

  paragraph(template: string, values: Values = {}): this {
    const text = this.text(template, values)
    if (text.length > 0) this.blocks.push({ kind: 'paragraph', text })
    return this
  }

  /** A paragraph right under the first line. */
  second(template: string, values: Values = {}): this {
    const text = this.text(template, values)
    if (text.length > 0) this.blocks.splice(1, 0, { kind: 'paragraph', text })
    return this
  }

  /** Why something is not offered, where the provider's file says so. */
  reason(asked: Parameters<ProviderFacts['reason']>[0]): this {
    const reason = this.provider.reason(asked)
    return reason ? this.paragraph(this.localised(reason)) : this
  }

  /** Notes that the answer says of these protocols that they are not offered. */
  denied(...protocols: Protocol[]): void {
    for (const protocol of protocols) this.#denied.add(protocol)
  }

  /** Protocols that the answer names, without saying that they are not offered. */
  mentionedInVain(): Protocol[] {
    const offered = this.provider.offered()
    const silent = PROTOCOLS.filter((protocol) => !offered.includes(protocol) && !this.#denied.has(protocol))
    if (silent.length === 0) return []
    const shown = this.blocks.flatMap(shownIn)
    return silent.filter((protocol) => shown.some((text) => text.includes(this.protocolName(protocol))))
  }

  /** Steps or a list; without those that name what the provider does not have. */
  items(kind: 'steps' | 'list', templates: string[] = [], values: Values = {}, title?: string): this {
    const items = templates.map((item) => this.text(item, values)).filter((item) => item.length > 0)
    if (items.length > 0) this.blocks.push({ kind, items, ...(title ? { title } : {}) })
    return this
  }

  aside(kind: 'hint' | 'note', template: string | undefined, values: Values = {}): this {
    const text = template ? this.text(template, values) : []
    if (text.length > 0) this.blocks.push({ kind, text })
    return this
  }

  /** A table of ports, in the words of the person's own program when it is known. */
  portTable(entries: readonly PortEntry[]): this {
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
    const direction = this.provider.direction(entry.protocol)
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
    return this.#warnUnencrypted([entry])
  }

  /** The recommended servers for a direction, as far as they are offered; `webmail` shows its address. */
  servers(which: Direction | 'both' | 'webmail', incoming: Protocol | undefined = this.incoming): this {
    if (which === 'webmail') {
      const value = this.provider.webmail(this.domain)
      const rows = value === undefined ? [] : [{ label: this.word('table.webmail'), value }]
      if (rows.length > 0)
        this.blocks.push({ kind: 'settings', title: this.pack.topics.get('webmail')?.label ?? '', rows })
      return this
    }
    const sending = this.provider.offered('outgoing')
    const receiving = incoming ? [incoming] : []
    for (const entry of this.provider.bests([
      ...(which === 'outgoing' ? [] : receiving),
      ...(which === 'incoming' ? [] : sending),
    ]))
      this.server(entry)
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

  /** Says what the stand-in for the domain is, once, under the last settings that hold it, else at the end. */
  finish(): this {
    if (this.ask.domain !== undefined) return this
    const standIn = this.domain
    const holding = this.blocks.map((block) => shownIn(block).some((text) => text.includes(standIn)))
    if (!holding.includes(true)) return this
    const settings = this.blocks.findLastIndex((block, index) => block.kind === 'settings' && holding[index])
    const text = this.text(this.word('answer.your-domain'))
    this.blocks.splice(settings < 0 ? this.blocks.length : settings + 1, 0, { kind: 'note', text })
    return this
  }

  #warnUnencrypted(entries: readonly PortEntry[]): this {
    return entries.some((entry) => entry.security === 'none') ? this.warn('unencrypted') : this
  }
}

/** Everything that a block shows, as plain texts. */
function shownIn(block: Block): string[] {
  if (block.kind === 'settings') return block.rows.map((row) => row.value)
  if (block.kind === 'table') return block.rows.flat()
  return ('items' in block ? block.items : [block.text]).map(plainText)
}

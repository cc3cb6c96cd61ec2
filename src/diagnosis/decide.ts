/** From what stands in a report to what it means: the recipient that decides, the entry that says most, who must act. */
import type { Actor, Code } from '../knowledge/schema.ts'
import { addressesIn } from './addresses.ts'
import type { Diagnosis, Evidence as Shown } from './diagnosis.ts'
import type { DiagnosisKnowledge, Evidence, Hit, Mark, Marked } from './evidence.ts'
import { hostsIn, isOurs } from './hosts.ts'
import { type Layout, layOut, type Recipient, type Role } from './layout.ts'
import { type Lines, linesOf } from './lines.ts'
import { printedLines, quotationsIn, saidLines, wordsAt } from './said.ts'

/** A text with all that was found out about its lines. */
export interface Page {
  text: string
  lines: Lines
  layout: Layout
  evidence: Evidence
  /** Indexes of the lines in which a server speaks. */
  said: ReadonlySet<number>
  /** Those of them that hold a code or stand in a recipient's block. */
  coded: ReadonlySet<number>
  /** A whole delivery report. */
  report: boolean
  /** Every reply and enhanced code says "try again later". */
  temporary: boolean
  /** Every one says that the message was taken. */
  accepted: boolean
  role(offset: number): Role
}

export function decide(
  text: string,
  evidence: Evidence,
  knowledge: DiagnosisKnowledge,
  own: readonly string[],
): Diagnosis | null {
  const page = pageOf(text, evidence)
  const hits = countable(page)
  if (hits.length === 0 && !page.report) return null
  const chosen = deciding(page, hits)
  const best = strongest(page, hits, chosen)
  if (!best && !page.report) return null
  return diagnosisOf(page, knowledge, own, hits, chosen, best)
}

function pageOf(text: string, evidence: Evidence): Page {
  const lines = linesOf(text)
  const { marks, codes } = evidence
  const onLines = (places: { start: number }[]) => places.map(({ start }) => lines.at(start))
  const layout = layOut(text, {
    original: new Set(onLines(marks.original)),
    report: new Set([...onLines(marks.report), ...onLines(codes)]),
  })
  const role = (offset: number) => layout.lines[lines.at(offset)]!.role
  const report = layout.hasFields || marks.report.some(({ start }) => ['human', 'head'].includes(role(start)))
  const spoken = codes.filter(
    ({ kind, start }) => kind !== 'program' && ['human', 'field'].includes(role(start)),
  )
  const classes = new Set(spoken.map(({ text: code }) => code[0]))
  const temporary = classes.has('4') && !classes.has('5')
  const accepted = classes.has('2') && classes.size === 1 && marks.failed.length === 0
  const page = { text, lines, layout, evidence, report, temporary, accepted, role }
  return { ...page, ...saidLines(page) }
}

/** What counts: not what stands in the returned message, and words that people write as well only where a server speaks. */
function countable(page: Page): Hit[] {
  const isQuoted = quotationsIn(page.text)
  const printed = printedLines(page)
  // Somebody who did not get it is named: what stands beside it says why.
  const failing = has(page, 'failed') && page.evidence.tokens.some(({ text }) => text.includes('@'))
  return page.evidence.hits.filter(({ place, start, end }) => {
    const role = page.role(start)
    if (role !== 'human' && role !== 'field') return false
    const line = page.lines.at(start)
    if (place === 'anywhere' || page.report || page.coded.has(line)) return true
    return (
      place === 'in-report' && (failing || page.said.has(line) || printed.has(line) || isQuoted(start, end))
    )
  })
}

/** Index of the recipient that decides, the first one that failed; -1 where the report is about one or none. */
function deciding({ layout: { recipients, lines }, lines: places }: Page, hits: Hit[]): number {
  if (recipients.length < 2) return -1
  const spoken = new Set(hits.map(({ start }) => lines[places.at(start)]!.recipient))
  const fate = recipients.map((recipient, index) =>
    spoken.has(index) || recipient.action ? fateOf(recipient) : 'unknown',
  )
  for (const wanted of ['failed', 'delayed', 'unknown']) {
    const found = fate.indexOf(wanted as Fate)
    if (found >= 0) return found
  }
  return 0
}

type Fate = 'failed' | 'delayed' | 'delivered' | 'unknown'

function fateOf({ action }: Recipient): Fate {
  if (action === 'delayed') return 'delayed'
  return action === 'delivered' || action === 'relayed' || action === 'expanded' ? 'delivered' : 'failed'
}

/**
 * How much a hit says. The words of a server beat a code, a code of three numbers that of a mail program, and what
 * says little comes last; words and codes of the refusal itself beat those of the prose around it.
 */
function weight(page: Page, hit: Hit, chosen: number): number {
  const { recipient } = page.layout.lines[page.lines.at(hit.start)]!
  if (chosen >= 0 && recipient >= 0 && recipient !== chosen) return -1
  const said = page.said.has(page.lines.at(hit.start)) ? 30 : 0
  const { general, permanent, trying } = hit.entry
  // "450 Recipient rejected" is no "550 Recipient rejected": what says little must not contradict the code.
  const against = general && !hit.code && permanent && !trying && page.temporary ? 45 : 0
  return (
    -against +
    said +
    (chosen >= 0 && recipient === chosen ? 20 : 0) +
    sayingOf(hit, page.report || recipient >= 0)
  )
}

function sayingOf({ entry, code, letters, from, to }: Hit, ofServers: boolean): number {
  if (entry.reason === 'undefined') return code ? 8 : 6
  const byWords = Math.min(letters, 40)
  if (code) {
    if (code.kind === 'reply') return 20
    if (entry.general) return 30
    return code.kind === 'enhanced' ? 90 : 80
  }
  if (entry.general) return 40 + byWords / 4
  if (entry.certain && to > from) return 150 + byWords
  // In a report servers speak; a window on the screen is the program's.
  return entry.printedBy === 'program' && ofServers ? 70 + byWords / 4 : 100 + byWords
}

function strongest(page: Page, hits: Hit[], chosen: number): Hit | undefined {
  let best: Hit | undefined
  let most = 0
  for (const hit of hits) {
    const own = weight(page, hit, chosen)
    if (own > most) [best, most] = [hit, own]
  }
  return best
}

function diagnosisOf(
  page: Page,
  knowledge: DiagnosisKnowledge,
  own: readonly string[],
  hits: Hit[],
  chosen: number,
  best: Hit | undefined,
): Diagnosis {
  const codes = codesOf(page, hits, chosen)
  const people = addressesIn(page, chosen, own)
  const permanent = isPermanent(page, chosen, codes, best?.entry)
  const { server, reporter } = hostsIn(page, chosen)
  const refusedBy = refuserOf(page, knowledge, server, reporter, best)
  const inBlock = best !== undefined && page.layout.lines[page.lines.at(best.start)]!.recipient >= 0
  const facts = {
    permanent,
    refusedBy,
    report: page.report || inBlock,
    ours: people.own,
    inWindow:
      !page.report &&
      !codes.reply &&
      !codes.enhanced &&
      hits.some(({ entry }) => entry.printedBy === 'program'),
    delivered: people.failed.length === 0 && people.delivered.length > 0,
  }
  return {
    reason: best?.entry.reason ?? 'undefined',
    actor: actorOf(best, facts, page, knowledge),
    permanent,
    code:
      (best?.code?.kind === 'program' ? best.code.text : undefined) ??
      codes.enhanced ??
      codes.reply ??
      codes.program ??
      null,
    ...(codes.enhanced ? { enhanced: codes.enhanced } : {}),
    ...(codes.reply ? { reply: codes.reply } : {}),
    recipients: people.failed,
    delivered: people.delivered,
    own: people.own,
    server,
    reporter,
    refusedBy,
    report: page.report,
    words: best ? wordsAt(page, best) : '',
    entry: best?.entry.id ?? '',
    evidence: shown(page, hits, best, people.failed, chosen),
  }
}

interface Codes {
  enhanced?: string
  reply?: string
  program?: string
}

/** Of the recipient that decides, the codes that say most. */
function codesOf(page: Page, hits: Hit[], chosen: number): Codes {
  const found: Codes = {}
  const most = { enhanced: 0, reply: 0, program: 0 }
  const explained = new Set(hits.map(({ code }) => code))
  const others = page.evidence.codes.filter((code) => !explained.has(code))
  for (const hit of [...hits, ...others.map((code) => ({ code, entry: undefined, start: code.start }))]) {
    if (!hit.code || !['human', 'field'].includes(page.role(hit.start))) continue
    const own = hit.entry ? weight(page, hit as Hit, chosen) : 1
    if (own > most[hit.code.kind]) {
      most[hit.code.kind] = own
      found[hit.code.kind] = hit.code.text
    }
  }
  return found
}

/** Whether nobody tries any more: the report says so, else its codes, else the entry. */
function isPermanent(page: Page, chosen: number, codes: Codes, entry: Code | undefined): boolean {
  const recipient = page.layout.recipients[Math.max(chosen, 0)]
  if (recipient?.action === 'failed') return true
  if (recipient?.action === 'delayed') return false
  if (has(page, 'givenUp')) return true
  if (has(page, 'trying')) return false
  if (page.report && has(page, 'failed')) return true
  const first = (codes.reply ?? codes.enhanced)?.[0]
  if (first === '5' || first === '4') return first === '5'
  return entry?.permanent ?? true
}

function has(page: Page, mark: Mark): boolean {
  return page.evidence.marks[mark].some(({ start }: Marked) =>
    ['human', 'head', 'field'].includes(page.role(start)),
  )
}

function refuserOf(
  page: Page,
  { provider }: DiagnosisKnowledge,
  server: string | null,
  reporter: string | null,
  best: Hit | undefined,
): Diagnosis['refusedBy'] {
  if (best?.entry.printedBy === 'program' && !server) return 'program'
  const speaker = server ?? (page.report ? reporter : null)
  if (speaker) {
    if (isOurs(speaker, provider)) return 'ours'
    if (server) return 'theirs'
  }
  // Nobody but a mail program passes on what its own outgoing server said.
  return !page.report && has(page, 'submission') ? 'ours' : 'unknown'
}

interface Facts {
  permanent: boolean
  refusedBy: Diagnosis['refusedBy']
  /** A report, or a recipient's block of one. */
  report: boolean
  /** The recipient is the asker: somebody else's message was refused. */
  ours: boolean
  /** A mail program speaks, and no server in codes: it is about the asker's own account. */
  inWindow: boolean
  /** Everybody got it. */
  delivered: boolean
}

/** Never "nobody" for what was not delivered. */
function actorOf(best: Hit | undefined, facts: Facts, page: Page, knowledge: DiagnosisKnowledge): Actor {
  if (!best) return facts.delivered ? 'nobody' : facts.permanent ? 'recipient' : 'nobody'
  const { entry } = best
  if (facts.inWindow && entry.reason === 'mailboxfull') return 'customer'
  if (facts.ours) {
    // The asker's own mailbox: only they can empty it, and the rest is at our side.
    if (entry.reason === 'mailboxfull') return 'customer'
    if (entry.actor !== 'nobody') return 'provider'
  }
  if (entry.reason === 'authfailure' && entry.actor === 'customer' && namesOurDomain(page, best, knowledge))
    return 'provider'
  const byPlace = facts.refusedBy === 'theirs' || (facts.report && facts.refusedBy === 'unknown')
  const actor = (byPlace ? entry.theirs : undefined) ?? entry.actor
  if (!facts.permanent) return entry.trying ?? actor
  return actor
}

/** The records at fault are ours where the server names one of our own domains. */
function namesOurDomain(page: Page, best: Hit, { provider }: DiagnosisKnowledge): boolean {
  const words = wordsAt(page, best).toLowerCase()
  return provider.domains.some((domain) =>
    words.split(/[^\p{L}\p{N}.-]+/u).some((one) => one.replace(/\.$/, '') === domain),
  )
}

function shown(
  page: Page,
  hits: Hit[],
  best: Hit | undefined,
  recipients: string[],
  chosen: number,
): Shown[] {
  const list: Shown[] = []
  const add = (one: Shown) => {
    if (!list.some((known) => known.kind === one.kind && known.text === one.text)) list.push(one)
  }
  const show = ({ code, entry, start, end }: Hit): Shown => ({
    kind: code ? 'code' : 'words',
    text: page.text.slice(start, end).replace(/\s+/g, ' ').slice(0, 120),
    entry: entry.id,
  })
  if (best) add(show(best))
  const recipient = page.layout.recipients[Math.max(chosen, 0)]
  if (recipient?.action) add({ kind: 'outcome', text: recipient.action })
  if (page.layout.recipients.length > 1 && recipients[0]) add({ kind: 'recipient', text: recipients[0] })
  for (const hit of hits) if (list.length < 8) add(show(hit))
  return list
}

/** Whose addresses stand in a report. */
import type { Page } from './decide.ts'
import type { Marked } from './evidence.ts'

/** The most addresses that are named. */
const MOST = 20
/** So many words may stand between "my address is" and the address. */
const NEAR = 4
const SYSTEM =
  /^(?:mailer-daemon|postmaster|mail-daemon|no-?reply|bounces?|double-bounce|abuse)(?:[+_-][^@]*)?@/i

export interface Addresses {
  /** Those who did not get it, as printed, the deciding one first. */
  failed: string[]
  delivered: string[]
  /** The one that decides is the asker's own. */
  own: boolean
}

export function addressesIn(page: Page, chosen: number, known: readonly string[]): Addresses {
  const own = new Set(
    [...known, ...page.evidence.marks.own.flatMap((mark) => following(page, mark, NEAR))].map(lower),
  )
  const { recipients } = page.layout
  const got = (action: string | undefined) =>
    action === undefined ? page.accepted : ['delivered', 'relayed', 'expanded'].includes(action)
  const delivered = recipients.filter(({ action }) => got(action)).map(({ address }) => address)
  const first = chosen >= 0 ? [recipients[chosen]!.address] : []
  const failed = [...first, ...recipients.filter(({ action }) => !got(action)).map(({ address }) => address)]
  const all = failed.length > 0 || delivered.length > 0 ? failed : others(page, own)
  const named = unique(all)
    .filter((address) => !SYSTEM.test(address))
    .slice(0, MOST)
  return {
    failed: named,
    delivered: unique(delivered).slice(0, MOST),
    own: named[0] !== undefined && own.has(lower(named[0])),
  }
}

/** Addresses in what the server says, or anywhere in a report, that are neither the sender's nor the asker's. */
function others(page: Page, own: ReadonlySet<string>): string[] {
  const senders = new Set(page.evidence.marks.sender.flatMap((mark) => following(page, mark, 1)).map(lower))
  const starts = new Set(page.evidence.marks.sender.map(({ start }) => start))
  const found: string[] = []
  for (const { text, start, end } of page.evidence.tokens) {
    if (found.length === MOST) break
    if (!text.includes('@')) continue
    const line = page.lines.at(start)
    if (page.layout.lines[line]!.role !== 'human' || !(page.report || page.said.has(line))) continue
    const address = clean(page.text.slice(start, end))
    // "<me@here>: Sender address rejected": what follows the address says whose it is.
    const saysSender = [1, 2, 3, 4].some((gap) => starts.has(end + gap))
    if (!senders.has(lower(address)) && !saysSender) found.push(address)
  }
  // Somebody else's report about the asker's own mailbox names the asker alone.
  const strangers = found.filter((address) => !own.has(lower(address)))
  return strangers.length > 0 ? strangers : found
}

function following(page: Page, { to, end }: Marked, near: number): string[] {
  const sentence = page.evidence.tokens[to]!.sentence
  for (let index = to + 1; index <= to + near; index++) {
    const token = page.evidence.tokens[index]
    if (!token || token.sentence !== sentence || token.start - end > 120) break
    if (token.text.includes('@')) return [clean(page.text.slice(token.start, token.end))]
  }
  return []
}

const clean = (address: string) => address.replace(/[.'-]+$/, '')
const lower = (text: string) => text.toLowerCase()
const unique = (texts: string[]) => [...new Map(texts.map((text) => [lower(text), text])).values()]

/** What is asked for and not offered: said first, with what serves the same purpose here. Advice never changes direction. */
import type { Need } from '../../knowledge/schema.ts'
import type { Protocol } from '../../message.ts'
import type { Draft } from '../draft.ts'

/** The protocols whose absence leaves a need unmet. */
const PROTOCOLS_OF: Partial<Record<Need, Protocol[]>> = {
  imap: ['imap'],
  pop3: ['pop3'],
  incoming: ['imap', 'pop3'],
  mailbox: ['imap', 'pop3'],
  outgoing: ['smtp'],
}

/** The whole answer of a topic, cause or program whose needs are not met. */
export function composeAbsent(draft: Draft, needs: Need[]): void {
  const missing = [...new Set(needs.flatMap((need) => PROTOCOLS_OF[need] ?? []))].filter(
    (protocol) => draft.provider.best(protocol) === undefined,
  )
  if (missing.length === 0) {
    noWebmail(draft)
    return
  }
  denyProtocols(draft, missing)
  for (const entry of draft.provider.bests(standIns(draft, missing))) draft.server(entry)
}

function noWebmail(draft: Draft): void {
  const reads = draft.provider.offered('incoming').length > 0
  draft.lead(`${draft.word('absent.webmail')} ${draft.word(reads ? 'absent.program' : 'absent.no-mailbox')}`)
  if (reads) draft.servers('both')
}

/** Says that protocols are not offered, why, and what to use instead. Nothing for none. */
export function denyProtocols(draft: Draft, missing: readonly Protocol[]): void {
  if (missing.length === 0) return
  draft.lead(denial(draft, missing))
  for (const protocol of missing) draft.reason({ protocol })
}

/** "{provider} does not offer IMAP. Use POP3 instead." Noted as said. */
function denial(draft: Draft, missing: readonly Protocol[]): string {
  draft.denied(...missing)
  const names = missing.map((protocol) => draft.protocolName(protocol))
  const [protocol] = names
  const denied =
    names.length === 1
      ? draft.word('absent.protocol', { protocol })
      : draft.word('absent.protocols', { first: names.slice(0, -1).join(', '), last: names.at(-1) })
  return `${denied} ${insteadOf(draft, missing)}`.trim()
}

/** What serves in place of protocols that are not offered, in a sentence for each direction; empty where nothing does. */
export function insteadOf(draft: Draft, missing: readonly Protocol[]): string {
  const directions = new Set(missing.map((protocol) => draft.provider.direction(protocol)))
  const sentences = [...directions].map((direction) => {
    const others = draft.provider.offered(direction)
    if (others.length > 0) return draft.word('absent.instead', { protocol: draft.either(others) })
    if (direction === 'outgoing') return draft.word('absent.send')
    return draft.word('absent.read') || draft.word('absent.no-mailbox')
  })
  return sentences.filter(Boolean).join(' ')
}

function standIns(draft: Draft, missing: readonly Protocol[]): Protocol[] {
  return [
    ...new Set(missing.flatMap((protocol) => draft.provider.offered(draft.provider.direction(protocol)))),
  ]
}

/** An explanation may name a protocol that is not offered: that is then said, once, under the first line. */
export function denyMentioned(draft: Draft): void {
  const missing = draft.mentionedInVain()
  if (missing.length > 0) draft.second(denial(draft, missing))
}

/** Trouble: one cause at a time, the likeliest first. */
import type { Topic } from '../../knowledge/schema.ts'
import type { Draft } from '../draft.ts'
import { causeFits, incomingOf } from '../needs.ts'
import { findCode, showCode } from './codes.ts'

type Cause = Topic['causes'][number]

/** The cause of every trouble whose way out is another port. */
const NETWORK = 'network'

/** The ids of the causes in the order to go through, for this provider and this question. */
export function orderCauses(draft: Draft, topic: Topic): string[] {
  const fitting = topic.causes.filter((cause) => causeFits(cause, draft.provider, draft.knowledge.provider))
  const named = fitting.filter(
    (cause) =>
      cause.when.some((concept) => draft.ask.has(concept)) ||
      (cause.id === NETWORK && draft.ask.slots.port !== undefined),
  )
  return [...named, ...fitting.filter((cause) => !named.includes(cause))].map((cause) => cause.id)
}

/** Shows cause number `draft.ask.cause` of `order`. A code or message in the question comes first of all. */
export function composeTrouble(draft: Draft, topic: Topic, order: string[]): void {
  const found = draft.ask.cause === 0 ? findCode(draft) : undefined
  // A message that says no more than the topic itself would only be repeated.
  if (found && (draft.ask.slots.code || found.code.topic !== topic.id)) {
    showCode(draft, found)
    return
  }
  const id = order[draft.ask.cause]!
  draft.section(draft.pack.topics.get(topic.id)!.causes![id]!)
  const cause = topic.causes.find((candidate) => candidate.id === id)!
  if (cause.settings) draft.servers(cause.settings, incomingOf([...topic.needs, ...cause.needs]))
  if (id === NETWORK) alternates(draft, cause)
  for (const code of [...topic.warnings, ...cause.warnings]) draft.warn(code)
}

/** The ports for networks that block the usual ones, of the ways that the cause shows. */
function alternates(draft: Draft, { settings }: Cause): void {
  const protocols = draft.provider
    .offered()
    .filter((protocol) => settings === 'both' || draft.provider.direction(protocol) === settings)
  const entries = protocols.flatMap((protocol) => draft.provider.alternates(protocol))
  if (entries.length > 0) draft.portTable(entries)
}

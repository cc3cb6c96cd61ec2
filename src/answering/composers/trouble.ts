/** Trouble: one cause at a time, the likeliest first. */
import type { Topic } from '../../knowledge/schema.ts'
import type { Draft } from '../draft.ts'
import { findCode, showCode } from './codes.ts'

/** The cause of every trouble whose way out is another port. */
const NETWORK = 'network'

/** The ids of the causes in the order to go through, for this provider and this question. */
export function orderCauses(draft: Draft, topic: Topic): string[] {
  const { oauth2, appPasswords } = draft.knowledge.provider.authentication
  const has: Record<NonNullable<Topic['causes'][number]['needs']>, boolean> = {
    oauth2,
    'app-passwords': appPasswords,
    starttls: draft.provider.offers('starttls'),
    'alternate-port': draft.provider.alternate() !== undefined,
  }
  const fitting = topic.causes.filter((cause) => !cause.needs || has[cause.needs])
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
  const words = draft.pack.topics.get(topic.id)!.causes![id]!
  draft.section(words)
  const cause = topic.causes.find((candidate) => candidate.id === id)!
  if (cause.settings) {
    const asked = [draft.ask.slots.protocol ?? []].flat().find((protocol) => protocol !== 'smtp')
    draft.servers(cause.settings, asked)
    const alternate = id === NETWORK && cause.settings !== 'incoming' ? draft.provider.alternate() : undefined
    if (alternate) draft.portTable([alternate])
  }
  for (const code of [...topic.warnings, ...cause.warnings]) draft.warn(code)
}

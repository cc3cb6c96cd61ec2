/** From what is asked to the blocks of the answer: picks the composer of the topic. Pure. */
import type { Knowledge } from '../knowledge/knowledge.ts'
import type { Topic } from '../knowledge/schema.ts'
import type { Slots } from '../message.ts'
import { composeAbsent, denyMentioned, denyProtocols } from './composers/absent.ts'
import { composeBounce, composeErrorCode } from './composers/codes.ts'
import { composeEncryption } from './composers/encryption.ts'
import { composeDefine, composeGuide, composePortBlocked } from './composers/guides.ts'
import { composePortMeaning, composePorts } from './composers/ports.ts'
import { composeClientSetup, composeServerSettings, composeWebmail } from './composers/settings.ts'
import { composeTrouble, orderCauses } from './composers/trouble.ts'
import { type Ask, Draft } from './draft.ts'
import { unmetNeeds } from './needs.ts'

/** Something that can be asked next: the words of the button, and what they pick. */
export interface Pick {
  label: string
  text: string
  topic: string
  slots: Slots
}

export interface Composed {
  draft: Draft
  picks: Pick[]
  /** For a trouble topic: the causes in order, so that "still does not work" can go on. */
  causes: string[]
}

const COMPOSERS: Record<string, (draft: Draft) => void> = {
  ports: composePorts,
  'port-meaning': composePortMeaning,
  encryption: composeEncryption,
  'server-settings': composeServerSettings,
  'client-setup': composeClientSetup,
  webmail: composeWebmail,
  'error-code': composeErrorCode,
  bounce: composeBounce,
  'port-blocked': composePortBlocked,
  define: composeDefine,
}

/** Buttons under an answer: more are a menu, not a help. */
const MOST_PICKS = 4

/** `causes`: the order settled when the trouble was first answered. Throws `Error` for an unknown topic. */
export function compose(knowledge: Knowledge, locale: string, ask: Ask, causes?: string[]): Composed {
  const topic = knowledge.topics.get(ask.topic)
  if (!topic) throw new Error(`no topic "${ask.topic}"`)
  const draft = new Draft(knowledge, locale, ask)
  let order: string[] = []
  const composer = COMPOSERS[ask.topic]
  const unmet = unmetNeeds(topic.needs, draft.provider, knowledge.provider)
  if (unmet.length > 0) composeAbsent(draft, unmet)
  else if (saysAllOfProtocols(draft, topic)) order = []
  else if (composer) composer(draft)
  else if (topic.kind === 'trouble') {
    order = causes ?? orderCauses(draft, topic)
    composeTrouble(draft, topic, order)
  } else composeGuide(draft)
  denyMentioned(draft)
  // However an answer came to state an unencrypted port: it warns.
  if (draft.facts.some((fact) => fact.security === 'none')) draft.warn('unencrypted')
  draft.finish()

  if (draft.facts.length > 0) draft.source(...knowledge.provider.sources)
  draft.source(...topic.sources.flatMap((key) => knowledge.sources[key] ?? []))
  return { draft, picks: picksFor(draft, topic.next), causes: order }
}

/**
 * Says first which of the protocols that the question names or looks at are not offered. True where that is the whole
 * answer, since there is nothing else of that direction.
 */
function saysAllOfProtocols(draft: Draft, topic: Topic): boolean {
  const { slots, direction } = draft.ask
  const about = slots.protocol === undefined ? direction && topic.settings : topic.slots.includes('protocol')
  if (!about) return false
  denyProtocols(draft, draft.asked.missing)
  return draft.asked.protocols.length === 0
}

/** What to ask next: variants of the program first, then the topics that the topic names. */
function picksFor(draft: Draft, next: string[]): Pick[] {
  const { ask, knowledge, pack } = draft
  const picks: Pick[] = []
  if (ask.topic === 'client-setup') {
    const own = knowledge.clients.get(ask.slots.client ?? '')
    const programs = own ? own.variants : ['outlook', 'thunderbird', 'apple-mail', 'iphone', 'android']
    const question = pack.topics.get('client-setup')!.question
    for (const id of programs) {
      const client = knowledge.clients.get(id)
      if (client)
        picks.push({
          label: client.name,
          text: `${question} ${client.name}`,
          topic: 'client-setup',
          slots: { client: id },
        })
    }
    if (picks.length > 0) return picks
  }
  const answerable = next.filter((id) => {
    const needs = knowledge.topics.get(id)?.needs ?? []
    return unmetNeeds(needs, draft.provider, knowledge.provider).length === 0
  })
  for (const id of answerable) picks.push(topicPick(draft, id))
  return picks.slice(0, MOST_PICKS)
}

/** A topic as a button, keeping what was said about protocol and program. */
export function topicPick(draft: Draft, id: string): Pick {
  const words = draft.pack.topics.get(id)
  if (!words) throw new Error(`no words for topic "${id}" in ${draft.pack.id}`)
  const { protocol, client, devices } = draft.ask.slots
  const slots: Slots = {
    ...(protocol ? { protocol } : {}),
    ...(client ? { client } : {}),
    ...(devices ? { devices } : {}),
  }
  return { label: words.label, text: words.question, topic: id, slots }
}

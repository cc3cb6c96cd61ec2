/** What the bot does in a conversation. */
import type { Host } from '../../src/adapter.ts'
import type { Answer } from '../../src/message.ts'
import { LIMITS } from './limits.ts'
import type { Outgoing, Step } from './outgoing.ts'
import { type ChatwootEvent, conversationIdOf, type Place } from './parse.ts'
import { type ChatwootMessage, choosing, humanChoice, renderAnswer, renderNote, VOTE } from './render.ts'
import type { TakenOver } from './taken-over.ts'

export interface Conversations {
  /** Resolves when what is to be said is kept; it is sent behind the scenes. */
  handle(event: ChatwootEvent): Promise<void>
}

/** What is remembered of a conversation besides the bot's own state. */
interface Remembered {
  locale: string
  /** Titles of the choices last offered, and what they stand for: some channels send the title back. */
  choices: Record<string, string>
  /** Slots by name, without an address. */
  understood: Record<string, string>
}

type Written = Extract<ChatwootEvent, { kind: 'message' | 'click' }>

export function createConversations(host: Host, outgoing: Outgoing, takenOver: TakenOver): Conversations {
  const memoryKey = (place: Place) => `conversation:${conversationIdOf(place)}`

  async function remembered(place: Place): Promise<Remembered | null> {
    return (await host.memory.get(memoryKey(place))) as Remembered | null
  }

  async function say(event: Written, text: string, steps: Step[], kept: Remembered): Promise<void> {
    const choices = steps.flatMap((step) =>
      'message' in step ? (step.message.content_attributes?.items ?? []) : [],
    )
    await host.memory.put(
      memoryKey(event),
      {
        ...kept,
        choices: Object.fromEntries(choices.map(({ title, value }) => [title, value])),
      } satisfies Remembered,
      LIMITS.rememberedMinutes,
      conversationIdOf(event),
    )
    const { account, conversation, at } = event
    await outgoing.add({ account, conversation, at, steps }, text, kept.locale)
  }

  async function written(event: Written): Promise<void> {
    if (await takenOver.since(event, event.at)) return
    if ((await host.limit(conversationIdOf(event))) !== true) return
    const before = await remembered(event)
    const locale = before?.locale ?? host.matchLocale(event.localeHint) ?? host.locales[0]!
    const raw = event.kind === 'click' ? event.value : (before?.choices[event.text] ?? event.text)
    const vote = VOTE.exec(raw)
    const kept: Remembered = before ?? { locale, choices: {}, understood: {} }
    if (vote) return voted(event, vote[1] === 'yes', vote[2]!, kept)
    if (raw === '') return say(event, '', [{ message: plain(host.words(locale)('chatwoot.no-text')) }], kept)
    const answer = await host.ask({
      text: raw,
      conversationId: conversationIdOf(event),
      frontEnd: 'chatwoot',
      ...(event.localeHint ? { localeHint: event.localeHint } : {}),
    })
    const now: Remembered = {
      ...kept,
      locale: answer.locale,
      understood: { ...kept.understood, ...understoodIn(answer) },
    }
    await say(event, raw, await stepsFor(event, answer, now), now)
  }

  async function stepsFor(event: Written, answer: Answer, { understood }: Remembered): Promise<Step[]> {
    const words = host.words(answer.locale)
    const message = renderAnswer(answer, words)
    if (answer.outcome !== 'handoff') return [{ message }]
    const { handoff, isNew } = await host.handoffs.open(conversationIdOf(event), answer.locale)
    // It is pending again although somebody was asked for: people must see it again, but need no second note.
    return [
      { message },
      ...(isNew ? [{ message: renderNote(handoff, understood, words) }] : []),
      { open: true },
    ]
  }

  async function voted(event: Written, helpful: boolean, answerId: string, kept: Remembered): Promise<void> {
    await host.feedback({ answerId, helpful })
    const words = host.words(kept.locale)
    const message = helpful
      ? plain(words('chatwoot.thanks'))
      : choosing(words('chatwoot.sorry'), [humanChoice(words)])
    await say(event, '', [{ message }], kept)
  }

  return {
    async handle(event) {
      switch (event.kind) {
        case 'message':
        case 'click':
          return written(event)
        case 'person':
          return takenOver.note(event, { by: 'person', at: event.at })
        case 'opened':
          return takenOver.note(event, { by: 'opened', at: event.at })
        case 'resolved': {
          await takenOver.clear(event)
          const current = await host.handoffs.current(conversationIdOf(event))
          if (current) await host.handoffs.done(current.id, 'chatwoot')
        }
      }
    },
  }
}

function plain(content: string): ChatwootMessage {
  return { content, content_type: 'text' }
}

function understoodIn({ slots }: Answer): Record<string, string> {
  const { email: _email, ...others } = slots
  return Object.fromEntries(Object.entries(others).map(([name, value]) => [name, String(value)]))
}

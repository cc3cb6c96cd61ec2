/**
 * Question in, answer out: understand, look at the conversation, decide, compose. Pure and synchronous; what is
 * remembered goes in and comes out as a `State`.
 */
import { type Composed, compose, type Pick, topicPick } from './answering/compose.ts'
import { type Ask, Draft } from './answering/draft.ts'
import { plainText, type Values } from './answering/text.ts'
import { interfaceWord } from './answering/values.ts'
import { followUp, keptSlots } from './conversation/follow-up.ts'
import { MOST_TURNS, type State } from './conversation/state.ts'
import { together } from './conversation/together.ts'
import { type Knowledge, matchLocale } from './knowledge/knowledge.ts'
import type { Answer, Outcome, Question, Slots } from './message.ts'
import { renderMarkdown } from './render/markdown.ts'
import { renderPlain } from './render/plain.ts'
import { type Decision, decide } from './understanding/decide.ts'
import { understandingOf } from './understanding/shared.ts'
import { APART, type Prepared, type Reading } from './understanding/understand.ts'

/** Everything of an answer that does not need a clock, a store or an id. */
export type Drafted = Omit<Answer, 'id' | 'conversationId'>

export interface Answered {
  answer: Drafted
  state: State
  reading: Reading
  decision: Decision
  /** How the conversation changed what the words alone say; undefined when it did not. */
  via?: string
}

export interface Answerer {
  /** `text` is 1 to 4,000 characters. Never throws for any text. */
  answer(question: Pick2<Question, 'text' | 'locale' | 'localeHint'>, state: State | null): Answered
  matchLocale(tag: string | null | undefined): string | undefined
  understand(text: string): Reading
}

type Pick2<T, K extends keyof T> = { [P in K]: T[P] }

export interface AnswererSettings {
  /** Whether a text holds a password or another secret. */
  holdsPassword: (text: string) => boolean
  /** Takes personal data out of what is remembered. */
  redact: (text: string) => string
  /** The text as it is read: what is never kept is not understood either, so no slot and no line can repeat it. */
  withoutSecrets?: (text: string) => string
}

/** The topics offered when nothing was understood, the most asked first. */
const STARTERS = ['cannot-send', 'cannot-receive', 'login-failed', 'client-setup']
const HANDOFF = 'handoff'
/**
 * The share of a text's telling words from which its language is believed. Words that several languages share keep
 * it low: at 0.5 one French question in five of the own cases was answered in English, at 0.3 one in twelve, and no
 * English one in French.
 */
const LANGUAGE_AT = 0.3
const BOTH_PROTOCOLS = new Set(['pop-vs-imap', 'switch-to-imap', 'email-overview'])

/** `prepared`: of an understanding of the same knowledge, for a quicker start. */
export function createAnswerer(
  knowledge: Knowledge,
  { holdsPassword, redact, withoutSecrets = (text) => text }: AnswererSettings,
  prepared?: Prepared,
): Answerer {
  const understanding = understandingOf(knowledge, prepared)
  const fallback = knowledge.answersIn[0]!

  const localeMeant = (tag: string | null | undefined) => matchLocale(knowledge.answersIn, tag)

  /** The language to answer in: asked for, else the text's, else the conversation's, else the platform's. */
  function localeOf(
    question: { locale?: string; localeHint?: string },
    reading: Reading,
    state: State | null,
  ): string {
    const guessed = reading.guess.share > LANGUAGE_AT ? reading.guess.language : null
    return (
      localeMeant(question.locale) ??
      localeMeant(guessed) ??
      state?.locale ??
      localeMeant(question.localeHint) ??
      fallback
    )
  }

  return {
    matchLocale: localeMeant,
    understand: (text) => understanding.read(text),
    answer(asked, state) {
      const question = { ...asked, text: withoutSecrets(asked.text) }
      const alone = understanding.read(question.text)
      const locale = localeOf(question, alone, state)
      const decided = decide(alone)
      const follow = state ? followUp(question.text, alone, decided, state, knowledge) : null
      // "My mail does not work." "Sending." Neither says enough alone.
      const joined =
        !follow && decided.kind === 'unknown' && state
          ? together(question.text, alone, state, understanding, knowledge)
          : null
      const reading = joined?.reading ?? alone
      const decision = joined?.decision ?? decided
      const domain = reading.said.slots.email?.split('@')[1]?.toLowerCase() ?? state?.domain
      const said = reading.said.slots

      const make = (topic: string, slots: Slots, cause = 0): Ask => ({
        topic,
        slots,
        has: reading.has,
        cause,
        messages: reading.said.messages,
        ports: reading.said.ports,
        ...(domain ? { domain } : {}),
        ...directionOf(reading, slots),
      })
      const result = (() => {
        if (follow?.kind === 'pick') return picked(follow.pick)
        if (follow?.kind === 'accept') return answered(make(HANDOFF, {}), 1)
        if (follow?.kind === 'decline') return answered(make('thanks', {}), 0.9)
        if (follow?.kind === 'still-not') return stillNot()
        if (follow?.kind === 'again')
          return answered(make(follow.topic, withoutTerm(follow.topic, withEmail(follow.slots))), 0.85)
        if (decision.kind === 'topic') {
          const { topic } = decision.candidate
          return answered(make(topic, slotsFor(topic)), decision.confidence)
        }
        if (decision.kind === 'clarify')
          return clarify(
            decision.candidates.map((candidate) => candidate.topic),
            decision.confidence,
          )
        return unknown(decision)
      })()

      // A password is answered with a warning whatever else is said.
      if (holdsPassword(asked.text)) result.draft.warnFirst('password-shared')
      understandsOnly(result.draft)

      const answer: Drafted = {
        locale,
        outcome: result.outcome,
        topic: result.topic,
        slots: result.draft.ask.slots,
        confidence: result.confidence,
        blocks: result.draft.blocks,
        text: '',
        markdown: '',
        facts: result.draft.facts,
        warnings: result.draft.warnings,
        options: result.picks.map(({ label, text }) => ({ label, text })),
        sources: result.draft.sources.slice(0, 4),
      }
      const words = (key: string, values: Values = {}) => result.draft.word(key, values)
      answer.text = renderPlain(answer, words)
      answer.markdown = renderMarkdown(answer, words)
      return {
        answer,
        state: nextState(),
        reading,
        decision,
        ...(follow ? { via: follow.kind } : joined ? { via: 'together' } : {}),
      }

      interface Result {
        draft: Draft
        outcome: Outcome
        topic: string | null
        confidence: number
        picks: Pick[]
        causes: string[]
        cause: number
        offered: boolean
        lost: number
      }

      function answered(ask: Ask, confidence: number, causes?: string[]): Result {
        const topic = knowledge.topics.get(ask.topic)!
        const composed: Composed = compose(knowledge, locale, ask, causes)
        const { draft } = composed
        const more = composed.causes.length > ask.cause + 1
        const picks = [...composed.picks]
        if (topic.kind === 'trouble') {
          if (more) {
            draft.blocks.push({ kind: 'hint', text: draft.text(draft.word('answer.more-causes')) })
            picks.unshift({
              label: draft.word('option.still-not'),
              text: draft.word('option.still-not-text'),
              topic: ask.topic,
              slots: keptSlots(ask.slots),
            })
          } else {
            draft.blocks.push({ kind: 'hint', text: draft.text(draft.word('answer.last-cause')) })
            picks.unshift(humanPick(draft))
          }
        }
        const outcome: Outcome =
          ask.topic === HANDOFF ? 'handoff' : topic.kind === 'talk' ? 'smalltalk' : 'answer'
        return {
          draft,
          outcome,
          topic: ask.topic,
          confidence,
          picks:
            outcome === 'answer' || ask.topic === 'capabilities' || ask.topic === 'greeting'
              ? withStarters(draft, picks)
              : [],
          causes: composed.causes,
          cause: ask.cause,
          offered: topic.kind === 'trouble' && !more,
          lost: 0,
        }
      }

      function withStarters(draft: Draft, picks: Pick[]): Pick[] {
        const talk = draft.ask.topic === 'capabilities' || draft.ask.topic === 'greeting'
        return talk
          ? ['ports', 'client-setup', ...STARTERS.slice(0, 2)].map((id) => topicPick(draft, id))
          : picks.slice(0, 5)
      }

      function picked(pick: State['picks'][number]): Result {
        if (
          pick.topic === state!.topic &&
          state!.causes.length > 0 &&
          normaliseEqual(pick.text, interfaceText('option.still-not-text'))
        )
          return stillNot()
        return answered(make(pick.topic, withEmail(pick.slots as Slots)), 0.95)
      }

      function interfaceText(key: string): string {
        return interfaceWord(knowledge.languages.get(locale)!.interface, `common.${key}`)
      }

      function stillNot(): Result {
        const before = state!
        const next = before.cause + 1
        const slots = withEmail({ ...before.slots, ...said } as Slots)
        if (before.causes.length > 0 && next < before.causes.length)
          return answered(make(before.topic!, slots, next), 0.85, before.causes)
        if (before.causes.length > 0) return answered(make(HANDOFF, slots), 0.85)
        const own = knowledge.topics.get(before.topic ?? '')
        // What can go wrong after a guide: ask which.
        const troubles = ['cannot-connect', 'login-failed', 'cannot-send', 'cannot-receive']
        if (own && before.outcome === 'answer') return clarify(troubles, 0.5, 'clarify.trouble')
        return answered(make(HANDOFF, slots), 0.7)
      }

      function clarify(topics: string[], confidence: number, lead = 'clarify.lead'): Result {
        const same =
          state?.outcome === 'clarify' &&
          state.picks.length === topics.length &&
          topics.every((topic) => state.picks.some((pick) => pick.topic === topic))
        // Asking the same thing twice in a row would only annoy: the likelier one is answered.
        if (same) return answered(make(topics[0]!, slotsFor(topics[0]!)), confidence)
        const draft = new Draft(knowledge, locale, make(topics[0]!, slotsFor(topics[0]!)))
        draft.lead(draft.word(lead))
        const picks = topics.map((topic) => ({ ...topicPick(draft, topic), slots: slotsFor(topic) }))
        draft.blocks.push({ kind: 'list', items: picks.map((pick) => [{ text: pick.label }]) })
        return {
          draft,
          outcome: 'clarify',
          topic: topics[0]!,
          confidence,
          picks,
          causes: [],
          cause: 0,
          offered: false,
          lost: 0,
        }
      }

      function unknown(reason: Extract<Decision, { kind: 'unknown' }>): Result {
        const draft = new Draft(knowledge, locale, make('', said))
        const lost = (state?.lost ?? 0) + 1
        const key = reason.neighbour
          ? APART.has(reason.neighbour)
            ? 'unknown.elsewhere'
            : 'unknown.neighbour'
          : lost > 1
            ? 'unknown.again'
            : 'unknown.lead'
        draft.lead(draft.word(key)).paragraph(draft.word('unknown.text'))
        const picks = [humanPick(draft), ...STARTERS.map((topic) => topicPick(draft, topic))]
        return {
          draft,
          outcome: 'unknown',
          topic: null,
          confidence: reason.confidence,
          picks,
          causes: [],
          cause: 0,
          offered: true,
          lost,
        }
      }

      function humanPick(draft: Draft): Pick {
        return {
          label: draft.word('option.human'),
          text: draft.word('option.human-text'),
          topic: HANDOFF,
          slots: {},
        }
      }

      /** What the question says, and of what was said before what this topic can use. */
      function slotsFor(topic: string): Slots {
        const takes = knowledge.topics.get(topic)?.slots ?? []
        const carried: Slots = {}
        const before = state?.slots
        if (before && state.topic !== null) {
          if (
            takes.includes('protocol') &&
            before.protocol &&
            !said.protocol &&
            !directionOf(reading, said).direction
          )
            carried.protocol = before.protocol
          if (takes.includes('client') && before.client && !said.client) carried.client = before.client
          if (takes.includes('devices') && before.devices && !said.devices) carried.devices = before.devices
        }
        // To compare or to change from one to the other takes both.
        const both =
          BOTH_PROTOCOLS.has(topic) && reading.said.named.length > 1 ? { protocol: reading.said.named } : {}
        return withoutTerm(topic, { ...carried, ...said, ...both })
      }

      /** "IMAP" is a term only when somebody asks what it means. */
      function withoutTerm(topic: string, { term, ...slots }: Slots): Slots {
        return topic === 'define' && term ? { ...slots, term } : slots
      }

      function withEmail(slots: Slots): Slots {
        return said.email ? { ...slots, email: said.email } : slots
      }

      /** Somebody who writes in a language that the bot cannot write is told so, once, in small print. */
      function understandsOnly(draft: Draft): void {
        const { language, share } = reading.guess
        const pack = language ? knowledge.languages.get(language) : undefined
        if (!pack || pack.language.answers || share <= 0.5 || question.locale || state) return
        draft.blocks.push({
          kind: 'note',
          text: draft.text(draft.word('answer.understands-only', { language: pack.language.name })),
        })
      }

      function nextState(): State {
        const lead = result.draft.blocks[0]
        const keepsTopic = result.outcome === 'answer' || result.outcome === 'clarify'
        return {
          version: 1,
          locale,
          ...(domain ? { domain } : {}),
          topic: keepsTopic ? result.topic : (state?.topic ?? null),
          slots: keepsTopic ? keptSlots(result.draft.ask.slots) : (state?.slots ?? {}),
          outcome: result.outcome,
          picks: result.picks.map((pick) => ({ ...pick, slots: keptSlots(pick.slots) })),
          causes: keepsTopic ? result.causes : (state?.causes ?? []),
          cause: keepsTopic ? result.cause : (state?.cause ?? 0),
          offered: result.offered,
          lost: result.lost,
          turns: [
            ...(state?.turns ?? []),
            {
              question: redact(asked.text).slice(0, 600),
              outcome: result.outcome,
              topic: result.topic,
              answered: lead && 'text' in lead ? redact(plainText(lead.text)) : '',
            },
          ].slice(-MOST_TURNS),
        }
      }
    },
  }
}

/** Which way a question looks when it names no protocol. */
function directionOf(reading: Reading, slots: Slots): { direction?: 'incoming' | 'outgoing' } {
  if (slots.protocol) return {}
  const incoming = ['incoming', 'incoming-server', 'receive'].some(reading.has)
  const outgoing = ['outgoing', 'outgoing-server', 'send'].some(reading.has)
  if (incoming === outgoing) return {}
  return { direction: incoming ? 'incoming' : 'outgoing' }
}

function normaliseEqual(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase()
}

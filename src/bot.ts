/**
 * The bot as front ends see it: the answerer with a memory, a clock, limits and counts. Keeps nothing personal:
 * texts are redacted here, before they reach the store.
 */
import { randomUUID } from 'node:crypto'
import { parse, v7 } from 'uuid'
import type { Host, Log } from './adapter.ts'
import { createAnswerer, type Drafted } from './answerer.ts'
import { fill } from './answering/text.ts'
import { interfaceWord } from './answering/values.ts'
import { keptOf, keptState } from './conversation/kept.ts'
import { parseState, type State } from './conversation/state.ts'
import type { Knowledge } from './knowledge/knowledge.ts'
import { type Answer, LONGEST_QUESTION, type Question } from './message.ts'
import { createRecent } from './recent.ts'
import type { Store } from './store/store.ts'
import { createSuggester } from './understanding/suggest.ts'
import type { Prepared } from './understanding/understand.ts'

export interface BotSettings {
  knowledge: Knowledge
  /** Of this knowledge; without it, worked out anew. */
  prepared?: Prepared
  store: Store
  privacy: {
    redact: (text: string) => string
    holdsPassword: (text: string) => boolean
    /** For reading: without passwords, codes and numbers of persons, with addresses. */
    withoutSecrets: (text: string) => string
    /** Of words of a text, those that its redacted form still holds. */
    wordsKept: (words: string[], redacted: string) => string[]
  }
  /** Seconds to wait, or true. */
  limit: (caller: string) => Promise<true | number>
  now: () => Date
  log: Log
  /** Told of every answer, for the counts at `/metrics`. */
  observe?: (answer: Answer, frontEnd: string, seconds: number) => void
  /** Told of every vote that was recorded. */
  observeVote?: (helpful: boolean) => void
  publicUrl?: string
}

/** All of `Host` but what belongs to one adapter. */
export interface Bot {
  ask: Host['ask']
  /** `frontEnd`: who passes the vote on. */
  feedback(frontEnd: string, vote: Parameters<Host['feedback']>[0]): Promise<boolean>
  limit: Host['limit']
  matchLocale: Host['matchLocale']
  knowledge: Knowledge
  /** Resolves when everything that was being written is written. */
  flush(): Promise<void>
  /** How much is being written now. */
  pending(): number
  hostFor(name: string, http: Host['http']): Host
}

/**
 * Begins with the time, so that new rows stand together in the database's indexes: half the pages are written. The
 * rest cannot be guessed. Node keeps random bytes for `randomUUID` at hand; any others cost a call of the system.
 */
function newId(): string {
  return v7({ random: parse(randomUUID()) })
}

/** Of an answer, what is needed when the same is asked again: without the reading, which is many times larger. */
interface Kept {
  answer: Drafted
  state: State
  /** Words that matched nothing, for the gap report. */
  notUnderstood: string[]
  nearest: string[]
}

/** A conversation that rests longer starts anew. */
const CONVERSATION_HOURS = 24
/** First questions are often the same: buttons, and the ten that everybody asks. */
const RECENT_ANSWERS = 500
const RECENT_LENGTH = 300

const STARTERS = ['ports', 'client-setup', 'cannot-send', 'cannot-receive', 'login-failed']

export function createBot(settings: BotSettings): Bot {
  const { knowledge, store, privacy, now, log } = settings
  const suggest = createSuggester(knowledge)
  const recent = createRecent<Kept>(RECENT_ANSWERS)
  const clean = createRecent<true>(RECENT_ANSWERS)
  /** What was found to hold nothing personal is not searched again: buttons, and what everybody asks. */
  const redact = (text: string): string => {
    if (text.length > RECENT_LENGTH) return privacy.redact(text)
    const known = clean.find(text)
    if (known) return text
    const redacted = privacy.redact(text)
    if (redacted === text) clean.get(text, () => true)
    return redacted
  }
  const answerer = createAnswerer(knowledge, { ...privacy, redact }, settings.prepared)

  function answerTo(question: Question, text: string, before: State | null): Kept {
    const make = () => {
      const { answer, state, reading, decision } = answerer.answer({ ...question, text }, before)
      return {
        answer,
        state,
        notUnderstood: unanswered(answer.outcome)
          ? privacy.wordsKept(reading.unknownWords.slice(0, 20), redact(text))
          : [],
        nearest: decision.kind === 'unknown' ? decision.nearest.map((candidate) => candidate.topic) : [],
      }
    }
    // An answer depends on nothing but the text and the conversation, so one without a conversation can be reused.
    // What holds something personal is not kept even here.
    if (before || text.length > RECENT_LENGTH || redact(text) !== text) return make()
    return recent.get(JSON.stringify([question.locale, question.localeHint, text]), make)
  }

  const underWay = new Set<Promise<unknown>>()
  const track = <T>(work: Promise<T>): Promise<T> => {
    underWay.add(work)
    void work.finally(() => underWay.delete(work)).catch(() => {})
    return work
  }
  const later = (minutes: number) => new Date(now().getTime() + minutes * 60_000)
  /** Conversations of one front end cannot be reached from another, whatever id is guessed there. */
  const keyOf = (frontEnd: string, conversationId: string) => `${frontEnd}/${conversationId}`

  /** An address is the same person everywhere; what a platform calls somebody holds there alone. */
  const personOf = (frontEnd: string, who: string) => (who.includes('@') ? who : `${frontEnd}/${who}`)

  async function remember<T>(what: string, work: Promise<T>, otherwise: T): Promise<T> {
    try {
      return await work
    } catch (cause) {
      // A store that is away must not keep people from being answered.
      log.warn({ what, cause: (cause as Error).message }, 'the store did not answer')
      return otherwise
    }
  }

  async function ask(question: Question): Promise<Answer> {
    const text = question.text.trim()
    if (text.length === 0 || text.length > LONGEST_QUESTION)
      throw new RangeError(`text must have 1 to ${LONGEST_QUESTION} characters`)
    const started = performance.now()
    const conversationId = question.conversationId ?? newId()
    const key = keyOf(question.frontEnd, conversationId)
    const before: State | null = question.conversationId
      ? parseState(await remember('conversation', store.conversations.get(key), null))
      : null
    const { answer: drafted, state, notUnderstood, nearest } = answerTo(question, text, before)
    const answer: Answer = { id: newId(), conversationId, ...drafted }
    const redacted = redact(text)
    await remember(
      'answer',
      track(
        Promise.all([
          store.conversations.put(
            key,
            keptState(state, text, redacted, before),
            later(CONVERSATION_HOURS * 60),
          ),
          store.answers.add({
            id: answer.id,
            conversation: key,
            at: now(),
            frontEnd: question.frontEnd,
            locale: answer.locale,
            question: redacted,
            topic: answer.topic,
            outcome: answer.outcome,
            confidence: answer.confidence,
            slots: keptOf(answer.slots, text, redacted, before?.slots),
            notUnderstood,
            nearest,
            knowledge: knowledge.version,
          }),
          ...(question.asker === undefined
            ? []
            : [store.people.add(personOf(question.frontEnd, question.asker), key, now())]),
        ]),
      ),
      undefined,
    )
    settings.observe?.(answer, question.frontEnd, (performance.now() - started) / 1000)
    return answer
  }

  /** A front end's vote on an answer that it gave itself. */
  const feedbackFrom = async (frontEnd: string, vote: Parameters<Host['feedback']>[0]): Promise<boolean> => {
    const { answerId, helpful, comment } = vote
    const kept = comment === undefined ? {} : { comment: privacy.redact(comment) }
    const known = await track(store.feedback.add({ answerId, at: now(), helpful, ...kept }, frontEnd))
    if (known) settings.observeVote?.(helpful)
    return known
  }

  const localeFor = (tag: string) => answerer.matchLocale(tag) ?? knowledge.answersIn[0]!

  function wordsOf(locale: string) {
    const pack = knowledge.languages.get(localeFor(locale))!
    return (key: string, values: Record<string, string | number> = {}) =>
      fill(interfaceWord(pack.interface, key), values)
  }

  /** Outcomes that the gap report looks into. */
  function unanswered(outcome: Answer['outcome']): boolean {
    return outcome === 'unknown' || outcome === 'clarify'
  }

  return {
    ask,
    feedback: feedbackFrom,
    limit: settings.limit,
    matchLocale: answerer.matchLocale,
    knowledge,
    pending: () => underWay.size,
    async flush() {
      while (underWay.size > 0) await Promise.allSettled([...underWay])
    },
    hostFor(name, http) {
      return {
        ask: (question) => ask({ ...question, frontEnd: name }),
        feedback: (vote) => feedbackFrom(name, vote),
        handoffs: {
          async open(conversationId, locale) {
            const key = keyOf(name, conversationId)
            const state = parseState(await store.conversations.get(key))
            return track(
              store.handoffs.open({
                id: newId(),
                conversation: key,
                frontEnd: name,
                locale,
                openedAt: now(),
                history: state?.turns ?? [],
              }),
            )
          },
          claim: (id, by) => track(store.handoffs.claim(id, by)),
          done: (id, by) => track(store.handoffs.done(id, by)),
          setReference: (id, reference) => track(store.handoffs.setReference(id, reference)),
          get: (id) => store.handoffs.get(id),
          current: (conversationId) => store.handoffs.current(keyOf(name, conversationId)),
        },
        belongsTo: (conversationId, who) =>
          track(store.people.add(personOf(name, who), keyOf(name, conversationId), now())),
        firstDelivery: (key, minutes = 60) => track(store.deliveries.claim(`${name}/${key}`, later(minutes))),
        releaseDelivery: (key) => track(store.deliveries.release(`${name}/${key}`)),
        memory: {
          get: (key) => store.conversations.get(`${name}#${key}`),
          put: (key, value, minutes, conversationId) =>
            track(
              store.conversations.put(`${name}#${key}`, value, later(minutes), keyOf(name, conversationId)),
            ),
        },
        installations: store.installations,
        outbox: store.outbox,
        redact,
        limit: (caller) => settings.limit(`${name}:${caller}`),
        locales: knowledge.answersIn,
        matchLocale: answerer.matchLocale,
        words: wordsOf,
        starters(locale) {
          const pack = knowledge.languages.get(localeFor(locale))!
          return STARTERS.flatMap((topic) => {
            const words = pack.topics.get(topic)
            return words ? [{ label: words.label, text: words.question }] : []
          })
        },
        provider(locale) {
          const { name: provider, support, ports } = knowledge.provider
          const words = wordsOf(locale)
          const hours = support.hours?.[answerer.matchLocale(locale) ?? '']
          return {
            name: provider,
            support: words(`common.support.${support.email ? 'both' : 'url'}`, {
              url: support.url,
              email: support.email ?? '',
            }),
            ...(hours ? { hours } : {}),
            ports: ports.map((entry) => ({
              protocol: knowledge.protocols.protocols[entry.protocol]!.name,
              port: entry.port,
              security: words(`common.security.${entry.security}`),
              status: entry.status,
            })),
          }
        },
        suggest: (kind, typed, locale, most) => suggest(kind, typed, localeFor(locale), most),
        http,
        publicUrl: settings.publicUrl,
        log,
        now,
      }
    },
  }
}

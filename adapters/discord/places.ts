/** Which conversation belongs to whom, and what is remembered of an answer for its buttons. */
import { z } from 'zod'
import type { Host } from '../../src/adapter.ts'
import type { Answer } from '../../src/message.ts'

/**
 * Conversation ids are made of Discord's own ids, so that whose and where one is can be told from its id:
 * CHANNEL.PERSON, or CHANNEL.PERSON.INTERACTION for one that starts afresh.
 */
export function conversationOf(channelId: string, userId: string, interactionId?: string): string {
  return [channelId, userId, ...(interactionId ? [interactionId] : [])].join('.')
}

/** The parts of a conversation id, also of one with the front end's name before it. */
export function placeOf(conversationId: string): { channelId: string; userId: string } | null {
  const match = /(?:^|\/)(\d+)\.(\d+)(?:\.\d+)?$/.exec(conversationId)
  return match && { channelId: match[1]!, userId: match[2]! }
}

/** As long as the bot itself remembers what a conversation is about: a day. */
const HERE_MINUTES = 24 * 60
/** Buttons work this long: a week. */
const BUTTONS_MINUTES = 7 * 24 * 60

const answerState = z.object({ conversationId: z.string(), locale: z.string(), options: z.array(z.string()) })
const threadState = z.object({ conversationId: z.string(), locale: z.string() })
export type AnswerState = z.infer<typeof answerState>
export type ThreadState = z.infer<typeof threadState>

export interface Places {
  rememberAnswer(answer: Answer): Promise<void>
  /** What is known of an answer if it was given to this person; null for anybody else, and after a week. */
  answer(answerId: string, userId: string): Promise<AnswerState | null>
  rememberThread(threadId: string, state: ThreadState): Promise<void>
  /** The conversation that somebody is having in a channel: the last one begun there, or the one they always have. */
  here(channelId: string, userId: string): Promise<string>
  /** Begins a new conversation of somebody in a channel. */
  begin(channelId: string, userId: string, interactionId: string): Promise<string>
  /** The conversation that goes on in a thread; null for a thread that this bot did not open. */
  thread(threadId: string): Promise<ThreadState | null>
}

export function createPlaces(memory: Host['memory']): Places {
  const thread = async (threadId: string): Promise<ThreadState | null> => {
    const known = threadState.safeParse(await memory.get(`thread/${threadId}`))
    return known.success ? known.data : null
  }
  return {
    rememberAnswer: ({ id, conversationId, locale, options }) =>
      memory.put(
        `answer/${id}`,
        { conversationId, locale, options: options.map((option) => option.text) },
        BUTTONS_MINUTES,
        conversationId,
      ),
    async answer(answerId, userId) {
      const known = answerState.safeParse(await memory.get(`answer/${answerId}`))
      // A signature says that the button is theirs; the conversation has to say so too.
      return known.success && placeOf(known.data.conversationId)?.userId === userId ? known.data : null
    },
    rememberThread: (threadId, state) =>
      memory.put(`thread/${threadId}`, state, BUTTONS_MINUTES, state.conversationId),
    thread,
    async here(channelId, userId) {
      const begun = await memory.get(`here/${channelId}.${userId}`)
      if (typeof begun === 'string' && placeOf(begun)?.userId === userId) return begun
      const opened = await thread(channelId)
      return opened && placeOf(opened.conversationId)?.userId === userId
        ? opened.conversationId
        : conversationOf(channelId, userId)
    },
    async begin(channelId, userId, interactionId) {
      const conversationId = conversationOf(channelId, userId, interactionId)
      await memory.put(`here/${channelId}.${userId}`, conversationId, HERE_MINUTES, conversationId)
      return conversationId
    },
  }
}

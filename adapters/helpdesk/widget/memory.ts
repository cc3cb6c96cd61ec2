/** What stays in this tab: the conversation, until the tab is closed or the chat is cleared. */
import type { HandoffState, WidgetAnswer, WidgetWords } from './api.ts'

export interface Turn {
  /** Absent when "talk to a person" was pressed without a question. */
  question?: string
  /** The name of a message file that was asked about. What it says is not kept. */
  file?: string
  answer?: WidgetAnswer
  vote?: boolean
  handoff?: HandoffState
  /** Not answered: it can be sent again. */
  failed?: { kind: 'offline' | 'busy' | 'failed'; seconds: number }
}

export interface Conversation {
  id: string
  open: boolean
  turns: Turn[]
}

const MOST_TURNS = 30

export interface Memory {
  conversation: Conversation
  save(): void
  /** Forgets the conversation and begins another. */
  clear(): void
  words(locale: string): WidgetWords | null
  keepWords(locale: string, words: WidgetWords): void
}

/** `base` keeps the conversations of two bots on one site apart. */
export function createMemory(base: string): Memory {
  const key = `mailsherpa ${base}`
  const memory: Memory = {
    conversation: read<Conversation>(key) ?? begun(),
    save() {
      const { conversation } = memory
      conversation.turns.splice(0, conversation.turns.length - MOST_TURNS)
      write(key, conversation)
    },
    clear() {
      memory.conversation = { ...begun(), open: memory.conversation.open }
      memory.save()
    },
    words: (locale) => read(`${key} ${locale}`),
    keepWords: (locale, words) => write(`${key} ${locale}`, words),
  }
  // What a file said is gone with the page; without an answer there is nothing left to show of it.
  memory.conversation.turns = memory.conversation.turns.filter((turn) => !turn.file || turn.answer)
  // A page left in the middle of a question: the question is still there to be sent.
  for (const turn of memory.conversation.turns) {
    if (turn.question && !turn.answer) turn.failed ??= { kind: 'failed', seconds: 0 }
  }
  return memory
}

function begun(): Conversation {
  return { id: uuid(), open: false, turns: [] }
}

/** Random, version 4 (RFC 9562): who does not know it cannot go on with the conversation. */
function uuid(): string {
  // `randomUUID` is not there on a page without HTTPS.
  if (crypto.randomUUID) return crypto.randomUUID()
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

/** A page may forbid its storage; the conversation then lasts as long as the page. */
function read<T>(key: string): T | null {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? 'null') as T | null
  } catch {
    return null
  }
}

function write(key: string, value: unknown): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(value))
  } catch {
    // Full or forbidden: nothing to do about it here.
  }
}

/** What the widget asks of the bot. No cookies go along. */
import type { FileText } from '../../../src/diagnosis/file.ts'
import { LARGEST_FILE } from '../../../src/message.ts'
import type { HandoffState } from '../handoffs.ts'
import type { WidgetAnswer } from '../site/routes.ts'
import type { WidgetWords } from '../site/words.ts'

export type { HandoffState, WidgetAnswer, WidgetWords }

/** Longer than the bot takes even when a ticket is opened meanwhile, in milliseconds. */
const TIMEOUT = 20_000

/** Why something was not done. `seconds` to wait, when the bot says so. */
export class Failure extends Error {
  readonly kind: 'offline' | 'busy' | 'failed'
  readonly seconds: number
  constructor(kind: 'offline' | 'busy' | 'failed', seconds = 0) {
    super(kind)
    this.kind = kind
    this.seconds = seconds
  }
}

export interface Api {
  /** The text of a message file, or why it is not read. */
  read(file: File): Promise<FileText>
  words(locale: string): Promise<WidgetWords>
  /** `file`: the text was read out of a message file, so that its language says nothing. */
  ask(text: string, conversationId: string, locale: string, file: boolean): Promise<WidgetAnswer>
  vote(answerId: string, helpful: boolean): Promise<void>
  handoff(request: HandoffCall): Promise<HandoffState>
}

export interface HandoffCall {
  conversationId: string
  locale: string
  client?: string | undefined
  contact?: { name: string; email: string } | undefined
}

/** `base` is where `widget.js` came from. Everything rejects with `Failure`. */
export function createApi(base: string): Api {
  async function call(path: string, body?: unknown): Promise<Response> {
    let response: Response
    try {
      response = await fetch(new URL(`widget/${path}`, base), {
        credentials: 'omit',
        referrerPolicy: 'strict-origin-when-cross-origin',
        signal: AbortSignal.timeout(TIMEOUT),
        ...(body === undefined
          ? {}
          : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      })
    } catch {
      throw new Failure(navigator.onLine ? 'failed' : 'offline')
    }
    if (response.ok) return response
    throw response.status === 429
      ? new Failure('busy', Number(response.headers.get('retry-after')) || 30)
      : new Failure('failed')
  }
  const json = async <T>(path: string, body?: unknown): Promise<T> => {
    try {
      return (await (await call(path, body)).json()) as T
    } catch (error) {
      throw error instanceof Failure ? error : new Failure('failed')
    }
  }
  return {
    async read(file) {
      let reader: typeof import('./file.ts')
      try {
        reader = await import(new URL('widget-file.js', base).href)
      } catch {
        throw new Failure(navigator.onLine ? 'failed' : 'offline')
      }
      // One byte more than is read tells that there is more.
      return reader.reportFromMessage(new Uint8Array(await file.slice(0, LARGEST_FILE + 1).arrayBuffer()))
    },
    words: (locale) => json(`words?locale=${encodeURIComponent(locale)}`),
    ask: (text, conversationId, locale, file) =>
      json('ask', { text, conversationId, locale, ...(file ? { file } : {}) }),
    vote: async (answerId, helpful) => void (await call('feedback', { answerId, helpful })),
    handoff: (request) => json('handoff', request),
  }
}

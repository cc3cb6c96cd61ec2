/** Records and a clock for the tests of the store. */
import type { AnswerRecord, Handoff } from '../../src/store/store.ts'

export const START = new Date('2026-03-01T12:00:00Z')

/** A clock that only a test moves. */
export function testClock() {
  let moment = START.getTime()
  return {
    now: () => new Date(moment),
    pass(minutes: number) {
      moment += minutes * 60_000
    },
  }
}

/** A moment some minutes after the start. */
export const minute = (minutes: number) => new Date(START.getTime() + minutes * 60_000)

export function answer(id: string, more: Partial<AnswerRecord> = {}): AnswerRecord {
  return {
    id,
    conversation: 'web/one',
    at: START,
    frontEnd: 'web',
    locale: 'en',
    question: 'Which port for IMAP?',
    topic: 'ports',
    outcome: 'answer',
    confidence: 0.875,
    slots: { protocol: ['imap'], port: 993 },
    notUnderstood: ['zap'],
    nearest: ['ports', 'encryption'],
    knowledge: 'k1',
    ...more,
  }
}

export function request(
  id: string,
  more: Partial<Handoff> = {},
): Omit<Handoff, 'state' | 'claimedBy' | 'reference'> {
  return {
    id,
    conversation: 'web/one',
    frontEnd: 'web',
    locale: 'fr',
    openedAt: START,
    history: [{ question: 'Quel port ?', outcome: 'answer', topic: 'ports', answered: 'Le port 993.' }],
    ...more,
  }
}

export function message(id: string, dueAt = START) {
  return { id, channel: 'helpdesk', body: '{"text":"Hello"}', createdAt: START, dueAt }
}

/** A handoff as a WHMCS ticket. Pure. */
import type { Handoff, Words } from '../../../src/adapter.ts'
import { LIMITS } from '../limits.ts'

export interface Ticket {
  subject: string
  message: string
  priority: 'Low' | 'Medium' | 'High'
}

/** Topics where waiting does harm. */
const URGENT = new Set(['account-compromised'])

/** Stands in the subject, so that a ticket whose number was lost on the way is found again. */
export function markOf(handoffId: string): string {
  return `[ms-${handoffId.replace(/[^0-9a-z]/gi, '').slice(0, 10)}]`
}

/** `topicOf` gives a topic's name in the ticket's language. What people wrote is redacted already. */
export function ticketOf(handoff: Handoff, words: Words): Ticket {
  const { history } = handoff
  const asked = history.findLast((turn) => turn.outcome === 'answer' || turn.outcome === 'clarify')
  const first = asked?.question ?? history[0]?.question
  const mark = markOf(handoff.id)
  const title = oneLine(first ?? words('helpdesk.ticket.no-question'))
  const room = LIMITS.subject - mark.length - 1
  return {
    subject: `${title.length > room ? `${title.slice(0, room - 1).trimEnd()}…` : title} ${mark}`,
    message: [
      words('helpdesk.ticket.intro'),
      ...history.map((turn) =>
        [
          words('helpdesk.ticket.person', { text: oneLine(turn.question) }),
          words('helpdesk.ticket.bot', { text: oneLine(turn.answered) }),
        ].join('\n'),
      ),
      words('helpdesk.ticket.outro'),
    ].join('\n\n'),
    priority: history.some((turn) => turn.topic !== null && URGENT.has(turn.topic)) ? 'High' : 'Medium',
  }
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

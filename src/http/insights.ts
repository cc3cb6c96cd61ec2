/** `/insights`: the gap report of the last days as a page, for those who hold `ADMIN_TOKEN`. */
import type { FastifyInstance } from 'fastify'
import type { Knowledge } from '../knowledge/knowledge.ts'
import { PAGE_POLICY, toHtml } from '../report/html.ts'
import { startOf } from '../report/period.ts'
import { createView } from '../report/view.ts'
import { makeReportAside } from '../report/worker.ts'
import type { Store } from '../store/store.ts'
import { admits } from './admin.ts'
import { sendProblem } from './problem.ts'

export interface InsightsSettings {
  /** Undefined turns the page off: it then answers 404. */
  token: string | undefined
  knowledge: Knowledge
  store: Pick<Store, 'answers' | 'feedback'>
  now: () => Date
}

export function registerInsights(
  app: FastifyInstance,
  { token, knowledge, store, now }: InsightsSettings,
): void {
  if (token === undefined) return
  app.get<{ Querystring: { since?: string; locale?: string } }>('/insights', async (request, reply) => {
    if (!admits(request, reply, token)) return reply
    const to = now()
    const from = startOf(request.query.since ?? '30d', to)
    if (!from)
      return sendProblem(reply, 400, 'Correct since: 12h, 30d, 4w, or a date.', [
        { field: 'since', message: 'is no time that has passed' },
      ])
    const [answers, feedback] = await Promise.all([store.answers.since(from), store.feedback.since(from)])
    const report = await makeReportAside({ answers, feedback, from, to })
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', PAGE_POLICY)
      .header('cache-control', 'no-store')
      .send(toHtml(report, createView(knowledge, request.query.locale ?? '')))
  })
}

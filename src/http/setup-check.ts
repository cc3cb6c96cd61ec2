/** `/setup/check`: what mail programs find for a domain, for those who hold `ADMIN_TOKEN`. */
import type { FastifyInstance } from 'fastify'
import type { Words } from '../adapter.ts'
import { fill } from '../answering/text.ts'
import { interfaceWord } from '../answering/values.ts'
import type { Knowledge } from '../knowledge/knowledge.ts'
import { html, type Markup } from '../markup.ts'
import { readDomain } from '../setup/address.ts'
import type { Means, Played } from '../setup/check/play.ts'
import { summariesOf } from '../setup/check/summary.ts'
import { admits } from './admin.ts'
import { localeOf } from './locale.ts'
import { sendProblem } from './problem.ts'
import { PAGE_POLICY, sitePage } from './site.ts'

export interface SetupCheckSettings {
  /** Undefined turns the page off: it then answers 404. */
  token: string | undefined
  knowledge: Knowledge
  publicUrl: string | undefined
  /** True, or the seconds to wait. Each check makes some twenty requests to other servers. */
  limit: (caller: string) => Promise<true | number>
  means: Omit<Means, 'provider'>
}

export const CHECK_PATH = '/setup/check'

export function registerSetupCheck(app: FastifyInstance, settings: SetupCheckSettings): void {
  const { token, knowledge } = settings
  if (token === undefined) return
  app.get<{ Querystring: { domain?: string | string[]; lang?: string } }>(
    CHECK_PATH,
    async (request, reply) => {
      if (!admits(request, reply, token)) return reply
      const locale = localeOf(knowledge, [request.query.lang].flat()[0], request.headers['accept-language'])
      const words = knowledge.languages.get(locale)!.interface
      const say: Words = (key, values = {}) => fill(interfaceWord(words, `setup.check.${key}`), values)
      const typed = [request.query.domain].flat()[0]?.trim()
      const domain = typed ? readDomain(typed) : undefined
      if (domain) {
        const allowed = await settings.limit(`setup-check:${request.ip}`)
        if (allowed !== true) {
          reply.header('retry-after', String(allowed))
          return sendProblem(reply, 429, `Wait ${allowed} seconds before the next request.`)
        }
      }
      // With it comes the list of public suffixes, which only this page needs.
      const { play } = await import('../setup/check/play.ts')
      const played = domain
        ? await play(domain, { ...settings.means, provider: knowledge.provider })
        : undefined
      return reply
        .code(typed && !domain ? 400 : 200)
        .type('text/html; charset=utf-8')
        .header('content-security-policy', PAGE_POLICY)
        .header('cache-control', 'no-store')
        .send(
          sitePage({
            locale,
            provider: knowledge.provider.name,
            title: domain ? say('title-for', { domain }) : say('title'),
            body: content({
              typed,
              wrong: Boolean(typed && !domain),
              played,
              say,
              publicUrl: settings.publicUrl,
            }),
          }),
        )
    },
  )
}

interface Shown {
  typed: string | undefined
  wrong: boolean
  played: Played | undefined
  say: Words
  publicUrl: string | undefined
}

function content({ typed, wrong, played, say, publicUrl }: Shown): Markup {
  return html`<main class="check">
<h1>${played ? say('title-for', { domain: played.domain }) : say('title')}</h1>
<p class="lead">${say('lead')}</p>
<form method="get" action="${CHECK_PATH}" class="ask">
<label for="domain">${say('domain')}</label>
<p class="hint" id="hint">${say('domain-hint')}</p>
${wrong && html`<p class="wrong" id="wrong">${say('domain-wrong')}</p>`}
<div class="row"><input id="domain" name="domain" value="${typed ?? ''}" autocomplete="off" autocapitalize="none" spellcheck="false" required aria-describedby="hint${wrong && ' wrong'}"${wrong && html` aria-invalid="true"`}>
<button type="submit" class="start">${say('start')}</button></div>
</form>
${played && results(played, say, publicUrl)}
</main>`
}

function results(played: Played, say: Words, publicUrl: string | undefined): Markup {
  return html`${summariesOf(played).map(
    ({ program, outcome, step, steps }) => html`<section class="card" aria-labelledby="${program}">
<h2 id="${program}">${say(`program.${program}`)}</h2>
<p class="outcome ${outcome}">${say(`summary.${outcome}`, { step: step ?? '' })}</p>
<ol class="looks">${steps.map(
      ({ asked, verdict, means, values }) => html`<li class="${verdict}">
<p class="asked"><span class="verdict">${say(`verdict.${verdict}`)}</span> <code>${asked}</code></p>
<p>${say(`means.${means}`, values ?? {})}</p>
</li>`,
    )}</ol>
</section>`,
  )}
<p class="hint">${say('apple', { page: `${publicUrl?.replace(/\/+$/, '') ?? ''}/setup` })}</p>`
}

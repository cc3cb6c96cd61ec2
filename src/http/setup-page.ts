/**
 * `/setup`: the customer types an address, chooses a program, and gets the way. The address comes by POST, so that no
 * log of a proxy holds it; it is kept nowhere.
 */
import { isIP } from 'node:net'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Words } from '../adapter.ts'
import { fill } from '../answering/text.ts'
import { interfaceWord } from '../answering/values.ts'
import { html, type Markup } from '../markup.ts'
import { type Address, readAddress } from '../setup/address.ts'
import { guideFor } from '../setup/page/guide.ts'
import { isPlatform, type Platform, platformOf, programsFor } from '../setup/page/programs.ts'
import { addressView, guideView, programsView, SETUP_PATH } from '../setup/page/view.ts'
import { localeOf } from './locale.ts'
import { sendProblem } from './problem.ts'
import { PROFILE_PATH, type SetupFiles } from './setup.ts'
import { PAGE_POLICY, sitePage } from './site.ts'

type Form = Partial<Record<'address' | 'program' | 'device', string>>

interface Page {
  request: FastifyRequest
  reply: FastifyReply
  files: SetupFiles
  locale: string
  say: Words
}

export async function registerSetupPage(app: FastifyInstance, files: SetupFiles): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string' },
      (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(body as string))),
    )
    scope.addHook('onRequest', async (request, reply) => {
      const allowed = await files.limit(`setup-page:${request.ip}`)
      if (allowed === true) return
      reply.header('retry-after', String(allowed))
      return sendProblem(reply, 429, `Wait ${allowed} seconds before the next request.`)
    })
    scope.get(SETUP_PATH, async (request, reply) => {
      const page = pageOf(request, reply, files)
      return send(page, page.say('title'), addressView(shownOf(page), ''))
    })
    scope.post<{ Body: Form | null }>(SETUP_PATH, async (request, reply) =>
      answer(pageOf(request, reply, files), request.body ?? {}),
    )
  })
}

function pageOf(request: FastifyRequest, reply: FastifyReply, files: SetupFiles): Page {
  const { knowledge } = files
  const { lang } = request.query as { lang?: string | string[] }
  const locale = localeOf(knowledge, [lang].flat()[0], request.headers['accept-language'])
  const words = knowledge.languages.get(locale)!.interface
  return {
    request,
    reply,
    files,
    locale,
    say: (key, values = {}) => fill(interfaceWord(words, `setup.page.${key}`), values),
  }
}

const shownOf = ({ say, files, locale }: Page) => ({
  say,
  provider: files.knowledge.provider.name,
  action: `${SETUP_PATH}?lang=${locale}`,
})

async function answer(page: Page, form: Form): Promise<FastifyReply> {
  const { say, files, reply, request } = page
  const typed = form.address?.slice(0, 320) ?? ''
  const asker = readAddress(typed)
  const refuse = (wrong: string) =>
    send({ ...page, reply: reply.code(400) }, say('title'), addressView(shownOf(page), typed, wrong))
  if (!asker) return refuse(say('wrong'))
  if (!(await files.serves(asker.domain))) return refuse(say('not-served', { domain: asker.domain }))
  const platform = isPlatform(form.device) ? form.device : platformOf(request.headers['user-agent'])
  const program = form.program && files.knowledge.clients.has(form.program) ? form.program : undefined
  if (program) return sendGuide(page, asker, platform, program)
  const programs = (one: Platform) => programsFor(files.knowledge, one)
  return send(page, say('title-where'), programsView({ ...shownOf(page), asker, platform, programs }))
}

function sendGuide(
  page: Page,
  asker: Address,
  platform: Platform | undefined,
  program: string,
): FastifyReply {
  const { files, locale, say, request } = page
  const guide = guideFor(files.knowledge, locale, program, asker)
  const profileUrl = `${PROFILE_PATH}?${new URLSearchParams({ address: asker.address, lang: locale })}`
  const { support } = files.knowledge.provider
  return send(
    page,
    say('title-program', { client: guide.name }),
    guideView({
      ...shownOf(page),
      asker,
      platform,
      guide,
      profileUrl,
      publicProfileUrl: reachable(files.publicUrl, request, profileUrl),
      signed: files.signer !== undefined,
      support: support.email ?? support.url,
    }),
  )
}

/** The address of a path for another device; undefined while this program is only reached from its own machine. */
function reachable(publicUrl: string | undefined, request: FastifyRequest, path: string): string | undefined {
  if (publicUrl) return new URL(path, publicUrl).href
  const { hostname } = request
  if (hostname === 'localhost' || hostname.startsWith('127.') || isIP(hostname.replace(/^\[|\]$/g, '')) === 6)
    return undefined
  return `${request.protocol}://${request.host}${path}`
}

function send({ reply, locale, files }: Page, title: string, body: Markup): FastifyReply {
  const { knowledge } = files
  return reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', PAGE_POLICY)
    .header('referrer-policy', 'no-referrer')
    .header('vary', 'accept-language, user-agent')
    .header('cache-control', 'private, no-cache')
    .send(
      sitePage({
        locale,
        provider: knowledge.provider.name,
        title: `${title} · ${knowledge.provider.name}`,
        body,
        aside: languages(knowledge, locale),
      }),
    )
}

/** Each language in itself, which begins anew: what was typed is in no address. */
function languages({ answersIn, languages: packs }: SetupFiles['knowledge'], locale: string): Markup {
  return html`<nav aria-label="${interfaceWord(packs.get(locale)!.interface, 'helpdesk.page.language')}">${answersIn.map(
    (id) =>
      html`<a href="${SETUP_PATH}?lang=${id}" lang="${id}" hreflang="${id}"${id === locale && html` aria-current="true"`}>${interfaceWord(packs.get(id)!.interface, 'common.locale')}</a>`,
  )}</nav>`
}

/** `/`: the page that shows the widget, with the line to copy. */
import { readFileSync } from 'node:fs'
import type { FastifyReply } from 'fastify'
import type { Host } from '../../../src/adapter.ts'
import { directionOf } from './words.ts'

const file = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8')

const FILES = [
  { path: '/widget/page.css', body: file('page.css'), type: 'text/css; charset=utf-8' },
  { path: '/widget/page.js', body: file('page.client.js'), type: 'text/javascript; charset=utf-8' },
]
const PAGE = file('page.html')

/** What `docs/helpdesk.md` asks of other sites, and a little more: the widget must live with it. */
export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

export function registerPage(host: Host): void {
  for (const { path, body, type } of FILES) {
    host.http.get(path, async (_request, reply) =>
      safe(reply).type(type).header('cache-control', 'public, max-age=300').send(body),
    )
  }
  host.http.get('/', async (request, reply) => {
    const { lang } = request.query as { lang?: unknown }
    const locale = localeOf(
      host,
      typeof lang === 'string' ? lang : undefined,
      request.headers['accept-language'],
    )
    const base = host.publicUrl?.replace(/\/+$/, '') ?? `${request.protocol}://${request.host}`
    return safe(reply)
      .type('text/html; charset=utf-8')
      .header('content-security-policy', host.publicUrl ? withOrigin(new URL(base).origin) : PAGE_POLICY)
      .header('vary', 'accept-language')
      .header('cache-control', 'no-cache')
      .send(render(host, locale, base))
  })
}

function safe(reply: FastifyReply): FastifyReply {
  return reply
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'strict-origin-when-cross-origin')
}

/** Behind a proxy the page may be looked at under another name than the widget's. */
function withOrigin(origin: string): string {
  return PAGE_POLICY.replace("script-src 'self'", `script-src 'self' ${origin}`).replace(
    "connect-src 'self'",
    `connect-src 'self' ${origin}`,
  )
}

/** Asked for, else the first of the browser's languages that there is, else the first of all. */
function localeOf(host: Host, asked: string | undefined, accepted: string | undefined): string {
  const tags = (accepted ?? '').split(',').map((part) => part.split(';')[0]!.trim())
  for (const tag of [asked, ...tags]) {
    const locale = host.matchLocale(tag)
    if (locale) return locale
  }
  return host.locales[0]!
}

function render(host: Host, locale: string, base: string): string {
  const words = host.words(locale)
  const provider = host.provider(locale).name
  const word = (key: string) =>
    words(`helpdesk.page.${key}`, { provider, setting: '{setting}', guide: '{guide}' })
  const html: Record<string, string> = {
    starters: host
      .starters(locale)
      .map(
        ({ label, text }) =>
          `<li><button type="button" data-ask="${escapeHtml(text)}">${escapeHtml(label)}</button></li>`,
      )
      .join(''),
    languages: host.locales
      .map(
        (id) =>
          `<a href="?lang=${escapeHtml(id)}" lang="${escapeHtml(id)}" hreflang="${escapeHtml(id)}"${id === locale ? ' aria-current="true"' : ''}>${escapeHtml(host.words(id)('common.locale'))}</a>`,
      )
      .join(''),
    origins: escapeHtml(word('origins'))
      .replace('{setting}', '<code>WIDGET_ORIGINS</code>')
      .replace('{guide}', `<code>${escapeHtml(word('guide'))}</code>`),
  }
  const text: Record<string, string> = {
    locale,
    dir: directionOf(locale),
    base,
    provider,
    snippet: `<script src="${base}/widget.js" async></script>`,
  }
  return PAGE.replace(
    /\{\{([a-z]+)\}\}/g,
    (_whole, name: string) => html[name] ?? escapeHtml(text[name] ?? word(name)),
  )
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

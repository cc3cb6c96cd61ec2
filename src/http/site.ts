/** What the bot's pages share: the frame, the style, the icon. Nothing of them comes from elsewhere. */
import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import { html, type Markup } from '../markup.ts'

const file = (name: string) => readFileSync(new URL(`./site/${name}`, import.meta.url), 'utf8')

const FILES = [
  { path: '/site.css', body: file('site.css'), type: 'text/css; charset=utf-8' },
  { path: '/icon.svg', body: file('icon.svg'), type: 'image/svg+xml' },
  { path: '/setup/page.css', body: file('setup.css'), type: 'text/css; charset=utf-8' },
  { path: '/setup/page.js', body: file('setup.client.js'), type: 'text/javascript; charset=utf-8' },
]

/** No script or style in the page itself, nothing from other servers, forms to this one alone. */
export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

export function registerSite(app: FastifyInstance): void {
  for (const { path, body, type } of FILES)
    app.get(path, async (_request, reply) =>
      reply.type(type).header('cache-control', 'public, max-age=300').send(body),
    )
}

export interface SitePage {
  locale: string
  provider: string
  title: string
  /** The element `main`. */
  body: Markup
  /** What stands at the right of the head. */
  aside?: Markup
}

/** A whole page. */
export function sitePage({ locale, provider, title, body, aside }: SitePage): string {
  return html`<!doctype html>
<html lang="${locale}" dir="${directionOf(locale)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/site.css">
<link rel="stylesheet" href="/setup/page.css">
<script src="/setup/page.js" defer></script>
</head>
<body>
<header>
<p class="name"><img src="/icon.svg" width="28" height="28" alt="">${provider}</p>
${aside}
</header>
${body}
</body>
</html>
`.source
}

function directionOf(locale: string): string {
  const known = new Intl.Locale(locale) as Intl.Locale & { getTextInfo(): { direction: string } }
  return known.getTextInfo().direction === 'rtl' ? 'rtl' : 'ltr'
}

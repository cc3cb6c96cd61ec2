/** `/`: a plain page to try the bot, with nothing to install and nothing from elsewhere. */
import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import type { Bot } from '../bot.ts'

const PAGE = readFileSync(new URL('./page.html', import.meta.url), 'utf8')
const SCRIPT = readFileSync(new URL('./page.client.js', import.meta.url), 'utf8')

export function registerPage(app: FastifyInstance, bot: Bot): void {
  const page = PAGE.replaceAll(
    '{{provider}}',
    bot.knowledge.provider.name.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`),
  )
  app.get('/', async (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header(
        'content-security-policy',
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'",
      )
      .send(page),
  )
  app.get('/page.js', async (_request, reply) => reply.type('text/javascript; charset=utf-8').send(SCRIPT))
}

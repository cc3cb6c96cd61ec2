/** Who may see the admin's pages: whoever holds `ADMIN_TOKEN`. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { sendProblem } from './problem.ts'

/** False after a 401 was sent. */
export function admits(request: FastifyRequest, reply: FastifyReply, token: string): boolean {
  if (holdsToken(request, token)) return true
  reply.header('www-authenticate', 'Basic realm="insights", charset="UTF-8"')
  sendProblem(reply, 401, 'Give ADMIN_TOKEN as the password, with any user name, or as a Bearer token.')
  return false
}

/** Compares digests, so that the time taken says nothing about the token. */
function holdsToken(request: FastifyRequest, token: string): boolean {
  const [scheme, given = ''] = (request.headers.authorization ?? '').split(' ')
  const offered =
    scheme === 'Basic'
      ? Buffer.from(given, 'base64').toString('utf8').split(':').slice(1).join(':')
      : scheme === 'Bearer'
        ? given
        : ''
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(offered), digest(token))
}

/**
 * The files with which mail programs set themselves up. They come from the provider's file alone: no store, no reading
 * of questions, so they are there while the rest of the bot is busy. Nothing that was asked is kept or logged.
 */
import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fresh from 'fresh'
import type { Knowledge } from '../knowledge/knowledge.ts'
import { accountOf } from '../setup/account.ts'
import { type Address, readAddress } from '../setup/address.ts'
import type { ProfileWords } from '../setup/apple-profile.ts'
import { domainAsked, domainOfLookUp, ownHostsOf } from '../setup/asked.ts'
import { AUTOCONFIG_PATHS, autoconfigFile } from '../setup/autoconfig.ts'
import {
  AUTODISCOVER_JSON,
  AUTODISCOVER_XML,
  autodiscoverAnswer,
  autodiscoverFault,
  autodiscoverJson,
  type Fault,
  readAutodiscoverRequest,
} from '../setup/autodiscover.ts'
import { PACC_PATH, paccFile } from '../setup/pacc.ts'
import type { Signer } from '../setup/sign.ts'
import { sendProblem } from './problem.ts'

export interface SetupFiles {
  knowledge: Knowledge
  publicUrl: string | undefined
  /** Whether files are given for this domain. */
  serves: (domain: string) => Promise<boolean>
  /** True, or the seconds to wait. `caller`: an address. */
  limit: (caller: string) => Promise<true | number>
  /** Undefined: Apple's profiles are not signed. */
  signer: Signer | undefined
  /** `language`: an Accept-Language header. */
  profileWords: (address: string, language: string | undefined) => ProfileWords
  now: () => Date
}

/** A proxy asks it before it gets a certificate for a customer's name. */
const SERVED_PATH = '/setup/served'
export const PROFILE_PATH = '/setup/apple.mobileconfig'

/** Seconds for which a program or proxy may keep a file: as long as the records of `setup:dns`. */
const KEPT = 3600
const SHARED = `public, max-age=${KEPT}`
/** It holds an address: only the asker's own device may keep it, and asks whether it is still the same. */
const OWN = 'private, no-cache'

type Query = Record<string, string | string[] | undefined>

export async function registerSetupFiles(app: FastifyInstance, files: SetupFiles): Promise<void> {
  const { provider } = files.knowledge
  const ownHosts = ownHostsOf(provider, files.publicUrl)

  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    scope.addHook('onRequest', async (request, reply) => {
      const allowed = await files.limit(`setup:${request.ip}`)
      if (allowed === true) return
      reply.header('retry-after', String(allowed))
      return sendProblem(reply, 429, `Wait ${allowed} seconds before the next request.`)
    })

    /** The domain, or undefined after the refusal was sent. */
    async function asked(request: FastifyRequest, reply: FastifyReply, address: string | undefined) {
      const found = domainAsked(address, request.hostname, ownHosts)
      if (found === 'malformed') {
        malformed(reply, 'emailaddress')
        return undefined
      }
      if (found.domain === undefined || (await files.serves(found.domain))) return found
      notServed(reply)
      return undefined
    }

    for (const path of AUTOCONFIG_PATHS)
      scope.get<{ Querystring: Query }>(path, async (request, reply) => {
        const found = await asked(request, reply, parameter(request.query, 'emailaddress'))
        if (!found) return reply
        const file = autoconfigFile(accountOf(provider, found.domain), provider.domains)
        return send(request, reply, 'text/xml; charset=utf-8', SHARED, file)
      })

    scope.get(PACC_PATH, async (request, reply) => {
      const found = await asked(request, reply, undefined)
      if (!found) return reply
      const file = paccFile(accountOf(provider, found.domain))
      if (file === undefined) return notServed(reply)
      return send(request, reply, 'application/json', SHARED, file)
    })

    const fault = (reply: FastifyReply, kind: Fault) =>
      reply
        .type('text/xml; charset=utf-8')
        .header('cache-control', 'no-store')
        .send(autodiscoverFault(kind, files.now()))

    scope.post(AUTODISCOVER_XML, async (request, reply) => {
      const asker = readAutodiscoverRequest((request.body as Buffer | undefined) ?? Buffer.alloc(0))
      if (typeof asker === 'string') return fault(reply, asker)
      if (!(await files.serves(asker.domain))) return fault(reply, 'not-served')
      return reply
        .type('text/xml; charset=utf-8')
        .header('cache-control', OWN)
        .send(autodiscoverAnswer(accountOf(provider, asker.domain), asker))
    })
    // Who opens the address in a browser, or asks for a redirection, sees the format's own error, as with Exchange.
    scope.get(AUTODISCOVER_XML, async (_request, reply) => fault(reply, 'invalid'))

    for (const path of [AUTODISCOVER_JSON, `${AUTODISCOVER_JSON}/*`])
      scope.get<{ Querystring: Query }>(path, async (request, reply) => {
        const origin = files.publicUrl ? new URL(files.publicUrl).origin : `https://${request.host}`
        const { status, body } = autodiscoverJson(parameter(request.query, 'protocol'), origin)
        return send(request, reply.code(status), 'application/json', SHARED, JSON.stringify(body))
      })

    scope.get<{ Querystring: Query }>(SERVED_PATH, async (request, reply) => {
      const domain = domainOfLookUp(parameter(request.query, 'domain') ?? '')
      if (!domain || !(await files.serves(domain))) return notServed(reply)
      return reply.header('cache-control', 'no-store').code(204).send()
    })

    scope.get<{ Querystring: Query }>(PROFILE_PATH, async (request, reply) => {
      const asker = readAddress(parameter(request.query, 'address') ?? '')
      if (!asker) return malformed(reply, 'address')
      if (!(await files.serves(asker.domain))) return notServed(reply)
      const words = files.profileWords(
        asker.address,
        parameter(request.query, 'lang') ?? request.headers['accept-language'],
      )
      return sendProfile(request, reply, files, asker, words)
    })
  })
}

async function sendProfile(
  request: FastifyRequest,
  reply: FastifyReply,
  { knowledge, signer, now }: SetupFiles,
  asker: Address,
  words: ProfileWords,
): Promise<FastifyReply> {
  // Loading what writes property lists takes 120 ms, which the first profile waits for and not the start.
  const { appleProfile, PROFILE_TYPE } = await import('../setup/apple-profile.ts')
  const profile = appleProfile(accountOf(knowledge.provider, asker.domain), asker, words)
  if (profile === undefined)
    return sendProblem(
      reply,
      404,
      `${knowledge.provider.name} has no servers that such a profile could name.`,
    )
  reply
    .header('content-disposition', 'attachment; filename="mail.mobileconfig"')
    .header('vary', 'accept-language')
  // A signature holds the time: what it signs says whether anything has changed.
  const etag = etagOf(`${signer?.fingerprint ?? ''}${profile}`)
  if (isFresh(request, reply, etag, OWN)) return reply.code(304).send()
  return reply.type(PROFILE_TYPE).send(signer ? await signer.sign(profile, now()) : profile)
}

function send(
  request: FastifyRequest,
  reply: FastifyReply,
  type: string,
  cache: string,
  body: string,
): FastifyReply {
  return isFresh(request, reply, etagOf(body), cache) ? reply.code(304).send() : reply.type(type).send(body)
}

const etagOf = (content: string) =>
  `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`

/** Sets the headers of a conditional reply. True when the caller has this very version (RFC 9110, 13.1.2). */
function isFresh(request: FastifyRequest, reply: FastifyReply, etag: string, cache: string): boolean {
  if (reply.statusCode !== 200) {
    reply.header('cache-control', 'no-store')
    return false
  }
  reply.header('etag', etag).header('cache-control', cache)
  return fresh(request.headers, { etag })
}

const malformed = (reply: FastifyReply, field: string) =>
  sendProblem(reply, 400, 'Write a whole e-mail address, such as anna@example.com.', [
    { field, message: 'is no e-mail address' },
  ])

const notServed = (reply: FastifyReply) =>
  sendProblem(reply, 404, 'There are no mail settings for this domain here.')

/** A parameter of the query in any letter case; the first when there are several. */
function parameter(query: Query, name: string): string | undefined {
  const key = Object.keys(query).find((one) => one.toLowerCase() === name)
  return key === undefined ? undefined : [query[key]].flat()[0]
}

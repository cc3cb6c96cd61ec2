/** Interactions over HTTP: Discord posts each one to the bot's own port and takes the first response as the reply. */
import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import type { APIInteraction, APIInteractionResponse } from 'discord.js'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Host } from '../../src/adapter.ts'
import type { Service } from './service.ts'

export const INTERACTIONS_PATH = '/discord/interactions'
/** Older and younger requests are refused: somebody may have kept one. */
const WINDOW_SECONDS = 300

/** `publicKey` is the application's, 64 hexadecimal digits. Throws when it is no key. */
export function readPublicKey(publicKey: string): KeyObject {
  const x = Buffer.from(publicKey, 'hex').toString('base64url')
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
}

export interface SignedRequest {
  /** The header X-Signature-Ed25519. */
  signature: unknown
  /** The header X-Signature-Timestamp, in seconds of Unix time. */
  timestamp: unknown
  /** As it came. */
  body: Buffer
}

/** True for what Discord signed within five minutes of `now`. */
export function isFromDiscord(
  { signature, timestamp, body }: SignedRequest,
  key: KeyObject,
  now: Date,
): boolean {
  if (typeof signature !== 'string' || !/^[0-9a-f]{128}$/i.test(signature)) return false
  if (typeof timestamp !== 'string' || !/^\d{1,12}$/.test(timestamp)) return false
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > WINDOW_SECONDS) return false
  return verify(null, Buffer.concat([Buffer.from(timestamp), body]), key, Buffer.from(signature, 'hex'))
}

export interface HttpSettings {
  host: Host
  publicKey: KeyObject
  service: Pick<Service, 'interaction'>
  /** False once this adapter has ended. */
  open: () => boolean
}

export function registerInteractions({ host, publicKey, service, open }: HttpSettings): void {
  host.http.post(INTERACTIONS_PATH, receive)

  async function receive(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    if (!open()) return problem(reply, 503, 'The Discord front end has stopped.')
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
    const signed = {
      signature: request.headers['x-signature-ed25519'],
      timestamp: request.headers['x-signature-timestamp'],
      body,
    }
    if (!isFromDiscord(signed, publicKey, host.now()))
      return problem(reply, 401, 'The signature is missing, wrong or too old.')
    const interaction = readJson(body)
    if (!interaction) return problem(reply, 400, 'The body is not an interaction.')

    let answered = false
    const sent = new Promise<void>((resolve) => reply.raw.once('close', resolve))
    const done = service.interaction(interaction, async (response: APIInteractionResponse) => {
      answered = true
      void reply.send(response)
      // Edits must not overtake the first response.
      await sent
    })
    void done.then(() => {
      // Taken by another instance, delivered before, or of a kind unknown here.
      if (!answered) void reply.code(202).send()
    })
    return reply
  }
}

function readJson(body: Buffer): APIInteraction | null {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    return typeof value === 'object' && value !== null && 'type' in value ? (value as APIInteraction) : null
  } catch {
    return null
  }
}

function problem(reply: FastifyReply, status: number, detail: string) {
  const title = { 400: 'Bad Request', 401: 'Unauthorized', 503: 'Service Unavailable' }[status]
  return reply
    .code(status)
    .type('application/problem+json')
    .send({ type: 'about:blank', title, status, detail })
}

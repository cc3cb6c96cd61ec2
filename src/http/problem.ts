/** Errors as RFC 9457 problem documents. */
import type { FastifyReply } from 'fastify'
import { z } from 'zod'

export const problemSchema = z
  .object({
    type: z
      .string()
      .describe('A URI that names the kind of problem; about:blank when the status says it all'),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  })
  .meta({ description: 'RFC 9457 problem document' })

export type Problem = z.infer<typeof problemSchema>

const TITLES: Record<number, string> = {
  400: 'Bad request',
  401: 'Not authorised',
  403: 'Forbidden',
  404: 'Not found',
  405: 'Method not allowed',
  408: 'Request took too long',
  413: 'Body too large',
  415: 'Content type not supported',
  429: 'Too many requests',
  500: 'Internal error',
  503: 'Not available',
}

/** Sends a problem document. `detail` says what to do about it and holds nothing that the caller sent. */
export function sendProblem(
  reply: FastifyReply,
  status: number,
  detail: string,
  errors?: { field: string; message: string }[],
): FastifyReply {
  const problem: Problem = {
    type: 'about:blank',
    title: TITLES[status] ?? 'Error',
    status,
    detail,
    ...(errors ? { errors } : {}),
  }
  return reply.code(status).type('application/problem+json').send(JSON.stringify(problem))
}

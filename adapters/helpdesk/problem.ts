/** Errors as RFC 9457 problem documents, as the contract wants them. */
import type { FastifyReply } from 'fastify'

const TITLES: Record<number, string> = {
  400: 'Bad request',
  401: 'Not authorised',
  403: 'Forbidden',
  404: 'Not found',
  415: 'Content type not supported',
  429: 'Too many requests',
  503: 'Not available',
}

/** Sends a problem document. `detail` says what to do about it and holds nothing that the caller sent. */
export function problem(
  reply: FastifyReply,
  status: number,
  detail: string,
  errors?: { field: string; message: string }[],
): FastifyReply {
  return reply
    .code(status)
    .type('application/problem+json')
    .send(
      JSON.stringify({
        type: 'about:blank',
        title: TITLES[status] ?? 'Error',
        status,
        detail,
        ...(errors ? { errors } : {}),
      }),
    )
}

/** HTTPS on loopback for names of a test, each with a certificate of its own, signed by a root of the test. */
import { mkdtempSync, rmSync } from 'node:fs'
import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSecureContext, type SecureContext } from 'node:tls'
import { createAuthority } from '../support/certificates.ts'

export interface WebServer {
  port: number
  /** PEM of the root. */
  ca: string
  /** Names whose certificate is for another name, or has expired. */
  certify(name: string, fault?: 'other-name' | 'expired' | 'self-signed'): void
  answer: (request: IncomingMessage, response: ServerResponse, name: string) => void
  asked: string[]
  close(): Promise<void>
}

/** Rejects when `port` is taken; 0 takes any. */
export async function startWebServer(port = 0): Promise<WebServer> {
  const folder = mkdtempSync(join(tmpdir(), 'mailsherpa-web-'))
  const authority = createAuthority(folder, 'Root of the web server')
  const own = authority.issue('no-name.example')
  const contexts = new Map<string, SecureContext>()
  const server: WebServer = {
    port: 0,
    ca: authority.root,
    certify(name, fault) {
      const { key, certificate } = authority.issue(name, {
        ...(fault === 'other-name' ? { for: 'other.example' } : {}),
        ...(fault === 'expired' ? { days: -1 } : {}),
        ...(fault === 'self-signed' ? { signedBy: 'itself' } : {}),
      })
      contexts.set(name, createSecureContext({ key, cert: certificate }))
    },
    answer: (_request, response) => response.writeHead(404).end(),
    asked: [],
    close: () =>
      new Promise((done) => {
        rmSync(folder, { recursive: true, force: true })
        listening.closeAllConnections()
        listening.close(() => done())
      }),
  }
  const listening = createServer(
    {
      key: own.key,
      cert: own.certificate,
      SNICallback: (name, done) => done(null, contexts.get(name)),
    },
    (request, response) => {
      const name = request.headers.host!
      server.asked.push(`${request.method} https://${name}${request.url}`)
      server.answer(request, response, name)
    },
  )
  // A handshake that the other side breaks off is what some tests are about.
  listening.on('tlsClientError', () => {})
  await new Promise<void>((ready, fail) => {
    listening.once('error', fail)
    listening.listen(port, '127.0.0.1', ready)
  })
  server.port = (listening.address() as AddressInfo).port
  return server
}

/** Hands what a mail program asks on to another server, as a proxy would. */
export function passOn(to: string): WebServer['answer'] {
  return (request, response, host) => {
    const sent = httpRequest(
      new URL(request.url!, to),
      { method: request.method!, headers: { ...request.headers, host } },
      (answer) => {
        response.writeHead(answer.statusCode!, answer.headers)
        answer.pipe(response)
      },
    )
    request.pipe(sent)
  }
}

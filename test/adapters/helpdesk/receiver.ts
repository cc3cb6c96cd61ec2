/** A helpdesk of the tests: takes what is posted to HELPDESK_REPLY_URL, and fails on demand. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { AnsweredEvent, HandoffEvent } from '../../../adapters/helpdesk/webhook/events.ts'

export interface Received {
  headers: Record<string, string>
  body: string
  event: AnsweredEvent | HandoffEvent
}

export interface Receiver {
  url: string
  received: Received[]
  /** Every request, refused ones too. */
  requests: number
  /** A status, or `cut` for a connection that breaks. */
  answer: number | 'cut'
  headers: Record<string, string>
  /** Keeps every request waiting until `release`. */
  hold: boolean
  release(): void
  /** Resolves when so many were received. */
  got(count: number): Promise<void>
  close(): Promise<void>
}

export async function startReceiver(): Promise<Receiver> {
  const waiting: { count: number; done: () => void }[] = []
  const held: (() => void)[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', async () => {
      if (receiver.hold) await new Promise<void>((go) => held.push(go))
      receiver.requests += 1
      if (receiver.answer === 'cut') return request.socket.destroy()
      response.writeHead(receiver.answer, receiver.headers)
      response.end()
      if (receiver.answer >= 300) return
      const body = Buffer.concat(chunks).toString()
      receiver.received.push({
        headers: request.headers as Record<string, string>,
        body,
        event: JSON.parse(body) as AnsweredEvent,
      })
      for (const one of [...waiting]) {
        if (receiver.received.length >= one.count) {
          waiting.splice(waiting.indexOf(one), 1)
          one.done()
        }
      }
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/replies?token=never-in-a-log`,
    received: [],
    requests: 0,
    answer: 204,
    headers: {},
    hold: false,
    release() {
      receiver.hold = false
      for (const go of held.splice(0)) go()
    },
    got: (count) =>
      receiver.received.length >= count
        ? Promise.resolve()
        : new Promise((done) => waiting.push({ count, done })),
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
  return receiver
}

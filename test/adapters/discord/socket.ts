/** Discord's gateway on loopback: hello, identify, ready, dispatch, resume. */
import type { Server } from 'node:http'
import { type WebSocket, WebSocketServer } from 'ws'
import { APPLICATION } from './people.ts'

export interface GatewayPeer {
  /** Identifies and resumes, in order, with what they said. */
  greetings: { op: number; d: { intents?: number; token: string; seq?: number } }[]
  dispatch(event: string, data: unknown): void
  /** Closes every connection with this code. Events dispatched meanwhile are replayed on resume. */
  drop(code: number): void
  /** Breaks every connection off, without a goodbye. */
  cut(): void
  /** Tells every client to connect anew, as Discord does before it restarts a machine. */
  askToReconnect(): void
  /** Replays everything on the next resume, as when a connection breaks before what was sent is acknowledged. */
  forgetAcknowledged(): void
  /** From now on, log-ins are closed with this code; null lets them in again. */
  refuse(code: number | null): void
  /** Resolves at the nth log-in that was closed so, counted from 1. */
  refused(count: number): Promise<void>
  /** Resolves at the nth log-in or resume, counted from 1. */
  greeted(count: number): Promise<void>
  close(): void
}

interface Packet {
  op: number
  t?: string
  s?: number
  d?: unknown
}

export function openGateway(server: Server, token: string): GatewayPeer {
  const sockets = new WebSocketServer({ server })
  const open = new Set<WebSocket>()
  const sent: Packet[] = []
  const greetings: GatewayPeer['greetings'] = []
  const waiting: { count: number; resolve: () => void }[] = []
  const turnedAway: { count: number; resolve: () => void }[] = []
  let refused: number | null = null
  let refusals = 0
  let sequence = 0
  let forgetful = false

  const address = () => {
    const at = server.address()
    return typeof at === 'object' && at ? `ws://127.0.0.1:${at.port}` : ''
  }
  const greeted = () => {
    for (const waiter of waiting) if (greetings.length >= waiter.count) waiter.resolve()
  }

  sockets.on('connection', (socket) => {
    const send = (packet: Packet) => socket.send(JSON.stringify(packet))
    send({ op: 10, d: { heartbeat_interval: 41_250 } })
    socket.on('message', (data) => {
      const packet = JSON.parse(String(data)) as Packet
      if (packet.op === 1) return send({ op: 11 })
      if (packet.op !== 2 && packet.op !== 6) return
      const said = packet.d as GatewayPeer['greetings'][number]['d']
      if (refused !== null) {
        refusals += 1
        for (const waiter of turnedAway) if (refusals >= waiter.count) waiter.resolve()
        return socket.close(refused)
      }
      if (said.token !== token) return socket.close(4004)
      open.add(socket)
      socket.on('close', () => open.delete(socket))
      if (packet.op === 2) {
        sequence += 1
        send({
          op: 0,
          t: 'READY',
          s: sequence,
          d: {
            v: 10,
            user: {
              id: APPLICATION,
              username: 'mail-helper',
              discriminator: '0',
              bot: true,
              avatar: null,
              flags: 0,
            },
            guilds: [],
            session_id: 'session',
            resume_gateway_url: address(),
            application: { id: APPLICATION, flags: 0 },
            shard: [0, 1],
          },
        })
      } else {
        const from = forgetful ? 0 : (said.seq ?? 0)
        // Sequence numbers go on, as those of events that came while nobody was connected.
        for (const missed of sent.filter((event) => event.s! > from)) {
          sequence += 1
          send({ ...missed, s: sequence })
        }
        sequence += 1
        send({ op: 0, t: 'RESUMED', s: sequence, d: {} })
      }
      greetings.push({ op: packet.op, d: said })
      greeted()
    })
  })

  return {
    greetings,
    dispatch(event, data) {
      sequence += 1
      const packet = { op: 0, t: event, s: sequence, d: data }
      sent.push(packet)
      for (const socket of open) socket.send(JSON.stringify(packet))
    },
    drop(code) {
      for (const socket of open) socket.close(code)
      open.clear()
    },
    cut() {
      for (const socket of open) socket.terminate()
      open.clear()
    },
    askToReconnect() {
      for (const socket of open) socket.send(JSON.stringify({ op: 7, d: null }))
    },
    forgetAcknowledged() {
      forgetful = true
    },
    refuse(code) {
      refused = code
    },
    refused: (count) =>
      refusals >= count ? Promise.resolve() : new Promise((resolve) => turnedAway.push({ count, resolve })),
    greeted: (count) =>
      greetings.length >= count
        ? Promise.resolve()
        : new Promise((resolve) => waiting.push({ count, resolve })),
    close() {
      for (const socket of sockets.clients) socket.terminate()
      sockets.close()
    },
  }
}

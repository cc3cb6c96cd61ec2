/** A DNS server on loopback with the records of a test, for the resolver of Node itself. */
import { createSocket } from 'node:dgram'
import type { AddressInfo } from 'node:net'
import { type Answer, decode, encode } from 'dns-packet'
import type { DnsRecord, RecordData } from '../../src/setup/records.ts'

export interface DnsServer {
  /** For `Resolver.setServers`. */
  address: string
  /** By name; what is not here does not exist. */
  records: Map<string, RecordData[]>
  /** Names that the server refuses to answer for. */
  broken: Set<string>
  asked: string[]
  publish(...records: (Omit<DnsRecord, 'purpose'> | (RecordData & { name: string }))[]): void
  close(): void
}

export async function startDnsServer(): Promise<DnsServer> {
  const socket = createSocket('udp4')
  const server: DnsServer = {
    address: '',
    records: new Map(),
    broken: new Set(),
    asked: [],
    publish(...records) {
      for (const { name, ...data } of records)
        server.records.set(name, [...(server.records.get(name) ?? []), data as RecordData])
    },
    close: () => socket.close(),
  }
  socket.on('message', (message, peer) => {
    const request = decode(message)
    const { name, type } = request.questions![0]!
    server.asked.push(`${type} ${name}`)
    const key = name.toLowerCase()
    const known = server.records.get(key)
    const rcode = server.broken.has(key) ? 2 : known ? 0 : 3
    const answers = (known ?? []).filter((data) => data.type === type || data.type === 'CNAME')
    socket.send(
      encode({
        type: 'response',
        id: request.id!,
        flags: 0x8180 | rcode,
        questions: request.questions!,
        answers: rcode === 0 ? answers.map((data) => answerOf(name, data)) : [],
      }),
      peer.port,
      peer.address,
    )
  })
  await new Promise<void>((ready) => socket.bind(0, '127.0.0.1', ready))
  server.address = `127.0.0.1:${(socket.address() as AddressInfo).port}`
  return server
}

function answerOf(name: string, data: RecordData): Answer {
  const common = { name, ttl: 60, class: 'IN' as const }
  switch (data.type) {
    case 'MX':
      return { ...common, type: 'MX', data: { preference: data.priority, exchange: data.host } }
    case 'TXT':
      return { ...common, type: 'TXT', data: data.text.match(/.{1,255}/gs) ?? [''] }
    case 'CNAME':
      return { ...common, type: 'CNAME', data: data.target }
    case 'SRV': {
      const { priority, weight, port, target } = data
      return { ...common, type: 'SRV', data: { priority, weight, port, target } }
    }
    default:
      return { ...common, type: data.type, data: data.address }
  }
}

/** Asks the DNS what `records-state.ts` compares. */
import { Resolver } from 'node:dns/promises'
import type { RecordData } from './records.ts'
import { type DnsAnswer, type DnsQuestion, keyOf } from './records-state.ts'

export type AskDns = (question: DnsQuestion) => Promise<DnsAnswer>

/** Milliseconds for one try of a question, and how many tries. */
const PATIENCE = { timeout: 3_000, tries: 2 }

/** The DNS has no such record, or no such name: an answer like any other. */
const NOTHING = new Set(['ENODATA', 'ENOTFOUND'])

/** `servers`: addresses of resolvers, as `Resolver.setServers` takes them; those of the system without. Never rejects. */
export function createAskDns(servers?: string[]): AskDns {
  const resolver = new Resolver(PATIENCE)
  if (servers) resolver.setServers(servers)
  return async (question) => {
    try {
      return { records: await ask(resolver, question) }
    } catch (cause) {
      const code = (cause as NodeJS.ErrnoException).code ?? String(cause)
      return NOTHING.has(code) ? { records: [] } : { failed: code }
    }
  }
}

async function ask(resolver: Resolver, { name, type }: DnsQuestion): Promise<RecordData[]> {
  switch (type) {
    case 'MX':
      return (await resolver.resolveMx(name)).map(({ exchange, priority }) => ({
        type,
        priority,
        host: exchange,
      }))
    case 'TXT':
      return (await resolver.resolveTxt(name)).map((parts) => ({ type, text: parts.join('') }))
    case 'CNAME':
      return (await resolver.resolveCname(name)).map((target) => ({ type, target }))
    case 'SRV':
      return (await resolver.resolveSrv(name)).map(({ priority, weight, port, name: target }) => ({
        type,
        priority,
        weight,
        port,
        target: target || '.',
      }))
    case 'A':
      return (await resolver.resolve4(name)).map((address) => ({ type, address }))
    case 'AAAA':
      return (await resolver.resolve6(name)).map((address) => ({ type, address }))
  }
}

/** All of them at once, by `keyOf`. */
export async function askAll(
  questions: DnsQuestion[],
  askOne: AskDns,
): Promise<ReadonlyMap<string, DnsAnswer>> {
  return new Map(
    await Promise.all(
      questions.map(
        async (question): Promise<[string, DnsAnswer]> => [keyOf(question), await askOne(question)],
      ),
    ),
  )
}

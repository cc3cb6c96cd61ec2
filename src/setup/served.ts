/** Which domains set-up files are given for. */
import type { Provider } from '../knowledge/provider.ts'
import type { AskDns } from './ask-dns.ts'

/**
 * `any`: all. `listed`: the `domains` of the provider's file. `mx`: those, and domains whose mail goes to the hosts in
 * `dns.mx` of the file.
 */
export const SERVED = ['any', 'listed', 'mx'] as const
export type Served = (typeof SERVED)[number]

/** Answers of the DNS that are kept, and for how many milliseconds. */
const KEPT = { most: 2_000, time: 300_000 }

/** Where the DNS does not answer, the domain is served: the file tells nothing that is secret. */
export function createServed(
  provider: Provider,
  which: Served,
  { askDns, now }: { askDns: AskDns; now: () => Date },
): (domain: string) => Promise<boolean> {
  const listed = new Set(provider.domains)
  const exchangers = provider.dns?.mx.map(({ host }) => host.toLowerCase()) ?? []
  const kept = new Map<string, { until: number; served: Promise<boolean> }>()

  async function byExchanger(domain: string): Promise<boolean> {
    const answer = await askDns({ name: domain, type: 'MX' })
    if ('failed' in answer) return true
    const own = exchangers.map((host) => host.replaceAll('{domain}', domain))
    return answer.records.some((record) => record.type === 'MX' && own.includes(record.host.toLowerCase()))
  }

  return async (domain) => {
    if (which === 'any' || listed.has(domain)) return true
    if (which === 'listed') return false
    const time = now().getTime()
    const before = kept.get(domain)
    if (before && before.until > time) return before.served
    kept.delete(domain)
    if (kept.size >= KEPT.most) kept.delete(kept.keys().next().value!)
    const served = byExchanger(domain)
    kept.set(domain, { until: time + KEPT.time, served })
    return served
  }
}

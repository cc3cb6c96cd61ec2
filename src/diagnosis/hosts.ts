/** Which host refused, which one wrote the report, and whether it is ours. */
import type { Provider } from '../knowledge/schema.ts'
import type { Page } from './decide.ts'
import type { Marked } from './evidence.ts'

const HOST = /^(?:[a-z0-9_-]{1,63}\.){1,8}[a-z0-9-]{2,63}$/i
const ADDRESS = /^\d{1,3}(?:\.\d{1,3}){3}$/

export interface Hosts {
  server: string | null
  reporter: string | null
}

/** As printed. A name is better than an address in numbers. */
export function hostsIn(page: Page, chosen: number): Hosts {
  const { layout, evidence } = page
  const reporter =
    layout.reporting ??
    evidence.marks.reporting.map((mark) => after(page, mark, -1)).find((host) => host !== undefined) ??
    null
  const remote = layout.recipients[Math.max(chosen, 0)]?.remote
  const candidates = [
    ...(remote && isHost(remote) ? [remote] : []),
    ...evidence.marks.refusing.map((mark) => after(page, mark, chosen)),
    ...evidence.marks.refusedBefore.map((mark) => before(page, mark, chosen)),
  ].filter((host): host is string => host !== undefined && host !== reporter)
  const server = candidates.find((host) => !ADDRESS.test(host)) ?? candidates[0] ?? null
  return { server, reporter }
}

function after(page: Page, { to }: Marked, chosen: number): string | undefined {
  return hostAt(page, to + 1, chosen)
}

function before(page: Page, { from }: Marked, chosen: number): string | undefined {
  return hostAt(page, from - 1, chosen)
}

function hostAt(page: Page, index: number, chosen: number): string | undefined {
  const token = page.evidence.tokens[index]
  if (!token) return undefined
  const { role, recipient } = page.layout.lines[page.lines.at(token.start)]!
  if (role === 'original' || role === 'quoted') return undefined
  if (chosen >= 0 && recipient >= 0 && recipient !== chosen) return undefined
  const host = page.text.slice(token.start, token.end)
  return isHost(host) ? host : undefined
}

const isHost = (text: string) =>
  (HOST.test(text) && /[a-z]/i.test(text.split('.').at(-1)!)) || ADDRESS.test(text)

/** A host of the provider's own domains, or one that its file names. */
export function isOurs(host: string, provider: Provider): boolean {
  const name = host.toLowerCase().replace(/\.$/, '')
  const named = [...Object.values(provider.hosts), ...(provider.dns?.mx ?? []).map((mx) => mx.host)]
  return (
    provider.domains.some((domain) => name === domain || name.endsWith(`.${domain}`)) ||
    named.some((own) => !own.includes('{') && own.toLowerCase() === name)
  )
}

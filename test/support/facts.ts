/** Finds what an answer states about ports, encryption and hosts, and holds it against the provider's file. */
import { plainText } from '../../src/answering/text.ts'
import type { Knowledge } from '../../src/knowledge/knowledge.ts'
import type { Answer, Block, RichText } from '../../src/message.ts'

/** Words that deny what stands in the same sentence. */
const DENIES = /\b(not|no|never|cannot|without|instead|ne|pas|aucun|aucune|jamais|sans)\b|\bn[’']/i

/** Numbers that are mail ports anywhere (IANA), or that one of the shipped providers offers. */
const MAIL_PORTS = new Set([25, 26, 110, 143, 465, 585, 587, 993, 995, 2525, 4190])

/** Host names: at least one dot, and letters at the end that are no program's. */
const HOST = /(?<![\w@.-])(?:[\p{L}\p{N}_-]+\.)+(?!exe\b|EXE\b)[\p{L}][\p{L}-]+(?![\w@])/gu

/** Services that explanations name, not hosts to type. */
const SERVICES = ['Outlook.com']

/** Everything in the answer that the provider's file does not hold, in words. Empty when there is nothing. */
export function strayFacts(
  answer: Pick<Answer, 'blocks' | 'facts' | 'slots'>,
  { provider, languages, protocols }: Knowledge,
  locale: string,
  domain: string | undefined,
): string[] {
  const words = languages.get(locale)!.interface.common as Record<string, Record<string, string>>
  const shownDomain = domain ?? (languages.get(locale)!.interface.common as { domain: string }).domain
  const host = (pattern: string) => pattern.replaceAll('{domain}', shownDomain)
  const hosts = new Set([
    ...SERVICES,
    ...Object.values(provider.hosts).map(host),
    provider.webmail && new URL(host(provider.webmail.url)).host,
    new URL(provider.support.url).host,
    provider.support.email?.split('@')[1],
    shownDomain,
    answer.slots.email?.split('@')[1],
  ])
  const offered = provider.ports.map(
    ({ protocol, port, security }) =>
      `${protocols.protocols[protocol]!.name} ${port} ${words.security![security]}`,
  )
  const stray: string[] = []

  for (const { protocol, port, security, status } of answer.facts)
    if (
      !provider.ports.some(
        (one) =>
          one.protocol === protocol &&
          one.port === port &&
          one.security === security &&
          one.status === status,
      )
    )
      stray.push(`fact ${protocol} ${port} ${security} ${status}`)

  for (const block of answer.blocks) {
    if (block.kind === 'table')
      for (const row of block.rows)
        if (!offered.includes(row.slice(0, 3).join(' '))) stray.push(`row ${row.join(' ')}`)
    if (block.kind === 'settings') {
      const values = new Map(block.rows.map(({ label, value }) => [label, value]))
      const port = values.get(words.table!.port!)
      const security = values.get(words.table!.security!)
      const name = /\((.+)\)$/.exec(block.title)?.[1]
      if (port !== undefined && !offered.includes(`${name} ${port} ${security}`))
        stray.push(`settings ${name} ${port} ${security}`)
      const server = values.get(words.table!.server!)
      if (server !== undefined && !hosts.has(server)) stray.push(`server ${server}`)
    }
    for (const sentence of textsOf(block).flatMap((text) => text.split(/(?<=[.!?])\s+/))) {
      for (const [number] of sentence.matchAll(/(?<![\d.,x-])\d{2,5}(?![\d.,]*\d|\s?(?:MB|GB|Mo|Go|%))/g))
        if (
          MAIL_PORTS.has(Number(number)) &&
          !provider.ports.some((one) => one.port === Number(number)) &&
          !DENIES.test(sentence)
        )
          stray.push(`port ${number}: ${sentence}`)
      for (const [name] of sentence.matchAll(HOST))
        if (!hosts.has(name)) stray.push(`host ${name}: ${sentence}`)
    }
  }
  return stray
}

function textsOf(block: Block): string[] {
  const rich = (text: RichText) => plainText(text)
  if ('text' in block) return [rich(block.text)]
  return 'items' in block ? block.items.map(rich) : []
}

/** Takes the asker’s address out of an answer that has to wait in the outbox. */

const ADDRESS = /[^\s@<>()[\]"'`,;:]+@([\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+)/gu

/**
 * A copy of `value`, any JSON, in which every address at a domain that `question` names an address of is
 * replaced by `instead`.
 */
export function withoutAddresses<T>(value: T, question: string, instead: string): T {
  const domains = new Set([...question.matchAll(ADDRESS)].map((match) => match[1]!.toLowerCase()))
  if (domains.size === 0) return value
  const scrub = (part: unknown): unknown => {
    if (typeof part === 'string') {
      return part.replace(ADDRESS, (address, domain: string) =>
        domains.has(domain.toLowerCase()) ? instead : address,
      )
    }
    if (Array.isArray(part)) return part.map(scrub)
    if (part !== null && typeof part === 'object') {
      return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, scrub(inner)]))
    }
    return part
  }
  return scrub(value) as T
}

/** Turns the knowledge into the entries of the lexicon, and hits into the general meanings that signs use. */
import type { Knowledge } from '../../knowledge/knowledge.ts'
import type { Entry, Hit, ReadToken } from './lexicon.ts'

/** A name that is written the same in every language. */
const EVERYWHERE = '*'
/** Terms and printed messages stand beside the words that they are made of and hide none of them. */
const BESIDE = '+'

/** Every word and expression of the knowledge with what it means. */
export function entriesOf(knowledge: Knowledge): Entry[] {
  const entries: Entry[] = []
  const add = (meaning: string, words: string, language = EVERYWHERE) =>
    entries.push({ meaning, words, language })

  for (const pack of knowledge.languages.values())
    for (const [concept, words] of Object.entries(pack.vocabulary))
      for (const word of words) add(concept, word, pack.id)

  for (const [protocol, { aliases }] of Object.entries(knowledge.protocols.protocols))
    for (const alias of aliases) add(`protocol:${protocol}`, alias)
  for (const [security, { aliases }] of Object.entries(knowledge.protocols.securities))
    for (const alias of aliases) add(`security:${security}`, alias)
  for (const { alias, protocol, security } of knowledge.protocols.combined) {
    add(`protocol:${protocol}`, alias)
    add(`security:${security}`, alias)
  }
  for (const client of knowledge.clients.values())
    for (const alias of client.aliases) add(`client:${client.id}`, alias)
  for (const term of knowledge.terms) for (const alias of term.aliases) add(`term:${term.id}`, alias, BESIDE)
  for (const code of knowledge.codes)
    if (code.kind === 'message') for (const words of code.match) add(`message:${code.id}`, words, BESIDE)
  return entries
}

/** What signs may name besides the concepts of the vocabularies. */
export const GENERAL_MEANINGS = [
  'any-protocol',
  'any-security',
  'any-client',
  'any-term',
  'any-message',
  'any-port',
  'any-code',
  'any-number',
  'any-email',
  'any-host',
  'asked-term',
] as const

/** All names that a sign may use; `entries` are those of this knowledge. */
export function meaningsOf(knowledge: Knowledge, entries = entriesOf(knowledge)): Set<string> {
  const names = new Set<string>(GENERAL_MEANINGS)
  for (const entry of entries) names.add(entry.meaning)
  for (const protocol of Object.keys(knowledge.protocols.protocols)) names.add(`protocol:${protocol}`)
  for (const security of Object.keys(knowledge.protocols.securities)) names.add(`security:${security}`)
  return names
}

const GENERAL_OF: Record<string, string> = {
  protocol: 'any-protocol',
  security: 'any-security',
  client: 'any-client',
  term: 'any-term',
  message: 'any-message',
}

/**
 * Adds the general meanings: `protocol:imap` is also `any-protocol`. `ports` and `codes` are the indexes of
 * the tokens that were read as such; `askedTerm` is the term that somebody wants explained.
 */
export function withGeneral(
  hits: Hit[],
  tokens: ReadToken[],
  ports: ReadonlySet<number>,
  codes: ReadonlySet<number>,
  askedTerm?: Hit,
): Hit[] {
  // "port 993" is one thing: its word does not ask which port.
  const all = hits.filter((hit) => hit.meaning !== 'port' || !ports.has(hit.to + 1))
  if (askedTerm) all.push({ ...askedTerm, meaning: 'asked-term' })
  const add = (meaning: string, from: number, to: number, words: string, strength = 1) =>
    all.push({ entry: { meaning, words, language: EVERYWHERE }, meaning, from, to, strength })
  for (const hit of hits) {
    const general = GENERAL_OF[hit.meaning.split(':')[0]!]
    if (general && hit.meaning.includes(':')) add(general, hit.from, hit.to, hit.entry.words, hit.strength)
  }
  tokens.forEach((token, index) => {
    if (ports.has(index)) {
      const word = hits.find((hit) => hit.meaning === 'port' && hit.to === index - 1)
      add('any-port', word?.from ?? index, index, token.text)
    }
    if (codes.has(index)) add('any-code', index, index, token.text)
    if (token.kind === 'number' && !ports.has(index)) add('any-number', index, index, token.text)
    if (token.kind === 'email') add('any-email', index, index, 'an address')
    if (token.kind === 'host') add('any-host', index, index, 'a host name')
  })
  return all.sort((a, b) => a.from - b.from || a.to - b.to)
}

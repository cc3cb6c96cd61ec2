/** Autocomplete over programs and codes, typing mistakes forgiven. */
import Fuse from 'fuse.js'
import type { Suggestion } from '../adapter.ts'
import type { Knowledge } from '../knowledge/knowledge.ts'

const LONGEST_LABEL = 100

type Suggest = (kind: 'client' | 'code', typed: string, locale: string, most: number) => Suggestion[]

/** With nothing typed, the first entries in the knowledge's order. */
export function createSuggester(knowledge: Knowledge): Suggest {
  const clients = [...knowledge.clients.values()].map((client) => ({
    label: client.name,
    value: client.id,
    keys: [client.name, ...client.aliases],
  }))
  const codes = new Map(
    knowledge.answersIn.map((locale) => {
      const words = knowledge.languages.get(locale)!.codes
      return [
        locale,
        knowledge.codes
          .filter((code) => code.kind !== 'message')
          .flatMap((code) =>
            code.match.map((match) => {
              // Of "X.1.1" people see the permanent form.
              const value = match.replace(/^X\./i, '5.')
              return { label: clip(`${value} ${words.get(code.id)?.means ?? ''}`), value, keys: [value] }
            }),
          ),
      ] as const
    }),
  )
  const search = (entries: { label: string; value: string; keys: string[] }[]) =>
    new Fuse(entries, { keys: ['keys'], threshold: 0.4, ignoreLocation: true, includeScore: true })
  const clientSearch = search(clients)
  const codeSearch = new Map([...codes].map(([locale, entries]) => [locale, search(entries)]))

  return (kind, typed, locale, most) => {
    const entries = kind === 'client' ? clients : (codes.get(locale) ?? [])
    const wanted = typed.trim()
    // fuse.js answers an empty search with everything, unscored.
    if (!wanted) return entries.slice(0, most).map(({ label, value }) => ({ label, value }))
    const lower = wanted.toLowerCase()
    const starts = entries.filter((entry) => entry.keys.some((key) => key.toLowerCase().startsWith(lower)))
    const fuzzy = (kind === 'client' ? clientSearch : codeSearch.get(locale)!)
      .search(wanted.slice(0, 60))
      .map((found) => found.item)
    return [...new Set([...starts, ...fuzzy])].slice(0, most).map(({ label, value }) => ({ label, value }))
  }
}

function clip(text: string): string {
  return text.length <= LONGEST_LABEL ? text : `${text.slice(0, LONGEST_LABEL - 1)}…`
}

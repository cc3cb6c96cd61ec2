/** Walks over every text that a person may be shown. */
import type { Knowledge } from '../knowledge.ts'
import type { Path } from '../places.ts'
import type { InterfaceWords, Section } from '../schema.ts'

export interface ShownText {
  file: string
  path: Path
  text: string
  language: string
  /** Where placeholders come from: topics, clients and codes know different ones. */
  kind: 'topic' | 'client' | 'code' | 'term' | 'interface' | 'diagnosis'
  /** The topic, client or code. */
  owner: string
  /** The case or cause of a topic, `answer` for its answer. */
  section?: string
}

/** All texts of all languages that answer, with where they stand. Phrases and buttons are not among them. */
export function* shownTexts(knowledge: Knowledge): Generator<ShownText> {
  for (const language of knowledge.answersIn) {
    const pack = knowledge.languages.get(language)!
    const folder = `languages/${language}`
    for (const [topic, words] of pack.topics) {
      const file = `${folder}/topics/${topic}.yaml`
      const sections: [string[], Section][] = [
        ...(words.answer ? [[['answer'], words.answer] as [string[], Section]] : []),
        ...(['cases', 'causes'] as const).flatMap((kind) =>
          Object.entries(words[kind] ?? {}).map(([name, section]): [string[], Section] => [
            [kind, name],
            section,
          ]),
        ),
      ]
      for (const [path, section] of sections)
        for (const [part, text] of textsOf(section))
          yield {
            file,
            path: [...path, ...part],
            text,
            language,
            kind: 'topic',
            owner: topic,
            section: path.join('.'),
          }
    }
    for (const [client, words] of pack.clients) {
      const file = `${folder}/clients/${client}.yaml`
      for (const list of ['find', 'add', 'change'] as const)
        for (const [index, text] of (words[list] ?? []).entries())
          yield { file, path: [list, index], text, language, kind: 'client', owner: client }
      if (words.note)
        yield { file, path: ['note'], text: words.note, language, kind: 'client', owner: client }
    }
    for (const [code, words] of pack.codes) {
      const file = `${folder}/codes`
      const texts: [Path, string][] = [
        [['means'], words.means],
        ...(words.why ? [[['why'], words.why] as [Path, string]] : []),
        ...(words.cause ? [[['cause'], words.cause] as [Path, string]] : []),
        ...words.steps.map((step, index): [Path, string] => [['steps', index], step]),
      ]
      for (const [part, text] of texts)
        yield { file, path: [code, ...part], text, language, kind: 'code', owner: code }
    }
    for (const [path, text] of pack.diagnosis ? leavesOf(pack.diagnosis) : [])
      yield {
        file: `${folder}/diagnosis.yaml`,
        path,
        text,
        language,
        kind: 'diagnosis',
        owner: path.join('.'),
      }
    for (const [term, words] of Object.entries(pack.terms))
      yield {
        file: `${folder}/terms.yaml`,
        path: [term, 'means'],
        text: words.means,
        language,
        kind: 'term',
        owner: term,
      }
  }
}

function* textsOf(section: Section): Generator<[Path, string]> {
  yield [['lead'], section.lead]
  for (const part of ['text', 'steps', 'list'] as const)
    for (const [index, text] of (section[part] ?? []).entries()) yield [[part, index], text]
  if (section.hint) yield [['hint'], section.hint]
}

/** Every text in a tree of lists and records, with its place. */
function* leavesOf(tree: object, before: Path = []): Generator<[Path, string]> {
  for (const [key, value] of Object.entries(tree) as [string, unknown][]) {
    const path = [...before, Array.isArray(tree) ? Number(key) : key]
    if (typeof value === 'string') yield [path, value]
    else if (typeof value === 'object' && value !== null) yield* leavesOf(value, path)
  }
}

/** Dotted keys of the interface with their words. */
export function flattenWords(words: InterfaceWords, before = ''): Map<string, string> {
  const flat = new Map<string, string>()
  for (const [key, value] of Object.entries(words)) {
    const path = before ? `${before}.${key}` : key
    if (typeof value === 'string') flat.set(path, value)
    else for (const [inner, text] of flattenWords(value, path)) flat.set(inner, text)
  }
  return flat
}

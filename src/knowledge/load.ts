/** Reads `knowledge/` from the disk, checks every file, and chooses the provider. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, extname, join, resolve } from 'node:path'
import { load as parseYaml, YAMLException } from 'js-yaml'
import type { z } from 'zod'
import { problemsOf } from './issues.ts'
import type { Knowledge, LanguagePack } from './knowledge.ts'
import { placesOf } from './places.ts'
import { KnowledgeError, type Problem } from './problem.ts'
import * as schema from './schema.ts'

export interface KnowledgeSettings {
  /** The folder with the YAML files. */
  directory: string
  /** A name in `providers/`, or the path of a file. */
  provider: string
}

/** Throws `KnowledgeError` with every problem found. Rules (`rules/`) are checked by `checkRules` after. */
export function loadKnowledge({ directory, provider }: KnowledgeSettings): Knowledge {
  const reader = new Reader(directory)
  if (!existsSync(directory) || !statSync(directory).isDirectory())
    throw new KnowledgeError([
      {
        file: directory,
        path: [],
        message: 'there is no such folder',
        mend: 'Set KNOWLEDGE_DIR to the folder that holds signs.yaml.',
      },
    ])

  const providerFile = providerFileOf({ directory, provider })
  if (!providerFile) reader.noProvider(provider)
  const providerFacts = providerFile && reader.read(providerFile.file, schema.provider, providerFile.path)
  const protocols = reader.read('protocols.yaml', schema.protocols)
  const signs = reader.read('signs.yaml', schema.signs)
  const sources = reader.read('sources.yaml', schema.sources)
  const terms = reader.read('terms.yaml', schema.terms)
  const reports = reader.read('reports.yaml', schema.reports)
  const topics = reader.readFolder('topics', schema.topic)
  const clients = reader.readFolder('clients', schema.client)
  const codes = reader.list('codes').flatMap((file) => reader.read(file, schema.codes) ?? [])
  const languages = reader.folders('languages').map((id) => reader.language(id))

  if (
    reader.problems.length > 0 ||
    !providerFile ||
    !providerFacts ||
    !protocols ||
    !signs ||
    !sources ||
    !terms ||
    !reports
  )
    throw new KnowledgeError(reader.problems)

  // Those that answer first, English before the others: the first is the one used when nothing tells.
  const rank = (pack: LanguagePack) => (pack.language.answers ? 0 : 2) + (pack.id === 'en' ? 0 : 1)
  languages.sort((a, b) => rank(a) - rank(b) || a.id.localeCompare(b.id))
  return {
    version: reader.digest(),
    provider: providerFacts,
    providerFile: providerFile.file,
    protocols,
    signs,
    sources,
    terms,
    topics: new Map(topics.map((topic) => [topic.id, topic])),
    clients: new Map(clients.map((client) => [client.id, client])),
    codes,
    reports,
    languages: new Map(languages.map((pack) => [pack.id, pack])),
    answersIn: languages.filter((pack) => pack.language.answers).map((pack) => pack.id),
  }
}

/**
 * A provider's file by name or path: as problems call it, and where it lies. Undefined when there is none.
 */
export function providerFileOf({
  directory,
  provider,
}: KnowledgeSettings): { file: string; path: string } | undefined {
  const named = join('providers', `${provider}.yaml`)
  if (existsSync(join(directory, named))) return { file: named, path: join(directory, named) }
  return existsSync(provider) ? { file: provider, path: resolve(provider) } : undefined
}

class Reader {
  readonly problems: Problem[] = []
  readonly #directory: string
  readonly #hash = createHash('sha256')

  constructor(directory: string) {
    this.#directory = directory
  }

  digest(): string {
    return this.#hash.digest('hex').slice(0, 12)
  }

  /** The files of a folder, sorted, relative to the knowledge folder. A missing folder is empty. */
  list(folder: string): string[] {
    const path = join(this.#directory, folder)
    if (!existsSync(path)) return []
    return readdirSync(path)
      .filter((name) => ['.yaml', '.yml'].includes(extname(name)))
      .sort()
      .map((name) => join(folder, name))
  }

  folders(folder: string): string[] {
    const path = join(this.#directory, folder)
    if (!existsSync(path)) return []
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort()
  }

  noProvider(provider: string): void {
    const names = this.list('providers').map((file) => basename(file, '.yaml'))
    this.problems.push({
      file: join('providers', `${provider}.yaml`),
      path: [],
      message: `there is no provider "${provider}"`,
      mend: `Set PROVIDER to one of ${names.join(', ')}, or to the path of a provider file.`,
    })
  }

  /** `path`: where it lies, when that is not in the folder. */
  read<Schema extends z.ZodType>(
    file: string,
    shape: Schema,
    path = join(this.#directory, file),
  ): z.infer<Schema> | undefined {
    let text: string
    try {
      text = readFileSync(path, 'utf8')
    } catch (cause) {
      const code = (cause as NodeJS.ErrnoException).code
      this.problems.push({
        file,
        path: [],
        message: code === 'ENOENT' ? 'the file is missing' : `the file cannot be read (${code})`,
        mend: code === 'ENOENT' ? 'Put it back, or copy it from another language.' : 'Check its permissions.',
      })
      return undefined
    }
    this.#hash.update(file).update('\0').update(text).update('\0')
    let document: unknown
    try {
      document = parseYaml(text)
    } catch (cause) {
      if (!(cause instanceof YAMLException)) throw cause
      this.problems.push(syntaxProblem(file, text, cause))
      return undefined
    }
    const checked = shape.safeParse(document)
    if (checked.success) return checked.data
    const placeAt = placesOf(text)
    for (const issue of checked.error.issues)
      this.problems.push(...problemsOf(issue, document, { file, placeAt, shape }))
    return undefined
  }

  readFolder<Schema extends z.ZodType<{ id: string }>>(folder: string, shape: Schema): z.infer<Schema>[] {
    return this.list(folder).flatMap((file) => {
      const entry = this.read(file, shape)
      if (!entry) return []
      const name = basename(file, extname(file))
      if (entry.id !== name)
        this.problems.push({
          file,
          path: ['id'],
          line: placesOf(readFileSync(join(this.#directory, file), 'utf8'))(['id']).line,
          message: `the id is "${entry.id}" but the file is named "${name}"`,
          mend: 'Give both the same name.',
        })
      return [entry]
    })
  }

  #named<Schema extends z.ZodType>(folder: string, shape: Schema): Map<string, z.infer<Schema>> {
    const entries = new Map<string, z.infer<Schema>>()
    for (const file of this.list(folder)) {
      const entry = this.read(file, shape)
      if (entry !== undefined) entries.set(basename(file, extname(file)), entry)
    }
    return entries
  }

  language(id: string): LanguagePack {
    const folder = join('languages', id)
    const language = this.read(join(folder, 'language.yaml'), schema.language)
    const vocabulary = this.read(join(folder, 'vocabulary.yaml'), schema.vocabulary)
    const answers = language?.answers ?? false
    const codes = new Map(
      [...this.#named(join(folder, 'codes'), schema.codeWords).values()].flatMap((file) =>
        Object.entries(file),
      ),
    )
    const diagnosis = answers ? this.read(join(folder, 'diagnosis.yaml'), schema.diagnosisWords) : undefined
    return {
      id,
      language: language ?? { name: id, answers: false, commonWords: [] },
      vocabulary: vocabulary ?? {},
      topics: this.#named(join(folder, 'topics'), schema.topicWords),
      clients: this.#named(join(folder, 'clients'), schema.clientWords),
      codes,
      ...(diagnosis ? { diagnosis } : {}),
      terms: answers ? (this.read(join(folder, 'terms.yaml'), schema.termWords) ?? {}) : {},
      interface: Object.fromEntries(this.#named(join(folder, 'interface'), schema.interfaceWords)),
    }
  }
}

const QUOTING =
  'Put texts with a colon or a #, or that begin with a sign such as { [ * & ! @ % or -, in "double quotes", and indent with two spaces.'

/** Why js-yaml stops, by its own reason: what is wrong and what to write. */
const REASONS: [RegExp, string, string][] = [
  [/duplicated mapping key/, 'this name stands twice', 'Keep one of them.'],
  [/tab characters/, 'there is a tab at the beginning', 'Indent with spaces, two for each step.'],
  [
    /deficient|flow collection|quoted/,
    'a quote or bracket above is not closed',
    'Close it where its text ends.',
  ],
  [/single document/, 'the file has more than one part', 'Remove the line "---".'],
  [/input is empty/, 'the file is empty', 'Put its text back.'],
]

/** What does not parse, with the line as it stands. */
function syntaxProblem(file: string, text: string, { reason, mark }: YAMLException): Problem {
  const line = (mark?.line ?? 0) + 1
  const stands = (text.split('\n')[line - 1] ?? '').trim()
  const known = REASONS.find(([pattern]) => pattern.test(reason))
  const message = known?.[1] ?? 'this line cannot be read'
  return {
    file,
    path: [],
    line,
    message: stands ? `${message}: ${stands}` : message,
    mend: known?.[2] ?? QUOTING,
  }
}

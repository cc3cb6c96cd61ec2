/** Reads `knowledge/` from the disk, checks every file, and chooses the provider. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, extname, isAbsolute, join, relative, resolve } from 'node:path'
import { load as parseYaml, YAMLException } from 'js-yaml'
import type { z } from 'zod'
import { type Knowledge, KnowledgeError, type LanguagePack, type Problem } from './knowledge.ts'
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
        path: '',
        message: 'there is no such folder',
        mend: 'Set KNOWLEDGE_DIR to the folder that holds signs.yaml.',
      },
    ])

  const providerFile = reader.providerFile(provider)
  const providerFacts = providerFile ? reader.read(providerFile, schema.provider) : undefined
  const protocols = reader.read('protocols.yaml', schema.protocols)
  const signs = reader.read('signs.yaml', schema.signs)
  const sources = reader.read('sources.yaml', schema.sources)
  const terms = reader.read('terms.yaml', schema.terms)
  const reports = reader.read('reports.yaml', schema.reports)
  const topics = reader.readFolder('topics', schema.topic)
  const clients = reader.readFolder('clients', schema.client)
  const codes = reader.list('codes').flatMap((file) => reader.read(file, schema.codes) ?? [])
  const languages = reader.folders('languages').map((id) => reader.language(id))

  if (reader.problems.length > 0 || !providerFacts || !protocols || !signs || !sources || !terms || !reports)
    throw new KnowledgeError(reader.problems)

  // Those that answer first, English before the others: the first is the one used when nothing tells.
  const rank = (pack: LanguagePack) => (pack.language.answers ? 0 : 2) + (pack.id === 'en' ? 0 : 1)
  languages.sort((a, b) => rank(a) - rank(b) || a.id.localeCompare(b.id))
  return {
    version: reader.digest(),
    provider: providerFacts,
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

  providerFile(provider: string): string | undefined {
    const named = join('providers', `${provider}.yaml`)
    if (existsSync(join(this.#directory, named))) return named
    const path = isAbsolute(provider) ? provider : resolve(provider)
    if (existsSync(path)) return relative(this.#directory, path)
    const names = this.list('providers').map((file) => basename(file, '.yaml'))
    this.problems.push({
      file: named,
      path: '',
      message: `there is no provider "${provider}"`,
      mend: `Set PROVIDER to one of ${names.join(', ')}, or to the path of a provider file.`,
    })
    return undefined
  }

  read<Schema extends z.ZodType>(file: string, shape: Schema): z.infer<Schema> | undefined {
    let text: string
    try {
      text = readFileSync(join(this.#directory, file), 'utf8')
    } catch (cause) {
      const code = (cause as NodeJS.ErrnoException).code
      this.problems.push({
        file,
        path: '',
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
      this.problems.push({
        file,
        path: `line ${(cause.mark?.line ?? 0) + 1}`,
        message: cause.reason,
        mend: 'Put texts with a colon, a # or a leading { in "double quotes", and indent with two spaces.',
      })
      return undefined
    }
    const checked = shape.safeParse(document)
    if (checked.success) return checked.data
    for (const issue of checked.error.issues)
      this.problems.push({ file, path: pathOf(issue.path), message: issue.message, ...mendOf(issue) })
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
          path: 'id',
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

function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text ? `${text}.${String(part)}` : String(part),
    '',
  )
}

function mendOf(issue: z.core.$ZodIssue): { mend?: string } {
  if (issue.code === 'unrecognized_keys')
    return { mend: `Remove ${issue.keys.join(', ')}, or correct the spelling of the name.` }
  if (issue.code === 'invalid_value') return { mend: `Write one of: ${issue.values.join(', ')}.` }
  if (issue.code === 'invalid_type') return { mend: `Write a ${issue.expected} here.` }
  if (issue.code === 'too_big') return { mend: `At most ${issue.maximum}.` }
  return {}
}

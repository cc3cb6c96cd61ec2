/** A mistake in the knowledge names its file, the place in it, what is wrong and the mend, all mistakes at once. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { KnowledgeError, type Problem } from '../../src/knowledge/knowledge.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { KNOWLEDGE_DIR, knowledgeOf } from '../support/bot.ts'

/** As much of the knowledge as there are kinds of files: reading all of it would take a second each time. */
const PARTS = [
  ...['providers', 'signs.yaml', 'protocols.yaml', 'sources.yaml', 'terms.yaml', 'topics/ports.yaml'],
  ...['en', 'fr'].flatMap((language) =>
    ['language.yaml', 'vocabulary.yaml', 'terms.yaml', 'topics/ports.yaml', 'interface'].map(
      (part) => `languages/${language}/${part}`,
    ),
  ),
]

let directory: string
const changed = new Set<string>()
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'mailsherpa-knowledge-'))
  for (const part of PARTS) cpSync(join(KNOWLEDGE_DIR, part), join(directory, part), { recursive: true })
})
afterEach(() => {
  for (const file of changed) cpSync(join(KNOWLEDGE_DIR, file), join(directory, file))
  changed.clear()
})
afterAll(() => rmSync(directory, { recursive: true }))

/** Changes the copy of a file for one test. */
function change(file: string, how: (text: string) => string): void {
  const before = readFileSync(join(directory, file), 'utf8')
  const after = how(before)
  expect(after, `${file} is changed`).not.toBe(before)
  writeFileSync(join(directory, file), after)
  changed.add(file)
}
const remove = (file: string) => {
  rmSync(join(directory, file))
  changed.add(file)
}
function problems(provider = 'default'): Problem[] {
  try {
    loadKnowledge({ directory, provider })
    return []
  } catch (cause) {
    if (!(cause instanceof KnowledgeError)) throw cause
    return cause.problems
  }
}
const FILE = 'providers/default.yaml'

test('the knowledge as it is has none', () => {
  expect(problems()).toEqual([])
  expect(knowledgeOf().topics.size).toBeGreaterThan(30)
})

describe('a mistake in a file', () => {
  test.each([
    ['a port that is none', 'port: 993', 'port: 99300', 'ports[0].port'],
    ['a port that is a word', 'port: 993', 'port: often', 'ports[0].port'],
    ['a misspelt security', 'security: ssl,', 'security: sll,', 'ports[0].security'],
    ['a name that does not exist', 'webmail:\n', 'webmial:\n', ''],
    [
      'a support page that is no address',
      'url: https://example.com/support\n',
      'url: example\n',
      'support.url',
    ],
    ['an empty name', 'name: Example Mail', 'name: ""', 'name'],
    ['a limit of nothing', 'messageMegabytes: 25', 'messageMegabytes: 0', 'limits.messageMegabytes'],
  ])('%s is named with its place', (_what, from, to, path) => {
    change(FILE, (text) => text.replace(from, to))
    const found = problems()
    expect(found.map((problem) => problem.file)).toContain(FILE)
    expect(found.map((problem) => problem.path)).toContain(path)
    for (const problem of found) expect(problem.message).not.toBe('')
  })

  test.each([
    ['a text with a colon', 'lead: "', 'lead: Note: "'],
    ['a line that is not indented', '\n  lead:', '\nlead:'],
    ['a quote that is never closed', 'label: ', 'label: "'],
    ['a tab', '\n  lead:', '\n\tlead:'],
    ['a text that begins with an asterisk', 'label: ', 'label: *'],
    ['a text that begins with an exclamation mark', 'label: ', 'label: !nope '],
  ])('%s is named with its line or place, and how to write it', (_what, from, to) => {
    const file = 'languages/en/topics/ports.yaml'
    change(file, (text) => text.replace(from, to))
    const found = problems()
    expect(found.length).toBeGreaterThan(0)
    for (const problem of found) {
      expect(problem.file).toBe(file)
      expect(problem.message).not.toMatch(/\bat .*\.[jt]s:/)
    }
  })

  test('is told for somebody who does not program', () => {
    change(FILE, (text) => text.replace('security: ssl,', 'security: sll,'))
    expect(problems()[0]!.mend).toBe('Write one of: ssl, starttls, none.')
  })
})

test('all mistakes of all files are told at once, and each once', () => {
  change(FILE, (text) => text.replace('security: ssl,', 'security: sll,').replace('port: 143', 'port: 0'))
  change('topics/ports.yaml', (text) => text.replace(/kind: .*/, 'kind: unkind'))
  change('languages/fr/topics/ports.yaml', (text) => text.replace(/^label:/m, 'lable:'))
  remove('languages/fr/terms.yaml')
  const found = problems()
  expect(new Set(found.map((problem) => problem.file))).toEqual(
    new Set([FILE, 'topics/ports.yaml', 'languages/fr/topics/ports.yaml', 'languages/fr/terms.yaml']),
  )
  const error = new KnowledgeError(found)
  for (const problem of found)
    expect(
      error.message.split(`${problem.file}${problem.path ? ` at ${problem.path}` : ''}:`).length,
    ).toBeGreaterThan(1)
  expect(new Set(found.map((problem) => JSON.stringify(problem))).size).toBe(found.length)
})

test.each(['signs.yaml', 'protocols.yaml', 'sources.yaml', 'languages/en/vocabulary.yaml', FILE])(
  'a file that is missing is named: %s',
  (file) => {
    remove(file)
    expect(problems().map((problem) => problem.file)).toContain(file)
  },
)

test('a file that bears another name than its entry is told', () => {
  change('topics/ports.yaml', (text) => text.replace(/^id: ports/m, 'id: prots'))
  expect(problems()).toMatchObject([{ file: 'topics/ports.yaml', path: 'id' }])
})

test('a provider is found by name or by path; another one is told with the names there are', () => {
  expect(problems('starttls')).toEqual([])
  expect(problems(join(directory, 'providers', 'starttls.yaml'))).toEqual([])
  expect(problems('nix')).toMatchObject([{ mend: expect.stringContaining('default, starttls') }])
})

test('a folder that is not there is told, with the setting', () => {
  expect(() => loadKnowledge({ directory: join(directory, 'nix'), provider: 'default' })).toThrow(
    /KNOWLEDGE_DIR/,
  )
})

test('the version changes with every file, and with nothing else', () => {
  const { version } = loadKnowledge({ directory, provider: 'default' })
  expect(loadKnowledge({ directory, provider: 'default' }).version).toBe(version)
  change(FILE, (text) => text.replace('name: Example Mail', 'name: Other Mail'))
  expect(loadKnowledge({ directory, provider: 'default' }).version).not.toBe(version)
})

test('English comes first, and languages that only understand come last', () => {
  const { languages, answersIn } = knowledgeOf()
  expect(answersIn).toEqual(['en', 'fr'])
  expect([...languages.keys()].slice(0, 2)).toEqual(answersIn)
})

test('a third language is data alone', () => {
  cpSync(join(directory, 'languages/en'), join(directory, 'languages/eo'), { recursive: true })
  try {
    const knowledge = loadKnowledge({ directory, provider: 'default' })
    expect(knowledge.answersIn).toEqual(['en', 'eo', 'fr'])
  } finally {
    rmSync(join(directory, 'languages/eo'), { recursive: true })
  }
})

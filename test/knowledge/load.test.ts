/** A mistake in the knowledge names its file, the place in it, what is wrong and the mend, all mistakes at once. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { KnowledgeError, type Problem, pathText } from '../../src/knowledge/problem.ts'
import { KNOWLEDGE_DIR, knowledgeOf } from '../support/bot.ts'

/** As much of the knowledge as there are kinds of files: reading all of it would take a second each time. */
const PARTS = [
  ...['providers', 'signs.yaml', 'protocols.yaml', 'sources.yaml', 'terms.yaml', 'reports.yaml'],
  'topics/ports.yaml',
  'topics/port-meaning.yaml',
  ...['en', 'fr'].flatMap((language) =>
    [
      'language.yaml',
      'vocabulary.yaml',
      'terms.yaml',
      'diagnosis.yaml',
      'topics/ports.yaml',
      'topics/port-meaning.yaml',
      'interface',
    ].map((part) => `languages/${language}/${part}`),
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

/** The line, from 1, on which a text stands in the copy of a file. */
function lineOf(file: string, text: string): number {
  const before = readFileSync(join(directory, file), 'utf8').split(text)
  expect(before, `${text} stands once`).toHaveLength(2)
  return before[0]!.split('\n').length
}

describe('a mistake in a file is named with its line, what stands there and what to write', () => {
  test.each([
    ['port: 993', 'port: 99300', 'ports, entry 1, port', '"99300" is too large', 'Write at most 65535.'],
    ['port: 993', 'port: often', 'ports, entry 1, port', '"often" is not a number', 'Write a number.'],
    [
      'port: 993',
      'port: 9.5',
      'ports, entry 1, port',
      '"9.5" is not a whole number',
      'Write a whole number.',
    ],
    [
      'port: 143, security: none',
      'port: 143, security: sll',
      'ports, entry 2, security',
      '"sll" is not known here',
      'Write one of: ssl, starttls, none.',
    ],
    ['webmail:\n', 'webmial:\n', 'webmial', 'there is no field "webmial"', 'Write "webmail".'],
    [
      'url: https://example.com/support\n',
      'url: example\n',
      'support, url',
      '"example" is no web address',
      'Write one that begins with https://',
    ],
    ['name: Example Mail', 'name: ""', 'name', 'nothing is written here', 'Write a text.'],
    [
      'name: Example Mail',
      'name: true',
      'name',
      '"true" is read as a boolean, not as a text',
      'Write "true", with the quotes.',
    ],
    [
      'messageMegabytes: 25',
      'messageMegabytes: 0',
      'limits, messageMegabytes',
      '"0" is too small',
      'Write more than 0.',
    ],
    [
      'imap: mail.{domain}',
      'imap: mail.{domian}',
      'hosts, imap',
      '{domian} in "mail.{domian}" has no value here',
      'Write {domain}, which becomes the domain of the asker’s address.',
    ],
    [
      'imap: mail.{domain}',
      'imap: https://mail.{domain}/',
      'hosts, imap',
      '"https://mail.{domain}/" is more than a host: it has a scheme, port or path',
      'Write mail.{domain}.',
    ],
    [
      'abuse: abuse@example.com',
      'abuse: abuse',
      'abuse',
      '"abuse" is no e-mail address',
      'Write one such as support@example.com.',
    ],
    [
      'user: address\n',
      'user:\n  - address\n',
      'user',
      'this is not known here',
      'Write one of: address, local-part.',
    ],
    [
      'domains: [example.com]',
      'domains: example.com',
      'domains',
      '"example.com" stands where a list belongs',
      'Write a list, each entry on a line of its own behind "- ".',
    ],
  ])('%j written as %j', (from, to, place, message, mend) => {
    change(FILE, (text) => text.replace(from, to))
    const [problem, ...others] = problems()
    expect(others).toEqual([])
    expect({ ...problem, path: pathText(problem!.path) }).toEqual({
      file: FILE,
      path: place,
      line: lineOf(FILE, to),
      message,
      mend,
    })
  })

  test('a field that is missing is named with the line of what it belongs to', () => {
    change(FILE, (text) => text.replace('port: 143, security: none, status', 'port: 143, status'))
    expect(problems()).toMatchObject([
      {
        line: lineOf(FILE, 'port: 143, status'),
        path: ['ports', 1, 'security'],
        message: '"security" is missing',
        mend: 'Write "security:" and ssl or starttls or none.',
      },
    ])
  })

  const TEXTS = 'languages/en/topics/ports.yaml'
  const QUOTES = /"double quotes"/
  test.each([
    ['a text with a colon', 'label: Which', 'label: Note: Which', 'this line cannot be read', QUOTES],
    ['a line that is not indented', '\n  lead: "Use', '\nlead: "Use', 'this line cannot be read', QUOTES],
    [
      'a quote that is never closed',
      'label: Which',
      'label: "Which',
      'a quote or bracket above is not closed',
      /Close/,
    ],
    [
      'a bracket that is never closed',
      'label: Which',
      'label: [Which',
      'a quote or bracket above is not closed',
      /Close/,
    ],
    ['a tab', '\n  lead: "Use', '\n\tlead: "Use', 'there is a tab at the beginning', /spaces/],
    [
      'a text that begins with an asterisk',
      'label: Which',
      'label: *Which',
      'this line cannot be read',
      QUOTES,
    ],
    [
      'a text that begins with a mark',
      'label: Which',
      'label: !nope Which',
      'this line cannot be read',
      QUOTES,
    ],
    [
      'a name that stands twice',
      'label: Which',
      'label: Twice\nlabel: Which',
      'this name stands twice',
      /Keep one/,
    ],
  ])('%s', (_what, from, to, message, mend) => {
    change(TEXTS, (text) => text.replace(from, to))
    const found = problems()
    for (const problem of found) {
      expect(problem.file).toBe(TEXTS)
      expect(problem.line).toBeGreaterThan(0)
      expect(`${problem.message} ${problem.mend}`).not.toMatch(/\bat .*\.[jt]s:|mapping|indentation/)
    }
    const [first] = found
    expect(first!.message).toContain(`${message}: `)
    expect(first!.mend).toMatch(mend)
  })

  test('an empty file is told to be so', () => {
    change(TEXTS, () => '')
    expect(problems()).toMatchObject([{ file: TEXTS, line: 1, message: 'the file is empty' }])
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
    expect(error.message).toContain(
      `${problem.file}${problem.line ? `, line ${problem.line}` : ''}${problem.path.length > 0 ? ` (${pathText(problem.path)})` : ''}: `,
    )
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
  expect(problems()).toMatchObject([{ file: 'topics/ports.yaml', path: ['id'], line: 1 }])
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

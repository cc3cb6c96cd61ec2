/** What may import what, and a few rules over the sources as text. */
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const SOURCES = globSync(['src/**/*.ts', 'adapters/**/*.ts'], { cwd: ROOT }).sort()

interface Import {
  /** A path from the root for a file of ours, else the module's name. */
  target: string
  /** Erased before anything runs. */
  typeOnly: boolean
}

const textOf = (file: string) => readFileSync(join(ROOT, file), 'utf8')
/** Without comments, so that an example in one is no import. A `//` behind a colon is part of an address. */
const codeOf = (file: string) =>
  textOf(file)
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(?<![:'"`\\/])\/\/.*$/gm, '')

const IMPORT = /^\s*(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?'([^']+)'|\bimport\(\s*'([^']+)'/gm

function importsOf(file: string): Import[] {
  return [...codeOf(file).matchAll(IMPORT)].map((match) => {
    const name = (match[2] ?? match[3])!
    const target = name.startsWith('.') ? relative('.', join(dirname(file), name)) : name
    return { target, typeOnly: match[1] !== undefined }
  })
}

const GRAPH = new Map(SOURCES.map((file) => [file, importsOf(file)]))
const isProgram = (file: string) => /(^|[/-])cli\.ts$/.test(file)

/** Every file that runs when `file` is imported, and every module from elsewhere. */
function reached(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen
  seen.add(file)
  for (const { target, typeOnly } of GRAPH.get(file) ?? []) if (!typeOnly) reached(target, seen)
  return seen
}

test('every import of ours names a file that is there', () => {
  expect(SOURCES.length).toBeGreaterThan(50)
  const broken = SOURCES.flatMap((file) =>
    GRAPH.get(file)!
      .filter(({ target }) => target.endsWith('.ts') && !existsSync(join(ROOT, target)))
      .map(({ target }) => `${file} imports ${target}`),
  )
  expect(broken).toEqual([])
})

/** Reads a message file; front ends may use it, in the browser too. */
const MESSAGE_FILES = 'src/diagnosis/file.ts'

describe('understanding, answering and the conversation know only what they are given', () => {
  const pure = SOURCES.filter((file) =>
    /^src\/(reading|understanding|diagnosis|answering|conversation|render)\/|^src\/(answerer|explanation|message)\.ts$/.test(
      file,
    ),
  )

  test.each(pure)('%s reaches no file system, network, clock or environment', (file) => {
    const outside = [...reached(file)].filter((target) => !target.endsWith('.ts'))
    const allowed = ['fuse.js', 'zod', ...(file === MESSAGE_FILES ? ['postal-mime'] : [])]
    expect(outside.filter((name) => !allowed.includes(name))).toEqual([])
  })

  test.each(pure)('%s reads no clock, chance or environment by itself', (file) => {
    const asked = codeOf(file).match(
      /\b(process\.\w+|fetch\(|Date\.now|new Date\(\)|setTimeout|setInterval|performance\.now|Math\.random|crypto\.\w+|globalThis)/g,
    )
    expect(asked ?? []).toEqual([])
  })
})

describe('set-up files are worked out from what is given, and asked for elsewhere', () => {
  const asking = /\/(ask-dns|look-up|sign|cli|dns-cli)\.ts$/
  const makers = SOURCES.filter((file) => file.startsWith('src/setup/') && !asking.test(file))

  test('there are some', () => {
    expect(makers.length).toBeGreaterThan(15)
  })

  test.each(makers)('%s reaches no file system and no network', (file) => {
    const outside = [...reached(file)].filter((target) =>
      /^node:(fs|http|https|net|tls|dns|child_process)/.test(target),
    )
    // `isIP` of node:net only looks at a text.
    expect(outside.filter((name) => name !== 'node:net')).toEqual([])
  })
})

describe('a front end stands on the contract alone', () => {
  const adapters = SOURCES.filter((file) => file.startsWith('adapters/'))

  test.each(adapters.filter((file) => !isProgram(file)))(
    '%s imports its own folder and the contract',
    (file) => {
      const own = `${file.split('/').slice(0, 2).join('/')}/`
      const ours = GRAPH.get(file)!
        .map(({ target }) => target)
        .filter((target) => target.endsWith('.ts'))
      const allowed = (target: string) =>
        target.startsWith(own) ||
        ['src/adapter.ts', 'src/message.ts', MESSAGE_FILES].includes(target) ||
        target.startsWith('src/render/')
      expect(ours.filter((target) => !allowed(target))).toEqual([])
    },
  )

  test('only src/start.ts and the front ends themselves import front ends', () => {
    const importers = [...GRAPH].filter(([, imports]) =>
      imports.some(({ target }) => target.startsWith('adapters/')),
    )
    const others = importers.map(([file]) => file).filter((file) => !file.startsWith('adapters/'))
    expect(others.filter((file) => file !== 'src/start.ts')).toEqual([])
  })
})

test('nothing imports src/main.ts or a program', () => {
  const importers = [...GRAPH].flatMap(([file, imports]) =>
    imports
      .filter(({ target }) => target === 'src/main.ts' || isProgram(target))
      .map(({ target }) => `${file} imports ${target}`),
  )
  expect(importers).toEqual([])
})

test('fuse.js is known to the reader alone', () => {
  const importers = [...GRAPH].filter(([, imports]) =>
    imports.some(({ target }) => target.startsWith('fuse.js')),
  )
  expect(importers.length).toBeGreaterThan(0)
  expect(
    importers
      .map(([file]) => dirname(file))
      .filter((folder) => !/^src\/(reading|understanding)/.test(folder)),
  ).toEqual([])
})

test('process.env is read in src/config.ts alone', () => {
  const readers = SOURCES.filter((file) => /\bprocess\.env\b|\benv\b.*from 'node:process'/.test(codeOf(file)))
  expect(readers).toEqual(['src/config.ts'])
})

test('no file imports itself, however far around', () => {
  const circles = SOURCES.filter((file) =>
    GRAPH.get(file)!.some(
      ({ target, typeOnly }) => !typeOnly && GRAPH.has(target) && reached(target).has(file),
    ),
  )
  expect(circles).toEqual([])
})

describe('no file is too long to read in one sitting', () => {
  const MOST_LINES = 400
  const long = SOURCES.filter((file) => textOf(file).split('\n').length - 1 > MOST_LINES)

  test(`none has more than ${MOST_LINES} lines`, () => {
    expect(long).toEqual([])
  })
})

describe('the documents name what is there', () => {
  const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> }
  const documents = globSync(['*.md', 'docs/*.md'], { cwd: ROOT }).sort()

  test.each(documents)('every command in %s exists in package.json', (file) => {
    const named = [...textOf(file).matchAll(/\bnpm (?:run (?:-s )?([\w:-]+)|(start|test)\b)/g)]
    const absent = named.map((match) => (match[1] ?? match[2])!).filter((name) => !scripts[name])
    expect(absent).toEqual([])
  })

  test.each(documents)('every link of %s to a file leads to one', (file) => {
    const named = [...textOf(file).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)].map((match) => match[1]!)
    expect(named.filter((path) => !existsSync(join(ROOT, dirname(file), path)))).toEqual([])
  })

  test('every script of package.json runs a file that is there', () => {
    const files = Object.values(scripts).flatMap((script) => script.match(/[\w./-]+\.ts\b/g) ?? [])
    expect(files.length).toBeGreaterThan(5)
    expect(files.filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
  })

  test('the README tells how to start, to test and to ask', () => {
    for (const command of [
      'npm ci && npm start',
      'npm ci && npm test',
      'npm run ask',
      'npm run eval',
      'npm run knowledge:check',
    ])
      expect(textOf('README.md')).toContain(command)
  })
})

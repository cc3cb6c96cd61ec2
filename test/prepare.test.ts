import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadCheckedKnowledge } from '../src/knowledge/check.ts'
import { KnowledgeError } from '../src/knowledge/knowledge.ts'
import { prepareKnowledge } from '../src/prepare.ts'
import { createUnderstanding } from '../src/understanding/understand.ts'

let folder: string
let cache: string
let settings: { directory: string; provider: string }

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mailsherpa-prepare-'))
  cache = join(folder, 'cache')
  settings = { directory: join(folder, 'knowledge'), provider: 'default' }
  cpSync(fileURLToPath(new URL('../knowledge', import.meta.url)), settings.directory, { recursive: true })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a later start knows and understands the same as the first', () => {
  const first = prepareKnowledge(settings, cache)
  const later = prepareKnowledge(settings, cache)
  expect(later.knowledge).not.toBe(first.knowledge)
  expect(later).toEqual(first)
  expect(later.knowledge).toEqual(loadCheckedKnowledge(settings))
  for (const text of [
    'which port for IMAP?',
    'je ne recois plus mes mails',
    'outlok keeps asking my pasword',
  ])
    expect(createUnderstanding(later.knowledge, later.prepared).read(text).candidates).toEqual(
      createUnderstanding(first.knowledge).read(text).candidates,
    )
})

test('what an editor changed is there at the next start, and a mistake is named', () => {
  const before = prepareKnowledge(settings, cache)
  const file = join(settings.directory, 'providers/default.yaml')
  const text = readFileSync(file, 'utf8')
  writeFileSync(file, text.replace(/^name: .*$/m, 'name: Another Mail'))
  expect(prepareKnowledge(settings, cache).knowledge.provider.name).toBe('Another Mail')
  writeFileSync(file, `${text}\nnonsense: true\n`)
  expect(() => prepareKnowledge(settings, cache)).toThrow(KnowledgeError)
  writeFileSync(file, text)
  expect(prepareKnowledge(settings, cache).knowledge).toEqual(before.knowledge)
})

test('a damaged file of an earlier start is made anew', () => {
  for (const name of readdirSync(cache)) writeFileSync(join(cache, name), 'not what it was')
  expect(prepareKnowledge(settings, cache).knowledge.topics.size).toBeGreaterThan(30)
})

test('a folder that cannot be written costs time, not the start', () => {
  writeFileSync(join(folder, 'in-the-way'), '')
  const ready = prepareKnowledge(settings, join(folder, 'in-the-way', 'cache'))
  expect(ready.knowledge.topics.size).toBeGreaterThan(30)
})

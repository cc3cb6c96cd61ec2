/**
 * Reads `knowledge/privacy`: what people call a secret and how they say that something is one, a file a language.
 * Always the shipped folder: an operator's own knowledge may lack it, and then nothing would be taken out.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { load } from 'js-yaml'
import { z } from 'zod'
import { kept } from '../cache.ts'

/** Lists of what people call a thing; an entry may be several words, and `*word` is any word that ends so. */
export const NAMES = [
  'password',
  'password-weak',
  'as-password',
  'code',
  'code-alone',
  'secret',
  'answer',
  'question',
  'reply',
  'tax',
  'card-code',
  'card',
  'bank',
  'phone',
  'user',
  'credentials',
  'log-in',
] as const
export type NameKind = (typeof NAMES)[number]

/** Lists of single words that stand around a name. */
export const ROLES = [
  'is',
  'to',
  'from',
  'as',
  'behind',
  'for',
  'with',
  'and',
  'not',
  'the',
  'use',
  'changed',
  'gave',
  'of',
  'adjective',
  'hedge',
  'account',
  'unit',
  'verb',
  'noun-of-it',
  'error',
  'said',
] as const
export type Role = (typeof ROLES)[number]

/** Endings of words that are said of a password: `*ed`, `ge*t`. The second list is looked at with its accents. */
const ENDINGS = ['endings', 'endings-written'] as const

export type List = NameKind | Role | (typeof ENDINGS)[number]

/** The lists of one language, as written. `common` stands for all languages. */
export interface Table {
  language: string
  lists: Map<List, string[]>
}

const FOLDER = fileURLToPath(new URL('../../knowledge/privacy/', import.meta.url))
const KEYS = [...NAMES, ...ROLES, ...ENDINGS]
const schema = z.strictObject(Object.fromEntries(KEYS.map((key) => [key, z.string().optional()])))

/** All tables, taken from the cache while no file changed. Throws an error that names the file and the key. */
export function readTables(): Table[] {
  const files = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
  const texts = files.map((name) => [name, readFileSync(`${FOLDER}${name}`, 'utf8')] as const)
  const digest = createHash('sha256')
    .update(JSON.stringify([texts, KEYS]))
    .digest('hex')
  return kept('privacy', digest, () => texts.map(([name, text]) => parseTable(name, text)))
}

/** One file as a table. `name` is the file's. Throws an error that names the file and the key. */
export function parseTable(name: string, text: string): Table {
  const parsed = schema.safeParse(load(text))
  if (!parsed.success) {
    const { path, message, code } = parsed.error.issues[0]!
    const what = code === 'unrecognized_keys' ? `${message}; known are ${KEYS.join(', ')}` : message
    throw new Error(`knowledge/privacy/${name}: ${path.join('.')} ${what}`.replace(/ {2,}/g, ' '))
  }
  const lists = Object.entries(parsed.data as Record<string, string | undefined>)
  return {
    language: name.replace(/\.yaml$/, ''),
    lists: new Map(lists.map(([key, list]) => [key as List, entries(list ?? '')])),
  }
}

/** With a comma anywhere, commas part the entries; else blanks do. `{a,b}` stands for either. */
function entries(list: string): string[] {
  const flat = list.replace(/\s+/g, ' ').trim()
  const parts = flat.includes(',') ? splitOutside(flat) : flat.split(' ')
  return parts.flatMap(expand).filter((entry) => entry !== '')
}

/** At commas that stand in no braces. */
function splitOutside(text: string): string[] {
  return text.split(/,(?![^{]*\})/).map((part) => part.trim())
}

function expand(entry: string): string[] {
  const match = /\{([^{}]*)\}/.exec(entry)
  if (!match) return [entry.trim()]
  const before = entry.slice(0, match.index)
  const after = entry.slice(match.index + match[0].length)
  return match[1]!.split(',').flatMap((choice) => expand(`${before}${choice.trim()}${after}`))
}

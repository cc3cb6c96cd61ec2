/** What zod finds wrong, said as what stands there and what to write. */
import type { z } from 'zod'
import type { Path, Place } from './places.ts'
import type { Problem } from './problem.ts'

type Issue = z.core.$ZodIssue

/** What a value of this kind is called; zod's names. */
const KINDS: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list, each entry on a line of its own behind "- "',
  object: 'fields, each with its name on a line of its own',
  record: 'fields, each with its name on a line of its own',
}

/** Longer texts are quoted by their beginning. */
const MOST_QUOTED = 60

/** The file that was checked, where things stand in it, and what it was checked against. */
export interface Checked {
  file: string
  placeAt: (path: Path) => Place
  shape: z.ZodType
}

/** The problems of one issue in a document. */
export function problemsOf(issue: Issue, document: unknown, { file, placeAt, shape }: Checked): Problem[] {
  const path = issue.path as Path
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => {
      const whole = [...path, key]
      const said = { message: `there is no field "${key}"`, mend: mendOfKey(key, fieldsAt(shape, path)) }
      return { file, path: whole, line: placeAt(whole).line, ...said }
    })
  const place = placeAt(path)
  const missing = place.depth < path.length
  const said = missing ? missingValue(issue) : wrongValue(issue, valueAt(document, path), quoted(place.found))
  return [{ file, path, line: place.line, ...said }]
}

/** What zod does not keep: what was checked at a place. */
function valueAt(document: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, part) => (at as Record<string | number, unknown> | undefined)?.[part],
    document,
  )
}

function quoted(found: string | undefined): string {
  if (found === undefined) return 'this'
  const bare = found.replace(/^(["'])(.*)\1$/, '$2')
  return `"${bare.length > MOST_QUOTED ? `${bare.slice(0, MOST_QUOTED)}…` : bare}"`
}

function missingValue(issue: Issue): { message: string; mend: string } {
  const name = String(issue.path.at(-1))
  const kind = issue.code === 'invalid_type' ? KINDS[issue.expected] : undefined
  const values = issue.code === 'invalid_value' ? issue.values.join(' or ') : undefined
  return { message: `"${name}" is missing`, mend: `Write "${name}:" and ${kind ?? values ?? 'its value'}.` }
}

/** What is wrong with a value that stands there, and what to write. */
function wrongValue(issue: Issue, value: unknown, what: string): { message: string; mend: string } {
  switch (issue.code) {
    case 'invalid_type':
      return wrongKind(issue.expected, value, what)
    case 'invalid_value':
      return { message: `${what} is not known here`, mend: `Write one of: ${issue.values.join(', ')}.` }
    case 'too_small':
      if (issue.origin === 'string') return { message: 'nothing is written here', mend: 'Write a text.' }
      if (issue.origin === 'array') return { message: 'the list is empty', mend: 'Write at least one entry.' }
      return {
        message: `${what} is too small`,
        mend: `Write ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}.`,
      }
    case 'too_big':
      return {
        message: `${what} is too ${issue.origin === 'number' ? 'large' : 'long'}`,
        mend: `Write at most ${issue.maximum}${issue.origin === 'string' ? ' characters' : issue.origin === 'array' ? ' entries' : ''}.`,
      }
    case 'invalid_format':
      return issue.format === 'email'
        ? { message: `${what} is no e-mail address`, mend: 'Write one such as support@example.com.' }
        : { message: `${what} is not written rightly`, mend: sentence(issue.message) }
    case 'invalid_key':
      return {
        message: `${what} cannot stand here as a name`,
        mend: sentence(issue.issues[0]?.message ?? ''),
      }
    default:
      return custom(issue, what)
  }
}

/** Refinements of our own bring what to write as a parameter. */
function custom(issue: Issue, what: string): { message: string; mend: string } {
  const mend: unknown = issue.code === 'custom' ? issue.params?.mend : undefined
  if (typeof mend === 'string') return { message: issue.message.replace('{value}', what), mend }
  return { message: `${what} does not fit here`, mend: sentence(issue.message) }
}

function wrongKind(expected: string, input: unknown, what: string): { message: string; mend: string } {
  const kind = KINDS[expected] ?? expected
  if (expected === 'string' && ['boolean', 'number'].includes(typeof input))
    return {
      message: `${what} is read as a ${typeof input}, not as a text`,
      mend: `Write "${String(input)}", with the quotes.`,
    }
  const belongs: Record<string, string> = {
    array: 'a list belongs',
    object: 'fields belong',
    record: 'fields belong',
  }
  const where = belongs[expected]
  const message = where ? `${what} stands where ${where}` : `${what} is not ${kind}`
  return { message, mend: `Write ${kind}.` }
}

function sentence(text: string): string {
  return text.endsWith('.') ? text : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

function mendOfKey(key: string, fields: string[]): string {
  const likely = fields.find((field) => alike(field, key))
  if (likely) return `Write "${likely}".`
  return fields.length > 0 ? `Remove it, or write one of: ${fields.join(', ')}.` : 'Remove it.'
}

/** One letter too many, too few, wrong or two swapped. */
function alike(a: string, b: string): boolean {
  const [short, long] = (a.length < b.length ? [a, b] : [b, a]).map((text) => text.toLowerCase()) as [
    string,
    string,
  ]
  if (long.length - short.length > 1) return false
  let start = 0
  while (start < short.length && short[start] === long[start]) start++
  const rest = long.slice(start)
  const other = short.slice(start)
  const swapped =
    rest.slice(0, 2) === [...other.slice(0, 2)].reverse().join('') && rest.slice(2) === other.slice(2)
  return swapped || rest.slice(1) === (long.length === short.length ? other.slice(1) : other)
}

/** The names of the fields that may stand at a place. */
function fieldsAt(shape: z.ZodType, path: Path): string[] {
  let at: z.core.$ZodType | undefined = bare(shape)
  for (const part of path) {
    const def = at._zod.def as z.core.$ZodTypeDef & { shape?: object; element?: object; valueType?: object }
    const next =
      def.type === 'object'
        ? (def.shape as Record<string, z.core.$ZodType>)[String(part)]
        : def.type === 'array'
          ? (def.element as z.core.$ZodType)
          : def.type === 'record'
            ? (def.valueType as z.core.$ZodType)
            : undefined
    if (!next) return []
    at = bare(next)
  }
  const def = at._zod.def as z.core.$ZodTypeDef & { shape?: object }
  return def.type === 'object' ? Object.keys(def.shape ?? {}) : []
}

/** Without what wraps a shape: optional, default, transform. */
function bare(shape: z.core.$ZodType): z.core.$ZodType {
  const def = shape._zod.def as z.core.$ZodTypeDef & { innerType?: z.core.$ZodType; in?: z.core.$ZodType }
  const inner = def.innerType ?? (def.type === 'pipe' ? def.in : undefined)
  return inner ? bare(inner) : shape
}

/** Discord's official OpenAPI document: what goes out must fit it, and have no key that it does not know. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'

const FILE = fileURLToPath(new URL('../../../../shared/specs/discord-openapi.json', import.meta.url))

/** Tests that need the document say so when it is not there. */
export const specIsHere = existsSync(FILE)
export const SPEC_ABSENT =
  'Discord’s OpenAPI document is not at ../shared/specs/discord-openapi.json: payloads are checked against the limits only'

interface Schema {
  $ref?: string
  properties?: Record<string, Schema>
  additionalProperties?: boolean | Schema
  items?: Schema
  oneOf?: Schema[]
  anyOf?: Schema[]
  allOf?: Schema[]
}

interface Operation {
  requestBody?: { content: Record<string, { schema: Schema }> }
}

interface Route {
  pattern: RegExp
  literal: number
  operations: Record<string, Operation | undefined>
}

const ROOT = 'discord.json'
let loaded: { ajv: Ajv2020; routes: Route[]; schemas: Record<string, Schema> } | undefined
const validators = new WeakMap<Schema, ValidateFunction>()

function load() {
  if (loaded) return loaded
  // References are made absolute, so that any part of the document can be compiled on its own.
  const text = readFileSync(FILE, 'utf8')
    .replaceAll('"$ref":"#/', `"$ref":"${ROOT}#/`)
    .replaceAll('"$ref": "#/', `"$ref": "${ROOT}#/`)
  const document = JSON.parse(text)
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true, logger: false })
  ajv.addSchema({ $id: ROOT, components: document.components }, ROOT)
  const routes = Object.entries(document.paths as Record<string, Route['operations']>).map(
    ([path, operations]) => ({
      pattern: new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}$`),
      literal: path.split('/').filter((part) => part && !part.startsWith('{')).length,
      operations,
    }),
  )
  // A path with a fixed part goes before one with a parameter in its place.
  routes.sort((a, b) => b.literal - a.literal)
  loaded = { ajv, routes, schemas: document.components.schemas }
  return loaded
}

/** What is wrong with a request, a line each. `path` is without the version. Empty when the document is not here. */
export function checkRequest(method: string, path: string, body: unknown): string[] {
  if (!specIsHere) return []
  const { routes } = load()
  const route = routes.find(
    (candidate) => candidate.pattern.test(path) && candidate.operations[method.toLowerCase()],
  )
  if (!route) return [`${method} ${path} is no request that Discord knows`]
  const schema = route.operations[method.toLowerCase()]!.requestBody?.content['application/json']?.schema
  if (!schema) return body === undefined ? [] : [`${method} ${path} takes no body`]
  const wrong = validate(schema, body)
  const where = `${method} ${path.replace(/\d{5,}/g, 'N').replace(/(callback|webhooks\/N)\/[\w.-]+/, '$1')}`
  return (wrong.length > 0 ? wrong : unknownKeys(schema, body, '')).map((line) => `${where}: ${line}`)
}

function validate(schema: Schema, value: unknown): string[] {
  let check = validators.get(schema)
  if (!check) {
    check = load().ajv.compile(schema)
    validators.set(schema, check)
  }
  return check(value) ? [] : (check.errors ?? []).map((error) => `${error.instancePath} ${error.message}`)
}

/** Keys that no schema for the value names, as paths. */
export function unknownKeys(schema: Schema, value: unknown, at: string): string[] {
  if (typeof value !== 'object' || value === null) return []
  const resolved = resolve(schema)
  const branches = resolved.oneOf ?? resolved.anyOf
  if (branches) {
    const fitting = branches.filter((branch) => validate(branch, value).length === 0)
    const found = fitting.map((branch) => unknownKeys(branch, value, at))
    return found.sort((a, b) => a.length - b.length)[0] ?? [`${at} fits no form`]
  }
  if (Array.isArray(value))
    return resolved.items
      ? value.flatMap((item, index) => unknownKeys(resolved.items!, item, `${at}/${index}`))
      : []
  const properties = Object.assign(
    {},
    resolved.properties,
    ...(resolved.allOf ?? []).map((part) => resolve(part).properties),
  )
  return Object.entries(value).flatMap(([key, inner]) => {
    const known: Schema | undefined = properties[key]
    if (known) return unknownKeys(known, inner, `${at}/${key}`)
    const { additionalProperties } = resolved
    if (typeof additionalProperties === 'object')
      return unknownKeys(additionalProperties, inner, `${at}/${key}`)
    return additionalProperties === true ? [] : [`${at}/${key} is not known`]
  })
}

function resolve(schema: Schema): Schema {
  if (!schema.$ref) return schema
  const name = schema.$ref.split('/').at(-1)!
  return resolve(load().schemas[name]!)
}

/** Looks up the lines of what the rules find: they know the knowledge, not its files. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { type Place, placesOf } from './places.ts'
import type { Problem } from './problem.ts'

type Places = ReturnType<typeof placesOf>

/**
 * The problems with file and line. A folder becomes the one of its files that holds the place, if one does. `pathOf`
 * says where a file or folder lies.
 */
export function located(problems: Problem[], pathOf: (file: string) => string): Problem[] {
  const read = new Map<string, Places | undefined>()
  const placesIn = (file: string) => {
    if (!read.has(file)) {
      const path = pathOf(file)
      read.set(
        file,
        existsSync(path) && statSync(path).isFile() ? placesOf(readFileSync(path, 'utf8')) : undefined,
      )
    }
    return read.get(file)
  }
  return problems.map((problem) => {
    if (problem.line !== undefined) return problem
    const at = fileOf(problem, pathOf, placesIn)
    const place = placesIn(at.file)?.(at.path)
    return place ? { ...problem, ...at, line: place.line, message: quoting(problem.message, place) } : problem
  })
}

type Placed = Pick<Problem, 'file' | 'path'>

function fileOf(
  { file, path }: Placed,
  pathOf: (file: string) => string,
  placesIn: (file: string) => Places | undefined,
): Placed {
  const folder = pathOf(file)
  if (!existsSync(folder) || !statSync(folder).isDirectory()) return { file, path }
  const files = readdirSync(folder)
    .filter((name) => ['.yaml', '.yml'].includes(extname(name)))
    .map((name) => join(file, name))
  // "common.domain" is `domain` in common.yaml; a code stands in one of several files.
  const named = files.find((name) => basename(name, extname(name)) === path[0])
  if (named) return { file: named, path: path.slice(1) }
  const holding = files.find((name) => path.length > 0 && placesIn(name)!(path).depth > 0)
  return { file: holding ?? file, path }
}

/** What stands there is quoted, where the message does not do so itself. */
function quoting(message: string, { found }: Place): string {
  if (found === undefined || /["“]/.test(message)) return message
  return `${message}: "${found.replace(/^(["'])(.*)\1$/, '$2')}"`
}

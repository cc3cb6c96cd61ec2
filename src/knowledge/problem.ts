/** Something wrong in the knowledge, told to somebody who does not program. */
import type { Path } from './places.ts'

export interface Problem {
  /** Relative to the knowledge folder. A folder where the place is looked up among its files. */
  file: string
  /** Where in the file; empty for the whole file. */
  path: Path
  /** From 1; undefined where it is not looked up. */
  line?: number
  /** What is wrong, with what stands there in quotes. */
  message: string
  /** What to write. */
  mend: string
}

/** Keys as they are, places in lists from 1: "ports, entry 3, security". */
export function pathText(path: Path): string {
  return path.map((part) => (typeof part === 'number' ? `entry ${part + 1}` : part)).join(', ')
}

function problemText({ file, path, line, message, mend }: Problem): string {
  const where = [file, ...(line === undefined ? [] : [`line ${line}`])].join(', ')
  const within = path.length > 0 ? ` (${pathText(path)})` : ''
  return `  ${where}${within}: ${message}\n    ${mend}`
}

/** File by file, in the order in which they came, and in each from its first line to its last. */
function fromTopToBottom(problems: Problem[]): Problem[] {
  const files = [...new Set(problems.map(({ file }) => file))]
  return files.flatMap((file) =>
    problems.filter((problem) => problem.file === file).sort((a, b) => (a.line ?? 0) - (b.line ?? 0)),
  )
}

/** All problems at once, so that they can be mended in one go. */
export class KnowledgeError extends Error {
  override name = 'KnowledgeError'
  readonly problems: Problem[]
  constructor(problems: Problem[]) {
    const count = `${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`
    const sorted = fromTopToBottom(problems)
    super(`The knowledge has ${count}:\n${sorted.map(problemText).join('\n')}`)
    this.problems = sorted
  }
}

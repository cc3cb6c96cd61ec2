/** What the rules find is told with the file and line where it stands, in whichever of many files that is. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadCheckedKnowledge } from '../../src/knowledge/check.ts'
import { KnowledgeError, type Problem } from '../../src/knowledge/problem.ts'
import { KNOWLEDGE_DIR } from '../support/bot.ts'

/** By file: what is replaced by what, and what is said of it. */
const MISTAKES: { file: string; from: string; to: string; message: RegExp }[] = [
  {
    file: 'providers/default.yaml',
    from: 'protocol: pop3, port: 995',
    to: 'protocol: pop3, port: 993',
    message: /port 993 is IMAP’s/,
  },
  {
    file: 'languages/en/topics/pop-vs-imap.yaml',
    from: '    - With IMAP, what you delete on one device is deleted on all of them.',
    to: '    - See [how IMAP works](https://example.com).',
    message: /"\[how IMAP works\]\(https:\/\/example\.com\)" is a Markdown link/,
  },
  {
    file: 'languages/fr/clients/thunderbird.yaml',
    from: '`{out.host}`',
    to: '`{out.hots}`',
    message: /\{out.hots\} has no value here/,
  },
  {
    file: 'languages/en/codes/smtp-replies.yaml',
    from: '    - Read the words after 554. They name the reason.',
    to: '    - Use port 465.',
    message: /the port 465 stands in the text: "Use port 465\."/,
  },
  { file: 'codes/smtp-replies.yaml', from: 'topic: bounce', to: 'topic: bonce', message: /no topic "bonce"/ },
  {
    file: 'clients/outlook.yaml',
    from: 'variants:\n',
    to: 'variants:\n  - outlook-99\n',
    message: /"outlook-99"/,
  },
  { file: 'languages/fr/interface/common.yaml', from: '{port}"', to: '{prot}"', message: /\{prot\}/ },
  { file: 'topics/ports.yaml', from: '[rfc8314, iana-ports]', to: '[rfc8314, nix]', message: /"nix"/ },
]

let directory: string
let found: Problem[]

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'mailsherpa-check-'))
  cpSync(KNOWLEDGE_DIR, directory, { recursive: true })
  for (const { file, from, to } of MISTAKES) {
    const before = readFileSync(join(directory, file), 'utf8')
    expect(before, file).toContain(from)
    writeFileSync(join(directory, file), before.replace(from, to))
  }
  found = problemsOf('default')
})
afterAll(() => rmSync(directory, { recursive: true }))

function problemsOf(provider: string): Problem[] {
  try {
    loadCheckedKnowledge({ directory, provider })
    return []
  } catch (cause) {
    if (!(cause instanceof KnowledgeError)) throw cause
    return cause.problems
  }
}

describe('a mistake that only shows between files', () => {
  test.each(MISTAKES)('in $file is named with its line', ({ file, to, message }) => {
    const before = readFileSync(join(directory, file), 'utf8').split(to.trim().split('\n').at(-1)!)[0]!
    const [problem] = found.filter((one) => one.file === file && message.test(one.message))
    expect(problem, JSON.stringify(found.filter((one) => one.file === file))).toBeDefined()
    expect(problem!.line).toBe(before.split('\n').length)
    expect(problem!.mend).toBeTruthy()
  })

  test('everything found has a line and says what to write', () => {
    expect(found.filter(({ line, mend }) => line === undefined || !mend)).toEqual([])
  })

  test('what stands in one file is told from its top to its bottom', () => {
    const files = new Set(found.map(({ file }) => file))
    for (const file of files) {
      const lines = found.filter((one) => one.file === file).map(({ line }) => line!)
      expect(lines).toEqual([...lines].sort((a, b) => a - b))
    }
  })
})

test('a provider’s file that lies elsewhere is named as it was given', () => {
  const path = join(directory, 'elsewhere.yaml')
  const text = readFileSync(join(KNOWLEDGE_DIR, 'providers/default.yaml'), 'utf8')
  writeFileSync(path, text.replace('perHour: 200', 'perHour: 2000'))
  const line = text.split('perHour')[0]!.split('\n').length
  expect(problemsOf(path)).toContainEqual(expect.objectContaining({ file: path, line }))
})

import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createStore } from '../../src/store/sql.ts'
import { generateMonth } from './month.ts'

/** Each starts a program of its own, which takes a while on a busy machine. */
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'mailsherpa-commands-'))
const dataDir = join(folder, 'data')
const now = new Date()
const month = generateMonth(300, 1, now)
const SAME_ID = 'same-id'
const SECRETS_KEY = Buffer.alloc(32, 7).toString('base64')
/** Before what the reports of these tests look at. */
const ago = new Date(now.getTime() - 60 * 24 * 3_600_000)

interface Result {
  code: number
  stdout: string
  stderr: string
}

function run(
  script: string,
  args: string[],
  env: Record<string, string> = { DATA_DIR: dataDir, SECRETS_KEY },
): Promise<Result> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(root, script), ...args],
      { cwd: folder, env: { PATH: process.env.PATH ?? '', TZ: 'UTC', ...env }, maxBuffer: 1 << 24 },
      (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    )
  })
}
const report = (...args: string[]) => run('src/report/cli.ts', args)
const forget = (...args: string[]) => run('src/privacy/forget-cli.ts', args)
const exported = (...args: string[]) => run('src/privacy/export-cli.ts', args)

beforeAll(async () => {
  const store = createStore({ dataDir, now: () => now, secretsKey: SECRETS_KEY })
  await store.open()
  await store.people.add('Zoe@Example.org', 'slack/zoe', now)
  await store.people.add('slack/U0ZOE', 'slack/zoe', now)
  for (const [id, conversation] of [
    ['zoe', 'slack/zoe'],
    ['max', 'helpdesk/max'],
  ] as const) {
    await store.answers.add({ ...month.answers[0]!, id, conversation, at: ago, outcome: 'smalltalk' })
    await store.handoffs.open({
      id: `${id}-handoff`,
      conversation,
      frontEnd: conversation.split('/')[0]!,
      locale: 'en',
      openedAt: ago,
      history: [],
    })
  }
  await store.handoffs.setReference('max-handoff', 'ticket:448812')
  for (const record of month.answers) await store.answers.add(record)
  for (const vote of month.feedback) await store.feedback.add(vote)
  const steering = '\x1b]0;title\x07\x1b[2J\x9b31m\u202esteered terminal'
  for (const id of ['s1', 's2', 's3'])
    await store.answers.add({
      ...month.answers[0]!,
      id,
      conversation: `http/${id}`,
      at: new Date(now.getTime() - 40 * 24 * 3_600_000),
      question: steering,
      outcome: 'unknown',
      topic: null,
    })
  for (const frontEnd of ['http', 'slack']) {
    const conversation = `${frontEnd}/${SAME_ID}`
    const answer = { ...month.answers[0]!, id: `${frontEnd}-answer`, conversation, frontEnd, at: now }
    await store.answers.add(answer)
    await store.feedback.add({ answerId: answer.id, at: now, helpful: false, comment: 'no' })
    await store.conversations.put(conversation, { turns: 1 }, new Date(now.getTime() + 3_600_000))
    const handoff = { conversation, frontEnd, locale: 'en', openedAt: now, history: [] }
    await store.handoffs.open({ ...handoff, id: `${frontEnd}-done`, openedAt: new Date(now.getTime() - 1) })
    await store.handoffs.done(`${frontEnd}-done`, 'Ana')
    await store.handoffs.open({ ...handoff, id: `${frontEnd}-handoff` })
  }
  await store.close()
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('npm run report', () => {
  it('prints Markdown about the last 30 days', async () => {
    const { code, stdout, stderr } = await report()
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^# \d+ of \d+ questions were not answered/)
  })

  it('writes a page to a file, in French when asked', async () => {
    const file = join(folder, 'report.html')
    const { code, stdout, stderr } = await report('--html', '--out', file, '--since', '31d', '--locale', 'fr')
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
    expect(stderr).toMatch(/^Written to .*report\.html: 302 questions since /)
    expect(readFileSync(file, 'utf8')).toMatch(/^<!doctype html>\n<html lang="fr">/)
  })

  it.each([
    ['a time it cannot read', ['--since', 'soon'], 2, '--since soon is no time that has passed.'],
    ['an option it does not know', ['--pdf'], 2, "Unknown option '--pdf'"],
    [
      'a file that cannot be written',
      ['--out', '/nowhere/report.md'],
      1,
      'Name a file in a folder that is there',
    ],
  ])('%s ends with the cause and the mend', async (_, args, code, told) => {
    const result = await report(...args)
    expect(result.code).toBe(code)
    expect(result.stdout).toBe('')
    expect(result.stderr).toContain(told)
    expect(result.stderr).not.toMatch(/^\s+at /m)
  })

  it('lets nothing that people wrote steer the terminal', async () => {
    const { stdout } = await report('--since', '45d')
    expect(stdout).toContain('steered')
    expect(stdout).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/)
  })

  it('makes no new store where none is', async () => {
    const nowhere = join(folder, 'nowhere')
    const { code, stderr } = await run('src/report/cli.ts', [], { DATA_DIR: nowhere })
    expect(code).toBe(1)
    expect(stderr).toBe(
      `There is no store in the folder ${nowhere}.\nRun this where the bot runs, or set DATA_DIR or DATABASE_URL as the bot has them.\n`,
    )
  })

  it('names a setting that cannot be used, without its value', async () => {
    const { code, stderr } = await run('src/report/cli.ts', [], {
      DATABASE_URL: 'mysql://user:hunter2@host/db',
    })
    expect(code).toBe(1)
    expect(stderr).toMatch(/^DATABASE_URL: /)
    expect(stderr).not.toContain('hunter2')
  })
})

describe('npm run export and npm run forget', () => {
  it('export gives everything that is kept, from every front end', async () => {
    const { code, stdout } = await exported('--conversation', SAME_ID)
    expect(code).toBe(0)
    const { conversations } = JSON.parse(stdout)
    expect(conversations.map((one: { conversation: string }) => one.conversation)).toEqual([
      `http/${SAME_ID}`,
      `slack/${SAME_ID}`,
    ])
    expect(conversations[0]).toMatchObject({
      memory: { turns: 1 },
      answers: [{ id: 'http-answer' }],
      votes: [{ answerId: 'http-answer', helpful: false, comment: 'no' }],
      handoffs: [
        { id: 'http-done', state: 'done' },
        { id: 'http-handoff', state: 'open' },
      ],
    })
  })

  it('forget deletes at the front end that is named, and says what', async () => {
    const { code, stdout } = await forget('--conversation', `http/${SAME_ID}`)
    expect(code).toBe(0)
    expect(stdout).toBe(
      `Deleted of http/${SAME_ID}: 1 memory of the conversation, 1 vote, 1 question with its answer, 2 handoffs to a person.\n`,
    )
    const left = JSON.parse((await exported('--conversation', SAME_ID)).stdout)
    expect(left.conversations.map((one: { conversation: string }) => one.conversation)).toEqual([
      `slack/${SAME_ID}`,
    ])
  })

  it('forget with the id alone deletes the rest, and the second time there is nothing', async () => {
    expect((await forget('--conversation', SAME_ID)).stdout).toMatch(
      new RegExp(`^Deleted of slack/${SAME_ID}: `),
    )
    expect(await forget('--conversation', SAME_ID)).toMatchObject({
      code: 0,
      stdout: `Nothing was kept about ${SAME_ID}.\n`,
    })
    const { stdout, stderr } = await exported('--conversation', SAME_ID)
    expect(JSON.parse(stdout).conversations).toEqual([])
    expect(stderr).toBe(`Nothing is kept about ${SAME_ID}.\n`)
  })

  it('finds what is of a person who knows no id: by user, by ticket, by an address', async () => {
    const conversations = async (...args: string[]) =>
      JSON.parse((await exported(...args)).stdout).conversations.map(
        (one: { conversation: string }) => one.conversation,
      )
    expect(await conversations('--user', 'slack/U0ZOE')).toEqual(['slack/zoe'])
    expect(await conversations('--address', 'zoe@example.org')).toEqual(['slack/zoe'])
    expect(await conversations('--ticket', '448812')).toEqual(['helpdesk/max'])
    expect(await conversations('--user', 'discord/U0ZOE')).toEqual([])
    expect((await forget('--address', 'ZOE@example.org')).stdout).toBe(
      'Deleted of slack/zoe: 1 question with its answer, 1 handoff to a person, 2 notes of whose it is.\n',
    )
    expect((await forget('--ticket', '448812')).stdout).toBe(
      'Deleted of helpdesk/max: 1 question with its answer, 1 handoff to a person.\n',
    )
    expect((await forget('--user', 'slack/U0ZOE')).stdout).toBe('Nothing was kept about slack/U0ZOE.\n')
  })

  it('says that SECRETS_KEY is needed to find a person', async () => {
    const { code, stderr } = await run('src/privacy/forget-cli.ts', ['--user', 'slack/U0ZOE'], {
      DATA_DIR: dataDir,
    })
    expect(code).toBe(1)
    expect(stderr).toContain('SECRETS_KEY is not set')
    expect(stderr).not.toMatch(/^\s+at /m)
  })

  it('others stay', async () => {
    const { stdout } = await report('--since', '31d')
    expect(stdout).toContain('**300** questions')
  })

  it.each([
    [],
    ['--conversation', ''],
    ['--conversation', 'a b'],
    ['--conversation', '../x'],
    ['--all'],
    ['--user', 'U0ZOE'],
    ['--address', 'zoe'],
    ['--ticket', '%'],
    ['--user', 'slack/U1', '--ticket', '1'],
  ])('without saying whose, nothing is deleted: %j', async (...args) => {
    const { code, stdout } = await forget(...(args as string[]))
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })
})

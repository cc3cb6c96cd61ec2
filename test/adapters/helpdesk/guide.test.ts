import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { adapter as chatwoot } from '../../../adapters/chatwoot/index.ts'
import { createHelpdesk, adapter as helpdesk } from '../../../adapters/helpdesk/index.ts'
import { createWorld, type World } from '../../support/world.ts'

const run = promisify(execFile)
const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const GUIDE = readFileSync(join(ROOT, 'docs/helpdesk.md'), 'utf8')

/** The fenced blocks of one language, without the indentation of a list. */
function blocks(language: string): string[] {
  return [...GUIDE.matchAll(new RegExp(`^( *)\`\`\`${language}\\n([\\s\\S]*?)^ *\`\`\``, 'gm'))].map(
    ([, indent = '', code = '']) => code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  )
}

describe('docs/helpdesk.md', () => {
  let world: World
  const folder = mkdtempSync(join(tmpdir(), 'mailsherpa-guide-'))
  beforeAll(async () => {
    world = await createWorld(new Date())
  })
  afterAll(async () => {
    await world.close()
    rmSync(folder, { recursive: true })
  })

  test('makes a secret that the bot takes, and sends a message that is answered', async () => {
    const command = blocks('sh').find((block) => block.includes('randomBytes'))!
    const expression = /node -p "(.*)"/.exec(command)![1]!
    const secret = (await run('node', ['-p', expression])).stdout.trim()
    expect(secret).toMatch(/^whsec_/)
    const bot = await world.serve('helpdesk', (host) =>
      createHelpdesk({ HELPDESK_WEBHOOK_SECRET: secret }, host),
    )
    const program = blocks('js').find((block) => block.includes('standardwebhooks'))!
    writeFileSync(join(folder, 'send.mjs'), program)
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
    const { stdout } = await run('node', ['send.mjs'], {
      cwd: folder,
      env: { ...process.env, HELPDESK_WEBHOOK_SECRET: secret, BOT: bot.url },
    })
    expect(stdout).toMatch(/^200 IMAP uses port 993/)
  })

  test('shows events as they are', async () => {
    const [answered, handoff] = blocks('json').map(
      (block) => JSON.parse(block) as { type: string; data: object },
    )
    expect(answered).toMatchObject({ type: 'message.answered' })
    expect(Object.keys(answered!.data)).toEqual(['conversationId', 'answer'])
    expect(handoff).toMatchObject({ type: 'handoff.requested' })
    expect(Object.keys(handoff!.data)).toEqual([
      'id',
      'conversationId',
      'from',
      'locale',
      'contact',
      'conversation',
    ])
  })

  test('names every variable of both adapters, and none that is not there', () => {
    const known = [...Object.keys(helpdesk.settings.shape), ...Object.keys(chatwoot.settings.shape)]
    for (const name of known) expect(GUIDE, name).toContain(name)
    const named = GUIDE.match(/\b(?:HELPDESK|WIDGET|WHMCS|CHATWOOT)_[A-Z_]+/g)!.filter(
      (name) => !name.endsWith('_'),
    )
    expect(named.filter((name) => !known.includes(name))).toEqual([])
  })

  test('names every attribute of the line, and none that is not there', () => {
    const source = readFileSync(join(ROOT, 'adapters/helpdesk/widget/main.ts'), 'utf8')
    const read = /const \{ (.*) \} = script\.dataset/
      .exec(source)![1]!
      .split(', ')
      .map((name) => `data-${name}`)
    const named = [...GUIDE.matchAll(/^\| `(data-[a-z]+)` \|/gm)].map((match) => match[1])
    expect(named.sort()).toEqual(read.sort())
  })

  test('names every constant of the hook file', () => {
    const source = readFileSync(join(ROOT, 'adapters/helpdesk/whmcs/mailsherpa.php'), 'utf8')
    for (const name of ['MAILSHERPA_URL', 'MAILSHERPA_SECRET', 'MAILSHERPA_COLOR']) {
      expect(source).toContain(`const ${name} = `)
      expect(GUIDE).toContain(name)
    }
  })
})

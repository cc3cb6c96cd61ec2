/** docs/terminal.md shows what the program shows, and names what there is. */
import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { COMMANDS } from '../../../adapters/terminal/parse.ts'
import { renderBlocks } from '../../../adapters/terminal/render.ts'
import { startTestBot, type TestBot } from '../../support/bot.ts'

const ROOT = new URL('../../../', import.meta.url)
const guide = readFileSync(new URL('docs/terminal.md', ROOT), 'utf8')
const program = readFileSync(new URL('adapters/terminal/cli.ts', ROOT), 'utf8')

let bot: TestBot
beforeAll(async () => {
  bot = await startTestBot()
})
afterAll(() => bot.close())

test('the transcript is what is printed', async () => {
  const [, question, printed] = /```text\n\$ npm run -s ask -- "([^"]+)"\n([\s\S]*?)\n```/.exec(guide)!
  const { blocks } = await bot.bot.ask({ text: question!, frontEnd: 'terminal' })
  const words = bot.bot.hostFor('terminal', bot.server).words('en')
  const style = { width: Number.POSITIVE_INFINITY, paint: (_look: string, text: string) => text }
  expect(printed).toBe(renderBlocks(blocks, style, words))
})

test('every option that it names exists, and the other way round', () => {
  const named = [...guide.matchAll(/^\| `--([a-z]+)/gm)].map((match) => match[1]!)
  const taken = [...program.matchAll(/^ {6}([a-z]+): \{ type: /gm)].map((match) => match[1]!)
  expect(named.sort()).toEqual(taken.filter((name) => name !== 'help').sort())
})

test('every command of the dialogue and every file that it names is there', () => {
  for (const command of COMMANDS) expect(guide).toContain(`\`/${command}\``)
  for (const [, file] of guide.matchAll(/`((?:adapters|src|test|docs)\/[\w./-]+)`/g))
    if (!file!.includes('NAME')) expect(existsSync(new URL(file!, ROOT)), file).toBe(true)
  for (const file of ['parse.ts', 'render.ts', 'table.ts', 'cli.ts'])
    expect(existsSync(new URL(`adapters/terminal/${file}`, ROOT)), file).toBe(true)
})

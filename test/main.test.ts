/** A start that cannot be: everything that is wrong with the knowledge or a front end, at once and without a stack. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { KNOWLEDGE_DIR } from './support/bot.ts'
import { failingStart, temporaryFolder } from './support/process.ts'

test.concurrent('broken files of the knowledge stop the start, all told at once', {
  timeout: 60_000,
}, async () => {
  const folder = temporaryFolder()
  cpSync(KNOWLEDGE_DIR, folder, { recursive: true })
  const change = (file: string, from: RegExp, to: string) =>
    writeFileSync(join(folder, file), readFileSync(join(folder, file), 'utf8').replace(from, to))
  change('providers/default.yaml', /port: 993/, 'port: 99300')
  change('topics/ports.yaml', /^kind: .*/m, 'kind: [')
  change('languages/fr/topics/webmail.yaml', /^label:/m, 'lable:')

  const { code, output } = await failingStart({ DATA_DIR: temporaryFolder(), KNOWLEDGE_DIR: folder })
  expect(code).toBe(1)
  expect(output).toMatch(/did not start/)
  expect(output).toMatch(/providers\/default\.yaml, line \d+ \(ports, entry 1, port\): "99300"/)
  expect(output).toMatch(/topics\/ports\.yaml, line \d+: /)
  expect(output).toMatch(/languages\/fr\/topics\/webmail\.yaml, line 1 \(lable\): .*lable/)
  expect(output).not.toMatch(/\n\s+at .*\.ts:\d+/)
})

test.concurrent('a broken rule stops the start as well', { timeout: 60_000 }, async () => {
  const folder = temporaryFolder()
  cpSync(KNOWLEDGE_DIR, folder, { recursive: true })
  const file = join(folder, 'languages/en/topics/pop-vs-imap.yaml')
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace(/^ {2}lead: .*/m, '  lead: Take port 993 of Example Mail.'),
  )
  const { code, output } = await failingStart({ DATA_DIR: temporaryFolder(), KNOWLEDGE_DIR: folder })
  expect(code).toBe(1)
  expect(output).toMatch(/pop-vs-imap\.yaml, line \d+ \(answer, lead\): the port 993 stands in the text/)
  expect(output).toMatch(
    /pop-vs-imap\.yaml, line \d+ \(answer, lead\): the provider’s name stands in the text/,
  )
})

test.concurrent('half of the variables of a front end stop the start and name the others', {
  timeout: 60_000,
}, async () => {
  const { code, output } = await failingStart({ DATA_DIR: temporaryFolder(), SLACK_BOT_TOKEN: 'xoxb-s3cret' })
  expect(code).toBe(1)
  expect(output).toMatch(/SLACK_BOT_TOKEN is set, but SLACK_\w+ is missing/)
  expect(output).not.toContain('s3cret')
})

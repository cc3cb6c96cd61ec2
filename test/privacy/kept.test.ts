/** What does not survive redaction is kept nowhere: not in a slot, a state, a first line, a ticket or a log. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Host } from '../../src/adapter.ts'
import { createStore } from '../../src/store/sql.ts'
import type { Store } from '../../src/store/store.ts'
import { startTestBot, type TestBot } from '../support/bot.ts'
import { readCases } from './measure.ts'

fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 1) })

/** One of each kind in each language. */
const CASES = [
  ...new Map(
    readCases(fileURLToPath(new URL('written/must-go.jsonl', import.meta.url))).map((one) => [
      `${one.lang} ${one.kind}`,
      one,
    ]),
  ).values(),
]

let directory: string
let store: Store
let bot: TestBot
let host: Host
const logged: string[] = []
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'mailsherpa-kept-'))
  store = createStore({ dataDir: directory, now: () => new Date() })
  bot = await startTestBot({ store, logged: (line) => logged.push(line) })
  host = await bot.host('helpdesk')
})
afterAll(async () => {
  await bot.close()
  rmSync(directory, { recursive: true, force: true })
})

/** The bytes of every file of the store, as text: whatever column or page something is in. */
const keptBytes = () =>
  readdirSync(directory)
    .map((name) => readFileSync(join(directory, name), 'latin1'))
    .join('\n')

/** Everything that front ends are given of a conversation. */
async function handedOut(conversation: string): Promise<string> {
  const { handoff } = await host.handoffs.open(conversation, 'en')
  return JSON.stringify([handoff, await store.handoffs.of(`helpdesk/${conversation}`)])
}

/** What goes on after a message with a secret in it, each with its own way into the state. */
const GOES_ON = ['still not', 'and for POP3?', 'what does that mean?', 'on my iPhone', '1', 'yes', 'why?']

/** Letters and digits that no sentence holds by chance. */
const random = fc.stringMatching(/^[b-df-hj-np-tv-z]{5}[2-9]{4}$/)
const digits = fc.stringMatching(/^[2-9][0-9]{5}$/).filter((code) => !/^(?:100|2[05]|5[05])/.test(code))

const WAYS: ((secret: string) => string)[] = [
  (s) => `my password is ${s}, why is it refused?`,
  (s) => `550 and password: ${s}`,
  (s) => `what does code ${s} mean? my password is ${s}`,
  (s) => `IMAP 993 user bob password ${s}`,
  (s) => `mon mot de passe est ${s}, erreur 535`,
  (s) => `Mein Passwort lautet ${s}, Port 993?`,
  (s) => `login: bob@example.com ${s}`,
  (s) => `${s} is my password, set up Outlook please`,
]
const CODES: ((secret: string) => string)[] = [
  (s) => `my code is ${s}`,
  (s) => `what does my verification code ${s} mean?`,
  (s) => `error: my pin is ${s}`,
  (s) => `mon code est ${s}, que veut dire ${s} ?`,
  (s) => `Der Bestätigungscode ${s} wird nicht angenommen`,
  (s) => `mi código es ${s}`,
  (s) => `il mio codice è ${s}`,
  (s) => `kod weryfikacyjny ${s}`,
  (s) => `认证 验证码是${s}`,
]

async function seenAfter(messages: string[], conversation: string): Promise<string> {
  const answers = []
  for (const text of messages)
    answers.push(await host.ask({ text, conversationId: conversation, frontEnd: '' }))
  const [last] = answers.slice(-1)
  await host.feedback({ answerId: last!.id, helpful: false, comment: messages[0]! })
  return JSON.stringify(answers) + (await handedOut(conversation))
}

describe('a secret in a message is nowhere afterwards', () => {
  let count = 0
  const holds = (secrets: fc.Arbitrary<string>, ways: ((secret: string) => string)[], runs: number) =>
    fc.assert(
      fc.asyncProperty(
        secrets,
        fc.constantFrom(...ways),
        fc.array(fc.constantFrom(...GOES_ON), { maxLength: 3 }),
        async (secret, way, goesOn) => {
          const seen = await seenAfter([way(secret), ...goesOn], `planted-${count++}`)
          expect(seen).not.toContain(secret)
          expect(keptBytes()).not.toContain(secret)
          expect(logged.join('\n')).not.toContain(secret)
        },
      ),
      { numRuns: runs },
    )

  test('a password', () => holds(random, WAYS, 60))
  test('a code of digits, though errors have codes too', () => holds(digits, CODES, 60))

  test('of every kind and in every language that has a case', async () => {
    const check = async ({ text, secrets }: (typeof CASES)[number], index: number) => {
      const seen = await seenAfter([text, 'still not'], `written-${index}`)
      // The answer may show people their own address again; nothing else.
      for (const secret of secrets.filter((one) => one.length > 5 && !one.endsWith('@')))
        expect(seen).not.toContain(secret)
    }
    await Promise.all(CASES.map(check))
    const bytes = keptBytes()
    for (const { secrets, text } of CASES)
      for (const secret of secrets.filter((one) => one.length > 5 && /^[\x20-\x7e]+$/.test(one)))
        expect({ text, kept: bytes.includes(secret) }).toEqual({ text, kept: false })
  })
})

test('a number that only a cut body holds is in no slot, state or line', async () => {
  const body = `my mail came back
-----Original Message-----
From: anna@example.org
To: bob@example.net
Subject: contract 778812
Dear Bob, the code for the door is 0x77AB12CD and 4.7.778.`
  await seenAfter([body, 'still not'], 'with-body')
  const state = JSON.stringify(await store.conversations.get('helpdesk/with-body'))
  for (const part of ['778812', '0x77AB12CD', '4.7.778', 'anna@', 'bob@', 'Dear Bob'])
    expect(keptBytes() + state).not.toContain(part)
})

test('codes that people need are kept all the same', async () => {
  const answer = await host.ask({
    text: 'error 550 5.7.1 when sending',
    conversationId: 'needed',
    frontEnd: '',
  })
  expect(answer.slots.code).toBe('5.7.1')
  const [record] = await store.answers.of('helpdesk/needed')
  expect(record?.slots.code).toBe('5.7.1')
  expect(record?.question).toBe('error 550 5.7.1 when sending')
})

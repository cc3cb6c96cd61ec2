/** What the terminal does besides the rules that all front ends keep. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTerminal } from '../../../adapters/terminal/index.ts'
import { parse } from '../../../adapters/terminal/parse.ts'
import { clean, render, type Style } from '../../../adapters/terminal/render.ts'
import { table, wrap } from '../../../adapters/terminal/table.ts'
import type { Host } from '../../../src/adapter.ts'
import { LARGEST_FILE, LONGEST_QUESTION } from '../../../src/message.ts'
import { REPORT } from '../../diagnosis/messages.ts'
import { startTestBot, type TestBot } from '../../support/bot.ts'
import { openScreen } from './harness.ts'

let bot: TestBot
let host: Host

beforeAll(async () => {
  bot = await startTestBot()
  host = await bot.host('terminal')
})
afterAll(() => bot.close())

const options = [
  { label: 'Server settings', text: 'What are the server settings?' },
  { label: 'A port is blocked', text: 'What can I use when my provider blocks the port?' },
]

describe('a line that is typed', () => {
  test.each([
    ['which port?', { kind: 'ask', text: 'which port?' }],
    ['  which port?  ', { kind: 'ask', text: 'which port?' }],
    ['2', { kind: 'ask', text: options[1]!.text }],
    ['3', { kind: 'ask', text: '3' }],
    ['0', { kind: 'ask', text: '0' }],
    ['993', { kind: 'ask', text: '993' }],
    ['', { kind: 'nothing' }],
    [' \t ', { kind: 'nothing' }],
    ['/quit', { kind: 'command', command: 'quit' }],
    ['/QUIT', { kind: 'command', command: 'quit' }],
    ['/quti', { kind: 'unknown-command', command: '/quti' }],
    ['report.eml', { kind: 'file', path: 'report.eml' }],
    ["'/home/anna/my mail.EML'", { kind: 'file', path: '/home/anna/my mail.EML' }],
    ['/home/anna/my\\ mail.eml', { kind: 'file', path: '/home/anna/my mail.eml' }],
    ['C:\\Users\\anna\\mail.msg', { kind: 'file', path: 'C:\\Users\\anna\\mail.msg' }],
    ['what is report.eml', { kind: 'ask', text: 'what is report.eml' }],
    ['/var/mail is full', { kind: 'ask', text: '/var/mail is full' }],
    ['x'.repeat(LONGEST_QUESTION), { kind: 'ask', text: 'x'.repeat(LONGEST_QUESTION) }],
    ['x'.repeat(LONGEST_QUESTION + 1), { kind: 'too-long' }],
  ])('%j is read as what it means', (typed, line) => {
    expect(parse(typed, options)).toEqual(line)
  })
})

describe('the screen', () => {
  const style = (width: number): Style => ({ width, paint: (look, text) => `<${look}>${text}</${look}>` })

  test('no line is longer than the screen, but what is to be copied stays whole', async () => {
    const answer = await host.ask({ text: 'how do I add my account to Thunderbird?', frontEnd: 'terminal' })
    const text = render(answer, { width: 60, paint: (_look, words) => words }, host.words('en'))
    const long = text.split('\n').filter((line) => line.length > 60)
    expect(long.filter((line) => !/^\s*https:\S+$/.test(line))).toEqual([])
    for (const { url } of answer.sources) expect(text).toContain(url)
  })

  test('a number, a name and a value have looks of their own', async () => {
    const answer = await host.ask({ text: 'what are the server settings?', frontEnd: 'terminal' })
    const text = render(answer, style(Number.POSITIVE_INFINITY), host.words('en'))
    expect(text).toContain('<code>993</code>')
    expect(text).toContain('<number>1</number>')
    expect(text.startsWith('<lead>')).toBe(true)
  })

  test('columns stand below each other, whatever the letters are wide', () => {
    const drawn = table(
      [
        ['a', 'b'],
        ['日本', '1'],
        ['x', '2'],
      ],
      80,
      (text) => text,
    ).split('\n')
    expect(drawn).toEqual(['a     b', '────  ─', '日本  1', 'x     2'])
  })

  test('a cell that is too wide is wrapped in its column', () => {
    const drawn = table(
      [
        ['port', 'advice'],
        ['993', 'use this one wherever you can'],
      ],
      24,
      (text) => text,
    )
    expect(drawn.split('\n').every((line) => line.length <= 24)).toBe(true)
    expect(drawn.replace(/\s+/g, ' ')).toContain('993 use this one')
  })

  test('lines after the first are set in', () => {
    expect(wrap('- one two three', 9, 2)).toBe('- one\n  two\n  three')
  })

  test.each([
    ['\u001b[2Jgone', 'gone'],
    ['\u009b31mred', 'red'],
    ['a\u202etxt.exe', 'atxt.exe'],
    ['bell\u0007 and back\u0008space', 'bell and backspace'],
    ['two\nlines', 'two\nlines'],
    ['\u001b]8;;https://evil.example\u0007click\u001b]8;;\u0007', 'click'],
  ])('%j can only be read, not obeyed', (text, shown) => {
    expect(clean(text)).toBe(shown)
  })

  test('without a terminal there are no colours and no escape sequences', async () => {
    const screen = await openScreen(host)
    const greeted = screen.read()
    await screen.terminal.start()
    const text = (await greeted) + (await screen.type('which port for IMAP?'))
    expect(text).toBe(stripVTControlCharacters(text))
    await screen.terminal.stop()
  })
})

describe('a dialogue', () => {
  async function open(settings: { locale?: string; localeHint?: string } = {}) {
    const screen = await openScreen(host, settings)
    const greeted = screen.read()
    await screen.terminal.start()
    return { ...screen, greeting: await greeted }
  }

  test('greets in the language of the computer until a question tells another', async () => {
    const screen = await open({ localeHint: 'fr-CA' })
    expect(screen.greeting).toContain('Posez votre question')
    expect(await screen.type('IMAP')).not.toContain('What next')
    expect(await screen.type('which port do I use for incoming mail?')).toContain('What next')
    await screen.terminal.stop()
  })

  test('answers in the language that was asked for, whatever the question is written in', async () => {
    const screen = await open({ locale: 'fr' })
    expect(await screen.type('which port do I use for incoming mail?')).toContain('Et ensuite')
    await screen.terminal.stop()
  })

  test('/new forgets what was said before', async () => {
    const screen = await open()
    await screen.type('which port for IMAP?')
    expect(await screen.type('and without SSL?')).toContain('143')
    await screen.type('/new')
    expect(await screen.type('and without SSL?')).not.toContain('IMAP uses')
    await screen.terminal.stop()
  })

  test('there is nothing to vote on before the first answer, nor after /new', async () => {
    const screen = await open()
    expect(await screen.type('/bad')).toContain('no answer')
    await screen.type('which port for IMAP?')
    expect(await screen.type('/bad')).toContain('Thank you')
    await screen.type('/new')
    expect(await screen.type('/good')).toContain('no answer')
    await screen.terminal.stop()
  })

  test('says so when a line is too long or a command does not exist, and goes on', async () => {
    const screen = await open()
    expect(await screen.type('x'.repeat(LONGEST_QUESTION + 1))).toContain('16000 characters')
    expect(await screen.type('/nix')).toContain('There is no /nix')
    expect(await screen.type('/help')).toContain('/quit')
    expect(await screen.type('which port for IMAP?')).toContain('993')
    await screen.terminal.stop()
  })

  test('a number that was on the screen is no longer a choice after /new', async () => {
    const screen = await open()
    await screen.type('which port for IMAP?')
    await screen.type('/new')
    expect(await screen.type('1')).not.toContain('These are the')
    await screen.terminal.stop()
  })

  test('does not say that a person was called', async () => {
    const screen = await open()
    expect(await screen.type('I want to talk to a person')).toContain(
      'Nobody can be called from this terminal',
    )
    expect(await screen.type('a human please')).toContain('asked for a person already')
    await screen.terminal.stop()
  })

  test('lines typed ahead of /quit are answered, those after it are not', async () => {
    const input = new PassThrough()
    const output = new PassThrough({ encoding: 'utf8' })
    const terminal = createTerminal(host, { input, output, interactive: false })
    await terminal.start()
    input.write('which port for IMAP?\n/quit\nwhich port for POP3?\n')
    await terminal.finished()
    const shown = output.read() as string
    expect(shown).toContain('993')
    expect(shown).not.toContain('995')
  })

  test('reads a returned message by its path, in the language of the dialogue', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mailsherpa-'))
    const input = new PassThrough()
    const output = new PassThrough({ encoding: 'utf8' })
    const terminal = createTerminal(host, { input, output, interactive: false, localeHint: 'fr' })
    await writeFile(join(folder, 'report.eml'), REPORT)
    await writeFile(join(folder, 'picture.eml'), '\u0089PNG')
    await writeFile(join(folder, 'large.eml'), 'x'.repeat(LARGEST_FILE + 1))
    await terminal.start()
    input.end(['report', 'picture', 'large', 'absent'].map((name) => join(folder, `${name}.eml`)).join('\n'))
    await terminal.finished()
    const shown = output.read() as string
    expect(shown).toContain('La boîte du destinataire est pleine.')
    expect(shown).toContain('ne contient pas de message')
    expect(shown).toContain('dépasse 1 Mo')
    expect(shown).toContain(`Il n’y a pas de fichier ${join(folder, 'absent.eml')}.`)
    await rm(folder, { recursive: true })
  })

  test('ends with its input', async () => {
    const input = new PassThrough()
    const output = new PassThrough({ encoding: 'utf8' })
    const terminal = createTerminal(host, { input, output, interactive: false })
    await terminal.start()
    input.end('which port for IMAP?')
    await terminal.finished()
    expect(output.read()).toContain('993')
  })

  test('stops before it has begun', async () => {
    const terminal = createTerminal(host, {
      input: new PassThrough(),
      output: new PassThrough(),
      interactive: true,
    })
    await terminal.stop()
    await terminal.stop()
  })
})

describe('npm run ask', () => {
  const program = new URL('../../../adapters/terminal/cli.ts', import.meta.url).pathname
  const run = (args: string[], env: Record<string, string> = {}) =>
    new Promise<{ code: number; out: string; err: string }>((resolve) => {
      const child = execFile(
        process.execPath,
        [program, ...args],
        { env: { PATH: '', ...env } },
        (error, out, err) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
      )
      child.stdin?.end('which port for sending?\n')
    })

  test.concurrent('gives each answer as JSON, in one conversation, the first question from standard input', {
    timeout: 30_000,
  }, async () => {
    const { code, out } = await run([
      '--json',
      '--provider',
      'starttls',
      'which port for sending?',
      'and for IMAP?',
    ])
    expect(code).toBe(0)
    const answers = out.split(/\n(?=\{)/).map((text) => JSON.parse(text))
    expect(answers.map((answer) => answer.facts[0].port)).toEqual([587, 993])
    expect(answers[0].conversationId).toBe(answers[1].conversationId)
    expect(answers[0]).not.toHaveProperty('blocks')
  })

  test.concurrent('explains the last answer of a conversation', { timeout: 30_000 }, async () => {
    const { code, out } = await run(['--explain', '--json', 'which port for IMAP?', 'and for POP3?'])
    expect(code).toBe(0)
    const explanation = JSON.parse(out)
    expect(explanation.topic).toBe('ports')
    expect(explanation.verdict).toMatchObject({ reason: 'conversation', via: 'again' })
    expect(explanation.words.at(-1).matches[0]).toMatchObject({ meaning: 'protocol:pop3' })
  })

  test.concurrent.each([
    ['an option that does not exist', ['--nix'], {}, /--nix[\s\S]*npm run ask/],
    [
      'a provider that does not exist',
      ['--provider', 'nix', 'hello'],
      {},
      /no provider "nix"[\s\S]*PROVIDER/,
    ],
    ['a setting that cannot be', ['hello'], { PORT: '99999' }, /^PORT: /],
    ['nothing to explain', ['--explain'], {}, /--explain needs a question/],
    ['a message file that is not there', ['--file', 'nix.eml'], {}, /^There is no file nix\.eml\.\n$/],
    [
      'a file that is no message',
      ['--file', 'package.json'],
      {},
      /^That file holds no email message\. .*\n$/,
    ],
  ] as const)(
    'says what is wrong with %s, without a stack',
    { timeout: 30_000 },
    async (_what, args, env, message) => {
      const { code, out, err } = await run([...args], env)
      expect(code).toBe(1)
      expect(out).toBe('')
      expect(err).toMatch(message)
      expect(err).not.toMatch(/^\s+at /m)
    },
  )
})

/** The rules that every front end keeps, asked through its harness as a person would and held against the real bot. */
import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { plainText } from '../../src/answering/text.ts'
import type { Answer, Block } from '../../src/message.ts'
import { createMemoryStore } from '../../src/store/memory.ts'
import type { Handoff, Store } from '../../src/store/store.ts'
import type { AdapterHarness, HarnessModule, Shown } from './adapter-harness.ts'
import { startTestBot, type TestBot } from './bot.ts'

/** One question for each kind of block and each kind of answer. */
const QUESTIONS = [
  'which port for IMAP?',
  'what are the server settings for anna.muster@example.org?',
  'how do I add my account to Thunderbird?',
  'I cannot send mail',
  'what does 550 5.1.1 mean?',
  'is STARTTLS supported?',
  'should I use POP3 or IMAP?',
  'what is the weather in Paris tomorrow?',
]

/** What platforms read as markup, mentions, links or commands. None of it may come back live. */
const MARKUP = [
  '<script>alert(1)</script>',
  '<!channel>',
  '<@U012AB3CD>',
  '@everyone',
  '](https://evil.example)',
  '\u001b[2J',
]

const HOSTILE: Record<string, string> = {
  markup: `which port for IMAP? ${MARKUP.join(' ')} *bold* _it_ ~gone~ \`code\` | a | b | {{7*7}} \${7*7}`,
  'an address made of markup': 'server settings for "<!channel>@everyone"@evil.example please',
  mentions: '@here @everyone <@123456789012345678> <#C012AB3CD> which port for IMAP?',
  'zero-width characters': `wh\u200bich po\u200drt f\u2060or IM\ufeffAP?`,
  'text from right to left': '\u202ewhich port for IMAP?\u202c \u2066\u0645\u0631\u062d\u0628\u0627\u2069',
  'control characters': 'which port \u0000\u0007\u001b[31mfor IMAP?\u009b2J',
  'half an emoji': 'which port for IMAP? \ud83d',
  'as much as every platform takes': `which port for IMAP? ${'lorem ipsum '.repeat(400)}`.slice(0, 4_000),
}

/** Characters that a screen obeys or that turn the direction of writing. */
const OBEYED = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/

interface World {
  bot: TestBot
  store: Store
  harness: AdapterHarness
  /** Every handoff that was asked for, and whether it was a new one. */
  handoffs: { handoff: Handoff; isNew: boolean }[]
}

/** Runs every rule over one front end. */
export function describeAdapter(name: string, module: HarnessModule): void {
  describe(`the front end ${name}`, () => {
    let world: World
    let people = 0

    beforeAll(async () => {
      world = await startWorld(name, module)
    })
    afterAll(async () => {
      await world.harness.stop()
      await world.bot.close()
    })

    /** Somebody who has not written before. */
    const somebody = () => `person-${++people}`
    /** What the bot says to these messages of one conversation, without any front end. */
    const reference = async (...texts: string[]): Promise<Answer> => {
      const conversationId = `reference-${++people}`
      let answer: Answer | undefined
      for (const text of texts)
        answer = await world.bot.bot.ask({ text, conversationId, frontEnd: 'reference' })
      return answer!
    }
    const answersIn = async () =>
      (await world.store.answers.since(new Date(0))).filter((answer) => answer.frontEnd === name)

    test('is named as its folder is', () => {
      expect(module.adapter.name).toBe(name)
    })

    test.each(QUESTIONS)('shows the whole answer to: %s', async (question) => {
      const shown = await world.harness.ask(somebody(), question)
      const answer = await reference(question)
      expectShown(shown, answer)
    })

    test.each(QUESTIONS)('begins with the line that answers: %s', async (question) => {
      const shown = flat((await world.harness.ask(somebody(), question)).text)
      const { blocks } = await reference(question)
      // A cell of a table or the title of the settings may stand in the first line as well.
      const [lead, ...others] = blocks.filter((block) => 'text' in block || 'items' in block).map(textOfBlock)
      const places = others.map((text) => shown.indexOf(text)).filter((place) => place >= 0)
      expect(shown).toContain(lead)
      expect(shown.indexOf(lead!)).toBeLessThan(Math.min(...places, Number.POSITIVE_INFINITY))
    })

    test('offers what the answer offers, and each choice leads to its topic', async () => {
      const question = 'which port for IMAP?'
      const { options } = await reference(question)
      expect(options.length).toBeGreaterThan(0)
      for (const option of options) {
        const person = somebody()
        const { options: labels } = await world.harness.ask(person, question)
        const label = labels.find((one) => isLabelOf(one, option.label))
        expect(label, `${option.label} among ${labels.join(', ')}`).toBeDefined()
        expectShown(await world.harness.press(person, label!), await reference(question, option.text))
      }
    })

    test('lets a person pick when the bot asks back', async () => {
      const person = somebody()
      const [first, second] = ['which port for IMAP?', 'it still does not work'] as const
      await world.harness.ask(person, first)
      const shown = await world.harness.ask(person, second)
      const asked = await reference(first, second)
      expect(asked.outcome).toBe('clarify')
      const wanted = asked.options[1]!
      const label = shown.options.find((one) => isLabelOf(one, wanted.label))
      expect(label, `${wanted.label} among ${shown.options.join(', ')}`).toBeDefined()
      expectShown(await world.harness.press(person, label!), await reference(first, second, wanted.text))
    })

    test('understands what is asked after', async () => {
      const person = somebody()
      await world.harness.ask(person, 'which port for IMAP?')
      const shown = await world.harness.ask(person, 'and for POP3?')
      expectShown(shown, await reference('which port for IMAP?', 'and for POP3?'))
      expect(flat(shown.text)).toContain('995')
    })

    test('keeps two conversations apart', async () => {
      const [anna, ben] = [somebody(), somebody()]
      await world.harness.ask(anna, 'which port for IMAP?')
      await world.harness.ask(ben, 'which port for SMTP?')
      const toAnna = await world.harness.ask(anna, 'and without SSL?')
      const toBen = await world.harness.ask(ben, 'and without SSL?')
      expectShown(toAnna, await reference('which port for IMAP?', 'and without SSL?'))
      expectShown(toBen, await reference('which port for SMTP?', 'and without SSL?'))
      expect(flat(toAnna.text)).not.toBe(flat(toBen.text))
    })

    test('answers French in French', async () => {
      const question = 'quel est le port IMAP sécurisé ?'
      const shown = await world.harness.ask(somebody(), question)
      const answer = await reference(question)
      expect(answer.locale).toBe('fr')
      expectShown(shown, answer)
    })

    test('calls one person for a conversation that asks for one, however often', async () => {
      const [anna, ben] = [somebody(), somebody()]
      const before = world.handoffs.length
      const isNew = () => world.handoffs.slice(before).map((one) => one.isNew)
      const first = await world.harness.ask(anna, 'I want to talk to a person')
      expect(flat(first.text)).not.toBe('')
      expect(isNew()).toEqual([true])
      await world.harness.ask(anna, 'a human please')
      expect(isNew().filter(Boolean)).toHaveLength(1)
      await world.harness.ask(ben, 'I want to talk to a person')
      expect(isNew().filter(Boolean)).toHaveLength(2)
    })

    test('hands over what was asked before, without addresses', async () => {
      const person = somebody()
      const before = world.handoffs.length
      await world.harness.ask(person, 'server settings for anna.muster@example.org')
      await world.harness.ask(person, 'I want to talk to a person')
      const { history } = world.handoffs[before]!.handoff
      expect(history).toHaveLength(2)
      expect(JSON.stringify(history)).not.toContain('anna.muster')
    })

    test.each([true, false])('records the vote %s', async (helpful) => {
      const person = somebody()
      const votes = () => world.store.feedback.since(new Date(0))
      const before = new Set((await votes()).map((vote) => vote.answerId))
      await world.harness.ask(person, 'which port for IMAP?')
      await world.harness.vote(person, helpful)
      const recorded = (await votes()).filter((vote) => !before.has(vote.answerId))
      expect(recorded).toHaveLength(1)
      expect(recorded[0]!.helpful).toBe(helpful)
      expect((await answersIn()).map((answer) => answer.id)).toContain(recorded[0]!.answerId)
    })

    test('answers a delivery that comes twice only once', async ({ skip }) => {
      if (!world.harness.redeliver) return skip('nothing is delivered twice here')
      const person = somebody()
      await world.harness.ask(person, 'I cannot send mail')
      const count = async () => (await answersIn()).filter((one) => one.topic === 'cannot-send').length
      const before = await count()
      expect(await world.harness.redeliver(person)).toBe(0)
      expect(await count()).toBe(before)
    })

    test.each(Object.entries(HOSTILE))('stands %s', async (_kind, text) => {
      const person = somebody()
      const shown = await world.harness.ask(person, text)
      expect(flat(shown.text)).not.toBe('')
      expect(shown.text).not.toMatch(OBEYED)
      for (const markup of MARKUP) expect(shown.text).not.toContain(markup)
      const next = 'what is the port for POP3?'
      expectShown(await world.harness.ask(person, next), await reference(text, next))
    })

    test('never shows a password back, and says to change it', async () => {
      const shown = await world.harness.ask(somebody(), 'my password is Kx7!vbQ92z and my login fails')
      expect(JSON.stringify([shown.text, shown.payloads])).not.toContain('Kx7!vbQ92z')
      const answer = await reference('my password is Kx7!vbQ92z and my login fails')
      expect(answer.warnings.map((warning) => warning.code)).toContain('password-shared')
      expectShown(shown, answer)
    })

    test('does not ask the bot when nothing was written', async () => {
      const before = (await answersIn()).length
      // What comes of it is up to the platform, so it is not waited for: what is asked after it is.
      world.harness.ask(somebody(), '   ').catch(() => {})
      await world.harness.ask(somebody(), 'which port for IMAP?')
      expect(await answersIn()).toHaveLength(before + 1)
    })

    test('stops twice as well as once', async () => {
      const other = await startWorld(name, module)
      await other.harness.ask(somebody(), 'which port for IMAP?')
      await other.harness.stop()
      await other.harness.stop()
      await other.bot.close()
    })
  })
}

async function startWorld(name: string, module: HarnessModule): Promise<World> {
  const memory = createMemoryStore({ now: () => new Date() })
  const handoffs: World['handoffs'] = []
  const store: Store = {
    ...memory,
    handoffs: {
      ...memory.handoffs,
      async open(request) {
        const opened = await memory.handoffs.open(request)
        handoffs.push(opened)
        return opened
      },
    },
  }
  const bot = await startTestBot({ store })
  // An adapter sets up its paths before the server listens, and its peer must know the address before that.
  const port = await freePort()
  const harness = await module.start(await bot.host(name), `http://127.0.0.1:${port}`)
  await bot.server.listen({ port, host: '127.0.0.1' })
  return { bot, store, harness, handoffs }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const address = server.address()
  await new Promise((done) => server.close(done))
  if (address === null || typeof address === 'string') throw new Error('no port of TCP')
  return address.port
}

/** The first line, every port with its warning, every value to type, and every warning reached the person. */
function expectShown(shown: Shown, answer: Answer): void {
  const text = flat(shown.text)
  expect(text).toContain(textOfBlock(answer.blocks[0]!))
  for (const fact of answer.facts) expect(text).toMatch(new RegExp(`(?<!\\d)${fact.port}(?!\\d)`))
  for (const warning of answer.warnings) expect(text).toContain(flat(warning.text))
  for (const block of answer.blocks)
    if (block.kind === 'settings') for (const { value } of block.rows) expect(text).toContain(flat(value))
}

/** The words of a block that has one text; of steps and lists the first item's. */
function textOfBlock(block: Block): string {
  if ('text' in block) return flat(plainText(block.text))
  return 'items' in block ? flat(plainText(block.items[0] ?? [])) : ''
}

/** Buttons may be cut to what the platform allows. */
function isLabelOf(shown: string, label: string): boolean {
  const cut = /^(.+?)(?:…|\.{3})$/.exec(flat(shown))?.[1]
  return flat(shown) === flat(label) || (cut !== undefined && flat(label).startsWith(cut))
}

/** One blank for any white space: how lines are broken is the platform's affair. */
function flat(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

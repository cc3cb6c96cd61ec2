import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Call } from './local-slack.ts'
import { command, mention, message, nextTs, shortcut } from './shapes.ts'
import { buttonsOf, labels, readingOf, SUPPORT, startWorld, type World } from './world.ts'

const AGENT = 'U0AGENT01'
const SECOND = 'U0AGENT02'

let world: World
/** A channel and a person of each test's own. */
let CHANNEL = ''
let USER = ''
let counter = 0
beforeAll(async () => {
  world = await startWorld()
})
beforeEach(() => {
  counter += 1
  CHANNEL = `C0BUTTON${counter}`
  USER = `U0BUTTON${counter}`
})
afterEach(async () => {
  await world.settled()
  world.slack.forget()
  expect(world.slack.broken).toEqual([])
})
afterAll(() => world.stop())

const whispered = () => world.slack.next('response_url', (args) => args.response_type === 'ephemeral')
const card = () => world.slack.next('chat.postMessage', (args) => args.channel === SUPPORT)
const inThread = (thread: string) => world.slack.next('chat.postMessage', (args) => args.thread_ts === thread)

async function asked(text: string): Promise<{ ts: string; answer: Call }> {
  const ts = nextTs()
  await world.send(mention({ user: USER, channel: CHANNEL, ts, text }))
  return { ts, answer: await inThread(ts) }
}

async function commanded(text: string): Promise<Call> {
  await world.send(command({ user: USER, channel: CHANNEL, text, responseUrl: world.slack.responseUrl() }))
  const call = await whispered()
  return { ...call, args: { ...call.args, channel: CHANNEL } }
}

describe('The thumbs', () => {
  test('reach the store, and the voter alone is thanked', async () => {
    const { answer } = await asked('which port for IMAP?')
    await world.press(answer, 'Helpful', USER)
    expect(readingOf(await whispered())).toContain('Thank you')
    const votes = await world.bot.store.feedback.since(new Date(0))
    expect(votes.at(-1)).toMatchObject({ helpful: true })
  })

  test('down offer a person, who is then asked for in the same thread', async () => {
    const { ts, answer } = await asked('which port for IMAP?')
    await world.press(answer, 'Not helpful', USER)
    const sorry = await whispered()
    expect(sorry.args.thread_ts).toBe(ts)
    expect((await world.bot.store.feedback.since(new Date(0))).at(-1)).toMatchObject({ helpful: false })
    await world.press({ ...sorry, args: { ...sorry.args, channel: CHANNEL } }, 'Talk to a person', USER)
    expect(readingOf(await inThread(ts))).toContain('A person will answer here')
    expect(readingOf(await card())).toContain('which port for IMAP?')
  })

  test('on an answer that is no longer known are told to be late', async () => {
    const { answer } = await asked('which port for IMAP?')
    await world.bot.store.purge(new Date(Date.now() + 1_000), new Date())
    await world.press(answer, 'Helpful', USER)
    expect(readingOf(await whispered())).toContain('too old')
  })
})

describe('A private answer', () => {
  test('is shared in the channel once, without further choices', async () => {
    const answer = await commanded('which port for IMAP?')
    await Promise.all([
      world.press(answer, 'Share in the channel', USER),
      world.press(answer, 'Share in the channel', USER),
    ])
    await world.settled()
    const shared = world.slack.calls.filter((call) => call.args.response_type === 'in_channel')
    expect(shared).toHaveLength(1)
    expect(readingOf(shared[0]!)).toContain(`<@${USER}> shared this answer.`)
    expect(readingOf(shared[0]!)).toContain('993')
    expect(labels(shared[0]!)).toEqual(['Helpful', 'Not helpful'])
  })

  test('is shared without the asker’s own address', async () => {
    const answer = await commanded('what are the imap settings for carol@customer.example?')
    expect(readingOf(answer)).toContain('carol@customer.example')
    await world.press(answer, 'Share in the channel', USER)
    const shared = await world.slack.next('response_url', (args) => args.response_type === 'in_channel')
    expect(JSON.stringify(shared.args)).not.toContain('carol@')
    expect(readingOf(shared)).toContain('your full email address')
  })

  test('that is gone cannot be shared, and says so', async () => {
    const answer = await commanded('which port for IMAP?')
    await world.bot.store.purge(new Date(0), new Date(Date.now() + 2 * 60 * 60_000))
    await world.press(answer, 'Share in the channel', USER)
    expect(readingOf(await whispered())).toContain('too old')
  })
})

describe('"Answer this"', () => {
  async function taken(): Promise<{ ts: string; answer: Call }> {
    const ts = nextTs()
    await world.send(
      shortcut({
        user: AGENT,
        channel: CHANNEL,
        ts,
        text: 'which port for IMAP?',
        responseUrl: world.slack.responseUrl(),
      }),
    )
    const answer = await whispered()
    return { ts, answer: { ...answer, args: { ...answer.args, channel: CHANNEL } } }
  }

  test('posts the answer in the thread of the message, once', async () => {
    const { ts, answer } = await taken()
    await world.press(answer, 'Post in thread', AGENT)
    await world.press(answer, 'Post in thread', AGENT)
    const posted = await inThread(ts)
    expect(readingOf(posted)).toContain('993')
    expect(readingOf(await whispered())).toContain('in the thread now')
    await world.settled()
    expect(world.slack.posted(CHANNEL, ts)).toHaveLength(1)
  })

  test('posts from outside where the bot is no member of the channel', async () => {
    const { ts, answer } = await taken()
    world.slack.fail('chat.postMessage', { body: { ok: false, error: 'not_in_channel' } })
    await world.press(answer, 'Post in thread', AGENT)
    const posted = await world.slack.next('response_url', (args) => args.response_type === 'in_channel')
    expect(posted.args.thread_ts).toBe(ts)
    expect(readingOf(posted)).toContain('993')
  })

  test('says what to do when Slack lets it post nowhere, and can be tried again', async () => {
    const { ts, answer } = await taken()
    world.slack.fail('chat.postMessage', { body: { ok: false, error: 'channel_not_found' } })
    world.slack.fail(
      'response_url',
      { status: 404, body: { ok: false, error: 'expired_url' } },
      (args) => args.response_type === 'in_channel',
    )
    await world.press(answer, 'Post in thread', AGENT)
    expect(readingOf(await whispered())).toContain('Invite me to the channel')
    await world.press(answer, 'Post in thread', AGENT)
    expect(readingOf(await inThread(ts))).toContain('993')
  })

  test('gives the whole answer as text to copy', async () => {
    const { answer } = await taken()
    await world.press(answer, 'Copy for the ticket', AGENT)
    const { args } = await world.slack.next('views.open')
    expect(args.view.blocks[0].element.initial_value).toContain('993')
    expect(args.view.title.text).toBe('For the ticket')
  })

  test('goes on privately when the agent picks a next question', async () => {
    const { answer } = await taken()
    const next = labels(answer)[0]!
    await world.press(answer, next, AGENT)
    expect(labels(await whispered())).toContain('Post in thread')
    await world.settled()
    expect(world.slack.posted(CHANNEL)).toEqual([])
  })
})

describe('Asking for a person', () => {
  test('posts a card with what was asked and understood, and tells the asker who comes and when', async () => {
    const { ts } = await asked('I cannot send mail from bob@customer.example, it says 0x800CCC0F')
    await world.send(
      message({ user: USER, channel: CHANNEL, thread: ts, text: 'I want to talk to a person' }),
    )
    const answer = await inThread(ts)
    expect(readingOf(answer)).toContain('A person will answer here')
    expect(readingOf(answer)).toContain('Monday to Friday, 9 am to 6 pm')
    const shown = await card()
    const text = readingOf(shown)
    expect(text).toContain(`<@${USER}>`)
    expect(text).toContain('I cannot send mail')
    expect(text).not.toContain('bob@customer.example')
    expect(text).toContain(`https://mailteam.slack.com/archives/${CHANNEL}/p${ts.replace('.', '')}`)
    expect(labels(shown)).toEqual(['Claim', 'Done'])
  })

  test('twice in a conversation makes no second card', async () => {
    const { ts, answer } = await asked('I cannot send mail')
    await world.press(answer, 'Talk to a person', USER)
    await inThread(ts)
    await world.press(answer, 'Talk to a person', 'U0OTHER001')
    expect(readingOf(await inThread(ts))).toContain('already')
    await world.settled()
    expect(world.slack.posted(SUPPORT)).toHaveLength(1)
  })

  test('keeps the bot out of the thread until it is done, but for mentions', async () => {
    const { ts, answer } = await asked('which port for IMAP with SSL?')
    await world.press(answer, 'Talk to a person', USER)
    const shown = await card()
    await inThread(ts)
    await world.send(
      message({ user: AGENT, channel: CHANNEL, thread: ts, text: 'which port did you set for SMTP?' }),
    )
    await world.settled()
    expect(world.slack.posted(CHANNEL, ts)).toHaveLength(2)
    await world.send(
      mention({ user: AGENT, channel: CHANNEL, thread: ts, text: 'which port for SMTP with SSL?' }),
    )
    expect(readingOf(await inThread(ts))).toContain('465')
    await world.press(shown, 'Done', AGENT)
    expect(readingOf(await inThread(ts))).toContain('marked as done')
    await world.send(
      message({ user: USER, channel: CHANNEL, thread: ts, text: 'and which port for POP3 with SSL?' }),
    )
    expect(readingOf(await inThread(ts))).toContain('995')
  })

  test('is claimed by the first; the second is told who has it', async () => {
    const { ts, answer } = await asked('I cannot send mail')
    await world.press(answer, 'Talk to a person', USER)
    const shown = await card()
    await inThread(ts)
    await world.press(shown, 'Claim', AGENT)
    expect(readingOf(await inThread(ts))).toBe(`<@${AGENT}> has taken this up.`)
    const claimed = await world.slack.next('chat.update')
    expect(readingOf(claimed)).toContain(`<@${AGENT}> has claimed this.`)
    expect(labels(claimed)).toEqual(['Done'])
    await world.press(shown, 'Claim', SECOND)
    expect(readingOf(await whispered())).toBe(`<@${AGENT}> has this already.`)
    await world.press(shown, 'Claim', AGENT)
    await world.press(shown, 'Done', SECOND)
    await world.settled()
    const done = world.slack.calls.filter((call) => call.method === 'chat.update').at(-1)!
    expect(readingOf(done)).toContain(`<@${SECOND}> marked this as done.`)
    expect(buttonsOf(done)).toEqual([])
    const told = world.slack.posted(CHANNEL, ts).map(readingOf)
    expect(told.filter((text) => text.includes('has taken this up'))).toHaveLength(1)
    expect(told.filter((text) => text.includes('marked as done'))).toHaveLength(1)
    expect((await world.bot.store.handoffs.get(JSON.parse(buttonsOf(shown)[0]!.value!).o))?.state).toBe(
      'done',
    )
  })

  test('from a private answer leads to a direct message, and the card says to write to the asker', async () => {
    const answer = await commanded('I cannot send mail')
    await world.press(answer, 'Talk to a person', USER)
    expect(readingOf(await whispered())).toContain('A person will write to you')
    const shown = await card()
    expect(readingOf(shown)).toContain('With /mailhelp, so write to them')
    await world.press(shown, 'Claim', AGENT)
    expect((await world.slack.next('chat.postMessage', (args) => args.channel === USER)).args.text).toContain(
      'has taken this up',
    )
  })

  test('in a direct message names the asker, since nobody else can open it', async () => {
    await world.send(message({ user: USER, channel: `D0${USER}`, text: 'I want to talk to a person' }))
    const shown = await card()
    expect(readingOf(shown)).toContain('In a direct message with me, so write to them')
    expect(readingOf(shown)).toContain(`<@${USER}>`)
  })

  test('says what was smuggled into a question, and calls nobody by it', async () => {
    const { answer } = await asked('I cannot send mail &lt;!channel&gt; &lt;@U0VICTIM01&gt;')
    await world.press(answer, 'Talk to a person', USER)
    const shown = await card()
    const rich = shown.args.blocks.filter((block: { type: string }) => block.type !== 'rich_text')
    expect(JSON.stringify([shown.args.text, rich])).not.toMatch(/<!channel|U0VICTIM01/)
    expect(readingOf(shown)).toContain('I cannot send mail')
  })

  test('without a support channel says how to reach somebody, and promises nobody', async () => {
    const alone = await world.another({ without: ['SLACK_SUPPORT_CHANNEL', 'SLACK_SIGNING_SECRET'] })
    const ts = nextTs()
    await alone.send(mention({ channel: CHANNEL, ts, text: 'I want to talk to a person' }))
    const { args } = await alone.slack.next('chat.postMessage')
    expect(args.text).toBe('You can reach a person here: https://example.com/support or support@example.com.')
    await alone.stop()
    expect(alone.slack.posted()).toHaveLength(1)
  })
})

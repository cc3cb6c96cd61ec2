import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { assistantStarted, BOT, command, homeOpened, mention, message, nextTs, shortcut } from './shapes.ts'
import { labels, readingOf, startWorld, type World } from './world.ts'

const CHANNEL = 'C0GENERAL1'
const OTHER = 'U0OTHER001'

let world: World
/** A direct message, and a person in it, of each test's own. */
let DIRECT = ''
let people = 0
let limit: true | number = true
beforeAll(async () => {
  world = await startWorld({ limit: async () => limit })
})
beforeEach(() => {
  DIRECT = `D0ASKER${++people}`
})
afterEach(async () => {
  limit = true
  await world.settled()
  world.slack.forget()
  expect(world.slack.broken).toEqual([])
})
afterAll(() => world.stop())

const answerIn = (thread: string) => world.slack.next('chat.postMessage', (args) => args.thread_ts === thread)
const whispered = () => world.slack.next('response_url', (args) => args.response_type === 'ephemeral')

async function asked(text: string, channel = CHANNEL) {
  const ts = nextTs()
  await world.send(mention({ channel, ts, text }))
  return { ts, answer: await answerIn(ts) }
}

describe('In a channel', () => {
  test('a mention is answered in its thread, with the settings as a table', async () => {
    const { answer } = await asked('what are the imap and smtp settings?')
    expect(answer.args.channel).toBe(CHANNEL)
    expect(answer.args.blocks.some((block: { type: string }) => block.type === 'table')).toBe(true)
    expect(readingOf(answer)).toMatch(/993/)
    expect(readingOf(answer)).toMatch(/465/)
  })

  test('a mention inside a thread is answered in that thread', async () => {
    const root = nextTs()
    await world.send(
      mention({ channel: CHANNEL, ts: nextTs(), thread: root, text: 'which port for pop3 with ssl?' }),
    )
    expect(readingOf(await answerIn(root))).toContain('995')
  })

  test('a follow-up in the thread needs no mention and knows what was said', async () => {
    const { ts } = await asked('which port for IMAP with SSL?')
    await world.send(message({ channel: CHANNEL, thread: ts, text: 'and for SMTP?' }))
    expect(readingOf(await answerIn(ts))).toContain('465')
  })

  test('a colleague may follow up as well', async () => {
    const { ts } = await asked('which port for IMAP with SSL?')
    await world.send(message({ user: OTHER, channel: CHANNEL, thread: ts, text: 'which port for SMTP?' }))
    expect(readingOf(await answerIn(ts))).toContain('465')
  })

  test('what colleagues say to each other in the thread is left alone', async () => {
    const { ts } = await asked('which port for IMAP with SSL?')
    await world.send(
      message({ user: OTHER, channel: CHANNEL, thread: ts, text: 'lunch at noon, as always?' }),
    )
    await world.send(
      message({ user: OTHER, channel: CHANNEL, thread: ts, text: `<@U0THIRD001> which port do you use?` }),
    )
    await world.settled()
    expect(world.slack.posted(CHANNEL, ts)).toHaveLength(1)
  })

  test('the asker is told when a follow-up was not understood', async () => {
    const { ts } = await asked('which port for IMAP with SSL?')
    await world.send(message({ channel: CHANNEL, thread: ts, text: 'lunch at noon, as always?' }))
    expect(labels(await answerIn(ts))).toContain('Talk to a person')
  })

  test('a mention alone shows what can be asked', async () => {
    const { answer } = await asked('')
    expect(labels(answer)).toContain('Which port to use')
    await world.press(answer, 'Which port to use')
    const next = await answerIn(answer.args.thread_ts)
    expect(readingOf(next)).toContain('picked')
    expect(readingOf(next)).toContain('993')
  })

  test.each([
    [
      'a thread that it was not asked in',
      () => message({ channel: CHANNEL, thread: nextTs(), text: 'which port for IMAP?' }),
    ],
    ['the channel without a mention', () => message({ channel: CHANNEL, text: 'which port for IMAP?' })],
    ['itself', () => message({ channel: DIRECT, user: BOT, text: 'which port for IMAP?' })],
    ['another bot', () => message({ channel: DIRECT, text: 'which port?', more: { bot_id: 'B0OTHER001' } })],
    [
      'a bot message',
      () =>
        message({
          channel: DIRECT,
          text: 'which port?',
          more: { subtype: 'bot_message', bot_id: 'B0OTHER001' },
        }),
    ],
    [
      'an edited message',
      () =>
        message({
          channel: DIRECT,
          text: 'which port?',
          more: { subtype: 'message_changed', hidden: true, message: { text: 'which port?' } },
        }),
    ],
    [
      'a mention that came in by an edit',
      () =>
        mention({
          channel: CHANNEL,
          text: 'which port?',
          more: { edited: { user: 'U0ASKER01', ts: nextTs() } },
        }),
    ],
    [
      'somebody joining',
      () =>
        message({
          channel: CHANNEL,
          text: `<@U0ASKER01> has joined the channel`,
          more: { subtype: 'channel_join' },
        }),
    ],
    ['Slackbot', () => message({ channel: DIRECT, user: 'USLACKBOT', text: 'which port?' })],
  ])('the bot does not answer %s', async (_what, made) => {
    await world.send(made())
    await world.settled()
    expect(world.slack.posted()).toEqual([])
  })

  test('a mention that comes twice, as both kinds of event, is answered once', async () => {
    const ts = nextTs()
    const { ts: known } = await asked('which port for IMAP?')
    await world.send(message({ channel: CHANNEL, ts, thread: known, text: `<@${BOT}> and SMTP?` }))
    await world.send(mention({ channel: CHANNEL, ts, thread: known, text: 'and SMTP?' }))
    await world.settled()
    expect(world.slack.posted(CHANNEL, known)).toHaveLength(2)
  })

  test('a double click on a choice is one question', async () => {
    const { answer } = await asked('')
    await Promise.all([world.press(answer, 'Which port to use'), world.press(answer, 'Which port to use')])
    await world.settled()
    expect(world.slack.posted(CHANNEL, answer.args.thread_ts)).toHaveLength(2)
  })
})

describe('In a direct message', () => {
  test('questions are one conversation, also without a thread', async () => {
    const first = nextTs()
    const second = nextTs()
    await world.send(message({ channel: DIRECT, ts: first, text: 'which port for IMAP with SSL?' }))
    expect(readingOf(await answerIn(first))).toContain('993')
    await world.send(message({ channel: DIRECT, ts: second, text: 'and for SMTP?' }))
    expect(readingOf(await answerIn(second))).toContain('465')
    await world.send(message({ channel: DIRECT, thread: second, text: 'and for POP3?' }))
    expect(readingOf(await answerIn(second))).toContain('995')
  })

  test('a status shows that the bot is at work, before the answer', async () => {
    const ts = nextTs()
    await world.send(message({ channel: DIRECT, ts, text: 'which port for IMAP?' }))
    await answerIn(ts)
    const status = await world.slack.next('assistant.threads.setStatus')
    expect(status.args).toMatchObject({ channel_id: DIRECT, thread_ts: ts, status: 'is looking it up…' })
    const order = world.slack.calls.map((call) => call.method)
    expect(order.indexOf('assistant.threads.setStatus')).toBeLessThan(order.indexOf('chat.postMessage'))
  })

  test('a status that fails does not cost the answer', async () => {
    world.slack.fail('assistant.threads.setStatus', { status: 500 })
    const ts = nextTs()
    await world.send(message({ channel: DIRECT, ts, text: 'which port for IMAP?' }))
    expect(readingOf(await answerIn(ts))).toContain('993')
  })

  test('a file with words is a question', async () => {
    const ts = nextTs()
    await world.send(
      message({
        channel: DIRECT,
        ts,
        text: 'which port for IMAP?',
        more: { subtype: 'file_share', files: [{ id: 'F0SCREEN01' }] },
      }),
    )
    expect(readingOf(await answerIn(ts))).toContain('993')
  })

  test('a pasted report longer than a question may be is answered all the same', async () => {
    const ts = nextTs()
    const headers = 'Received: from mx1.example.net (mx1.example.net [192.0.2.7]) by mx2.example.net\n'
    const report = `My message came back:\n${headers.repeat(60)}Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown`
    await world.send(message({ channel: DIRECT, ts, text: report }))
    expect(readingOf(await answerIn(ts))).toMatch(/5\.1\.1|550/)
  })
})

describe('The views for agents', () => {
  test('opening the messages of the agent view sets suggested prompts, without a thread', async () => {
    await world.send(homeOpened({ tab: 'messages', channel: DIRECT }))
    const { args } = await world.slack.next('assistant.threads.setSuggestedPrompts')
    expect(args.channel_id).toBe(DIRECT)
    expect(args.thread_ts).toBeUndefined()
    expect(args.prompts).toHaveLength(4)
    expect(args.prompts[0]).toEqual({ title: 'Which port to use', message: 'Which ports do I use?' })
  })

  test('the older assistant view gets its prompts and its title in its thread', async () => {
    const thread = nextTs()
    await world.send(assistantStarted({ channel: DIRECT, thread }))
    const prompts = await world.slack.next('assistant.threads.setSuggestedPrompts')
    expect(prompts.args.thread_ts).toBe(thread)
    await world.send(message({ channel: DIRECT, thread, text: 'which port for IMAP?' }))
    expect(readingOf(await answerIn(thread))).toContain('993')
    expect((await world.slack.next('assistant.threads.setTitle')).args).toMatchObject({
      thread_ts: thread,
      title: 'which port for IMAP?',
    })
  })

  test('threads of the older view are conversations of their own', async () => {
    const [one, two] = [nextTs(), nextTs()]
    await world.send(message({ channel: DIRECT, thread: one, text: 'which port for IMAP with SSL?' }))
    await answerIn(one)
    await world.send(message({ channel: DIRECT, thread: two, text: 'hello' }))
    await answerIn(two)
    await world.send(message({ channel: DIRECT, thread: one, text: 'and for SMTP?' }))
    expect(readingOf(await answerIn(one))).toContain('465')
  })

  test('a password never becomes a title', async () => {
    const thread = nextTs()
    await world.send(
      message({ channel: DIRECT, thread, text: 'my password is hunter2secret and I cannot log in' }),
    )
    await answerIn(thread)
    await world.settled()
    expect(world.slack.calls.filter((call) => call.method === 'assistant.threads.setTitle')).toEqual([])
  })
})

describe('The home tab', () => {
  test('shows the ports, quick questions and what is kept', async () => {
    await world.send(homeOpened({ tab: 'home' }))
    const home = await world.slack.next('views.publish')
    const text = readingOf(home)
    for (const port of [993, 143, 995, 110, 465, 25, 2525]) expect(text).toMatch(new RegExp(`\`${port}\``))
    expect(text).toContain('What I keep')
    expect(labels(home)).toContain('I cannot send mail')
  })

  test('a quick question is answered in the direct message, where the conversation goes on', async () => {
    await world.send(homeOpened({ tab: 'home' }))
    const home = await world.slack.next('views.publish')
    await world.press(home, 'Which port to use')
    const opening = await world.slack.next('chat.postMessage')
    expect(opening.args.channel).toBe('U0ASKER01')
    expect(readingOf(opening)).toContain('Which ports do I use?')
    const answer = await answerIn(opening.args.postedAs)
    expect(answer.args.channel).toBe('D0ASKER01')
    expect(readingOf(answer)).toContain('993')
    await world.send(
      message({ channel: 'D0ASKER01', thread: opening.args.postedAs, text: 'and POP3 without encryption?' }),
    )
    expect(readingOf(await answerIn(opening.args.postedAs))).toContain('110')
  })
})

describe('/mailhelp', () => {
  test('answers to the asker alone', async () => {
    await world.send(
      command({ channel: CHANNEL, text: 'which port for IMAP?', responseUrl: world.slack.responseUrl() }),
    )
    const answer = await whispered()
    expect(answer.args.replace_original).toBe(false)
    expect(readingOf(answer)).toContain('993')
    expect(labels(answer)).toContain('Share in the channel')
    await world.settled()
    expect(world.slack.posted()).toEqual([])
  })

  test('alone shows what can be asked, and a choice is answered privately', async () => {
    await world.send(command({ channel: CHANNEL, responseUrl: world.slack.responseUrl() }))
    const start = await whispered()
    expect(readingOf(start)).toContain('/mailhelp which port for IMAP')
    await world.press(start, 'No mail arrives')
    const answer = await whispered()
    expect(labels(answer)).toContain('Share in the channel')
    await world.settled()
    expect(world.slack.posted()).toEqual([])
  })

  test('a second question knows the first', async () => {
    await world.send(
      command({
        user: OTHER,
        channel: CHANNEL,
        text: 'which port for IMAP with SSL?',
        responseUrl: world.slack.responseUrl(),
      }),
    )
    await whispered()
    await world.send(
      command({
        user: OTHER,
        channel: CHANNEL,
        text: 'and for SMTP?',
        responseUrl: world.slack.responseUrl(),
      }),
    )
    expect(readingOf(await whispered())).toContain('465')
  })
})

describe('"Answer this"', () => {
  test('answers a message to the support agent alone, with ways to use it', async () => {
    const ts = nextTs()
    await world.send(
      shortcut({
        channel: CHANNEL,
        ts,
        text: 'hi, I cannot send mail since yesterday',
        responseUrl: world.slack.responseUrl(),
      }),
    )
    const answer = await whispered()
    expect(readingOf(answer)).toContain('hi, I cannot send mail since yesterday')
    expect(labels(answer)).toEqual(expect.arrayContaining(['Post in thread', 'Copy for the ticket']))
    await world.settled()
    expect(world.slack.posted()).toEqual([])
  })

  test('says that the agent is the person whom a message asks for, and calls nobody', async () => {
    const text = 'I want to talk to a person'
    await world.send(
      shortcut({ channel: CHANNEL, ts: nextTs(), text, responseUrl: world.slack.responseUrl() }),
    )
    expect(readingOf(await whispered())).toBe('They ask for a person, and that is you.')
    await world.settled()
    expect(world.slack.posted()).toEqual([])
  })

  test('does not repeat a password that the message holds', async () => {
    const text = 'my password is hunter2secret and I cannot log in'
    await world.send(
      shortcut({ channel: CHANNEL, ts: nextTs(), text, responseUrl: world.slack.responseUrl() }),
    )
    expect(JSON.stringify((await whispered()).args)).not.toContain('hunter2secret')
  })

  test('says so when the message has no text', async () => {
    await world.send(
      shortcut({ channel: CHANNEL, ts: nextTs(), text: '', responseUrl: world.slack.responseUrl() }),
    )
    expect(readingOf(await whispered())).toContain('no text')
  })
})

describe('The language', () => {
  test('is that of the words, whatever Slack is set to', async () => {
    world.slack.locales.set('U0ASKER01', 'en-US')
    const { answer } = await asked('quel port pour IMAP avec SSL ?')
    expect(readingOf(answer)).toMatch(/Sources :/)
  })

  test('is Slack’s own where the words do not tell', async () => {
    world.slack.locales.set('U0FRENCH01', 'fr-FR')
    const ts = nextTs()
    await world.send(mention({ user: 'U0FRENCH01', channel: CHANNEL, ts, text: 'IMAP 993 SSL' }))
    expect(readingOf(await answerIn(ts))).toMatch(/Sources :/)
  })

  test('of the home tab and the command is Slack’s own', async () => {
    world.slack.locales.set('U0FRENCH02', 'fr-CA')
    await world.send(homeOpened({ user: 'U0FRENCH02', tab: 'home' }))
    expect(readingOf(await world.slack.next('views.publish'))).toContain('Ce que je garde')
    await world.send(
      command({ user: 'U0FRENCH02', channel: CHANNEL, responseUrl: world.slack.responseUrl() }),
    )
    expect(readingOf(await whispered())).toContain('Que puis-je faire pour vous')
  })
})

describe('Somebody who asks too often', () => {
  test('is told for how long to wait, alone', async () => {
    limit = 7
    const ts = nextTs()
    await world.send(mention({ channel: CHANNEL, ts, text: 'which port for IMAP?' }))
    const notice = await world.slack.next('chat.postEphemeral')
    expect(notice.args).toMatchObject({ channel: CHANNEL, user: 'U0ASKER01', thread_ts: ts })
    expect(notice.args.text).toContain('7 seconds')
    await world.settled()
    expect(world.slack.posted()).toEqual([])
  })
})

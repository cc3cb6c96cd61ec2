/**
 * Prints one conversation of each kind, from a run over loopback with the real Bolt and web client:
 * `npm exec -c "node test/adapters/slack/transcript.ts"`.
 */
import type { Call } from './local-slack.ts'
import { assistantStarted, command, homeOpened, mention, message, nextTs, shortcut } from './shapes.ts'
import { labels, readingOf, SUPPORT, startWorld } from './world.ts'

const world = await startWorld()
const { slack } = world
const CHANNEL = 'C0GENERAL1'
const ASKER = 'U0ASKER01'
const AGENT = 'U0AGENT01'

const print = (text: string) => process.stdout.write(`${text}\n`)
const title = (text: string) => print(`\n=== ${text} ===`)
const says = (who: string, text: string) => print(`${who.padEnd(10)} ${text}`)

function shows(where: string, call: Call): Call {
  print(`${'Mailsherpa'.padEnd(10)} (${where})`)
  for (const line of readingOf(call).split('\n')) print(`           | ${line}`)
  const buttons = labels(call)
  if (buttons.length > 0) print(`           | [${buttons.join('] [')}]`)
  return call
}

const inThread = (thread: string) => slack.next('chat.postMessage', (args) => args.thread_ts === thread)
const toAskerAlone = () => slack.next('response_url', (args) => args.response_type === 'ephemeral')
const inside = (call: Call): Call => ({ ...call, args: { ...call.args, channel: CHANNEL } })

title('A mention in a channel, with follow-ups in its thread')
{
  const thread = nextTs()
  says('Alex', '@Mailsherpa which port for IMAP with SSL?')
  await world.send(mention({ channel: CHANNEL, ts: thread, text: 'which port for IMAP with SSL?' }))
  shows('in the thread', await inThread(thread))
  says('Alex', 'and for SMTP?')
  await world.send(message({ channel: CHANNEL, thread, text: 'and for SMTP?' }))
  const answer = shows('in the thread', await inThread(thread))
  says('Alex', 'presses the thumb up')
  await world.press(answer, 'Helpful')
  shows('only to Alex', await toAskerAlone())
}

title('A direct message in the agent view')
{
  const channel = 'D0ASKER01'
  says('Alex', 'opens the Messages tab')
  await world.send(homeOpened({ tab: 'messages', channel }))
  const { args } = await slack.next('assistant.threads.setSuggestedPrompts')
  print(
    `${'Mailsherpa'.padEnd(10)} suggests: ${args.prompts.map((one: { title: string }) => one.title).join(' · ')}`,
  )
  const ts = nextTs()
  says('Alex', 'how do I add my account to Thunderbird?')
  await world.send(message({ channel, ts, text: 'how do I add my account to Thunderbird?' }))
  print(`${'Mailsherpa'.padEnd(10)} ${(await slack.next('assistant.threads.setStatus')).args.status}`)
  shows('in the direct message', await inThread(ts))
}

title('The older assistant view')
{
  const thread = nextTs()
  says('Alex', 'opens the assistant')
  await world.send(assistantStarted({ channel: 'D0ASKER02', thread }))
  const { args } = await slack.next('assistant.threads.setSuggestedPrompts')
  print(
    `${'Mailsherpa'.padEnd(10)} suggests: ${args.prompts.map((one: { title: string }) => one.title).join(' · ')}`,
  )
  says('Alex', 'what is IMAP?')
  await world.send(message({ channel: 'D0ASKER02', thread, text: 'what is IMAP?' }))
  shows('in the assistant', await inThread(thread))
  print(`           | title of the thread: ${(await slack.next('assistant.threads.setTitle')).args.title}`)
}

title('/mailhelp, shared with the channel')
{
  says('Alex', '/mailhelp')
  await world.send(command({ channel: CHANNEL, responseUrl: slack.responseUrl() }))
  shows('only to Alex', await toAskerAlone())
  says('Alex', '/mailhelp what does 550 5.1.1 mean?')
  await world.send(
    command({ channel: CHANNEL, text: 'what does 550 5.1.1 mean?', responseUrl: slack.responseUrl() }),
  )
  const answer = shows('only to Alex', inside(await toAskerAlone()))
  says('Alex', 'presses "Share in the channel"')
  await world.press(answer, 'Share in the channel')
  shows('to the channel', await slack.next('response_url', (args) => args.response_type === 'in_channel'))
}

title('The message shortcut "Answer this"')
{
  const ts = nextTs()
  says('Customer', 'Hi, my Outlook says that the certificate is not trusted. What now?')
  says('Agent', 'chooses "Answer this" at this message')
  const text = 'Hi, my Outlook says that the certificate is not trusted. What now?'
  await world.send(shortcut({ user: AGENT, channel: CHANNEL, ts, text, responseUrl: slack.responseUrl() }))
  const answer = shows('only to the agent', inside(await toAskerAlone()))
  says('Agent', 'presses "Copy for the ticket"')
  await world.press(answer, 'Copy for the ticket', AGENT)
  const { args } = await slack.next('views.open')
  print(
    `${'Mailsherpa'.padEnd(10)} (a window) ${args.view.title.text}: ${args.view.blocks[0].element.initial_value.length} characters to copy`,
  )
  says('Agent', 'presses "Post in thread"')
  await world.press(answer, 'Post in thread', AGENT)
  shows('in the thread', await inThread(ts))
  shows('only to the agent', await toAskerAlone())
}

title('Talking to a person')
{
  const thread = nextTs()
  says('Alex', '@Mailsherpa I cannot send mail from alex@example.org, it says 0x800CCC0F')
  await world.send(
    mention({
      channel: CHANNEL,
      ts: thread,
      text: 'I cannot send mail from alex@example.org, it says 0x800CCC0F',
    }),
  )
  const answer = await inThread(thread)
  print(`${'Mailsherpa'.padEnd(10)} (in the thread) ${readingOf(answer).split('\n')[0]} ...`)
  says('Alex', 'presses "Talk to a person"')
  await world.press(answer, 'Talk to a person')
  shows('in the thread', await inThread(thread))
  const card = shows(
    'in the support channel',
    await slack.next('chat.postMessage', (args) => args.channel === SUPPORT),
  )
  says('Agent', 'presses "Claim"')
  await world.press(card, 'Claim', AGENT)
  shows('the card, after it', await slack.next('chat.update'))
  shows('in the thread', await inThread(thread))
  says('Agent', 'presses "Done"')
  await world.press(card, 'Done', AGENT)
  shows('in the thread', await inThread(thread))
}

title('The home tab')
{
  says('Alex', 'opens the Home tab')
  await world.send(homeOpened({ tab: 'home' }))
  const home = shows('Home', await slack.next('views.publish'))
  says('Alex', 'presses "No mail arrives"')
  await world.press(home, 'No mail arrives')
  const opening = shows(
    'in the direct message',
    await slack.next('chat.postMessage', (args) => args.channel === ASKER),
  )
  const answer = await inThread(opening.args.postedAs)
  print(`${'Mailsherpa'.padEnd(10)} (in the direct message) ${readingOf(answer).split('\n')[0]} ...`)
}

await world.stop()
if (slack.broken.length > 0) throw new Error(slack.broken.join('\n'))
print(`\n${slack.calls.length} calls to Slack, none over a limit.`)

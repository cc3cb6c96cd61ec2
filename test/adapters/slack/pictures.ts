/**
 * Draws answers as they were sent to the local Slack: `npm exec -c "node test/adapters/slack/pictures.ts"` writes
 * HTML, and PNG where Chromium is installed, to test/output/slack/.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Drawn, pageOf } from './html.ts'
import { command, homeOpened, mention, message, nextTs, shortcut } from './shapes.ts'
import { startWorld } from './world.ts'

const OUT = fileURLToPath(new URL('../../output/slack/', import.meta.url))
mkdirSync(OUT, { recursive: true })

const world = await startWorld()
const { slack } = world
const pictures: [string, Drawn[], number][] = []

async function channel(name: string, height: number, questions: string[], user = 'U0ASKER01'): Promise<void> {
  const thread = nextTs()
  const drawn: Drawn[] = []
  for (const [index, text] of questions.entries()) {
    await world.send(
      index === 0
        ? mention({ user, channel: 'C0GENERAL1', ts: thread, text })
        : message({ user, channel: 'C0GENERAL1', thread, text }),
    )
    const { args } = await slack.next('chat.postMessage', (one) => one.thread_ts === thread)
    drawn.push({ by: 'Alex', text }, { blocks: args.blocks })
    await world.settled()
    for (const more of slack
      .posted('C0GENERAL1', thread)
      .slice(drawn.filter((one) => one.by === undefined).length))
      drawn.push({ blocks: more.args.blocks })
  }
  pictures.push([name, drawn, height])
}

await channel('1-ports', 620, ['which ports do I use?'])
await channel('2-settings', 760, ['what are the server settings for alex@example.org?'])
await channel('3-steps', 1250, ['how do I set up my iPhone?'])
await channel('4-warning', 1150, ['my password is hunter2secret and I cannot log in'])
await channel('5-clarify', 800, ['which port for IMAP?', 'it still does not work'])
await channel('6-french', 700, ['quels sont les ports pour IMAP et SMTP ?'], 'U0FRENCH01')

{
  const thread = nextTs()
  await world.send(
    mention({ channel: 'C0GENERAL1', ts: thread, text: 'I cannot send mail, it says 0x800CCC0F' }),
  )
  await slack.next('chat.postMessage', (one) => one.thread_ts === thread)
  await world.send(message({ channel: 'C0GENERAL1', thread, text: 'I want to talk to a person' }))
  const answer = await slack.next('chat.postMessage', (one) => one.thread_ts === thread)
  const card = await slack.next('chat.postMessage', (one) => one.channel === 'C0SUPPORT1')
  await world.press(card, 'Claim', 'U0AGENT01')
  const claimed = await slack.next('chat.update')
  const told = await slack.next('chat.postMessage', (one) => one.thread_ts === thread)
  pictures.push([
    '7-handoff',
    [
      { by: 'Alex', text: 'I want to talk to a person' },
      { blocks: answer.args.blocks },
      { blocks: card.args.blocks, note: 'in the support channel' },
      { blocks: claimed.args.blocks, note: 'in the support channel, after Claim' },
      { blocks: told.args.blocks },
    ],
    1100,
  ])
}
{
  await world.send(homeOpened({ tab: 'home' }))
  const home = await slack.next('views.publish')
  pictures.push(['8-home', [{ blocks: home.args.view.blocks, note: 'App Home' }], 900])
}
{
  await world.send(
    shortcut({
      channel: 'C0GENERAL1',
      ts: nextTs(),
      text: 'Hi, since the update my Outlook says the certificate is not trusted. What now?',
      responseUrl: slack.responseUrl(),
    }),
  )
  const shown = await slack.next('response_url')
  await world.press(
    { ...shown, args: { ...shown.args, channel: 'C0GENERAL1' } },
    'Copy for the ticket',
    'U0AGENT01',
  )
  const modal = await slack.next('views.open')
  pictures.push([
    '9-answer-this',
    [
      { blocks: shown.args.blocks, note: 'Only visible to you' },
      { blocks: modal.args.view.blocks, note: 'Copy for the ticket' },
    ],
    1250,
  ])
}
{
  await world.send(command({ channel: 'C0GENERAL1', responseUrl: slack.responseUrl() }))
  const start = await slack.next('response_url')
  await world.send(
    command({ channel: 'C0GENERAL1', text: 'what is STARTTLS?', responseUrl: slack.responseUrl() }),
  )
  const shown = await slack.next('response_url')
  pictures.push([
    '10-mailhelp',
    [
      { blocks: start.args.blocks, note: 'Only visible to you' },
      { blocks: shown.args.blocks, note: 'Only visible to you' },
    ],
    700,
  ])
}
await world.stop()
if (slack.broken.length > 0) throw new Error(slack.broken.join('\n'))

for (const [name, drawn, height] of pictures) {
  const html = `${OUT}${name}.html`
  writeFileSync(html, pageOf(drawn))
  try {
    execFileSync(
      'chromium',
      [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--hide-scrollbars',
        `--window-size=720,${height}`,
        `--screenshot=${OUT}${name}.png`,
        `file://${html}`,
      ],
      { stdio: 'ignore' },
    )
    process.stdout.write(`${OUT}${name}.png\n`)
  } catch {
    process.stdout.write(`${html} (no picture: Chromium is not installed)\n`)
  }
}

/**
 * `npm run discord:pictures`: answers of a loopback run drawn from their components, in test/output/discord/, as
 * HTML and, where Chromium is installed, as PNG.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { page, type Scene } from './html.ts'
import type { Posted } from './peer.ts'
import { ANNA, BRUNO, directWith, IN_HELP, IN_SERVER, IN_SUPPORT, press, STAFF } from './people.ts'
import { find } from './reading.ts'
import { startWorld } from './world.ts'

const OUTPUT = fileURLToPath(new URL('../../output/discord', import.meta.url))
mkdirSync(OUTPUT, { recursive: true })

const world = await startWorld({ mode: 'gateway', settings: { DISCORD_MESSAGE_CONTENT: true } })
/** A message as it stands now: later presses change it. */
const copy = (messages: Posted[]) => structuredClone(messages)
const scenes: Record<string, Scene[]> = {}

scenes.ports = [
  {
    title: 'A short answer in a server',
    lead: 'Anna used /ports protocol: IMAP',
    messages: copy(await world.command('ports', { protocol: 'imap' }, ANNA, IN_SERVER)),
  },
  {
    title: 'All ports',
    lead: 'Bruno a utilisé /ports',
    messages: copy(await world.command('ports', {}, BRUNO, IN_SERVER)),
  },
]
scenes.setup = [
  {
    title: 'Steps and settings',
    lead: 'Anna used /setup program: Thunderbird',
    messages: copy(await world.command('setup', { client: 'Thunderbird' }, ANNA, directWith(ANNA))),
  },
]
const trouble = await world.ask(
  'I cannot send mail, my password is hunter22 and port 25 is blocked',
  ANNA,
  IN_SERVER,
)
scenes.trouble = [
  { title: 'Trouble, and a password by mistake', lead: 'Anna used /ask', messages: copy(trouble) },
  {
    title: 'POP3 or IMAP',
    lead: 'Bruno a utilisé /pop-ou-imap',
    messages: copy(await world.command('pop-or-imap', {}, BRUNO, IN_SERVER)),
  },
]
const unknown = await world.ask('what is the weather like', ANNA, IN_SERVER)
const asking = await world.ask('mail problem', ANNA, IN_SERVER)
scenes.questions = [
  { title: 'Asked back', lead: 'Anna used /ask question: mail problem', messages: copy(asking) },
  {
    title: 'Not understood',
    lead: 'Anna used /ask question: what is the weather like',
    messages: copy(unknown),
  },
  {
    title: 'An error code',
    lead: 'Anna used /error code: 550 5.1.1',
    messages: copy(await world.command('error', { code: '550 5.1.1' }, ANNA, IN_SERVER)),
  },
]
const help = await world.ask('which port for smtp without encryption', ANNA, IN_HELP)
const voted = await world.press('Helpful', help[0]!, ANNA, IN_HELP)
const posted = world.peer.called('POST', new RegExp(`/channels/${IN_SUPPORT.channelId}/messages$`))
const handoff = await world.press('Talk to a person', trouble[0]!, ANNA, IN_SERVER)
await posted
const card = world.peer.screen.find((message) => message.channelId === IN_SUPPORT.channelId)!
const open = copy([card])
const claim = find(card, 'I take it')
const claimed = copy(await world.peer.show(press(claim.customId, card, STAFF, IN_SUPPORT, world.clock.now)))
scenes.people = [
  {
    title: 'For all in a help channel, voted',
    lead: 'Anna used /ask question: which port for smtp without encryption',
    messages: copy(voted),
  },
  { title: 'A person is asked for', lead: 'Anna pressed “Talk to a person”', messages: copy(handoff) },
  { title: 'The card in the support channel', lead: '', messages: open },
  { title: 'Claimed', lead: 'Stella pressed “I take it”', messages: claimed },
]
await world.close()
if (world.peer.problems.length > 0) throw new Error(world.peer.problems.join('\n'))

const browser = ['chromium', 'chromium-browser', 'google-chrome'].find(
  (name) => spawnSync(name, ['--version']).status === 0,
)
for (const [name, parts] of Object.entries(scenes)) {
  const file = join(OUTPUT, `${name}.html`)
  writeFileSync(file, page(parts))
  if (browser)
    spawnSync(browser, [
      '--headless',
      '--no-sandbox',
      '--hide-scrollbars',
      '--window-size=800,1500',
      `--screenshot=${join(OUTPUT, `${name}.png`)}`,
      `file://${file}`,
    ])
  process.stdout.write(`${file}${browser ? ' and .png' : ' (no Chromium here for a PNG)'}\n`)
}

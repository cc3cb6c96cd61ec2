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
import { ANNA, BRUNO, CHANNELS, directWith, IN_HELP, IN_SERVER, IN_SUPPORT, STAFF } from './people.ts'
import { startBase, startWorld } from './world.ts'

const OUTPUT = fileURLToPath(new URL('../../output/discord', import.meta.url))
mkdirSync(OUTPUT, { recursive: true })

const base = await startBase()
const world = await startWorld(base, 'gateway', { settings: { DISCORD_MESSAGE_CONTENT: true } })
/** As a message stands now: later presses change it. */
const scene = (title: string, lead: string, messages: Posted[]): Scene => ({
  title,
  lead,
  messages: structuredClone(messages),
})
const scenes: Record<string, Scene[]> = {}

scenes.ports = [
  scene(
    'Ports',
    'Anna used /ports protocol: IMAP',
    await world.command('ports', { protocol: 'imap' }, ANNA, IN_SERVER),
  ),
  scene('Ports, in French', 'Bruno a utilisé /ports', await world.command('ports', {}, BRUNO, IN_SERVER)),
]
scenes.setup = [
  scene(
    'Setting up a program',
    'Anna used /setup program: Thunderbird',
    await world.command('setup', { client: 'Thunderbird' }, ANNA, directWith(ANNA)),
  ),
]
const trouble = await world.ask('I cannot send mail, my password is hunter22', ANNA, IN_SERVER)
scenes.trouble = [
  scene('Trouble, and a password by mistake', 'Anna used /ask', trouble),
  scene(
    'POP3 or IMAP',
    'Bruno a utilisé /pop-ou-imap',
    await world.command('pop-or-imap', {}, BRUNO, IN_SERVER),
  ),
]
const code = await world.command('error', { code: '550 5.1.1' }, ANNA, IN_SERVER)
await world.ask('How do I set up Outlook?', BRUNO, IN_SERVER)
scenes.questions = [
  scene(
    'Asked back',
    'Bruno a utilisé /demander question: Ça ne marche toujours pas.',
    await world.ask('Ça ne marche toujours pas.', BRUNO, IN_SERVER),
  ),
  scene(
    'Not understood',
    'Anna used /ask question: what is the weather like',
    await world.ask('what is the weather like', ANNA, IN_SERVER),
  ),
  scene('An error code', 'Anna used /error code: 550 5.1.1', code),
]
const [help] = await world.ask('which port for smtp without encryption', ANNA, IN_HELP)
const voted = scene(
  'For all in a help channel, after a vote',
  'Anna used /ask',
  await world.press('Helpful', help!, ANNA, IN_HELP),
)
const told = scene(
  'A person is asked for',
  'Anna pressed “Talk to a person”',
  await world.press('Talk to a person', trouble[0]!, ANNA, IN_SERVER),
)
const [card] = world.peer.screen.filter(({ channelId }) => channelId === CHANNELS.support)
const open = scene('The card in the support channel', '', [card!])
const claimed = scene(
  'Claimed',
  'Stella pressed “I take it”',
  await world.press('I take it', card!, STAFF, IN_SUPPORT),
)
const shared = scene(
  'Shared',
  'Anna pressed “Share here”',
  await world.press('Share here', code[0]!, ANNA, IN_SERVER),
)
scenes.people = [told, open, claimed]
scenes.public = [voted, shared]
await world.end()
await base.close()

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

/**
 * `npm run discord:transcripts`: the same conversations over the gateway and over HTTP, as people see them, from a
 * loopback run. Also written to test/output/discord/.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Posted } from './peer.ts'
import {
  ANNA,
  answerThis,
  BRUNO,
  CHANNELS,
  command,
  directWith,
  IN_HELP,
  IN_SERVER,
  IN_SUPPORT,
  modal,
  type Person,
  type Place,
  press,
  STAFF,
  threadIn,
  typing,
  written,
} from './people.ts'
import { find, pressables, textOf } from './reading.ts'
import { MODES, type Mode, startBase, startBoth, type World } from './world.ts'

const OUTPUT = fileURLToPath(new URL('../../output/discord', import.meta.url))
mkdirSync(OUTPUT, { recursive: true })

const NAMES: Record<string, string> = {
  [CHANNELS.general]: '#general',
  [CHANNELS.help]: '#help',
  [CHANNELS.support]: '#support',
}

async function conversations(world: World, mode: Mode): Promise<string> {
  const lines: string[] = []
  const { peer, clock } = world
  const where = (channelId: string) =>
    NAMES[channelId] ?? (peer.threads.has(channelId) ? 'a thread' : 'direct messages')
  const heading = (text: string) => lines.push('', `== ${text}`)
  const says = (person: Person, what: string, place: Place) =>
    lines.push('', `${person.name} in ${where(place.channelId)}: ${what}`)
  const shown = (messages: Posted[], how = '') => {
    for (const message of messages) {
      const only = message.only ? ' (only the asker sees it)' : ''
      lines.push(`  bot in ${where(message.channelId)}${only}${how}:`)
      lines.push(
        ...textOf(message)
          .split('\n')
          .map((line) => `  | ${line}`),
      )
      const buttons = pressables(message).map(({ label }) => `[${label}]`)
      if (buttons.length > 0) lines.push(`  | ${buttons.join(' ')}`)
    }
    return messages[0]!
  }
  const uses = async (person: Person, name: string, values: Record<string, string>, place: Place) => {
    says(
      person,
      `/${name}${Object.entries(values)
        .map(([key, value]) => ` ${key}: ${value}`)
        .join('')}`,
      place,
    )
    return shown(await peer.show(command(name, values, person, place, clock.now)))
  }
  const presses = async (person: Person, label: string, on: Posted, place: Place) => {
    says(person, `presses [${label}]`, place)
    const messages = await world.press(label, on, person, place)
    return shown(messages, messages[0]?.id === on.id ? ', in place' : '')
  }
  const replies = async (person: Person, text: string, on: Posted, place: Place) => {
    const dialogue = await peer.respond(press(find(on, 'Reply').customId, on, person, place, clock.now))
    says(person, `presses [Reply] and writes in the dialogue “${dialogue.data.title}”: ${text}`, place)
    return modal(dialogue.data.custom_id, text, on, person, place, clock.now)
  }

  heading('A question in a server, and what comes next')
  says(ANNA, '/setup program: thundrb…', IN_SERVER)
  const { data } = await peer.respond(typing('setup', 'client', 'thundrb', ANNA, IN_SERVER, clock.now))
  lines.push(`  suggested: ${data.choices.map((choice: { name: string }) => choice.name).join(', ')}`)
  const setup = await uses(ANNA, 'setup', { client: 'Thunderbird' }, IN_SERVER)
  await presses(ANNA, 'POP3 or IMAP', setup, IN_SERVER)
  shown(await peer.show(await replies(ANNA, 'and which port is that?', setup, IN_SERVER)))

  heading('Asked back, voted, shared')
  await uses(ANNA, 'setup', { client: 'Outlook' }, IN_SERVER)
  const question = await uses(ANNA, 'ask', { question: 'It still does not work.' }, IN_SERVER)
  const answer = await presses(ANNA, pressables(question)[0]!.label, question, IN_SERVER)
  await presses(ANNA, 'Not helpful', answer, IN_SERVER)
  await presses(ANNA, 'Share here', answer, IN_SERVER)

  heading('In the asker’s language, in direct messages')
  await uses(BRUNO, 'error', { code: '0x800CCC0F' }, directWith(BRUNO))

  heading('A moderator lets the bot answer a message')
  says(STAFF, 'Apps > Answer this, on “which port do I use for imap?”', IN_SERVER)
  shown(await peer.show(answerThis('which port do I use for imap?', STAFF, IN_SERVER, clock.now)))

  heading('A help channel: for all, with a thread')
  const help = await uses(ANNA, 'ask', { question: 'Which port for IMAP with SSL?' }, IN_HELP)
  await peer.called('PUT', new RegExp(`^/channels/${help.id}/thread-members`))
  lines.push(`  thread: ${peer.threads.get(help.id)!.name}`)
  const thread = threadIn(IN_HELP, help.id)
  const posts = new RegExp(`^/channels/${help.id}/messages$`)
  if (mode === 'gateway') {
    says(ANNA, 'and SMTP?', thread)
    peer.gateway.dispatch('MESSAGE_CREATE', written('and SMTP?', ANNA, thread, clock.now))
  } else await peer.respond(await replies(ANNA, 'and SMTP?', help, IN_HELP))
  await peer.called('POST', posts)
  shown(peer.screen.filter(({ channelId }) => channelId === help.id))

  heading('A person is asked for, comes, and is done')
  const direct = directWith(ANNA)
  await uses(ANNA, 'ask', { question: 'I want to talk to a human' }, direct)
  await uses(ANNA, 'human', {}, direct)
  const card = peer.screen.filter(({ channelId }) => channelId === CHANNELS.support).at(-1)!
  shown([card])
  const toldIn = new RegExp(`^/channels/${direct.channelId}/messages$`)
  const claimed = await presses(STAFF, 'I take it', card, IN_SUPPORT)
  await peer.called('POST', toldIn)
  shown([peer.screen.filter(({ channelId }) => channelId === direct.channelId).at(-1)!])
  await presses(STAFF, 'Done', claimed, IN_SUPPORT)
  await peer.called('POST', toldIn, 2)
  shown([peer.screen.filter(({ channelId }) => channelId === direct.channelId).at(-1)!])

  heading('A button in the wrong hands')
  await presses(BRUNO, 'Talk to a person', setup, IN_SERVER)
  return lines.join('\n')
}

const base = await startBase()
const worlds = await startBoth(base, { gateway: { settings: { DISCORD_MESSAGE_CONTENT: true } } })
for (const mode of MODES) {
  const { peer } = worlds[mode]
  const text = await conversations(worlds[mode], mode)
  await worlds[mode].end()
  const sent = new Map<string, number>()
  for (const { method, path } of peer.calls) {
    const key = `${method} ${path.replace(/\d{5,}/g, 'ID').replace(/\/[^/]*secret/, '/TOKEN')}`
    sent.set(key, (sent.get(key) ?? 0) + 1)
  }
  const calls = [...sent].map(([call, count]) => `  ${String(count).padStart(3)} ${call}`).join('\n')
  const whole = `# Discord over the ${mode}\n${text}\n\n== What was called\n${calls}\n`
  writeFileSync(join(OUTPUT, `transcript-${mode}.txt`), whole)
  process.stdout.write(`${whole}\n`)
}
await base.close()

/** Discord for the shared suite: `/ask` in direct messages. */
import { createDiscord } from '../../../adapters/discord/discord.ts'
import { adapter } from '../../../adapters/discord/index.ts'
import type { Host } from '../../../src/adapter.ts'
import type { AdapterHarness, HarnessModule, Shown } from '../../support/adapter-harness.ts'
import { type Posted, startPeer } from './peer.ts'
import { command, directWith, type Person, press, type RawInteraction } from './people.ts'
import { find, pressables, textOf } from './reading.ts'
import { type Mode, settingsFor } from './world.ts'

/** Over the gateway. `suite.test.ts` runs the suite over HTTP as well. */
export const harness = harnessOver('gateway')

export function harnessOver(mode: Mode): HarnessModule {
  return { adapter, start: (host, baseUrl) => start(mode, host, baseUrl) }
}

async function start(mode: Mode, host: Host, baseUrl: string): Promise<AdapterHarness> {
  const peer = await startPeer({ mode, now: host.now })
  peer.botAt(baseUrl)
  const front = createDiscord(settingsFor(peer), host)
  await front.start()
  const people = new Map<string, Person>()
  const last = new Map<string, { raw: RawInteraction; shown: Posted[] }>()

  const personOf = (conversation: string, locale?: string): Person => {
    const known = people.get(conversation)
    const person = {
      id: known?.id ?? String(1_400_000_000_000_000_100n + BigInt(people.size)),
      name: 'Somebody',
      locale: locale ?? known?.locale ?? 'en-US',
    }
    people.set(conversation, person)
    return person
  }
  const act = async (conversation: string, raw: RawInteraction): Promise<Shown> => {
    const before = peer.calls.length
    const shown = await peer.show(raw)
    last.set(conversation, { raw, shown })
    return {
      text: shown.map(textOf).join('\n\n'),
      options: shown.flatMap(pressables).map(({ label }) => label),
      payloads: peer.calls.slice(before).map(({ body }) => body),
    }
  }
  const pressed = (conversation: string, label: string): Promise<Shown> => {
    const person = personOf(conversation)
    const on = [...last.get(conversation)!.shown]
      .reverse()
      .find((message) => pressables(message).some((one) => one.label === label))
    if (!on) throw new Error(`nothing is called "${label}" in the last answer`)
    const { customId, value } = find(on, label)
    return act(conversation, press(customId, on, person, directWith(person), host.now(), value))
  }

  const result: AdapterHarness = {
    ask(conversation, text, locale) {
      const person = personOf(conversation, locale)
      return act(conversation, command('ask', { question: text }, person, directWith(person), host.now()))
    },
    press: pressed,
    async vote(conversation, helpful) {
      const words = host.words(host.matchLocale(personOf(conversation).locale) ?? host.locales[0]!)
      await pressed(conversation, words(`discord.vote.${helpful ? 'yes' : 'no'}`))
    },
    async redeliver(conversation) {
      const { raw } = last.get(conversation)!
      const before = peer.known(raw.id)
      const count = () => before.responses.length + before.followUps.length
      const until = count()
      await peer.deliver(raw)
      // Whatever comes of it comes before what is asked after it.
      const person = { id: '1400000000000000099', name: 'Nobody', locale: 'en-US' }
      await peer.show(command('ports', {}, person, directWith(person), host.now()))
      return count() - until
    },
    async stop() {
      await front.stop()
      await peer.close()
      if (peer.problems.length > 0)
        throw new Error(`payloads that Discord would refuse:\n${peer.problems.join('\n')}`)
    },
  }
  return result
}

/** Chatwoot for the shared suite: contacts write and click in a local Chatwoot, and read what the bot posts there. */
import { adapter, createChatwoot } from '../../../adapters/chatwoot/index.ts'
import type { HarnessModule, Shown } from '../../support/adapter-harness.ts'
import { ACCOUNT, startChatwoot } from './chatwoot.ts'

export const harness: HarnessModule = {
  adapter,
  async start(host, baseUrl) {
    const chatwoot = await startChatwoot()
    chatwoot.webhookUrl = `${baseUrl}/webhooks/chatwoot`
    const running = createChatwoot(chatwoot.settings, host)
    await running.start()
    const numbers = new Map<string, number>()
    let stopped = false

    const numberOf = (conversation: string) => {
      if (!numbers.has(conversation)) numbers.set(conversation, 100 + numbers.size)
      return numbers.get(conversation)!
    }

    async function shown(conversation: number, act: () => Promise<number>): Promise<Shown> {
      const before = chatwoot.actions(conversation).length
      const wasOpen = chatwoot.statusOf(conversation) === 'open'
      await act()
      // People have it: nothing is said.
      if (wasOpen) return { text: '', options: [], payloads: [] }
      await chatwoot.reached(conversation, before + 1)
      const first = chatwoot.actions(conversation)[before]!
      if (!('content' in first)) throw new Error('a status was changed before anything was said')
      // Whoever asks for a person is handed over, with a note.
      if (await host.handoffs.current(`${ACCOUNT}-${conversation}`))
        await chatwoot.reached(conversation, before + 3)
      return {
        text: visible(first.content),
        options: first.content_attributes?.items.map(({ title }) => title) ?? [],
        payloads: [first],
      }
    }

    return {
      ask(conversation, text) {
        const number = numberOf(conversation)
        return shown(number, () => chatwoot.write(number, text))
      },
      press(conversation, label) {
        const number = numberOf(conversation)
        return shown(number, () => chatwoot.click(number, label))
      },
      async vote(conversation, helpful) {
        const number = numberOf(conversation)
        const items =
          chatwoot.sent.findLast((one) => one.conversation === number)?.content_attributes?.items ?? []
        const item = items.find(({ value }) => value.startsWith(helpful ? 'vote:yes' : 'vote:no'))!
        await shown(number, () => chatwoot.click(number, item.title))
      },
      async redeliver(conversation) {
        const number = numberOf(conversation)
        const before = chatwoot.actions(number).length
        await chatwoot.redeliver(number)
        await running.deliverDue()
        return chatwoot.actions(number).length - before
      },
      async stop() {
        await running.stop()
        if (!stopped) await chatwoot.close()
        stopped = true
      },
    }
  },
}

/** What a reader sees of Chatwoot's Markdown. */
export function visible(markdown: string): string {
  return markdown
    .replace(/(`+) ?(.+?) ?\1/g, '$2')
    .replace(/(?<!\\)\*\*/g, '')
    .replace(/^_(.*)_$/gm, '$1')
    .replace(/\\([\\`*_[\]<>~|#+.)-])/g, '$1')
}

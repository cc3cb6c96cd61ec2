/** The widget for the shared suite: what it asks of the bot, and the words that it makes of the answers. */
import { randomUUID } from 'node:crypto'
import { adapter, createHelpdesk } from '../../../adapters/helpdesk/index.ts'
import type { WidgetAnswer } from '../../../adapters/helpdesk/site/routes.ts'
import type { WidgetWords } from '../../../adapters/helpdesk/site/words.ts'
import type { Block, Option } from '../../../src/message.ts'
import type { HarnessModule, Shown } from '../../support/adapter-harness.ts'

export const harness: HarnessModule = {
  adapter,
  async start(host, baseUrl) {
    const helpdesk = createHelpdesk({}, host)
    await helpdesk.start()
    const visitors = new Map<string, { id: string; options: Option[]; answer?: WidgetAnswer }>()
    const call = (path: string, body: object) =>
      fetch(`${baseUrl}/widget/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: baseUrl },
        body: JSON.stringify(body),
      })

    function visitor(conversation: string) {
      const known = visitors.get(conversation)
      if (known) return known
      const made = { id: randomUUID(), options: [] }
      visitors.set(conversation, made)
      return made as typeof made & { answer?: WidgetAnswer }
    }

    async function ask(conversation: string, text: string, locale = 'en'): Promise<Shown> {
      const one = visitor(conversation)
      const response = await call('ask', { text, conversationId: one.id, locale })
      if (!response.ok) throw new Error(`the widget was answered ${response.status}`)
      const answer = (await response.json()) as WidgetAnswer
      const words = (await (
        await fetch(`${baseUrl}/widget/words?locale=${answer.locale}`)
      ).json()) as WidgetWords
      one.options = answer.options
      one.answer = answer
      const shown: Shown = {
        text: [...answer.blocks.map(wordsOf), ...answer.sources.map(({ title }) => title)].join('\n'),
        // "Talk to a person" stands below every conversation.
        options: [...answer.options.map(({ label }) => label), words.words.person],
        payloads: [answer],
      }
      // As the widget does by itself.
      if (answer.outcome === 'handoff') {
        const handoff = await call('handoff', { conversationId: one.id, locale: answer.locale })
        shown.payloads.push(await handoff.json())
      }
      return shown
    }

    return {
      ask,
      async press(conversation, label) {
        const option = visitor(conversation).options.find((one) => one.label === label)
        if (!option) throw new Error(`nothing in the widget is called "${label}"`)
        return ask(conversation, option.text)
      },
      async vote(conversation, helpful) {
        await call('feedback', { answerId: visitor(conversation).answer!.id, helpful })
      },
      stop: () => helpdesk.stop(),
    }
  },
}

/** The words of a block in reading order. */
export function wordsOf(block: Block): string {
  switch (block.kind) {
    case 'settings':
      return [block.title, ...block.rows.map(({ label, value }) => `${label} ${value}`)].join('\n')
    case 'table':
      return [block.title ?? '', block.columns.join(' '), ...block.rows.map((row) => row.join(' '))].join(
        '\n',
      )
    case 'steps':
    case 'list':
      return [block.title ?? '', ...block.items.map((item) => item.map((span) => span.text).join(''))].join(
        '\n',
      )
    default:
      return block.text.map((span) => span.text).join('')
  }
}

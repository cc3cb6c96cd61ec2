/** `npm run export -- --conversation ID`: everything kept about one conversation, as JSON, for a data request. */
import { parseArgs } from 'node:util'
import { runCommand, UsageError, withStore } from '../store/command.ts'
import type { Store } from '../store/store.ts'
import { conversationKeys, isConversationId } from './conversations.ts'

const USAGE = `npm run --silent export -- --conversation ID > FILE
  ID is what the bot calls the conversation: slack/C123:171.2, or C123:171.2 for every front end.`

async function exportConversation(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { conversation: { type: 'string' } } })
  const id = values.conversation ?? ''
  if (!isConversationId(id)) throw new UsageError('--conversation needs the id of a conversation.')
  const exportedAt = new Date()
  const conversations = await withStore(
    () => exportedAt,
    async (store) => {
      const all = []
      for (const key of await conversationKeys(store, id)) {
        const kept = await keptOf(store, key)
        if (kept) all.push(kept)
      }
      return all
    },
  )
  if (conversations.length === 0) process.stderr.write(`Nothing is kept about ${id}.\n`)
  process.stdout.write(`${JSON.stringify({ exportedAt, conversations }, null, 2)}\n`)
}

async function keptOf(store: Store, conversation: string) {
  const [memory, answers, handoffs] = [
    await store.conversations.get(conversation),
    await store.answers.of(conversation),
    await store.handoffs.of(conversation),
  ]
  if (memory === null && answers.length === 0 && handoffs.length === 0) return null
  const ids = new Set(answers.map((answer) => answer.id))
  // A vote is never older than its answer.
  const first = new Date(answers.reduce((earliest, { at }) => Math.min(earliest, at.getTime()), Infinity))
  const votes =
    ids.size === 0 ? [] : (await store.feedback.since(first)).filter(({ answerId }) => ids.has(answerId))
  return { conversation, memory, answers, votes, handoffs }
}

await runCommand(() => exportConversation(process.argv.slice(2)), USAGE)

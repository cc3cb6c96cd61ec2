/** `npm run export -- --user WHO`: everything kept about a conversation or a person, as JSON, for a data request. */
import { runCommand, withStore } from '../store/command.ts'
import type { Store } from '../store/store.ts'
import { meantBy, WHOSE } from './conversations.ts'

const USAGE = `npm run --silent export -- --conversation ID | --user WHO | --ticket NUMBER | --address ADDRESS > FILE
${WHOSE}`

async function exportConversations(args: string[]): Promise<void> {
  const { what, find } = meantBy(args)
  const exportedAt = new Date()
  const conversations = await withStore(
    () => exportedAt,
    async (store) => {
      const all = []
      for (const key of await find(store)) {
        const kept = await keptOf(store, key)
        if (kept) all.push(kept)
      }
      return all
    },
  )
  if (conversations.length === 0) process.stderr.write(`Nothing is kept about ${what}.\n`)
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

await runCommand(() => exportConversations(process.argv.slice(2)), USAGE)

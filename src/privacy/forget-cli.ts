/** `npm run forget -- --user WHO`: deletes all of a conversation or a person, and says what was deleted. */
import { runCommand, withStore } from '../store/command.ts'
import { meantBy, WHOSE } from './conversations.ts'

const USAGE = `npm run forget -- --conversation ID | --user WHO | --ticket NUMBER | --address ADDRESS
${WHOSE}`

/** What a row of each table is to an operator: one, and several. */
const NAMES: Record<string, [string, string]> = {
  answers: ['question with its answer', 'questions with their answers'],
  feedback: ['vote', 'votes'],
  handoffs: ['handoff to a person', 'handoffs to a person'],
  conversations: ['memory of the conversation', 'memories of the conversation'],
  people: ['note of whose it is', 'notes of whose it is'],
  outbox: ['message waiting to be sent', 'messages waiting to be sent'],
}

async function forget(args: string[]): Promise<void> {
  const { what, find } = meantBy(args)
  const deleted = await withStore(
    () => new Date(),
    async (store) => {
      const found: [string, Record<string, number>][] = []
      for (const key of await find(store)) {
        const rows = await store.forget(key)
        if (Object.values(rows).some((count) => count > 0)) found.push([key, rows])
      }
      return found
    },
  )
  if (deleted.length === 0) process.stdout.write(`Nothing was kept about ${what}.\n`)
  for (const [key, rows] of deleted) process.stdout.write(`Deleted of ${key}: ${inWords(rows)}.\n`)
}

function inWords(rows: Record<string, number>): string {
  return Object.entries(rows)
    .filter(([, count]) => count > 0)
    .map(([table, count]) => `${count} ${NAMES[table]?.[count === 1 ? 0 : 1] ?? table}`)
    .join(', ')
}

await runCommand(() => forget(process.argv.slice(2)), USAGE)

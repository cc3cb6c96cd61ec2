/**
 * A process of its own over a SQLite store, for tests that kill it, let several race, or take its disk away:
 * `node child.ts WHAT FOLDER`. It writes one line of JSON for each thing acknowledged.
 */
import { rmSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { createStore } from '../../src/store/sql.ts'
import type { StoreError } from '../../src/store/store.ts'
import { answer, minute, request, START } from './records.ts'

const [what, dataDir] = process.argv.slice(2) as [string, string]
const store = createStore({ dataDir, now: () => START })

/** At once, so that nothing acknowledged is left in a buffer when the process is killed. */
function say(line: unknown) {
  writeSync(1, `${JSON.stringify(line)}\n`)
}

function sayError(error: unknown) {
  const { name, message, mend } = error as StoreError
  say({ error: { name, message, mend } })
}

const doings: Record<string, () => Promise<void>> = {
  /** A thousand feedbacks and handoffs, 25 at a time. */
  async work() {
    await store.open()
    for (let n = 0; n < 1000; n++) await store.answers.add(answer(`a${n}`))
    let next = 0
    async function worker() {
      while (next < 1000) {
        const n = next++
        const feedback = store.feedback.add({ answerId: `a${n}`, at: minute(n), helpful: n % 2 === 0 })
        const handoff = store.handoffs.open(request(`h${n}`, { conversation: `web/${n}` }))
        if (await feedback) say({ feedback: n })
        if ((await handoff).isNew) say({ handoff: n })
      }
    }
    await Promise.all(Array.from({ length: 25 }, worker))
    await store.close()
  },

  /** Two hundred deliveries and outbox entries, against others that want the same. */
  async race() {
    await store.open()
    const claimed: string[] = []
    const taken: string[] = []
    for (let n = 0; n < 200; n++) {
      if (await store.deliveries.claim(`d${n}`, minute(60))) claimed.push(`d${n}`)
      for (const { id } of await store.outbox.take('helpdesk', START, minute(60), 1)) taken.push(id)
    }
    say({ claimed, taken })
    await store.close()
  },

  /** Writes until the disk is full, then frees some of it. */
  async fill() {
    const ballast = join(dataDir, 'ballast')
    await store.open()
    writeFileSync(ballast, Buffer.alloc(300_000))
    let acknowledged = 0
    try {
      for (;;)
        await store.answers
          .add(answer(`a${acknowledged}`, { question: 'x'.repeat(3000) }))
          .then(() => acknowledged++)
    } catch (error) {
      sayError(error)
    }
    await store.check().catch(sayError)
    rmSync(ballast)
    await store.check()
    await store.answers.add(answer('after'))
    const kept = await store.answers.since(START)
    say({ acknowledged, kept: kept.length - 1 })
    await store.close()
  },

  async open() {
    await store.open()
    say({ opened: true })
    await store.close()
  },
}

await doings[what]!().catch(sayError)

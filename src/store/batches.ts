/** Runs together what arrives together, so that one round trip, or one wait for the disk, serves it all. */

export interface Batches<Item, Result> {
  /** Resolves with the item's own result, or rejects with what it failed with when it was run alone. */
  add(item: Item): Promise<Result>
  /** Resolves when nothing waits or runs any more. */
  idle(): Promise<void>
}

interface Waiting<Item, Result> {
  item: Item
  resolve(result: Result): void
  reject(error: unknown): void
}

/**
 * `run`: all or nothing, at most `most` items in the order they were added, one group after the other; gives a result
 * for each. When a group fails, each of its items is run alone: the others do not suffer for one.
 */
export function createBatches<Item, Result>(
  most: number,
  run: (items: Item[]) => Promise<Result[]>,
): Batches<Item, Result> {
  let waiting: Waiting<Item, Result>[] = []
  let running: Promise<void> | null = null

  async function runGroup(group: Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await run(group.map(({ item }) => item))
      for (const [index, { resolve }] of group.entries()) resolve(results[index]!)
    } catch (error) {
      if (group.length === 1) group[0]!.reject(error)
      else for (const one of group) await runGroup([one])
    }
  }

  async function drain(): Promise<void> {
    // Whatever else this turn of Node's loop brings may join.
    await new Promise(setImmediate)
    while (waiting.length > 0) {
      const group = waiting.slice(0, most)
      waiting = waiting.slice(most)
      await runGroup(group)
    }
    running = null
  }

  return {
    add: (item) =>
      new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject })
        running ??= drain()
      }),
    idle: async () => {
      while (running) await running
    },
  }
}

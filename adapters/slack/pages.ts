/** Blocks into messages that Slack takes. */
import type { KnownBlock } from '@slack/types'
import { LIMITS } from './limits.ts'

/** Kept free in each message for a heading, and for a button that leads to the rest. */
const RESERVE = { blocks: 2, json: 2_000 }

/**
 * As few messages as hold all blocks in their order, each within the number of blocks, the size and the one
 * table of a message. `tail` (buttons) goes whole under the last one; it must be small.
 */
export function paginate(body: KnownBlock[], tail: KnownBlock[]): KnownBlock[][] {
  const room = LIMITS.messageJson - RESERVE.json
  const found: KnownBlock[][] = [[]]
  let size = 0
  let hasTable = false
  const place = (blocks: KnownBlock[]) => {
    const own = blocks.reduce((sum, block) => sum + JSON.stringify(block).length + 1, 0)
    const table = blocks.some((block) => block.type === 'table')
    const page = found.at(-1) ?? []
    const full =
      page.length + blocks.length > LIMITS.blocksPerMessage - RESERVE.blocks ||
      size + own > room ||
      (hasTable && table)
    if (full && page.length > 0) {
      found.push([...blocks])
      size = own
      hasTable = table
    } else {
      page.push(...blocks)
      size += own
      hasTable ||= table
    }
  }
  for (const block of body) place([block])
  if (tail.length > 0) place(tail)
  return found.filter((page) => page.length > 0)
}

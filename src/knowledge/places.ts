/** Where the values of a YAML file stand: by path to line and source. Only read when there is something to mend. */
import { EVENT_ID, type Event, getScalarValue, parseEvents, type ScalarEvent } from 'js-yaml'

/** Keys, and in lists either the place from 0 or the `id` of the entry. */
export type Path = readonly (string | number)[]

interface Node {
  /** Offset of its key in a mapping, else of itself. */
  from: number
  /** As it is written; undefined for a mapping, a list or nothing. */
  source?: string
  value?: string
  entries?: Map<string, Node>
  items?: Node[]
}

export interface Place {
  /** From 1. */
  line: number
  /** What stands there, as it is written; undefined for more than one value. */
  found?: string
  /** How much of the path is there: all of it, or what is missing is below this place. */
  depth: number
}

/** `text` is YAML that parses. */
export function placesOf(text: string): (path: Path) => Place {
  const events = parseEvents(text, {}).filter((event) => event.type !== EVENT_ID.DOCUMENT)
  const root: Node = events.length > 1 ? new Reader(text, events).node() : { from: 0 }
  return (path) => {
    let node = root
    let depth = 0
    for (const part of path) {
      const next = childOf(node, part)
      if (!next) break
      node = next
      depth++
    }
    const line = text.slice(0, node.from).split('\n').length
    return { line, depth, ...(node.source === undefined ? {} : { found: node.source }) }
  }
}

function childOf(node: Node, part: string | number): Node | undefined {
  if (node.items)
    return typeof part === 'number'
      ? node.items[part]
      : node.items.find((item) => item.entries?.get('id')?.value === part)
  return node.entries?.get(String(part))
}

class Reader {
  readonly #text: string
  readonly #events: Event[]
  #at = 0

  constructor(text: string, events: Event[]) {
    this.#text = text
    this.#events = events
  }

  /** The next node, with all that is in it. */
  node(): Node {
    const event = this.#events[this.#at++]!
    if (event.type === EVENT_ID.SCALAR) return this.#scalar(event)
    if (event.type === EVENT_ID.MAPPING) return this.#mapping(event.start)
    if (event.type === EVENT_ID.SEQUENCE) return this.#sequence(event.start)
    return { from: event.type === EVENT_ID.ALIAS ? event.anchorStart : 0 }
  }

  #scalar(event: ScalarEvent): Node {
    if (event.valueStart < 0) return { from: 0 }
    const source = this.#text.slice(event.valueStart, event.valueEnd).trim().replace(/\s+/g, ' ')
    return { from: event.valueStart, source, value: getScalarValue(this.#text, event) }
  }

  #mapping(from: number): Node {
    const entries = new Map<string, Node>()
    while (!this.#ends()) {
      const key = this.node()
      entries.set(key.value ?? '', { ...this.node(), from: key.from })
    }
    return { from, entries }
  }

  #sequence(from: number): Node {
    const items: Node[] = []
    while (!this.#ends()) items.push(this.node())
    return { from, items }
  }

  #ends(): boolean {
    if (this.#events[this.#at]?.type !== EVENT_ID.POP) return false
    this.#at++
    return true
  }
}

/** Which protocols an answer is about, of those that the provider offers. */
import type { Protocol, Slots } from '../message.ts'
import type { Direction, ProviderFacts } from './facts.ts'

export interface Asked {
  /** What to answer with: what is named or looked at and is offered, and in place of the rest what serves the same direction. */
  protocols: readonly Protocol[]
  /** What is named or looked at and is not offered. */
  missing: Protocol[]
}

/**
 * The protocols that the question names, else those of its direction, else all. `sending`: it asks for sending beside
 * what it names ("IMAP, and for sending?").
 */
export function protocolsAsked(
  { slots, direction, sending }: { slots: Slots; direction?: Direction | undefined; sending: boolean },
  facts: ProviderFacts,
): Asked {
  const offered = facts.offered()
  if (slots.protocol === undefined) {
    if (!direction) return { protocols: offered, missing: [] }
    const protocols = facts.offered(direction)
    return { protocols, missing: protocols.length > 0 ? [] : facts.protocols(direction) }
  }
  const named = [slots.protocol].flat()
  const wanted = sending && !named.includes('smtp') ? [...named, 'smtp' as const] : named
  const instead = (protocol: Protocol) =>
    offered.includes(protocol) ? [protocol] : facts.offered(facts.direction(protocol))
  return {
    protocols: [...new Set(wanted.flatMap(instead))],
    missing: wanted.filter((protocol) => !offered.includes(protocol)),
  }
}

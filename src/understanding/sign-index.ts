/** Finds the few signs that a question can hold, so that the time grows with the question, not with the knowledge. */
import type { Sign } from './signs.ts'

/** A sign, and whether it speaks for a neighbouring subject. */
export interface PlacedSign {
  sign: Sign
  elsewhere: boolean
}

export interface SignIndex {
  /** Every sign whose rarest need is among these meanings, in the order of the knowledge. */
  possible(present: Iterable<string>): PlacedSign[]
}

/** A sign is looked for by the one of its needs that the fewest signs share. */
export function createSignIndex(all: PlacedSign[]): SignIndex {
  const needed = new Map<string, number>()
  for (const { sign } of all)
    for (const meaning of sign.needs.flat()) needed.set(meaning, (needed.get(meaning) ?? 0) + 1)
  const howOften = (need: string[]) => need.reduce((sum, meaning) => sum + needed.get(meaning)!, 0)

  const byRarestNeed = new Map<string, number[]>()
  for (const [place, { sign }] of all.entries()) {
    const rarest = sign.needs.reduce((a, b) => (howOften(b) < howOften(a) ? b : a))
    for (const meaning of new Set(rarest)) {
      const places = byRarestNeed.get(meaning)
      if (places) places.push(place)
      else byRarestNeed.set(meaning, [place])
    }
  }

  return {
    possible(present) {
      const places = new Set<number>()
      for (const meaning of present) for (const place of byRarestNeed.get(meaning) ?? []) places.add(place)
      return [...places].sort((a, b) => a - b).map((place) => all[place]!)
    },
  }
}

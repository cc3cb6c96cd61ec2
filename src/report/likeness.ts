/**
 * Groups questions that are alike, in any language, without knowing it: questions are sets of word stems, rare
 * stems weigh more than common ones, and what is alike is found over an index of the stems. Deterministic: the
 * same questions in any order give the same groups.
 */

export interface LikeQuestion {
  text: string
  /** Words that weigh more: those that the bot did not understand. */
  notUnderstood: string[]
}

/** How alike two questions must be, as the cosine of their stems. 1 is equal, 0 has nothing in common. */
const ALIKE = 0.47
/** No stem weighs more than one that stands in this share of all questions: a word used once says little. */
const RARE_SHARE = 0.002
const NOT_UNDERSTOOD_WEIGHT = 2.5
/** A word that the bot did not know tells what a group is about when this share of it lacks the word ... */
const MOST_LACK = 0.6
/** ... and at most this share of all questions have it. */
const TELLING_SHARE = 0.05
const STEM_LENGTH = 5
const PLACEHOLDER = /\[(?:password|secret|address|phone|card|body)\](?:@[\p{L}\d.-]+)?/gu
/** Scripts that put no blanks between words are cut into pairs of characters. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u

/** The stems of a text: lower case, no accents, no plural s, cut to five letters, each once. */
export function stems(text: string): string[] {
  const found = new Set<string>()
  const folded = text.replace(PLACEHOLDER, ' ').normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  for (const [word] of folded.matchAll(/[\p{L}\p{N}]+/gu)) {
    if (UNSPACED.test(word) && word.length > 2)
      for (let at = 0; at + 2 <= word.length; at++) found.add(word.slice(at, at + 2))
    else found.add(stem(word))
  }
  return [...found]
}

function stem(word: string): string {
  const single = word.length > 3 && /\p{L}[sx]$/u.test(word) ? word.slice(0, -1) : word
  return single.slice(0, STEM_LENGTH)
}

/** Questions of the same words, whatever their order and spelling of case and accents. */
interface Wording {
  key: string
  stems: string[]
  notUnderstood: Set<string>
  members: number[]
}

/**
 * Returns the groups as places in `questions`, the largest first; within a group the most typical question is
 * first. `background` are questions of the same bot, to tell common words from rare ones. Ten thousand different
 * questions take about a second.
 */
export function groupAlike(questions: LikeQuestion[], background: string[]): number[][] {
  const frequency = new Map<string, number>()
  for (const text of background)
    for (const stem of stems(text)) frequency.set(stem, (frequency.get(stem) ?? 0) + 1)
  const all = Math.max(1, background.length)
  const wordings = toWordings(questions)
  const alike = createIndex(wordings, frequency, all)

  const standing = wordings.map((wording, place) => {
    let sum = wording.members.length
    for (const near of alike(place)) sum += wordings[near.place]!.members.length * near.likeness
    return sum
  })
  const order = wordings
    .map((_, place) => place)
    .sort((a, b) => standing[b]! - standing[a]! || compare(wordings[a]!.key, wordings[b]!.key))

  // A wording that no better one has taken leads a group; each of the others goes to the leader it is most like.
  const leaderOf = new Int32Array(wordings.length).fill(-1)
  const likeness = new Float64Array(wordings.length)
  for (const place of order) {
    if (leaderOf[place] !== -1) continue
    leaderOf[place] = place
    likeness[place] = Number.POSITIVE_INFINITY
    for (const near of alike(place))
      if (near.likeness > likeness[near.place]!) {
        leaderOf[near.place] = place
        likeness[near.place] = near.likeness
      }
  }
  const groups = new Map<number, number[]>()
  for (const place of order) {
    const leader = leaderOf[place]!
    const group = groups.get(leader)
    if (group) group.push(place)
    else groups.set(leader, [place])
  }
  const rank = new Map(order.map((place, at) => [place, at]))
  return [...joined(groups, wordings, frequency, all).entries()]
    .sort(([a, one], [b, other]) => other.length - one.length || rank.get(a)! - rank.get(b)!)
    .map(([, members]) => members)
}

function toWordings(questions: LikeQuestion[]): Wording[] {
  const byKey = new Map<string, Wording>()
  for (const [place, question] of questions.entries()) {
    const own = stems(question.text).sort()
    const key = own.length > 0 ? own.join(' ') : question.text
    const known = byKey.get(key)
    const unknown = question.notUnderstood.flatMap(stems)
    if (known) {
      known.members.push(place)
      for (const stem of unknown) known.notUnderstood.add(stem)
    } else byKey.set(key, { key, stems: own, notUnderstood: new Set(unknown), members: [place] })
  }
  return [...byKey.values()].sort((a, b) => compare(a.key, b.key))
}

interface Neighbour {
  place: number
  likeness: number
}

/** Returns a function that finds the wordings like the one at a place, over an index from stem to wordings. */
function createIndex(wordings: Wording[], frequency: Map<string, number>, all: number) {
  const postings = new Map<string, { places: number[]; weights: number[] }>()
  const weights = wordings.map((wording, place) => {
    const own = wording.stems.map((stem) => {
      const count = Math.max(frequency.get(stem) ?? 0, all * RARE_SHARE, 1)
      return Math.log(1 + all / count) * (wording.notUnderstood.has(stem) ? NOT_UNDERSTOOD_WEIGHT : 1)
    })
    const length = Math.hypot(...own)
    for (const [at, stem] of wording.stems.entries()) {
      const posting = postings.get(stem) ?? { places: [], weights: [] }
      posting.places.push(place)
      posting.weights.push(own[at]! / length)
      postings.set(stem, posting)
    }
    return own.map((weight) => weight / length)
  })
  const dots = new Float64Array(wordings.length)
  return (place: number): Neighbour[] => {
    const touched: number[] = []
    for (const [at, stem] of wordings[place]!.stems.entries()) {
      const weight = weights[place]![at]!
      const posting = postings.get(stem)!
      for (let entry = 0; entry < posting.places.length; entry++) {
        const other = posting.places[entry]!
        if (dots[other] === 0) touched.push(other)
        dots[other]! += weight * posting.weights[entry]!
      }
    }
    const near: Neighbour[] = []
    for (const other of touched) {
      if (other !== place && dots[other]! >= ALIKE) near.push({ place: other, likeness: dots[other]! })
      dots[other] = 0
    }
    return near
  }
}

/**
 * Joins groups of which most questions lack the same rare words: "share calendar" and "calendar sharing". Takes
 * places of wordings, the group with the best leader first, and returns places of questions.
 */
function joined(
  groups: Map<number, number[]>,
  wordings: Wording[],
  frequency: Map<string, number>,
  all: number,
): Map<number, number[]> {
  const byWords = new Map<string, number>()
  const result = new Map<number, number[]>()
  for (const [leader, places] of groups) {
    const members = places.flatMap((place) => wordings[place]!.members)
    const lacking = new Map<string, number>()
    for (const place of places)
      for (const stem of wordings[place]!.notUnderstood)
        lacking.set(stem, (lacking.get(stem) ?? 0) + wordings[place]!.members.length)
    const words = [...lacking]
      .filter(
        ([stem, count]) =>
          count >= members.length * MOST_LACK && (frequency.get(stem) ?? 0) <= all * TELLING_SHARE,
      )
      .map(([stem]) => stem)
      .sort()
      .join(' ')
    const other = words === '' ? undefined : byWords.get(words)
    if (other === undefined) {
      if (words !== '') byWords.set(words, leader)
      result.set(leader, members)
    } else result.get(other)!.push(...members)
  }
  return result
}

/** By code unit, so that the order is the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

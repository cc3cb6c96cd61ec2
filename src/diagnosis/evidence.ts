/** What stands in a text: the words and codes of the knowledge, each with its place. Nothing is decided here. */
import type { Knowledge } from '../knowledge/knowledge.ts'
import type { Code, Reports } from '../knowledge/schema.ts'
import { type CodeContext, type FoundCode, findCodes } from './codes.ts'
import { parsePattern, phrasePattern, wordsIn } from './patterns.ts'
import { type Found, indexPhrases, type Phrase } from './phrases.ts'
import { fold, type Token, tokenise } from './tokens.ts'

/** What of the knowledge a diagnosis is made from. */
export type DiagnosisKnowledge = Pick<Knowledge, 'codes' | 'reports' | 'provider' | 'clients'>

/** `client`: a mail program is named. */
export type Mark = Exclude<keyof Reports, 'version' | 'unit'> | 'client'

/** An entry of the knowledge, found by its words or by a code. */
export interface Hit {
  entry: Code
  /** Offsets into the text, the end exclusive. */
  start: number
  end: number
  /** Indexes of tokens; -1 for a code. */
  from: number
  to: number
  /** Letters of the words that were found; 0 for a code. */
  letters: number
  /** Where the words count, see `words`, `inReport` and `besideCode` of the knowledge. */
  place: Place
  code?: FoundCode
}

export type Place = 'anywhere' | 'in-report' | 'beside-code'

export interface Marked {
  start: number
  end: number
  /** Indexes of tokens. */
  from: number
  to: number
}

export interface Evidence {
  tokens: Token[]
  hits: Hit[]
  codes: FoundCode[]
  marks: Record<Mark, Marked[]>
}

type Value = { entry: Code; place: Place } | { mark: Mark }

const MARKS: Mark[] = [
  'report',
  'failed',
  'trying',
  'givenUp',
  'delivered',
  'reply',
  'submission',
  'original',
  'refusing',
  'refusedBefore',
  'reporting',
  'own',
  'sender',
  'code',
  'web',
  'client',
]

export type ReadEvidence = (text: string, count?: () => void) => Evidence

/** Made once for a knowledge. */
export function createEvidenceReader(knowledge: DiagnosisKnowledge): ReadEvidence {
  const index = indexPhrases<Value>(phrasesOf(knowledge))
  const byCode = new Map<string, Code>()
  for (const entry of knowledge.codes)
    if (entry.kind !== 'message')
      for (const code of entry.match) byCode.set(`${entry.kind} ${code.toUpperCase()}`, entry)
  const known = (kind: string) =>
    new Set([...byCode.keys()].filter((key) => key.startsWith(`${kind} `)).map((key) => key.split(' ')[1]!))
  const context = {
    programs: known('program'),
    replies: known('reply'),
    enhanced: known('enhanced'),
    units: new Set(knowledge.reports.unit.map(fold)),
    versionWords: new Set(
      [...knowledge.reports.version, ...[...knowledge.clients.values()].flatMap((client) => client.aliases)]
        .map((name) => wordsIn(name).at(-1))
        .filter((word) => word !== undefined),
    ),
  }

  return (text, count) => {
    const tokens = tokenise(text)
    const marks = Object.fromEntries(MARKS.map((mark) => [mark, []])) as unknown as Evidence['marks']
    const hits: Hit[] = []
    for (const { value, from, to, letters } of longest(index.find(tokens, count))) {
      const place = { start: tokens[from]!.start, end: tokens[to]!.end }
      if ('mark' in value) marks[value.mark].push({ ...place, from, to })
      else hits.push({ entry: value.entry, place: value.place, letters, ...place, from, to })
    }
    const around: CodeContext = {
      ...context,
      errorEnds: new Set(marks.code.map(({ end }) => end)),
      errorStarts: new Set(marks.code.map(({ start }) => start)),
      web: marks.web.length > 0,
    }
    const codes = findCodes(text, around)
    for (const code of codes) {
      const entry = entryOf(code)
      if (entry)
        hits.push({
          entry,
          start: code.start,
          end: code.end,
          from: -1,
          to: -1,
          letters: 0,
          place: 'anywhere',
          code,
        })
    }
    return { tokens, hits: hits.sort((a, b) => a.start - b.start), codes, marks }
  }

  function entryOf({ kind, text }: FoundCode): Code | undefined {
    const code = text.toUpperCase()
    return (
      byCode.get(`${kind} ${code}`) ??
      (kind === 'enhanced' ? byCode.get(`enhanced X${code.slice(1)}`) : undefined)
    )
  }
}

function* phrasesOf({ codes, reports, clients }: DiagnosisKnowledge): Generator<Phrase<Value>> {
  for (const entry of codes) {
    const printed = entry.kind === 'message' ? entry.match.map(phrasePattern) : []
    for (const pattern of [...printed, ...entry.words.map(parsePattern)])
      yield { pattern, value: { entry, place: 'anywhere' } }
    for (const pattern of entry.inReport.map(parsePattern))
      yield { pattern, value: { entry, place: 'in-report' } }
    for (const pattern of entry.besideCode.map(parsePattern))
      yield { pattern, value: { entry, place: 'beside-code' } }
  }
  for (const mark of MARKS)
    if (mark !== 'client')
      for (const pattern of reports[mark].map(parsePattern)) yield { pattern, value: { mark } }
  for (const { aliases } of clients.values())
    for (const alias of aliases) yield { pattern: phrasePattern(alias), value: { mark: 'client' } }
}

/** Of the same value at the same first word only what says most. */
function longest(found: Found<Value>[]): Found<Value>[] {
  const best = new Map<string | Code, Found<Value>>()
  const kept: Found<Value>[] = []
  let from = -1
  const flush = () => {
    kept.push(...best.values())
    best.clear()
  }
  for (const one of found) {
    if (one.from !== from) flush()
    from = one.from
    const key = 'mark' in one.value ? one.value.mark : one.value.entry
    const known = best.get(key)
    const says = (it: Found<Value>) =>
      it.letters * 2 + ('place' in it.value && it.value.place === 'anywhere' ? 1 : 0)
    if (!known || says(one) > says(known)) best.set(key, one)
  }
  flush()
  return kept
}

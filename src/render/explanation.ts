/** An explanation as blocks, so that it can be shown wherever an answer can. */
import type { ExplainedCandidate, ExplainedWord, Explanation } from '../explanation.ts'
import type { Block } from '../message.ts'

/** The words of the interface by dotted key, as adapters get them. */
type Words = (key: string, values?: Record<string, string | number>) => string

/** Names that are read in every language are marked so in the lexicon. */
const NAMES = ['*', '+']

/** The verdict first, then the words, then the candidates. `words` gives the headings. */
export function explanationBlocks(explanation: Explanation, words: Words): Block[] {
  const { outcome, topic, confidence, slots, coverage } = explanation
  const said = Object.entries(slots).map(([name, value]) => `${name} ${[value].flat().join(', ')}`)
  const outcomeWords = { outcome, topic: topic ?? words('explain.none'), confidence }
  return [
    { kind: 'lead', text: [{ text: words('explain.outcome', outcomeWords) }] },
    { kind: 'paragraph', text: [{ text: verdict(explanation, words) }] },
    {
      kind: 'table',
      title: words('explain.words'),
      columns: ['word', 'matches', 'language'].map((column) => words(`explain.column.${column}`)),
      rows: explanation.words.flatMap((word) => wordRows(word, words)),
    },
    {
      kind: 'list',
      items: [
        words('explain.slots', { slots: said.join('; ') || words('explain.none') }),
        words('explain.language', { language: explanation.language.id ?? words('explain.none') }),
        words('explain.coverage', { coverage: percent(coverage) }),
      ].map((text) => [{ text }]),
    },
    {
      kind: 'table',
      title: words('explain.candidates'),
      columns: ['topic', 'score', 'because'].map((column) => words(`explain.column.${column}`)),
      rows: explanation.candidates.flatMap((candidate) => candidateRows(candidate, words)),
    },
  ]
}

function wordRows(word: ExplainedWord, words: Words): string[][] {
  const shown =
    word.readAs === undefined ? word.text : words('explain.read-as', { word: word.text, known: word.readAs })
  if (word.matches.length === 0) return [[shown, word.unknown ? words('explain.unknown') : '', '']]
  return word.matches.map(({ meaning, entry, language, strength }, index) => [
    index === 0 ? shown : '',
    `${meaning} ← "${entry}"${strength < 1 ? ` × ${figure(strength)}` : ''}`,
    NAMES.includes(language) ? words('explain.name') : language,
  ])
}

function candidateRows(
  { topic, elsewhere, score, signs, phrase }: ExplainedCandidate,
  words: Words,
): string[][] {
  const reasons = [
    ...signs.map(
      (sign) =>
        `${figure(sign.score)}  ${sign.expression} (${figure(sign.weight)}): ${sign.words.join(' + ')}`,
    ),
    ...(phrase ? [words('explain.phrase', { phrase: phrase.text, likeness: figure(phrase.likeness) })] : []),
  ]
  const name = elsewhere ? words('explain.elsewhere', { topic }) : topic
  return reasons.map((reason, index) => (index === 0 ? [name, figure(score), reason] : ['', '', reason]))
}

function verdict(
  { verdict: { reason, winner, runnerUp, threshold, via }, coverage }: Explanation,
  words: Words,
): string {
  const score = (candidate: ExplainedCandidate | undefined) => figure(candidate?.score ?? 0)
  return words(`explain.verdict.${reason}`, {
    winner: winner?.topic ?? words('explain.none'),
    'winner.score': score(winner),
    'runner-up': runnerUp?.topic ?? words('explain.none'),
    'runner-up.score': score(runnerUp),
    'runner-up.best': bestReason(runnerUp) ?? words('explain.none'),
    behind: figure((winner?.score ?? 0) - (runnerUp?.score ?? 0)),
    threshold: figure(threshold ?? 0),
    coverage: percent(coverage),
    via: via ?? '',
  })
}

/** The strongest thing that spoke for a candidate. */
function bestReason(candidate: ExplainedCandidate | undefined): string | undefined {
  const sign = candidate?.signs[0]
  return sign
    ? `"${sign.expression}" ${figure(sign.score)}`
    : candidate?.phrase
      ? `"${candidate.phrase.text}"`
      : undefined
}

function figure(value: number): string {
  return value.toFixed(2)
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`
}

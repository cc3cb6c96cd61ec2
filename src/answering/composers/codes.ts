/** `error-code` and `bounce`: what a code or a printed message means, who must act, and what to do. */
import type { Code, CodeWords } from '../../knowledge/schema.ts'
import type { Draft } from '../draft.ts'
import { settingsNeeds, unmetNeeds } from '../needs.ts'
import { composeAbsent } from './absent.ts'

interface FoundCode {
  code: Code
  words: CodeWords
  /** How to name it in the first line; undefined for a message, which people know by its words. */
  shown: string | undefined
}

/** The entry for the code in the question, else for the message in it. */
export function findCode(draft: Draft): FoundCode | undefined {
  const asked = draft.ask.slots.code
  const { codes } = draft.knowledge
  const found = (code: Code | undefined, shown?: string): FoundCode | undefined => {
    const words = code && draft.pack.codes.get(code.id)
    return code && words ? { code, words, shown } : undefined
  }
  if (asked) {
    const wanted = asked.toLowerCase()
    const exact = codes.find(
      (code) => code.kind !== 'message' && code.match.some((match) => match.toLowerCase() === wanted),
    )
    const anyClass = /^[245]\.\d+\.\d+$/.test(wanted)
      ? codes.find(
          (code) =>
            code.kind === 'enhanced' &&
            code.match.some((match) => match.toLowerCase() === `x${wanted.slice(1)}`),
        )
      : undefined
    const byCode = found(exact ?? anyClass, asked)
    // A reply code alone says less than the words printed beside it.
    if (byCode && (byCode.code.kind !== 'reply' || draft.ask.messages.length === 0)) return byCode
    const byMessage = found(
      codes.find((code) => code.id === draft.ask.messages[0]),
      asked,
    )
    if (byMessage ?? byCode) return byMessage ?? byCode
  }
  return found(codes.find((code) => code.id === draft.ask.messages[0]))
}

/** The meaning first, then what to do. `lead: false` under another first line. */
export function showCode(draft: Draft, { code, words, shown }: FoundCode): void {
  const means = draft.fill(words.means)
  draft.lead(
    shown === undefined ? '{means}' : draft.word('code.lead', { code: '{shown}', means: '{means}' }),
    {
      shown,
      means,
    },
  )
  if (words.cause) draft.paragraph(words.cause)
  const unmet = unmetNeeds(settingsNeeds(code.settings), draft.provider, draft.knowledge.provider)
  // Steps that compare with settings which are not there would send people looking for them.
  if (unmet.length > 0) {
    composeAbsent(draft, unmet)
    return
  }
  const first = code.kind === 'enhanced' || code.kind === 'reply' ? shown?.[0] : undefined
  const permanent = first === '5' || (first !== '4' && code.permanent)
  const actor = (permanent ? undefined : code.trying) ?? code.actor
  // Whatever failed and is tried again has somebody who tries.
  draft.paragraph(draft.word(`code.who.${actor === 'nobody' && !permanent ? 'trying' : actor}`))
  draft.items('steps', words.steps)
  // Where nobody has to act, the steps say to wait already.
  if (first === '4' && actor !== 'nobody')
    draft.blocks.push({ kind: 'hint', text: draft.text(draft.word('code.temporary')) })
  if (first === '5') draft.blocks.push({ kind: 'hint', text: draft.text(draft.word('code.permanent')) })
  if (code.settings) draft.servers(code.settings)
  draft.source(...code.sources)
}

export function composeErrorCode(draft: Draft): void {
  const { answer, cases } = draft.pack.topics.get('error-code')!
  const found = findCode(draft)
  if (found) showCode(draft, found)
  else if (draft.ask.slots.code) draft.section(cases!['unknown-code']!)
  else draft.section(answer!)
}

export function composeBounce(draft: Draft): void {
  const found = findCode(draft)
  if (found) showCode(draft, found)
  else draft.section(draft.pack.topics.get('bounce')!.answer!)
}

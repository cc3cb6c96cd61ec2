/** A diagnosis in plain words: templates of the knowledge with what goes into them. Nothing is worded here. */
import type { Actor, Code, CodeWords, DiagnosisWords } from '../knowledge/schema.ts'
import type { Diagnosis } from './diagnosis.ts'

export interface Explanation {
  /** The first line: who refused, whom, and why. */
  lead: string
  /** Who must act. */
  who: string
  /** Whether to send again; undefined where nothing was sent. */
  again?: string
  /** One to four things to do. */
  steps: string[]
  /** Who did get it, where some did. */
  delivered?: string
  /** What the placeholders stand for, besides those that every text may use. No value holds a placeholder. */
  values: Record<string, string>
}

/** The words of one language that a diagnosis is told in. */
export interface ExplanationWords {
  diagnosis: DiagnosisWords
  /** Of the entry that decided, where it has any. */
  code?: CodeWords | undefined
}

/**
 * `entry` is the one that decided (`entryOf`). The texts are templates: fill in `values` and what every text may use
 * (`{provider}`, `{support}`, `{user}`, `{webmail}`, `{limit.message}`).
 */
export function explain(diagnosis: Diagnosis, entry: Code | undefined, words: ExplanationWords): Explanation {
  const { actor, permanent } = diagnosis
  const texts = textsOf(diagnosis, entry, words)
  const values = valuesOf(diagnosis, words.diagnosis)
  const arrived = diagnosis.recipients.length === 0 && diagnosis.delivered.length > 0
  const sent = diagnosis.refusedBy !== 'program' && !texts.own && !arrived
  const again = words.diagnosis.again[permanent && actor !== 'nobody' ? actor : 'trying']
  return {
    lead: texts.lead,
    who: words.diagnosis.who[actor],
    ...(sent ? { again } : {}),
    steps: texts.steps,
    ...(diagnosis.delivered.length > 0 ? { delivered: words.diagnosis.delivered } : {}),
    values,
  }
}

interface Texts {
  lead: string
  steps: string[]
  /** The first line is one of its own and speaks of no message. */
  own: boolean
}

function textsOf(diagnosis: Diagnosis, entry: Code | undefined, words: ExplanationWords): Texts {
  const { diagnosis: texts, code } = words
  const { reason, actor, permanent } = diagnosis
  const of = texts.reasons[reason]
  const remedy = actor === 'nobody' ? undefined : (of[actor] ?? anyRemedy(of))
  // The entry's own "why" speaks of the one who acts there.
  const why = (entry?.actor === actor ? code?.why : undefined) ?? remedy?.why ?? of.why
  const because = (lead: string) => lead.replace('{why}', why)
  if (diagnosis.own && !remedy?.lead)
    return { lead: because(texts.own.lead), steps: texts.own.steps, own: true }
  if (diagnosis.refusedBy === 'program' && code)
    return { lead: code.means, steps: code.steps.slice(0, 4), own: true }
  if (actor === 'nobody' || !permanent) {
    const { lead } = texts
    const steps = actor === 'nobody' ? texts.trying.steps : (remedy?.steps ?? texts.trying.steps)
    const delivered = diagnosis.recipients.length === 0 && diagnosis.delivered.length > 0
    return { lead: because(delivered ? lead.delivered : lead.trying), steps, own: false }
  }
  return {
    lead: remedy?.lead ?? because(texts.lead[of.says]),
    steps: remedy!.steps,
    own: remedy?.lead !== undefined,
  }
}

function anyRemedy(of: DiagnosisWords['reasons'][keyof DiagnosisWords['reasons']]) {
  return of.customer ?? of.recipient ?? of.provider
}

function valuesOf(diagnosis: Diagnosis, words: DiagnosisWords): Record<string, string> {
  const { recipients, server, refusedBy } = diagnosis
  const names = { recipient: recipients[0] ?? '', others: String(recipients.length - 1) }
  const way = recipients.length === 0 ? 'unnamed' : recipients.length === 1 ? 'to' : 'several'
  const host = server ?? ''
  return {
    recipient: recipients[0] ?? words.recipient,
    message: put(words.message[way], names),
    'message-first': put(words['message-first'][way], names),
    server: put(words.server[server ? 'named' : refusedBy === 'program' ? 'unknown' : refusedBy], { host }),
    delivered: diagnosis.delivered.join(', '),
  }
}

/** Small templates with addresses and hosts only. */
function put(template: string, values: Record<string, string>): string {
  return template.replace(/\{(\w+)\}/g, (_whole, name: string) => values[name] ?? '')
}

/** Who may have to act after an entry: for the check that each of them has words. */
export function actorsOf({ actor, theirs, trying }: Code): Exclude<Actor, 'nobody'>[] {
  return [actor, theirs, trying].filter((one) => one !== undefined && one !== 'nobody')
}

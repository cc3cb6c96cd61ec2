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
  /** The settings of the provider that the steps compare with ("the settings below"). */
  settings?: 'incoming' | 'outgoing' | 'both'
  /** Who did get it, where some did. */
  delivered?: string
  /** Who did not get it either, where there are more than one. */
  others?: string
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
    ...(texts.ofEntry && entry?.settings ? { settings: entry.settings } : {}),
    ...(diagnosis.delivered.length > 0 ? { delivered: words.diagnosis.delivered } : {}),
    ...(diagnosis.recipients.length > 1 ? { others: words.diagnosis.others } : {}),
    values,
  }
}

interface Texts {
  lead: string
  steps: string[]
  /** The first line is one of its own and speaks of no message. */
  own: boolean
  /** The steps are those of the entry. */
  ofEntry?: boolean
}

function textsOf(diagnosis: Diagnosis, entry: Code | undefined, words: ExplanationWords): Texts {
  const { diagnosis: texts, code } = words
  const { reason, actor, permanent } = diagnosis
  const of = texts.reasons[reason]
  const remedy = actor === 'nobody' ? undefined : (of[actor] ?? anyRemedy(of))
  // An entry with a "why" of its own knows better than its reason, for the one who acts there.
  const tries = actor === 'nobody' || !permanent
  const own = entry?.actor === actor && !tries && code?.why ? { why: code.why, steps: code.steps } : undefined
  const why = (tries ? code?.why : own?.why) ?? remedy?.why ?? of.why
  const because = (lead: string) => lead.replace('{why}', why)
  if (diagnosis.own && !remedy?.lead)
    return { lead: because(texts.own.lead), steps: texts.own.steps, own: true }
  if (diagnosis.refusedBy === 'program' && code)
    return { lead: code.means, steps: code.steps.slice(0, 4), own: true, ofEntry: true }
  if (tries) {
    const { lead } = texts
    const steps = actor === 'nobody' ? texts.trying.steps : (remedy?.steps ?? texts.trying.steps)
    const delivered = diagnosis.recipients.length === 0 && diagnosis.delivered.length > 0
    const tried = actor === 'nobody' ? undefined : remedy?.lead
    return {
      lead:
        tried ?? because(delivered ? lead.delivered : lead[of.says === 'refused' ? 'refusing' : 'trying']),
      steps,
      own: tried !== undefined,
    }
  }
  return {
    lead: own ? because(texts.lead[of.says]) : (remedy?.lead ?? because(texts.lead[of.says])),
    steps: own?.steps ?? remedy!.steps,
    own: !own && remedy?.lead !== undefined,
    ofEntry: own !== undefined,
  }
}

function anyRemedy(of: DiagnosisWords['reasons'][keyof DiagnosisWords['reasons']]) {
  return of.customer ?? of.recipient ?? of.provider
}

function valuesOf(diagnosis: Diagnosis, words: DiagnosisWords): Record<string, string> {
  const { recipients, server, refusedBy, report, own } = diagnosis
  const names = { recipient: recipients[0] ?? '' }
  const way = recipients.length === 0 ? 'unnamed' : 'to'
  const domain = recipients[0]?.split('@')[1]
  // People know the other side by its domain, and their own side by what it does.
  const theirs = (refusedBy === 'theirs' || (refusedBy === 'unknown' && report)) && domain && !own
  const speaker = theirs ? 'theirs' : refusedBy === 'ours' ? 'ours' : server ? 'named' : 'unknown'
  return {
    recipient: recipients[0] ?? words.recipient,
    message: put(words.message[way], names),
    'message-first': put(words['message-first'][way], names),
    server: put(words.server[speaker], { host: server ?? '', domain: domain ?? '' }),
    delivered: diagnosis.delivered.join(', '),
    others: recipients.slice(1).join(', '),
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

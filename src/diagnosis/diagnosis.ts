/**
 * Reads an error or a returned message that somebody pasted: who refused, for whom, why, and who must act. Pure: text
 * and knowledge in, plain data out, in time that grows with the length of the text.
 */
import type { Actor, Code, Reason } from '../knowledge/schema.ts'
import { LONGEST_QUESTION } from '../message.ts'
import { decide } from './decide.ts'
import { createEvidenceReader, type DiagnosisKnowledge, type ReadEvidence } from './evidence.ts'

export type { Actor, DiagnosisKnowledge, Reason }

export interface Diagnosis {
  reason: Reason
  /** Who must act: the customer, the recipient's side, the provider (us), or nobody while a server still tries. */
  actor: Actor
  /** False while a server still tries. */
  permanent: boolean
  /** The code that says most, as written: `5.1.1`, else `550`, else a program's `0x800CCC0F`; null without any. */
  code: string | null
  /** The enhanced status code (RFC 3463) of the refusal, as written. */
  enhanced?: string
  /** The SMTP reply code (RFC 5321) of the refusal. */
  reply?: string
  /** Addresses that did not get the message, as printed, the deciding one first: other people's, never the asker's. */
  recipients: string[]
  /** Addresses of the same report that did get it. */
  delivered: string[]
  /** The asker is the recipient: somebody else's message to them was refused. */
  own: boolean
  /** The host that refused, as printed; null where the text names none. */
  server: string | null
  /** The host that wrote the report, as printed. */
  reporter: string | null
  refusedBy: 'ours' | 'theirs' | 'program' | 'unknown'
  /** A whole delivery report, not an error window or a single line. */
  report: boolean
  /** The server's own words, at most 300 characters; empty where there are none. */
  words: string
  /** Id of the entry of `knowledge/codes` that decided. */
  entry: string
  /** What was found, for an explanation: the deciding thing first. */
  evidence: Evidence[]
}

export interface Evidence {
  /** What it is: words of the knowledge, a code, a field of the report, or the address that decided. */
  kind: 'words' | 'code' | 'field' | 'recipient' | 'outcome'
  /** As it stands in the text. */
  text: string
  /** The entry that it stands for. */
  entry?: string
}

export interface DiagnoseOptions {
  /** Addresses that are known to be the asker's own, in any case of letters. */
  own?: readonly string[]
  /** Called for each step of the search: how much was done. */
  count?: () => void
}

const readers = new WeakMap<DiagnosisKnowledge['codes'], ReadEvidence>()

/** Makes what a first `diagnose` with this knowledge would make, in about 80 ms: for the start of a program. */
export function prepareDiagnosis(knowledge: DiagnosisKnowledge): void {
  readerFor(knowledge)
}

function readerFor(knowledge: DiagnosisKnowledge): ReadEvidence {
  const read = readers.get(knowledge.codes) ?? createEvidenceReader(knowledge)
  readers.set(knowledge.codes, read)
  return read
}

/**
 * What the text says went wrong; null when it holds no delivery report, no server's refusal and no program's error.
 * Never throws, whatever the text.
 */
export function diagnose(
  text: string,
  knowledge: DiagnosisKnowledge,
  { own = [], count }: DiagnoseOptions = {},
): Diagnosis | null {
  const read = readerFor(knowledge)
  const plain = unquoted(
    text
      .slice(0, LONGEST_QUESTION)
      .replace(/\r\n?/g, '\n')
      .replace(/[\u00a0\u202f]/g, ' '),
  )
  return decide(plain, read(plain, count), knowledge, own)
}

/** The entry of the knowledge that decided. */
export function entryOf(
  diagnosis: Diagnosis,
  knowledge: Pick<DiagnosisKnowledge, 'codes'>,
): Code | undefined {
  return knowledge.codes.find((entry) => entry.id === diagnosis.entry)
}

const QUOTE = /^[ \t]{0,3}>(?!>>)[ \t]?/

/** A report that was quoted whole, as in a forwarded mail, is read as if it were not. */
function unquoted(text: string): string {
  const lines = text.split('\n')
  const written = lines.filter((line) => line.trim() !== '')
  if (written.filter((line) => QUOTE.test(line)).length * 2 <= written.length) return text
  return lines.map((line) => line.replace(QUOTE, '')).join('\n')
}

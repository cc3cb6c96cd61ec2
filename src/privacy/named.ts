/** Finds what is secret or personal by the name that stands beside it. Secrets with a shape of their own are in `secrets.ts`. */
import { typedNear, valueBefore } from './before.ts'
import { findChanges } from './changes.ts'
import { codeAfter, codeTyped, looksCode, secretAfter } from './codes.ts'
import type { Folded } from './fold.ts'
import { findLogIns } from './log-ins.ts'
import { looksSecret } from './looks.ts'
import { findNames, type Name } from './names.ts'
import { answerAfter, numberAfter } from './numbers.ts'
import { isPasswordName, passwordAt } from './password-name.ts'
import { passwordAfter } from './passwords.ts'
import { Reader, type Stretch } from './reader.ts'
import type { Span } from './spans.ts'

/** Which placeholder stands for the number behind a name. */
const KIND_OF: Partial<Record<Name['kind'], Span['kind']>> = {
  tax: 'id',
  'card-code': 'card',
  card: 'card',
  bank: 'iban',
  phone: 'phone',
}

/** Finds them all; spans may overlap. Linear in the length of the text. */
export function findNamed(text: Folded, original: string): Span[] {
  const reader = new Reader(text, original)
  const names = findNames(reader)
  const spans: Span[] = []
  const add = (kind: Span['kind'], values: Stretch[]) => {
    for (const { start, end } of values) spans.push({ start, end, kind })
  }
  const card = names.some(({ kind }) => kind === 'card')
  const question = names.some(({ kind }) => kind === 'question')
  const next = nextPasswords(names, text.plain.length)
  let user: Name | undefined
  let done = 0
  for (const [index, name] of names.entries()) {
    if (name.kind === 'user' || name.kind === 'credentials') user = name
    if (name.start < done) continue
    if (isPasswordName(name)) {
      const values = passwordAfter(reader, passwordAt(reader, name, user, next[index]!))
      for (const value of values) {
        const end = reader.wordEnd(value)
        spans.push({ start: value.start, end, kind: 'password' })
        done = Math.max(done, end)
      }
      add('password', typedNear(reader, name))
      if (name.kind !== 'password-weak')
        add('password', valueBefore(reader, name, looksSecret, values.length === 0))
    } else if (name.kind === 'secret') add('secret', secretAfter(reader, name))
    else if (name.kind === 'code' || name.kind === 'code-alone') {
      add('secret', codeAfter(reader, name))
      if (card) add('card', numberAfter(reader, { ...name, kind: 'card-code' }))
      add('secret', codeTyped(reader, name))
      const looks = name.kind === 'code' ? looksCode : (word: string) => /^(?:\d{6}|\d{8})$/.test(word)
      add('secret', valueBefore(reader, name, looks, false))
    } else if (name.kind === 'answer' || name.kind === 'reply' || name.kind === 'question')
      add('secret', answerAfter(reader, name, question))
    else {
      const kind = KIND_OF[name.kind]
      if (kind) add(kind, numberAfter(reader, name))
    }
  }
  const passwords = names.filter(({ kind }) => kind === 'password')
  add('password', findChanges(reader, passwords))
  add(
    'password',
    findLogIns(
      reader,
      names.filter(({ kind }) => kind === 'log-in' || kind === 'credentials'),
    ),
  )
  return spans.concat(again(text, spans))
}

/** For each name, where the next name of a password begins. */
function nextPasswords(names: Name[], end: number): number[] {
  let next = end
  return names
    .toReversed()
    .map((name) => {
      const until = next
      if (isPasswordName(name)) next = name.start
      return until
    })
    .reverse()
}

/** The other places where a value that was found stands in the same text, in whatever case. */
function again(text: Folded, spans: Span[]): Span[] {
  const values = new Map<string, Span['kind']>()
  for (const span of spans) {
    const value = text.plain.slice(span.start, span.end)
    const long = value.length >= 6 || (value.length >= 4 && (span.kind === 'secret' || looksSecret(value)))
    if (long && values.size < 50 && value.length <= 100) values.set(value.toLowerCase(), span.kind)
  }
  if (values.size === 0) return []
  const escaped = [...values.keys()]
    .sort((a, b) => b.length - a.length)
    .map((value) => value.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
  const found: Span[] = []
  for (const match of text.plain.matchAll(
    new RegExp(`(?<![\\p{L}\\d])(?:${escaped.join('|')})(?![\\p{L}\\d])`, 'giu'),
  ))
    found.push({
      start: match.index,
      end: match.index + match[0].length,
      kind: values.get(match[0].toLowerCase()) ?? 'password',
    })
  return found
}

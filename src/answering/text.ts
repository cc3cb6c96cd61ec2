/** Fills placeholders and reads the two inline marks of the knowledge: `**strong**` and `` `code` ``. */
import type { RichText, Span } from '../message.ts'

/** A placeholder with `undefined` is one that there is nothing for: the provider does not have it. */
export type Values = Record<string, string | number | undefined>

const PLACEHOLDER = /\{([a-z][a-z0-9.-]*)\}/gi

/** The placeholders that a text names, without braces. */
export function placeholdersOf(template: string): string[] {
  return [...template.matchAll(PLACEHOLDER)].map((match) => match[1]!)
}

/**
 * The template with its values. A sentence that names something which there is nothing for is left out, and with the
 * first sentence all that follows it, so that nobody is told of what a provider does not have.
 *
 * @throws Error naming a placeholder that nobody knows: the knowledge rules find those before a customer does.
 */
export function fill(template: string, values: Values): string {
  return withoutAbsent(template, values).replace(PLACEHOLDER, (_whole, name: string) => {
    if (!(name in values)) throw new Error(`no value for {${name}}`)
    return String(values[name])
  })
}

/** A full stop, question or exclamation mark, with what closes after it, and the space before the next sentence. */
const SENTENCE_END = /(?<=[.!?][)»”"]?)\s+/

export function sentencesOf(text: string): string[] {
  return text.split(SENTENCE_END)
}

function withoutAbsent(template: string, values: Values): string {
  if (!template.includes('{')) return template
  const absent = (sentence: string) =>
    placeholdersOf(sentence).some((name) => name in values && values[name] === undefined)
  if (!absent(template)) return template
  const sentences = sentencesOf(template)
  return absent(sentences[0]!) ? '' : sentences.filter((sentence) => !absent(sentence)).join(' ')
}

/** Marks are read before values are filled in, so that a value can never bring marks of its own. */
export function richText(template: string, values: Values = {}): RichText {
  const spans: RichText = []
  const add = (text: string, style?: Span['style']) => {
    const filled = fill(text, values)
    if (filled) spans.push(style ? { text: filled, style } : { text: filled })
  }
  let from = 0
  const whole = withoutAbsent(template, values)
  for (const match of whole.matchAll(/\*\*(.+?)\*\*|`([^`]+)`/g)) {
    add(whole.slice(from, match.index))
    if (match[1] !== undefined) add(match[1], 'strong')
    else add(match[2]!, 'code')
    from = match.index + match[0].length
  }
  add(whole.slice(from))
  return spans
}

/** The same without marks. */
export function plainText(text: RichText): string {
  return text.map((span) => span.text).join('')
}

/** Fills placeholders and reads the two inline marks of the knowledge: `**strong**` and `` `code` ``. */
import type { RichText, Span } from '../message.ts'

export type Values = Record<string, string | number | undefined>

const PLACEHOLDER = /\{([a-z][a-z0-9.-]*)\}/gi

/** The placeholders that a text names, without braces. */
export function placeholdersOf(template: string): string[] {
  return [...template.matchAll(PLACEHOLDER)].map((match) => match[1]!)
}

/** Throws `Error` naming a placeholder that has no value: the knowledge rules find those before a customer does. */
export function fill(template: string, values: Values): string {
  return template.replace(PLACEHOLDER, (_whole, name: string) => {
    const value = values[name]
    if (value === undefined) throw new Error(`no value for {${name}}`)
    return String(value)
  })
}

/** Marks are read before values are filled in, so that a value can never bring marks of its own. */
export function richText(template: string, values: Values = {}): RichText {
  const spans: RichText = []
  const add = (text: string, style?: Span['style']) => {
    const filled = fill(text, values)
    if (filled) spans.push(style ? { text: filled, style } : { text: filled })
  }
  let from = 0
  for (const match of template.matchAll(/\*\*(.+?)\*\*|`([^`]+)`/g)) {
    add(template.slice(from, match.index))
    if (match[1] !== undefined) add(match[1], 'strong')
    else add(match[2]!, 'code')
    from = match.index + match[0].length
  }
  add(template.slice(from))
  return spans
}

/** The same without marks. */
export function plainText(text: RichText): string {
  return text.map((span) => span.text).join('')
}

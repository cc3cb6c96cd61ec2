/** HTML built so that nothing but what was written as markup can become markup. */

/** Markup that is safe as it is. */
export class Markup {
  readonly source: string
  constructor(source: string) {
    this.source = source
  }
}

export type Part = string | number | Markup | null | undefined | false | Part[]

/** Builds markup; every value that is not markup itself is escaped, and null, undefined and false are left out. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Markup {
  return new Markup(
    strings.map((string, at) => string + (at < parts.length ? escaped(parts[at]) : '')).join(''),
  )
}

function escaped(part: Part): string {
  if (part === null || part === undefined || part === false) return ''
  if (part instanceof Markup) return part.source
  if (Array.isArray(part)) return part.map(escaped).join('')
  return String(part).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

/** XML of the set-up files: written with everything escaped, read with document types and entities refused. */
import { parseXml, XmlDocumentType, XmlElement, XmlText } from '@rgrove/parse-xml'

export interface Element {
  name: string
  attributes: Record<string, string>
  /** Elements, or one text. */
  content: Element[] | string
}

/** `content` that is false or undefined is left out. */
export function element(
  name: string,
  content: (Element | false | undefined)[] | string | number,
  attributes: Record<string, string> = {},
): Element {
  return {
    name,
    attributes,
    content: Array.isArray(content)
      ? content.filter((child) => child !== undefined && child !== false)
      : `${content}`,
  }
}

/** A whole document in UTF-8. */
export function writeXml(root: Element): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${write(root, '')}\n`
}

function write({ name, attributes, content }: Element, indent: string): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`)
  const begin = `${indent}<${name}${written.join('')}`
  if (content.length === 0) return `${begin}/>`
  if (typeof content === 'string') return `${begin}>${escaped(content)}</${name}>`
  return `${begin}>\n${content.map((child) => write(child, `${indent}  `)).join('\n')}\n${indent}</${name}>`
}

/** Characters that XML 1.0 cannot hold at all are left out. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>"\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`)
}

/** The text cannot be read as XML. The message says why and repeats nothing of it. */
export class XmlProblem extends Error {
  override name = 'XmlProblem'
}

/** An element as it was read. Names are without their prefixes. */
export interface ReadElement {
  name: string
  attributes: Record<string, string>
  children: ReadElement[]
  /** Of the element itself and all below it, without blanks around it. */
  text: string
}

/** Elements inside each other: no format here needs ten, and each costs stack. */
const DEEPEST = 50

/**
 * The root element of a document in UTF-8 or UTF-16.
 *
 * @throws XmlProblem when it does not parse, or brings a document type, which could define entities.
 */
export function readXml(document: string | Uint8Array): ReadElement {
  const text = typeof document === 'string' ? document : decode(document)
  if (deeperThan(text, DEEPEST)) throw new XmlProblem('Elements stand too deep inside each other.')
  let parsed: ReturnType<typeof parseXml>
  try {
    parsed = parseXml(text.replace(/^\uFEFF/, ''), { preserveDocumentType: true })
  } catch {
    throw new XmlProblem('It is no well-formed XML.')
  }
  if (parsed.children.some((node) => node instanceof XmlDocumentType))
    throw new XmlProblem('It brings a document type. Send it without one.')
  return readElement(parsed.root!)
}

/** Counts what opens and closes, roughly: a closing tag or a self-closing one takes back what an opening one adds. */
function deeperThan(text: string, most: number): boolean {
  let depth = 0
  for (const [tag] of text.matchAll(/<[^!?][^<>]*>?/g)) {
    if (tag.startsWith('</')) depth--
    else if (!tag.endsWith('/>')) depth++
    if (depth > most) return true
  }
  return false
}

function readElement(node: XmlElement): ReadElement {
  return {
    name: node.name.replace(/^.*:/, ''),
    attributes: node.attributes,
    children: node.children.filter((child) => child instanceof XmlElement).map(readElement),
    text: node.children
      .map((child) => (child instanceof XmlElement || child instanceof XmlText ? child.text : ''))
      .join('')
      .trim(),
  }
}

function decode(bytes: Uint8Array): string {
  const mark = Buffer.from(bytes.subarray(0, 2)).toString('hex')
  const encoding = mark === 'fffe' ? 'utf-16le' : mark === 'feff' ? 'utf-16be' : 'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    throw new XmlProblem(`It is not ${encoding.toUpperCase()}.`)
  }
}

/** Children of this name. */
export function all(parent: ReadElement | undefined, name: string): ReadElement[] {
  return parent?.children.filter((child) => child.name === name) ?? []
}

/** The text of the first child of this name; undefined when there is none or it is empty. */
export function textOf(parent: ReadElement | undefined, name: string): string | undefined {
  return all(parent, name)[0]?.text || undefined
}

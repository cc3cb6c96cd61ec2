/** Elements without HTML text: every string becomes a text node or an attribute, never markup. */

type Child = Node | string | false | null | undefined
type Properties = Record<string, string | number | boolean | undefined | ((event: never) => void)>

/**
 * An element. A property that begins with `on` is a listener, `true` an empty attribute; `false` and `undefined`
 * are left out.
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Properties = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value as EventListener)
    else if (value !== undefined && value !== false)
      element.setAttribute(name, value === true ? '' : String(value))
  }
  put(element, ...children)
  return element
}

/** Appends what is there. */
export function put(
  parent: Node & { append(...nodes: (Node | string)[]): void },
  ...children: Child[]
): void {
  parent.append(...children.filter((child): child is Node | string => child !== false && child != null))
}

/** Line icons on a grid of 24. */
const ICONS = {
  chat: 'M4 6.5A2.5 2.5 0 0 1 6.5 4h11A2.5 2.5 0 0 1 20 6.5v7a2.5 2.5 0 0 1-2.5 2.5H11l-4.2 3.6c-.3.3-.8.1-.8-.4V16A2.5 2.5 0 0 1 4 13.5ZM8 8.700l4 2.800 4-2.800',
  close: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
  down: 'M6 9.5l6 6 6-6',
  clear: 'M5 12a7 7 0 1 0 2.2-5.100M5 4.5v3.700h3.700',
  file: 'M19.5 11.2l-7.700 7.700a4.600 4.600 0 0 1-6.500-6.500l7.900-7.900a3.100 3.100 0 0 1 4.400 4.400l-7.700 7.700a1.600 1.600 0 0 1-2.300-2.300l7-7',
  send: 'M12 19V5.5M6 11.2l6-6 6 6',
  person:
    'M12 11.5a3.750 3.750 0 1 0 0-7.5 3.750 3.750 0 0 0 0 7.5ZM4.800 19.5c.9-3.100 3.700-5 7.2-5s6.300 1.900 7.2 5',
  copy: 'M9 9V6.5A1.5 1.5 0 0 1 10.5 5h7A1.5 1.5 0 0 1 19 6.5v7a1.5 1.5 0 0 1-1.5 1.5H15M6.5 9h7a1.5 1.5 0 0 1 1.5 1.5v7a1.5 1.5 0 0 1-1.5 1.5h-7A1.5 1.5 0 0 1 5 17.5v-7A1.5 1.5 0 0 1 6.5 9Z',
  check: 'M5.5 12.5l4.300 4.300 8.700-9.300',
  warning:
    'M12 9.5v4M12 16.700v.1M10.700 4.900 3.600 17.300A1.5 1.5 0 0 0 4.900 19.5h14.2a1.5 1.5 0 0 0 1.300-2.2L13.300 4.900a1.5 1.5 0 0 0-2.600 0Z',
  up: 'M7.5 20H5.5A1 1 0 0 1 4.5 19v-7a1 1 0 0 1 1-1h2ZM7.5 11l3.600-6.400c.3-.5.8-.6 1.300-.5 1.2.4 1.700 1.5 1.400 2.700L13.2 9.5h4.5a2 2 0 0 1 2 2.400l-1.2 6.5a2 2 0 0 1-2 1.600h-9Z',
  next: 'M9.5 6l6 6-6 6',
  hint: 'M9.5 17.5h5M10.2 20.5h3.600M12 3.5a6 6 0 0 0-3.600 10.800c.7.5 1.100 1.300 1.100 2.2v1h5v-1c0-.9.4-1.700 1.100-2.2A6 6 0 0 0 12 3.5Z',
  alert: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM12 7.800v4.700M12 15.900v.1',
} as const

export type IconName = keyof typeof ICONS

const SVG = 'http://www.w3.org/2000/svg'

/** A picture beside words that say the same. */
export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('aria-hidden', 'true')
  const path = document.createElementNS(SVG, 'path')
  path.setAttribute('d', ICONS[name])
  svg.append(path)
  return svg
}

/** The words with `{name}` filled in. */
export function fill(template: string, values: Record<string, string | number>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}

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
  chat: 'M4 6.5A2.5 2.5 0 0 1 6.5 4h11A2.5 2.5 0 0 1 20 6.5v7a2.5 2.5 0 0 1-2.5 2.5H11l-4.2 3.6c-.3.3-.8.1-.8-.4V16A2.5 2.5 0 0 1 4 13.500ZM8 8.700l4 2.800 4-2.800',
  close: 'M6.500 6.500l11 11M17.500 6.500l-11 11',
  down: 'M6 9.500l6 6 6-6',
  clear: 'M5 12a7 7 0 1 0 2.200-5.100M5 4.500v3.700h3.700',
  send: 'M12 19V5.500M6 11.200l6-6 6 6',
  person:
    'M12 11.500a3.750 3.750 0 1 0 0-7.500 3.750 3.750 0 0 0 0 7.500ZM4.800 19.500c.9-3.100 3.700-5 7.200-5s6.300 1.900 7.200 5',
  copy: 'M9 9V6.500A1.500 1.500 0 0 1 10.500 5h7A1.500 1.500 0 0 1 19 6.500v7a1.500 1.500 0 0 1-1.500 1.500H15M6.500 9h7a1.500 1.500 0 0 1 1.500 1.500v7a1.500 1.500 0 0 1-1.500 1.500h-7A1.500 1.500 0 0 1 5 17.500v-7A1.500 1.500 0 0 1 6.500 9Z',
  check: 'M5.500 12.500l4.300 4.300 8.700-9.300',
  warning:
    'M12 9.500v4M12 16.700v.1M10.700 4.900 3.600 17.300A1.500 1.500 0 0 0 4.900 19.500h14.200a1.500 1.500 0 0 0 1.300-2.200L13.300 4.900a1.500 1.500 0 0 0-2.600 0Z',
  up: 'M7.500 20H5.500A1 1 0 0 1 4.500 19v-7a1 1 0 0 1 1-1h2ZM7.500 11l3.600-6.400c.3-.5.8-.6 1.300-.5 1.200.4 1.700 1.500 1.400 2.700L13.200 9.500h4.500a2 2 0 0 1 2 2.400l-1.200 6.500a2 2 0 0 1-2 1.600h-9Z',
  next: 'M9.500 6l6 6-6 6',
  hint: 'M9.500 17.500h5M10.200 20.500h3.600M12 3.500a6 6 0 0 0-3.600 10.800c.7.500 1.100 1.300 1.100 2.200v1h5v-1c0-.9.4-1.700 1.100-2.200A6 6 0 0 0 12 3.500Z',
  offline:
    'M4 4l16 16M8.700 15.300a4.800 4.800 0 0 1 6.600 0M5.500 12a9.300 9.300 0 0 1 4.300-2.400M18.500 12a9.300 9.300 0 0 0-4.700-2.500M2.800 8.700A13.500 13.500 0 0 1 6.500 6.400M21.200 8.700A13.500 13.500 0 0 0 10.600 5.300M12 18.600v.1',
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

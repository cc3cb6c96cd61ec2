/** One colour of the site, made readable: as text and as a button's ground, in light and in dark. */

type Rgb = [number, number, number]

/** The panel's grounds, as in `widget.css`. */
const LIGHT: Rgb = [1, 1, 1]
const DARK: Rgb = [0.086, 0.098, 0.114]
/** WCAG 2.2, 1.4.3 asks for 4.5; tinted grounds take a little off. */
const LEAST = 5.2
const STEP = 0.04

export interface Accent {
  light: string
  dark: string
}

/** Any CSS colour; null when it is none. `probe` must be in the document. */
export function accentOf(colour: string, probe: HTMLElement): Accent | null {
  if (!CSS.supports('color', colour)) return null
  // Mixing a colour with itself makes the browser write it as sRGB numbers, whatever it was written as.
  probe.style.color = `color-mix(in srgb, ${colour}, ${colour})`
  const parts = getComputedStyle(probe).color.match(/srgb ([\d.e-]+) ([\d.e-]+) ([\d.e-]+)/)
  probe.style.color = ''
  if (!parts) return null
  const rgb = parts.slice(1, 4).map((part) => Math.min(1, Math.max(0, Number(part)))) as Rgb
  return { light: until(rgb, LIGHT, [0, 0, 0]), dark: until(rgb, DARK, [1, 1, 1]) }
}

/** Mixes `towards` in until there is enough contrast with `ground`. */
function until(colour: Rgb, ground: Rgb, towards: Rgb): string {
  let mixed = colour
  for (let share = 0; share < 1 && contrast(mixed, ground) < LEAST; share += STEP) {
    mixed = colour.map((part, index) => part + (towards[index]! - part) * share) as Rgb
  }
  return `rgb(${mixed.map((part) => Math.round(part * 255)).join(' ')})`
}

/** WCAG 2.2, "contrast ratio". */
function contrast(a: Rgb, b: Rgb): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

/** WCAG 2.2, "relative luminance". */
function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  ) as Rgb
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

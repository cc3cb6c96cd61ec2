/** Tables and wrapped paragraphs for a screen of a given width. Styles in the text are no width. */
import stringWidth from 'string-width'
import wrapAnsi from 'wrap-ansi'

/** Between two columns. */
const GAP = 2
/** No column gets narrower than this: a screen that is narrower still shows longer lines. */
const NARROWEST = 8

/**
 * Breaks lines at words, every one but the first after `indent` blanks. A word wider than the screen stays whole, so
 * that an address can be copied; `hard` breaks it.
 */
export function wrap(text: string, width: number, indent = 0, hard = false): string {
  const lines = Number.isFinite(width) ? wrapAnsi(text, Math.max(1, width - indent), { hard }) : text
  return lines.split('\n').join(`\n${' '.repeat(indent)}`)
}

/** The first of `rows` is the heading, set off by `heading`. Cells that are too wide for the screen are wrapped. */
export function table(rows: string[][], width: number, heading: (text: string) => string): string {
  const columns = rows[0]?.length ?? 0
  const cells = (column: number) => rows.map((row) => row[column] ?? '')
  const widths = Array.from({ length: columns }, (_, column) => Math.max(...cells(column).map(lineWidth)))
  const room = width - GAP * (columns - 1)
  while (sum(widths) > room) {
    const widest = widths.indexOf(Math.max(...widths))
    if (widths[widest]! <= NARROWEST) break
    widths[widest] = Math.max(NARROWEST, widths[widest]! - (sum(widths) - room))
  }
  const [first = [], ...others] = rows.map((row) => drawRow(row, widths))
  return [
    ...first.map(heading),
    widths.map((size) => '─'.repeat(size)).join(' '.repeat(GAP)),
    ...others.flat(),
  ].join('\n')
}

function drawRow(row: string[], widths: number[]): string[] {
  const cells = widths.map((width, column) => wrap(row[column] ?? '', width, 0, true).split('\n'))
  const height = Math.max(...cells.map((cell) => cell.length))
  return Array.from({ length: height }, (_, line) =>
    cells
      .map((cell, column) => pad(cell[line] ?? '', widths[column]!))
      .join(' '.repeat(GAP))
      .trimEnd(),
  )
}

/** Blanks up to `width` cells of the screen. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)))
}

function lineWidth(text: string): number {
  return Math.max(...text.split('\n').map((line) => stringWidth(line)))
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

/** A QR code as a picture in the page. */
import { encode } from 'uqr'
import { html, type Markup } from '../../markup.ts'

/** Dark on light whatever the colours of the page: cameras read it best. Four modules of margin (ISO/IEC 18004). */
export function qrCode(text: string, label: string): Markup {
  const { data, size } = encode(text, { ecc: 'M', border: 4 })
  const dark = data.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x} ${y}h1v1h-1z`] : [])))
  return html`<svg class="code" viewBox="0 0 ${size} ${size}" role="img" aria-label="${label}" shape-rendering="crispEdges"><rect width="${size}" height="${size}" fill="#fff"/><path d="${dark.join('')}" fill="#000"/></svg>`
}

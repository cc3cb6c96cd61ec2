/**
 * Text from outside, made harmless in Discord's markdown: it can bring no mention, no masked link, no heading
 * and no style. (https://support.discord.com/hc/en-us/articles/210298617, docs reference: message formatting)
 */

const ZERO_WIDTH_SPACE = '\u200B'
const ADDRESS = /https?:\/\/[^\s<>"'`|]+/gi

/** For running text. Plain web addresses stay as they are, so that what is shown is where they lead. */
export function escapeText(text: string): string {
  let escaped = ''
  let from = 0
  for (const match of text.matchAll(ADDRESS)) {
    escaped += marks(text.slice(from, match.index)) + disarm(match[0])
    from = match.index + match[0].length
  }
  return lineStarts(escaped + marks(text.slice(from)))
}

/** For a value to be copied. Text with a backtick or a line break cannot be a code span and is escaped instead. */
export function code(text: string): string {
  if (text.trim() === '' || /[`\r\n]/.test(text)) return escapeText(text)
  return `\`${disarm(text)}\``
}

/** For the inside of a code block. */
export function codeBlock(text: string): string {
  return disarm(text).replaceAll('`', 'ˋ')
}

/** For text that Discord shows without markdown, such as labels, titles and names: one line, no mentions. */
export function plain(text: string): string {
  return disarm(text.replace(/\s+/g, ' ').trim())
}

/** A link with a title. An address that is none gives the title alone. */
export function link(title: string, address: string): string {
  const label = escapeText(title.replace(/https?:\/\//gi, ''))
  if (!URL.canParse(address)) return label
  const url = new URL(address)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return label
  const href = url.href.replace(/[()<>\\]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
  return `[${label}](<${href}>)`
}

function marks(text: string): string {
  return disarm(text.replace(/[\\`*_~|[\]]/g, '\\$&'))
}

/** What starts a heading, quote, list or small print does so only at the start of a line. */
function lineStarts(text: string): string {
  return text.replace(/^([ \t]*)([#>+-])/gm, '$1\\$2').replace(/^([ \t]*\d+)([.)])(?=\s)/gm, '$1\\$2')
}

/** Mentions, custom emoji, timestamps, command and navigation links, none of which a backslash reliably stops. */
function disarm(text: string): string {
  return text
    .replace(/@(?=everyone|here)/gi, `@${ZERO_WIDTH_SPACE}`)
    .replace(/<(?=[@#:/]|a:|t:|id:|sound:)/gi, `<${ZERO_WIDTH_SPACE}`)
}

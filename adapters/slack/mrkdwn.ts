/** Slack's own markup, both ways: what a person wrote to plain words, and plain words to safe markup. */

/**
 * Makes text mean nothing but itself in mrkdwn: no mention, channel, link or date can come out of it.
 * docs.slack.dev/messaging/formatting-message-text: exactly these three characters are to be escaped.
 */
export function escapeText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}

/** A link, or the escaped label alone when the address is not a web address. */
export function link(url: string, label: string): string {
  const safe = /^https?:\/\/[^\s<>|]+$/i.test(url)
  // A bar would end the label early.
  const words = escapeText(label).replace(/\|/g, '¦')
  return safe ? `<${url.replace(/&/g, '&amp;')}|${words}>` : words
}

/** What a person wrote, as plain words: mentions gone, links as their label, entities as characters. */
export function plainWords(text: string): string {
  return text
    .replace(/<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>/g, (_whole, sigil: string, target: string, label = '') => {
      if (sigil === '@') return ' '
      if (sigil === '#') return label === '' ? ' ' : `#${label}`
      if (sigil === '!') return target.startsWith('date^') ? label : ' '
      return label === '' ? target.replace(/^(mailto|tel):/, '') : label
    })
    .replace(/(^|\s):[a-z][a-z0-9_+-]*:(?=\s|$)/g, '$1')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .replace(/[ \t]+/g, ' ')
    .trim()
}

/** Shortened at a word to at most `most` UTF-16 units, with an ellipsis where something is missing. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text
  const cut = text.slice(0, most - 1)
  const space = cut.lastIndexOf(' ')
  const end = space > most * 0.6 ? space : most - 1
  // Half of a surrogate pair is no character.
  return `${cut
    .slice(0, end)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trimEnd()}…`
}

/** Slack's blocks as HTML that looks much as Slack shows them, for pictures. Not Slack's own drawing. */
import type { Json } from './check-payload.ts'

const EMOJI: Record<string, string> = { warning: '⚠️', bulb: '💡', raising_hand: '🙋', white_check_mark: '✅' }

const plain = (text: string) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)

/** mrkdwn, which is escaped already: only what Slack itself would make of it. */
const mrkdwn = (text: string): string =>
  text
    .replace(/<@(\w+)>/g, '<span class="mention">@$1</span>')
    .replace(/<(https?:[^|>]+)\|([^>]+)>/g, '<a href="$1">$2</a>')
    .replace(/:(\w+):/g, (whole, name) => EMOJI[name] ?? whole)
    .replace(/`([^`]+)`/g, '<code>$1</code>')
    .replace(/(^|[\s>])\*([^*\n]+)\*/g, '$1<b>$2</b>')
    .replace(/(^|\s)_([^_\n]+)_/g, '$1<i>$2</i>')
    .replace(/\n/g, '<br>')

function run(element: Json): string {
  if (element.type === 'emoji') return EMOJI[element.name] ?? `:${element.name}:`
  if (element.type !== 'text') return ''
  const { bold, italic, code } = element.style ?? {}
  let text = plain(element.text).replace(/\n/g, '<br>')
  if (code) text = `<code>${text}</code>`
  if (bold) text = `<b>${text}</b>`
  return italic ? `<i>${text}</i>` : text
}

function rich(part: Json): string {
  const inner = (elements: Json[]): string =>
    elements.map((one) => (one.type === 'rich_text_section' ? inner(one.elements) : run(one))).join('')
  switch (part.type) {
    case 'rich_text_list': {
      const tag = part.style === 'ordered' ? 'ol' : 'ul'
      return `<${tag}>${part.elements.map((item: Json) => `<li>${inner(item.elements)}</li>`).join('')}</${tag}>`
    }
    case 'rich_text_quote':
      return `<blockquote>${inner(part.elements)}</blockquote>`
    case 'rich_text_preformatted':
      return `<pre>${inner(part.elements)}</pre>`
    default:
      return `<div>${inner(part.elements)}</div>`
  }
}

const pressable = (element: Json): string =>
  element.type === 'feedback_buttons'
    ? `<span class="thumbs" title="${plain(element.positive_button.text.text)}">👍</span><span class="thumbs" title="${plain(element.negative_button.text.text)}">👎</span>`
    : `<span class="button ${element.style ?? ''}">${plain(element.text.text)}</span>`

function block(one: Json): string {
  switch (one.type) {
    case 'header':
      return `<h3>${plain(one.text.text)}</h3>`
    case 'section': {
      const text = one.text ? `<div>${mrkdwn(one.text.text)}</div>` : ''
      const fields = one.fields
        ? `<div class="fields">${one.fields.map((field: Json) => `<div>${mrkdwn(field.text)}</div>`).join('')}</div>`
        : ''
      return text + fields
    }
    case 'context':
      return `<div class="context">${one.elements.map((element: Json) => mrkdwn(element.text)).join(' ')}</div>`
    case 'divider':
      return '<hr>'
    case 'rich_text':
      return one.elements.map(rich).join('')
    case 'table':
      return `<table>${one.rows.map((row: Json[]) => `<tr>${row.map((cell) => `<td>${block(cell)}</td>`).join('')}</tr>`).join('')}</table>`
    case 'actions':
      return `<div class="actions">${one.elements.map(pressable).join('')}</div>`
    case 'context_actions':
      return `<div class="actions small">${one.elements.map(pressable).join('')}</div>`
    case 'input':
      return `<label>${plain(one.label.text)}<textarea rows="12">${plain(one.element.initial_value)}</textarea></label>`
    default:
      return `<div class="unknown">${plain(one.type)}</div>`
  }
}

export interface Drawn {
  /** Who wrote it; the bot if not said. */
  by?: string
  note?: string
  text?: string
  blocks?: object[]
}

const STYLE = `
body{margin:0;background:#fff;font:15px/1.466 Lato,"Noto Sans",Arial,sans-serif;color:#1d1c1d}
main{width:680px;padding:16px 20px}
.message{display:grid;grid-template-columns:36px 1fr;gap:8px;margin:0 0 14px}
.face{width:36px;height:36px;border-radius:8px;background:#1d4e89;color:#fff;display:grid;place-items:center;font-weight:900}
.face.person{background:#b5651d}
.name{font-weight:900}.time{color:#616061;font-size:12px;margin-left:6px}.app{background:#e8e8e8;color:#616061;font-size:10px;padding:1px 3px;border-radius:2px;margin-left:5px;vertical-align:1px}
.block{margin:0 0 8px}.only{color:#616061;font-size:13px;margin-bottom:2px}
h3{font-size:18px;line-height:1.33;margin:4px 0}
code{background:#f6f6f6;border:1px solid #ddd;border-radius:3px;color:#c01343;font:12px/1.5 Menlo,Monaco,"DejaVu Sans Mono",monospace;padding:2px 3px 1px}
pre{background:#f6f6f6;border:1px solid #ddd;border-radius:4px;padding:8px;font:12px/1.5 "DejaVu Sans Mono",monospace;margin:4px 0;white-space:pre-wrap}
blockquote{margin:4px 0;padding:2px 0 2px 12px;border-left:4px solid #ddd}
ol,ul{margin:4px 0;padding-left:28px}li{margin:2px 0}
table{border-collapse:separate;border-spacing:0;border:1px solid #ddd;border-radius:8px;overflow:hidden}
td{border:solid #e6e6e6;border-width:0 1px 1px 0;padding:6px 12px;vertical-align:top}tr:last-child td{border-bottom:0}td:last-child{border-right:0}
.context{color:#616061;font-size:12.5px}.context a{color:#1264a3}a{color:#1264a3;text-decoration:none}
.actions{display:flex;flex-wrap:wrap;gap:8px;margin-top:4px}
.button{border:1px solid #bbb;border-radius:8px;padding:4px 12px;font-weight:700;font-size:13px}
.button.primary{background:#007a5a;border-color:#007a5a;color:#fff}
.thumbs{border:1px solid #ddd;border-radius:6px;padding:2px 7px;font-size:13px}
.fields{display:grid;grid-template-columns:1fr 1fr;gap:6px 16px}
.mention{background:#e8f5fa;color:#1264a3;border-radius:3px;padding:0 2px}
hr{border:0;border-top:1px solid #ddd;margin:12px 0}.unknown{background:#fdd}
textarea{width:100%;font:13px/1.5 monospace;margin-top:4px}label{font-weight:700}`

/** A page with these messages, one under the other. */
export function pageOf(messages: Drawn[]): string {
  const all = messages.map(({ by, note, text, blocks = [] }) => {
    const name = by ?? 'Mailsherpa'
    const tag = by === undefined ? '<span class="app">APP</span>' : ''
    const inner =
      text === undefined
        ? blocks.map((one) => `<div class="block">${block(one)}</div>`).join('')
        : plain(text)
    return `<div class="message"><div class="face ${by === undefined ? '' : 'person'}">${name[0]}</div><div>
${note === undefined ? '' : `<div class="only">${plain(note)}</div>`}<div><span class="name">${plain(name)}</span>${tag}<span class="time">10:42</span></div>${inner}</div></div>`
  })
  return `<!doctype html><meta charset="utf-8"><title>Slack</title><style>${STYLE}</style><main>${all.join('')}</main>`
}

/** Messages as Discord draws them, near enough to judge them by: its dark theme, its markdown, its components. */
import type { Posted } from './peer.ts'
import { ANNA, BRUNO, STAFF } from './people.ts'

const NAMES = new Map([ANNA, BRUNO, STAFF].map(({ id, name }) => [id, name]))

interface Component {
  type: number
  content?: string
  accent_color?: number
  components?: Component[]
  style?: number
  label?: string
  emoji?: { name?: string }
  placeholder?: string
  options?: { label: string }[]
}

export interface Scene {
  title: string
  /** Who did what. */
  lead: string
  messages: Posted[]
}

const STYLE = `
  * { box-sizing: border-box; margin: 0 }
  body { background: #1a1a1e; color: #dbdee1; font: 16px/1.375 "gg sans", "Noto Sans", "Helvetica Neue", Helvetica, Arial, sans-serif; padding: 24px; width: 760px }
  h1 { font-size: 13px; letter-spacing: .04em; text-transform: uppercase; color: #949ba4; margin: 28px 0 10px; font-weight: 600 }
  h1:first-child { margin-top: 0 }
  .who { color: #949ba4; font-size: 14px; margin: 0 0 4px 56px }
  .message { display: flex; gap: 16px; margin-bottom: 14px }
  .avatar { width: 40px; height: 40px; border-radius: 50%; background: #5865f2; flex: none; display: grid; place-items: center; font-size: 20px }
  .body { flex: 1; min-width: 0 }
  .name { font-weight: 600; color: #f2f3f5 } .tag { background: #5865f2; color: #fff; font-size: 10px; border-radius: 4px; padding: 1px 5px; margin-left: 6px; vertical-align: 2px }
  .container, .embed { background: #242429; border: 1px solid #34343a; border-left: 4px solid var(--accent, #34343a); border-radius: 8px; padding: 14px 16px; margin-top: 6px; max-width: 600px; display: grid; gap: 8px }
  .body > .text { margin-top: 8px }
  .rows { display: grid; gap: 8px; margin-top: 8px }
  .row { display: flex; flex-wrap: wrap; gap: 8px }
  .button { border-radius: 8px; padding: 6px 14px; font-size: 14px; font-weight: 500; background: #3b3b41; color: #fff; white-space: nowrap }
  .s1 { background: #5865f2 } .s3 { background: #23863f } .s4 { background: #da373c }
  .menu { background: #1e1e22; border: 1px solid #3b3b41; border-radius: 8px; padding: 9px 12px; width: 400px; color: #949ba4 } .menu ul { display: none }
  hr { border: 0; border-top: 1px solid #3b3b41 }
  h2 { font-size: 24px } h3 { font-size: 20px } h4 { font-size: 16px; line-height: 1.375; color: #f2f3f5 }
  small { font-size: 13px; line-height: 1.4; color: #949ba4; display: block }
  code { background: #121214; border: 1px solid #2e2e34; border-radius: 4px; padding: 0 3px; font: 85%/1.4 "JetBrains Mono", "DejaVu Sans Mono", Consolas, monospace }
  pre { background: #121214; border: 1px solid #2e2e34; border-radius: 6px; padding: 8px; font: 14px/1.35 "DejaVu Sans Mono", Consolas, monospace; overflow: hidden }
  ol, ul { padding-left: 22px } li { margin: 2px 0 } blockquote { border-left: 4px solid #4e5058; padding-left: 10px }
  a { color: #00a8fc; text-decoration: none } .mention { background: #3c4270; color: #c9cdfb; border-radius: 3px; padding: 0 2px } .time { background: #333339; border-radius: 3px; padding: 0 2px }
  .only { color: #949ba4; font-size: 13px; margin-top: 4px } .only b { color: #00a8fc; font-weight: 400 }
`

export function page(scenes: Scene[]): string {
  return `<!doctype html><meta charset="utf-8"><style>${STYLE}</style>${scenes.map(scene).join('')}`
}

function scene({ title, lead, messages }: Scene): string {
  return `<h1>${safe(title)}</h1><p class="who">${safe(lead)}</p>${messages.map(message).join('')}`
}

function message(posted: Posted): string {
  const embeds = (posted.embeds as { color?: number; description?: string }[]).map(
    ({ color, description }) =>
      `<div class="embed" style="--accent:${colour(color)}">${markdown(description ?? '')}</div>`,
  )
  const only = posted.only ? '<p class="only">👁 Only you can see this · <b>Dismiss message</b></p>' : ''
  return `<div class="message"><div class="avatar">✉️</div><div class="body"><span class="name">Mail helper</span><span class="tag">APP</span>
    ${embeds.join('')}${(posted.components as Component[]).map(component).join('')}${only}</div></div>`
}

function component(one: Component): string {
  const inside = () => (one.components ?? []).map(component).join('')
  switch (one.type) {
    case 1:
      return `<div class="rows"><div class="row">${inside()}</div></div>`
    case 2:
      return `<span class="button s${one.style}">${one.emoji?.name ? `${one.emoji.name} ` : ''}${safe(one.label ?? '')}</span>`
    case 3:
      return `<div class="menu">${safe(one.placeholder ?? '')} ▾<ul>${(one.options ?? []).map(({ label }) => `<li>${safe(label)}</li>`).join('')}</ul></div>`
    case 10:
      return `<div class="text">${markdown(one.content ?? '')}</div>`
    case 14:
      return '<hr>'
    case 17:
      return `<div class="container" style="--accent:${colour(one.accent_color)}">${inside()}</div>`
    default:
      return ''
  }
}

function colour(value: number | undefined): string {
  return value === undefined ? '#34343a' : `#${value.toString(16).padStart(6, '0')}`
}

function safe(text: string): string {
  return text.replace(/[&<>]/g, (mark) => `&#${mark.charCodeAt(0)};`)
}

/** Block by block, as Discord reads it. */
export function markdown(text: string): string {
  const parts: string[] = []
  const lines = text.split('\n')
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at]!
    if (line.startsWith('```')) {
      const end = lines.indexOf('```', at + 1)
      parts.push(`<pre>${safe(lines.slice(at + 1, end).join('\n'))}</pre>`)
      at = end
    } else if (/^#{1,3} /.test(line)) {
      const level = line.indexOf(' ')
      parts.push(`<h${level + 1}>${inline(line.slice(level + 1))}</h${level + 1}>`)
    } else if (line.startsWith('-# ')) parts.push(`<small>${inline(line.slice(3))}</small>`)
    else if (line.startsWith('> ')) parts.push(`<blockquote>${inline(line.slice(2))}</blockquote>`)
    else if (/^(- |\d+\. )/.test(line)) {
      const ordered = /^\d/.test(line)
      const items: string[] = []
      while (at < lines.length && /^(- |\d+\. | {2})/.test(lines[at]!)) {
        if (lines[at]!.startsWith('  ')) items[items.length - 1] += `<br>${inline(lines[at]!.trim())}`
        else items.push(inline(lines[at]!.replace(/^(- |\d+\. )/, '')))
        at += 1
      }
      at -= 1
      const tag = ordered ? 'ol' : 'ul'
      parts.push(`<${tag}>${items.map((item) => `<li>${item}</li>`).join('')}</${tag}>`)
    } else if (line === '') parts.push('<br>')
    else parts.push(`<div>${inline(line)}</div>`)
  }
  return parts.join('')
}

function inline(text: string): string {
  const kept: string[] = []
  const keep = (html: string) => `\u0000${kept.push(html) - 1}\u0000`
  let marked = text
    .replace(/`([^`]+)`/g, (_all, code: string) => keep(`<code>${safe(code)}</code>`))
    .replace(/\\([^\p{L}\p{N}\s])/gu, (_all, mark: string) => keep(safe(mark)))
    .replace(/\[([^\]]+)\]\(<([^>]+)>\)/g, (_all, label: string, url: string) =>
      keep(`<a href="${url}">${safe(label)}</a>`),
    )
    .replace(/<@(\d+)>/g, (_all, id: string) =>
      keep(`<span class="mention">@${NAMES.get(id) ?? 'somebody'}</span>`),
    )
    .replace(/<#(\d+)>/g, () => keep('<span class="mention"># general</span>'))
    .replace(/<t:\d+:R>/g, () => keep('<span class="time">a minute ago</span>'))
    .replace(/https?:\/\/[^\s<]+[^\s<.,:;"')\]]/g, (url) => keep(`<a href="${url}">${safe(url)}</a>`))
  marked = safe(marked).replace(/\*\*(.+?)\*\*/g, '<b>$1</b>')
  for (let depth = 0; depth < 3; depth += 1)
    marked = marked.replace(/\u0000(\d+)\u0000/g, (_all, index) => kept[Number(index)]!)
  return marked
}

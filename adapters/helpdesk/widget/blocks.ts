/** The blocks of an answer as elements. Every text is put in as text. */
import type { Block, RichText, Source } from '../../../src/message.ts'
import type { WidgetAnswer, WidgetWords } from './api.ts'
import { fill, h, icon } from './dom.ts'

export interface BlockContext {
  words: WidgetWords
  /** Puts a value on the clipboard and says so. */
  copy(value: string, button: HTMLElement): void
}

/** An answer from its first line to its sources. */
export function renderAnswer(answer: WidgetAnswer, context: BlockContext): Node[] {
  const blocks = answer.blocks.filter(
    // The choices stand below as buttons.
    (block) => !(answer.outcome === 'clarify' && block.kind === 'list'),
  )
  return [...blocks.map((block) => renderBlock(block, context)), ...renderSources(answer.sources, context)]
}

function renderBlock(block: Block, context: BlockContext): Node {
  switch (block.kind) {
    case 'lead':
      return renderLead(block.text, context)
    case 'paragraph':
    case 'note':
      return h('p', { class: block.kind }, ...rich(block.text, context))
    case 'hint':
      return h('p', { class: 'hint' }, icon('hint'), h('span', {}, ...rich(block.text, context)))
    case 'warning':
      return h(
        'div',
        { class: 'warning', role: 'note' },
        icon('warning'),
        h('p', {}, h('strong', {}, `${context.words.words.warning} `), ...rich(block.text, context)),
      )
    case 'steps':
    case 'list':
      return h(
        'div',
        { class: block.kind },
        block.title !== undefined && h('p', { class: 'heading' }, block.title),
        h(
          block.kind === 'steps' ? 'ol' : 'ul',
          { role: 'list' },
          ...block.items.map((item) => h('li', {}, h('span', {}, ...rich(item, context)))),
        ),
      )
    case 'settings':
      return renderSettings(block, context)
    case 'table':
      return renderTable(block)
  }
}

/** The first sentence answers and stands out; what follows it in the same block is read as text. */
function renderLead(text: RichText, context: BlockContext): Node {
  const [first, ...others] = text
  const end = first && /[.!?…]\s+(?=\S)/.exec(first.text)
  if (!end) return h('p', { class: 'lead' }, ...rich(text, context))
  const at = end.index + end[0].length
  return h(
    'p',
    { class: 'lead' },
    ...rich([{ ...first, text: first.text.slice(0, at) }], context),
    h('span', { class: 'rest' }, ...rich([{ ...first, text: first.text.slice(at) }, ...others], context)),
  )
}

function renderSettings(
  { title, rows }: Extract<Block, { kind: 'settings' }>,
  { words, copy }: BlockContext,
): Node {
  return h(
    'div',
    { class: 'settings' },
    h('p', { class: 'heading' }, title),
    h(
      'dl',
      {},
      ...rows.map(({ label, value }) => {
        // A value with spaces says what to type; it is not what is typed.
        if (/\s/.test(value)) return h('div', {}, h('dt', {}, label), h('dd', {}, value))
        const button: HTMLElement = h(
          'button',
          {
            type: 'button',
            class: 'icon',
            'aria-label': fill(words.words.copy, { label: `${label} ${value}` }),
            title: fill(words.words.copy, { label }),
            onclick: () => copy(value, button),
          },
          icon('copy'),
        )
        return h('div', {}, h('dt', {}, label), h('dd', {}, h('code', { dir: 'ltr' }, value), button))
      }),
    ),
  )
}

/**
 * Roles are written out, because a narrow panel shows the rows one below the other, and browsers forget what a
 * table is when it is laid out otherwise.
 */
function renderTable({ title, columns, rows }: Extract<Block, { kind: 'table' }>): Node {
  return h(
    'div',
    { class: 'table' },
    title !== undefined && h('p', { class: 'heading' }, title),
    h(
      'table',
      { role: 'table', 'aria-label': title ?? columns.join(', ') },
      h(
        'thead',
        { role: 'rowgroup' },
        h(
          'tr',
          { role: 'row' },
          ...columns.map((column) => h('th', { role: 'columnheader', scope: 'col' }, column)),
        ),
      ),
      h(
        'tbody',
        { role: 'rowgroup' },
        ...rows.map((row) =>
          h(
            'tr',
            { role: 'row' },
            ...row.map((cell, index) =>
              h('td', { role: 'cell', 'data-label': columns[index] }, h('span', {}, cell)),
            ),
          ),
        ),
      ),
    ),
  )
}

function renderSources(sources: Source[], { words }: BlockContext): Node[] {
  const links = sources.flatMap(({ title, url }) => {
    const anchor = link(url, title)
    return anchor ? [h('li', {}, anchor)] : []
  })
  if (links.length === 0) return []
  return [
    h(
      'details',
      { class: 'sources' },
      h('summary', {}, words.words.sources),
      h('ul', { role: 'list' }, ...links),
    ),
  ]
}

function rich(text: RichText, { words }: BlockContext): (Node | string)[] {
  return text.flatMap((span) => {
    if (span.style === 'code') return [h('code', { dir: 'ltr' }, span.text)]
    if (span.style === 'strong') return [h('strong', {}, span.text)]
    return linked(span.text, words.domain)
  })
}

/** Text with its web and mail addresses as links, but for those at the placeholder of an unknown domain. */
export function linked(text: string, placeholder: string): (Node | string)[] {
  return text
    .split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]]|[^\s<>"@:]+@[\w-]+(?:\.[\w-]+)+)/)
    .map((part, index) => {
      if (index % 2 === 0 || part.includes(placeholder)) return part
      return link(part.includes('://') ? part : `mailto:${part}`, part) ?? part
    })
}

/** Undefined for anything that is no web or mail address: knowledge can bring no script. */
function link(url: string, text: string): HTMLAnchorElement | undefined {
  if (!/^(https?:\/\/|mailto:)/i.test(url)) return undefined
  return h('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, text)
}

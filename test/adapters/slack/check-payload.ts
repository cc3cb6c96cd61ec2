/** What Slack would refuse, found in a payload. It knows the limits table and nothing of how payloads are made. */
import { LIMITS } from '../../../adapters/slack/limits.ts'

// biome-ignore lint/suspicious/noExplicitAny: a payload as it comes over the wire, of any shape
export type Json = Record<string, any>

/** Blocks that a surface takes. docs.slack.dev/reference/block-kit/blocks: "Available in surfaces" of each block. */
const SURFACES: Record<string, string[]> = {
  message: [
    'actions',
    'context',
    'context_actions',
    'divider',
    'header',
    'markdown',
    'rich_text',
    'section',
    'table',
  ],
  home: ['actions', 'context', 'divider', 'header', 'input', 'rich_text', 'section'],
  modal: ['actions', 'alert', 'context', 'divider', 'header', 'input', 'rich_text', 'section'],
}

/** Every limit that the arguments of a call break; empty when Slack would take them. */
export function violations(method: string, args: Json): string[] {
  const found: string[] = []
  const limit = (what: string, size: number, most: number) => {
    if (size > most) found.push(`${method}: ${what} is ${size}, more than ${most}`)
  }
  const text = (what: string, value: unknown, most: number) => {
    if (typeof value !== 'string' || value.length === 0) found.push(`${method}: ${what} is empty`)
    else limit(what, value.length, most)
  }
  const surface = method === 'views.publish' ? 'home' : method === 'views.open' ? 'modal' : 'message'
  const blocks: Json[] = args.blocks ?? args.view?.blocks ?? []
  limit(
    'number of blocks',
    blocks.length,
    surface === 'message' ? LIMITS.blocksPerMessage : LIMITS.blocksPerView,
  )
  if (surface === 'message' && blocks.length > 0)
    limit('size of the blocks', JSON.stringify(blocks).length, LIMITS.messageJson)
  limit('tables', blocks.filter((block) => block.type === 'table').length, LIMITS.tablesPerMessage)
  const ids = blocks.map((block) => block.block_id).filter((id) => id !== undefined)
  if (new Set(ids).size !== ids.length) found.push(`${method}: two blocks have one block_id`)
  if (['chat.postMessage', 'chat.update', 'chat.postEphemeral', 'response_url'].includes(method))
    text('text', args.text, LIMITS.fallbackText)
  if (args.view?.title) text('title', args.view.title.text, LIMITS.modalTitle)
  if (args.view?.close) text('close', args.view.close.text, LIMITS.modalButton)
  if (args.prompts) limit('prompts', args.prompts.length, LIMITS.prompts)

  for (const block of blocks) {
    const allowed = SURFACES[surface] ?? []
    if (!allowed.includes(block.type))
      found.push(`${method}: a ${block.type} block is not allowed in a ${surface}`)
    if (block.block_id !== undefined) text('block_id', block.block_id, LIMITS.blockId)
    check(block)
  }
  return found

  function check(block: Json): void {
    switch (block.type) {
      case 'section':
        if (!block.text && !block.fields?.length) found.push(`${method}: a section without text`)
        if (block.text) text('section text', block.text.text, LIMITS.sectionText)
        limit('fields', block.fields?.length ?? 0, LIMITS.fieldsPerSection)
        for (const field of block.fields ?? []) text('field', field.text, LIMITS.fieldText)
        break
      case 'header':
        text('header', block.text?.text, LIMITS.headerText)
        break
      case 'context':
        if (!block.elements?.length) found.push(`${method}: an empty context`)
        limit('context elements', block.elements?.length ?? 0, LIMITS.elementsPerContext)
        for (const element of block.elements ?? []) text('context text', element.text, LIMITS.textObject)
        break
      case 'actions':
        if (!block.elements?.length) found.push(`${method}: empty actions`)
        limit('actions', block.elements?.length ?? 0, LIMITS.elementsPerActions)
        unique(block.elements ?? [])
        for (const element of block.elements ?? []) button(element)
        break
      case 'context_actions':
        limit('context actions', block.elements?.length ?? 0, LIMITS.elementsPerContextActions)
        for (const element of block.elements ?? [])
          for (const side of [element.positive_button, element.negative_button]) {
            text('feedback text', side?.text?.text, LIMITS.buttonText)
            text('feedback label', side?.accessibility_label, LIMITS.accessibilityLabel)
            text('feedback value', side?.value, LIMITS.buttonValue)
          }
        break
      case 'rich_text':
        if (!block.elements?.length) found.push(`${method}: an empty rich text`)
        for (const part of block.elements ?? []) rich(part)
        break
      case 'table':
        table(block)
        break
      case 'input':
        text('input label', block.label?.text, LIMITS.inputLabel)
        text('input value', block.element?.initial_value, LIMITS.inputText)
        break
    }
  }

  function unique(elements: Json[]): void {
    const own = elements.map((element) => element.action_id)
    if (new Set(own).size !== own.length) found.push(`${method}: two elements have one action_id`)
  }

  function button(element: Json): void {
    text('action_id', element.action_id, LIMITS.actionId)
    text('button text', element.text?.text, LIMITS.buttonText)
    text('button value', element.value, LIMITS.buttonValue)
    if (element.url !== undefined) text('button url', element.url, LIMITS.buttonUrl)
  }

  function rich(part: Json): void {
    if (!part.elements?.length) found.push(`${method}: an empty ${part.type}`)
    for (const element of part.elements ?? []) {
      if (element.type === 'rich_text_section') rich(element)
      else if (element.type === 'text') text('rich text', element.text, LIMITS.richTextElement)
    }
  }

  function table(block: Json): void {
    limit('table rows', block.rows.length, LIMITS.tableRows)
    let characters = 0
    const width = block.rows[0]?.length ?? 0
    for (const row of block.rows) {
      limit('table columns', row.length, LIMITS.tableColumns)
      if (row.length !== width) found.push(`${method}: rows of different length`)
      for (const cell of row) {
        check(cell)
        characters += words(cell).length
      }
    }
    limit('table characters', characters, LIMITS.tableCharacters)
  }
}

/** All visible words of a block or element, in reading order. */
export function words(value: unknown): string {
  if (Array.isArray(value)) return value.map(words).join('')
  if (typeof value !== 'object' || value === null) return ''
  const one = value as Json
  if (one.type === 'emoji') return `:${one.name}:`
  if (typeof one.text === 'string') return one.text
  return [one.text, one.fields, one.elements, one.rows, one.positive_button, one.negative_button]
    .map(words)
    .join('')
}

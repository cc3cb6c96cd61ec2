/** What a person sees of a message, and what can be pressed on it. */
import { flatten } from './limits-check.ts'
import type { MessageOnScreen } from './people.ts'

interface Component {
  type: number
  content?: string
  label?: string
  custom_id?: string
  components?: Component[]
  options?: { label: string; value: string }[]
}

function all(message: Pick<MessageOnScreen, 'components'>): Component[] {
  return flatten(message.components as Component[])
}

/** Every word in reading order, without markup. */
export function textOf(message: Pick<MessageOnScreen, 'components' | 'embeds'>): string {
  const texts = all(message).flatMap(({ content }) => (content ? [content] : []))
  const embeds = (message.embeds as { title?: string; description?: string }[]).flatMap(
    ({ title, description }) => [title, description],
  )
  return plainOf([...texts, ...embeds.filter((text) => text !== undefined)].join('\n\n'))
}

/** Markdown as people read it. */
export function plainOf(markdown: string): string {
  return markdown
    .replace(/```\n?/g, '')
    .replace(/\[((?:\\.|[^\]\\])*)\]\(<[^>]*>\)/g, '$1')
    .replace(/^(?:-# |#{1,3} |> )+/gm, '')
    .replace(/(?<!\\)\*\*/g, '')
    .replace(/(?<!\\)`/g, '')
    .replace(/\\([^\p{L}\p{N}\s])/gu, '$1')
}

export interface Pressable {
  label: string
  customId: string
  /** For an entry of a menu. */
  value?: string
}

export function pressables(message: Pick<MessageOnScreen, 'components'>): Pressable[] {
  return all(message).flatMap(({ type, custom_id, label, options }) => {
    if (!custom_id) return []
    if (type === 3)
      return (options ?? []).map((option) => ({
        label: option.label,
        customId: custom_id,
        value: option.value,
      }))
    return [{ label: label ?? '', customId: custom_id }]
  })
}

export function find(message: Pick<MessageOnScreen, 'components'>, label: string): Pressable {
  const found = pressables(message).find((pressable) => pressable.label === label)
  if (!found)
    throw new Error(
      `nothing to press is called "${label}": ${pressables(message)
        .map((one) => one.label)
        .join(', ')}`,
    )
  return found
}

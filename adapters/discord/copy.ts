/**
 * Changes to a message that Discord has sent back with a pressed button: sharing it, and marking a vote. Built
 * anew from the parts that this bot makes, so that nothing of an answer has to be kept anywhere.
 */
import {
  type APIComponentInContainer,
  type APIEmbed,
  type APIMessageTopLevelComponent,
  ButtonStyle,
  ComponentType,
  MessageFlags,
} from 'discord.js'
import { clip, LIMITS } from './limits.ts'
import { button, componentMessage, container, type Message, type Row, row, text } from './message.ts'
import type { Pressed } from './parse.ts'

/** The answer for all to see, without its buttons. `below` must be escaped. */
export function shared(message: Pressed, below: string): Message {
  if (!isComponents(message)) {
    const embeds = message.embeds.map((embed) => rebuiltEmbed(embed as APIEmbed))
    return {
      embeds: [...embeds.slice(0, LIMITS.message.embeds - 1), { description: below }],
      components: [],
      allowed_mentions: { parse: [] },
    }
  }
  return componentMessage([
    ...message.components.flatMap((part) => rebuilt(part as Part, () => null)),
    text(below),
  ])
}

/**
 * The same message with the pressed button marked. `labels` are the words of that one and of others that may have
 * been marked before, by custom id. An update: embeds stay as they are.
 */
export function marked(message: Pressed, chosen: string, labels: ReadonlyMap<string, string>): Message {
  const mark = ({ custom_id, emoji, style = ButtonStyle.Secondary, label = '' }: Part) => {
    if (custom_id === undefined) return null
    const before = style === ButtonStyle.Success ? ButtonStyle.Secondary : style
    return button(custom_id, labels.get(custom_id) ?? label, {
      style: (custom_id === chosen ? ButtonStyle.Success : before) as ButtonStyle.Secondary,
      ...(emoji?.name ? { emoji: emoji.name } : {}),
    })
  }
  const components = message.components.flatMap((part) => rebuilt(part as Part, mark))
  return isComponents(message)
    ? componentMessage(components)
    : { components, allowed_mentions: { parse: [] } }
}

export function isComponents(message: Pressed): boolean {
  return (message.flags & MessageFlags.IsComponentsV2) !== 0
}

/** What Discord sends back of a component: any of these may be there. */
interface Part {
  type: ComponentType
  content?: string
  accent_color?: number | null
  components?: Part[]
  divider?: boolean
  spacing?: number
  custom_id?: string
  label?: string
  style?: number
  emoji?: { name?: string | null }
  options?: { label: string; value: string }[]
  placeholder?: string
}

type Mark = (part: Part) => ReturnType<typeof button> | null

/** Leaves out rows whose buttons `mark` leaves out, and every kind of component that this bot never sends. */
function rebuilt(part: Part, mark: Mark): APIMessageTopLevelComponent[] {
  switch (part.type) {
    case ComponentType.TextDisplay:
      return part.content ? [text(part.content)] : []
    case ComponentType.Separator:
      return [
        { type: ComponentType.Separator, divider: part.divider ?? true, spacing: part.spacing === 2 ? 2 : 1 },
      ]
    case ComponentType.Container: {
      const inside = (part.components ?? []).flatMap((nested) =>
        rebuilt(nested, mark),
      ) as APIComponentInContainer[]
      return inside.length > 0 ? [container(part.accent_color ?? undefined, inside)] : []
    }
    case ComponentType.ActionRow:
      return rebuiltRow(part, mark)
    default:
      return []
  }
}

function rebuiltRow(part: Part, mark: Mark): Row[] {
  const inside = (part.components ?? []).flatMap((nested) => {
    if (nested.type === ComponentType.Button) return mark(nested) ?? []
    if (
      nested.type !== ComponentType.StringSelect ||
      !nested.custom_id ||
      mark({ ...nested, style: ButtonStyle.Secondary }) === null
    )
      return []
    return {
      type: ComponentType.StringSelect as const,
      custom_id: nested.custom_id,
      ...(nested.placeholder ? { placeholder: nested.placeholder } : {}),
      options: (nested.options ?? []).map(({ label, value }) => ({ label, value })),
    }
  })
  return inside.length > 0 ? [row(inside)] : []
}

function rebuiltEmbed({ description, color }: APIEmbed): APIEmbed {
  return {
    ...(description ? { description: clip(description, LIMITS.embed.description) } : {}),
    ...(color === undefined ? {} : { color }),
  }
}

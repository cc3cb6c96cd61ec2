/** The messages that this adapter sends, and their common parts. */
import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIComponentInContainer,
  type APIComponentInMessageActionRow,
  type APIContainerComponent,
  type APIEmbed,
  type APIMessageTopLevelComponent,
  type APITextDisplayComponent,
  ButtonStyle,
  ComponentType,
  MessageFlags,
} from 'discord.js'
import { clip, LIMITS } from './limits.ts'

/** The body of a message, the same for an interaction's response, an edit and a post. */
export interface Message {
  flags?: number
  embeds?: APIEmbed[]
  components: APIMessageTopLevelComponent[]
  allowed_mentions: { parse: [] }
}

export type Row = APIActionRowComponent<APIComponentInMessageActionRow>

/** Left edges: what is said to be careful about must not look like the rest. */
export const COLOURS = {
  answer: 0x3b82f6,
  question: 0x8b5cf6,
  unknown: 0x6b7280,
  warning: 0xf59e0b,
  open: 0xef4444,
  done: 0x22c55e,
}

export function text(content: string): APITextDisplayComponent {
  return { type: ComponentType.TextDisplay, content }
}

export function container(
  accent: number | undefined,
  components: APIComponentInContainer[],
): APIContainerComponent {
  return {
    type: ComponentType.Container,
    ...(accent === undefined ? {} : { accent_color: accent }),
    components,
  }
}

export function row(components: APIComponentInMessageActionRow[]): Row {
  return { type: ComponentType.ActionRow, components }
}

export function button(
  customId: string,
  label: string,
  {
    style = ButtonStyle.Secondary,
    emoji,
  }: { style?: APIButtonComponentWithCustomId['style']; emoji?: string } = {},
): APIButtonComponentWithCustomId {
  return {
    type: ComponentType.Button,
    style,
    label: clip(label, LIMITS.button.label),
    custom_id: customId,
    ...(emoji ? { emoji: { name: emoji } } : {}),
  }
}

/** A message of components alone. Nobody is ever notified by one, whatever it says. */
export function componentMessage(components: APIMessageTopLevelComponent[]): Message {
  return { flags: MessageFlags.IsComponentsV2, components, allowed_mentions: { parse: [] } }
}

/** A sentence or two, for notices. `content` must be escaped. */
export function notice(content: string, rows: Row[] = []): Message {
  return componentMessage([text(clip(content, LIMITS.components.text)), ...rows])
}

/** Components of a message with nested ones, as Discord counts them. */
export function countComponents(components: readonly object[]): number {
  return components.reduce<number>((sum, component) => {
    const nested = 'components' in component ? (component.components as object[]) : []
    return sum + 1 + countComponents(nested)
  }, 0)
}

/** What arrived, in our terms. Pure; takes the platform's own shapes apart and trusts none of their texts. */
import {
  type APIInteraction,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ComponentType,
  InteractionContextType,
  InteractionType,
} from 'discord.js'

/** The person who acts, and where. */
export interface Asker {
  interactionId: string
  /** Good for 15 minutes. Secret. */
  token: string
  userId: string
  /** As shown to others. */
  name: string
  /** BCP 47, of the person's own Discord. */
  locale: string
  channelId: string
  guildId?: string
  /** The channel that a thread belongs to. */
  parentId?: string
  channelType?: number
  /** A direct conversation with the bot itself. */
  direct: boolean
}

/** The message whose button was pressed. */
export interface Pressed {
  id: string
  flags: number
  components: object[]
  embeds: object[]
}

export type Asked =
  | { kind: 'suggest'; option: string; typed: string }
  | { kind: 'command'; name: string; values: Record<string, string> }
  | { kind: 'answer-this'; text: string; messageId: string }
  | { kind: 'press'; customId: string; value?: string; message: Pressed }
  | { kind: 'modal'; customId: string; text: string; message?: Pressed }

export interface Interaction {
  asker: Asker
  asked: Asked
}

/** Null for what this bot has no use for. */
export function parse(raw: APIInteraction): Interaction | null {
  if (raw.type === InteractionType.Ping) return null
  const asker = askerOf(raw)
  if (!asker) return null
  const asked = askedOf(raw)
  return asked && { asker, asked }
}

function askerOf(raw: Exclude<APIInteraction, { type: InteractionType.Ping }>): Asker | null {
  const user = raw.member?.user ?? raw.user
  const channelId = raw.channel?.id
  if (!user || !channelId) return null
  const parent = raw.channel && 'parent_id' in raw.channel ? raw.channel.parent_id : undefined
  return {
    interactionId: raw.id,
    token: raw.token,
    userId: user.id,
    name: user.global_name ?? user.username,
    locale: raw.locale,
    channelId,
    ...(raw.guild_id ? { guildId: raw.guild_id } : {}),
    ...(parent ? { parentId: parent } : {}),
    ...(raw.channel?.type === undefined ? {} : { channelType: raw.channel.type }),
    direct: raw.context === InteractionContextType.BotDM,
  }
}

function askedOf(raw: Exclude<APIInteraction, { type: InteractionType.Ping }>): Asked | null {
  switch (raw.type) {
    case InteractionType.ApplicationCommandAutocomplete:
      for (const option of raw.data.options)
        if (option.type === ApplicationCommandOptionType.String && option.focused)
          return { kind: 'suggest', option: option.name, typed: option.value }
      return null
    case InteractionType.ApplicationCommand:
      if (raw.data.type === ApplicationCommandType.Message) {
        const message = raw.data.resolved.messages[raw.data.target_id]
        return { kind: 'answer-this', text: message?.content ?? '', messageId: raw.data.target_id }
      }
      if (raw.data.type !== ApplicationCommandType.ChatInput) return null
      return { kind: 'command', name: raw.data.name, values: valuesOf(raw.data.options ?? []) }
    case InteractionType.MessageComponent: {
      const message = pressedOf(raw.message)
      if (raw.data.component_type === ComponentType.Button)
        return { kind: 'press', customId: raw.data.custom_id, message }
      if (raw.data.component_type !== ComponentType.StringSelect) return null
      const [value] = raw.data.values
      return {
        kind: 'press',
        customId: raw.data.custom_id,
        message,
        ...(value === undefined ? {} : { value }),
      }
    }
    case InteractionType.ModalSubmit: {
      const text = raw.data.components
        .flatMap((part) =>
          'component' in part ? [part.component] : 'components' in part ? part.components : [],
        )
        .map((input) => ('value' in input && typeof input.value === 'string' ? input.value : ''))
        .join('\n')
      return {
        kind: 'modal',
        customId: raw.data.custom_id,
        text,
        ...(raw.message ? { message: pressedOf(raw.message) } : {}),
      }
    }
    default:
      return null
  }
}

function valuesOf(options: { name: string; type: number }[]): Record<string, string> {
  return Object.fromEntries(
    options.flatMap((option) =>
      'value' in option && typeof option.value === 'string' ? [[option.name, option.value]] : [],
    ),
  )
}

function pressedOf(message: {
  id: string
  flags?: number
  components?: object[]
  embeds?: object[]
}): Pressed {
  return {
    id: message.id,
    flags: message.flags ?? 0,
    components: message.components ?? [],
    embeds: message.embeds ?? [],
  }
}

/** What a person wrote in a thread or a direct message. */
export interface Written {
  id: string
  channelId: string
  userId: string
  text: string
  /** In a direct conversation with the bot. */
  direct: boolean
}

/** A message as it comes over the gateway: what is read of it. */
export interface RawMessage {
  id: string
  channel_id: string
  guild_id?: string
  content: string
  type: number
  webhook_id?: string
  author: { id: string; bot?: boolean }
}

/** Null for bots, this one too, for webhooks, edits, joins and messages without text. */
export function parseMessage(raw: RawMessage): Written | null {
  // 0: a message; 19: a reply to one.
  if (raw.author.bot || raw.webhook_id || (raw.type !== 0 && raw.type !== 19) || raw.content.trim() === '')
    return null
  return {
    id: raw.id,
    channelId: raw.channel_id,
    userId: raw.author.id,
    text: raw.content,
    direct: raw.guild_id === undefined,
  }
}

/** The card about a person who asks for a person, in the support channel. Pure. */
import { ButtonStyle, ComponentType, SeparatorSpacingSize, TimestampStyles, time } from 'discord.js'
import type { Handoff, Words } from '../../src/adapter.ts'
import { small } from './blocks.ts'
import type { CustomIds } from './custom-id.ts'
import { escapeText } from './escape.ts'
import { clip, LIMITS } from './limits.ts'
import { button, COLOURS, componentMessage, container, type Message, row, text } from './message.ts'

export interface CardOptions {
  words: Words
  ids: CustomIds
  supportChannel: string
  /** Who asks. */
  userId: string
  /** Where the answers were shown; null for a direct conversation, which nobody else can open. */
  channelId: string | null
  /** The language's name. */
  language: string
  /** Who pressed "done"; the handoff itself only knows who claimed it. */
  doneBy?: string
}

const MOST_TURNS = 6
const LONGEST_QUESTION = 300
const LONGEST_ANSWER = 160

/** People appear as mentions, which name them without notifying anybody. */
export function card(handoff: Handoff, options: CardOptions): Message {
  const { words } = options
  const who = [
    `**${words('discord.card.who')}** <@${options.userId}>`,
    `**${words('discord.card.where')}** ${options.channelId ? `<#${options.channelId}>` : words('discord.card.direct')}`,
    `**${words('discord.card.language')}** ${escapeText(options.language)}`,
  ].join('\n')
  const separator = {
    type: ComponentType.Separator as const,
    divider: true,
    spacing: SeparatorSpacingSize.Small,
  }
  return componentMessage([
    container(
      handoff.state === 'done' ? COLOURS.done : handoff.state === 'claimed' ? COLOURS.warning : COLOURS.open,
      [
        text(`### ${words('discord.card.title')}\n${small(stateLine(handoff, options))}`),
        text(who),
        separator,
        text(clip(saidLines(handoff, words), LIMITS.components.text - 800)),
        ...(handoff.state === 'done' ? [] : [buttons(handoff, options)]),
      ],
    ),
  ])
}

function stateLine(handoff: Handoff, { words, doneBy }: CardOptions): string {
  if (handoff.state === 'done')
    return words('discord.card.done', { person: `<@${doneBy ?? handoff.claimedBy ?? ''}>` })
  if (handoff.state === 'claimed')
    return words('discord.card.claimed', { person: `<@${handoff.claimedBy ?? ''}>` })
  return words('discord.card.open', { time: time(handoff.openedAt, TimestampStyles.RelativeTime) })
}

function saidLines(handoff: Handoff, words: Words): string {
  const turns = handoff.history.slice(-MOST_TURNS)
  if (turns.length === 0) return small(escapeText(words('discord.card.nothing')))
  return [
    `**${words('discord.card.said')}**`,
    ...turns.flatMap((turn) => [
      `> ${escapeText(clip(turn.question.replace(/\s+/g, ' '), LONGEST_QUESTION))}`,
      small(
        escapeText(
          `${turn.topic ?? words('discord.card.unknown')}: ${clip(turn.answered.replace(/\s+/g, ' '), LONGEST_ANSWER)}`,
        ),
      ),
    ]),
  ].join('\n')
}

function buttons(handoff: Handoff, { ids, supportChannel, words }: CardOptions) {
  const id = (action: 'claim' | 'done') => ids.sign({ action, ref: handoff.id }, `channel:${supportChannel}`)
  return row([
    ...(handoff.state === 'open'
      ? [button(id('claim'), words('discord.card.claim-button'), { style: ButtonStyle.Primary, emoji: '🙋' })]
      : []),
    button(id('done'), words('discord.card.done-button'), { style: ButtonStyle.Success, emoji: '✅' }),
  ])
}

/** What the support channel sees of a handoff. Pure. */
import type { KnownBlock, RichTextSection } from '@slack/types'
import type { Handoff, Words } from '../../src/adapter.ts'
import { actions, button, context, header, mrkdwn, richText, section } from './blocks.ts'
import { escapeText, link, shorten } from './mrkdwn.ts'
import type { Message } from './render.ts'
import { ACTIONS } from './values.ts'

export interface CardSettings {
  words: Words
  handoff: Handoff
  /** The asker, as Slack mentions them; left out where the support channel is in another workspace. */
  user?: string
  place: 'thread' | 'direct' | 'private'
  /** The address of the thread, when Slack gave one. */
  permalink?: string
  /** The name of the asker's language, in the card's own. */
  language: string
  /** Who marked it as done, when somebody just did. */
  doneBy?: string
}

const MOST_TURNS = 8
const LONGEST_QUESTION = 500

/** The card as it stands: with buttons while there is something to do. */
export function renderCard(card: CardSettings): Message {
  const { words, handoff } = card
  const blocks: KnownBlock[] = [
    header(words('slack.card.title')),
    { type: 'section', fields: facts(card).map((text) => ({ type: 'mrkdwn', text })) },
    ...history(card),
    ...standing(card),
    ...actions('handoff', buttons(handoff, words)),
  ]
  return { text: escapeText(words('slack.card.fallback')), blocks }
}

function facts({ words, user, place, permalink, language }: CardSettings): string[] {
  const fact = (key: string, value: string) => `*${escapeText(words(key))}*\n${value}`
  const where =
    place === 'thread' && permalink
      ? link(permalink, words('slack.card.thread'))
      : escapeText(words(`slack.card.${place === 'thread' ? 'thread' : place}`))
  return [
    fact('slack.card.asker', user ? mention(user) : escapeText(words('slack.card.elsewhere'))),
    fact('slack.card.place', where),
    fact('slack.card.language', escapeText(language)),
  ]
}

/** A mention that is nothing else: ids that do not look like one are shown as text. */
export const mention = (user: string) => (/^[UW][A-Z0-9]{2,}$/.test(user) ? `<@${user}>` : escapeText(user))

function history({ words, handoff }: CardSettings): KnownBlock[] {
  const turns = handoff.history.filter((turn) => turn.outcome !== 'handoff').slice(-MOST_TURNS)
  if (turns.length === 0) return [mrkdwn(`_${escapeText(words('slack.card.nothing'))}_`)]
  const items = turns.map((turn): RichTextSection => {
    const understood =
      turn.topic === null
        ? words('slack.card.not-understood')
        : words('slack.card.understood', { topic: turn.topic })
    return section(
      { type: 'text', text: shorten(turn.question, LONGEST_QUESTION) || '–', style: { bold: true } },
      { type: 'text', text: `\n${shorten(turn.answered, LONGEST_QUESTION)}` },
      { type: 'text', text: ` (${understood})`, style: { italic: true } },
    )
  })
  return [
    mrkdwn(`*${escapeText(words('slack.card.asked'))}*`),
    richText({ type: 'rich_text_list', style: 'ordered', elements: items }),
  ]
}

function standing({ handoff: { state, claimedBy }, doneBy, words }: CardSettings): KnownBlock[] {
  if (state === 'open' || claimedBy === undefined) return []
  const line = (icon: string, key: string, user: string) => `:${icon}: ${words(key, { user: mention(user) })}`
  return state === 'claimed'
    ? [context(line('raising_hand', 'slack.card.claimed-by', claimedBy))]
    : [context(line('white_check_mark', 'slack.card.done-by', doneBy ?? claimedBy))]
}

function buttons({ id, state }: Handoff, words: Words) {
  const claim = button(ACTIONS.claim, words('slack.card.claim'), { o: id }, { primary: true })
  const done = button(ACTIONS.done, words('slack.card.done'), { o: id })
  return state === 'open' ? [claim, done] : state === 'claimed' ? [done] : []
}

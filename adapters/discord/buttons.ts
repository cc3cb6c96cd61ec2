/** The buttons under an answer that do not ask anything: a vote, sharing, the dialogue to write in. */
import {
  type APIInteractionResponse,
  ComponentType,
  InteractionResponseType,
  TextInputStyle,
} from 'discord.js'
import type { Host } from '../../src/adapter.ts'
import { wordsFor } from './answers.ts'
import { marked, shared } from './copy.ts'
import type { CustomId, CustomIds } from './custom-id.ts'
import type { Exchange, Manner } from './exchange.ts'
import { clip, LIMITS } from './limits.ts'
import { notice } from './message.ts'
import type { Asker, Pressed } from './parse.ts'
import type { Places } from './places.ts'

export interface Buttons {
  /** Counts the vote and marks it on the message. */
  vote(
    exchange: Exchange,
    asker: Asker,
    id: CustomId,
    asked: { customId: string; message: Pressed },
  ): Promise<unknown>
  /** Posts what the asker alone saw, for all to see. */
  share(exchange: Exchange, asker: Asker, id: CustomId, message: Pressed): Promise<unknown>
  /** What stands in for typing where messages do not arrive. */
  dialogue(answerId: string, asker: Asker): APIInteractionResponse
  /** Says, to the asker alone, that a button works no more. The message itself stays as it is. */
  old(exchange: Exchange, asker: Asker, manner: Manner): Promise<unknown>
}

/** Sharing twice is a slip of the finger within the life of the message's token, a wish later. */
const SHARE_MINUTES = LIMITS.interaction.tokenMs / 60_000
const PUBLIC: Manner = { kind: 'new', ephemeral: false }
const IN_PLACE: Manner = { kind: 'update', ephemeral: false }

export function createButtons({
  host,
  ids,
  places,
}: {
  host: Host
  ids: CustomIds
  places: Places
}): Buttons {
  return {
    async vote(exchange, asker, { ref, arg }, { customId, message }) {
      const helpful = arg === 1
      if (!(await host.feedback({ answerId: ref, helpful })))
        return exchange.tell(notice(wordsFor(host, asker.locale)('discord.vote.unknown')), IN_PLACE)
      // The buttons keep the language of the answer.
      const state = await places.answer(ref, asker.userId)
      const words = wordsFor(host, state?.locale ?? asker.locale)
      const id = (vote: number) => ids.sign({ action: 'vote', ref, arg: vote }, `user:${asker.userId}`)
      const labels = new Map([
        [id(1), words(helpful ? 'discord.vote.thanks' : 'discord.vote.yes')],
        [id(0), words(helpful ? 'discord.vote.no' : 'discord.vote.sorry')],
      ])
      return exchange.show(IN_PLACE, marked(message, customId, labels))
    },

    async share(exchange, asker, { ref }, message) {
      const words = wordsFor(host, asker.locale)
      if (!(await host.firstDelivery(`share/${ref}/${asker.channelId}`, SHARE_MINUTES)))
        return exchange.tell(notice(words('discord.share.again')), PUBLIC)
      const below = `-# ${words('discord.share.by', { person: `<@${asker.userId}>` })}`
      return exchange.show(PUBLIC, shared(message, below))
    },

    dialogue(answerId, asker) {
      const words = wordsFor(host, asker.locale)
      const { modal } = LIMITS
      return {
        type: InteractionResponseType.Modal,
        data: {
          custom_id: ids.sign({ action: 'modal', ref: answerId }, `user:${asker.userId}`),
          title: clip(words('discord.reply.title'), modal.title),
          components: [
            {
              type: ComponentType.Label,
              label: clip(words('discord.reply.label'), modal.label),
              description: clip(words('discord.reply.description'), modal.description),
              component: {
                type: ComponentType.TextInput,
                custom_id: 'text',
                style: TextInputStyle.Paragraph,
                max_length: modal.input,
                required: true,
              },
            },
          ],
        },
      }
    },

    old(exchange, asker, manner) {
      const words = wordsFor(host, asker.locale)
      return exchange.tell(
        notice(words('discord.notice.button', { ask: words('discord.commands.ask.name') })),
        manner,
      )
    },
  }
}

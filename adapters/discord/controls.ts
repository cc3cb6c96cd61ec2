/** What can be pressed under an answer. */
import { ButtonStyle, ComponentType } from 'discord.js'
import type { Words } from '../../src/adapter.ts'
import type { Answer, Option } from '../../src/message.ts'
import type { Bearer, CustomIds } from './custom-id.ts'
import { plain } from './escape.ts'
import { clip, LIMITS } from './limits.ts'
import { button, type Row, row } from './message.ts'

export interface ControlOptions {
  ids: CustomIds
  /** Whose buttons they are. */
  bearer: Bearer
  words: Words
  /** The person cannot just write the next message here. */
  reply: boolean
  /** Others here do not see the answer. */
  share: boolean
}

/** The choices first, then votes and the rest in one row: at most two rows. */
export function controls(
  answer: Answer,
  { ids, bearer, words, reply, share }: ControlOptions,
): { choices: Row[]; tools: Row[] } {
  const ref = answer.id
  const id = (action: 'vote' | 'reply' | 'human' | 'share', arg?: number) =>
    ids.sign({ action, ref, ...(arg === undefined ? {} : { arg }) }, bearer)
  const voted = answer.outcome === 'answer'
  const helped = answer.outcome === 'handoff'
  // Nobody else needs to know that somebody wrote a password.
  const personal = answer.warnings.some((warning) => warning.code === 'password-shared')
  // The bot's own choices may offer a person already.
  const offered = answer.options.some((option) => option.label === words('common.option.human'))
  const tools = [
    ...(voted
      ? [
          button(id('vote', 1), words('discord.vote.yes'), { emoji: '👍' }),
          button(id('vote', 0), words('discord.vote.no'), { emoji: '👎' }),
        ]
      : []),
    ...(reply ? [button(id('reply'), words('discord.reply.button'), { emoji: '💬' })] : []),
    ...(share && voted && !personal
      ? [button(id('share'), words('discord.share.button'), { emoji: '📢' })]
      : []),
    ...(!helped && !offered && answer.outcome !== 'smalltalk'
      ? [button(id('human'), words('discord.human.button'), { emoji: '🙋' })]
      : []),
  ]
  return { choices: choices(answer, { ids, bearer, words }), tools: tools.length > 0 ? [row(tools)] : [] }
}

/** Buttons up to five, a menu above. */
function choices(
  answer: Answer,
  { ids, bearer, words }: Pick<ControlOptions, 'ids' | 'bearer' | 'words'>,
): Row[] {
  const options = answer.options.slice(0, LIMITS.select.options)
  if (options.length === 0) return []
  const action = answer.outcome === 'clarify' ? 'choice' : 'option'
  const label = (option: Option, most: number) => clip(plain(option.label), most)
  if (options.length <= LIMITS.button.perRow) {
    const style = answer.outcome === 'clarify' ? ButtonStyle.Primary : ButtonStyle.Secondary
    return [
      row(
        options.map((option, arg) =>
          button(ids.sign({ action, ref: answer.id, arg }, bearer), label(option, LIMITS.button.label), {
            style,
          }),
        ),
      ),
    ]
  }
  return [
    row([
      {
        type: ComponentType.StringSelect,
        custom_id: ids.sign({ action, ref: answer.id }, bearer),
        placeholder: clip(
          words(answer.outcome === 'clarify' ? 'discord.choose' : 'discord.next'),
          LIMITS.select.placeholder,
        ),
        options: options.map((option, index) => ({
          label: label(option, LIMITS.select.label),
          value: String(index),
        })),
      },
    ]),
  ]
}

/** The answer as text to take along into a ticket. Pure. */
import type { ModalView } from '@slack/types'
import type { Words } from '../../src/adapter.ts'
import { pieces } from './blocks.ts'
import { LIMITS } from './limits.ts'
import { shorten } from './mrkdwn.ts'

/** A view for `views.open`. Slack gives apps no clipboard; a field is what can be selected and copied whole. */
export function renderCopy(text: string, words: Words): ModalView {
  const parts = pieces(text, LIMITS.inputText).slice(0, LIMITS.blocksPerView)
  return {
    type: 'modal',
    title: { type: 'plain_text', text: shorten(words('slack.copy-title'), LIMITS.modalTitle) },
    close: { type: 'plain_text', text: shorten(words('slack.copy-close'), LIMITS.modalButton) },
    blocks: parts.map((part, index) => ({
      type: 'input',
      optional: true,
      label: {
        type: 'plain_text',
        text: `${words('slack.copy-label')}${parts.length > 1 ? ` (${index + 1}/${parts.length})` : ''}`,
      },
      element: {
        type: 'plain_text_input',
        action_id: `copy_text_${index}`,
        multiline: true,
        initial_value: part,
      },
    })),
  }
}

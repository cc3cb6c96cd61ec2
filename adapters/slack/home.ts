/** The home tab: the provider's ports, questions to start with, and what the bot keeps. Pure. */
import type { HomeView, KnownBlock, SectionBlock } from '@slack/types'
import type { Host, Words } from '../../src/adapter.ts'
import type { Option } from '../../src/message.ts'
import { actions, button, context, header, mrkdwn } from './blocks.ts'
import { LIMITS } from './limits.ts'
import { escapeText, shorten } from './mrkdwn.ts'
import { ACTIONS } from './values.ts'

export interface HomeSettings {
  words: Words
  provider: ReturnType<Host['provider']>
  starters: Option[]
  /** Opens the conversation with the bot; left out where it is not known. */
  messagesUrl?: string
}

/** The view for `views.publish`. A home tab takes no table blocks. */
export function renderHome({ words, provider, starters, messagesUrl }: HomeSettings): HomeView {
  const people = provider.hours
    ? words('slack.home.people-hours', { support: provider.support, hours: provider.hours })
    : provider.support
  const link = messagesUrl === undefined ? {} : { url: messagesUrl }
  const blocks: KnownBlock[] = [
    header(words('slack.home.title', { provider: provider.name })),
    mrkdwn(escapeText(words('slack.home.intro'))),
    { type: 'divider' },
    header(words('slack.home.ports')),
    ...portsOf(provider.ports, words),
    { type: 'divider' },
    header(words('slack.home.questions')),
    ...actions(
      'ask',
      starters.map(({ label, text }, index) => button(`${ACTIONS.ask}_${index}`, label, { t: text }, link)),
    ),
    context(escapeText(words('slack.home.questions-hint'))),
    { type: 'divider' },
    mrkdwn(`*${escapeText(words('slack.home.people'))}*\n${escapeText(people)}`),
    mrkdwn(`*${escapeText(words('slack.home.kept'))}*\n${escapeText(words('slack.home.kept-text'))}`),
  ]
  return { type: 'home', blocks: blocks.slice(0, LIMITS.blocksPerView) }
}

/** A field for each protocol, which Slack sets side by side. */
function portsOf(ports: HomeSettings['provider']['ports'], words: Words): SectionBlock[] {
  const protocols = [...new Set(ports.map((port) => port.protocol))].slice(0, LIMITS.fieldsPerSection)
  const fields = protocols.map((protocol) => {
    const lines = ports
      .filter((port) => port.protocol === protocol)
      .map(({ port, security, status }) => {
        const advice = status === 'recommended' ? ` · *${escapeText(words('slack.home.recommended'))}*` : ''
        return `\`${port}\`  ${escapeText(security)}${advice}`
      })
    return shorten([`*${escapeText(protocol)}*`, ...lines].join('\n'), LIMITS.fieldText)
  })
  return fields.length === 0
    ? []
    : [{ type: 'section', fields: fields.map((text) => ({ type: 'mrkdwn', text })) }]
}

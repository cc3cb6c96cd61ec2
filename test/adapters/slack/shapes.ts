/** Payloads in the shape that Slack sends them, whole, with invented ids. docs.slack.dev/reference/events and /reference/interaction-payloads */

export const APP = 'A0MAILSHER'
export const TEAM = 'T0MAILTEAM'
export const BOT = 'U0MAILBOT1'
export const BOT_ID = 'B0MAILBOT1'

/** Counts up, so that every test has ids and time stamps of its own. */
let counter = 0
export const nextTs = (): string => `1760000000.${String(++counter).padStart(6, '0')}`
const nextId = (prefix: string): string => `${prefix}${String(++counter).padStart(9, '0')}`

type Fields = Record<string, unknown>

/** The envelope of the Events API. */
export function envelope(event: Fields, more: Fields = {}) {
  return {
    token: 'verification-token-of-old',
    team_id: TEAM,
    context_team_id: TEAM,
    context_enterprise_id: null,
    api_app_id: APP,
    event,
    type: 'event_callback',
    event_id: nextId('Ev'),
    event_time: 1_760_000_000,
    authorizations: [
      { enterprise_id: null, team_id: TEAM, user_id: BOT, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: false,
    event_context: nextId('4-'),
    ...more,
  }
}

interface Written {
  user?: string
  channel: string
  text: string
  ts?: string
  thread?: string
  more?: Fields
}

const richText = (text: string) => [
  {
    type: 'rich_text',
    block_id: 'b1',
    elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
  },
]

export function mention({ user = 'U0ASKER01', channel, text, ts = nextTs(), thread, more = {} }: Written) {
  return envelope({
    user,
    type: 'app_mention',
    ts,
    client_msg_id: '11111111-2222-4333-8444-555555555555',
    text: `<@${BOT}> ${text}`.trim(),
    team: TEAM,
    ...(thread ? { thread_ts: thread, parent_user_id: user } : {}),
    blocks: richText(text),
    channel,
    event_ts: ts,
    ...more,
  })
}

export function message({ user = 'U0ASKER01', channel, text, ts = nextTs(), thread, more = {} }: Written) {
  const kind = channel.startsWith('D') ? 'im' : channel.startsWith('G') ? 'group' : 'channel'
  return envelope({
    user,
    type: 'message',
    ts,
    client_msg_id: '11111111-2222-4333-8444-555555555556',
    text,
    team: TEAM,
    ...(thread ? { thread_ts: thread, parent_user_id: user } : {}),
    blocks: richText(text),
    channel,
    event_ts: ts,
    channel_type: kind,
    ...more,
  })
}

export function homeOpened({ user = 'U0ASKER01', tab = 'home', channel = 'D0ASKER01' }) {
  return envelope({ type: 'app_home_opened', user, channel, tab, event_ts: nextTs(), view: undefined })
}

export function assistantStarted({ user = 'U0ASKER01', channel = 'D0ASKER01', thread = nextTs() }) {
  return envelope({
    type: 'assistant_thread_started',
    assistant_thread: {
      user_id: user,
      context: { channel_id: 'C0GENERAL1', team_id: TEAM, enterprise_id: null },
      channel_id: channel,
      thread_ts: thread,
    },
    event_ts: nextTs(),
  })
}

export function command({ user = 'U0ASKER01', channel = 'C0GENERAL1', text = '', responseUrl = '' }) {
  return {
    token: 'verification-token-of-old',
    team_id: TEAM,
    team_domain: 'mailteam',
    channel_id: channel,
    channel_name: 'general',
    user_id: user,
    user_name: 'asker',
    command: '/mailhelp',
    text,
    api_app_id: APP,
    is_enterprise_install: 'false',
    response_url: responseUrl,
    trigger_id: nextId('900.800.'),
  }
}

export function shortcut(given: {
  user?: string
  channel: string
  text: string
  ts: string
  thread?: string
  responseUrl: string
}) {
  const { user = 'U0AGENT01', channel, text, ts, thread, responseUrl } = given
  return {
    type: 'message_action',
    token: 'verification-token-of-old',
    action_ts: nextTs(),
    team: { id: TEAM, domain: 'mailteam' },
    user: { id: user, username: 'agent', team_id: TEAM, name: 'agent' },
    channel: { id: channel, name: 'support' },
    is_enterprise_install: false,
    enterprise: null,
    callback_id: 'answer_this',
    trigger_id: nextId('900.800.'),
    response_url: responseUrl,
    message_ts: ts,
    message: {
      user: 'U0CUSTOMER',
      type: 'message',
      ts,
      text,
      team: TEAM,
      ...(thread ? { thread_ts: thread } : {}),
      blocks: richText(text),
    },
  }
}

export interface Pressable {
  user?: string
  channel?: string
  messageTs?: string
  thread?: string
  ephemeral?: boolean
  responseUrl?: string
  element: { type: string; action_id?: string; value?: string; text?: unknown }
}

export function action({
  user = 'U0ASKER01',
  channel,
  messageTs,
  thread,
  ephemeral = false,
  responseUrl,
  element,
}: Pressable) {
  const ts = nextTs()
  return {
    type: 'block_actions',
    user: { id: user, username: 'asker', name: 'asker', team_id: TEAM },
    api_app_id: APP,
    token: 'verification-token-of-old',
    container: channel
      ? {
          type: 'message',
          message_ts: messageTs,
          channel_id: channel,
          is_ephemeral: ephemeral,
          ...(thread ? { thread_ts: thread } : {}),
        }
      : { type: 'view', view_id: 'V0HOMEVIEW' },
    trigger_id: nextId('900.800.'),
    team: { id: TEAM, domain: 'mailteam' },
    enterprise: null,
    is_enterprise_install: false,
    ...(channel
      ? { channel: { id: channel, name: 'general' } }
      : { view: { id: 'V0HOMEVIEW', type: 'home' } }),
    ...(channel && !ephemeral
      ? { message: { user: BOT, type: 'message', ts: messageTs, ...(thread ? { thread_ts: thread } : {}) } }
      : {}),
    state: { values: {} },
    ...(responseUrl ? { response_url: responseUrl } : {}),
    actions: [{ block_id: 'next', action_ts: ts, ...element }],
  }
}

export const uninstalled = (team = TEAM) =>
  envelope({ type: 'app_uninstalled', event_ts: nextTs() }, { team_id: team, authorizations: [] })

/**
 * What Slack sends, as what a person did. Pure. Everything that is not for the bot becomes null: its own words,
 * other bots, edits, joins, and talk between other people. Shapes: docs.slack.dev/reference/events and
 * /reference/interaction-payloads; only what is used is looked at, so new fields do no harm.
 */
import { plainWords } from './mrkdwn.ts'
import { envelope, form, homeOpened, message, pressed, revoked, shortcut, threadStarted } from './payloads.ts'
import {
  ACTIONS,
  type ActionName,
  type ButtonValue,
  buttonValue,
  COMMAND,
  type Whereabouts,
} from './values.ts'

/** Which installation a delivery belongs to. */
export interface Workspace {
  team: string
  enterprise?: string
  /** Installed for a whole Enterprise organisation. */
  org: boolean
}

interface Delivery {
  workspace: Workspace
  user: string
  /** The same for every delivery of the same thing, by whatever way it comes. */
  key: string
  /** Things with the same lane are done one after the other. */
  lane: string
}

export interface Asked extends Delivery {
  kind: 'asked'
  /** `mention` and `direct` are for the bot; `follow` may be, when the bot was asked in that thread. */
  via: 'mention' | 'direct' | 'follow'
  channel: string
  /** The thread it stands in, absent for a message that starts one. */
  thread?: string
  ts: string
  text: string
}

export interface Commanded extends Delivery {
  kind: 'commanded'
  channel: string
  text: string
  responseUrl: string
}

export interface TakenUp extends Delivery {
  kind: 'taken-up'
  channel: string
  ts: string
  thread: string
  text: string
  responseUrl: string
}

export interface Pressed extends Delivery {
  kind: 'pressed'
  action: ActionName
  value: ButtonValue
  label: string
  /** Where the pressed message stands; absent for the home tab. */
  place?: Whereabouts
  messageTs?: string
  responseUrl?: string
  triggerId: string
}

export interface Opened extends Delivery {
  kind: 'opened'
  view: 'home' | 'messages' | 'assistant'
  channel: string
  thread?: string
  appId: string
}

export interface Removed extends Delivery {
  kind: 'removed'
}

export type Incoming = Asked | Commanded | TakenUp | Pressed | Opened | Removed

/** Subtypes of a message that a person wrote: with a file, and a reply that is sent to the channel as well. */
const WRITTEN = new Set(['file_share', 'thread_broadcast'])

/** What a person did, or null when it is nothing for the bot. */
export function parse(body: unknown): Incoming | null {
  if (typeof body !== 'object' || body === null) return null
  if ('event' in body) return parseEvent(body)
  if ('command' in body) return parseCommand(body)
  if ('type' in body && body.type === 'message_action') return parseShortcut(body)
  if ('type' in body && body.type === 'block_actions') return parsePressed(body)
  return null
}

function parseEvent(body: object): Incoming | null {
  const found = envelope.safeParse(body)
  if (!found.success) return null
  const { event, event_id } = found.data
  const own = found.data.authorizations?.[0]
  const team = own?.team_id ?? found.data.team_id ?? ''
  const enterprise = own?.enterprise_id ?? found.data.enterprise_id
  const workspace: Workspace = {
    team,
    ...(enterprise ? { enterprise } : {}),
    org: own?.is_enterprise_install === true,
  }
  const key = `event:${event_id}`
  switch (event.type) {
    case 'app_mention':
    case 'message':
      return parseMessage(event, workspace, own?.user_id ?? undefined)
    case 'app_home_opened': {
      const opened = homeOpened.safeParse(event)
      if (!opened.success) return null
      const { user, tab, channel } = opened.data
      if (tab !== 'home' && tab !== 'messages') return null
      const appId = found.data.api_app_id ?? ''
      return { kind: 'opened', workspace, user, key, lane: key, view: tab, channel: channel ?? '', appId }
    }
    case 'assistant_thread_started': {
      const started = threadStarted.safeParse(event)
      if (!started.success) return null
      const { user_id: user, channel_id: channel, thread_ts: thread } = started.data.assistant_thread
      return {
        kind: 'opened',
        workspace,
        user,
        key,
        lane: key,
        view: 'assistant',
        channel,
        thread,
        appId: '',
      }
    }
    case 'app_uninstalled':
      return { kind: 'removed', workspace, user: '', key, lane: key }
    case 'tokens_revoked': {
      const tokens = revoked.safeParse(event)
      // Only the bot's own token matters: no token of a person is ever asked for.
      return tokens.success && tokens.data.tokens?.bot?.length
        ? { kind: 'removed', workspace, user: '', key, lane: key }
        : null
    }
    default:
      return null
  }
}

function parseMessage(event: object, workspace: Workspace, bot: string | undefined): Asked | null {
  const found = message.safeParse(event)
  if (!found.success) return null
  const { subtype, channel, channel_type, user, bot_id, text, ts, thread_ts, edited, hidden, type } =
    found.data
  if (bot_id || user === bot || user === 'USLACKBOT' || edited !== undefined || hidden) return null
  if (subtype && !WRITTEN.has(subtype)) return null
  const mentioned = [...text.matchAll(/<@([A-Z0-9]+)/g)].map((match) => match[1])
  const forBot = type === 'app_mention' || (bot !== undefined && mentioned.includes(bot))
  const direct = channel_type === 'im' || (channel_type == null && channel.startsWith('D'))
  // Between people: nothing in a channel outside a thread, and nothing that is addressed to somebody else.
  if (!direct && !forBot && (!thread_ts || mentioned.length > 0)) return null
  return {
    kind: 'asked',
    via: direct ? 'direct' : forBot ? 'mention' : 'follow',
    workspace,
    user,
    channel,
    ts,
    ...(thread_ts ? { thread: thread_ts } : {}),
    // A mention comes twice, as `app_mention` and as `message`, with two event ids but one time stamp.
    key: `message:${workspace.team}:${channel}:${ts}`,
    lane: laneOf(workspace.team, channel, direct ? undefined : (thread_ts ?? ts)),
    text: plainWords(text),
  }
}

function parseCommand(body: object): Commanded | null {
  const found = form.safeParse(body)
  if (!found.success || found.data.command !== COMMAND) return null
  const {
    team_id,
    enterprise_id,
    is_enterprise_install,
    channel_id,
    user_id,
    trigger_id,
    response_url,
    text,
  } = found.data
  return {
    kind: 'commanded',
    workspace: workspaceOf(team_id, enterprise_id, is_enterprise_install === 'true'),
    user: user_id,
    channel: channel_id,
    key: `trigger:${trigger_id}`,
    lane: `${team_id}:${channel_id}:${user_id}`,
    text: plainWords(text),
    responseUrl: response_url,
  }
}

function parseShortcut(body: object): TakenUp | null {
  const found = shortcut.safeParse(body)
  if (!found.success) return null
  const {
    team,
    enterprise,
    is_enterprise_install,
    user,
    channel,
    message: taken,
    trigger_id,
    response_url,
  } = found.data
  const workspace = workspaceOf(
    team?.id ?? user.team_id ?? '',
    enterprise?.id,
    is_enterprise_install === true,
  )
  return {
    kind: 'taken-up',
    workspace,
    user: user.id,
    channel: channel.id,
    ts: taken.ts,
    thread: taken.thread_ts ?? taken.ts,
    key: `trigger:${trigger_id}`,
    lane: `${workspace.team}:${channel.id}:${user.id}`,
    text: plainWords(taken.text ?? ''),
    responseUrl: response_url,
  }
}

function parsePressed(body: object): Pressed | null {
  const found = pressed.safeParse(body)
  if (!found.success) return null
  const {
    team,
    enterprise,
    is_enterprise_install,
    user,
    channel,
    container,
    message: shown,
    actions,
    response_url,
    trigger_id,
  } = found.data
  const action = actions[0]!
  const name = action.action_id.replace(/_\d+$/, '')
  const known = Object.values(ACTIONS).find((one) => one === name)
  const value = buttonValue.safeParse(json(action.value ?? ''))
  if (known === undefined || !value.success) return null
  const workspace = workspaceOf(
    team?.id ?? user.team_id ?? '',
    enterprise?.id,
    is_enterprise_install === true,
  )
  const at = channel?.id ?? container?.channel_id
  const ts = container?.message_ts ?? shown?.ts
  const thread = container?.thread_ts ?? shown?.thread_ts ?? ts
  const place: Whereabouts | undefined =
    value.data.at ?? (at && thread ? { kind: 'thread', channel: at, thread } : undefined)
  return {
    kind: 'pressed',
    workspace,
    user: user.id,
    action: known,
    value: value.data,
    label: action.text?.text ?? '',
    ...(place ? { place } : {}),
    ...(ts ? { messageTs: ts } : {}),
    ...(response_url ? { responseUrl: response_url } : {}),
    triggerId: trigger_id,
    key: `trigger:${trigger_id}`,
    lane:
      place?.kind === 'thread'
        ? laneOf(workspace.team, place.channel, place.channel.startsWith('D') ? undefined : place.thread)
        : `${workspace.team}:${place?.channel ?? ''}:${user.id}`,
  }
}

const laneOf = (team: string, channel: string, thread: string | undefined) =>
  thread === undefined ? `${team}:${channel}` : `${team}:${channel}:${thread}`

const workspaceOf = (team: string, enterprise: string | undefined, org: boolean): Workspace => ({
  team,
  ...(enterprise ? { enterprise } : {}),
  org,
})

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

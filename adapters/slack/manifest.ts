/** The app's manifest: what Slack has to know of it. Pure. docs.slack.dev/reference/app-manifest */
import { EVENTS_PATH, REDIRECT_PATH } from './paths.ts'
import { COMMAND, SHORTCUT } from './values.ts'

/** What the bot may do, each with its reason. */
export const BOT_SCOPES = [
  'app_mentions:read', // questions by mention
  'assistant:write', // suggested prompts
  'channels:history', // follow-ups in threads of public channels
  'chat:write', // answers
  'commands', // /mailhelp and the message shortcut
  'groups:history', // follow-ups in threads of private channels
  'im:history', // direct messages
  'mpim:history', // follow-ups in group messages
  'users:read', // the language that a person uses Slack in
] as const

export const BOT_EVENTS = [
  'app_home_opened',
  'app_mention',
  'app_uninstalled',
  'message.channels',
  'message.groups',
  'message.im',
  'message.mpim',
  'tokens_revoked',
] as const

/** The words of the manifest, in the language of the workspace. */
export interface ManifestWords {
  name: string
  description: string
  long: string
  agent: string
  command: string
  hint: string
  shortcut: string
  shortcutDescription: string
  prompts: { title: string; message: string }[]
}

export interface ManifestOptions {
  words: ManifestWords
  /** The bot's public address, for HTTP; left out: Socket Mode. */
  url?: string
  /** `agent` for apps made since 2026; `assistant` for the older view. */
  view: 'agent' | 'assistant'
}

/** Throws `RangeError` when the address is no https address. */
export function buildManifest({ words, url, view }: ManifestOptions) {
  const at = (path: string) => {
    if (url === undefined) return undefined
    const address = URL.parse(path, url)
    if (address?.protocol !== 'https:')
      throw new RangeError(`${url} is no https address; Slack calls no other`)
    return address.href
  }
  const events = at(EVENTS_PATH)
  const redirect = at(REDIRECT_PATH)
  return {
    _metadata: { major_version: 2, minor_version: 0 },
    display_information: {
      name: words.name,
      description: words.description,
      long_description: words.long,
      background_color: '#1d4e89',
    },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      bot_user: { display_name: words.name, always_online: true },
      ...(view === 'agent'
        ? { agent_view: { agent_description: words.agent, suggested_prompts: words.prompts } }
        : { assistant_view: { assistant_description: words.agent, suggested_prompts: words.prompts } }),
      shortcuts: [
        {
          name: words.shortcut,
          type: 'message' as const,
          callback_id: SHORTCUT,
          description: words.shortcutDescription,
        },
      ],
      slash_commands: [
        {
          command: COMMAND,
          description: words.command,
          usage_hint: words.hint,
          should_escape: false,
          ...(events ? { url: events } : {}),
        },
      ],
    },
    oauth_config: {
      ...(redirect ? { redirect_urls: [redirect] } : {}),
      scopes: { bot: [...BOT_SCOPES] },
    },
    settings: {
      event_subscriptions: {
        ...(events ? { request_url: events } : {}),
        bot_events: [
          ...BOT_EVENTS,
          ...(view === 'assistant' ? ['assistant_thread_started' as const] : []),
        ].sort(),
      },
      interactivity: { is_enabled: true, ...(events ? { request_url: events } : {}) },
      org_deploy_enabled: false,
      socket_mode_enabled: events === undefined,
      token_rotation_enabled: false,
    },
  }
}

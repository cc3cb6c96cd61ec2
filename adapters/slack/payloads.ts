/**
 * The parts of Slack's payloads that are looked at. Everything else passes, so new fields do no harm. Shapes:
 * docs.slack.dev/reference/events and /reference/interaction-payloads.
 */
import { z } from 'zod'
import { SHORTCUT } from './values.ts'

const id = z.string().min(1).max(64)
const authorization = z.object({
  team_id: id.nullish(),
  enterprise_id: id.nullish(),
  user_id: id.nullish(),
  is_enterprise_install: z.boolean().nullish(),
})
export const envelope = z.object({
  event_id: id,
  api_app_id: id.optional(),
  team_id: id.nullish(),
  enterprise_id: id.nullish(),
  authorizations: z.array(authorization).nullish(),
  event: z.looseObject({ type: z.string() }),
})
export const message = z.object({
  type: z.enum(['message', 'app_mention']),
  subtype: z.string().nullish(),
  channel: id,
  channel_type: z.string().nullish(),
  user: id,
  bot_id: id.nullish(),
  text: z.string(),
  ts: id,
  thread_ts: id.nullish(),
  edited: z.unknown().optional(),
  hidden: z.boolean().nullish(),
})
export const homeOpened = z.object({ user: id, channel: id.nullish(), tab: z.string() })
export const threadStarted = z.object({
  assistant_thread: z.object({ user_id: id, channel_id: id, thread_ts: id }),
})
export const revoked = z.object({ tokens: z.object({ bot: z.array(z.string()).nullish() }).nullish() })
export const form = z.object({
  command: z.string(),
  text: z.string().default(''),
  trigger_id: z.string().min(1).max(200),
  team_id: id,
  enterprise_id: id.optional(),
  is_enterprise_install: z.string().optional(),
  channel_id: id,
  user_id: id,
  response_url: z.url(),
})
const party = z.object({ id }).nullish()
const interaction = z.object({
  type: z.string(),
  trigger_id: z.string().min(1).max(200),
  team: party,
  enterprise: party,
  is_enterprise_install: z.boolean().nullish(),
  user: z.object({ id, team_id: id.nullish() }),
  channel: party,
  response_url: z.url().nullish(),
})
export const shortcut = interaction.extend({
  callback_id: z.literal(SHORTCUT),
  channel: z.object({ id }),
  response_url: z.url(),
  message: z.object({ ts: id, thread_ts: id.nullish(), text: z.string().nullish() }),
})
export const pressed = interaction.extend({
  container: z
    .object({ message_ts: id.nullish(), thread_ts: id.nullish(), channel_id: id.nullish() })
    .nullish(),
  message: z.object({ ts: id.nullish(), thread_ts: id.nullish() }).nullish(),
  actions: z
    .array(
      z.object({
        action_id: z.string(),
        action_ts: z.string().max(64).nullish(),
        value: z.string().nullish(),
        text: z.object({ text: z.string() }).nullish(),
      }),
    )
    .min(1),
})

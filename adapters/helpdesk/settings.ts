/** The adapter's variables, and what they turn on. */
import { z } from 'zod'
import { AdapterError } from '../../src/adapter.ts'
import { parseOrigins } from './origins.ts'
import { parseSecrets } from './signature.ts'

const httpUrl = () => z.url({ protocol: /^https?$/ }).optional()
const text = () => z.string().optional()

export const settingsSchema = z.object({
  HELPDESK_WEBHOOK_SECRET: text().describe(
    'Turns on /webhooks/helpdesk; signs what comes and goes: whsec_ and 24 to 64 bytes in base64; several, comma-separated, while it is changed',
  ),
  HELPDESK_REPLY_URL: httpUrl().describe(
    'Where answers and handoffs are posted, signed; needs HELPDESK_WEBHOOK_SECRET',
  ),
  WIDGET_ORIGINS: text().describe(
    'Sites that may show the widget, comma-separated, such as https://www.example.com,https://*.example.com',
  ),
  WHMCS_URL: httpUrl().describe('The address of WHMCS, such as https://billing.example.com'),
  WHMCS_IDENTIFIER: text().describe('Identifier of an API credential that may OpenTicket and GetTickets'),
  WHMCS_SECRET: text().describe('Secret of that API credential; the hook file signs with it too'),
  WHMCS_DEPARTMENT: z.coerce
    .number()
    .int()
    .positive()
    .optional()
    .describe('Number of the department that tickets are opened in'),
})

export type HelpdeskSettings = z.infer<typeof settingsSchema>

export const WHMCS_VARIABLES = ['WHMCS_URL', 'WHMCS_IDENTIFIER', 'WHMCS_SECRET', 'WHMCS_DEPARTMENT'] as const

/** What is on. A part without its variables is off; the widget is always on, on the bot's own pages at least. */
export interface Parts {
  origins: string[]
  webhook?: { secrets: string[]; replyUrl?: string }
  whmcs?: WhmcsSettings
}

export interface WhmcsSettings {
  /** Without a slash at the end. */
  url: string
  identifier: string
  secret: string
  department: number
}

/** Sorts the variables into parts. Throws `AdapterError` when one is set without those that it needs. */
export function partsOf(settings: HelpdeskSettings): Parts {
  const { HELPDESK_WEBHOOK_SECRET: secret, HELPDESK_REPLY_URL: replyUrl } = settings
  if (replyUrl && !secret) {
    throw new AdapterError(
      'HELPDESK_REPLY_URL is set, but HELPDESK_WEBHOOK_SECRET is missing: replies are signed with it.',
      'Set HELPDESK_WEBHOOK_SECRET too, or unset HELPDESK_REPLY_URL.',
    )
  }
  const whmcs = whmcsOf(settings)
  return {
    origins: parseOrigins(settings.WIDGET_ORIGINS ?? ''),
    ...(secret ? { webhook: { secrets: parseSecrets(secret), ...(replyUrl ? { replyUrl } : {}) } } : {}),
    ...(whmcs ? { whmcs } : {}),
  }
}

function whmcsOf(settings: HelpdeskSettings): WhmcsSettings | undefined {
  const set = WHMCS_VARIABLES.filter((name) => settings[name] !== undefined)
  if (set.length === 0) return undefined
  const missing = WHMCS_VARIABLES.filter((name) => settings[name] === undefined)
  if (missing.length > 0) {
    throw new AdapterError(
      `${set.join(', ')} is set, but ${missing.join(', ')} is missing.`,
      'Set all four to open tickets in WHMCS, or unset them all.',
    )
  }
  return {
    url: settings.WHMCS_URL!.replace(/\/+$/, ''),
    identifier: settings.WHMCS_IDENTIFIER!,
    secret: settings.WHMCS_SECRET!,
    department: settings.WHMCS_DEPARTMENT!,
  }
}

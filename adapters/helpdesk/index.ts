/**
 * The helpdesk: a widget for the provider's site, a signed webhook for a helpdesk system, and tickets in WHMCS.
 * The widget is always on, at least for the bot's own page; the rest by settings (`settings.ts`).
 */
import { type Adapter, defineAdapter, type Host } from '../../src/adapter.ts'
import { createWidgetHandoffs } from './handoffs.ts'
import { createReplies } from './replies.ts'
import { type HelpdeskSettings, partsOf, settingsSchema, WHMCS_VARIABLES } from './settings.ts'
import { widgetScripts } from './site/bundle.ts'
import { registerPage } from './site/page.ts'
import { registerWidget } from './site/routes.ts'
import { registerWebhook } from './webhook/routes.ts'
import { clientOf } from './whmcs/client-token.ts'
import { createTickets } from './whmcs/tickets.ts'

/** The adapter with its outgoing deliveries within reach, for whoever drives the clock. */
export interface Helpdesk extends Adapter {
  /** Tries all that waits and is due now. */
  deliverDue(): Promise<void>
}

export function createHelpdesk(settings: HelpdeskSettings, host: Host, timeout?: number): Helpdesk {
  const { origins, webhook, whmcs } = partsOf(settings)
  const replies = webhook?.replyUrl
    ? createReplies(host, {
        secrets: webhook.secrets,
        url: webhook.replyUrl,
        ...(timeout ? { timeout } : {}),
      })
    : undefined
  const tickets = whmcs ? createTickets(host, whmcs, timeout) : undefined
  const outgoing = [replies?.deliveries, tickets?.deliveries].filter((deliveries) => deliveries !== undefined)

  registerWidget({
    host,
    origins,
    scripts: widgetScripts,
    handoffs: createWidgetHandoffs(host, { tickets, replies }),
    clientOf: (token) => (whmcs ? clientOf(token, whmcs.secret, host.now()) : null),
  })
  registerPage(host)
  if (webhook) registerWebhook(host, webhook.secrets, replies)

  let broken: string | null = null

  return {
    trouble: () => broken,
    async start() {
      // Made beside the start, which need not wait for it: the first request for it does.
      widgetScripts().catch((cause: Error) => {
        broken = `widget.js could not be made: ${cause.message}`
        host.log.error(
          {
            mend: 'Mend the source in adapters/helpdesk/widget/, or install the packages again with npm ci.',
          },
          broken,
        )
      })
      for (const deliveries of outgoing) deliveries.start()
      host.log.info(
        {
          widget: origins.length > 0 ? origins : 'on this address only; WIDGET_ORIGINS adds sites',
          webhook: webhook ? 'on' : 'off; HELPDESK_WEBHOOK_SECRET turns it on',
          replies: replies ? 'on' : 'off; HELPDESK_REPLY_URL turns them on',
          tickets: whmcs ? 'on' : `off; ${WHMCS_VARIABLES.join(', ')} turn them on`,
        },
        'the helpdesk’s parts',
      )
    },
    async stop() {
      await Promise.all(outgoing.map((deliveries) => deliveries.stop()))
    },
    async deliverDue() {
      await Promise.all(outgoing.map((deliveries) => deliveries.run()))
    },
  }
}

export const adapter = defineAdapter({
  name: 'helpdesk',
  summary: 'a widget for your site, a signed webhook, tickets in WHMCS',
  settings: settingsSchema,
  complete: [['HELPDESK_WEBHOOK_SECRET'], ['WIDGET_ORIGINS'], [...WHMCS_VARIABLES]],
  always: true,
  create: (settings, host) => createHelpdesk(settings, host),
})

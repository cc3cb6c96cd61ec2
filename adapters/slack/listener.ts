/** From what Bolt hands over to who does it. The one place that decides what a failure looks like to a person. */
import type { AllMiddlewareArgs, AnyMiddlewareArgs, Middleware } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import type { Host } from '../../src/adapter.ts'
import { mrkdwn, plainMessage } from './blocks.ts'
import type { Buttons } from './buttons.ts'
import type { Conversation } from './conversation.ts'
import { Undelivered } from './delivery.ts'
import { faultOf } from './faults.ts'
import type { Handoffs } from './handoffs.ts'
import { renderHome } from './home.ts'
import { ADMITTED, type Admitted } from './intake.ts'
import { escapeText } from './mrkdwn.ts'
import { forgetInstallation } from './oauth.ts'
import type { Opened, Pressed } from './parse.ts'
import type { People } from './people.ts'
import type { Web } from './web.ts'

export function createListener(options: {
  host: Host
  web: Web
  conversation: Conversation
  handoffs: Handoffs
  buttons: Buttons
  people: People
}): Middleware<AnyMiddlewareArgs> {
  const { host, web, conversation, handoffs, buttons, people } = options

  const localeOf = async (client: WebClient, { workspace, user }: Admitted) =>
    host.matchLocale(await people.locale(client, workspace.team, user)) ?? host.locales[0]!

  async function opened(client: WebClient, event: Opened & Admitted): Promise<void> {
    const locale = await localeOf(client, event)
    const words = host.words(locale)
    if (event.view !== 'home')
      return web.suggest(
        client,
        { channel: event.channel, ...(event.thread ? { thread: event.thread } : {}) },
        words('slack.start.lead'),
        host.starters(locale),
      )
    const messagesUrl = event.appId
      ? `https://slack.com/app_redirect?app=${encodeURIComponent(event.appId)}&team=${encodeURIComponent(event.workspace.team)}`
      : undefined
    const view = renderHome({
      words,
      provider: host.provider(locale),
      starters: host.starters(locale),
      ...(messagesUrl ? { messagesUrl } : {}),
    })
    await web.publishHome(client, event.user, view)
  }

  async function pressed(client: WebClient, press: Pressed & Admitted): Promise<void> {
    switch (press.action) {
      case 'pick':
        return conversation.picked(client, press)
      case 'ask':
        return conversation.quick(client, press)
      case 'human':
        return conversation.person(client, press)
      case 'claim':
      case 'done': {
        const note = await handoffs.press(press.action, press.value.o ?? '', {
          user: press.user,
          team: press.workspace.team,
        })
        return note === null ? undefined : tell(press, note)
      }
      default:
        return buttons[press.action](client, press)
    }
  }

  async function work(client: WebClient, admitted: Admitted): Promise<void> {
    switch (admitted.kind) {
      case 'asked':
        return conversation.asked(client, admitted)
      case 'commanded':
        return conversation.commanded(client, admitted)
      case 'taken-up':
        return conversation.takenUp(client, admitted)
      case 'pressed':
        return pressed(client, admitted)
      case 'opened':
        return opened(client, admitted)
      case 'removed':
        return forgetInstallation(host, admitted.workspace)
    }
  }

  /** `text` is mrkdwn. */
  async function tell(admitted: Admitted, text: string): Promise<void> {
    if (!('responseUrl' in admitted) || admitted.responseUrl === undefined) return
    await web.respond(admitted.responseUrl, { text, blocks: [mrkdwn(text)] })
  }

  /** Says so to the one who asked, where Slack itself is not what failed. */
  async function apologise(client: WebClient, admitted: Admitted): Promise<void> {
    const text = host.words(await localeOf(client, admitted))('slack.trouble')
    if (admitted.kind === 'asked') {
      const { channel, thread, ts, key } = admitted
      await web.post(client, {
        channel,
        thread: thread ?? ts,
        message: plainMessage(text),
        key: `${key}-trouble`,
      })
    } else await tell(admitted, escapeText(text))
  }

  return async ({ context, client, next }: AllMiddlewareArgs) => {
    const admitted = context[ADMITTED] as Admitted
    try {
      await work(client, admitted)
    } catch (error) {
      const slack = error instanceof Undelivered
      host.log.error(
        { kind: admitted.kind, code: slack ? error.fault.code : faultOf(error).code },
        'Slack: somebody got no answer',
      )
      await host.releaseDelivery(admitted.key).catch(() => {})
      if (!slack) await apologise(client, admitted).catch(() => {})
    }
    await next()
  }
}

/** The parts of the Slack front end, put together. */
import { App } from '@slack/bolt'
import { WebClient, type WebClientOptions } from '@slack/web-api'
import { type Adapter, AdapterError, type Host, type Log } from '../../src/adapter.ts'
import { createAnswers } from './answers.ts'
import { createButtons } from './buttons.ts'
import { createConversation } from './conversation.ts'
import { createDelivery, type Delivery } from './delivery.ts'
import { faultOf } from './faults.ts'
import { createHandoffs, type SupportChannel } from './handoffs.ts'
import { createHttpReceiver } from './http-receiver.ts'
import { createIntake } from './intake.ts'
import { createLanes, createTurns } from './lanes.ts'
import { createListener } from './listener.ts'
import { createSlackLogger } from './log.ts'
import { createInstaller } from './oauth.ts'
import { createOutbox } from './outbox.ts'
import type { Workspace } from './parse.ts'
import { createPeople } from './people.ts'
import type { SlackSettings } from './settings.ts'
import { createSocketReceiver } from './socket-receiver.ts'
import { realTiming, type Timing } from './timing.ts'
import { CALL_TIMEOUT, createWeb } from './web.ts'

/** Answers that may be worked out at the same time. */
const ANSWERS_AT_ONCE = 2

/** `idle` resolves when nothing is under way. */
export type SlackAdapter = Adapter & { idle(): Promise<void> }

/** The adapter with its waiting given from outside. */
export function createSlack(settings: SlackSettings, host: Host, timing: Timing = realTiming): SlackAdapter {
  const {
    SLACK_BOT_TOKEN: token,
    SLACK_CLIENT_ID: clientId,
    SLACK_CLIENT_SECRET: clientSecret,
    SLACK_APP_TOKEN: appToken,
  } = settings
  if (token !== undefined && clientId !== undefined)
    throw new AdapterError(
      'SLACK_BOT_TOKEN and SLACK_CLIENT_ID are both set.',
      'Keep SLACK_BOT_TOKEN for one workspace, or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET for many, and unset the other.',
    )
  const logger = createSlackLogger(host.log)
  // A 429 is handed back and every other failure too: what is tried again, and when, is decided for each channel.
  const clientOptions = (): WebClientOptions => ({
    logger,
    timeout: CALL_TIMEOUT,
    rejectRateLimitedCalls: true,
    retryConfig: { retries: 0 },
    ...(settings.SLACK_API_URL ? { slackApiUrl: settings.SLACK_API_URL } : {}),
  })
  const installer =
    clientId !== undefined && clientSecret !== undefined
      ? createInstaller({ host, clientId, clientSecret, clientOptions: clientOptions(), logger })
      : undefined

  const lanes = createLanes()
  const delivery = createDelivery({ timing, log: host.log })
  const single = singleWorkspace(new WebClient(token, clientOptions()), token ?? '', delivery)
  async function authorize({ team, enterprise, org }: Workspace) {
    if (!installer) return single.identity()
    const query = { teamId: team, enterpriseId: enterprise, isEnterpriseInstall: org }
    return installer.authorize(query as Parameters<typeof installer.authorize>[0])
  }
  const clients = new Map<string, WebClient>()
  async function clientOf(workspace: Workspace): Promise<WebClient> {
    const { botToken } = await authorize(workspace)
    if (botToken === undefined)
      throw new AdapterError('Slack: the installation has no bot token.', 'Install the app again.')
    const key = `${workspace.team} ${botToken}`
    const client = clients.get(key) ?? new WebClient(botToken, { ...clientOptions(), teamId: workspace.team })
    clients.set(key, client)
    return client
  }

  const support = supportChannel(settings.SLACK_SUPPORT_CHANNEL)
  const web = createWeb({ delivery, log: host.log })
  const people = createPeople(host)
  const handoffs = createHandoffs({ host, web, support, clientOf, queueCard: (id) => outbox.card(id) })
  const outbox = createOutbox({ host, web, clientOf, postCard: handoffs.postCard })
  const answers = createAnswers({ host, web, outbox, turn: createTurns(ANSWERS_AT_ONCE) })
  const conversation = createConversation({
    host,
    web,
    answers,
    handoffs,
    people,
    support: support !== undefined,
  })
  const buttons = createButtons({ host, web, answers, people })
  const intake = createIntake(host, lanes)
  const socket =
    appToken === undefined
      ? undefined
      : createSocketReceiver({
          appToken,
          intake,
          clientOptions: clientOptions(),
          logger,
          log: host.log,
          timing,
        })
  const receiver =
    socket ?? createHttpReceiver({ host, intake, signingSecret: settings.SLACK_SIGNING_SECRET ?? '' })

  const app = new App({
    receiver,
    logger,
    clientOptions: clientOptions(),
    convoStore: false,
    authorize: async ({ teamId, enterpriseId, isEnterpriseInstall }) =>
      authorize({
        team: teamId ?? '',
        org: isEnterpriseInstall,
        ...(enterpriseId ? { enterprise: enterpriseId } : {}),
      }),
  })
  app.use(createListener({ host, web, conversation, handoffs, buttons, people }))
  app.error(async (error) =>
    host.log.error({ code: faultOf(error).code }, 'Slack: a delivery could not be worked on'),
  )

  async function idle(): Promise<void> {
    await lanes.idle()
    await outbox.idle()
    await delivery.idle()
  }

  let stopped: Promise<void> | undefined
  return {
    async start() {
      if (!installer) await single.check(host.log)
      await app.start()
      outbox.start()
    },
    stop: () =>
      (stopped ??= (async () => {
        await app.stop()
        outbox.stop()
        delivery.hurry()
        await idle()
      })()),
    idle,
    trouble: () => socket?.trouble() ?? delivery.trouble(),
  }
}

/** Who the bot is in its one workspace: asked of Slack once, and again as long as Slack is away. */
function singleWorkspace(client: WebClient, botToken: string, delivery: Delivery) {
  type Identity = { botToken: string; botId?: string; botUserId?: string; teamId?: string }
  let known: Promise<Identity> | undefined
  const ask = async (): Promise<Identity> => {
    const { bot_id, user_id, team_id } = await client.auth.test()
    return {
      botToken,
      ...(bot_id ? { botId: bot_id } : {}),
      ...(user_id ? { botUserId: user_id } : {}),
      ...(team_id ? { teamId: team_id } : {}),
    }
  }
  const remember = (asking: Promise<Identity>) => {
    known = asking
    asking.catch(() => {
      known = undefined
    })
    return asking
  }
  return {
    identity: () => known ?? remember(delivery.send('auth.test', ask)),
    /** Rejects with `AdapterError` when Slack says that the token is no good; resolves when Slack is away. */
    async check(log: Log): Promise<void> {
      try {
        await remember(ask())
      } catch (cause) {
        const { code, kind } = faultOf(cause)
        if (kind !== 'never') return log.warn({ code }, 'Slack: does not answer yet')
        throw new AdapterError(
          `Slack does not answer to SLACK_BOT_TOKEN (${code}).`,
          'Copy the Bot User OAuth Token anew from OAuth & Permissions; reinstall the app if it was removed.',
          { cause },
        )
      }
    },
  }
}

function supportChannel(setting: string | undefined): SupportChannel | undefined {
  if (setting === undefined) return undefined
  const [channel, team] = setting.split('/').reverse()
  return { channel: channel!, ...(team === undefined ? {} : { team }) }
}

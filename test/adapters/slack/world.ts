/** A bot with its Slack front end and a local Slack, and people who use it. */
import type { SlackSettings } from '../../../adapters/slack/settings.ts'
import { createSlack, type SlackAdapter } from '../../../adapters/slack/slack.ts'
import { realTiming, type Timing } from '../../../adapters/slack/timing.ts'
import type { Host } from '../../../src/adapter.ts'
import { startTestBot, type TestBot, type TestBotOptions } from '../../support/bot.ts'
import { type Json, words } from './check-payload.ts'
import { BOT_TOKEN, type Call, type LocalSlack, SIGNING_SECRET, startLocalSlack } from './local-slack.ts'
import { action } from './shapes.ts'

export const SUPPORT = 'C0SUPPORT1'

export interface World {
  slack: LocalSlack
  bot: TestBot
  adapter: SlackAdapter
  /** Empty in Socket Mode. */
  baseUrl: string
  timing: ManualTiming
  logged: string[]
  /** Delivers, and expects it to be acknowledged. */
  send(body: object): Promise<void>
  /** Presses the button with this label under a message, a private answer or the home tab. */
  press(shown: Call, label: string, user?: string): Promise<void>
  /** Another instance of the adapter on the same store and Slack, in Socket Mode. */
  another(options?: InstanceOptions): Promise<World>
  /** Lets all work end: what was to happen has happened then. */
  settled(): Promise<void>
  /** Lets all work end, then stops everything. Safe to call twice. */
  stop(): Promise<void>
}

/** Waits only end when the test says so. */
export interface ManualTiming extends Timing {
  /** Seconds of the waits under way. */
  waits(): number[]
  /** The next wait, as soon as there is one. */
  next(): Promise<{ seconds: number; end: () => void }>
}

export function manualTiming(): ManualTiming {
  const under: { seconds: number; end: () => void; given: boolean }[] = []
  let wake = () => {}
  return {
    wait(milliseconds, signal) {
      if (signal.aborted) return Promise.resolve()
      return new Promise((resolve) => {
        const one = {
          seconds: milliseconds / 1000,
          given: false,
          end: () => {
            under.splice(under.indexOf(one), 1)
            resolve()
          },
        }
        under.push(one)
        signal.addEventListener('abort', one.end, { once: true })
        wake()
      })
    },
    waits: () => under.map((one) => one.seconds),
    async next() {
      for (;;) {
        const one = under.find((candidate) => !candidate.given)
        if (one) {
          one.given = true
          return one
        }
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
  }
}

export interface InstanceOptions {
  settings?: Partial<SlackSettings>
  /** Settings to leave out. */
  without?: (keyof SlackSettings)[]
  realTime?: boolean
  /** Makes parts of the real host fail, or its real answers longer than the knowledge has them. */
  host?: (real: Host) => Host
}

export type WorldOptions = TestBotOptions & InstanceOptions

/** Turns on Socket Mode. */
export const SOCKET: InstanceOptions = {
  settings: { SLACK_APP_TOKEN: 'xapp-1-A0MAILSHER-222-tokenOfTheTests' },
  without: ['SLACK_SIGNING_SECRET'],
}

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const slack = await startLocalSlack(options.now)
  const logged: string[] = []
  const bot = await startTestBot({ logged: (line) => logged.push(line), ...options })
  const host = await bot.host('slack')
  const shared = { slack, logged, bot, host }
  const { adapter, timing } = createInstance(shared, options)
  const baseUrl = await bot.listen()
  await adapter.start()
  const world = worldOf({ ...shared, adapter, timing, baseUrl })
  let stopped: Promise<void> | undefined
  const stop = () =>
    (stopped ??= (async () => {
      await adapter.stop()
      await bot.close()
      await slack.stop()
    })())
  return { ...world, stop }
}

interface Shared {
  slack: LocalSlack
  logged: string[]
  bot: TestBot
  host: Host
}

function createInstance({ slack, host }: Shared, options: InstanceOptions) {
  const settings: SlackSettings = {
    SLACK_BOT_TOKEN: BOT_TOKEN,
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_API_URL: slack.apiUrl,
    SLACK_SUPPORT_CHANNEL: SUPPORT,
    ...options.settings,
  }
  for (const name of options.without ?? []) delete settings[name]
  const timing = manualTiming()
  const adapter = createSlack(settings, options.host?.(host) ?? host, options.realTime ? realTiming : timing)
  return { adapter, timing }
}

function worldOf(parts: Shared & { adapter: SlackAdapter; timing: ManualTiming; baseUrl?: string }): World {
  const { slack, bot, adapter, timing, logged, baseUrl = '' } = parts
  async function send(body: object): Promise<void> {
    if (baseUrl === '') return slack.deliverBySocket(body)
    const { status, text } = await slack.deliver(baseUrl, body)
    if (status !== 200) throw new Error(`not acknowledged: ${status} ${text}`)
  }
  return {
    slack,
    bot,
    adapter,
    baseUrl,
    timing,
    logged,
    send,
    async press(shown, label, user = 'U0ASKER01') {
      const element = buttonsOf(shown).find((one) => labelOf(one) === label)
      if (!element) throw new Error(`no button "${label}"; there is ${labels(shown).join(', ')}`)
      await send(pressed(shown, element, user, slack.responseUrl()))
    },
    async another(options = {}) {
      const socket = { ...SOCKET, ...options, settings: { ...SOCKET.settings, ...options.settings } }
      const instance = createInstance(parts, socket)
      await instance.adapter.start()
      return worldOf({ ...parts, ...instance, baseUrl: '' })
    },
    settled: () => adapter.idle(),
    stop: () => adapter.stop(),
  }
}

type Element = { type: string; action_id?: string; value?: string; text?: { text: string } }

/** Everything that can be pressed under what was shown. */
export function buttonsOf(shown: Call): Element[] {
  const blocks: Json[] = shown.args.blocks ?? shown.args.view?.blocks ?? []
  return blocks
    .filter((block) => block.type === 'actions' || block.type === 'context_actions')
    .flatMap((block) => block.elements)
    .flatMap((element) =>
      element.type === 'feedback_buttons'
        ? [element.positive_button, element.negative_button].map((side) => ({
            type: element.type,
            action_id: element.action_id,
            ...side,
          }))
        : [element],
    )
}

export const labelOf = (element: Element): string => element.text?.text ?? ''
export const labels = (shown: Call): string[] => buttonsOf(shown).map(labelOf)

/** What a person reads, without what can be pressed. */
export function readingOf(shown: Call): string {
  const blocks: Json[] = shown.args.blocks ?? shown.args.view?.blocks ?? []
  return blocks
    .filter((block) => block.type !== 'actions' && block.type !== 'context_actions')
    .map((block) =>
      block.type === 'table'
        ? block.rows.map((row: unknown[]) => row.map(words).join(' | ')).join('\n')
        : parts(block).join('\n'),
    )
    .join('\n')
}

const parts = (block: Json): string[] =>
  block.type === 'rich_text'
    ? block.elements.flatMap((part: Json) =>
        part.type === 'rich_text_list' ? part.elements.map(words) : [words(part)],
      )
    : [block.text, ...(block.fields ?? []), ...(block.elements ?? [])]
        .filter(Boolean)
        .map((one: Json) => one.text ?? words(one))

/** The interaction that Slack makes of a press. */
export function pressed(shown: Call, element: Element, user: string, responseUrl: string) {
  const { args, method } = shown
  const own = {
    type: element.type,
    ...(element.action_id === undefined ? {} : { action_id: element.action_id }),
    ...(element.value === undefined ? {} : { value: element.value }),
    ...(element.text === undefined ? {} : { text: element.text }),
  }
  if (method === 'views.publish') return action({ user, element: own })
  if (method === 'response_url')
    return action({
      user,
      channel: args.channel ?? 'C0GENERAL1',
      messageTs: args.messageTs ?? '1760000000.999999',
      ephemeral: args.response_type !== 'in_channel',
      responseUrl,
      element: own,
    })
  return action({
    user,
    channel: args.postedTo ?? args.channel,
    messageTs: args.postedAs,
    ...(args.thread_ts ? { thread: args.thread_ts } : {}),
    responseUrl,
    element: own,
  })
}

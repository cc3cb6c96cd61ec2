/** Puts the parts together and starts them. The only file that imports adapters. */
import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import { adapter as chatwoot } from '../adapters/chatwoot/index.ts'
import { adapter as discord } from '../adapters/discord/index.ts'
import { adapter as helpdesk } from '../adapters/helpdesk/index.ts'
import { adapter as slack } from '../adapters/slack/index.ts'
import { type Adapter, AdapterError, type AdapterModule } from './adapter.ts'
import { type Bot, createBot } from './bot.ts'
import {
  hostOf,
  readAdapterSettings,
  readSettings,
  type Settings,
  SettingsError,
  settingsSchema,
} from './config.ts'
import { registerInsights } from './http/insights.ts'
import { adapterScope, createServer, registerPageIfFree } from './http/server.ts'
import { registerSetupFiles } from './http/setup.ts'
import { registerSetupCheck } from './http/setup-check.ts'
import { registerSetupPage } from './http/setup-page.ts'
import { checkMeans, prepareSetup } from './http/setup-parts.ts'
import { KnowledgeError } from './knowledge/knowledge.ts'
import { createLimiter } from './limits.ts'
import { createLog } from './log.ts'
import { createMetrics } from './metrics.ts'
import { prepareKnowledge } from './prepare.ts'
import { privacy } from './privacy/redact.ts'
import { startPurging } from './purging.ts'
import { SigningError } from './setup/signing-error.ts'
import { createStore } from './store/sql.ts'
import { StoreError } from './store/store.ts'

/** Every front end that this bot can have. One line each. */
const ADAPTERS: AdapterModule[] = [slack, discord, helpdesk, chatwoot]

/** What ends the start: cause and mend are in the message, so no stack is shown. */
const EXPECTED = [SettingsError, KnowledgeError, StoreError, AdapterError, SigningError]

interface Running {
  module: AdapterModule
  adapter: Adapter
  failed?: string
}

/** Starts the bot; resolves when it listens. Ends the process with a message when it cannot. */
export async function start(): Promise<void> {
  try {
    await run()
  } catch (cause) {
    const expected = EXPECTED.some((kind) => cause instanceof kind)
    const { message, mend } = cause as { message: string; mend?: string }
    process.stderr.write(
      expected
        ? `Mailsherpa did not start.\n${message}\n${mend ? `${mend}\n` : ''}`
        : `${String((cause as Error).stack)}\n`,
    )
    process.exit(1)
  }
}

async function run(): Promise<void> {
  const settings = readSettings(settingsSchema)
  const wanted = (module: AdapterModule) => settings.FRONT_ENDS?.includes(module.name) ?? true
  const adapterSettings = ADAPTERS.filter(wanted).map((module) => ({
    module,
    own: readAdapterSettings(module),
  }))
  const { knowledge, prepared } = prepareKnowledge({
    directory: settings.KNOWLEDGE_DIR,
    provider: settings.PROVIDER,
  })
  const log = createLog(settings)
  const now = () => new Date()
  const setup = await prepareSetup(settings, { knowledge, now })
  const store = createStore({
    databaseUrl: settings.DATABASE_URL,
    dataDir: settings.DATA_DIR,
    secretsKey: settings.SECRETS_KEY,
    now,
  })
  await store.open()

  const limiter = createLimiter({ perMinute: settings.RATE_LIMIT_PER_MINUTE, pool: store.limits })
  const metrics = createMetrics()
  const bot = createBot({
    knowledge,
    prepared,
    store,
    privacy,
    limit: (caller) => limiter.take(caller),
    now,
    log,
    observe: metrics.answered,
    observeVote: metrics.voted,
    ...(settings.PUBLIC_URL ? { publicUrl: settings.PUBLIC_URL } : {}),
  })

  metrics.queue(bot.pending)

  const running: Running[] = []
  const server = createServer({
    bot,
    log,
    version: packageVersion(),
    trustProxy: settings.TRUST_PROXY,
    async troubles() {
      const wrong: Record<string, string> = {}
      await store.check().catch((cause: Error) => {
        wrong.store = cause.message
      })
      metrics.store(!wrong.store)
      for (const { module, adapter, failed } of running) {
        const trouble = failed ?? adapter.trouble?.()
        if (trouble) wrong[module.name] = trouble
      }
      return wrong
    },
    metrics: metrics.text,
  })
  await registerSetupFiles(server, setup)
  await registerSetupPage(server, setup)
  registerSetupCheck(server, { ...setup, token: settings.ADMIN_TOKEN, means: checkMeans(settings) })
  registerInsights(server, { token: settings.ADMIN_TOKEN, knowledge, store, now })
  for (const { module, own } of adapterSettings) {
    if (!own) continue
    const scope = await adapterScope(server)
    running.push({ module, adapter: await module.create(own, bot.hostFor(module.name, scope)) })
  }
  registerPageIfFree(server, bot)
  const address = await server.listen({ port: settings.PORT, host: hostOf(settings) })

  for (const one of running)
    await one.adapter.start().catch((cause: Error) => {
      one.failed = cause.message
      log.error({ adapter: one.module.name, mend: (cause as AdapterError).mend }, cause.message)
    })
  announce(address, settings, bot, running)

  const stop = once(async (signal: string) => {
    log.info({ signal }, 'stopping: finishing what is under way')
    await Promise.allSettled(running.map(({ adapter }) => adapter.stop()))
    await closeServer(server)
    await bot.flush()
    await store.close()
  })
  const stopPurging = startPurging({ store, days: settings.RETENTION_DAYS, now, log })
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      stopPurging()
      void stop(signal).then(() => process.exit(0))
    })
}

/** Milliseconds after which a stop cuts off those who are still sending; less than `kill_timeout` in fly.toml. */
const PATIENCE = 10_000

/** Finishes the requests under way. Connections that only wait for a next one are closed as they fall idle. */
async function closeServer(server: FastifyInstance): Promise<void> {
  const idle = setInterval(() => server.server.closeIdleConnections(), 50)
  const cut = setTimeout(() => server.server.closeAllConnections(), PATIENCE)
  await server.close()
  clearInterval(idle)
  clearTimeout(cut)
}

/** What is on, what is off, and which variables turn it on. */
function announce(address: string, settings: Settings, bot: Bot, running: Running[]): void {
  const lines = [
    `Mailsherpa answers for ${bot.knowledge.provider.name} at ${address}`,
    `  knowledge  ${bot.knowledge.topics.size} topics in ${bot.knowledge.answersIn.join(', ')}; understands ${[...bot.knowledge.languages.keys()].join(', ')}; version ${bot.knowledge.version}`,
    `  store      ${settings.DATABASE_URL ? 'PostgreSQL' : `SQLite in ${settings.DATA_DIR}/ (DATABASE_URL turns on PostgreSQL)`}`,
    `  insights   ${settings.ADMIN_TOKEN ? 'on at /insights' : 'off (ADMIN_TOKEN turns it on)'}`,
    `  set-up     ${address}/setup for customers; npm run setup:dns -- DOMAIN shows the records`,
    ...ADAPTERS.map((module) => {
      const one = running.find((candidate) => candidate.module === module)
      const state = one
        ? one.failed
          ? `failed: ${one.failed}`
          : 'on'
        : `off (${module.complete.map((set) => set.join(' + ')).join(', or ')} turns it on)`
      return `  ${module.name.padEnd(10)} ${state}: ${module.summary}`
    }),
    `  try        npm run ask -- "which port for IMAP?"   or open ${address}/`,
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}

function packageVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}

function once<Args extends unknown[]>(
  run: (...args: Args) => Promise<void>,
): (...args: Args) => Promise<void> {
  let result: Promise<void> | undefined
  return (...args) => (result ??= run(...args))
}

/** A bot that serves the set-up files and pages on loopback. */
import Fastify, { type FastifyInstance } from 'fastify'
import { registerSetupFiles, type SetupFiles } from '../../src/http/setup.ts'
import { registerSetupCheck } from '../../src/http/setup-check.ts'
import { registerSetupPage } from '../../src/http/setup-page.ts'
import { prepareSetup } from '../../src/http/setup-parts.ts'
import type { Provider } from '../../src/knowledge/provider.ts'
import type { AskDns } from '../../src/setup/ask-dns.ts'
import type { Means } from '../../src/setup/check/play.ts'
import { knowledgeOf, startTestBot, type TestBot } from '../support/bot.ts'

export interface SetupBot {
  bot: TestBot
  url: string
  /** What was logged, as JSON. */
  lines: string[]
  close(): Promise<void>
}

export interface SetupBotOptions {
  provider?: string
  settings?: Partial<Parameters<typeof prepareSetup>[0]>
  askDns?: AskDns
  signer?: SetupFiles['signer']
  /** Turns on the check, with this token. */
  token?: string
  means?: Omit<Means, 'provider'>
}

export async function startSetupBot({
  provider = 'default',
  settings = {},
  askDns = async () => ({ records: [] }),
  signer,
  token,
  means,
}: SetupBotOptions = {}): Promise<SetupBot> {
  const lines: string[] = []
  const bot = await startTestBot({ provider, logged: (line) => lines.push(line) })
  const prepared = await prepareSetup(
    {
      PUBLIC_URL: 'https://help.example.com',
      RATE_LIMIT_PER_MINUTE: 0,
      SETUP_DOMAINS: 'any',
      SETUP_SIGNING_KEY: undefined,
      SETUP_SIGNING_CERT: undefined,
      ...settings,
    },
    { knowledge: knowledgeOf(provider), now: () => new Date('2026-11-23T09:00:00Z'), askDns },
  )
  const files = signer ? { ...prepared, signer } : prepared
  await registerSetupFiles(bot.server, files)
  await registerSetupPage(bot.server, files)
  if (means) registerSetupCheck(bot.server, { ...files, token, means })
  return { bot, lines, url: await bot.listen(), close: () => bot.close() }
}

/** The set-up files of a made-up provider alone, for `inject`. */
export async function setupFilesOf(provider: Provider): Promise<FastifyInstance> {
  const app = Fastify()
  const files = await prepareSetup(
    {
      PUBLIC_URL: undefined,
      RATE_LIMIT_PER_MINUTE: 0,
      SETUP_DOMAINS: 'any',
      SETUP_SIGNING_CERT: undefined,
      SETUP_SIGNING_KEY: undefined,
    },
    { knowledge: { ...knowledgeOf(), provider }, now: () => new Date() },
  )
  await registerSetupFiles(app, files)
  return app
}

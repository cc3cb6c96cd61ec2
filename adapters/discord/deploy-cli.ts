/** `npm run discord:deploy [-- --guild ID]`: registers the commands in all languages of the knowledge. */
import { parseArgs } from 'node:util'
import { REST } from 'discord.js'
import Fastify from 'fastify'
import { AdapterError } from '../../src/adapter.ts'
import { createBot } from '../../src/bot.ts'
import { readAdapterSettings, readSettings, SettingsError, settingsSchema } from '../../src/config.ts'
import { KnowledgeError } from '../../src/knowledge/knowledge.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { createMemoryStore } from '../../src/store/memory.ts'
import { commandDefinitions } from './commands.ts'
import { deploy, inviteLinks } from './deploy.ts'
import { adapter } from './index.ts'

const print = (line: string) => void process.stdout.write(`${line}\n`)

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { guild: { type: 'string' } } })
  if (values.guild !== undefined && !/^\d{17,20}$/.test(values.guild))
    throw new AdapterError(
      '--guild takes the id of a server',
      'Turn on Developer Mode in Discord, right-click the server, and choose Copy Server ID.',
    )
  const own = readAdapterSettings(adapter)
  if (!own)
    throw new AdapterError(
      'DISCORD_TOKEN and DISCORD_APPLICATION_ID are not set',
      'Set both; docs/discord.md says where they are.',
    )
  const settings = readSettings(settingsSchema)
  const knowledge = loadKnowledge({ directory: settings.KNOWLEDGE_DIR, provider: settings.PROVIDER })
  const now = () => new Date()
  const silent = { debug() {}, info() {}, warn() {}, error() {} }
  // Only for its words: nothing is asked, and nothing kept.
  const host = createBot({
    knowledge,
    store: createMemoryStore({ now }),
    privacy: {
      redact: (text) => text,
      holdsPassword: () => false,
      withoutSecrets: (text) => text,
      wordsKept: (words) => words,
    },
    limit: async () => true,
    now,
    log: silent,
  }).hostFor('discord', Fastify())
  const rest = new REST(own.DISCORD_API_URL ? { api: own.DISCORD_API_URL.replace(/\/+$/, '') } : {}).setToken(
    own.DISCORD_TOKEN!,
  )
  const applicationId = own.DISCORD_APPLICATION_ID!
  await deploy({ rest, applicationId, guildId: values.guild, commands: commandDefinitions(host), print })
  const links = inviteLinks(applicationId)
  print(`Add it to a server:  ${links.server}`)
  print(`Add it to yourself:  ${links.person}`)
}

main().catch((error: unknown) => {
  const expected =
    [AdapterError, SettingsError, KnowledgeError].some((kind) => error instanceof kind) ||
    (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')
  const { message, mend } = error as { message: string; mend?: string }
  process.stderr.write(
    expected ? `${message}\n${mend ? `${mend}\n` : ''}` : `${String((error as Error).stack)}\n`,
  )
  process.exitCode = 1
})

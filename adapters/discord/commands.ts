/** The bot's commands: their definitions in every language, and the question that each one asks. */
import {
  type APIApplicationCommandStringOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  Locale,
  PermissionFlagsBits,
  type RESTPutAPIApplicationCommandsJSONBody,
} from 'discord.js'
import type { Host, Words } from '../../src/adapter.ts'
import { PROTOCOLS, SECURITIES } from '../../src/message.ts'
import { clip, LIMITS } from './limits.ts'

export type CommandHost = Pick<Host, 'words' | 'locales' | 'matchLocale'>
type Command = RESTPutAPIApplicationCommandsJSONBody[number]

const LONGEST_QUESTION = 4_000
const ANYWHERE = {
  integration_types: [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall],
  contexts: [
    InteractionContextType.Guild,
    InteractionContextType.BotDM,
    InteractionContextType.PrivateChannel,
  ],
}

/**
 * Those who keep order in a server; its owner may open the command to others. A number, as Discord's OpenAPI
 * document has it, where the types of discord.js have a string.
 */
const MODERATORS = Number(PermissionFlagsBits.ManageMessages) as unknown as string

/** What is registered with Discord. Names are fixed, so that a new translation changes no behaviour. */
export function commandDefinitions(host: CommandHost): Command[] {
  const say = (key: string) => host.words(host.locales[0]!)(`discord.${key}`)
  const localised = (key: string) =>
    Object.fromEntries(
      Object.values(Locale).flatMap((tag) => {
        const language = host.matchLocale(tag)
        return language ? [[tag, host.words(language)(`discord.${key}`)]] : []
      }),
    )
  const described = (key: string) => ({
    name_localizations: localised(`${key}.name`),
    description: say(`${key}.description`),
    description_localizations: localised(`${key}.description`),
  })
  const command = (name: string, options: APIApplicationCommandStringOption[] = []): Command => ({
    type: ApplicationCommandType.ChatInput,
    name,
    ...described(`commands.${name}`),
    ...ANYWHERE,
    ...(options.length > 0 ? { options } : {}),
  })
  const option = (command: string, name: string) => ({
    type: ApplicationCommandOptionType.String as const,
    name,
    ...described(`commands.${command}.${name}`),
  })
  const choices = (kind: string, values: readonly string[]) =>
    values.map((value) => ({
      name: say(`choices.${kind}.${value}`),
      name_localizations: localised(`choices.${kind}.${value}`),
      value,
    }))
  return [
    command('ask', [{ ...option('ask', 'question'), required: true, max_length: LONGEST_QUESTION }]),
    command('ports', [
      { ...option('ports', 'protocol'), choices: choices('protocol', PROTOCOLS) },
      { ...option('ports', 'security'), choices: choices('security', SECURITIES) },
    ]),
    command('pop-or-imap'),
    command('setup', [{ ...option('setup', 'client'), autocomplete: true }]),
    command('error', [{ ...option('error', 'code'), required: true, autocomplete: true }]),
    command('human'),
    {
      type: ApplicationCommandType.Message,
      name: 'Answer this',
      name_localizations: localised('commands.answer-this.name'),
      integration_types: [ApplicationIntegrationType.GuildInstall],
      contexts: [InteractionContextType.Guild],
      default_member_permissions: MODERATORS,
    },
  ]
}

/** The question that a command stands for, in the asker's language. Null for a command that is none of ours. */
export function questionOf(name: string, values: Record<string, string>, words: Words): string | null {
  const ask = (key: string, filled: Record<string, string> = {}) => words(`discord.asks.${key}`, filled)
  switch (name) {
    case 'ask':
      return values.question ?? ''
    case 'ports': {
      const protocol = PROTOCOLS.find((known) => known === values.protocol)
      const security = SECURITIES.find((known) => known === values.security)
      const key = protocol
        ? security
          ? 'ports-both'
          : 'ports-protocol'
        : security
          ? 'ports-security'
          : 'ports'
      return ask(key, {
        ...(protocol ? { protocol: ask(`protocol.${protocol}`) } : {}),
        ...(security ? { security: ask(`security.${security}`) } : {}),
      })
    }
    case 'pop-or-imap':
      return ask('pop-or-imap')
    case 'setup':
      return values.client?.trim() ? ask('setup-client', { client: values.client.trim() }) : ask('setup')
    case 'error':
      return values.code?.trim() ? ask('error', { code: values.code.trim() }) : ''
    default:
      return null
  }
}

/** What to offer while somebody types a program or a code. */
export function suggestions(host: Pick<Host, 'suggest'>, option: string, typed: string, locale: string) {
  if (option !== 'client' && option !== 'code') return []
  return host.suggest(option, typed, locale, LIMITS.command.choices).map(({ label, value }) => ({
    name: clip(label, LIMITS.command.choiceName),
    // A program goes by the name that people read; its id means nothing in a question.
    value: clip(option === 'client' ? label : value, LIMITS.command.choiceName),
  }))
}

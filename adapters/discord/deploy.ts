/** Registers the commands with Discord, only when they differ from what is registered, after showing how. */
import {
  ApplicationCommandType,
  DiscordAPIError,
  PermissionFlagsBits,
  type REST,
  RESTJSONErrorCodes,
  type RESTPutAPIApplicationCommandsJSONBody,
  Routes,
} from 'discord.js'
import { AdapterError } from '../../src/adapter.ts'
import { causeOf, isRefusedToken, TOKEN_MEND } from './api.ts'

export interface DeployRequest {
  rest: REST
  applicationId: string
  /** One server alone, where new commands show at once; left out: everywhere. */
  guildId?: string | undefined
  commands: RESTPutAPIApplicationCommandsJSONBody
  print(line: string): void
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
type Command = { [key: string]: Json }

/** True when something was registered. Throws `AdapterError` with the mend when Discord refuses. */
export async function deploy({
  rest,
  applicationId,
  guildId,
  commands,
  print,
}: DeployRequest): Promise<boolean> {
  const route = guildId
    ? Routes.applicationGuildCommands(applicationId, guildId)
    : Routes.applicationCommands(applicationId)
  const where = guildId ? `in server ${guildId}` : 'everywhere'
  const wanted = (commands as unknown as Command[]).map((command) =>
    guildId ? withoutPlaces(command) : command,
  )
  try {
    const registered = (await rest.get(route, {
      query: new URLSearchParams({ with_localizations: 'true' }),
    })) as Command[]
    const lines = differences(guildId ? registered.map(withoutPlaces) : registered, wanted)
    if (lines.length === 0) {
      print(`The ${wanted.length} commands are registered ${where} already; nothing to do.`)
      return false
    }
    for (const line of lines) print(line)
    await rest.put(route, { body: [...wanted, ...registered.filter(isEntryPoint).map(asSent)] })
    print(`Registered ${wanted.length} commands ${where}.`)
    return true
  } catch (error) {
    throw refusalOf(error, applicationId)
  }
}

/** The addresses that add the bot to a server, and to a person's own account. */
export function inviteLinks(applicationId: string): { server: string; person: string } {
  const link = (values: Record<string, string>) =>
    `https://discord.com/oauth2/authorize?${new URLSearchParams({ client_id: applicationId, ...values })}`
  return {
    server: link({ scope: 'bot applications.commands', permissions: String(PERMISSIONS) }),
    person: link({ scope: 'applications.commands', integration_type: '1' }),
  }
}

/** For the support channel, help channels and their threads. Commands alone need none of them. */
const PERMISSIONS =
  PermissionFlagsBits.ViewChannel |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.SendMessagesInThreads |
  PermissionFlagsBits.CreatePublicThreads |
  PermissionFlagsBits.ReadMessageHistory

/** What registering would change, a line each: `+` new, `-` gone, `~` changed. Empty when nothing would. */
export function differences(registered: Command[], wanted: Command[]): string[] {
  const key = (command: Command) => `${command.type ?? ApplicationCommandType.ChatInput}/${command.name}`
  const label = ({ name, type }: Command) =>
    type === ApplicationCommandType.Message ? `"${name}"` : `/${name}`
  const before = new Map(
    registered.filter((command) => !isEntryPoint(command)).map((command) => [key(command), command]),
  )
  const after = new Map(wanted.map((command) => [key(command), command]))
  return [
    ...[...after].filter(([name]) => !before.has(name)).map(([, command]) => `+ ${label(command)}`),
    ...[...before].filter(([name]) => !after.has(name)).map(([, command]) => `- ${label(command)}`),
    ...[...after].flatMap(([name, command]) => {
      const old = before.get(name)
      return old ? changes(settled(old), settled(command)).map((line) => `~ ${label(command)}${line}`) : []
    }),
  ]
}

/** Only what is sent, with Discord's defaults for what may be left out. */
function settled(command: Command): Json {
  const { options, ...rest } = command
  return {
    name_localizations: rest.name_localizations ?? {},
    description: rest.description ?? '',
    description_localizations: rest.description_localizations ?? {},
    default_member_permissions:
      rest.default_member_permissions == null ? null : String(rest.default_member_permissions),
    integration_types: sorted(rest.integration_types ?? [0]),
    contexts: sorted(rest.contexts ?? null),
    options: ((options ?? []) as Command[]).map(settledOption),
  }
}

function settledOption({
  name,
  type,
  description,
  name_localizations,
  description_localizations,
  ...rest
}: Command): Json {
  return {
    name: name ?? '',
    type: type ?? 0,
    description: description ?? '',
    name_localizations: name_localizations ?? {},
    description_localizations: description_localizations ?? {},
    required: rest.required ?? false,
    autocomplete: rest.autocomplete ?? false,
    max_length: rest.max_length ?? null,
    choices: ((rest.choices ?? []) as Command[]).map((choice) => ({
      name: choice.name ?? '',
      name_localizations: choice.name_localizations ?? {},
      value: choice.value ?? '',
    })),
  }
}

function sorted(value: Json): Json {
  return Array.isArray(value) ? [...value].sort() : value
}

/** Paths whose values differ, with both. */
function changes(before: Json, after: Json, at = ''): string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  const nested = (value: Json): value is Json[] | Command => typeof value === 'object' && value !== null
  if (!nested(before) || !nested(after))
    return [`${at}: ${JSON.stringify(before)} becomes ${JSON.stringify(after)}`]
  const keys = new Set([...Object.keys(before), ...Object.keys(after)])
  const get = (value: Json[] | Command, key: string) => (value as Command)[key] ?? null
  return [...keys].flatMap((key) => changes(get(before, key), get(after, key), `${at} ${key}`))
}

/** A command that Discord itself keeps for an application with activities; leaving it out is refused. */
function isEntryPoint(command: Command): boolean {
  return command.type === ApplicationCommandType.PrimaryEntryPoint
}

function asSent({ id, name, type, handler, description, integration_types, contexts }: Command): Command {
  return Object.fromEntries(
    Object.entries({ id, name, type, handler, description, integration_types, contexts }).filter(
      ([, value]) => value != null,
    ),
  ) as Command
}

/** Where a command may be used is settled for everywhere only (interactions/application-commands). */
function withoutPlaces({ integration_types: _types, contexts: _contexts, ...command }: Command): Command {
  return command
}

function refusalOf(error: unknown, applicationId: string): unknown {
  if (isRefusedToken(error)) return new AdapterError('Discord refuses the bot token', TOKEN_MEND)
  if (!(error instanceof DiscordAPIError)) return error
  if (error.code === RESTJSONErrorCodes.MissingAccess || error.code === RESTJSONErrorCodes.UnknownGuild)
    return new AdapterError(
      'the bot is not in that server',
      `Add it first: ${inviteLinks(applicationId).server}`,
    )
  if (error.code === RESTJSONErrorCodes.UnknownApplication)
    return new AdapterError(
      'DISCORD_APPLICATION_ID is not the application of this token',
      'Copy the application id from General Information in the Developer Portal.',
    )
  return new AdapterError(
    `Discord refuses the commands: ${causeOf(error)}`,
    'Check knowledge/languages/*/interface/discord.yaml.',
  )
}

/** Interactions as Discord sends them, of people and places that do not exist. */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

export const APPLICATION = '1100000000000000001'
export const GUILD = '1200000000000000001'
export const CHANNELS = {
  general: '1300000000000000001',
  help: '1300000000000000002',
  support: '1300000000000000003',
}

export interface Person {
  id: string
  name: string
  locale: string
}

export const ANNA: Person = { id: '1400000000000000001', name: 'Anna', locale: 'en-US' }
export const BRUNO: Person = { id: '1400000000000000002', name: 'Bruno', locale: 'fr' }
export const STAFF: Person = { id: '1400000000000000003', name: 'Stella', locale: 'en-GB' }
export const SECOND_STAFF: Person = { id: '1400000000000000004', name: 'Tom', locale: 'en-GB' }

let people = 0

/** Somebody new, whose conversations nobody has begun. */
export function somebody(locale = 'en-US'): Person {
  people += 1
  return { id: String(1_400_000_000_000_001_000n + BigInt(people)), name: `Somebody ${people}`, locale }
}

export interface Place {
  channelId: string
  /** 0: a text channel; 1: direct messages; 11: a public thread. */
  type: number
  guildId?: string
  parentId?: string
  /** 0: in a server; 1: with the bot; 2: elsewhere. */
  context: number
}

export const IN_SERVER: Place = { channelId: CHANNELS.general, type: 0, guildId: GUILD, context: 0 }
export const IN_HELP: Place = { channelId: CHANNELS.help, type: 0, guildId: GUILD, context: 0 }
export const IN_SUPPORT: Place = { channelId: CHANNELS.support, type: 0, guildId: GUILD, context: 0 }
export const IN_GROUP: Place = { channelId: '1300000000000000009', type: 3, context: 2 }

export function directWith(person: Person): Place {
  return { channelId: `15${person.id.slice(2)}`, type: 1, context: 1 }
}

export function threadIn(parent: Place, threadId: string): Place {
  return { ...parent, channelId: threadId, parentId: parent.channelId, type: 11 }
}

const DISCORD_EPOCH = 1_420_070_400_000n
let counter = 0n

/** An id made at this time; each call gives another. */
export function snowflake(at: Date): string {
  counter = (counter + 1n) & 0x3fffffn
  return String(((BigInt(at.getTime()) - DISCORD_EPOCH) << 22n) | counter)
}

export type RawInteraction = Record<string, unknown> & { id: string; token: string; type: number }

export function interaction(
  type: number,
  data: unknown,
  person: Person,
  place: Place,
  at: Date,
  extra: object = {},
): RawInteraction {
  const id = snowflake(at)
  const user = {
    id: person.id,
    username: person.name.toLowerCase(),
    global_name: person.name,
    discriminator: '0',
    avatar: null,
  }
  return {
    id,
    application_id: APPLICATION,
    type,
    token: `aW50ZXJhY3Rpb24.${id}.secret`,
    version: 1,
    data,
    locale: person.locale,
    context: place.context,
    channel_id: place.channelId,
    channel: {
      id: place.channelId,
      type: place.type,
      ...(place.parentId ? { parent_id: place.parentId } : {}),
    },
    ...(place.guildId
      ? { guild_id: place.guildId, guild_locale: 'en-US', member: { user, permissions: '0', roles: [] } }
      : { user }),
    authorizing_integration_owners: { 0: place.guildId ?? '0' },
    entitlements: [],
    ...extra,
  }
}

export function command(
  name: string,
  values: Record<string, string>,
  person: Person,
  place: Place,
  at: Date,
): RawInteraction {
  const options = Object.entries(values).map(([option, value]) => ({ name: option, type: 3, value }))
  return interaction(2, { id: '1600000000000000001', name, type: 1, options }, person, place, at)
}

export function typing(
  name: string,
  option: string,
  typed: string,
  person: Person,
  place: Place,
  at: Date,
): RawInteraction {
  const options = [{ name: option, type: 3, value: typed, focused: true }]
  return interaction(4, { id: '1600000000000000001', name, type: 1, options }, person, place, at)
}

export function answerThis(text: string, person: Person, place: Place, at: Date): RawInteraction {
  const target = snowflake(at)
  const message = {
    id: target,
    channel_id: place.channelId,
    content: text,
    author: { id: ANNA.id, username: 'anna' },
    type: 0,
  }
  return interaction(
    2,
    {
      id: '1600000000000000002',
      name: 'Answer this',
      type: 3,
      target_id: target,
      resolved: { messages: { [target]: message } },
    },
    person,
    place,
    at,
  )
}

export interface MessageOnScreen {
  id: string
  channelId: string
  flags: number
  components: unknown[]
  embeds: unknown[]
}

export function press(
  customId: string,
  on: MessageOnScreen,
  person: Person,
  place: Place,
  at: Date,
  value?: string,
): RawInteraction {
  const data =
    value === undefined
      ? { custom_id: customId, component_type: 2 }
      : { custom_id: customId, component_type: 3, values: [value] }
  return interaction(3, data, person, place, at, { message: sentBack(on) })
}

export function modal(
  customId: string,
  text: string,
  on: MessageOnScreen,
  person: Person,
  place: Place,
  at: Date,
): RawInteraction {
  const components = [{ type: 18, id: 1, component: { type: 4, id: 2, custom_id: 'text', value: text } }]
  return interaction(5, { custom_id: customId, components }, person, place, at, { message: sentBack(on) })
}

/** As Discord gives a message back: with ids and defaults that nobody sent. */
function sentBack(message: MessageOnScreen): object {
  let id = 0
  const decorate = (component: Record<string, unknown>): object => {
    id += 1
    return {
      id,
      ...component,
      ...(component.type === 17 ? { spoiler: false } : {}),
      ...(Array.isArray(component.components) ? { components: component.components.map(decorate) } : {}),
    }
  }
  return {
    id: message.id,
    channel_id: message.channelId,
    type: 20,
    content: '',
    author: { id: APPLICATION, username: 'mail-helper', bot: true },
    flags: message.flags,
    components: message.components.map((component) => decorate(component as Record<string, unknown>)),
    embeds: message.embeds,
    attachments: [],
    mentions: [],
    pinned: false,
    tts: false,
    timestamp: '2026-11-23T09:00:00.000000+00:00',
  }
}

export function written(text: string, person: Person, place: Place, at: Date, extra: object = {}) {
  return {
    id: snowflake(at),
    channel_id: place.channelId,
    ...(place.guildId ? { guild_id: place.guildId } : {}),
    content: text,
    type: 0,
    author: {
      id: person.id,
      username: person.name.toLowerCase(),
      global_name: person.name,
      discriminator: '0',
      avatar: null,
    },
    timestamp: at.toISOString(),
    attachments: [],
    embeds: [],
    mentions: [],
    ...extra,
  }
}

export interface Keys {
  /** 64 hexadecimal digits, as the Developer Portal shows it. */
  publicKey: string
  privateKey: KeyObject
}

export function newKeys(): Keys {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const { x } = publicKey.export({ format: 'jwk' })
  return { publicKey: Buffer.from(x!, 'base64url').toString('hex'), privateKey }
}

export function signedHeaders(body: string, { privateKey }: Keys, at: Date): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000))
  return {
    'content-type': 'application/json',
    'x-signature-ed25519': sign(null, Buffer.from(timestamp + body), privateKey).toString('hex'),
    'x-signature-timestamp': timestamp,
  }
}

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commandDefinitions, questionOf, suggestions } from '../../../adapters/discord/commands.ts'
import { LIMITS } from '../../../adapters/discord/limits.ts'
import type { Host } from '../../../src/adapter.ts'
import { PROTOCOLS, SECURITIES } from '../../../src/message.ts'
import { startTestBot, type TestBot } from '../../support/bot.ts'
import { APPLICATION } from './people.ts'
import { checkRequest, SPEC_ABSENT, specIsHere } from './spec.ts'

interface Named {
  name: string
  name_localizations?: Record<string, string>
  description?: string
  description_localizations?: Record<string, string>
  type?: number
  options?: Named[]
  choices?: Named[]
  value?: string
}

let bot: TestBot
let host: Host
let commands: Named[]
beforeAll(async () => {
  bot = await startTestBot()
  host = await bot.host('discord')
  commands = commandDefinitions(host) as Named[]
})
afterAll(() => bot.close())

/** A command with its options and choices. */
const parts = (command: Named): Named[] => [
  command,
  ...(command.options ?? []).flatMap((option) => [option, ...(option.choices ?? [])]),
]
const inEvery = (text: string | undefined, localised: Record<string, string> | undefined) => [
  text ?? '',
  ...Object.values(localised ?? {}),
]

describe('the commands in Discord', () => {
  it.skipIf(!specIsHere)(`fit Discord’s OpenAPI document${specIsHere ? '' : `: ${SPEC_ABSENT}`}`, () => {
    expect(checkRequest('PUT', `/applications/${APPLICATION}/commands`, commands)).toEqual([])
  })

  it('are named and described in every language of the knowledge, under all of Discord’s names for it', () => {
    for (const command of commands.flatMap(parts)) {
      expect(Object.keys(command.name_localizations ?? {})).toEqual(
        expect.arrayContaining(['en-US', 'en-GB', 'fr']),
      )
      if (command.description)
        expect(Object.keys(command.description_localizations!)).toEqual(
          expect.arrayContaining(['en-US', 'en-GB', 'fr']),
        )
      for (const tag of Object.keys(command.name_localizations!)) expect(host.matchLocale(tag)).toBeDefined()
    }
  })

  it('have names within Discord’s rules in every language', () => {
    for (const command of commands.filter(({ type }) => type === 1))
      for (const one of [command, ...(command.options ?? [])])
        for (const name of inEvery(one.name, one.name_localizations)) {
          expect(name).toMatch(/^[-_'\p{L}\p{N}]{1,32}$/u)
          expect(name).toBe(name.toLowerCase())
        }
  })

  it('have names and descriptions within the limits in every language', () => {
    const { command: limits } = LIMITS
    for (const command of commands) {
      expect((command.options ?? []).length).toBeLessThanOrEqual(limits.options)
      for (const name of inEvery(command.name, command.name_localizations))
        expect(name.length).toBeLessThanOrEqual(limits.name)
      for (const one of [command, ...(command.options ?? [])])
        if (command.type === 1)
          for (const text of inEvery(one.description, one.description_localizations)) {
            expect(text.length).toBeGreaterThan(0)
            expect(text.length).toBeLessThanOrEqual(limits.description)
          }
      for (const { choices = [] } of command.options ?? []) {
        expect(choices.length).toBeLessThanOrEqual(limits.choices)
        for (const choice of choices)
          for (const name of inEvery(choice.name, choice.name_localizations))
            expect(name.length).toBeLessThanOrEqual(limits.choiceName)
      }
    }
  })

  it('are unique in every language, and so are their options', () => {
    for (const tag of ['default', 'en-US', 'en-GB', 'fr']) {
      const nameIn = (one: Named) => one.name_localizations?.[tag] ?? one.name
      const names = commands.map((command) => `${command.type}/${nameIn(command)}`)
      expect(new Set(names).size).toBe(names.length)
      for (const { options = [] } of commands) expect(new Set(options.map(nameIn)).size).toBe(options.length)
    }
  })

  it('stay within 8,000 characters each, in the language that takes most', () => {
    for (const command of commands)
      for (const tag of ['default', 'en-US', 'en-GB', 'fr']) {
        const size = parts(command).reduce(
          (sum, one) =>
            sum +
            (one.name_localizations?.[tag] ?? one.name).length +
            (one.description_localizations?.[tag] ?? one.description ?? '').length +
            (one.value ?? '').length,
          0,
        )
        expect(size).toBeLessThanOrEqual(LIMITS.command.total)
      }
  })

  it('work in servers, with the bot and anywhere else, but for the one for moderators', () => {
    for (const command of commands as (Named & {
      contexts: number[]
      integration_types: number[]
      default_member_permissions?: unknown
    })[]) {
      if (command.name !== 'Answer this') {
        expect([command.contexts, command.integration_types]).toEqual([
          [0, 1, 2],
          [0, 1],
        ])
        expect(command.default_member_permissions).toBeUndefined()
      } else {
        expect([command.contexts, command.integration_types]).toEqual([[0], [0]])
        expect(Number(command.default_member_permissions)).toBe(0x2000)
      }
    }
  })
})

describe.each(['en', 'fr'])('a command in %s', (locale) => {
  const ask = (name: string, values: Record<string, string> = {}) =>
    host.ask({ text: questionOf(name, values, host.words(locale))!, frontEnd: 'discord', locale })

  it.each(PROTOCOLS)(
    '/ports for %s is answered for it, with every kind of encryption and without one',
    async (protocol) => {
      for (const security of [undefined, ...SECURITIES]) {
        const answer = await ask('ports', { protocol, ...(security ? { security } : {}) })
        expect(answer).toMatchObject({ outcome: 'answer', topic: 'ports', locale, slots: { protocol } })
        expect(answer.slots.security).toBe(security)
      }
    },
  )

  it('/ports alone is answered with all, and with one kind of encryption for that', async () => {
    expect(await ask('ports')).toMatchObject({ outcome: 'answer', topic: 'ports' })
    for (const security of SECURITIES)
      expect(await ask('ports', { security })).toMatchObject({
        outcome: 'answer',
        topic: 'ports',
        slots: { security },
      })
  })

  it('/pop-or-imap is answered', async () => {
    expect(await ask('pop-or-imap')).toMatchObject({ outcome: 'answer', topic: 'pop-vs-imap' })
  })

  it('/setup is answered for every program that it offers', async () => {
    expect((await ask('setup')).topic).toBe('client-setup')
    for (const { name, value } of suggestions(host, 'client', '', locale)) {
      const answer = await ask('setup', { client: value })
      expect([name, answer.topic, answer.outcome]).toEqual([name, 'client-setup', 'answer'])
    }
  })

  it('/error is answered for every code that it offers', async () => {
    for (const typed of ['', '4', '5.7', '0x800'])
      for (const { value } of suggestions(host, 'code', typed, locale)) {
        const answer = await ask('error', { code: value })
        expect([value, answer.topic, answer.outcome]).toEqual([value, 'error-code', 'answer'])
      }
  })
})

describe('what is offered while somebody types', () => {
  it('forgives typing mistakes', () => {
    expect(suggestions(host, 'client', 'thunderbrid', 'en').map(({ name }) => name)).toContain('Thunderbird')
    expect(suggestions(host, 'client', 'outlok', 'fr').map(({ name }) => name)).toContain('Outlook')
  })

  it('is nothing for an option without suggestions', () => {
    expect(suggestions(host, 'question', 'why', 'en')).toEqual([])
  })

  it('stays within Discord’s 25 choices of 100 characters', () => {
    for (const option of ['client', 'code']) {
      const found = suggestions(host, option, '', 'fr')
      expect(found.length).toBeLessThanOrEqual(LIMITS.command.choices)
      for (const { name, value } of found) {
        expect(name.length).toBeLessThanOrEqual(LIMITS.command.choiceName)
        expect(value.length).toBeLessThanOrEqual(LIMITS.command.choiceName)
      }
    }
  })
})

/** Settings that cannot be used name the variable, what is wrong and what it is for; never its value. */
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { defineAdapter } from '../src/adapter.ts'
import { hostOf, readAdapterSettings, readSettings, SettingsError, settingsSchema } from '../src/config.ts'

const read = (env: Record<string, string>) => readSettings(settingsSchema, env)
function message(work: () => unknown): string {
  try {
    work()
  } catch (cause) {
    if (cause instanceof SettingsError) return cause.message
    throw cause
  }
  return ''
}

describe('the settings', () => {
  test('have defaults that run on a machine with nothing set', () => {
    const settings = read({})
    expect(settings).toMatchObject({
      PORT: 3000,
      DATA_DIR: 'data',
      PROVIDER: 'default',
      RATE_LIMIT_PER_MINUTE: 120,
    })
    expect(hostOf(settings)).toBe('127.0.0.1')
    expect(hostOf(read({ NODE_ENV: 'production' }))).toBe('0.0.0.0')
    expect(hostOf(read({ NODE_ENV: 'production', HOST: '::1' }))).toBe('::1')
  })

  test('count as unset when they are empty, as container platforms leave them', () => {
    expect(read({ PORT: '', DATABASE_URL: ' ', ADMIN_TOKEN: '' })).toEqual(read({}))
  })

  test.each([
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '80.5'],
    ['PORT', 'http'],
    ['RETENTION_DAYS', '0'],
    ['RATE_LIMIT_PER_MINUTE', '-5'],
    ['ADMIN_TOKEN', 'tooshort-s3cret'],
    ['PUBLIC_URL', 's3cret-no-address'],
    ['DATABASE_URL', 'mysql://user:s3cret@host/db'],
    ['LOG_LEVEL', 'loud'],
    ['NODE_ENV', 'staging'],
  ])('%s=%s is named with what it is for, but not shown', (name, value) => {
    const told = message(() => read({ [name]: value }))
    expect(told.startsWith(`${name}: `)).toBe(true)
    expect(told).toContain(settingsSchema.shape[name as keyof typeof settingsSchema.shape].description)
    expect(told).not.toContain('s3cret')
  })

  test('are all told at once', () => {
    const told = message(() => read({ PORT: 'x', RETENTION_DAYS: 'x', LOG_LEVEL: 'x' }))
    expect(told.split('\n').map((line) => line.split(':')[0])).toEqual([
      'PORT',
      'LOG_LEVEL',
      'RETENTION_DAYS',
    ])
  })

  test('each say what they are for', () => {
    for (const [name, field] of Object.entries(settingsSchema.shape))
      expect(field.description, name).toBeTruthy()
  })
})

describe('a front end', () => {
  const module = defineAdapter({
    name: 'echo',
    summary: 'answers',
    settings: z
      .object({
        ECHO_TOKEN: z.string().describe('The token'),
        ECHO_SECRET: z.string().describe('The secret'),
        ECHO_PORT: z.coerce.number().int().describe('The port'),
        ECHO_COLOUR: z.string().describe('The colour'),
      })
      .partial(),
    complete: [['ECHO_TOKEN', 'ECHO_SECRET'], ['ECHO_PORT']],
    create: () => ({ start: async () => {}, stop: async () => {} }),
  })
  const own = (env: Record<string, string>) => readAdapterSettings(module, env)

  test('is off with none of its variables', () => {
    expect(own({})).toBeNull()
    expect(own({ ECHO_TOKEN: ' ' })).toBeNull()
    expect(own({ PORT: '3000' })).toBeNull()
  })

  test.each([
    { ECHO_TOKEN: 'a', ECHO_SECRET: 'b' },
    { ECHO_PORT: '1' },
    { ECHO_PORT: '1', ECHO_COLOUR: 'red' },
  ])('is on with a whole set: %j', (env) => {
    expect(own(env as unknown as Record<string, string>)).not.toBeNull()
  })

  test('stops the start with half of a set, and names what is missing', () => {
    const told = message(() => own({ ECHO_TOKEN: 's3cret' }))
    expect(told).toContain('echo: ECHO_TOKEN is set, but ECHO_SECRET is missing')
    expect(told).toContain('ECHO_TOKEN + ECHO_SECRET; ECHO_PORT')
    expect(told).not.toContain('s3cret')
    expect(message(() => own({ ECHO_COLOUR: 'red' }))).toMatch(/ECHO_PORT is missing/)
  })

  test('names a variable of its own that cannot be', () => {
    expect(message(() => own({ ECHO_PORT: 'x' }))).toMatch(/^ECHO_PORT: .*The port/)
  })

  test('that is always on is on with nothing', () => {
    expect(readAdapterSettings({ ...module, always: true }, {})).toEqual({})
  })
})

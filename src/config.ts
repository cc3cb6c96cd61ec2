/**
 * Settings from the environment, typed and checked; the only reader of `process.env`. The README's table and
 * `.env.example` are made from these schemas, so they cannot drift.
 */
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { AdapterModule } from './adapter.ts'
import { SERVED } from './setup/served.ts'

const wholeNumber = (least: number, most: number) => z.coerce.number().int().min(least).max(most)

/** The core's own settings. Those of the front ends stand in their folders. */
export const settingsSchema = z.object({
  PORT: wholeNumber(0, 65_535).default(3000).describe('Port of the HTTP server'),
  HOST: z
    .string()
    .optional()
    .describe('Address to listen on; 127.0.0.1 in development, 0.0.0.0 with NODE_ENV=production'),
  TRUST_PROXY: z
    .string()
    .optional()
    .describe(
      'How the caller’s address is found behind a proxy: a number of proxies, or their addresses, comma-separated. Unset: the connection’s own address',
    ),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'])
    .default('info')
    .describe('How much is logged'),
  ADMIN_TOKEN: z
    .string()
    .min(16)
    .optional()
    .describe('Opens /insights and /setup/check, at least 16 characters; unset: they are off'),
  PUBLIC_URL: z.url().optional().describe('The address of the bot as others see it, for links and OAuth'),
  NODE_ENV: z
    .enum(['development', 'production', 'test'])
    .default('development')
    .describe('production: JSON logs, all interfaces'),
  PROVIDER: z
    .string()
    .default('default')
    .describe('A name in knowledge/providers, or the path of a provider file'),
  KNOWLEDGE_DIR: z
    .string()
    .default(fileURLToPath(new URL('../knowledge', import.meta.url)))
    .describe('The folder with the knowledge; the one beside the program if unset'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe('PostgreSQL, as postgres://user:password@host/database; unset: SQLite in DATA_DIR'),
  DATA_DIR: z.string().default('data').describe('The folder of the SQLite file'),
  SECRETS_KEY: z
    .string()
    .optional()
    .describe(
      'Encrypts platform tokens: 32 bytes in base64; several, comma-separated, while a key is changed',
    ),
  RETENTION_DAYS: wholeNumber(1, 3650)
    .default(90)
    .describe('Days after which questions, votes and handoffs are deleted'),
  FRONT_ENDS: z
    .string()
    .optional()
    .transform((value) => value?.split(',').map((name) => name.trim().toLowerCase()))
    .describe(
      'Run only these front ends in this process, comma-separated, such as slack,discord; unset: all that have their settings',
    ),
  RATE_LIMIT_PER_MINUTE: wholeNumber(0, 100_000)
    .default(120)
    .describe('Questions a caller may ask in a minute; 0 is no limit'),
  SETUP_DOMAINS: z
    .enum(SERVED)
    .default('any')
    .describe(
      'Domains that set-up files are given for: any; listed, those in domains of the provider’s file; mx, those and domains whose MX is in its dns',
    ),
  CHECK_PRIVATE_HOSTS: z
    .enum(['true', 'false'])
    .default('false')
    .transform((value) => value === 'true')
    .describe('true lets checks connect to private and loopback addresses: for intranets and tests'),
  SETUP_SIGNING_KEY: z
    .string()
    .optional()
    .describe('Signs profiles for Apple’s devices: a private key, as PEM or the path of its file'),
  SETUP_SIGNING_CERT: z
    .string()
    .optional()
    .describe(
      'Goes with SETUP_SIGNING_KEY: its certificate and those above it, as PEM or the path of their file',
    ),
})

export type Settings = z.infer<typeof settingsSchema>
export type Environment = Record<string, string | undefined>

/** Settings that cannot be used. Names each variable, what is wrong with it and what to do; never a value. */
export class SettingsError extends Error {
  override name = 'SettingsError'
}

/** What a variable is for. `partial()` puts a wrapper without a description around the field that has one. */
export function descriptionOf(field: z.ZodType): string {
  const inner = field instanceof z.ZodOptional ? (field.unwrap() as z.ZodType) : undefined
  return field.description ?? (inner ? descriptionOf(inner) : '')
}

/** Empty variables count as unset, as container platforms leave them. Throws `SettingsError` with all problems. */
export function readSettings<Shape extends z.ZodObject>(
  schema: Shape,
  env: Environment = process.env,
): z.infer<Shape> {
  const given = Object.fromEntries(
    Object.keys(schema.shape).flatMap((name) => (env[name]?.trim() ? [[name, env[name].trim()]] : [])),
  )
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  throw new SettingsError(
    parsed.error.issues
      .map((issue) => {
        const name = String(issue.path[0])
        return `${name}: ${issue.message}. ${descriptionOf(schema.shape[name] as z.ZodType)}.`
      })
      .join('\n'),
  )
}

/**
 * An adapter's settings, or null when it is off. Throws `SettingsError` when some of its variables are set but
 * none of its complete sets is.
 */
export function readAdapterSettings<Shape extends z.ZodObject>(
  module: AdapterModule<Shape>,
  env: Environment = process.env,
): z.infer<Shape> | null {
  const isSet = (name: string) => Boolean(env[name]?.trim())
  const named = Object.keys(module.settings.shape).filter(isSet)
  if (named.length === 0 && !module.always) return null
  if (!module.always && !module.complete.some((set) => set.every(isSet))) {
    // The set that lacks least is most likely the one that is meant.
    const nearest = [...module.complete].sort(
      (a, b) => a.filter((n) => !isSet(n)).length - b.filter((n) => !isSet(n)).length,
    )
    const missing = nearest[0]?.filter((name) => !isSet(name)) ?? []
    const others =
      module.complete.length > 1
        ? ` Complete sets are: ${module.complete.map((set) => set.join(' + ')).join('; ')}.`
        : ''
    throw new SettingsError(
      `${module.name}: ${named.join(', ')} is set, but ${missing.join(', ')} is missing. Set it too, or unset all of them to leave ${module.name} off.${others}`,
    )
  }
  return readSettings(module.settings, env)
}

export function isProduction(settings: Settings): boolean {
  return settings.NODE_ENV === 'production'
}

/** Where to listen when `HOST` does not say. */
export function hostOf(settings: Settings): string {
  return settings.HOST ?? (isProduction(settings) ? '0.0.0.0' : '127.0.0.1')
}

/** The settings that a program needs to open the store without the rest of the bot. */
import type { z } from 'zod'
import { readSettings, settingsSchema } from '../config.ts'

/** Part of the bot's own settings, so that a command looks where the bot writes. */
export const storeSettingsSchema = settingsSchema.pick({
  DATABASE_URL: true,
  DATA_DIR: true,
  SECRETS_KEY: true,
  RETENTION_DAYS: true,
})

export type StoreSettings = z.infer<typeof storeSettingsSchema>

/** Throws `SettingsError` naming every variable that cannot be used. Empty variables count as unset. */
export function storeSettings(): StoreSettings {
  return readSettings(storeSettingsSchema)
}

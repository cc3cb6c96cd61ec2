/** Fills the cache that makes a start quick: for an image, whose folders cannot be written later. */
import { readdirSync } from 'node:fs'
import { enableCompileCache, flushCompileCache } from 'node:module'
import { basename, join } from 'node:path'
import { CACHE_DIR } from './cache.ts'

enableCompileCache(join(CACHE_DIR, 'code'))
await import('./start.ts')
const { readSettings, settingsSchema } = await import('./config.ts')
const { prepareKnowledge } = await import('./prepare.ts')

const { KNOWLEDGE_DIR: directory } = readSettings(settingsSchema)
for (const file of readdirSync(join(directory, 'providers')))
  prepareKnowledge({ directory, provider: basename(file, '.yaml') })
flushCompileCache()

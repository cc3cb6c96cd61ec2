/** Starts the bot, with what Node compiled at an earlier start: that must be on before anything else is imported. */
import { enableCompileCache, flushCompileCache } from 'node:module'
import { join } from 'node:path'
import { CACHE_DIR } from './cache.ts'

enableCompileCache(join(CACHE_DIR, 'code'))
const { start } = await import('./start.ts')
await start()
flushCompileCache()

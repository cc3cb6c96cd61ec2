/** The log: JSON lines in production, readable ones in development. Never a person's text, never a secret. */
import { type Logger, pino } from 'pino'
import type { Settings } from './config.ts'
import { isProduction } from './config.ts'

export function createLog(settings: Settings): Logger {
  return pino({
    level: settings.LOG_LEVEL,
    base: null,
    // Whatever a library hands over, these never reach a log.
    redact: ['req.headers', '*.authorization', '*.token', '*.password', '*.text', '*.secret'],
    serializers: {
      req: (request: { id: string; method: string; url: string }) => ({
        id: request.id,
        method: request.method,
        path: request.url.split('?')[0],
      }),
    },
    ...(isProduction(settings)
      ? {}
      : {
          transport: {
            target: 'pino-pretty',
            options: { ignore: 'hostname,pid', translateTime: 'HH:MM:ss' },
          },
        }),
  })
}

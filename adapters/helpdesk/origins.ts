/** Which sites may show the widget: `WIDGET_ORIGINS` and the bot's own. */
import { AdapterError } from '../../src/adapter.ts'

/**
 * Reads a comma-separated list of origins, each a scheme, a host and perhaps a port; `*.` in front of a host
 * stands for every name below it.
 *
 * @throws AdapterError when one is no origin; names it, since it is no secret.
 */
export function parseOrigins(list: string): string[] {
  return list
    .split(',')
    .map((origin) => origin.trim().replace(/\/$/, ''))
    .filter((origin) => origin.length > 0)
    .map((origin) => {
      const plain = origin.replace('://*.', '://')
      const url = URL.canParse(plain) ? new URL(plain) : undefined
      if (
        !url ||
        !/^https?:$/.test(url.protocol) ||
        url.origin !== plain.toLowerCase() ||
        plain.includes('*')
      ) {
        throw new AdapterError(
          `WIDGET_ORIGINS: "${origin}" is not an origin.`,
          'Write the scheme and the host, such as https://www.example.com or https://*.example.com, without a path.',
        )
      }
      return origin.toLowerCase()
    })
}

/** Whether `origin`, as a browser sends it, is one of `allowed`. */
export function isAllowed(origin: string, allowed: string[]): boolean {
  return allowed.some((entry) => {
    if (!entry.includes('://*.')) return entry === origin
    const [scheme, rest] = entry.split('://*') as [string, string]
    return (
      origin.startsWith(`${scheme}://`) &&
      origin.endsWith(rest) &&
      /^[a-z0-9.-]+$/.test(origin.slice(scheme.length + 3, -rest.length))
    )
  })
}

/** The small shapes that the schemas of `knowledge/` share, each with an error that says what to write. */
import { z } from 'zod'

export const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9.-]*$/, 'use lower-case letters, digits, dots and hyphens')
export const line = z.string().trim().min(1, 'must not be empty')
/** One text in several languages, keyed by language tag. */
export const localised = z.record(z.string(), line)

/** A text in which `wrongIn` finds nothing wrong; what it finds says what to write. */
function text(wrongIn: (value: string) => string | undefined) {
  return z.string().superRefine((value, context) => {
    const wrong = wrongIn(value)
    if (wrong) context.addIssue({ code: 'custom', message: wrong })
  })
}

/** A web address. */
export const webAddress = text((value) =>
  /[{}]/.test(value)
    ? 'this address is the same for everybody: write it without braces'
    : wrongAddress(value),
)
export const source = z.strictObject({ title: line, url: webAddress })

/** A web address in which `{domain}` stands for the domain of the asker's address. */
export const addressPattern = text((value) => wrongPlaceholder(value) ?? wrongAddress(forSomeDomain(value)))

/**
 * The name of a host (RFC 952, RFC 1123) or an IP address, without scheme, port and path. `{domain}` in it stands for
 * the domain of the asker's address.
 */
export const hostPattern = text((value) => wrongPlaceholder(value) ?? wrongHost(value))

/** A name in the DNS that need not be a host: `_spf.example.com`, `selector1`. `{domain}` as in `hostPattern`. */
export const dnsPattern = text((value) => wrongPlaceholder(value) ?? wrongDnsName(value))

/** A domain as it stands in addresses: lower case, at least one dot, an international one as `xn--`. */
export const domain = text(wrongDomain)

const forSomeDomain = (pattern: string) => pattern.replaceAll('{domain}', 'example.com')

/** `{domain}` is the only placeholder of hosts and addresses. */
function wrongPlaceholder(value: string): string | undefined {
  const rest = value.replaceAll('{domain}', '')
  if (!/[{}]/.test(rest)) return undefined
  const named = /\{[^{}]+\}/.exec(rest)?.[0]
  return named
    ? `${named} has no value here: write {domain}`
    : 'a brace is too many or missing: write {domain}'
}

/** Labels of 1 to 63 letters, digits, hyphens and underscores, 253 in all (RFC 1035, RFC 8552). */
function wrongDnsName(value: string): string | undefined {
  const name = forSomeDomain(value)
  return name.length <= 253 && /^[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\.?$/i.test(name)
    ? undefined
    : 'this is no name in the DNS: write letters, digits, hyphens, underscores and dots'
}

function wrongHost(value: string): string | undefined {
  if (z.ipv4().safeParse(value).success || z.ipv6().safeParse(value).success) return undefined
  const bare = value
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
    .replace(/[/?#].*$/, '')
    .replace(/:\d*$/, '')
  if (bare !== value) return `a host has no scheme, port or path: write ${bare}`
  if (/[^ -~]/.test(value)) return 'write an international name in its ASCII form, which begins with xn--'
  const name = forSomeDomain(value)
  if (z.hostname().safeParse(name).success && !/(^|\.)\d+\.?$/.test(name)) return undefined
  return 'this is no name of a host: write letters, digits, hyphens and dots, such as mail.example.com'
}

function wrongDomain(value: string): string | undefined {
  if (value !== value.toLowerCase()) return `write it in lower case: ${value.toLowerCase()}`
  const wrong = wrongHost(value)
  if (wrong) return wrong
  return /^[^.:]+(\.[^.:]+)*\.[a-z][a-z0-9-]*$/.test(value)
    ? undefined
    : 'a domain has a dot inside: write it as it stands after the @, such as example.com'
}

function wrongAddress(value: string): string | undefined {
  if (URL.canParse(value) && /^https?:\/\/\S+$/i.test(value)) return undefined
  return 'this is no web address: write one that begins with https://'
}

/** The small shapes that the schemas of `knowledge/` share. What is wrong says what stands there and what to write. */
import { z } from 'zod'

/** What is wrong with a text, `{value}` standing for it, and what to write. */
interface Wrong {
  message: string
  mend: string
}

/** A text in which `wrongIn` finds nothing wrong. */
export function text(wrongIn: (value: string) => Wrong | undefined) {
  return z.string().superRefine((value, context) => {
    const wrong = wrongIn(value)
    if (wrong) context.addIssue({ code: 'custom', message: wrong.message, params: { mend: wrong.mend } })
  })
}

/** A text that looks as it should; else `mend` says how. */
export function written(pattern: RegExp, mend: string) {
  return text((value) =>
    pattern.test(value) ? undefined : { message: '{value} is not written rightly', mend },
  )
}

export const id = written(/^[a-z0-9][a-z0-9.-]*$/, 'Use lower-case letters, digits, dots and hyphens.')
export const line = z.string().trim().min(1, 'must not be empty')
/** One text in several languages, keyed by language tag. */
export const localised = z.record(z.string(), line)

/** A web address. */
export const webAddress = text((value) =>
  /[{}]/.test(value)
    ? { message: '{value} is the same for everybody', mend: 'Write the address without braces.' }
    : wrongAddress(value),
)
export const source = z.strictObject({ title: line, url: webAddress })

/** A web address in which `{domain}` stands for the domain of the asker's address. */
export const addressPattern = text((value) => wrongPlaceholder(value) ?? wrongAddress(forSomeDomain(value)))

/**
 * The name of a host (RFC 952, RFC 1123) or an IP address, without scheme, port and path. `{domain}` in it stands for
 * the domain of the asker's address.
 */
export const hostPattern = text((value) => (isAddress(value) ? undefined : wrongHost(value)))

/** The same without IP addresses: what a record in the DNS may point to (RFC 5321, RFC 2782). */
export const namePattern = text((value) =>
  isAddress(value)
    ? {
        message: '{value} is an address, and records in the DNS point to names',
        mend: 'Write the name of the host.',
      }
    : wrongHost(value),
)

/** A name in the DNS that need not be a host: `_spf.example.com`, `selector1`. `{domain}` as in `hostPattern`. */
export const dnsPattern = text((value) => wrongPlaceholder(value) ?? wrongDnsName(value))

/** A domain as it stands in addresses: lower case, at least one dot, an international one as `xn--`. */
export const domain = text(wrongDomain)

const forSomeDomain = (pattern: string) => pattern.replaceAll('{domain}', 'example.com')

const isAddress = (value: string) => z.ipv4().safeParse(value).success || z.ipv6().safeParse(value).success

/** `{domain}` is the only placeholder of hosts and addresses. */
function wrongPlaceholder(value: string): Wrong | undefined {
  const rest = value.replaceAll('{domain}', '')
  if (!/[{}]/.test(rest)) return undefined
  const named = /\{[^{}]+\}/.exec(rest)?.[0]
  return {
    message: named ? `${named} in {value} has no value here` : 'a brace in {value} is too many or missing',
    mend: 'Write {domain}, which becomes the domain of the asker’s address.',
  }
}

/** Labels of 1 to 63 letters, digits, hyphens and underscores, 253 in all (RFC 1035, RFC 8552). */
function wrongDnsName(value: string): Wrong | undefined {
  const name = forSomeDomain(value)
  if (name.length <= 253 && /^[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\.?$/i.test(name)) return undefined
  return {
    message: '{value} is no name in the DNS',
    mend: 'Write letters, digits, hyphens, underscores and dots.',
  }
}

function wrongHost(value: string): Wrong | undefined {
  const placeholder = wrongPlaceholder(value)
  if (placeholder) return placeholder
  const bare = value
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
    .replace(/[/?#].*$/, '')
    .replace(/:\d*$/, '')
  if (bare !== value)
    return { message: '{value} is more than a host: it has a scheme, port or path', mend: `Write ${bare}.` }
  if (/[^ -~]/.test(value))
    return {
      message: '{value} is an international name',
      mend: 'Write it in its ASCII form, which begins with xn--.',
    }
  const name = forSomeDomain(value)
  if (z.hostname().safeParse(name).success && !/(^|\.)\d+\.?$/.test(name)) return undefined
  return {
    message: '{value} is no name of a host',
    mend: 'Write letters, digits, hyphens and dots, such as mail.example.com.',
  }
}

function wrongDomain(value: string): Wrong | undefined {
  if (value !== value.toLowerCase())
    return { message: '{value} has capital letters', mend: `Write ${value.toLowerCase()}.` }
  const wrong = wrongHost(value)
  if (wrong) return wrong
  return /^[^.:]+(\.[^.:]+)*\.[a-z][a-z0-9-]*$/.test(value)
    ? undefined
    : { message: '{value} is no domain', mend: 'Write it as it stands after the @, such as example.com.' }
}

function wrongAddress(value: string): Wrong | undefined {
  if (URL.canParse(value) && /^https?:\/\/\S+$/i.test(value)) return undefined
  return { message: '{value} is no web address', mend: 'Write one that begins with https://' }
}

/** A record of the DNS, in which `{domain}` may stand and nothing else in braces. */
export function record(pattern: RegExp, mend: string) {
  return text(
    (value) =>
      wrongPlaceholder(value) ??
      (pattern.test(value) ? undefined : { message: '{value} is no whole record', mend }),
  )
}

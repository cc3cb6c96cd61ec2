/** Addresses and domains as people and mail programs write them, brought into one form or refused. */
import { domainToASCII } from 'node:url'

export interface Address {
  /** As it is to be typed: the local part as written, the domain in ASCII. */
  address: string
  localPart: string
  /** Lower case, international names as `xn--`, without a trailing dot. */
  domain: string
}

/** RFC 5321, 4.5.3.1: octets of a local part, and of a path without its angle brackets. */
const LONGEST_LOCAL_PART = 64
const LONGEST_ADDRESS = 254

/** A dot-atom (RFC 5322, 3.2.3), with letters of every language (RFC 6531). Quoted local parts are refused. */
const LOCAL_PART = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u

/** Undefined for what is no address of a mailbox. Blanks around it are taken off. */
export function readAddress(text: string): Address | undefined {
  const written = text.trim()
  const at = written.lastIndexOf('@')
  const localPart = written.slice(0, Math.max(0, at)).normalize('NFC')
  const domain = readDomain(written.slice(at + 1))
  if (!domain || !LOCAL_PART.test(localPart) || Buffer.byteLength(localPart) > LONGEST_LOCAL_PART)
    return undefined
  const address = `${localPart}@${domain}`
  return Buffer.byteLength(address) > LONGEST_ADDRESS ? undefined : { address, localPart, domain }
}

const LABEL = '[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?'
/** At least two labels, the last no number (RFC 1123, RFC 3696). */
const DOMAIN = new RegExp(`^(${LABEL}\\.)+(?!\\d+$)${LABEL}$`)

/** Any letter case, international names, and one trailing dot. Undefined for what is no domain of the public DNS. */
export function readDomain(text: string): string | undefined {
  const written = text.trim().replace(/\.$/, '')
  // The URL parser behind domainToASCII would decode and cut these.
  if (/[%/\\:?#@[\]\s]/.test(written)) return undefined
  const domain = domainToASCII(written).toLowerCase()
  return domain.length <= 253 && DOMAIN.test(domain) ? domain : undefined
}

/** Which addresses this program may connect to when somebody else names the host. */
import ipaddr from 'ipaddr.js'

/**
 * True for an address of the public Internet: never loopback, private, link-local, shared, documentation or multicast
 * ranges (IANA special-purpose registries), nor one of them written as IPv6. False for what is no address.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  return ipaddr.process(address).range() === 'unicast'
}

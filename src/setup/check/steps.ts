/** Where mail programs look for the settings of a domain, in their order. Pure. */
import { getDomain } from 'tldts'
import { AUTOCONFIG_PATHS } from '../autoconfig.ts'
import { AUTODISCOVER_XML, autodiscoverRequest } from '../autodiscover.ts'
import type { LookUpRequest } from '../look-up.ts'
import { PACC_HOST, PACC_PATH } from '../pacc.ts'

/** No mailbox needs to be there: what is asked for is the domain's. */
const NOBODY = 'test'
const ISPDB = 'https://autoconfig.thunderbird.net/v1.1'

const [SHORT, WELL_KNOWN] = AUTOCONFIG_PATHS

/** draft-ietf-mailmaint-autoconfig, 4: the domain itself, then the public list. */
export function autoconfigLookUps(domain: string): LookUpRequest[] {
  return [
    { url: `https://autoconfig.${domain}${SHORT}?emailaddress=${NOBODY}%40${domain}` },
    { url: `https://${domain}${WELL_KNOWN}?emailaddress=${NOBODY}%40${domain}` },
    { url: `${ISPDB}/${domain}` },
  ]
}

/** The same by the first mail exchanger: without its first label, and the domain that was registered. */
export function exchangerLookUps(domain: string, exchanger: string): LookUpRequest[] {
  const full = exchanger.split('.').slice(1).join('.')
  const base = getDomain(exchanger) ?? full
  const names = [...new Set(full.length > base.length ? [full, base] : [base])]
  return [
    ...names.map((name) => ({
      url: `https://autoconfig.${name}${SHORT}?emailaddress=${NOBODY}%40${domain}`,
    })),
    ...names.map((name) => ({ url: `${ISPDB}/${name}` })),
  ]
}

/** MS-OXDISCO, 3.1.5: the domain, then `autodiscover.`; a SRV record names another host. */
export function autodiscoverLookUps(domain: string, srvTarget?: string): LookUpRequest[] {
  const hosts = srvTarget === undefined ? [domain, `autodiscover.${domain}`] : [srvTarget]
  const body = autodiscoverRequest(`${NOBODY}@${domain}`)
  return hosts.map((host) => ({ url: `https://${host}${AUTODISCOVER_XML}`, body }))
}

export function paccLookUp(domain: string): LookUpRequest {
  return { url: `https://${PACC_HOST}.${domain}${PACC_PATH}` }
}

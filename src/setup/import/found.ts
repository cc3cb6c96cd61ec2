/** What a set-up file or the DNS says of a provider, before it becomes a provider's file. */
import type { Protocol, Security } from '../../message.ts'

export interface FoundServer {
  protocol: Protocol
  /** `{domain}` stands for the domain of the asker. */
  host: string
  port: number
  security: Security
  /** Undefined: not said. `other`: a form that a provider's file has no word for. */
  user: 'address' | 'local-part' | 'other' | undefined
  /** In the words of autoconfig: `password-cleartext`, `OAuth2`, `none`, ... Empty: not said. */
  authentication: string[]
}

export interface Found {
  name: string | undefined
  domains: string[]
  servers: FoundServer[]
  webmail: string | undefined
  help: string | undefined
  /** What the source says and no provider's file can hold, a sentence each. */
  lost: string[]
}

export const NOTHING_FOUND: Found = {
  name: undefined,
  domains: [],
  servers: [],
  webmail: undefined,
  help: undefined,
  lost: [],
}

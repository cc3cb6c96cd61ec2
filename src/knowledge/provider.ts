/**
 * `knowledge/providers/*.yaml`: the facts. A provider changes its answers by changing this file alone. What is left
 * out is not offered, or not known: no answer states it.
 */
import { z } from 'zod'
import { PROTOCOLS, SECURITIES } from '../message.ts'
import {
  addressPattern,
  dnsPattern,
  domain,
  hostPattern,
  id,
  line,
  localised,
  namePattern,
  record,
  source,
  webAddress,
} from './shapes.ts'

export const protocol = z.enum(PROTOCOLS)
export const security = z.enum(SECURITIES)
const portNumber = z.number().int().min(1).max(65535)
const count = z.number().int().positive()
/** DNS allows 0 to 65535 (RFC 5321, RFC 2782). */
const priority = z.number().int().min(0).max(65535)

const port = z.strictObject({
  protocol,
  port: portNumber,
  security,
  status: z.enum(['recommended', 'supported']),
  /** `alternate`: for networks that block the usual port. */
  use: z.enum(['alternate']).optional(),
})

/** What people ask for and the provider does not have: all that fits what is named here. */
const notOffered = z
  .strictObject({
    protocol: protocol.optional(),
    port: portNumber.optional(),
    security: security.optional(),
    reason: localised,
  })
  .refine((entry) => entry.protocol ?? entry.port ?? entry.security, {
    message: 'this names nothing',
    params: { mend: 'Write a protocol, a port or a security that is not offered.' },
  })

/** How much may be sent. At least one of them. */
const sending = z
  .strictObject({
    /** Messages in an hour. */
    perHour: count.optional(),
    /** Messages in a day. */
    perDay: count.optional(),
    /** Addresses in To, Cc and Bcc together. */
    recipientsPerMessage: count.optional(),
  })
  .refine((limits) => Object.keys(limits).length > 0, {
    message: 'this names no limit',
    params: { mend: 'Write one, or leave "sending" out.' },
  })

/** A DKIM key (RFC 6376), published at `SELECTOR._domainkey.` and the customer's domain. */
const dkim = z.discriminatedUnion(
  'type',
  [
    z.strictObject({
      selector: dnsPattern,
      type: z.literal('cname'),
      /** The name that holds the key, so that the provider can change it: `{domain}` as in hosts. */
      value: dnsPattern,
    }),
    z.strictObject({
      selector: dnsPattern,
      type: z.literal('txt'),
      /** The record itself. */
      value: record(/^v=DKIM1;.*\bp=[A-Za-z0-9+/=]+/, 'Write all of it: v=DKIM1; p=...'),
    }),
  ],
  { error: 'Write cname or txt.' },
)

/** The records with which a customer's own domain uses this provider. What is left out is not needed. */
const dns = z.strictObject({
  /** The hosts that take mail for the domain, the lowest number first. */
  mx: z.array(z.strictObject({ host: namePattern, priority })).min(1),
  /** The SPF record (RFC 7208): `v=spf1 include:HOST ~all`. */
  spf: z
    .strictObject({
      include: dnsPattern,
      /** What others do with mail from elsewhere: `-all` refuse, `~all` mark, `?all` nothing. */
      all: z.enum(['-all', '~all', '?all']).default('~all'),
    })
    .optional(),
  dkim: z.array(dkim).default([]),
  /** The TXT record at `_dmarc.` and the domain (RFC 7489). `{domain}` as in hosts. */
  dmarc: record(
    /^v=DMARC1;\s*p=(none|quarantine|reject)\b/,
    'Write all of it: v=DMARC1; p=none, p=quarantine or p=reject.',
  ).optional(),
  /** Where `autoconfig.` and the domain leads (CNAME): Thunderbird and others ask there. */
  autoconfig: namePattern.optional(),
  /** Where `autodiscover.` and the domain leads (CNAME): Outlook asks there. */
  autodiscover: namePattern.optional(),
  /** Whether the domain has SRV records for the hosts and ports above (RFC 6186, RFC 8314). */
  srv: z.boolean(),
})

/**
 * Something that the service does or does not do. Ids that several providers share: `alias`, `forwarding`, `catch-all`,
 * `autoresponder`, `filters`, `mailing-list`, `new-mailbox`, `delete-mailbox`, `quota`, `calendar`, `contacts`,
 * `website`, `domain`, `price`, `billing`, `cancel`. Any other may be added.
 */
const service = z.strictObject({
  feature: id,
  /** What customers call it: for a feature that the languages have no name for. */
  name: localised.optional(),
  offered: z.boolean(),
  /** Where it is done: a web address, or a menu path in each language. */
  where: z
    .union([z.string(), localised])
    .superRefine((where, context) => {
      if (typeof where !== 'string' || addressPattern.safeParse(where).success) return
      context.addIssue({
        code: 'custom',
        message: '{value} is no web address',
        params: { mend: 'Write one that begins with https://, or a menu path for each language.' },
      })
    })
    .optional(),
  /** One or two sentences: what it costs, what to mind, what there is instead. */
  note: localised.optional(),
  /** How customers ask for it, by language. */
  examples: z.record(z.string(), z.array(line).min(1)).optional(),
})

export const provider = z
  .strictObject({
    name: line,
    /** Domains that the provider hosts itself, such as that of its own addresses: never a customer's. */
    domains: z.array(domain).default([]),
    /** The host of each protocol that is offered. `{domain}` becomes the domain of the asker's address. */
    hosts: z.strictObject({
      imap: hostPattern.exactOptional(),
      pop3: hostPattern.exactOptional(),
      smtp: hostPattern.exactOptional(),
    }),
    /** What to type as the user name. */
    user: z.enum(['address', 'local-part']),
    /** What mail programs can connect to: a protocol without a port is not offered. */
    ports: z.array(port).min(1),
    notOffered: z.array(notOffered).default([]),
    authentication: z.strictObject({
      /** Sending needs the mailbox's user name and password. */
      smtp: z.boolean(),
      password: z.literal(true),
      oauth2: z.boolean(),
      appPasswords: z.boolean(),
    }),
    /** Left out: there is none. */
    webmail: z.strictObject({ url: addressPattern, needsSettings: z.boolean() }).optional(),
    limits: z.strictObject({
      /** Attachments included. */
      messageMegabytes: z.number().positive().optional(),
      mailboxGigabytes: z.number().positive().optional(),
      sending: sending.optional(),
    }),
    support: z.strictObject({
      url: webAddress,
      email: z.email().optional(),
      phone: line.optional(),
      hours: localised.optional(),
    }),
    /** The page that says whether the service runs. */
    statusPage: webAddress.optional(),
    /** Where customers set passwords, aliases and the like. */
    customerArea: z.strictObject({ url: addressPattern, name: line.optional() }).optional(),
    /** To whom customers forward suspicious messages. */
    abuse: z.email().optional(),
    dns: dns.optional(),
    services: z.array(service).default([]),
    sources: z.array(source).min(1),
  })
  .superRefine(({ hosts, ports }, context) => {
    for (const name of new Set(ports.map((entry) => entry.protocol)))
      if (hosts[name] === undefined)
        context.addIssue({
          code: 'custom',
          path: ['hosts'],
          message: `${name} has ports but no host`,
          params: { mend: `Write "${name}:" and the name of its server.` },
        })
  })

export type Provider = z.infer<typeof provider>
export type Service = Provider['services'][number]
export type ProviderDns = NonNullable<Provider['dns']>

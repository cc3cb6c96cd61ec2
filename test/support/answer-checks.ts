/** What an answer may not say under a provider, beside facts (`facts.ts`): each check gives what is wrong, in words. */
import { plainText, sentencesOf } from '../../src/answering/text.ts'
import type { Knowledge } from '../../src/knowledge/knowledge.ts'
import {
  type Answer,
  type Block,
  PROTOCOLS,
  type Protocol,
  type RichText,
  SECURITIES,
  type Security,
} from '../../src/message.ts'

type Shown = Pick<Answer, 'blocks'>

/** In a sentence about what the provider does not have, and nowhere else. */
const DENIES =
  /does not offer|has no|offers no|cannot receive by|for sending only|ne propose pas|ne propose ni|n’a pas de|ne sait pas recevoir|ne fait qu|ne sert qu/i

/** Titles, labels, values and texts, as a reader sees them. */
export function shownTexts(blocks: Block[], rich: (text: RichText) => string = plainText): string[] {
  return blocks.flatMap((block) => {
    const title = 'title' in block && block.title ? [block.title] : []
    if (block.kind === 'settings')
      return [...title, ...block.rows.flatMap(({ label, value }) => [label, value])]
    if (block.kind === 'table') return [...title, ...block.columns, ...block.rows.flat()]
    return [...title, ...('items' in block ? block.items : [block.text]).map(rich)]
  })
}

/** Without the labels of menus, which name protocols whatever a provider offers. */
const withoutMenus = (text: RichText) =>
  text
    .map((span) => (span.style === 'strong' && !/^(IMAP|POP3?|SMTP)$/.test(span.text) ? '…' : span.text))
    .join('')

/**
 * Sentences that name a protocol or webmail which the provider does not have. `explains`: a definition or an error
 * message may name it, when another sentence says that it is not offered.
 */
export function namesAbsent({ blocks }: Shown, knowledge: Knowledge, explains: boolean): string[] {
  const { provider } = knowledge
  const names: [string, RegExp][] = PROTOCOLS.filter(
    (protocol) => !provider.ports.some((entry) => entry.protocol === protocol),
  ).map((protocol): [string, RegExp] => [protocol, NAMES[protocol]])
  if (!provider.webmail) names.push(['webmail', /webmail/i])
  const sentences = shownTexts(blocks, withoutMenus).flatMap(sentencesOf)
  return names.flatMap(([what, pattern]) => {
    const naming = sentences.filter((sentence) => pattern.test(sentence))
    const denied = naming.some((sentence) => DENIES.test(sentence))
    return naming
      .filter((sentence) => !DENIES.test(sentence) && !(explains && (denied || what === 'webmail')))
      .map((sentence) => `${what} is not offered: ${sentence}`)
  })
}

const NAMES: Record<Protocol, RegExp> = { imap: /\bIMAP\b/, pop3: /\bPOP3?\b/, smtp: /\bSMTP\b/ }

/** Placeholders that were not filled in, and stand-ins for a domain where none belongs or nobody says what they are. */
export function leftOver({ blocks }: Shown, knowledge: Knowledge, locale: string, domain?: string): string[] {
  const texts = shownTexts(blocks)
  const { common } = knowledge.languages.get(locale)!.interface as {
    common: { domain: string; answer: { 'your-domain': string } }
  }
  const explanation = common.answer['your-domain'].replaceAll('`', '').replace('{domain}', common.domain)
  const holding = texts.filter((text) => text.includes(common.domain) && text !== explanation)
  const explained = texts.filter((text) => text === explanation).length
  const { hosts, webmail } = knowledge.provider
  const hasDomain = [...Object.values(hosts), webmail?.url ?? ''].some((text) => text.includes('{domain}'))
  return [
    ...texts.filter((text) => /[{}]/.test(text)).map((text) => `placeholder: ${text}`),
    ...texts.filter((text) => /(^| )[.,]( |$)|\(\)| {2}|^ | $/.test(text)).map((text) => `hole: ${text}`),
    ...(holding.length > 0 && (domain !== undefined || !hasDomain) ? [`stand-in: ${holding[0]}`] : []),
    ...(holding.length > 0 === (explained === 1) ? [] : [`explained ${explained} times: ${holding[0]}`]),
  ]
}

/** What follows "does not offer", up to the end of the sentence. */
const DENIED =
  /(?:does not offer|offers no encryption for|ne propose pas(?: de chiffrement pour)?|ne propose ni) (.+?)(?:\.(?: |$)|$)/g
const PLAIN = /without encryption|sans chiffrement/

/** Sentences that deny a protocol, a port or a kind of security which the provider has. */
export function falseDenials({ blocks }: Shown, knowledge: Knowledge, locale: string): string[] {
  const { ports } = knowledge.provider
  const security = securityNames(knowledge, locale)
  return shownTexts(blocks).flatMap((text) =>
    [...text.matchAll(DENIED)].flatMap(([whole, what]) => {
      const protocols = PROTOCOLS.filter((protocol) => NAMES[protocol].test(what!))
      const number = /\b\d{2,5}\b/.exec(what!)?.[0]
      const kinds = SECURITIES.filter((kind) => security[kind].test(what!))
      if (protocols.length + kinds.length === 0 && number === undefined) return []
      const has = ports.filter(
        (entry) =>
          (protocols.length === 0 || protocols.includes(entry.protocol)) &&
          (number === undefined || entry.port === Number(number)) &&
          (kinds.length === 0 || kinds.includes(entry.security)),
      )
      const bare = /offers no encryption|ne propose pas de chiffrement/.test(whole)
      const wrong = bare ? has.filter((entry) => entry.security !== 'none') : has
      return wrong.length > 0 ? [`it is offered: ${whole}`] : []
    }),
  )
}

function securityNames(knowledge: Knowledge, locale: string): Record<Security, RegExp> {
  const { common } = knowledge.languages.get(locale)!.interface as {
    common: { security: Record<Security, string> }
  }
  const exactly = (name: string) => new RegExp(`(?<![\\w/])${name}(?![\\w/])`)
  return {
    ssl: exactly(common.security.ssl),
    starttls: exactly(common.security.starttls),
    none: PLAIN,
  }
}

/** Port and kind of security of one sentence, with its protocol where it names one: "SMTP uses port 465 with SSL/TLS". */
const PAIR =
  /(?:\b(IMAP|POP3|SMTP)\b[^.]*?)?\bport (\d+)(?: is for (\w+)| est le port (\w+))? ((?:with|avec|without|sans) [^.,]+)/g

/** Sentences that put a port, a protocol and a kind of security together that are not together in the file. */
export function falsePairs({ blocks }: Shown, knowledge: Knowledge, locale: string): string[] {
  const names = knowledge.protocols.protocols
  const security = securityNames(knowledge, locale)
  return shownTexts(blocks)
    .flatMap(sentencesOf)
    .flatMap((sentence) =>
      [...sentence.matchAll(PAIR)].flatMap(([whole, before, number, english, french, kind]) => {
        // What is denied before is not what the port is for.
        const protocol = DENIES.test(sentence) ? undefined : (before ?? english ?? french)
        const fits = knowledge.provider.ports.some(
          (entry) =>
            entry.port === Number(number) &&
            security[entry.security].test(kind!) &&
            (protocol === undefined || names[entry.protocol].name === protocol),
        )
        return fits ? [] : [`not so in the file: ${whole}`]
      }),
    )
}

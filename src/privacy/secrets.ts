/**
 * Finds secrets by their own shape: keys, tokens, links with a password in them, and what is said in the log-in
 * dialogues of SMTP (RFC 4954), POP3 (RFC 1939), IMAP (RFC 9051) and HTTP (RFC 9110).
 */
import type { Folded } from './fold.ts'
import { lexicon } from './lexicon.ts'
import { isLeftOut, isOrdinary, looksRandom, looksSecret } from './looks.ts'
import type { Span } from './spans.ts'

/** The prefixes are those that the issuers print so that scanners can find leaked keys. */
const TOKENS = new RegExp(
  `(?<![\\w-])(?:${[
    // JSON Web Tokens (RFC 7519)
    'eyJ[\\w-]{6,}\\.[\\w-]{6,}(?:\\.[\\w-]*)*',
    // Slack
    'xox[a-z]-[\\w-]{8,}|xapp-\\d-[\\w-]{8,}|xoxe\\.[\\w.-]{8,}',
    // Discord: bot tokens begin with the bot's id in base64
    '[MNO][A-Za-z\\d_-]{22,28}\\.[\\w-]{6}\\.[\\w-]{25,}|mfa\\.[\\w-]{60,}',
    // GitHub, GitLab
    'gh[a-z]_[A-Za-z\\d]{20,}|github_pat_\\w{20,}|glpat-[\\w-]{16,}',
    // Amazon
    '(?:AKIA|ASIA|AGPA|AIDA|AROA|ANPA|ABIA|ACCA)[A-Z\\d]{16}(?![A-Za-z\\d])',
    // Stripe and those who took over its way of naming
    '(?:sk|rk|pk|ac|whsec|rzp|pi|sub)_(?:live_|test_)?[A-Za-z\\d]{16,}',
    // Google
    'AIza[\\w-]{30,}|ya29\\.[\\w-]{20,}|GOCSPX-[\\w-]{20,}|1//0[\\w-]{20,}',
    // Mail services: SendGrid, Mailgun, Mailchimp, Brevo, Postmark-like
    'SG\\.[\\w-]{16,}\\.[\\w-]{16,}|key-[a-f\\d]{32}|[a-f\\d]{32}-us\\d{1,2}|xkeysib-[\\w-]{30,}|re_[A-Za-z\\d_]{20,}|md-[\\w-]{22}',
    // OpenAI, Anthropic, Hugging Face, npm, PyPI, Shopify, DigitalOcean, Telegram, Twilio
    'sk-[\\w-]{20,}|hf_[A-Za-z\\d]{20,}|npm_[A-Za-z\\d]{30,}|pypi-[\\w-]{30,}|shp[a-z]{2}_[a-f\\d]{20,}|do[opr]_v1_[a-f\\d]{40,}|\\d{8,10}:AA[\\w-]{30,}|SK[a-f\\d]{32}',
    // a verification code as Google sends it
    'G-\\d{6}(?!\\d)',
  ].join('|')})`,
  'g',
)

/** Secret addresses: whoever has one may post. */
const SECRET_LINKS =
  /(?<=hooks\.slack\.com\/(?:services|workflows|triggers)\/)[\w/-]{10,}|(?<=discord(?:app)?\.com\/api\/(?:v\d{1,2}\/)?webhooks\/)\d+\/[\w-]{10,}/g

/** App passwords as Google and Yahoo (spaces) or Apple (hyphens) print them. */
const HYPHENED = /(?<![\p{L}\d-])[a-z]{4}(?:-[a-z]{4}){3}(?![\p{L}\d-])/gu
const SPACED = /(?<![\p{L}\d'-])[a-z]{4}(?:[ \u00a0][a-z]{4}){3}(?![\p{L}\d'-])/gu
const NAMED_BEFORE = /pass|passe|mdp|kennwort|wort|code|\bapp\b|appli|google|yahoo|apple|generated|genere/

const BASE64 = /(?<![A-Za-z\d+/=_-])[A-Za-z\d+/]{12,2000}={0,2}(?![A-Za-z\d+/=_-])/g

/** A line's beginning in a pasted dialogue: "C: ", "> ", "~> ", "[12:00:01] C: ". */
const SPEAKER =
  '(?:^|\\n)[ \\t]*(?:\\[[^\\]\\n]{1,40}\\][ \\t]*)?(?:(?:C|Client|S|>{1,3}|<{1,2}|~>|->|-)[:>]?[ \\t]{0,3})?'

const AUTH =
  /(?<![\p{L}\d])AUTH(?:ENTICATE)?[ =](?:PLAIN|LOGIN|XOAUTH2|OAUTHBEARER|CRAM-MD5|DIGEST-MD5|SCRAM-[A-Z\d-]{1,20}|NTLM)[ \t]*(?:\r?\n[ \t]*(?:(?:S|<)[:>]?[ \t]*)?(?:334|\+)[^\n]{0,40}\r?\n[ \t]*(?:(?:C|>)[:>]?[ \t]*)?)?([A-Za-z\d+/._-]{4,4000}={0,2})/gu
const CHALLENGE =
  /(?<![\p{L}\d.])334[ -]*(?:[A-Za-z\d+/]{4,400}={0,2})?\s{1,4}(?:(?:C|Client|>{1,3}|~>|->)[:>]?\s{0,3})?([A-Za-z\d+/]{4,4000}={0,2})(?![A-Za-z\d+/=])/gu
const POP3_PASS = new RegExp(`${SPEAKER}PASS[ \\t]+([^\\r\\n]{1,128})`, 'g')
const USER_PASS =
  /(?<![\p{L}\d])USER[ \t]+\S{1,80}\s{1,4}(?:(?:S|<|\+OK)[^\n]{0,60}\n[^\n]{0,6})?PASS[ \t]+(\S{1,128})/gu
const IMAP_LOGIN = new RegExp(
  `(?:${SPEAKER}(?:[A-Za-z.]{0,6}\\d{1,6}|[.*?a-z])|(?<![\\p{L}\\d])[A-Za-z]{1,4}\\d{1,6})[ \\t]+LOGIN[ \\t]+("[^"\\n]{1,80}"|\\S{1,80})[ \\t]+("(?:[^"\\\\\\n]|\\\\.){1,128}"|\\S{1,128})`,
  'gu',
)
const BARE_LOGIN =
  /(?<![\p{L}\d])LOGIN[ \t]+("[^"\n]{1,80}"|\S{1,64}@\S{1,80})[ \t]+("(?:[^"\\\n]|\\.){1,128}"|\S{1,128})/gu
const AUTHORIZATION =
  /(?:authorization["']?\s{0,2}[:=]\s{0,2}["']?(?:basic|bearer|digest|negotiate|token|apikey|bot)\s{1,2}|(?<![\p{L}\d])bearer\s{1,2}(?=[\w.~+/-]{16})|(?<![\p{L}\d])basic\s{1,2}(?=[a-z\d+/]{8,}={0,2}(?![\p{L}\d])))["']?([^\s"',;]{4,4000})/giu
const SWAKS = /(?<=\s(?:-ap|--auth-password|-w|--pass|-P)[ =]["']?)[^\s"'-][^\s"']{3,128}/g
const CREDENTIALS = /(?<=[a-z][a-z\d+.-]{1,20}:\/\/)[^\s:/?#@"'<>]{0,128}:[^\s"'<>]{1,256}/gi
const PARAMETER =
  /(?<=[?&](?:access_token|token|id_token|refresh_token|auth|auth_token|api_?key|apikey|key|secret|client_secret|sig|signature|code|session|sid|reset|hash|hmac|ticket|otp|t|k)=)[^\s&#"'<>]{8,2000}/gi
/** A link that opens an account: whatever is random in it is the key. */
const LINK = /https?:\/\/[^\s"'<>]{4,2000}/gi
const OPENS =
  /reset|recover|forgot|verif|confirm|activat|magic|invit|unlock|set-?pass|new-?pass|change-?pass|one-?time|otp|login-?link|sso|passwor|passwd|pwd|motdepasse|mot-de-passe|reinit|recuper|restab|redefin|zuruecksetz|bestaetig|wachtwoord|herstel|reimposta|ripristin|haslo|heslo|obnov|salasana|losenord|sifre|token/i
/** Without such a word, what is this long and mixed is a key all the same. */
const LONG_KEY = 24

/** An address and a password joined: "john@example.com:hunter2", "jean@example.fr / Soleil12". */
const PAIR =
  /(?<=@[\p{L}\d-]{1,63}(?:\.[\p{L}\d-]{1,63}){1,6}(?:\s{0,2}[:/|]\s{0,2}|\t))[^\s:/|][^\s]{3,128}/gu

/** The same with a blank between, after a word such as "credentials". */
const BESIDE =
  /(?<=@[\p{L}\d-]{1,63}(?:\.[\p{L}\d-]{1,63}){1,6},?(?: (?:and|et|und|y|e|en))?\s{1,2})\S{4,128}/gu

/** "identifiants : jean@example.fr / ..." at the end of what stands before the value. */
const CREDENTIALS_LINE = /(?:credentials?|identifiants?|log-?ins?|zugangsdaten)\s?:\s?\S{1,80}\s?[/|:]\s?$/
/** "login (bob/hunter2)", "sign in with bob and hunter2", "u: bob p: hunter2". */
const USER_AND =
  /(?<=(?:log-?in|logged in|sign(?:ed)? in|credentials?|identifiants?|connect(?:ed)?|connexion)(?: (?:is|are|with|as|avec|using))?\s?[:(]?\s?[\w.@-]{2,64}(?:\s?[/|]\s?|\s(?:and|et|und|y)\s)|(?<!\p{L})u(?:ser)?\s?[:=]\s?[^\s,;]{1,64}[\s,;/]{1,3}p\s?[:=]\s?)[^\s)]{4,128}/giu

const CREDENTIALS_NAME =
  /credential|identifiant|log-?in|account|compte|user|utilisateur|zugangsdaten|benutzer|konto|credenzial|credencia|inloggegevens/

const BEGIN = /-----BEGIN (?:[A-Z\d]+ ){0,4}PRIVATE KEY(?: BLOCK)?-----/g

/** Finds them all; spans may overlap. Linear in the length of the text. */
export function findSecrets(text: Folded): Span[] {
  const { plain, lower } = text
  const spans: Span[] = []
  const add = (start: number, end: number, kind: Span['kind'] = 'secret') => spans.push({ start, end, kind })

  for (const match of plain.matchAll(TOKENS)) add(match.index, match.index + match[0].length)
  for (const match of plain.matchAll(SECRET_LINKS)) add(match.index, match.index + match[0].length)
  for (const match of plain.matchAll(HYPHENED)) {
    const parts = match[0].split('-')
    if (
      parts.filter((part) => !isOrdinary(part, part)).length >= 3 &&
      !parts.every((part) => part === parts[0])
    )
      add(match.index, match.index + match[0].length)
  }
  for (const match of lower.matchAll(SPACED)) {
    const before = lower.slice(Math.max(0, match.index - 80), match.index)
    if (isAppPassword(match[0].split(/\s/), NAMED_BEFORE.test(before)))
      add(match.index, match.index + match[0].length)
  }

  if (plain.includes('://')) {
    for (const match of plain.matchAll(CREDENTIALS)) {
      const length = credentials(match[0])
      if (length > 0) add(match.index, match.index + length, 'password')
    }
    for (const match of plain.matchAll(LINK)) keysOfLink(match[0], match.index, add)
    for (const match of plain.matchAll(PARAMETER))
      if (looksRandom(match[0]) || looksSecret(match[0])) add(match.index, match.index + match[0].length)
  }
  if (plain.includes('@'))
    for (const match of plain.matchAll(PAIR)) {
      const value = match[0].replace(/[.,;)\]"'>]+$/, '')
      const before = lower.slice(Math.max(0, match.index - 140), match.index)
      const joined = /@\S+:$/.test(before) && /^\p{Ll}{4,}$/u.test(value)
      const listed =
        (joined || CREDENTIALS_LINE.test(before)) && /^\p{L}+$/u.test(value) && !isOrdinary(value, value)
      if (looksSecret(value) || listed) add(match.index, match.index + value.length, 'password')
    }
  for (const match of plain.matchAll(USER_AND))
    if (looksSecret(match[0].replace(/[.,;:)!?]+$/, '')))
      add(match.index, match.index + match[0].length, 'password')
  if (plain.includes('@'))
    for (const match of plain.matchAll(BESIDE)) {
      const value = match[0].replace(/[.,;)\]"'>]+$/, '')
      const before = lower.slice(Math.max(0, match.index - 140), match.index)
      const mixed = value.length >= 8 && /\p{Lu}/u.test(value) && /\p{Ll}/u.test(value) && /\d/.test(value)
      if ((mixed || CREDENTIALS_NAME.test(before)) && looksSecret(value))
        add(match.index, match.index + value.length, 'password')
    }

  for (const match of plain.matchAll(AUTH))
    addGroup(match, (value) => isBase64(value) && !isOrdinary(value, value))
  for (const match of plain.matchAll(CHALLENGE)) addGroup(match, isBase64)
  for (const match of plain.matchAll(AUTHORIZATION))
    addGroup(
      match,
      (value) => looksRandom(value) || looksSecret(value) || (/:/.test(match[0]) && isBelievable(value)),
    )
  for (const match of plain.matchAll(POP3_PASS)) {
    const value = match[1] as string
    const single = /^\S+\s*$/.test(value)
    if (looksSecret(value.trim()) || (single && isBelievable(value.trim())))
      addGroup(match, () => true, 'password')
  }
  for (const match of plain.matchAll(USER_PASS)) addGroup(match, isBelievable, 'password')
  for (const match of plain.matchAll(IMAP_LOGIN)) login(match)
  for (const match of plain.matchAll(BARE_LOGIN)) login(match)
  if (/swaks|sendemail|msmtp|openssl|curl|mutt/.test(lower))
    for (const match of plain.matchAll(SWAKS)) add(match.index, match.index + match[0].length, 'password')

  for (const match of plain.matchAll(BASE64))
    if (holdsCredentials(match[0])) add(match.index, match.index + match[0].length)
  keys(plain, add)
  return spans

  function addGroup(
    match: RegExpExecArray,
    believable: (value: string) => boolean,
    kind: Span['kind'] = 'secret',
  ) {
    const value = match[1] as string
    if (isLeftOut(value) || !believable(value)) return
    const start = match.index + match[0].length - value.length
    add(start, start + value.length, kind)
  }

  /** The user name goes with the password: the two stand side by side. */
  function login(match: RegExpExecArray) {
    const user = match[1] as string
    const value = match[2] as string
    const end = match.index + match[0].length
    const known =
      /^"|@/.test(user) || looksSecret(value) || /^[ \t]*(?:\r?\n|$)/.test(plain.slice(end, end + 4))
    if (!known || isLeftOut(value)) return
    if (
      isOrdinary(value.replaceAll('"', ''), value, true) ||
      isOrdinary(user.replaceAll('"', ''), user, true)
    )
      return
    const start = end - value.length
    const quote = value.startsWith('"') ? 1 : 0
    add(start + quote, end - quote, 'password')
  }
}

function isBelievable(value: string): boolean {
  return !isOrdinary(value, value) && !isLeftOut(value)
}

/** "Username:" and "Password:" in base64: what a server asks with. */
const PROMPTS = new Set([
  'VXNlcm5hbWU6',
  'UGFzc3dvcmQ6',
  'VXNlciBOYW1lAA==',
  'UGFzc3dvcmQA',
  'VXNlcjo=',
  'UGFzczo=',
])

/** Base64 that is no word: padded, or with capitals or digits inside. */
function isBase64(value: string): boolean {
  if (
    /^\d{1,4}$/.test(value) ||
    PROMPTS.has(value) ||
    /^(?:PLAIN|LOGIN|XOAUTH2?|CRAM|NTLM|GSSAPI|DIGEST)/.test(value)
  )
    return false
  return (
    /=$/.test(value) || looksRandom(value) || /[a-z][A-Z]|[A-Z]{2}[a-z]|\d[A-Za-z]|[A-Za-z]\d/.test(value)
  )
}

/** True for base64 of `user NUL name NUL password` (RFC 4616) or of an OAuth response (RFC 7628). */
function holdsCredentials(value: string): boolean {
  const bytes = Buffer.from(value, 'base64')
  const decoded = bytes.toString('latin1')
  if (isPair(bytes)) return true
  return (
    /^[^\0]{0,255}\0[\x20-\xff]{1,255}\0[\x20-\xff]{1,255}$/.test(decoded) ||
    /\x01auth=bearer /i.test(decoded)
  )
}

/** `anna@example.com:hunter2`, as HTTP's Basic (RFC 7617) and mail programs join them. */
function isPair(bytes: Buffer): boolean {
  const text = bytes.toString('utf8')
  return (
    /^[^\s:]{1,100}:[^\s:/][^\s]{3,100}$/.test(text) &&
    /^[\x21-\x7e]+$/.test(text) &&
    /^[\w.+@-]+:/.test(text)
  )
}

/** The random pieces of a link's path, query and fragment. */
function keysOfLink(link: string, at: number, add: (start: number, end: number) => void): void {
  const opens = OPENS.test(link)
  const path = link.indexOf('/', 8)
  if (path < 0) return
  for (const { index, 0: piece } of link.slice(path).matchAll(/[\w.~%-]{6,}/g)) {
    const mixed = /\d/.test(piece) && /[a-z]/i.test(piece)
    // "reset-your-password-in-5-steps" is a title.
    if (piece.split(/[-_.~%]/).filter((part) => /^[a-z]{3,}$/.test(part)).length > 1) continue
    const random =
      mixed && looksRandom(piece) && !/^\d+-|^[a-z]+(?:[-_][a-z]+)+[-_]?\d*(?:\.\w+)?$/i.test(piece)
    const short =
      opens && mixed && piece.length >= 6 && looksSecret(piece) && !/^[a-z]+[-_.]?\d{1,4}$/i.test(piece)
    if ((opens && random) || short || (random && piece.length >= LONG_KEY))
      add(at + path + index, at + path + index + piece.length)
  }
}

/** How much of what follows `://` is user name and password; 0 when it is a host and a port. */
function credentials(authority: string): number {
  const colon = authority.indexOf(':')
  const at = authority.lastIndexOf('@')
  if (at < colon) return 0
  if (/^:\d{1,5}(?:[/?#]|$)/.test(authority.slice(colon))) return 0
  const value = authority.slice(colon + 1, at)
  if (value === '' || isLeftOut(value) || lexicon.isName(value.toLowerCase()) || /^pass(?:wd)?$/i.test(value))
    return 0
  return at
}

/** Private keys whole; to the end of the text when the closing line is missing. */
function keys(plain: string, add: (start: number, end: number) => void): void {
  let done = 0
  for (const match of plain.matchAll(BEGIN)) {
    if (match.index < done) continue
    const close = plain.indexOf('-----END ', match.index)
    const end = close < 0 ? -1 : plain.indexOf('-----', close + 9)
    done = end < 0 ? plain.length : end + 5
    add(match.index, done)
  }
}

const UNPRONOUNCEABLE =
  /^[^aeiouy]{4}$|[bcdfghjklmnpqrstvwxz]{3}$|^[bcdfghjklmnpqrtvwxz]{3}|q[^u]|[jvwx][bcdfgjkmpqtvxz]|[aeiou]{4}|uu|ii/
const SPOKEN =
  /^(?:smtp|html|http|imap|pops|ssls|ctrl|mdns|xlsx|hmmm|grrr|pfff|dkim|with|that|this|both|much|such|each|they|them|when|what|most|must|just|best|last|past|next|text|test|first|files|apps|mail|type|help|want|back|work|left|https)$/

/** Four groups of four letters that no sentence holds. After a word such as "password" less doubt is left. */
function isAppPassword(groups: string[], named: boolean): boolean {
  const strange = groups.filter((group) => !isOrdinary(group, group, true) && !SPOKEN.test(group))
  const odd = strange.filter((group) => UNPRONOUNCEABLE.test(group)).length
  if (new Set(groups).size < 3) return false
  return named ? strange.length >= 3 && (odd >= 1 || strange.length === 4) : strange.length === 4 && odd >= 1
}

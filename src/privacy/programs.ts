/** Finds passwords in command lines and configuration files: each program has its own place for them. */
import type { Folded } from './fold.ts'
import { isLeftOut, isOrdinary } from './looks.ts'
import type { Span } from './spans.ts'

/** One word, or what stands in quotes. The last group of each pattern is the password. */
const WORD = '(?:"([^"\\n]{1,200})"|\'([^\'\\n]{1,200})\'|([^\\s"\']{1,200}))'
const BEGIN = '(?:^|\\n)[ \\t]*'

/** What stands before the password, by program; in any letter case unless said otherwise. */
const PATTERNS: RegExp[] = [
  // curl, wget, http: -u user:password, -uuser:password
  `(?:^|\\s)(?:-u|--user|--proxy-user|-U)[ =]?["']?[^\\s:"'/]{1,64}:([^\\s"']{1,200})`,
  // smbclient, rpcclient: -U user%password
  `(?:^|\\s)(?:-U|--user)[ =]?["']?[^\\s%"']{1,64}%([^\\s"']{1,200})`,
  // net use Z: \\server\share password /user:name, and the password behind the name
  `\\bnet\\s+use\\s+(?:[a-z*]:?\\s+)?\\\\{2}\\S{1,200}\\s+(?!/)${WORD}(?=\\s+/(?:user|u)\\b)`,
  `\\bnet\\s+use\\s[^\\n]{0,200}?/user:\\S{1,80}\\s+(?!/)${WORD}`,
  `\\bcmdkey\\s[^\\n]{0,200}?/pass:${WORD}`,
  `\\bnet\\s+user\\s+\\S{1,64}\\s+(?!/)${WORD}`,
  // .netrc, fetchmail
  `\\b(?:machine|default)\\b[^\\n]{0,200}\\s+login\\s+(?<user>\\S{1,80})\\s+password\\s+${WORD}`,
  `\\blogin\\s+(?<user>\\S{1,80})\\s+password\\s+${WORD}`,
  `\\b(?:user|username)\\s+(?<user>\\S{1,80})\\s+(?:there\\s+)?(?:with\\s+)?pass(?:word)?\\s+${WORD}`,
  // passwordeval "echo ...", PassCmd "echo ..."
  `(?:passwordeval|passcmd|password_command|passwordcommand|remotepasseval)\\s*[:=]?\\s*["'](?:/bin/)?(?:echo|printf)\\s+(?:-n\\s+)?["']?([^"'\\n]{1,200})`,
  // offlineimap, mutt, davmail, alpine and every other "xpass = ..."
  `(?:^|[\\s;,{("'$])(?:[\\w.-]{0,40}(?:remotepass|imap_pass|smtp_pass|mail_pass|auth_pass|pop_pass|_passwd|authpass|authpwd|smtppass|imappass|bind_pw|bindpw|rootpw|userpassword))["']?[ \\t]*[:=]{1,2}>?[ \\t]*${WORD}`,
  // server.login("anna", "..."), NetworkCredential("anna", "..."), setPassword("...")
  `\\b(?:login|authenticate|NetworkCredential|PasswordAuthentication|set_?credentials|connect_?auth|BasicAuth|HTTPBasicAuth|UsernamePasswordCredentials)\\s*\\(\\s*["'][^"'\\n]{1,100}["']\\s*,\\s*["']([^"'\\n]{1,200})["']`,
  `\\bset_?pass(?:word|wd)?\\s*\\(\\s*["']([^"'\\n]{1,200})["']`,
  `\\bConvertTo-SecureString\\s+(?:-String\\s+)?${WORD}`,
  // sshpass, mysql, docker, htpasswd, openssl, ldap, doveadm
  `\\bsshpass\\s+-p\\s*${WORD}`,
  `\\b(?:mysql|mysqldump|mysqladmin|mariadb)\\s[^\\n]{0,200}?\\s-p([^\\s"'-][^\\s"']{1,100})`,
  `\\bhtpasswd\\s+(?:-\\w*b\\w*\\s+)[^\\n]{0,120}?\\S+\\s+\\S+\\s+${WORD}`,
  `\\b(?:pass(?:in|out)?|-k)\\s+pass:([^\\s"']{1,200})`,
  `\\bpass:([^\\s"']{4,200})`,
  `\\b(?:ldapsearch|ldapmodify|ldapadd|ldapwhoami)\\s[^\\n]{0,300}?\\s-w\\s+${WORD}`,
  `\\bdoveadm\\s+(?:pw|auth)\\s[^\\n]{0,200}?-p\\s+${WORD}`,
  `\\bdoveadm\\s+auth\\s+(?:test|login)\\s+\\S{1,100}\\s+${WORD}`,
  `\\btestsaslauthd\\s[^\\n]{0,200}?-p\\s+${WORD}`,
  `\\becho\\s+["']?[\\w.@-]{1,64}:([^\\s"'|]{1,200})["']?\\s*\\|\\s*(?:sudo\\s+)?chpasswd`,
  // Postfix sasl_passwd, static:user:password
  `\\]?:(?:25|465|587|2525)[ \\t]+[^\\s:@]{1,64}@[^\\s:]{1,100}:(\\S{1,200})`,
  `\\bstatic:[^\\s:]{1,100}:(\\S{1,200})`,
  // mount -o username=anna,password=...
  `[,\\s]pass(?:word)?=([^\\s,"']{1,200})`,
  // Wi-Fi in a QR code: WIFI:T:WPA;S:name;P:password;;
  `\\bWIFI:(?:[A-Z]:[^;\\n]{0,100};){0,4}?P:((?:\\\\.|[^;\\\\\\n]){1,100})`,
  // wpa_supplicant, hostapd, netsh
  `\\b(?:psk|wpa_passphrase|wep_key\\d|keyMaterial)[ \\t]*[=>][ \\t]*${WORD}`,
  `\\bnmcli\\s[^\\n]{0,200}?password\\s+${WORD}`,
  `\\bnetsh\\s[^\\n]{0,200}?key=${WORD}`,
].map((source) => new RegExp(source, 'dgi'))

/** msmtp, mbsync: a line of its own among others such as "host imap.example.com". */
const LINE = new RegExp(`${BEGIN}(?:password|pass)[ \\t]+${WORD}(?=[ \\t]*(?:\\r?\\n|$))`, 'dgi')
const OTHER_LINE =
  /(?:^|\n)[ \t]*(?:account|host|user|username|port|server|auth|from|tls\w*|login|machine|imap\w+|remote\w+|ssl\w*|authmechs)[ \t]+\S+[ \t]*(?:\r?\n|$)/i

/** IMAP's LOGIN in any letter case, with an address or with quotes: `a login anna@example.com ...` (RFC 9051, 6.2.3). */
const IMAP = new RegExp(
  `(?:^|[\\n\\s])(?:[\\w.*?-]{1,12}[ \\t]+)?login[ \\t]+(?:"[^"\\n]{1,100}"|[^\\s"@]{1,64}@[^\\s"]{3,100})[ \\t]+${WORD}(?=[ \\t]*(?:\\r?\\n|$|[.,;]|[ \\t]+(?:and|[a-z]?\\d*[ \\t]+(?:NO|OK|BAD))\\b))`,
  'dgi',
)

/** The same as a literal: `{8}`, then the password on a line of its own. */
const IMAP_LITERAL =
  /\blogin[ \t]+\S{1,200}[ \t]+\{\d{1,4}\+?\}[ \t]*\r?\n(?:\+[^\n]{0,80}\n)?[ \t]*(?:[CS]:[ \t]*)?([^\r\n]{1,200})/dgi

/** A word that tells that one of them may be there: without it none is looked for. */
const LIKELY =
  /(?:^|\s)-{1,2}u|-U|net\s+use|cmdkey|login|password|passwd|pass|echo|\bpsk\b|wep_key|keyMaterial|WIFI:|mysql|mariadb|ldap|doveadm|saslauthd|static:|:(?:25|465|587|2525)\s|net\s+user|SecureString|Credential|BasicAuth|_pw\b|key=/i

/** Finds them all; spans may overlap. Linear in the length of the text. */
export function findInPrograms({ plain }: Folded): Span[] {
  if (!LIKELY.test(plain)) return []
  const spans: Span[] = []
  const lines = OTHER_LINE.test(plain) ? [LINE] : []
  for (const pattern of [...PATTERNS, ...lines, IMAP, IMAP_LITERAL])
    for (const match of plain.matchAll(pattern)) {
      const group = match.indices!.slice(1).findLast((place) => place !== undefined)
      if (!group) continue
      const [start, whole] = group
      const value = plain.slice(start, whole).replace(/[;,)\]}]+$/, '')
      const user = match.groups?.user
      if (user !== undefined && isOrdinary(user, user)) continue
      if (isLeftOut(value) || /^(?:[$%<]|\{)/.test(value) || isOrdinary(value, value, true)) continue
      spans.push({ start, end: start + value.length, kind: 'password' })
    }
  return spans
}

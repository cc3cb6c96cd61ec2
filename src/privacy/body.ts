/**
 * Cuts pasted mail out of a text: quoted and forwarded messages, headers with what follows them, blocks of
 * base64, and what is left over of a very long text. Lines that tell of an error stay: they are what a
 * supporter needs.
 */

/** Longer texts than this are cut, in characters. */
export const LONGEST_TEXT = 1_200
/** How much of the beginning of a cut text stays, in characters. */
export const KEPT_BEGINNING = 600
/** How many error lines of a cut part stay, and how long each may be. */
const KEPT_LINES = 5
const KEPT_LINE = 90

export const BODY = '[body]'

const ERROR_LINE =
  /(?<![\d.])[245]\d\d[ -]#?[245]\.\d{1,3}\.\d{1,3}|(?<![\d.])#?5\.\d{1,3}\.\d{1,3}(?![\d.])|^\W{0,4}(?:<<< |S: |< )?[45]\d\d[ -]|0x8[\da-f]{7}|diagnostic-code:|^\W{0,4}action: failed|^\W{0,4}status: [245]\.|\b(?:error|erreur|fehler|errore|failed|failure|echec|échec|refused|refusé|rejected|denied|timed out|undeliverable|certificate|certificat)\b/i
/** A line of an SMTP, POP3 or IMAP dialogue. */
const DIALOGUE =
  /^[\s>]{0,6}(?:[CS]: ?)?(?:EHLO|HELO|MAIL FROM|RCPT TO|STARTTLS|QUIT|AUTH|NOOP|RSET|\d{3}[ -]|\+OK|-ERR|\* (?:OK|NO|BYE|BAD|PREAUTH)|a\d+ )/i
const QUOTE = /^\s{0,3}(?:>|&gt;|\|\s)/
const HEADER =
  /^\s{0,3}>?\s?(?:\*{1,2})?(?:from|to|cc|bcc|subject|date|sent|received|return-path|reply-to|message-id|in-reply-to|references|mime-version|content-(?:type|transfer-encoding|disposition|language)|delivered-to|dkim-signature|arc-[a-z-]+|authentication-results|x-[a-z\d-]+|list-[a-z-]+|thread-(?:topic|index)|user-agent|envelope-to|delivery-date|sender|de|à|a|objet|envoyé|date d['’]envoi|cci|von|an|betreff|gesendet|datum|da|oggetto|data|inviato|para|asunto|enviado|assunto|van|aan|onderwerp|verzonden)\s?(?:\*{1,2})?\s?:\s?\S/i
const CONTINUED = /^[ \t]+\S/
const FORWARDED =
  /^\W{0,6}(?:[-_]{2,}\s?(?:original message|forwarded message|message d['’]origine|message original|message transféré|message transfere|ursprüngliche nachricht|weitergeleitete nachricht|messaggio originale|messaggio inoltrato|mensaje original|mensaje reenviado|mensagem original|oorspronkelijk bericht|doorgestuurd bericht)\s?[-_]*|begin forwarded message:|début du message transféré ?:|debut du message transfere ?:|anfang der weitergeleiteten nachricht:)/i
const ATTRIBUTION =
  /^\W{0,4}(?:on|le|am|il|el|em|op)\s.{6,120}\s(?:wrote|a écrit|a ecrit|schrieb|ha scritto|escribió|escribio|escreveu|schreef)\s?:?\s?$/i
const BASE64_LINE = /^[\s>]{0,6}[A-Za-z\d+/=_-]{40,}\s*$/
const BASE64_RUN = /(?<![A-Za-z\d+/=_-])[A-Za-z\d+/=_-]{120,}/g
const MARK = /^\s*\[body\]\s*$/

/** The text without mail bodies, and whether there was one. Linear in the length of the text. */
export function cutBodies(text: string): { text: string; cut: boolean } {
  let result = text.length >= 120 ? cutRuns(text) : text
  if (result.includes('\n')) result = cutBlocks(result)
  if (result.length > LONGEST_TEXT) result = cutLength(result)
  return { text: result, cut: result !== text }
}

/** Replaces unbroken runs of base64 or of any one word that is longer than words are. */
function cutRuns(text: string): string {
  return text.replace(BASE64_RUN, (run) => (/^(.)\1*$/.test(run) && run.length <= LONGEST_TEXT ? run : BODY))
}

function cutBlocks(text: string): string {
  const lines = text.split('\n')
  const kept: string[] = []
  let cut = false
  for (let index = 0; index < lines.length; ) {
    const line = lines[index] as string
    const rest = isRest(lines, index)
    const end = rest ? lines.length : blockEnd(lines, index)
    if (end === index) {
      kept.push(line)
      index++
      continue
    }
    const block = lines.slice(index, end)
    const telling = block.filter(isTelling)
    if (telling.length === block.length && telling.length <= 40) kept.push(...block)
    else {
      if (!MARK.test(kept.at(-1) ?? '')) kept.push(BODY)
      kept.push(...telling.slice(0, KEPT_LINES).map(shorten))
      cut = true
    }
    index = end
  }
  return cut ? kept.join('\n') : text
}

function isTelling(line: string): boolean {
  const start = line.slice(0, 400)
  return ERROR_LINE.test(start) || DIALOGUE.test(start) || line.trim() === '' || /^[\s>]*$/.test(start)
}

/** True when all from this line on is a mail: a forwarded one, or three headers in a row. */
function isRest(lines: string[], index: number): boolean {
  const line = (lines[index] as string).slice(0, 400)
  if (FORWARDED.test(line)) return lines.slice(index + 1, index + 4).some((next) => next.trim() !== '')
  if (!HEADER.test(line)) return false
  let headers = 1
  for (let next = index + 1; next < lines.length && next < index + 12 && headers < 3; next++) {
    const following = (lines[next] as string).slice(0, 400)
    if (HEADER.test(following)) headers++
    else if (!CONTINUED.test(following)) return false
  }
  return headers >= 3
}

/** Where the quoted or base64 lines that begin here end; `index` itself when none do. */
function blockEnd(lines: string[], index: number): number {
  let end = index
  if (ATTRIBUTION.test((lines[end] as string).slice(0, 200))) {
    end++
    while (end < lines.length && end < index + 3 && (lines[end] as string).trim() === '') end++
    if (end >= lines.length || !QUOTE.test(lines[end] as string)) return index
  }
  const start = end
  while (end < lines.length && QUOTE.test(lines[end] as string)) end++
  if (end - start >= (start > index ? 1 : 3)) return end
  end = index
  while (end < lines.length && BASE64_LINE.test(lines[end] as string)) end++
  return end - index >= 2 ? end : index
}

function cutLength(text: string): string {
  const start = text.slice(0, KEPT_BEGINNING)
  const blank = Math.max(start.lastIndexOf(' '), start.lastIndexOf('\n'))
  const beginning = wellFormed(blank > KEPT_BEGINNING / 2 ? start.slice(0, blank) : start)
  const rest = text.slice(beginning.length)
  const telling: string[] = []
  for (const line of rest.split('\n')) {
    const found = ERROR_LINE.exec(line)
    if (!found) continue
    telling.push(shorten(line.slice(Math.max(0, found.index - 20))))
    if (telling.length === KEPT_LINES) break
  }
  return [beginning.replace(/\s*\[body\]\s*$/, ''), BODY, ...telling].join('\n')
}

/** At most `KEPT_LINE` characters of a line, and no half of a placeholder. */
function shorten(line: string): string {
  const trimmed = line.trim()
  if (trimmed.length <= KEPT_LINE) return trimmed
  return wellFormed(trimmed.slice(0, KEPT_LINE).replace(/\[[a-z]*$/, ''))
}

/** Without half a surrogate pair at the end. */
function wellFormed(text: string): string {
  return /[\ud800-\udbff]$/.test(text) ? text.slice(0, -1) : text
}

/**
 * Brings text into the one form that vocabulary and questions are compared in: lower case, no accents, no
 * invisible characters, straight quotes, "e-mail" as "email", English contractions as one word.
 */

// Zero-width and bidirectional controls, soft hyphen, byte-order mark: invisible, and used to split words.
const INVISIBLE =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: the characters are meant one by one.
  /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]/gu
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/gu
const MARKS = /\p{Mn}+/gu

/** Whole text in, whole text out; offsets are not kept. Linear in the length. */
export function normalise(text: string): string {
  return text
    .normalize('NFKD')
    .replace(INVISIBLE, '')
    .replace(MARKS, '')
    .replace(CONTROL, ' ')
    .toLowerCase()
    .replace(/[\u2018\u2019\u201a\u201b\u02bc\u00b4`]/g, "'")
    .replace(/[\u201c\u201d\u201e\u00ab\u00bb]/g, '"')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/\be[- ]?mail/g, 'email')
    .replace(/\bcourrier electronique/g, 'courriel')
    .replace(/n't\b/g, 'nt')
    .replace(/(\w)'(ve|re|ll|s|m|d)\b/g, (whole, before: string, ending: string) =>
      // "l's" does not exist in French, but "d'm..." does: only endings at the end of a word reach here.
      ending === 's' || ending === 'm' || ending === 'd' ? `${before}${ending}` : whole.replace("'", ''),
    )
}

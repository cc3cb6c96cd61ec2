/** Text that people wrote, as it may reach a terminal. */

/** C0 and C1 but for tab and line feed, DEL, and what turns the direction of writing (UAX 9): all can change what a terminal shows. */
const UNPRINTABLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** The same with U+FFFD in place of every character that a terminal would obey instead of showing it. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, '\uFFFD')
}

/** Finds passwords in what people say of logging in: "use hunter2 to log in as ADDRESS", "log in with bob and hunter2". */
import { unquoted } from './before.ts'
import { isLeftOut, isNamed, isOrdinary, looksSecret } from './looks.ts'
import type { Name } from './names.ts'
import type { Reader, Stretch } from './reader.ts'
import { accept, quotedOr, trim } from './values.ts'

const MOST_BEFORE = 6
const MOST_AFTER = 8
/** Words between a user and the password. */
const MOST_BETWEEN = 3
const ADDRESS = /^[^@\s]{1,64}@[^@\s.]+\.[^@\s]{2,}$/

/** Around names of logging in and of credentials. Linear in the length of the text. */
export function findLogIns(reader: Reader, names: Name[]): Stretch[] {
  return names.flatMap((name) => [...used(reader, name), ...given(reader, name)])
}

/** "use hunter2 to log in", "mit hunter2 einloggen", "hunter2 ile giriş yapıyorum". */
function used(reader: Reader, name: Name): Stretch[] {
  const words = reader.wordsBefore(name.start, MOST_BEFORE)
  const address = hasAddress(reader, name.end, words)
  for (const [index, word] of words.entries()) {
    const value = unquoted(reader, trim(reader, word, false))
    const read = reader.read(value)
    if (isLeftOut(read) || isNamed(read) || read.includes('@')) continue
    const after = index > 0 ? words[index - 1] : undefined
    // "with anna@example.com and hunter2"
    const beside = words
      .slice(index + 1)
      .find((one) => !reader.is('and', one) && !reader.read(one).includes('@'))
    const use =
      (beside !== undefined && (reader.is('use', beside) || reader.is('with', beside))) ||
      (after !== undefined && reader.is('with', after, name.languages))
    if (!use) continue
    if (looksSecret(read)) return [value]
    const plain =
      address && /^\p{Ll}{4,}$/u.test(read) && !isOrdinary(read, reader.written(value), false, name.languages)
    if (plain)
      return accept(reader, value, { trust: 'plain', sign: false, languages: name.languages }).slice(0, 1)
  }
  return []
}

/** "log in as anna@example.com with hunter2", "login: bob / hunter2". */
function given(reader: Reader, name: Name): Stretch[] {
  let at = name.end
  let user = false
  let address = false
  let after: Stretch | null = null
  let between = 0
  for (let step = 0; step < MOST_AFTER; step++) {
    const gap = /^[ \t:,/|(]*/.exec(reader.plain.slice(at, at + 8))![0]
    at += gap.length
    // The password may stand alone on the line behind the address.
    if (reader.atLineEnd(at) && address && at < reader.plain.length) at = reader.skipSpace(at + 1)
    if (reader.atLineEnd(at)) return []
    const word = quotedOr(reader, reader.value(at))
    const value = trim(reader, word, false)
    const read = reader.read(value)
    if (user && looksSecret(read) && !read.includes('@'))
      return accept(reader, value, { trust: 'secret', sign: false })
    // "identifiants : anna@example.fr / citron"
    if (address && /[:/|]/.test(gap) && /^\p{L}{3,}$/u.test(read))
      return accept(reader, value, { trust: 'plain', sign: true, said: true, languages: name.languages })
    const joined = pairIn(reader, value)
    if (joined) return [joined]
    const says =
      after !== null && (reader.is('with', after) || reader.is('is', after)) && !isOrdinary(read, read)
    const named = /[:/|(]/.test(gap) || says
    address = ADDRESS.test(read)
    if (user && ++between > MOST_BETWEEN) return []
    user ||= ADDRESS.test(read) || (named && /^[\w.-]{2,}$/.test(read))
    after = word
    if (/[.!?;]$/.test(reader.plain.slice(at, word.end)) && !ADDRESS.test(read)) return []
    at = Math.max(word.end, at + 1)
    if (/["'`]/.test(reader.plain[at] ?? '')) at++
  }
  return []
}

/** The second half of "bob/hunter2". */
function pairIn(reader: Reader, { start, end }: Stretch): Stretch | null {
  const match = /^[\w.-]{2,40}\/(?=([^\s<>"/]{4,64})$)/.exec(reader.plain.slice(start, end))
  return match && looksSecret(match[1]!) && !isNamed(match[1]!)
    ? { start: start + match[0].length, end }
    : null
}

function hasAddress(reader: Reader, at: number, before: Stretch[]): boolean {
  const after = reader.plain.slice(at, at + 80).split('\n')[0]!
  return /\S@\S+\.\S/.test(after) || before.some((word) => ADDRESS.test(reader.read(word)))
}

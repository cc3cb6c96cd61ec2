/**
 * Finds passwords by what people write around them: "my password is ...", "mdp : ...", "... is my password". The
 * words are data (`knowledge/privacy`); here is their order. What looks like a secret needs little said about it, a
 * plain word needs a whole frame in the language of its name.
 */
import { onNextLine, signAt, valueInMarkup } from './layout.ts'
import { ALL, lexicon } from './lexicon.ts'
import { isOrdinary, looksSecret } from './looks.ts'
import { afterName, type Password } from './password-name.ts'
import { REACH, type Reader, type Stretch } from './reader.ts'
import { type Ask, accept, quotedOr } from './values.ts'

/** "the password **for my account**", "the password **I use**". */
function isOfIt(reader: Reader, word: Stretch | undefined): boolean {
  return word !== undefined && (reader.is('of', word) || /^(?:d|qu|l)'/.test(reader.read(word).toLowerCase()))
}

/** "the **temporary Outlook** password", in the order of French: nothing else stands in between. */
function areQualifiers(reader: Reader, gap: Stretch[]): boolean {
  return gap.every((word) => reader.is('adjective', word))
}

/**
 * The values that stand behind a name. Reads on word by word until it comes to what says that a password follows
 * (`:`, "is"), to what looks like one, or to what shows that none is coming.
 */
export function passwordAfter(reader: Reader, name: Password): Stretch[] {
  if (name.weak && reader.plain[name.start - 1] === '=') return []
  const marked = valueInMarkup(reader, name)
  if (marked) return marked
  const rest = afterName(reader, name)
  return rest ? new Walk(reader, { ...name, pair: rest.pair }, rest.trust).from(rest.at) : []
}

/** How many words are read behind a name. */
const MOST_STEPS = 10

class Walk {
  readonly reader: Reader
  readonly name: Password
  trust: Ask['trust']
  /** The words between the name and where we are. */
  readonly gap: Stretch[] = []
  /** "the password I was given is ...": another "is" may follow the first one. */
  relative = false
  /** "my password, hunter2, ...": behind so many words stands a comma; what follows it counts as beside the name. */
  aside = -1
  changed: boolean

  constructor(reader: Reader, name: Password, trust: Ask['trust']) {
    this.reader = reader
    this.name = name
    this.trust = trust
    this.changed = name.changed
  }

  from(start: number): Stretch[] {
    const { reader, name } = this
    let at = start
    const limit = Math.min(reader.plain.length, name.end + REACH, name.until + 1)
    for (let step = 0; step < MOST_STEPS && at < limit; step++) {
      const from = at
      at = reader.skipSpace(at)
      const sign = signAt(reader, at)
      if (sign) return this.afterSign(at, sign)
      if (reader.atLineEnd(at))
        return this.gap.length === 0 && name.label
          ? onNextLine(reader, at, this.ask({ trust: 'secret', sign: true }))
          : []
      if (step === 0) {
        const column = this.inNextColumn(from, at)
        if (column) return column
      }
      const stop = /^(?:\.{3}|[.!?;,])(?=\s|$)/.exec(reader.plain.slice(at, at + 4))?.[0]
      if (stop) {
        const of = stop === ',' && (this.changed || isOfIt(reader, this.gap[0]))
        if ((step > 0 && !of) || (stop !== ',' && stop !== '...')) return []
        at += stop.length
        this.aside = this.gap.length
        continue
      }
      const taken = this.word(at, step)
      if (Array.isArray(taken)) return taken
      at = taken
    }
    return []
  }

  ask(ask: Partial<Ask> & Pick<Ask, 'trust' | 'sign'>): Ask {
    return { pair: this.name.pair, plural: this.name.plural, languages: this.name.languages, ...ask }
  }

  /** The values found at this word, or where to read on. */
  word(at: number, step: number): Stretch[] | number {
    const { reader, gap } = this
    const next = reader.word(at)
    const read = reader.read(next)
    if (
      reader.is('is', next, this.name.languages) ||
      (reader.is('is', next) && looksLike(reader, next.end))
    ) {
      const values = this.afterIs(next)
      if (values.length > 0) return values
      this.relative ||= gap.length > 0 && isOfIt(reader, gap[0])
      if (!this.relative) return []
    } else {
      const close = read.startsWith('(') ? reader.find(')', at, 40) : -1
      if (close >= 0) {
        const inside = this.inBrackets({ start: at + 1, end: close })
        if (inside) return inside
        if (step === 0) return close + 1
      }
      if (this.isBeside()) {
        const values = this.beside(next)
        if (values) return values
      }
      this.changed ||= reader.is('changed', next)
      const moved = this.afterTo(next)
      if (moved) return moved
      if (gap.at(-1) && reader.read(gap.at(-1)!).includes('@') && looksSecret(read.replace(/[.,;:!?]+$/, '')))
        return accept(reader, next, this.ask({ trust: 'secret', sign: false }))
    }
    // Another clause begins: what it says is of something else. But "the password and user name are ..."
    if (
      reader.is('and', next, this.name.languages) &&
      !isOfIt(reader, gap[0]) &&
      !namesUser(reader, next.end)
    )
      return []
    gap.push(next)
    if (/,["')]*$/.test(read) && (this.changed || isOfIt(reader, gap[0]))) this.aside = gap.length
    if (gap.length > 6) this.trust = 'secret'
    if (/[:=]$/.test(read) && read.length > 1) return next.end - 1
    return /[.!?;]["')]*$/.test(read) ? [] : next.end
  }

  /** Whether the word here stands beside the name, with nothing but "temporary", "still" or "to" in between. */
  isBeside(): boolean {
    const { reader, gap, name } = this
    const aside = this.aside >= 0 && gap.slice(this.aside).every((word) => reader.is('hedge', word))
    const near = (word: Stretch) =>
      (['adjective', 'the', 'not'] as const).some((role) => reader.is(role, word))
    return (
      areQualifiers(reader, gap) ||
      aside ||
      (name.as &&
        gap.length <= 4 &&
        gap.every((word) => isOrdinary(reader.read(word), reader.written(word)))) ||
      (gap.length <= 3 && gap.every(near)) ||
      (gap.length === 1 &&
        (reader.is('to', gap[0]!) || reader.is('as', gap[0]!) || reader.is('with', gap[0]!)))
    )
  }

  /** "the password you gave me (hunter2)", "password (sunshine) refused"; null for another remark. */
  inBrackets(inside: Stretch): Stretch[] | null {
    const { reader, gap, name } = this
    const quoted = quotedOr(reader, inside)
    const read = reader.read(quoted)
    if (/\s/.test(read.trim()) && !looksSecret(read)) return null
    const told = name.given || gap.some((word) => reader.is('gave', word))
    const plain = told && !name.weak && /^\p{L}{4,}$/u.test(read) && read !== read.toUpperCase()
    const values = accept(
      reader,
      quoted,
      this.ask({ trust: plain ? 'plain' : 'secret', sign: true, pair: false }),
    )
    return values.length > 0 ? values : null
  }

  /** "changed my password **to hunter**", "Passwort auf hunter geändert": a plain word where something was changed. */
  afterTo(to: Stretch): Stretch[] | null {
    const { reader, name } = this
    const { languages } = name
    if (!reader.is('to', to, languages)) return null
    const small = (word: Stretch) =>
      (['changed', 'is', 'the', 'hedge', 'adjective', 'not'] as const).some((role) =>
        reader.is(role, word, languages),
      )
    const near = this.gap.every(small)
    const start = reader.skipSpace(to.end)
    if (reader.atLineEnd(start)) return null
    const value = quotedOr(reader, reader.value(start))
    if (!this.changed && !changedAfter(reader, value.end)) return null
    if (!clauseEnds(reader, reader.wordEnd(reader.value(start))) || /\s/.test(reader.read(value))) return null
    const values = accept(reader, value, this.ask({ trust: near ? 'plain' : 'secret', sign: false }))
    return values.length > 0 ? values : null
  }

  afterSign(at: number, sign: string): Stretch[] {
    const { reader, gap, name } = this
    let { trust } = this
    const ofIt = isOfIt(reader, gap[0])
    const ofAccount = gap.length > 0 && reader.is('account', gap.at(-1)!)
    if (gap.length > 0 && !areQualifiers(reader, gap) && (!ofIt || ofAccount)) trust = 'secret'
    // What "password rejected:" names is an error.
    if (trust === 'secret' && gap.length > 0 && !ofIt && isErrorName(reader, at + sign.length)) return []
    // A dash, an arrow or a bar may as well lead on to something else: "Settings > Password > Change".
    if (['-', '>', '|'].includes(sign)) trust = 'secret'
    const ask = this.ask({
      trust,
      sign: true,
      assigned: sign.startsWith('=') && /[?&;,]\s?[\w.-]*$/.test(name.before),
      label: name.label,
    })
    const marks =
      /^[*_`]{1,2}(?=\s)/.exec(reader.plain.slice(at + sign.length, at + sign.length + 3))?.[0] ?? ''
    let start = reader.skipSpace(at + sign.length + marks.length)
    if (reader.atLineEnd(start)) return onNextLine(reader, start, this.ask({ trust, sign: true }))
    if (/^[>=:]\s/.test(reader.plain.slice(start, start + 2))) start = reader.skipSpace(start + 1)
    return pastHedges(reader, start, ask)
  }

  afterIs(copula: Stretch): Stretch[] {
    const { reader, gap, name } = this
    const read = reader.read(copula)
    const ofIt = gap.length === 0 || isOfIt(reader, gap[0]) || areQualifiers(reader, gap)
    const denied = /n't$|^isnt$|^n'/.test(reader.bare(copula))
    const isQuoted = /^["'`]/.test(reader.plain[reader.skipSpace(copula.end)] ?? '')
    const plainly = ofIt && !denied && this.aside < 0 && (!name.weak || isQuoted)
    const languages = lexicon.narrowed(
      'is',
      reader.bare(copula),
      reader.written(copula).toLowerCase(),
      name.languages,
    )
    return pastHedges(
      reader,
      copula.end,
      this.ask({ trust: plainly ? this.trust : 'secret', sign: /[:=]$/.test(read), languages }),
    )
  }

  /** A label and one word, set apart by a tab or several blanks, alone on their line; null for anything else. */
  inNextColumn(from: number, at: number): Stretch[] | null {
    const { reader, name } = this
    if (!name.label || name.weak || (at - from < 2 && reader.plain[from] !== '\t')) return null
    const only = reader.value(at)
    if (!reader.atLineEnd(reader.skipSpace(only.end)) || isOrdinary(reader.read(only), reader.written(only)))
      return null
    return accept(reader, only, this.ask({ trust: 'plain', sign: true }))
  }

  /** What stands right beside the name counts when it looks like a secret, and in a few cases a plain word does too. */
  beside(next: Stretch): Stretch[] | null {
    const { reader, name, gap } = this
    if (reader.isBoundary(next.start) && lexicon.knows(reader.bare(next))) return null
    const whole = reader.value(next.start)
    const value = quotedOr(reader, whole)
    const values = accept(reader, value, this.ask({ trust: 'secret', sign: false }))
    if (values.length > 0) return name.weak && name.kind === 'password-weak' && gap.length > 0 ? [] : values
    const read = reader.read(whole)
    const ordinary = isOrdinary(read, reader.written(whole), false, name.languages)
    const take = (stretch: Stretch, sign: boolean, said = false) =>
      accept(reader, stretch, this.ask({ trust: 'plain', sign, pair: false, said }))
    // --password hunter
    if (
      gap.length === 0 &&
      /(?:^|\s)--?[\w-]*$/.test(name.before) &&
      !isOrdinary(read, reader.written(whole))
    )
      return take(whole, true)
    // An app password without its blanks.
    const said = name.before + reader.lower.slice(name.end, next.start)
    if (/app/.test(said) && /^[a-z]{16}[.,;!?]?$/.test(read) && !ordinary) return take(whole, true)
    // "vaihdoin salasanaksi hunter", "şifremi hunter olarak değiştirdim", "パスワードをさくらに変更"
    const becomes =
      (name.kind === 'as-password' && clauseEnds(reader, whole.end)) ||
      this.becomes(whole.end) ||
      (name.as && gap.some((word) => reader.is('use', word)) && clauseEnds(reader, whole.end))
    if (becomes && /^\p{L}{4,}[.,;!?]?$/u.test(read) && !ordinary) return take(whole, false, true)
    // username john password hunter
    if (
      gap.length === 0 &&
      name.afterUser &&
      !ordinary &&
      /^[\p{L}\d._-]+[,;]?$/u.test(read) &&
      endsOrNames(reader, whole.end)
    )
      return take(whole, false)
    // password "hunter"
    const label =
      /["'`]/.test(reader.plain[name.end] ?? '') || this.aside >= 0 || name.kind === 'password-weak'
    if (
      gap.length === 0 &&
      !label &&
      value.start > whole.start &&
      /^[\p{L}\d][\p{L}\d ]{1,60}[\p{L}\d]$/u.test(reader.read(value))
    )
      return take(value, false)
    return null
  }

  /** True when behind a value at `end` it is said that the password became it: "X olarak değiştirdim". */
  becomes(end: number): boolean {
    const { reader, name } = this
    const at = reader.skipSpace(end)
    if (reader.atLineEnd(at)) return false
    const next = reader.word(at)
    if (reader.is('changed', next, name.languages) && reader.is('as', next, name.languages))
      return next.start > end
    return (
      (reader.is('as', next, name.languages) || reader.is('to', next, name.languages)) &&
      changedAfter(reader, next.end)
    )
  }
}

/** "and user name", "and my login". */
function namesUser(reader: Reader, at: number): boolean {
  const first = reader.word(reader.skipSpace(at))
  const second = reader.word(reader.skipSpace(first.end))
  return reader.is('account', first) || (reader.is('the', first) && reader.is('account', second))
}

function looksLike(reader: Reader, at: number): boolean {
  const start = reader.skipSpace(at)
  return !reader.atLineEnd(start) && looksSecret(reader.read(reader.value(start)).replace(/[.,;:!?]+$/, ''))
}

/** Whether one of the next words of the clause says that something was changed or is used. */
function changedAfter(reader: Reader, end: number): boolean {
  let at = end
  for (let step = 0; step < 4; step++) {
    if (/[.!?;]/.test(reader.plain[at] ?? '')) return false
    at = reader.skipSpace(at)
    if (reader.atLineEnd(at)) return false
    const word = reader.word(at)
    if (reader.is('changed', word) || reader.is('use', word)) return true
    at = word.end
  }
  return false
}

/** True at the end of a line or clause, and before the next label of pasted settings. */
function endsOrNames(reader: Reader, at: number): boolean {
  const next = reader.skipSpace(at)
  if (reader.atLineEnd(next) || /[.,;]/.test(reader.plain[at]!) || /[.,;]/.test(reader.plain[at - 1]!))
    return true
  const word = reader.word(next)
  return lexicon.languagesOf(reader.bare(word)) === ALL || reader.is('account', word)
}

/** Whether nothing that belongs to a value follows: the clause ends, or goes on with a small word. */
export function clauseEnds(reader: Reader, end: number): boolean {
  if (/[.,;!?)]/.test(reader.plain[end - 1] ?? '') || /[.,;!?)"']/.test(reader.plain[end] ?? '')) return true
  const at = reader.skipSpace(end)
  if (reader.atLineEnd(at)) return true
  const next = reader.word(at)
  if (['-', '(', '–'].includes(reader.plain[at]!)) return true
  return (['and', 'not', 'of', 'for', 'from', 'to', 'changed', 'use', 'hedge', 'as', 'said'] as const).some(
    (role) => reader.is(role, next),
  )
}

/** Reads a value past words such as "still" or "not": after those only what looks like a secret counts. */
function pastHedges(reader: Reader, start: number, ask: Ask): Stretch[] {
  let at = reader.skipSpace(start)
  let { trust } = ask
  if (/^[:=]/.test(reader.plain[at] ?? '')) at = reader.skipSpace(at + 1)
  for (let step = 0; step < 5 && !reader.atLineEnd(at); step++) {
    const next = reader.word(at)
    const values = accept(reader, quotedOr(reader, reader.value(at)), { ...ask, trust })
    if (values.length > 0) return values
    const read = reader.read(next)
    const after = reader.skipSpace(next.end)
    if (!reader.is('hedge', next, ask.languages) && !reader.is('not', next)) {
      // "is correct: hunter2", "is right (hunter2)"
      const aside = /[:,]$/.test(read) || reader.plain[after] === '('
      if (step > 2 || !aside || !isOrdinary(read, reader.written(next)) || isErrorName(reader, after))
        return []
      return accept(reader, quotedOr(reader, reader.value(after)), { ...ask, trust: 'secret' })
    }
    if (/[.!?;]$/.test(read)) return []
    // "is definitely right": behind such words a plain word counts only where nothing else follows.
    const last = reader.value(after)
    if (reader.is('not', next) || !clauseEnds(reader, last.end)) trust = 'secret'
    at = after
  }
  return []
}

/** "AUTH005": what servers and programs call their errors. */
function isErrorName(reader: Reader, at: number): boolean {
  return /^\(?[A-Z][A-Z_-]*\d+\)?[.,]?$/.test(reader.read(reader.word(reader.skipSpace(at))))
}

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fold } from '../../src/privacy/fold.ts'
import { work } from '../../src/privacy/reader.ts'
import { holdsPassword, redact } from '../../src/privacy/redact.ts'
import { HOSTILE } from './hostile.ts'

/** The same cases on every run; `FC_SEED` tries others. */
fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 1) })

const ANY_TEXT = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.string({ maxLength: 2_000 }),
)

/** Pieces that redaction reacts to, put together at random. */
const PIECES = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...[
          'password',
          'mdp',
          'mot de passe',
          'pw',
          'is',
          'est',
          ':',
          '=',
          '->',
          ' ',
          '  ',
          '\n',
          '\t',
          ',',
          '.',
          '...',
        ],
        ...[
          '"',
          "'",
          '`',
          '(',
          ')',
          '<',
          '>',
          '[',
          ']',
          '**',
          '/',
          '@',
          '&',
          '?',
          '-',
          '|',
          '%40',
          '://',
          'and',
          'to',
        ],
        ...[
          'hunter2',
          'sunshine',
          'wrong',
          'not',
          'john',
          'x',
          'john@example.com',
          'a@b',
          'imap.example.com',
          '550 5.1.1',
        ],
        ...[
          '06 12 34 56 78',
          '+33 6',
          '4111 1111 1111 1111',
          '993',
          '12',
          '482913',
          'code',
          'verification code',
          'token',
        ],
        ...[
          'AUTH PLAIN',
          'AGEAYg==',
          '334 ',
          'LOGIN',
          'a1 LOGIN',
          'PASS',
          'USER',
          'Authorization: Basic',
          'Bearer',
          'eyJ',
        ],
        ...[
          '[password]',
          '[address]',
          '[body]',
          '[',
          'pass',
          'From: a\nTo: b\nDate: c\n',
          '> a\n> b\n> c\n',
          'abcd efgh',
        ],
        ...[
          '\u200b',
          '\u202e',
          'é',
          '\u0301',
          'ｐｗ',
          '：',
          '\ufdd0',
          '\ud800',
          '-----BEGIN PRIVATE KEY-----',
          'xoxb-1234567890',
        ],
      ),
      fc.string({ maxLength: 8 }),
    ),
    { maxLength: 40 },
  )
  .map((pieces) => pieces.join(''))

const DIGIT = fc.constantFrom(...'0123456789')
const LOWER = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz')
const UPPER = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ')

/** Passwords as people make them: letters and digits, with a symbol, long, in capitals. */
const PASSWORD = fc
  .tuple(
    fc.array(LOWER, { minLength: 4, maxLength: 12 }),
    fc.array(UPPER, { maxLength: 2 }),
    fc.array(DIGIT, { minLength: 2, maxLength: 4 }),
    fc.constantFrom('', '', '!', '#', '$', '&', '_', '+'),
    fc.boolean(),
  )
  .map(([lower, upper, digits, symbol, first]) =>
    first
      ? [...upper, ...lower, ...digits, symbol].join('')
      : [...upper, ...lower, symbol, ...digits].join(''),
  )
/** Single words that nobody says of a password. */
const WORD = fc.constantFrom(
  ...[
    'sunshine',
    'dragon',
    'monkey',
    'letmein',
    'football',
    'princess',
    'azerty',
    'soleil',
    'doudou',
    'chocolat',
  ],
  ...[
    'marseille',
    'nounours',
    'estrella',
    'futebol',
    'topolino',
    'zonnetje',
    'sommerwiese',
    'qwerty',
    'fluffy',
  ],
)

const SAYS_SO: ((secret: string) => string)[] = [
  (s) => `my password is ${s}`,
  (s) => `password: ${s}`,
  (s) => `Password=${s}`,
  (s) => `pw: ${s}`,
  (s) => `pwd = ${s}`,
  (s) => `pass: ${s}`,
  (s) => `the password for my account is ${s}`,
  (s) => `the password I use is "${s}"`,
  (s) => `my password is ${s} but it is refused`,
  (s) => `user: john, password: ${s}, port: 993`,
  (s) => `Username: john\nPassword: ${s}\nServer: imap.example.com`,
  (s) => `{"user":"john","password":"${s}"}`,
  (s) => `<password>${s}</password>`,
  (s) => `smtp://john:${encodeURIComponent(s)}@smtp.example.com`,
  (s) => `a1 LOGIN "john@example.com" "${s}"`,
  (s) => `USER john\nPASS ${s}`,
  (s) => `mdp: ${s}`,
  (s) => `mdp : ${s}`,
  (s) => `mon mot de passe est ${s}`,
  (s) => `mot de passe = ${s}`,
  (s) => `mon mot de passe c'est ${s}.`,
  (s) => `identifiant : jean\nmot de passe : ${s}`,
  (s) => `Mein Passwort ist ${s}`,
  (s) => `Kennwort lautet ${s}`,
  (s) => `la mia password è ${s}`,
  (s) => `mi contraseña es ${s}`,
  (s) => `minha senha: ${s}`,
  (s) => `mijn wachtwoord is ${s}`,
]
const STANDS_BESIDE: ((secret: string) => string)[] = [
  (s) => `password ${s} is not accepted`,
  (s) => `${s} is my password`,
  (s) => `I use ${s} as password`,
  (s) => `mdp ${s} refusé`,
  (s) => `I changed my password to ${s}`,
  (s) => `password (${s})`,
  (s) => `j'ai changé mon mot de passe en ${s}`,
  (s) => `user john password ${s}`,
]
const BASE64: ((secret: string) => string)[] = [
  (s) => `AUTH PLAIN ${s}`,
  (s) => `AUTH PLAIN\n334 \n${s}`,
  (s) => `AUTH LOGIN\n334 VXNlcm5hbWU6\n${s}`,
  (s) => `C: a1 AUTHENTICATE PLAIN ${s}`,
  (s) => `Authorization: Basic ${s}`,
]

/** Ways in which the same text arrives from phones, forms and people who paste. */
const DISGUISE: ((text: string) => string)[] = [
  (text) => text,
  (text) => text.toUpperCase(),
  (text) => [...text].map(wide).join(''),
  (text) => `\u202b${text}\u202c`,
  (text) => text.replaceAll(' ', '\u00a0'),
  (text) => [...text].join('\u200b'),
  (text) => text.normalize('NFD'),
  (text) => text.replaceAll('\n', '\r\n'),
]

function wide(character: string): string {
  const code = character.charCodeAt(0)
  return code > 0x20 && code < 0x7f ? String.fromCharCode(code + 0xfee0) : character
}

const AROUND = fc.constantFrom(
  '',
  'Hello, Outlook 2019 cannot send on port 465.',
  'Bonjour, erreur 0x800CCC0F depuis hier.',
  'IMAP 993 times out, 535 5.7.8 in the log.',
  'Thanks for your help!',
)

describe('whatever is written', () => {
  it('nothing is thrown, and what was redacted comes back unchanged', () => {
    fc.assert(
      fc.property(fc.oneof(ANY_TEXT, PIECES), (text) => {
        const once = redact(text)
        expect(redact(once.text).text).toBe(once.text)
        expect(holdsPassword(text)).toBe(holdsPassword(text))
      }),
      { numRuns: 1_500 },
    )
  })

  it('the same text gives the same result, at most four times as long and a little', () => {
    fc.assert(
      fc.property(fc.oneof(ANY_TEXT, PIECES), (text) => {
        const once = redact(text)
        expect(redact(text)).toEqual(once)
        expect(once.text.length).toBeLessThanOrEqual(4 * text.length + 40)
        if (once.found.length === 0) expect(once.text).toBe(text)
      }),
      { numRuns: 700 },
    )
  })
})

describe('a planted secret does not survive', () => {
  const planted = (
    secrets: fc.Arbitrary<string>,
    forms: ((secret: string) => string)[],
    runs: number,
    disguises = DISGUISE,
  ) =>
    fc.assert(
      fc.property(
        secrets,
        fc.constantFrom(...forms),
        fc.constantFrom(...disguises),
        AROUND,
        AROUND,
        (secret, form, disguise, before, after) => {
          const text = `${before}\n${disguise(form(secret))}\n${after}`
          const result = redact(text)
          expect(fold(result.text).lower).not.toContain(fold(secret).lower)
          expect(result.text.startsWith(before)).toBe(true)
          expect(result.text.endsWith(after)).toBe(true)
          expect(holdsPassword(text)).toBe(true)
        },
      ),
      { numRuns: runs },
    )

  it('when the text says that it is one', () => planted(PASSWORD, SAYS_SO, 2_000))
  it('when the text says so and it is a plain word', () => planted(WORD, SAYS_SO, 1_000))
  it('when it stands beside the word and looks like one', () => planted(PASSWORD, STANDS_BESIDE, 1_000))
  it('when it is a log-in in base64', () => {
    const secret = PASSWORD.map((password) =>
      Buffer.from(`\0john@example.com\0${password}`).toString('base64'),
    )
    const keepsCase = DISGUISE.filter((disguise) => disguise('a') !== 'A')
    planted(secret, BASE64, 500, keepsCase)
  })
  it('when it is a code sent to open an account', () => {
    const code = fc.array(DIGIT, { minLength: 6, maxLength: 6 }).map((digits) => digits.join(''))
    planted(
      code.filter((digits) => !/^100/.test(digits)),
      [
        (s) => `my verification code is ${s}`,
        (s) => `code de vérification : ${s}`,
        (s) => `${s} is your security code`,
        (s) => `OTP ${s}`,
        (s) => `Bestätigungscode: ${s}`,
      ],
      500,
    )
  })
})

describe('a planted person does not survive', () => {
  const name = fc.array(LOWER, { minLength: 2, maxLength: 12 }).map((letters) => `zq${letters.join('')}`)

  it('as an address, whose domain stays', () => {
    fc.assert(
      fc.property(
        name,
        fc.constantFrom('', '.', '-', '+', '_'),
        fc.constantFrom(
          'I am %',
          '<%>',
          'mailto:%',
          'user=%&x',
          '(%)',
          '"%"',
          '%, please',
          'from % to %',
          'mail: %.',
          '[%]',
        ),
        AROUND,
        (part, joint, form, around) => {
          const address = `${part}${joint}${part}@mail.example.org`
          const { text, found } = redact(`${around} ${form.replaceAll('%', address)}`)
          expect(text).not.toContain(part)
          expect(text).toContain('[address]@mail.example.org')
          expect(found).toContain('address')
        },
      ),
      { numRuns: 500 },
    )
  })

  it('as a phone number in the ways of five countries', () => {
    fc.assert(
      fc.property(
        fc.array(DIGIT, { minLength: 8, maxLength: 8 }).map((digits) => digits.join('')),
        fc.constantFrom(
          (d: string) => `06 ${d.replace(/..(?=.)/g, '$& ')}`,
          (d: string) => `06.${d.replace(/..(?=.)/g, '$&.')}`,
          (d: string) => `06${d}`,
          (d: string) => `+33 6 ${d.replace(/..(?=.)/g, '$& ')}`,
          (d: string) => `+44 7${d.slice(0, 3)} ${d.slice(3)}`,
          (d: string) => `(555) 2${d.slice(0, 2)}-${d.slice(2, 6)}`,
          (d: string) => `0171 ${d}`,
          (d: string) => `tel. ${d}`,
        ),
        AROUND,
        (digits, form, around) => {
          const { text, found } = redact(`${around} ${form(digits)} ${around}`)
          expect(found).toEqual(['phone'])
          expect(text).toBe(text.replace(/\d{6}/, ''))
        },
      ),
      { numRuns: 500 },
    )
  })

  it('as a card number that passes the check, and only then', () => {
    fc.assert(
      fc.property(
        fc.array(DIGIT, { minLength: 14, maxLength: 14 }).map((digits) => `4${digits.join('')}`),
        fc.constantFrom('', ' ', '-'),
        (start, joint) => {
          const sum = [...start].reduce((total, digit, index) => {
            const value = Number(digit)
            return total + (index % 2 === 1 ? value : value < 5 ? value * 2 : value * 2 - 9)
          }, 0)
          const last = (10 - (sum % 10)) % 10
          const written = (check: number) => `${start}${check}`.replace(/.{4}(?=.)/g, `$&${joint}`)
          expect(redact(`card ${written(last)} ok`).text).toBe('card [card] ok')
          expect(redact(`card ${written((last + 1) % 10)} ok`).found).not.toContain('card')
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe('reading', () => {
  it.each(HOSTILE)('grows with the length and no more: %j', (piece) => {
    const readFor = (length: number) => {
      const before = work.characters
      redact(piece.repeat(Math.ceil(length / piece.length)).slice(0, length))
      return work.characters - before
    }
    // Work that grew with the square of the length would be 16 times as much.
    expect(readFor(16_000)).toBeLessThan(5 * readFor(4_000) + 2_000)
    expect(readFor(16_000)).toBeLessThan(600 * 16_000)
  })
})

/** Encryption of the few things that are secret and must be kept: the tokens of platform installations. */
import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { StoreError } from './store.ts'

const CIPHER = 'aes-256-gcm'
const KEY_BYTES = 32
/** NIST SP 800-38D, 8.2.2: random, and 96 bits long. */
const IV_BYTES = 12
const TAG_BYTES = 16
const ID_CHARACTERS = 8
/** `v1.` and the key's id. */
const HEAD_CHARACTERS = 3 + ID_CHARACTERS

const DIGESTS = 'mailsherpa digests of persons'

const MAKE_ONE =
  'make one with `node -p "crypto.randomBytes(32).toString(\'base64\')"` and keep it where the other secrets are'

export interface Sealer {
  /** Whether `seal` can work: at least one key was given. */
  readonly hasKey: boolean
  /**
   * Encrypts with the first key. `context` is where the text belongs; it opens nowhere else, so that a sealed
   * text cannot be moved to another record.
   */
  seal(text: string, context: string): string
  /** The reverse, with whichever key sealed it. Throws `StoreError` when that key is not here or the text was altered. */
  open(sealed: string, context: string): string
  /** Digests of a text that tell nothing of it without the key: with the first key, then with each of the others. */
  digests(text: string): string[]
  /** The head that every text sealed with the first key begins with, and the heads of all keys. */
  readonly current: string | undefined
  readonly heads: readonly string[]
}

/** How many characters at the beginning of a sealed text tell its key. */
export const SEALED_HEAD = HEAD_CHARACTERS

/**
 * Reads `SECRETS_KEY`: 32 bytes in base64, or several of these with commas between. The first encrypts, all of
 * them decrypt: to change the key, put the new one in front, restart, and take the old one away later.
 *
 * @throws StoreError when a key is not 32 bytes of base64.
 */
export function createSealer(secretsKey: string | undefined): Sealer {
  const keys = new Map<string, Buffer>()
  for (const [index, text] of (secretsKey?.trim() ? secretsKey.split(',') : []).entries()) {
    const key = parseKey(text.trim(), index)
    keys.set(`v1.${keyId(key)}`, key)
  }
  const heads = [...keys.keys()]
  const current = heads[0]
  // A key of its own: what it tells must not depend on what the seals do.
  const digestKeys = [...keys.values()].map((key) =>
    Buffer.from(hkdfSync('sha256', key, '', DIGESTS, KEY_BYTES)),
  )
  return {
    digests: (text) => digestKeys.map((key) => createHmac('sha256', key).update(text).digest('base64url')),
    hasKey: current !== undefined,
    current,
    heads,
    seal(text, context) {
      if (current === undefined) {
        throw new StoreError(
          'SECRETS_KEY is not set, and a platform installation holds tokens that are kept encrypted only.',
          `Set SECRETS_KEY: ${MAKE_ONE}.`,
        )
      }
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv(CIPHER, keys.get(current)!, iv).setAAD(Buffer.from(context))
      const body = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return `${current}.${body.toString('base64url')}`
    },
    open(sealed, context) {
      const key = keys.get(sealed.slice(0, HEAD_CHARACTERS))
      if (!key) throw unknownKey(secretsKey, [sealed.slice(0, HEAD_CHARACTERS)])
      const body = Buffer.from(sealed.slice(HEAD_CHARACTERS + 1), 'base64url')
      try {
        const decipher = createDecipheriv(CIPHER, key, body.subarray(0, IV_BYTES), {
          authTagLength: TAG_BYTES,
        })
          .setAAD(Buffer.from(context))
          .setAuthTag(body.subarray(-TAG_BYTES))
        return Buffer.concat([
          decipher.update(body.subarray(IV_BYTES, -TAG_BYTES)),
          decipher.final(),
        ]).toString()
      } catch {
        throw new StoreError(
          'A stored platform installation was altered or damaged: its seal is broken.',
          'Restore the database from a backup, or install the app on that platform again.',
        )
      }
    },
  }
}

/** The error for texts whose key is not in `SECRETS_KEY`. `heads` are the beginnings of those texts. */
export function unknownKey(secretsKey: string | undefined, heads: string[]): StoreError {
  const ids = heads.map((head) => head.slice(-ID_CHARACTERS)).join(', ')
  return secretsKey?.trim()
    ? new StoreError(
        `SECRETS_KEY does not open the stored platform installations: they were sealed with another key (id ${ids}).`,
        'Put the key they were sealed with back into SECRETS_KEY, after the new one and a comma; or delete the rows of the table installations and install the app on its platforms again.',
      )
    : new StoreError(
        `SECRETS_KEY is not set, and the database holds platform installations sealed with a key (id ${ids}).`,
        'Set SECRETS_KEY to the key they were sealed with; or delete the rows of the table installations and install the app on its platforms again.',
      )
}

function parseKey(text: string, index: number): Buffer {
  const key = Buffer.from(text, 'base64')
  // Node skips what is not base64, so that a damaged key would silently become another one.
  if (key.length !== KEY_BYTES || !/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) {
    throw new StoreError(
      `SECRETS_KEY is wrong: key ${index + 1} of it is not 32 bytes in base64.`,
      `Correct it, or, if nothing was encrypted yet, ${MAKE_ONE}.`,
    )
  }
  return key
}

/** Tells keys apart without telling anything of them. */
function keyId(key: Buffer): string {
  return createHash('sha256').update('mailsherpa key id\0').update(key).digest('hex').slice(0, ID_CHARACTERS)
}

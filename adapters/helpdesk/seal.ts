/** The contact details that a person gives to be reached: in the outbox they are sealed until they are delivered. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { DeliveryFailure } from '../../src/adapter.ts'

const CIPHER = 'aes-256-gcm'
/** NIST SP 800-38D, 8.2.2: random, and 96 bits long. */
const IV_BYTES = 12
const TAG_BYTES = 16

export interface Seal {
  seal(value: unknown): string
  /** Throws `DeliveryFailure` when it was sealed with another secret or altered. */
  open(sealed: string): unknown
}

/** Seals with a key of its own derived from `secret`; `name` is the variable that holds it. */
export function createSeal(secret: string, name: string): Seal {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'mailsherpa contact details', 32))
  return {
    seal(value) {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv(CIPHER, key, iv)
      return Buffer.concat([
        iv,
        cipher.update(JSON.stringify(value), 'utf8'),
        cipher.final(),
        cipher.getAuthTag(),
      ]).toString('base64url')
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64url')
      try {
        const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, IV_BYTES), {
          authTagLength: TAG_BYTES,
        })
        decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
        const text = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()])
        return JSON.parse(text.toString('utf8'))
      } catch {
        throw new DeliveryFailure(
          `the contact details were sealed with another ${name}: set the old one and replay`,
          'never',
        )
      }
    },
  }
}

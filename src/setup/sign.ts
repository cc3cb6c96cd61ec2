/** Signs a file with a key and its certificates (CMS, RFC 5652), as Apple's devices check profiles. */
import { createHash, createPrivateKey, type KeyObject, webcrypto, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { Integer, ObjectIdentifier, OctetString, UTCTime } from 'asn1js'
import {
  Attribute,
  Certificate,
  ContentInfo,
  EncapsulatedContentInfo,
  IssuerAndSerialNumber,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
} from 'pkijs'

import { SigningError } from './signing-error.ts'

export interface Signer {
  /** The file inside of its signature, in DER. `now`: the time of signing. */
  sign(file: string, now: Date): Promise<Buffer>
  /** Of the certificate: changes with it. */
  fingerprint: string
  /** When devices stop believing it. */
  validTo: Date
}

const OIDS = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
}

const CURVES: Record<string, string> = { prime256v1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521' }

/**
 * The signer that the settings ask for; undefined when they ask for none. Each is PEM or the path of a file with it.
 *
 * @throws SigningError naming the setting and what to do.
 */
export async function signerOf(key: string | undefined, certificates: string | undefined) {
  if (key === undefined && certificates === undefined) return undefined
  if (key === undefined || certificates === undefined) {
    const [set, missing] = key ? ['KEY', 'CERT'] : ['CERT', 'KEY']
    throw new SigningError(
      `SETUP_SIGNING_${set} is set, but SETUP_SIGNING_${missing} is missing. Set it too, or unset both: profiles are then not signed.`,
    )
  }
  return createSigner(await pemOf('SETUP_SIGNING_KEY', key), await pemOf('SETUP_SIGNING_CERT', certificates))
}

async function pemOf(setting: string, value: string): Promise<string> {
  if (value.includes('-----BEGIN')) return value
  try {
    return await readFile(value, 'utf8')
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw new SigningError(
      `${setting}: this is neither PEM nor a file that can be read (${code}). Write the text, from -----BEGIN to -----END, or the path of its file.`,
    )
  }
}

/**
 * @param key a private key in PEM, RSA or EC, without a pass phrase.
 * @param certificates in PEM, that of the key first, then those up to the root, as ACME clients write `fullchain.pem`.
 * @throws SigningError when they do not parse or do not belong together.
 */
export async function createSigner(key: string, certificates: string): Promise<Signer> {
  const privateKey = readKey(key)
  const chain = readChain(certificates)
  const leaf = chain[0]!
  if (!leaf.checkPrivateKey(privateKey))
    throw new SigningError(
      'SETUP_SIGNING_CERT: its first certificate does not belong to SETUP_SIGNING_KEY. Put the certificate of that key first.',
    )
  const imported = await importKey(privateKey)
  const ders = chain.map((certificate) => Certificate.fromBER(new Uint8Array(certificate.raw)))
  return {
    fingerprint: leaf.fingerprint256,
    validTo: leaf.validToDate,
    sign: (file, now) => sign(Buffer.from(file), now, imported, ders),
  }
}

function readKey(pem: string): KeyObject {
  try {
    return createPrivateKey(pem)
  } catch {
    throw new SigningError(
      'SETUP_SIGNING_KEY: this is no private key in PEM without a pass phrase. Write the whole text, from -----BEGIN to -----END, or the path of its file.',
    )
  }
}

function readChain(pem: string): X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  try {
    if (blocks.length > 0) return blocks.map((block) => new X509Certificate(block))
  } catch {
    // Said below, the same as for none.
  }
  throw new SigningError(
    'SETUP_SIGNING_CERT: there is no certificate in PEM. Write the whole text, from -----BEGIN CERTIFICATE to -----END, or the path of its file.',
  )
}

async function importKey(key: KeyObject): Promise<webcrypto.CryptoKey> {
  const curve = CURVES[key.asymmetricKeyDetails?.namedCurve ?? '']
  const algorithm =
    key.asymmetricKeyType === 'rsa'
      ? { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
      : key.asymmetricKeyType === 'ec' && curve
        ? { name: 'ECDSA', namedCurve: curve }
        : undefined
  if (!algorithm)
    throw new SigningError(
      'SETUP_SIGNING_KEY: Apple’s devices check signatures of RSA and of EC on P-256, P-384 or P-521. Use such a key.',
    )
  return webcrypto.subtle.importKey('pkcs8', key.export({ format: 'der', type: 'pkcs8' }), algorithm, false, [
    'sign',
  ])
}

async function sign(
  content: Buffer,
  now: Date,
  key: webcrypto.CryptoKey,
  certificates: Certificate[],
): Promise<Buffer> {
  const leaf = certificates[0]!
  const attribute = (type: string, value: object) => new Attribute({ type, values: [value] })
  const signed = new SignedData({
    version: 1,
    encapContentInfo: new EncapsulatedContentInfo({ eContentType: OIDS.data }),
    certificates,
    signerInfos: [
      new SignerInfo({
        version: 1,
        sid: new IssuerAndSerialNumber({
          issuer: leaf.issuer,
          serialNumber: new Integer({ valueHex: leaf.serialNumber.valueBlock.valueHexView }),
        }),
        signedAttrs: new SignedAndUnsignedAttributes({
          type: 0,
          attributes: [
            attribute(OIDS.contentType, new ObjectIdentifier({ value: OIDS.data })),
            attribute(OIDS.signingTime, new UTCTime({ valueDate: now })),
            attribute(
              OIDS.messageDigest,
              new OctetString({ valueHex: createHash('sha256').update(content).digest() }),
            ),
          ],
        }),
      }),
    ],
  })
  // Set apart: the constructor would cut it into pieces, which DER does not know.
  signed.encapContentInfo.eContent = new OctetString({ valueHex: content })
  await signed.sign(key, 0, 'SHA-256')
  const info = new ContentInfo({ contentType: OIDS.signedData, content: signed.toSchema(true) })
  return Buffer.from(info.toSchema().toBER())
}

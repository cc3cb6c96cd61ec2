/** Certificates of a test: a root of its own, and what it signs. */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Authority {
  /** PEM of the root, and the path of it. */
  root: string
  rootFile: string
  /**
   * A key and a certificate for `name`, as NAME.key and NAME.pem in the folder. `key`: options of `openssl genpkey`.
   * `days`: how long it holds, -1 for one that has expired. `signedBy: 'itself'`: the root knows nothing of it.
   */
  issue(
    name: string,
    more?: { key?: string[]; days?: number; signedBy?: 'itself'; for?: string },
  ): { key: string; certificate: string }
}

/** `called`: a name that no other root of the same test has. */
export function createAuthority(folder: string, called: string): Authority {
  const openssl = (...parameters: string[]) =>
    execFileSync('openssl', parameters, { cwd: folder, stdio: 'pipe' })
  const file = (name: string) => readFileSync(join(folder, name), 'utf8')
  openssl(
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-subj',
    `/CN=${called}`,
    '-days',
    '30',
  )
  return {
    root: file('ca.pem'),
    rootFile: join(folder, 'ca.pem'),
    issue(name, { key = ['-algorithm', 'RSA'], days = 10, signedBy, for: alternative = name } = {}) {
      writeFileSync(join(folder, 'ext'), `subjectAltName=DNS:${alternative}`)
      openssl('genpkey', ...key, '-out', `${name}.key`)
      openssl('req', '-new', '-key', `${name}.key`, '-subj', `/CN=${name}`, '-out', 'csr.pem')
      const signer = signedBy
        ? ['-signkey', `${name}.key`]
        : ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial']
      openssl(
        'x509',
        '-req',
        '-in',
        'csr.pem',
        ...signer,
        '-extfile',
        'ext',
        '-days',
        String(days),
        '-out',
        `${name}.pem`,
      )
      return { key: file(`${name}.key`), certificate: file(`${name}.pem`) }
    },
  }
}

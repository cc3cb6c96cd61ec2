/** Puts together what the set-up files and pages need, from the settings. */

import { fill } from '../answering/text.ts'
import { interfaceWord } from '../answering/values.ts'
import type { Settings } from '../config.ts'
import type { Knowledge } from '../knowledge/knowledge.ts'
import { createLimiter } from '../limits.ts'
import { type AskDns, createAskDns } from '../setup/ask-dns.ts'
import type { Means } from '../setup/check/play.ts'
import { createLookUp } from '../setup/look-up.ts'
import { createServed } from '../setup/served.ts'
import type { Signer } from '../setup/sign.ts'
import { localeOf } from './locale.ts'
import type { SetupFiles } from './setup.ts'

/**
 * They count their callers by themselves, in memory: the store may be away.
 *
 * @throws SigningError when the key or the certificate cannot be used.
 */
export async function prepareSetup(
  settings: Pick<
    Settings,
    'PUBLIC_URL' | 'RATE_LIMIT_PER_MINUTE' | 'SETUP_DOMAINS' | 'SETUP_SIGNING_CERT' | 'SETUP_SIGNING_KEY'
  >,
  { knowledge, now, askDns = createAskDns() }: { knowledge: Knowledge; now: () => Date; askDns?: AskDns },
): Promise<SetupFiles> {
  const limiter = createLimiter({ perMinute: settings.RATE_LIMIT_PER_MINUTE })
  const { provider } = knowledge
  return {
    knowledge,
    publicUrl: settings.PUBLIC_URL,
    serves: createServed(provider, settings.SETUP_DOMAINS, { askDns, now }),
    limit: (caller) => limiter.take(caller),
    signer: await signerFor(settings.SETUP_SIGNING_KEY, settings.SETUP_SIGNING_CERT),
    profileWords(address, language) {
      const words = knowledge.languages.get(localeOf(knowledge, language))!.interface
      const word = (key: string) =>
        fill(interfaceWord(words, `setup.profile.${key}`), { address, provider: provider.name })
      return { name: word('name'), description: word('description') }
    },
    now,
  }
}

/** Loading what signs takes 70 ms: a start without a key does not wait for it. */
async function signerFor(
  key: string | undefined,
  certificates: string | undefined,
): Promise<Signer | undefined> {
  if (key === undefined && certificates === undefined) return undefined
  const { signerOf } = await import('../setup/sign.ts')
  return signerOf(key, certificates)
}

/** With what a check looks: the public Internet, and private addresses only where that is set. */
export function checkMeans(settings: Pick<Settings, 'CHECK_PRIVATE_HOSTS'>): Omit<Means, 'provider'> {
  return {
    lookUp: createLookUp({ allowPrivate: settings.CHECK_PRIVATE_HOSTS }),
    askDns: createAskDns(),
  }
}

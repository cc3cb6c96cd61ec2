/** Which programs the page offers, for the device that it is looked at with and for others. Pure. */
import Bowser from 'bowser'
import { providerFacts } from '../../answering/facts.ts'
import { unmetNeeds } from '../../answering/needs.ts'
import type { Knowledge } from '../../knowledge/knowledge.ts'
import type { Client } from '../../knowledge/schema.ts'

export const PLATFORMS = ['windows', 'mac', 'ios', 'android', 'linux'] as const
export type Platform = (typeof PLATFORMS)[number]

const SYSTEMS: Record<string, Platform> = {
  windows: 'windows',
  macos: 'mac',
  ios: 'ios',
  android: 'android',
  linux: 'linux',
  'chrome os': 'android',
}

export const isPlatform = (text: unknown): text is Platform => PLATFORMS.includes(text as Platform)

/** Undefined where the header does not tell. An iPad calls itself a Mac: the page's script tells them apart. */
export function platformOf(userAgent: string | undefined): Platform | undefined {
  return userAgent ? SYSTEMS[Bowser.getParser(userAgent).getOSName(true)] : undefined
}

/** How the settings get into the program: see `finds` in `knowledge/clients`. */
export type Way = 'autoconfig' | 'profile' | 'by-hand'
export const wayOf = (client: Client): Way => client.finds ?? 'by-hand'

const OTHER = 'other'
const ORDER: Way[] = ['profile', 'autoconfig', 'by-hand']

/**
 * Programs that run there and can be set up, the least work first, any other program last. A name that stands for
 * several is not among them: its variants are.
 */
export function programsFor(knowledge: Knowledge, platform: Platform): Client[] {
  const facts = providerFacts(knowledge)
  const rank = (client: Client) => (client.id === OTHER ? ORDER.length : ORDER.indexOf(wayOf(client)))
  return [...knowledge.clients.values()]
    .filter(({ needs }) => unmetNeeds(needs, facts, knowledge.provider).length === 0)
    .filter(
      ({ runsOn, variants, manualSettings }) =>
        runsOn.includes(platform) && variants.length === 0 && manualSettings,
    )
    .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, 'en'))
}

/** The language that a person uses Slack in, for when the words of a question do not tell. */
import type { WebClient } from '@slack/web-api'
import type { Host } from '../../src/adapter.ts'
import { faultOf } from './faults.ts'

export interface People {
  /** BCP 47, or undefined when Slack does not say. Never rejects; asked once an hour for each person. */
  locale(client: WebClient, team: string, user: string): Promise<string | undefined>
}

const KEPT_MILLISECONDS = 60 * 60_000
const MOST = 5_000

export function createPeople(host: Host): People {
  const known = new Map<string, { locale: string | undefined; until: number }>()
  return {
    async locale(client, team, user) {
      const key = `${team}:${user}`
      const now = host.now().getTime()
      const before = known.get(key)
      if (before && before.until > now) return before.locale
      try {
        const { user: person } = await client.users.info({ user, include_locale: true })
        known.delete(key)
        known.set(key, { locale: person?.locale, until: now + KEPT_MILLISECONDS })
        if (known.size > MOST) known.delete(known.keys().next().value!)
        return person?.locale
      } catch (error) {
        host.log.debug({ code: faultOf(error).code }, 'Slack: the language of a person is not known')
        return undefined
      }
    },
  }
}

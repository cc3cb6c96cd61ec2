/** A person takes over: the card in the support channel, and what the asker is told. */
import type { WebClient } from '@slack/web-api'
import { z } from 'zod'
import type { Handoff, Host } from '../../src/adapter.ts'
import { mrkdwn } from './blocks.ts'
import { mention, renderCard } from './card.ts'
import { Undelivered } from './delivery.ts'
import { escapeText } from './mrkdwn.ts'
import type { Workspace } from './parse.ts'
import type { Message } from './render.ts'
import { type Whereabouts, whereabouts } from './values.ts'
import type { Web } from './web.ts'

/** The channel of the cards, and its workspace when there are several. */
export interface SupportChannel {
  channel: string
  team?: string
}

const workspace = z.object({ team: z.string(), enterprise: z.string().exactOptional(), org: z.boolean() })
/** What finds asker and card again; kept with the handoff. */
const reference = z.object({
  workspace,
  user: z.string(),
  place: whereabouts,
  permalink: z.string().exactOptional(),
  card: z.object({ channel: z.string(), ts: z.string() }).exactOptional(),
})
type Reference = z.infer<typeof reference>

export interface Asker {
  workspace: Workspace
  user: string
  place: Whereabouts
  conversation: string
}

/** Minutes. */
const DAY = 24 * 60

export interface Handoffs {
  /** Asks for a person. Resolves with what to tell the asker, as plain words; the card goes its own way. */
  open(client: WebClient, asker: Asker, locale: string): Promise<string>
  postCard(id: string): Promise<void>
  /** A press on the card. Resolves with what to tell the one who pressed, if anything. */
  press(what: 'claim' | 'done', id: string, by: { user: string; team: string }): Promise<string | null>
}

export function createHandoffs(options: {
  host: Host
  web: Web
  support: SupportChannel | undefined
  clientOf: (workspace: Workspace) => Promise<WebClient>
  queueCard: (id: string) => Promise<void>
}): Handoffs {
  const { host, web, support, clientOf, queueCard } = options
  const cardWords = host.words(host.locales[0]!)

  const supportWorkspace = (asker: Workspace): Workspace =>
    support?.team === undefined || support.team === asker.team ? asker : { team: support.team, org: false }

  const referenceOf = (handoff: Handoff | null): Reference | null => {
    const parsed = reference.safeParse(
      handoff?.reference === undefined ? null : JSON.parse(handoff.reference),
    )
    return parsed.success ? parsed.data : null
  }

  const isDirect = (place: Whereabouts) => place.kind === 'thread' && place.channel.startsWith('D')

  function card(handoff: Handoff, found: Reference, doneBy?: string): Message {
    const language =
      new Intl.DisplayNames([host.locales[0]!], { type: 'language' }).of(handoff.locale) ?? handoff.locale
    const sameTeam = supportWorkspace(found.workspace).team === found.workspace.team
    return renderCard({
      words: cardWords,
      handoff,
      language,
      place: found.place.kind !== 'thread' ? 'private' : isDirect(found.place) ? 'direct' : 'thread',
      ...(sameTeam ? { user: found.user } : {}),
      ...(found.permalink === undefined ? {} : { permalink: found.permalink }),
      ...(doneBy === undefined ? {} : { doneBy }),
    })
  }

  /** In the thread; or, for who asked privately, in a direct message. */
  async function tell(found: Reference, text: string, key: string): Promise<void> {
    const inThread = found.place.kind === 'thread'
    await web.post(await clientOf(found.workspace), {
      channel: inThread ? found.place.channel : found.user,
      ...(inThread && found.place.thread ? { thread: found.place.thread } : {}),
      message: { text, blocks: [mrkdwn(text)] },
      key,
    })
  }

  async function redraw(handoff: Handoff, found: Reference, doneBy?: string): Promise<void> {
    if (!found.card) return
    await web.update(
      await clientOf(supportWorkspace(found.workspace)),
      found.card,
      card(handoff, found, doneBy),
    )
  }

  return {
    async open(client, { workspace: at, user, place, conversation }, locale) {
      const say = host.words(locale)
      const { support: contact, hours } = host.provider(locale)
      if (!support) return say('slack.handoff.contact', { support: contact })
      const { handoff, isNew } = await host.handoffs.open(conversation, locale)
      const before = referenceOf(handoff)
      // One writes where the asker is, also when two press at once; a later one would write over the card.
      if (!before && (await host.firstDelivery(`reference:${handoff.id}`, DAY))) {
        const permalink =
          place.kind === 'thread' && !isDirect(place) && place.thread
            ? await web.permalink(client, place.channel, place.thread)
            : undefined
        const known: Reference = { workspace: at, user, place, ...(permalink ? { permalink } : {}) }
        await host.handoffs.setReference(handoff.id, JSON.stringify(known))
      }
      // Also when it is not new: the one who opened it may have got no further.
      if (!before?.card) await queueCard(handoff.id)
      if (!isNew) return say('slack.handoff.already')
      const way = place.kind === 'thread' && !isDirect(place) ? 'coming' : 'writing'
      const coming = hours ? say(`slack.handoff.${way}-hours`, { hours }) : say(`slack.handoff.${way}`)
      return way === 'coming' ? `${coming} ${say('slack.handoff.quiet')}` : coming
    },

    async postCard(id) {
      const handoff = await host.handoffs.get(id)
      const found = referenceOf(handoff)
      if (!handoff || !found || !support || found.card) return
      const client = await clientOf(supportWorkspace(found.workspace))
      try {
        const at = await web.post(client, {
          channel: support.channel,
          message: card(handoff, found),
          key: `card-${id}`,
        })
        await host.handoffs.setReference(id, JSON.stringify({ ...found, card: at } satisfies Reference))
      } catch (error) {
        if (error instanceof Undelivered && !error.passing)
          host.log.error(
            { code: error.fault.code },
            'Slack: the card of a handoff cannot be posted; invite the bot to SLACK_SUPPORT_CHANNEL, or set it to the id of a channel that it is in',
          )
        throw error
      }
    },

    async press(what, id, { user, team }) {
      const handoff = await host.handoffs[what](id, user)
      const found = referenceOf(handoff)
      if (!handoff || !found) return cardWords('slack.card.gone')
      if (what === 'claim' && handoff.claimedBy !== user)
        return cardWords('slack.card.taken', { user: mention(handoff.claimedBy ?? '') })
      await redraw(handoff, found, what === 'done' ? user : undefined)
      // Two presses at once, or on two instances, tell the asker once.
      if (!(await host.firstDelivery(`told:${what}:${id}`, DAY))) return null
      const say = host.words(handoff.locale)
      const who =
        team === found.workspace.team
          ? say('slack.handoff.claimed', { user: mention(user) })
          : escapeText(say('slack.handoff.claimed-away'))
      await tell(found, what === 'claim' ? who : escapeText(say('slack.handoff.done')), `${what}-${id}`)
      return null
    },
  }
}

/** Many workspaces: installing by OAuth, and the installations in the store, where tokens are encrypted. */
import { createHmac } from 'node:crypto'
import type { Logger } from '@slack/logger'
import {
  type Installation,
  type InstallationQuery,
  type InstallationStore,
  InstallProvider,
} from '@slack/oauth'
import type { WebClientOptions } from '@slack/web-api'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Host } from '../../src/adapter.ts'
import { BOT_SCOPES } from './manifest.ts'
import type { Workspace } from './parse.ts'
import { INSTALL_PATH, REDIRECT_PATH } from './paths.ts'

const keyOf = (org: boolean, id: string) => `slack/${org ? 'enterprise' : 'team'}/${id}`

/** Installations of the store, found by workspace, else by the organisation that it belongs to. */
export function createInstallationStore(host: Host): InstallationStore {
  const find = async (org: boolean, id: string | undefined) =>
    id === undefined ? null : ((await host.installations.get(keyOf(org, id))) as Installation | null)
  return {
    async storeInstallation(installation) {
      const org = installation.isEnterpriseInstall === true
      const id = org ? installation.enterprise?.id : installation.team?.id
      if (id === undefined) throw new Error('the installation names neither a workspace nor an organisation')
      // A person's own token is never asked for; should Slack send one, it is not kept.
      const { token: _token, refreshToken: _refresh, ...user } = installation.user
      await host.installations.put(keyOf(org, id), { ...installation, user })
    },
    async fetchInstallation({ teamId, enterpriseId, isEnterpriseInstall }: InstallationQuery<boolean>) {
      const found = isEnterpriseInstall
        ? await find(true, enterpriseId)
        : ((await find(false, teamId)) ?? (await find(true, enterpriseId)))
      if (found === null) throw new Error('the app is not installed there')
      return found
    },
  }
}

/** Forgets an installation and its tokens. */
export async function forgetInstallation(host: Host, { team, enterprise, org }: Workspace): Promise<void> {
  const id = org ? enterprise : team
  if (id) await host.installations.delete(keyOf(org, id))
}

/** Makes the two pages of the installation on the bot's server, and resolves tokens for workspaces. */
export function createInstaller(options: {
  host: Host
  clientId: string
  clientSecret: string
  clientOptions: WebClientOptions
  logger: Logger
}): InstallProvider {
  const { host, clientId, clientSecret } = options
  const redirectUri = host.publicUrl === undefined ? undefined : new URL(REDIRECT_PATH, host.publicUrl).href
  const installer = new InstallProvider({
    clientId,
    clientSecret,
    // The same on every instance and after a restart, so that an installation may end on another than it began on.
    stateSecret: createHmac('sha256', clientSecret)
      .update('mailsherpa slack oauth state')
      .digest('base64url'),
    installationStore: createInstallationStore(host),
    clientOptions: options.clientOptions,
    logger: options.logger,
    directInstall: true,
  })
  host.http.get(INSTALL_PATH, async (request, reply) => {
    reply.hijack()
    await installer.handleInstallPath(request.raw, reply.raw, undefined, {
      scopes: [...BOT_SCOPES],
      ...(redirectUri === undefined ? {} : { redirectUri }),
    })
  })
  host.http.get(REDIRECT_PATH, async (request, reply) => {
    reply.hijack()
    const locale = localeOf(host, request)
    const say = host.words(locale)
    await installer.handleCallback(request.raw, reply.raw, {
      success(installation) {
        const workspace = installation.team?.name ?? installation.enterprise?.name ?? ''
        const link = installation.appId
          ? `https://slack.com/app_redirect?app=${encodeURIComponent(installation.appId)}`
          : 'https://slack.com/'
        page(reply, 200, locale, say('slack.install.done'), say('slack.install.done-text', { workspace }), {
          url: link,
          label: say('slack.install.open'),
        })
      },
      failure(error) {
        host.log.warn({ code: error.code }, 'Slack: an installation did not end well')
        page(reply, 400, locale, say('slack.install.failed'), say('slack.install.failed-text'), {
          url: INSTALL_PATH,
          label: say('slack.install.again'),
        })
      },
    })
  })
  return installer
}

/** The browser's first language that the bot answers in. */
function localeOf(host: Host, request: FastifyRequest): string {
  const wanted = (request.headers['accept-language'] ?? '').split(',').map((tag) => tag.split(';')[0]?.trim())
  return wanted.map((tag) => host.matchLocale(tag)).find((tag) => tag !== undefined) ?? host.locales[0]!
}

const html = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

function page(
  reply: FastifyReply,
  status: number,
  locale: string,
  title: string,
  text: string,
  link: { url: string; label: string },
): void {
  reply.raw.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  })
  reply.raw.end(`<!doctype html><html lang="${html(locale)}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${html(title)}</title><style>body{font:1.1rem/1.5 system-ui;max-width:32rem;margin:15vh auto;padding:0 1rem}</style>
<h1>${html(title)}</h1><p>${html(text)}</p><p><a href="${html(link.url)}">${html(link.label)}</a></p></html>`)
}

/** The adapter's paths on the bot's server. */
export const EVENTS_PATH = '/slack/events'
export const INSTALL_PATH = '/slack/install'
export const REDIRECT_PATH = '/slack/oauth_redirect'

/** The two calls of Chatwoot's API that an agent bot makes. */
import { DeliveryFailure, post } from '../../src/adapter.ts'
import type { Place } from './parse.ts'
import type { ChatwootMessage } from './render.ts'

export interface ChatwootApi {
  send(place: Place, message: ChatwootMessage): Promise<void>
  /** Hands the conversation to people. */
  open(place: Place): Promise<void>
}

/** All methods reject with `DeliveryFailure`. `url` has no slash at the end. */
export function createChatwootApi(url: string, token: string, timeout: number): ChatwootApi {
  async function call({ account, conversation }: Place, path: string, body: object): Promise<void> {
    await post('Chatwoot', `${url}/api/v1/accounts/${account}/conversations/${conversation}/${path}`, {
      headers: { 'content-type': 'application/json', api_access_token: token },
      body: JSON.stringify(body),
      timeout,
    }).catch((error) => {
      if (!(error instanceof DeliveryFailure)) throw error
      if (error.status === 401) {
        throw new DeliveryFailure(
          'Chatwoot refused the token (401): check CHATWOOT_BOT_TOKEN and that the bot is connected to the inbox',
          'later',
          { status: 401 },
        )
      }
      if (error.status === 404 || error.status === 422) {
        throw new DeliveryFailure(
          `${error.message}: the conversation is gone or does not take the message`,
          'never',
          {
            status: error.status,
          },
        )
      }
      throw error
    })
  }
  return {
    send: (place, message) => call(place, 'messages', { ...message, message_type: 'outgoing' }),
    open: (place) => call(place, 'toggle_status', { status: 'open' }),
  }
}

/** What a front end's tests must offer so that the shared suite can ask through it, as a person would. */
import type { AdapterModule, Host } from '../../src/adapter.ts'

/** What a person was shown in reply to one thing that they did. */
export interface Shown {
  /** Every word that is visible, in reading order, without markup. */
  text: string
  /** The labels of what can be pressed next: choices, next questions, "talk to a person". */
  options: string[]
  /** The platform's payloads as they went out, for the limits. */
  payloads: unknown[]
}

export interface AdapterHarness {
  /** A person writes. The same `conversation` ties follow-ups together; another one is another person. */
  ask(conversation: string, text: string, locale?: string): Promise<Shown>
  /** Presses what was last shown in that conversation under this label. */
  press(conversation: string, label: string): Promise<Shown>
  /** Votes on the last answer of that conversation. */
  vote(conversation: string, helpful: boolean): Promise<void>
  /** Delivers the last request of that conversation again, as the platform does; counts the further answers. */
  redeliver?(conversation: string): Promise<number>
  /** The adapter's `stop`, then the peers. The suite calls it twice: the second time nothing is left to do. */
  stop(): Promise<void>
}

export interface HarnessModule {
  adapter: AdapterModule
  /** Starts the platform's local peer and the adapter against it. `baseUrl` is the bot's own address. */
  start(host: Host, baseUrl: string): Promise<AdapterHarness>
}

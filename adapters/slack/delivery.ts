/**
 * Calls to Slack that must arrive. Each channel has a lane: a 429 makes that lane wait as long as Slack says, and
 * no other; what comes later in the lane stays behind. The web client's own handling would pause all channels.
 */
import type { Log } from '../../src/adapter.ts'
import { type Fault, faultOf } from './faults.ts'
import { createLanes } from './lanes.ts'
import type { Timing } from './timing.ts'

/** Waits between tries while Slack is unwell, in seconds; then it is given up for now. */
const PAUSES = [1, 2, 4, 8, 15, 30]
/** Rate limits are waited out for at most so long in all, in seconds. */
const MOST_WAITING = 600

/** A call that did not arrive. */
export class Undelivered extends Error {
  override name = 'Undelivered'
  readonly fault: Fault
  constructor(fault: Fault, cause: unknown) {
    super(`Slack did not take it: ${fault.code}`, { cause })
    this.fault = fault
  }
  /** True when Slack may take it later. */
  get passing(): boolean {
    return this.fault.kind === 'wait' || this.fault.kind === 'again'
  }
}

export interface Delivery {
  /**
   * Runs `call` in its lane until Slack takes it. `uncertain` tells that an earlier try may have arrived although
   * no answer came. Rejects with `Undelivered` when it never will, or not soon.
   */
  send<T>(lane: string, call: (uncertain: boolean) => Promise<T>): Promise<T>
  /** Waits no longer between tries: what is under way is tried once more and then given up. */
  hurry(): void
  idle(): Promise<void>
  /** What keeps Slack from taking anything, or null. */
  trouble(): string | null
}

export function createDelivery({ timing, log }: { timing: Timing; log: Log }): Delivery {
  const lanes = createLanes()
  const hurry = new AbortController()
  let trouble: string | null = null

  async function attempt<T>(call: (uncertain: boolean) => Promise<T>): Promise<T> {
    let tries = 0
    let waited = 0
    let uncertain = false
    for (;;) {
      const last = hurry.signal.aborted
      try {
        const result = await call(uncertain)
        trouble = null
        return result
      } catch (error) {
        const fault = faultOf(error)
        const pause =
          fault.kind === 'wait' ? fault.seconds : fault.kind === 'again' ? PAUSES[tries++] : undefined
        uncertain ||= fault.kind === 'again'
        const giveUp = pause === undefined || last || waited + pause > MOST_WAITING
        if (giveUp) {
          // What one channel or workspace does not take says nothing about the others.
          if (fault.kind === 'again') trouble = `Slack takes no messages: ${fault.code}`
          throw new Undelivered(fault, error)
        }
        log.debug({ code: fault.code, seconds: pause }, 'Slack: waiting before the next try')
        if (fault.kind === 'wait') waited += pause
        await timing.wait(pause * 1000, hurry.signal)
      }
    }
  }

  return {
    send: (lane, call) => lanes.run(lane, () => attempt(call)),
    hurry: () => hurry.abort(),
    idle: () => lanes.idle(),
    trouble: () => trouble,
  }
}

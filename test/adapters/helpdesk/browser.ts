/** Chromium for the widget's tests and pictures: the machine's own, driven by playwright-core. */
import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Undefined on a machine without Chromium. */
export const CHROMIUM = PLACES.find((path) => existsSync(path))

export const WHY_SKIPPED = `the widget in a browser: skipped, because none of ${PLACES.join(', ')} is here (apt-get install chromium)`

export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM!,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

/** What the widget's tests in a browser share: a bot, two sites that show it, and the hands of a visitor. */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { createWorld, type World } from '../../support/world.ts'
import { launch } from './browser.ts'
import { type Site, type SitePage, startSite } from './site.ts'
import { startWhmcs, type Whmcs } from './whmcs.ts'

export const PHONE: BrowserContextOptions = {
  viewport: { width: 320, height: 640 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
}

export interface Visits {
  world: World
  browser: Browser
  /** A site whose bot has no WHMCS. */
  site: Site
  /** A site whose bot opens tickets in `whmcs`. */
  withTickets: Site
  whmcs: Whmcs
  /** A new browser profile, closed after the test. */
  profile(options?: BrowserContextOptions): Promise<BrowserContext>
  /** Opens the site in a new profile, and waits for the launcher. */
  visit(shown?: SitePage, options?: BrowserContextOptions, where?: Site): Promise<Page>
}

/** Sets all of it up around the tests of this suite. */
export function useVisits(): Visits {
  const visits = {} as Visits
  const contexts: BrowserContext[] = []
  beforeAll(async () => {
    visits.world = await createWorld(new Date())
    visits.whmcs = await startWhmcs()
    visits.browser = await launch()
    visits.site = await startSite(visits.world)
    visits.withTickets = await startSite(visits.world, visits.whmcs.settings)
  })
  afterEach(async () => {
    visits.whmcs.fault = undefined
    // The limit of handoffs in an hour begins anew.
    visits.world.forward(3_600)
    await Promise.all(contexts.splice(0).map((context) => context.close()))
  })
  afterAll(async () => {
    await visits.browser?.close()
    await visits.site?.close()
    await visits.withTickets?.close()
    await visits.whmcs?.close()
    await visits.world?.close()
  })
  visits.profile = async (options = {}) => {
    const context = await visits.browser.newContext({ reducedMotion: 'reduce', ...options })
    context.setDefaultTimeout(8_000)
    contexts.push(context)
    return context
  }
  visits.visit = async (shown = {}, options = {}, where = visits.site) => {
    where.page = shown
    const page = await (await visits.profile(options)).newPage()
    await page.goto(where.url)
    await page.locator('.launcher').waitFor()
    return page
  }
  return visits
}

export const open = (page: Page) => page.locator('.launcher').click()

/** Writes into the panel, which must be open, and waits for the answer. */
export async function ask(page: Page, text: string): Promise<void> {
  await send(page, text)
  await answered(page)
}

export async function send(page: Page, text: string): Promise<void> {
  await page.locator('textarea').fill(text)
  await page.locator('textarea').press('Enter')
}

export const last = (page: Page) => page.locator('.turn').last()
export const answered = (page: Page) => last(page).locator('.answer').waitFor()

/** An expression over `root`, the widget's shadow root. */
export const inside = <T>(page: Page, expression: string) =>
  page.evaluate<T>(`((root) => ${expression})(document.querySelector('mailsherpa-widget').shadowRoot)`)

export const styleOf = (page: Page, selector: string, property: string) =>
  inside<string>(page, `getComputedStyle(root.querySelector('${selector}')).${property}`)

/** The id, class or tag of what has the focus in the widget; `page` when it is not there. */
export const focused = (page: Page) =>
  inside<string>(
    page,
    `{ const at = root.activeElement; return at ? at.id || at.className || at.tagName : 'page' }`,
  )

/** Every folder of adapters/ keeps the rules of the shared suite: none can be left out. */
import { existsSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { HarnessModule } from '../support/adapter-harness.ts'
import { describeAdapter } from '../support/adapter-suite.ts'

const folders = readdirSync(new URL('../../adapters', import.meta.url), { withFileTypes: true })
const names = folders.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
const harnessOf = (name: string) => new URL(`./${name}/harness.ts`, import.meta.url)

test.each(names)('the front end %s can be asked by the shared suite', (name) => {
  expect(existsSync(harnessOf(name)), `test/adapters/${name}/harness.ts exports harness`).toBe(true)
})

for (const name of names)
  if (existsSync(harnessOf(name))) {
    const { harness } = (await import(harnessOf(name).href)) as { harness: HarnessModule }
    describeAdapter(name, harness)
  }

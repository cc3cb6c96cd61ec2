/** `npm run settings [-- --check]`: writes the settings into README.md and `.env.example`, or says that they are old. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { AdapterModule } from '../adapter.ts'
import { settingsSchema } from '../config.ts'
import { environmentExample, settingGroups, settingsTable } from './settings.ts'

const root = new URL('../../', import.meta.url)
const folders = readdirSync(new URL('adapters', root), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(new URL(`adapters/${entry.name}/index.ts`, root)))
  .map((entry) => entry.name)
  .sort()
const adapters = await Promise.all(
  folders.map(
    async (name) =>
      ((await import(new URL(`adapters/${name}/index.ts`, root).href)) as { adapter: AdapterModule }).adapter,
  ),
)
const groups = settingGroups(settingsSchema, adapters)

const readme = readFileSync(new URL('README.md', root), 'utf8')
const marked = /(<!-- settings -->\n)[\s\S]*?(<!-- end of settings -->)/
if (!marked.test(readme))
  throw new Error('README.md has no <!-- settings --> and <!-- end of settings --> lines')
const wanted: [string, string][] = [
  ['README.md', readme.replace(marked, `$1${settingsTable(groups)}\n$2`)],
  ['.env.example', environmentExample(groups)],
]
const old = wanted.filter(
  ([name, text]) => !existsSync(new URL(name, root)) || readFileSync(new URL(name, root), 'utf8') !== text,
)
if (process.argv.includes('--check')) {
  if (old.length > 0) {
    process.stderr.write(
      `${old.map(([name]) => name).join(' and ')} is not what the settings say. Run: npm run settings\n`,
    )
    process.exit(1)
  }
} else for (const [name, text] of old) writeFileSync(new URL(name, root), text)

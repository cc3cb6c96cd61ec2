/**
 * Writes `manifest.json` beside this file: `npm run slack:manifest -- --url https://bot.example.com` for HTTP,
 * `npm run slack:manifest` for Socket Mode. `--view assistant` is for apps with the older view, `--language fr`
 * for the words, `--print` shows it and writes nothing.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { load as parse } from 'js-yaml'
import { z } from 'zod'
import { buildManifest, type ManifestWords } from './manifest.ts'

const TARGET = fileURLToPath(new URL('manifest.json', import.meta.url))

const wordsFile = z.object({
  manifest: z.object({
    name: z.string(),
    description: z.string(),
    long: z.string(),
    agent: z.string(),
    command: z.string(),
    hint: z.string(),
    shortcut: z.string(),
    'shortcut-description': z.string(),
    prompts: z.record(z.string(), z.object({ title: z.string(), message: z.string() })),
  }),
})

/** The manifest's words in a language of the knowledge. Throws when there is no such language. */
export function manifestWords(language: string): ManifestWords {
  const file = new URL(`../../knowledge/languages/${language}/interface/slack.yaml`, import.meta.url)
  const { manifest } = wordsFile.parse(parse(readFileSync(file, 'utf8')))
  const { 'shortcut-description': shortcutDescription, prompts, ...words } = manifest
  return { ...words, shortcutDescription, prompts: Object.values(prompts) }
}

function main(): void {
  const { values } = parseArgs({
    options: {
      url: { type: 'string' },
      view: { type: 'string', default: 'agent' },
      language: { type: 'string', default: 'en' },
      print: { type: 'boolean', default: false },
    },
  })
  const { url, view, language, print } = values
  if (view !== 'agent' && view !== 'assistant') throw new Error('--view is agent or assistant')
  if (!/^[a-z]{2,3}$/.test(language))
    throw new Error('--language is the name of a folder in knowledge/languages, such as fr')
  const manifest = buildManifest({
    words: manifestWords(language),
    view,
    ...(url === undefined ? {} : { url }),
  })
  const text = `${JSON.stringify(manifest, null, 2)}\n`
  if (print) {
    process.stdout.write(text)
    return
  }
  writeFileSync(TARGET, text)
  const mode = url === undefined ? 'Socket Mode' : `HTTP at ${url}`
  process.stdout.write(
    `Wrote ${TARGET} for ${mode}.\nPaste it at https://api.slack.com/apps?new_app=1 > From a manifest. The rest is in docs/slack.md.\n`,
  )
}

if (import.meta.main) {
  try {
    main()
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(1)
  }
}

/**
 * `npm run provider:import -- DOMAIN|FILE|URL [--save FILE]`: a provider's file from an autoconfig file, an entry of the
 * public ISPDB, an Autodiscover answer or SRV records. The network is asked for a domain or an address alone.
 */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { load } from 'js-yaml'
import { readSettings, settingsSchema } from '../../config.ts'
import { checkRules } from '../../knowledge/check.ts'
import { KnowledgeError } from '../../knowledge/knowledge.ts'
import { loadKnowledge } from '../../knowledge/load.ts'
import { provider as providerShape } from '../../knowledge/provider.ts'
import { readDomain } from '../address.ts'
import { createAskDns } from '../ask-dns.ts'
import { foundIn } from '../check/judge.ts'
import { readArguments, stop } from '../command.ts'
import { createLookUp } from '../look-up.ts'
import type { Found } from './found.ts'
import { NothingToImport, type Origin, providerYaml, toProvider } from './provider.ts'
import { findSource, readSource, UnknownSource } from './source.ts'

const USAGE = `npm run provider:import -- DOMAIN | FILE | URL | FOLDER [--save FILE]

  DOMAIN  looks where mail programs look: autoconfig, the public ISPDB, the MX, Autodiscover, SRV records
  FILE    an autoconfig file, an Autodiscover answer, or a zone file with SRV records
  URL     the address of one of these, https://
  FOLDER  says of each file in it whether it can be imported whole
  --save  writes the provider's file there instead of printing it
`

async function find(what: string): Promise<{ found: Found; from: string } & Origin> {
  if (existsSync(what)) return { found: readSource(readFileSync(what, 'utf8')), from: what }
  const lookUp = createLookUp({ allowPrivate: false })
  if (/^https?:/i.test(what)) {
    const found = foundIn(await lookUp({ url: what }))
    if ('verdict' in found) stop(`There are no settings at that address: ${found.means}.`, 1)
    return { found, from: what, url: what }
  }
  const domain = readDomain(what) ?? stop(`This is no file, no address and no domain.\n\n${USAGE}`)
  const at = await findSource(domain, { lookUp, askDns: createAskDns() })
  if (!at)
    stop(`No mail program would find settings for ${domain}. npm run setup:check -- ${domain} says why.`, 1)
  return { ...at, ...(at.from.startsWith('https:') ? { url: at.from.replace(/\?.*$/, '') } : {}) }
}

const settings = readSettings(settingsSchema)
const knowledge = loadKnowledge({ directory: settings.KNOWLEDGE_DIR, provider: settings.PROVIDER })

/** What the check of the knowledge says of the file; undefined when it passes. */
function problemsOf(yaml: string): string | undefined {
  try {
    const problems = checkRules({
      ...knowledge,
      provider: providerShape.parse(load(yaml)),
      providerFile: 'the imported file',
    })
    return problems.length > 0 ? new KnowledgeError(problems).message : undefined
  } catch (cause) {
    return `A text cannot be shown for this provider: ${(cause as Error).message}.`
  }
}

/** How many files of a folder, such as a copy of the public ISPDB, are imported whole. */
function survey(folder: string): void {
  const files = readdirSync(folder).sort()
  const counts = { imported: 0, whole: 0, passed: 0 }
  for (const file of files)
    try {
      const imported = toProvider(readSource(readFileSync(join(folder, file), 'utf8')))
      counts.imported += 1
      if (imported.lost.length === 0) counts.whole += 1
      else process.stdout.write(`${file}: ${imported.lost.join(' ')}\n`)
      const problems = problemsOf(providerYaml(imported, file))
      if (problems === undefined) counts.passed += 1
      else process.stdout.write(`${file}: ${problems}\n`)
    } catch (cause) {
      process.stdout.write(`${file}: not imported. ${(cause as Error).message}\n`)
    }
  process.stdout.write(
    `${files.length} files, ${counts.imported} imported, ${counts.whole} of them whole, ${counts.passed} pass the check.\n`,
  )
}

const { values, argument } = readArguments({ save: { type: 'string' } }, USAGE)
try {
  if (existsSync(argument) && statSync(argument).isDirectory()) {
    survey(argument)
    process.exit(0)
  }
  const { found, from, ...origin } = await find(argument)
  const imported = toProvider(found, origin)
  const yaml = providerYaml(imported, from)
  if (values.save === undefined) process.stdout.write(yaml)
  else writeFileSync(values.save, yaml, { flag: 'wx' })
  process.stderr.write(
    `${imported.lost.length === 0 ? 'Imported whole.' : `Imported, but not whole:\n${imported.lost.map((line) => `- ${line}`).join('\n')}`}\nTo be looked at:\n${imported.unknown.map((line) => `- ${line}`).join('\n')}\n`,
  )
  const problems = problemsOf(yaml)
  if (problems !== undefined) stop(problems, 1)
} catch (cause) {
  if ((cause as NodeJS.ErrnoException).code === 'EEXIST')
    stop(`${values.save} is there already. Choose another name.`)
  if (cause instanceof NothingToImport || cause instanceof UnknownSource) stop(cause.message, 1)
  throw cause
}

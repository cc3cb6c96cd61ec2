/**
 * `npm run setup:dns -- DOMAIN [--offline] [--panel NAME] [--zone]`: the records that a customer's domain needs, and
 * which of them exist. Exits 1 when one is missing or differs.
 */
import { readSettings, settingsSchema } from '../config.ts'
import { loadKnowledge } from '../knowledge/load.ts'
import { readDomain } from './address.ts'
import { askAll, createAskDns } from './ask-dns.ts'
import { readArguments, stop } from './command.ts'
import { PANELS, panelFields, shownData, stateTable, zoneSnippet } from './record-text.ts'
import { hostsBelow, recordsFor } from './records.ts'
import { compareRecords, questionsFor } from './records-state.ts'

const USAGE = `npm run setup:dns -- DOMAIN [--offline] [--zone] [--panel NAME] [--resolver ADDRESS]

  --offline   do not ask the DNS
  --zone      only the snippet for a zone file
  --panel     the fields to fill in: ${Object.keys(PANELS).join(', ')}
  --resolver  ask this resolver, not the system's
`

const { values, argument } = readArguments(
  {
    offline: { type: 'boolean' },
    zone: { type: 'boolean' },
    panel: { type: 'string' },
    resolver: { type: 'string' },
  },
  USAGE,
)
const domain =
  readDomain(argument) ?? stop('This is no domain. Write it as it stands after the @, such as example.com.')
const panel =
  values.panel === undefined
    ? undefined
    : (PANELS[values.panel.toLowerCase()] ??
      stop(`There is no panel of this name. Known are ${Object.keys(PANELS).join(', ')}.`))
const settings = readSettings(settingsSchema)
const { provider } = loadKnowledge({ directory: settings.KNOWLEDGE_DIR, provider: settings.PROVIDER })
const records = recordsFor(provider, domain)
if (records.length === 0)
  stop(`The file of ${provider.name} has no "dns". Add it, as in knowledge/providers/default.yaml.`)

const hosts = hostsBelow(provider, domain)

if (values.zone) process.stdout.write(zoneSnippet(records, domain))
else if (panel) process.stdout.write(panelFields(records, domain, panel))
else {
  const compared = values.offline
    ? undefined
    : compareRecords(
        records,
        await askAll(questionsFor(records), createAskDns(values.resolver ? [values.resolver] : undefined)),
      )
  process.stdout.write(
    `${domain} with ${provider.name}\n\n${
      compared
        ? stateTable(compared)
        : `${records.map((record) => `${record.type.padEnd(5)}  ${record.name}  ${shownData(record)}`).join('\n')}\n`
    }${
      hosts.length > 0
        ? `\nMail programs are sent to ${hosts.join(' and ')}: let ${hosts.length > 1 ? 'these names' : 'this name'} lead to your servers. Your file does not hold where.\n`
        : ''
    }\nFor a zone file:\n\n${zoneSnippet(records, domain)}\nFor a panel: npm run setup:dns -- ${domain} --panel ${Object.keys(PANELS).join(' | ')}\n`,
  )
  if (compared?.some(({ state }) => state === 'missing' || state === 'differs')) process.exitCode = 1
}
